package org.neurotron.bench.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One size swept over powers of two, the others as in the paper.
 */
enum Sweep {

    /** The dimension of the inputs. */
    N("n", "dimension of the inputs n", 16, 4_096),
    /** The size of the mini-batch. */
    B("b", "size of the mini-batch b", 1, 1_024);

    private final String symbol;
    private final String title;
    private final List<Integer> sizes;

    Sweep(String symbol, String title, int first, int last) {
        this.symbol = symbol;
        this.title = title;
        sizes = IntStream.iterate(first, size -> size <= last, size -> 2 * size).boxed().toList();
    }

    String symbol() {
        return symbol;
    }

    String title() {
        return title;
    }

    List<Integer> sizes() {
        return sizes;
    }

    /** As {@link org.neurotron.bench.peers.Shape#parse} takes it. */
    String shape(int size) {
        return this == N ? size + "x25x10x16" : "100x25x10x" + size;
    }

    List<String> shapes() {
        return sizes.stream().map(this::shape).toList();
    }

    /** Who is swept. */
    static List<String> implementations(String ours) {
        return List.of(ours, "portable", "c").stream().distinct().toList();
    }
}
