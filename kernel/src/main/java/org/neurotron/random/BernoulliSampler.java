package org.neurotron.random;

import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * Draws which of several independent events happen, each with a probability of its own: 1 with probability p, else 0.
 * The probability is met to within 2⁻⁵², and exactly for 0 and 1. A call uses whole blocks of its generator. Not safe
 * for use by several threads.
 */
public final class BernoulliSampler {

    private final BlockGenerator generator;
    private final long[] words;

    /**
     * A sampler over a generator.
     *
     * @param generator source of randomness
     * @param most      the largest number of events in a call, ≥ 1
     * @throws IllegalArgumentException if {@code most < 1}
     */
    public BernoulliSampler(BlockGenerator generator, int most) {
        this.generator = Objects.requireNonNull(generator, "generator");
        words = new long[BlockGenerator.wholeBlocks(Check.positive("most", most))];
    }

    /**
     * Draws a mask.
     *
     * @param count         number of events, at most what the sampler was made for
     * @param probabilities their probabilities, from 0 to 1 (not checked; NaN gives no defined result); an array of at
     *                      least {@link BlockGenerator#wholeBlocks} elements, of which the first {@code count} count
     * @param mask          receives 1 or 0 for each; an array of as many elements
     * @throws IllegalArgumentException if an array is too short or the count too large
     */
    public void draw(int count, double[] probabilities, double[] mask) {
        int whole = BlockGenerator.wholeBlocks(Check.positive("count", count));
        if (whole > words.length) {
            throw Check.illegal("count", count, "must be at most " + words.length);
        }
        Check.range("probabilities", probabilities, 0, whole);
        Check.range("mask", mask, 0, whole);
        generator.nextBlocks(whole, words);
        generator.kernel().bernoulli(whole, words, probabilities, mask);
    }
}
