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

    /** One of the transformations of words into numbers. */
    private enum Law {
        UNIFORM(1) {
            @Override
            void apply(RandomKernel kernel, int count, long[] words, double[] x, int offset) {
                kernel.uniform(count, words, 0, 1, x, offset);
            }
        },
        NORMAL(1) {
            @Override
            void apply(RandomKernel kernel, int count, long[] words, double[] x, int offset) {
                kernel.normal(count, words, 0, 1, x, offset);
            }
        },
        LAPLACE(1) {
            @Override
            void apply(RandomKernel kernel, int count, long[] words, double[] x, int offset) {
                kernel.laplace(count, words, 0, 1, x, offset);
            }
        },
        STUDENT_T4(2) {
            @Override
            void apply(RandomKernel kernel, int count, long[] words, double[] x, int offset) {
                kernel.studentT4(count, words, x, offset);
            }
        },
        STUDENT_T(2) {
            @Override
            void apply(RandomKernel kernel, int count, long[] words, double[] x, int offset) {
                kernel.studentT(count, words, 3, x, offset);
            }
        };

        private final int wordsPerNumber;

        Law(int wordsPerNumber) {
            this.wordsPerNumber = wordsPerNumber;
        }

        abstract void apply(RandomKernel kernel, int count, long[] words, double[] x, int offset);
    }

    @Test
    void countsAndRoomOfEveryLaw() {
        for (Law law : Law.values()) {
            int needed = law.wordsPerNumber * BLOCK;
            assertNull("words", () -> law.apply(kernel, BLOCK, null, x, 0));
            assertNull("x", () -> law.apply(kernel, BLOCK, words, null, 0));
            assertIllegal("count", () -> law.apply(kernel, BLOCK - 1, words, x, 0));
            assertIllegal("count", () -> law.apply(kernel, LANES, words, x, 0));
            assertIllegal("count", () -> law.apply(kernel, -BLOCK, words, x, 0));
            assertIllegal("words", () -> law.apply(kernel, BLOCK, new long[needed - 1], x, 0));
            assertIllegal("words", () -> law.apply(kernel, Integer.MAX_VALUE & -BLOCK, words, x, 0));
            assertIllegal("x", () -> law.apply(kernel, BLOCK, words, x, 1));
            assertIllegal("x", () -> law.apply(kernel, BLOCK, words, x, -1));
            law.apply(kernel, BLOCK, new long[needed], x, 0);
            law.apply(kernel, 0, words, x, BLOCK);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void placesMustBeFinite(double place) {
        assertIllegal("low", () -> kernel.uniform(BLOCK, words, place, 1, x, 0));
        assertIllegal("mean", () -> kernel.normal(BLOCK, words, place, 1, x, 0));
        assertIllegal("mean", () -> kernel.laplace(BLOCK, words, place, 1, x, 0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 0, -1})
    void scalesMustBePositiveAndFinite(double scale) {
        assertIllegal("width", () -> kernel.uniform(BLOCK, words, 0, scale, x, 0));
        assertIllegal("sigma", () -> kernel.normal(BLOCK, words, 0, scale, x, 0));
        assertIllegal("scale", () -> kernel.laplace(BLOCK, words, 0, scale, x, 0));
        assertIllegal("nu", () -> kernel.studentT(BLOCK, words, scale, x, 0));
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
