package org.neurotron.random;

import java.util.Objects;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.neurotron.kernel.Matrix;

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
