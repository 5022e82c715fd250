package org.neurotron.random;

import java.util.Objects;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Matrix;
import org.neurotron.kernel.RandomKernel;

/**
 * Draws blocks of random inputs. A sampler owns its stream and is not safe for use by several threads.
 */
@FunctionalInterface
public interface InputSampler {

    /**
     * Overwrites every element of a matrix with the next random numbers, row by row. What lies between the rows in the
     * array (padding) is left alone.
     *
     * @param x the matrix to fill
     */
    void fill(Matrix x);

    /**
     * Normal numbers N(μ, σ²) by Box and Muller, whose radius is at most √(106 ln 2): |x − μ| ≤ 8.572 σ. Like the other
     * block samplers below, it uses whole blocks of the generator at each call, so a sequence may be cut into calls at
     * any multiple of {@link BlockGenerator#BLOCK} numbers.
     *
     * @param generator source of randomness, used by the sampler alone from now on
     * @param mean      μ, finite
     * @param sigma     σ, &gt; 0
     * @return a block sampler
     * @throws IllegalArgumentException if a parameter is out of range
     */
    static InputSampler normal(BlockGenerator generator, double mean, double sigma) {
        requireFinite(mean);
        Check.positive("sigma", sigma);
        return new BlockSampler(generator, 1,
            (kernel, count, words, x, offset) -> kernel.normal(count, words, mean, sigma, x, offset));
    }

    /**
     * Laplace numbers with density exp(−|x − μ|/s)/(2s); |x − μ| ≤ 36.74 s.
     *
     * @param generator source of randomness, used by the sampler alone from now on
     * @param mean      μ, finite
     * @param scale     s, &gt; 0
     * @return a block sampler
     * @throws IllegalArgumentException if a parameter is out of range
     */
    static InputSampler laplace(BlockGenerator generator, double mean, double scale) {
        requireFinite(mean);
        Check.positive("scale", scale);
        return new BlockSampler(generator, 1,
            (kernel, count, words, x, offset) -> kernel.laplace(count, words, mean, scale, x, offset));
    }

    /**
     * Student's t (Bailey, 1994), in closed form for ν = 4. Where ν is so small (below about 0.104) that values beyond
     * 5.5·10¹⁵³ √ν would occur, these come out at that bound instead.
     *
     * @param generator        source of randomness, used by the sampler alone from now on
     * @param degreesOfFreedom ν, &gt; 0
     * @return a block sampler
     * @throws IllegalArgumentException if ν is out of range
     */
    static InputSampler studentT(BlockGenerator generator, double degreesOfFreedom) {
        Check.positive("degreesOfFreedom", degreesOfFreedom);
        return new BlockSampler(generator, 2, degreesOfFreedom == 4
            ? RandomKernel::studentT4
            : (kernel, count, words, x, offset) -> kernel.studentT(count, words, degreesOfFreedom, x, offset));
    }

    private static void requireFinite(double mean) {
        if (!Double.isFinite(mean)) {
            throw Check.illegal("mean", mean, "must be finite");
        }
    }

    /**
     * Uniform numbers low + (high − low)·u, with u the multiples of 2⁻⁵² in [0, 1); rounding may give {@code high}
     * itself.
     *
     * @param generator source of randomness, used by the sampler alone from now on
     * @param low       lower end, finite
     * @param high      upper end, finite, &gt; {@code low}
     * @return a block sampler
     * @throws IllegalArgumentException unless {@code low < high} and both and their difference are finite
     */
    static InputSampler uniform(BlockGenerator generator, double low, double high) {
        double width = high - low;
        if (!Double.isFinite(low) || !(width > 0 && width < Double.POSITIVE_INFINITY)) {
            throw Check.illegal("low, high", low + ", " + high, "must be finite with low < high");
        }
        return new BlockSampler(generator, 1,
            (kernel, count, words, x, offset) -> kernel.uniform(count, words, low, width, x, offset));
    }

    /**
     * Takes the numbers one by one from a sampler of Commons RNG.
     *
     * @param sampler where the numbers come from
     * @return a block sampler over it
     */
    static InputSampler of(ContinuousSampler sampler) {
        Objects.requireNonNull(sampler, "sampler");
        return x -> {
            double[] values = x.values();
            for (int i = 0; i < x.rows(); i++) {
                for (int j = x.rowOffset(i), end = j + x.columns(); j < end; j++) {
                    values[j] = sampler.sample();
                }
            }
        };
    }
}
