package org.neurotron.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * Breaks if the level at which a run ended is taken over the wrong records.
 */
class TraceTest {

    private static final double[] ERRORS = {100, 9, 2, 7, 4};

    @Test
    void medianIsOverTheLastRecords() {
        Trace trace = new Trace(ERRORS, 1, 0);
        assertTrue(trace.isComplete());
        assertEquals(4, trace.finalMedian(1));
        assertEquals(5.5, trace.finalMedian(2));
        assertEquals(4, trace.finalMedian(3));
        assertEquals(5.5, trace.finalMedian(4));
        assertEquals(7, trace.finalMedian(5));
        assertEquals(7, trace.finalMedian(Integer.MAX_VALUE));
    }

    @Test
    void medianIsOverIterationsNotOverRecords() {
        Trace trace = new Trace(ERRORS, 10, 0);
        assertEquals(4, trace.finalMedian(1));
        assertEquals(4, trace.finalMedian(10));
        assertEquals(5.5, trace.finalMedian(20));
        assertEquals(4, trace.finalMedian(39));
        assertEquals(7, trace.finalMedian(1_000));
    }

    @Test
    void thereIsNoMedianWithoutRecordsOrAfterDivergence() {
        assertEquals(Double.NaN, new Trace(new double[0], 10, 0).finalMedian(1_000));
        Trace diverged = new Trace(new double[] {1, 2, Double.NaN}, 1, 3);
        assertFalse(diverged.isComplete());
        assertEquals(Double.NaN, diverged.finalMedian(2));
        // The run diverged at iteration 55, after its last record.
        assertEquals(Double.NaN, new Trace(ERRORS, 10, 55).finalMedian(2));
    }
}
