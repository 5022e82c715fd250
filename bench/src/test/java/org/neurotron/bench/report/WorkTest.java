package org.neurotron.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.neurotron.bench.peers.Workload;

/** Counted by hand for n = 8, r = 6, k = 10, b = 16 and for the single gate with n = r = 1 000, b = 16. */
class WorkTest {

    @Test
    void affine() {
        Workload tiny = Workload.parse("tiny", "affine");
        assertEquals(new Work(2 * (2 * 48 + 2 * 128), 8 * (2 * 48 + 128)), Work.forward(tiny));
        assertEquals(new Work(2 * (3 * 48 + 3 * 128 + 6), 8 * (2 * 48 + 128)), Work.step(tiny));
    }

    @Test
    void dense() {
        Workload tiny = Workload.parse("tiny", "dense");
        assertEquals(new Work(2 * (10 * 48 + 10 * 128), 8 * (10 * 48 + 128)), Work.forward(tiny));
        assertEquals(new Work(2 * (11 * 48 + 11 * 128 + 6), 8 * (11 * 48 + 128)), Work.step(tiny));
    }

    @Test
    void singleGate() {
        Workload gate = Workload.parse("single-gate", "affine");
        assertEquals(new Work(2 * 16_000, 8 * 16_000), Work.forward(gate));
        assertEquals(new Work(2 * (2 * 16_000 + 1_000), 8 * 16_000), Work.step(gate));
    }
}
