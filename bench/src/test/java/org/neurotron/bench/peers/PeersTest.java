package org.neurotron.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A time is worth nothing if what was timed is wrong. */
class PeersTest {

    /** Besides the named ones a single gate and sizes that fit no vector. */
    private static final List<String> SHAPES = List.of("tiny", "paper", "q-assist", "37x37x1x5", "13x7x4x5");

    static Stream<Arguments> implementations() {
        return Implementations.names().stream().flatMap(name -> SHAPES.stream().flatMap(shape ->
            Stream.of("affine", "dense").map(family -> Arguments.of(name, shape, family))));
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void implementationsAgree(String name, String shape, String family) {
        Workload workload = Workload.parse(shape, family);
        Implementation implementation = present(() -> Implementations.create(name, workload));
        Agreement.check(name, implementation, workload);
        // Nothing may be left over from earlier calls.
        Agreement.check(name, implementation, workload);
    }

    static Stream<Arguments> products() {
        return Products.names().stream().flatMap(name -> Stream.of("37x7x5x9", "100x25x10x16")
            .map(shape -> Arguments.of(name, shape)));
    }

    @ParameterizedTest
    @MethodSource("products")
    void productsAgree(String name, String shape) {
        Workload workload = Workload.parse(shape, "dense");
        Products.Product product = present(() -> Products.create(name, workload));
        Products.check(name, product, workload);
        Products.check(name, product, workload);
    }

    @Test
    void unknownNamesAreRefused() {
        Workload workload = Workload.parse("tiny", "affine");
        for (String name : List.of("", "simd", "C", "fortran")) {
            Throwable e = assertThrows(IllegalArgumentException.class, () -> Implementations.create(name, workload));
            assertEquals("implementation = " + name + ": must be one of " + Implementations.names(), e.getMessage());
            e = assertThrows(IllegalArgumentException.class, () -> Products.create(name, workload));
            assertEquals("implementation = " + name + ": must be one of " + Products.names(), e.getMessage());
        }
    }

    @Test
    void wrongResultsAreFound() {
        Workload workload = Workload.parse("tiny", "affine");
        Implementation other = Implementations.create("portable", Workload.parse("tiny", "dense"));
        Throwable e = assertThrows(IllegalStateException.class, () -> Agreement.check("other", other, workload));
        assertTrue(e.getMessage().startsWith("other, outputs disagrees at "), e.getMessage());
    }

    private static <T> T present(Supplier<T> peer) {
        try {
            return peer.get();
        } catch (MissingPeerException e) {
            return abort(e.getMessage());
        }
    }
}
