package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BoundTest {

    private static final double[] RESIDUALS = {0, -0.5, 2, -2, 2.5, -3, 4, 5, -6, 7.5, 8, -9, 1e300};

    @Test
    void clip() {
        assertArrayEquals(new double[] {0, -0.5, 2, -2, 2, -2, 2, 2, -2, 2, 2, -2, 2}, bounded(Bound.CLIP));
    }

    @Test
    void trim() {
        assertArrayEquals(new double[] {0, -0.5, 2, -2, 0, -0.0, 0, 0, -0.0, 0, 0, -0.0, 0}, bounded(Bound.TRIM));
    }

    /** To c = 2, level to 4, and in a line to 8. */
    @Test
    void hampel() {
        assertArrayEquals(new double[] {0, -0.5, 2, -2, 2, -2, 2, 1.5, -1, 0.25, 0, -0.0, 0}, bounded(Bound.HAMPEL));
    }

    private static double[] bounded(Bound bound) {
        return Arrays.stream(RESIDUALS).map(d -> bound.of(d, 2)).toArray();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoNumberStaysSo(Bound bound) {
        assertEquals(Double.NaN, bound.of(Double.NaN, 2));
        assertEquals(bound == Bound.CLIP ? -2 : -0.0, bound.of(Double.NEGATIVE_INFINITY, 2));
    }

    /** Including what is at the threshold, beyond all numbers, or none. */
    @ParameterizedTest
    @MethodSource("org.neurotron.kernel.Kernels#available")
    void everyKernelDoesTheSame(Kernel kernel) {
        double[] v = Arrays.copyOf(RESIDUALS, 17);
        v[13] = Double.NaN;
        v[14] = Double.POSITIVE_INFINITY;
        v[15] = Double.NEGATIVE_INFINITY;
        v[16] = -2.5;
        double[] f = new double[v.length];
        double[] d = new double[v.length];
        for (Bound bound : Bound.values()) {
            assertEquals(12, kernel.boundedDifference(v.length, v, 0, f, 0, bound, 2, 0.25, d, 0));
            assertArrayEquals(Arrays.stream(v).map(residual -> bound.of(residual, 2) * 0.25).toArray(), d);
        }
        assertEquals(0, kernel.boundedDifference(13, v, 0, f, 0, Bound.HAMPEL, 1e301, 0.25, d, 0));
        double[] plain = new double[13];
        kernel.scaledDifference(13, v, 0, f, 0, 0.25, plain, 0);
        assertArrayEquals(plain, Arrays.copyOf(d, 13));
    }
}
