package org.neurotron.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.neurotron.bench.peers.Implementations;
import org.neurotron.bench.peers.MissingPeerException;
import org.neurotron.bench.peers.Products;
import org.neurotron.bench.peers.Workload;
import org.neurotron.kernel.Kernels;

/**
 * Who can take part on this machine.
 *
 * @param ours            this library's kernel with the widest vectors, or the portable one
 * @param implementations of all questions
 * @param products        of the one large product
 * @param samplers        of normals
 * @param skipped         why the others cannot, by name
 */
record Peers(String ours, List<String> implementations, List<String> products, List<String> samplers,
        Map<String, String> skipped) {

    /** Asks everyone. */
    static Peers find() {
        Map<String, String> skipped = new LinkedHashMap<>();
        Workload workload = Workload.parse("tiny", "affine");
        List<String> implementations = able(Names.IMPLEMENTATIONS, skipped, name -> {
            if (!name.equals(Names.PORTABLE_NO_MODULE)) {
                Implementations.create(name, workload);
            }
        });
        List<String> products = able(Names.PRODUCTS, skipped, name -> Products.create(name, workload));
        List<String> samplers = able(Names.SAMPLERS, skipped, name -> {
            if (name.equals("c-normal") && Machine.gcc().isEmpty()) {
                throw new MissingPeerException("no gcc");
            }
        });
        return new Peers(Kernels.available().getLast().toString(), implementations, products, samplers, skipped);
    }

    private static List<String> able(List<String> names, Map<String, String> skipped, Consumer<String> attempt) {
        List<String> able = new ArrayList<>();
        for (String name : names) {
            try {
                attempt.accept(name);
                able.add(name);
            } catch (MissingPeerException e) {
                skipped.putIfAbsent(name, e.getMessage());
            }
        }
        return List.copyOf(able);
    }
}
