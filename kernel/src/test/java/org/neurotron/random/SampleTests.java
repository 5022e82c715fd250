package org.neurotron.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.kernel.RandomKernel;

/**
 * Statistical tests of a block sampler against the law it is meant to have. Every test gives a p-value, uniform on
 * (0, 1) if the sampler is right; so the false-alarm probability of "p below t" is t.
 */
final class SampleTests {

    /** Cells along each axis of the tests on pairs. */
    private static final int CELLS = 16;

    /** As many as the coordinates of an input in the study. */
    private static final int LAGS = 100;

    /**
     * One test.
     *
     * @param name      what is tested
     * @param statistic the value of the statistic
     * @param p         the p-value
     */
    record Outcome(String name, double statistic, double p) {
    }

    private SampleTests() {
    }

    /**
     * A sample from whole blocks.
     *
     * @param sampler makes the sampler from a generator
     * @param seed    seed of the generator
     * @param count   how many numbers
     * @return the numbers in the order in which they come
     */
    static double[] sample(Function<BlockGenerator, InputSampler> sampler, long seed, int count) {
        RandomKernel kernel = Kernels.selected().random();
        double[] x = new double[count];
        sampler.apply(RandomStreams.open(seed, 0, Purpose.INPUTS, kernel)).fill(Matrix.of(x, 1, count));
        return x;
    }

    /**
     * All tests that the law allows.
     *
     * @param x   the sample in its order; kept
     * @param law the law it should have
     * @param finiteMoments the largest even order, at most 8, of a finite moment of the law
     * @return the outcomes
     */
    static List<Outcome> all(double[] x, ContinuousDistribution law, int finiteMoments) {
        List<Outcome> outcomes = new ArrayList<>();
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        double[] lower = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            lower[i] = law.cumulativeProbability(sorted[i]);
        }
        outcomes.add(kolmogorovSmirnov(lower));
        outcomes.add(andersonDarling(sorted, lower, law));
        outcomes.addAll(moments(x, law, finiteMoments));
        outcomes.add(symmetry(x, law));
        outcomes.add(pairs("pairs from the two rows of a block", x, law, BlockGenerator.LANES));
        outcomes.add(pairs("pairs of neighbouring lanes", x, law, 1));
        outcomes.add(pairs("pairs from successive blocks", x, law, BlockGenerator.BLOCK));
        outcomes.add(correlations(lower(x, law)));
        return outcomes;
    }

    private static Outcome kolmogorovSmirnov(double[] lower) {
        var result = KolmogorovSmirnovTest.withDefaults().test(lower, u -> u);
        return new Outcome("Kolmogorov-Smirnov", result.getStatistic(), result.getPValue());
    }

    /** Anderson and Darling's statistic with the limiting law of Marsaglia and Marsaglia (2004). */
    private static Outcome andersonDarling(double[] sorted, double[] lower, ContinuousDistribution law) {
        int n = sorted.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double upper = law.survivalProbability(sorted[n - 1 - i]);
            sum += (2.0 * i + 1) * (Math.log(lower[i]) + Math.log(upper));
        }
        double z = -n - sum / n;
        double cdf = z < 2
            ? Math.exp(-1.2337141 / z) / Math.sqrt(z) * (2.00012 + (0.247105 - (0.0649821 - (0.0347962
                - (0.011672 - 0.00168691 * z) * z) * z) * z) * z)
            : Math.exp(-Math.exp(1.0776 - (2.30695 - (0.43424 - (0.082433 - (0.008056 - 0.0003146 * z) * z) * z) * z)
                * z));
        return new Outcome("Anderson-Darling", z, 1 - cdf);
    }

    private static double[] lower(double[] x, ContinuousDistribution law) {
        double[] lower = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            lower[i] = law.cumulativeProbability(x[i]);
        }
        return lower;
    }

    /** Correlations of the probabilities below, at {@value #LAGS} lags together: each is normal with variance 1/n. */
    private static Outcome correlations(double[] lower) {
        double statistic = 0;
        for (int lag = 1; lag <= LAGS; lag++) {
            double sum = 0;
            for (int i = 0; i + lag < lower.length; i++) {
                sum += (lower[i] - 0.5) * (lower[i + lag] - 0.5);
            }
            statistic += 144 * sum * sum / (lower.length - lag);
        }
        double p = ChiSquaredDistribution.of(LAGS).survivalProbability(statistic);
        return new Outcome("correlations at lags 1 to " + LAGS, statistic, 2 * Math.min(p, 1 - p));
    }

    /**
     * Chi-squared test that the lowest bits of words choose all layers of a ziggurat equally often.
     *
     * @param seed  seed of the generator
     * @param count how many words, a multiple of the block
     * @return the outcome
     */
    static Outcome layers(long seed, int count) {
        long[] words = new long[count];
        RandomStreams.open(seed, 0, Purpose.INPUTS, Kernels.selected().random()).nextBlocks(count, words);
        long[] counts = new long[Ziggurat.LAYERS];
        for (long word : words) {
            counts[(int) word & Ziggurat.LAYERS - 1]++;
        }
        double expected = (double) count / counts.length;
        double statistic = 0;
        for (long layer : counts) {
            statistic += (layer - expected) * (layer - expected) / expected;
        }
        double p = ChiSquaredDistribution.of(counts.length - 1.0).survivalProbability(statistic);
        return new Outcome("shares of the layers", statistic, 2 * Math.min(p, 1 - p));
    }

    /** Mean powers 1 to 4, as far as the law of twice the power is finite, against those of the law. */
    private static List<Outcome> moments(double[] x, ContinuousDistribution law, int finiteMoments) {
        double center = law.inverseCumulativeProbability(0.5);
        List<Outcome> outcomes = new ArrayList<>();
        for (int power = 1; 2 * power <= finiteMoments; power++) {
            double expected = moment(law, center, power);
            double variance = moment(law, center, 2 * power) - expected * expected;
            double sum = 0;
            for (double value : x) {
                sum += Math.pow(value - center, power);
            }
            double z = (sum / x.length - expected) / Math.sqrt(variance / x.length);
            outcomes.add(new Outcome("moment of order " + power, sum / x.length, twoSided(z)));
        }
        return outcomes;
    }

    /** E(X − c)^power by the midpoint rule over probabilities in the logarithm of the odds. */
    private static double moment(ContinuousDistribution law, double center, int power) {
        double sum = 0;
        double step = 1e-3;
        for (double odds = -60 + step / 2; odds < 60; odds += step) {
            double p = 1 / (1 + Math.exp(-odds));
            double q = 1 / (1 + Math.exp(odds));
            double value = odds < 0 ? law.inverseCumulativeProbability(p) : law.inverseSurvivalProbability(q);
            sum += Math.pow(value - center, power) * p * q * step;
        }
        return sum;
    }

    private static Outcome symmetry(double[] x, ContinuousDistribution law) {
        double center = law.inverseCumulativeProbability(0.5);
        long above = 0;
        for (double value : x) {
            above += value > center ? 1 : 0;
        }
        double z = (above - x.length / 2.0) / Math.sqrt(x.length / 4.0);
        return new Outcome("sign", (double) above / x.length, twoSided(z));
    }

    /** Chi-squared test that the pairs (x_i, x_{i+lag}) fill equally probable cells equally. */
    private static Outcome pairs(String name, double[] x, ContinuousDistribution law, int lag) {
        double[] bounds = new double[CELLS - 1];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = law.inverseCumulativeProbability((i + 1.0) / CELLS);
        }
        long[] counts = new long[CELLS * CELLS];
        long pairs = 0;
        // Disjoint pairs, so that they are independent if the numbers are.
        for (int start = 0; start + 2 * lag <= x.length; start += 2 * lag) {
            for (int i = start; i < start + lag; i++) {
                counts[cell(bounds, x[i]) * CELLS + cell(bounds, x[i + lag])]++;
                pairs++;
            }
        }
        double expected = (double) pairs / counts.length;
        double statistic = 0;
        for (long count : counts) {
            statistic += (count - expected) * (count - expected) / expected;
        }
        double p = ChiSquaredDistribution.of(counts.length - 1.0).survivalProbability(statistic);
        // Too good a fit is as suspicious as a bad one.
        return new Outcome(name, statistic, 2 * Math.min(p, 1 - p));
    }

    private static int cell(double[] bounds, double value) {
        int found = Arrays.binarySearch(bounds, value);
        return found < 0 ? -found - 1 : found + 1;
    }

    private static double twoSided(double z) {
        return 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(z));
    }
}
