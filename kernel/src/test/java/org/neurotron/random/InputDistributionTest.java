package org.neurotron.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.LaplaceDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;

/**
 * Breaks if a sampler does not have the law it is named after, if a name that a file or a command line may hold is read
 * as something else, or if filling a matrix touches what lies between its rows.
 */
class InputDistributionTest {

    /** Sample size of the statistical tests. */
    private static final int COUNT = 100_000;

    /** Standard errors that a sample mean of (nearly) normal law exceeds with probability 1e-9. */
    private static final double SIX_SIGMA = 6.11;

    static Stream<Arguments> laws() {
        return Stream.of(
            Arguments.of("normal:1.0", new InputDistribution.Normal(1), NormalDistribution.of(0, 1)),
            Arguments.of("normal:3.0", new InputDistribution.Normal(3), NormalDistribution.of(0, 3)),
            Arguments.of("laplace:2.0", new InputDistribution.Laplace(2), LaplaceDistribution.of(0, 2)),
            Arguments.of("student-t:4.0", new InputDistribution.StudentT(4), TDistribution.of(4)),
            Arguments.of("student-t:1.5", new InputDistribution.StudentT(1.5), TDistribution.of(1.5)));
    }

    private static BlockGenerator inputs() {
        return RandomStreams.open(1, 0, Purpose.INPUTS, Kernels.selected().random());
    }

    private static double[] sample(InputDistribution distribution, int count) {
        Matrix x = Matrix.of(new double[count], 1, count);
        distribution.sampler(inputs()).fill(x);
        return x.values();
    }

    @ParameterizedTest
    @MethodSource("laws")
    void textRoundTrips(String text, InputDistribution distribution) {
        assertEquals(text, distribution.toString());
        assertEquals(distribution, InputDistribution.parse(text));
    }

    @Test
    void parameterRoundTrips() {
        for (double parameter : new double[] {0.1, 1.0 / 3, Double.MIN_VALUE, Double.MAX_VALUE, 1e22}) {
            InputDistribution distribution = new InputDistribution.Laplace(parameter);
            assertEquals(distribution, InputDistribution.parse(distribution.toString()));
        }
        assertEquals(new InputDistribution.Normal(3), InputDistribution.parse("normal:3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "normal", "normal:", "normal:x", "normal:1:2", "normal:0", "normal:-1",
        "normal:NaN", "normal:Infinity", "normal:1e999", "normal:1e-999", "laplace:0", "student-t:-4", "student-t:",
        "Normal:1", " normal:1", "gauss:1", ":1", "1", "normal=1", "student:4"})
    void badTextIsRefused(String text) {
        String allowed = assertRefused("distribution", text, () -> InputDistribution.parse(text));
        assertTrue(allowed.startsWith("normal:SIGMA, laplace:SCALE or student-t:NU"), allowed);
    }

    @Test
    void badParameterIsRefused() {
        assertThrows(NullPointerException.class, () -> InputDistribution.parse(null));
        for (double bad : new double[] {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertRefused("sigma", bad, () -> new InputDistribution.Normal(bad));
            assertRefused("scale", bad, () -> new InputDistribution.Laplace(bad));
            assertRefused("degreesOfFreedom", bad, () -> new InputDistribution.StudentT(bad));
        }
    }

    /** False-alarm probability: 1e-6 for each law. */
    @ParameterizedTest
    @MethodSource("laws")
    void lawPassesKolmogorovSmirnov(String text, InputDistribution distribution, ContinuousDistribution law) {
        double p = KolmogorovSmirnovTest.withDefaults()
            .test(sample(distribution, COUNT), law::cumulativeProbability).getPValue();
        assertTrue(p > 1e-6, () -> text + ": p = " + p);
    }

    /**
     * Mean and variance, where there are so many moments that the central limit holds for them (false-alarm probability
     * about 1e-9 each, 3e-9 for the skewed squares of the Laplace law, 2e-8 for the mean of t(4) with its heavy tail),
     * and for every law the share of positive numbers, which is binomial (1e-9). The variance of a sample variance is
     * σ⁴ (kurtosis − 1)/N; the kurtosis of a normal law is 3, of a Laplace law 6.
     */
    @ParameterizedTest
    @MethodSource("laws")
    void momentsAreThoseOfTheLaw(String text, InputDistribution distribution, ContinuousDistribution law) {
        double[] x = sample(distribution, COUNT);
        double positive = Arrays.stream(x).filter(value -> value > 0).count();
        assertEquals(0.5, positive / COUNT, SIX_SIGMA * 0.5 / Math.sqrt(COUNT), text);
        double variance = law.getVariance();
        if (Double.isFinite(variance)) {
            assertEquals(0, Arrays.stream(x).average().orElseThrow(), SIX_SIGMA * Math.sqrt(variance / COUNT), text);
            if (!(distribution instanceof InputDistribution.StudentT)) {
                double kurtosis = distribution instanceof InputDistribution.Laplace ? 6 : 3;
                double second = Arrays.stream(x).map(value -> value * value).average().orElseThrow();
                assertEquals(variance, second, SIX_SIGMA * variance * Math.sqrt((kurtosis - 1) / COUNT), text);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void fillWritesTheElementsInOrderAndNothingElse(String text, InputDistribution distribution) {
        double[] values = new double[100];
        Arrays.fill(values, Double.NaN);
        InputSampler sampler = distribution.sampler(inputs());
        sampler.fill(new Matrix(values, 3, 4, 5, 8));
        sampler.fill(new Matrix(values, 50, 2, 10, 11));
        double[] expected = new double[100];
        Arrays.fill(expected, Double.NaN);
        // Each call starts with a new block.
        double[] numbers = sample(distribution, BlockGenerator.BLOCK + 2 * 10);
        for (int i = 0; i < 4; i++) {
            System.arraycopy(numbers, 5 * i, expected, 3 + 8 * i, 5);
        }
        for (int i = 0; i < 2; i++) {
            System.arraycopy(numbers, BlockGenerator.BLOCK + 10 * i, expected, 50 + 11 * i, 10);
        }
        assertArrayEquals(expected, values, text);
    }
}
