package org.neurotron.random;

import java.util.Objects;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Matrix;

/**
 * Draws blocks of random inputs. A sampler owns its stream and is not safe for use by several threads.
 */
@FunctionalInterface
public interface InputSampler {

    /** The least ν that {@link #studentT} tells from less. */
    double LEAST_DEGREES_OF_FREEDOM = 1e-9;

    /**
     * Overwrites every element of a matrix with the next random numbers, row by row. What lies between the rows in the
     * array (padding) is left alone.
     *
     * @param x the matrix to fill
     */
    void fill(Matrix x);

    /**
     * Normal numbers N(μ, σ²). Like the other block samplers below, it uses whole blocks of the generator at each call,
     * so a sequence may be cut into calls at any multiple of {@link BlockGenerator#BLOCK} numbers.
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
        return BlockSampler.of(generator, SymmetricDensity.normal(), mean, sigma);
    }

    /**
     * Laplace numbers with density exp(−|x − μ|/s)/(2s).
     *
     * @param generator source of randomness, used by the sampler alone from now on
     * @param mean      μ, finite
     * @param scale     s, &gt; 0
     * @return a block sampler
     * @throws IllegalArgumentException if a parameter is out of range
     */
    static InputSampler laplace(BlockGenerator generator, double mean, double scale) {
        return symmetric(generator, SymmetricDensity.laplace(), mean, scale);
    }

    /**
     * Student's t. Values beyond 2⁵⁰⁰, which a law with ν below about 0.1 has, come out as that; ν below 10⁻⁹, where
     * all but 4·10⁻⁷ of the values are so large, is taken for that.
     *
     * @param generator        source of randomness, used by the sampler alone from now on
     * @param degreesOfFreedom ν, &gt; 0
     * @return a block sampler
     * @throws IllegalArgumentException if ν is out of range
     */
    static InputSampler studentT(BlockGenerator generator, double degreesOfFreedom) {
        Check.positive("degreesOfFreedom", degreesOfFreedom);
        return symmetric(generator, SymmetricDensity.studentT(Math.max(LEAST_DEGREES_OF_FREEDOM, degreesOfFreedom)), 0,
            1);
    }

    /**
     * Numbers of any symmetric unimodal law, one from each word, as fast as normal ones unless tails are very heavy.
     *
     * @param generator source of randomness, used by the sampler alone from now on
     * @param density   the density f up to a factor
     * @param mean      μ, finite
     * @param scale     s, &gt; 0: the numbers have the density f(|x − μ|/s), up to a factor
     * @return a block sampler
     * @throws IllegalArgumentException if a parameter is out of range, or the density is seen not to be one
     */
    static InputSampler symmetric(BlockGenerator generator, SymmetricDensity density, double mean, double scale) {
        requireFinite(mean);
        Check.positive("scale", scale);
        return BlockSampler.of(generator, Objects.requireNonNull(density, "density"), mean, scale);
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
        return new BlockSampler(generator, (kernel, count, words, x, offset) ->
            kernel.uniform(count, words, low, width, x, offset));
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
