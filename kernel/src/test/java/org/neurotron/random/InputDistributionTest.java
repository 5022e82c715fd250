package org.neurotron.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.CauchyDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.LaplaceDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.kernel.Kernel;
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

    /** Laws with one scale for all coordinates of an input, and the law of each coordinate. */
    static Stream<Arguments> multivariateLaws() {
        return Stream.of(
            Arguments.of("multivariate-t:4.0", new InputDistribution.MultivariateT(4), TDistribution.of(4)),
            Arguments.of("multivariate-t:1.5", new InputDistribution.MultivariateT(1.5), TDistribution.of(1.5)),
            Arguments.of("multivariate-t:30.0", new InputDistribution.MultivariateT(30), TDistribution.of(30)),
            Arguments.of("multivariate-laplace:2.0", new InputDistribution.MultivariateLaplace(2),
                LaplaceDistribution.of(0, 2)));
    }

    static Stream<Arguments> allLaws() {
        return Stream.concat(laws(), multivariateLaws());
    }

    /** Inputs of two coordinates, as their rows. */
    private static double[] pairs(InputDistribution distribution, int count) {
        Matrix x = Matrix.of(new double[2 * count], count, 2);
        distribution.sampler(inputs()).fill(x);
        return x.values();
    }

    /** False-alarm probability: 1e-6 for each of two coordinates. */
    @ParameterizedTest
    @MethodSource("multivariateLaws")
    void coordinatesPassKolmogorovSmirnov(String text, InputDistribution distribution, ContinuousDistribution law) {
        double[] x = pairs(distribution, COUNT);
        for (int coordinate = 0; coordinate < 2; coordinate++) {
            int first = coordinate;
            double[] own = IntStream.range(0, COUNT).mapToDouble(i -> x[2 * i + first]).toArray();
            double p = KolmogorovSmirnovTest.withDefaults().test(own, law::cumulativeProbability).getPValue();
            assertTrue(p > 1e-6, () -> text + ": p = " + p);
        }
    }

    /**
     * With a common scale the ratio of two coordinates has the Cauchy law whatever the law of the scale is, as of two
     * normal numbers; that of independent coordinates has another. False-alarm probability 1e-6.
     */
    @ParameterizedTest
    @MethodSource("multivariateLaws")
    void coordinatesHaveOneScale(String text, InputDistribution distribution, ContinuousDistribution law) {
        double[] x = pairs(distribution, COUNT);
        double[] ratios = IntStream.range(0, COUNT).mapToDouble(i -> x[2 * i] / x[2 * i + 1]).toArray();
        double p = KolmogorovSmirnovTest.withDefaults()
            .test(ratios, CauchyDistribution.of(0, 1)::cumulativeProbability).getPValue();
        assertTrue(p > 1e-6, () -> text + ": p = " + p);
    }

    /** The scales' own law: ν/s² has the chi-square law, s²/2 the exponential one. False alarms: 1e-6 each. */
    @Test
    void scalesHaveTheirLaw() {
        double nu = 1.3;
        Matrix s = Matrix.of(new double[COUNT], 1, COUNT);
        for (double degrees : new double[] {0.4, nu, 2, 3.7, 50, 1e6}) {
            new InputDistribution.MultivariateT(degrees).scales(inputs()).fill(s);
            double[] chi = Arrays.stream(s.values()).map(value -> degrees / (value * value)).toArray();
            double p = KolmogorovSmirnovTest.withDefaults()
                .test(chi, ChiSquaredDistribution.of(degrees)::cumulativeProbability).getPValue();
            assertTrue(p > 1e-6, () -> "chi-square " + degrees + ": p = " + p);
        }
        new InputDistribution.MultivariateLaplace(2).scales(inputs()).fill(s);
        double[] exponential = Arrays.stream(s.values()).map(value -> value * value / 2).toArray();
        double p = KolmogorovSmirnovTest.withDefaults()
            .test(exponential, ExponentialDistribution.of(1)::cumulativeProbability).getPValue();
        assertTrue(p > 1e-6, () -> "exponential: p = " + p);
        assertNull(new InputDistribution.Normal(2).scales(inputs()));
    }

    /** Contract C1. */
    @ParameterizedTest
    @MethodSource("multivariateLaws")
    void kernelsGiveTheSameBits(String text, InputDistribution distribution, ContinuousDistribution law) {
        double[] expected = null;
        for (Kernel kernel : Kernels.available()) {
            Matrix x = Matrix.of(new double[700 * 3], 700, 3);
            distribution.sampler(RandomStreams.open(1, 0, Purpose.INPUTS, kernel.random())).fill(x);
            expected = expected == null ? x.values() : expected;
            assertArrayEquals(expected, x.values(), text + " on " + kernel);
        }
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
    @MethodSource("allLaws")
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
        "Normal:1", " normal:1", "gauss:1", ":1", "1", "normal=1", "student:4", "multivariate-t:0", "multivariate-t",
        "multivariate-normal:1", "multivariate-laplace:-1"})
    void badTextIsRefused(String text) {
        String allowed = assertRefused("distribution", text, () -> InputDistribution.parse(text));
        assertTrue(allowed.startsWith(InputDistribution.FORMS), allowed);
    }

    @Test
    void badParameterIsRefused() {
        assertThrows(NullPointerException.class, () -> InputDistribution.parse(null));
        for (double bad : new double[] {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertRefused("sigma", bad, () -> new InputDistribution.Normal(bad));
            assertRefused("scale", bad, () -> new InputDistribution.Laplace(bad));
            assertRefused("degreesOfFreedom", bad, () -> new InputDistribution.StudentT(bad));
            assertRefused("degreesOfFreedom", bad, () -> new InputDistribution.MultivariateT(bad));
            assertRefused("scale", bad, () -> new InputDistribution.MultivariateLaplace(bad));
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
