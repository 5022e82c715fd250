package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.neurotron.internal.Refusals.assertIllegal;
import static org.neurotron.internal.Refusals.assertNull;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the public operations on random numbers refuse (contract C3). Their unchecked halves look at nothing. The checks
 * are common to all kernels, so one kernel shows them.
 */
class RandomKernelArgumentsTest {

    private static final int LANES = RandomKernel.LANES;
    private static final int BLOCK = RandomKernel.BLOCK;

    private final RandomKernel kernel = Kernels.portable().random();
    private final long[] state = filled(4 * LANES);
    private final long[] words = filled(2 * BLOCK);
    private final double[] x = new double[BLOCK];

    private static long[] filled(int length) {
        long[] filled = new long[length];
        Arrays.setAll(filled, i -> i + 1);
        return filled;
    }

    @Test
    void words() {
        assertNull("state", () -> kernel.words(null, 1, words));
        assertNull("words", () -> kernel.words(state, 1, null));
        assertIllegal("state", () -> kernel.words(new long[4 * LANES - 1], 1, words));
        assertIllegal("state", () -> kernel.words(new long[4 * LANES + 1], 1, words));
        assertIllegal("rows", () -> kernel.words(state, -1, words));
        assertIllegal("words", () -> kernel.words(state, 5, words));
        assertIllegal("words", () -> kernel.words(state, Integer.MAX_VALUE, words));
        assertIllegal("words", () -> kernel.words(state, 1, state));
        kernel.words(state, 4, words);
    }

    private void uniform(int count, long[] from, double[] to, int offset) {
        kernel.uniform(count, from, 0, 1, to, offset);
    }

    @Test
    void countsAndRoom() {
        assertNull("words", () -> uniform(BLOCK, null, x, 0));
        assertNull("x", () -> uniform(BLOCK, words, null, 0));
        assertIllegal("count", () -> uniform(BLOCK - 1, words, x, 0));
        assertIllegal("count", () -> uniform(LANES, words, x, 0));
        assertIllegal("count", () -> uniform(-BLOCK, words, x, 0));
        assertIllegal("words", () -> uniform(BLOCK, new long[BLOCK - 1], x, 0));
        assertIllegal("words", () -> uniform(Integer.MAX_VALUE & -BLOCK, words, x, 0));
        assertIllegal("x", () -> uniform(BLOCK, words, x, 1));
        assertIllegal("x", () -> uniform(BLOCK, words, x, -1));
        uniform(BLOCK, new long[BLOCK], x, 0);
        uniform(0, words, x, BLOCK);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void placesMustBeFinite(double place) {
        assertIllegal("low", () -> kernel.uniform(BLOCK, words, place, 1, x, 0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 0, -1})
    void scalesMustBePositiveAndFinite(double scale) {
        assertIllegal("width", () -> kernel.uniform(BLOCK, words, 0, scale, x, 0));
    }

    @Test
    void ziggurat() {
        double[] table = new double[4];
        int[] missed = new int[BLOCK];
        assertNull("words", () -> kernel.ziggurat(BLOCK, null, table, 4, 0, missed, x, 0));
        assertNull("table", () -> kernel.ziggurat(BLOCK, words, null, 4, 0, missed, x, 0));
        assertNull("missed", () -> kernel.ziggurat(BLOCK, words, table, 4, 0, null, x, 0));
        assertNull("x", () -> kernel.ziggurat(BLOCK, words, table, 4, 0, missed, null, 0));
        assertIllegal("count", () -> kernel.ziggurat(BLOCK - 1, words, table, 4, 0, missed, x, 0));
        assertIllegal("words", () -> kernel.ziggurat(BLOCK, new long[BLOCK - 1], table, 4, 0, missed, x, 0));
        assertIllegal("table", () -> kernel.ziggurat(BLOCK, words, new double[3], 3, 0, missed, x, 0));
        assertIllegal("table", () -> kernel.ziggurat(BLOCK, words, new double[0], 0, 0, missed, x, 0));
        assertIllegal("table", () -> kernel.ziggurat(BLOCK, words, new double[1 << 13], 3, 0, missed, x, 0));
        assertIllegal("widths", () -> kernel.ziggurat(BLOCK, words, table, 5, 0, missed, x, 0));
        assertIllegal("widths", () -> kernel.ziggurat(BLOCK, words, table, -1, 0, missed, x, 0));
        assertIllegal("mean", () -> kernel.ziggurat(BLOCK, words, table, 4, Double.NaN, missed, x, 0));
        assertIllegal("missed", () -> kernel.ziggurat(BLOCK, words, table, 4, 0, new int[BLOCK - 1], x, 0));
        assertIllegal("x", () -> kernel.ziggurat(BLOCK, words, table, 4, 0, missed, x, 1));
    }

    @Test
    void bernoulli() {
        double[] shorter = new double[BLOCK - 1];
        assertNull("words", () -> kernel.bernoulli(BLOCK, null, x, new double[BLOCK]));
        assertNull("probabilities", () -> kernel.bernoulli(BLOCK, words, null, x));
        assertNull("mask", () -> kernel.bernoulli(BLOCK, words, x, null));
        assertIllegal("count", () -> kernel.bernoulli(BLOCK + 1, words, x, new double[BLOCK]));
        assertIllegal("words", () -> kernel.bernoulli(BLOCK, new long[BLOCK - 1], x, new double[BLOCK]));
        assertIllegal("probabilities", () -> kernel.bernoulli(BLOCK, words, shorter, x));
        assertIllegal("mask", () -> kernel.bernoulli(BLOCK, words, x, shorter));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 1})
    void aMaskMayReplaceItsProbabilities(double probability) {
        for (Kernel each : Kernels.available()) {
            double[] probabilities = new double[BLOCK];
            Arrays.fill(probabilities, probability);
            double[] mask = new double[BLOCK];
            each.random().bernoulli(BLOCK, words, probabilities, mask);
            each.random().bernoulli(BLOCK, words, probabilities, probabilities);
            assertArrayEquals(mask, probabilities);
        }
    }
}
