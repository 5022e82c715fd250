package org.neurotron.kernel;

import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * The operations of which random inputs are made: the words of the generator, and their transformation into numbers of
 * a distribution. Like {@link Kernel} it has a portable and a Vector API implementation with the same bits: every
 * operation works on each lane by itself, with additions, products, fused multiply-adds, divisions and square roots,
 * which IEEE 754 fixes to the last bit, and logarithm, exponential, sine and cosine are polynomials of them (see
 * {@code RandomFunctions}).
 *
 * <p>As in {@link Kernel}, the public methods check what they are given and throw {@link IllegalArgumentException} with
 * the offending name and value, and each is a check and one call of its unchecked half, which has the same name with
 * {@code Unchecked} behind it. Arrays may be longer than what is asked of them.
 *
 * <p>{@code org.neurotron.random} makes generators and samplers of these operations; hardly anybody else needs them.
 */
public abstract class RandomKernel {

    /** Number of interleaved generators. Sixteen hide the latency of the recurrence even with vectors of 512 bits. */
    public static final int LANES = 16;

    /** Numbers in a block: two rows of lanes, because a normal takes its pair from two words. */
    public static final int BLOCK = 2 * LANES;

    /** Number of words in the state of all generators, four for each. */
    private static final int STATE = 4 * LANES;

    /**
     * For the implementations of this library, see {@link Kernel#Kernel()}.
     *
     * @throws IllegalCallerException if the class is of another package
     */
    protected RandomKernel() {
        Kernel.requireOwn(getClass());
    }

    /**
     * The next words of the interleaved generators xoshiro256++: word {@code i * LANES + l} is the i-th of lane l.
     *
     * @param state state, 4 × {@code LANES}: word j of the state of lane l is at {@code j * LANES + l}; advanced
     * @param rows  number of words per lane, ≥ 0
     * @param words the result, {@code rows * LANES} words from the start; another array than the state
     */
    public final void words(long[] state, int rows, long[] words) {
        Objects.requireNonNull(state, "state");
        if (state.length != STATE) {
            throw Check.illegal("length of state", state.length, "must be " + STATE);
        }
        if (rows < 0) {
            throw Check.illegal("rows", rows, "must be >= 0");
        }
        requireWords(words, (long) rows * LANES);
        if (words == state) {
            throw Check.illegal("words", "the array of state", "must be another");
        }
        wordsUnchecked(state, rows, words);
    }

    /**
     * Uniform numbers: with u ∈ [0, 1) the multiple of 2⁻⁵² in a word's upper bits, low + width · u.
     *
     * @param count  how many, a multiple of {@link #BLOCK}
     * @param words  {@code count} words from the start
     * @param low    lower end, finite
     * @param width  length of the interval, &gt; 0 and finite
     * @param x      the result
     * @param offset where it starts
     */
    public final void uniform(int count, long[] words, double low, double width, double[] x, int offset) {
        requireRoom(count, words, 1, "x", x, offset);
        requireFinite("low", low);
        Check.positive("width", width);
        uniformUnchecked(count, words, low, width, x, offset);
    }

    /**
     * Bernoulli masks: 1 where the uniform number u ∈ [0, 1) of a word is below the probability, else 0.
     *
     * @param count         how many, a multiple of {@link #BLOCK}
     * @param words         {@code count} words from the start
     * @param probabilities {@code count} probabilities from the start, not looked at; NaN gives no defined result
     * @param mask          the result, {@code count} elements from the start; may be the probabilities themselves
     */
    public final void bernoulli(int count, long[] words, double[] probabilities, double[] mask) {
        requireRoom(count, words, 1, "mask", mask, 0);
        Check.range("probabilities", probabilities, 0, count);
        bernoulliUnchecked(count, words, probabilities, mask);
    }

    /**
     * Normal numbers by Box and Muller. In each block the words of the first row give the radius
     * √(−2 ln u), those of the second row the angle; the first row of the result is mean + sigma · radius · cos, the
     * second mean + sigma · radius · sin.
     *
     * @param count  how many, a multiple of {@link #BLOCK}
     * @param words  {@code count} words from the start
     * @param mean   μ, finite
     * @param sigma  σ, &gt; 0 and finite
     * @param x      the result
     * @param offset where it starts
     */
    public final void normal(int count, long[] words, double mean, double sigma, double[] x, int offset) {
        requireRoom(count, words, 1, "x", x, offset);
        requireFinite("mean", mean);
        Check.positive("sigma", sigma);
        normalUnchecked(count, words, mean, sigma, x, offset);
    }

    /**
     * Laplace numbers mean ± scale · (−ln u), one from each word.
     *
     * @param count  how many, a multiple of {@link #BLOCK}
     * @param words  {@code count} words from the start
     * @param mean   μ, finite
     * @param scale  s, &gt; 0 and finite
     * @param x      the result
     * @param offset where it starts
     */
    public final void laplace(int count, long[] words, double mean, double scale, double[] x, int offset) {
        requireRoom(count, words, 1, "x", x, offset);
        requireFinite("mean", mean);
        Check.positive("scale", scale);
        laplaceUnchecked(count, words, mean, scale, x, offset);
    }

    /**
     * Student's t with four degrees of freedom, 2 √(u^(−1/2) − 1) · cos 2πv, one from two words. In each block of
     * words the first row gives u, the second v.
     *
     * @param count  how many, a multiple of {@link #BLOCK}
     * @param words  {@code 2 * count} words from the start
     * @param x      the result
     * @param offset where it starts
     */
    public final void studentT4(int count, long[] words, double[] x, int offset) {
        requireRoom(count, words, 2, "x", x, offset);
        studentT4Unchecked(count, words, x, offset);
    }

    /**
     * Student's t with ν degrees of freedom, √(ν (u^(−2/ν) − 1)) · cos 2πv (Bailey, 1994), one from two words as for
     * {@link #studentT4}.
     *
     * @param count  how many, a multiple of {@link #BLOCK}
     * @param words  {@code 2 * count} words from the start
     * @param nu     ν, &gt; 0 and finite
     * @param x      the result
     * @param offset where it starts
     */
    public final void studentT(int count, long[] words, double nu, double[] x, int offset) {
        requireRoom(count, words, 2, "x", x, offset);
        Check.positive("nu", nu);
        studentTUnchecked(count, words, nu, x, offset);
    }

    // The unchecked half: what the public methods compute, without looking at what they are given.

    /** Unchecked {@link #words}. */
    protected abstract void wordsUnchecked(long[] state, int rows, long[] words);

    /** Unchecked {@link #uniform}. */
    protected abstract void uniformUnchecked(int count, long[] words, double low, double width, double[] x, int offset);

    /** Unchecked {@link #bernoulli}. */
    protected abstract void bernoulliUnchecked(int count, long[] words, double[] probabilities, double[] mask);

    /** Unchecked {@link #normal}. */
    protected abstract void normalUnchecked(int count, long[] words, double mean, double sigma, double[] x, int offset);

    /** Unchecked {@link #laplace}. */
    protected abstract void laplaceUnchecked(int count, long[] words, double mean, double scale, double[] x,
                                             int offset);

    /** Unchecked {@link #studentT4}. */
    protected abstract void studentT4Unchecked(int count, long[] words, double[] x, int offset);

    /** Unchecked {@link #studentT}. */
    protected abstract void studentTUnchecked(int count, long[] words, double nu, double[] x, int offset);

    /** That there are whole blocks, words enough for them, and a place for every number. */
    private static void requireRoom(int count, long[] words, int wordsPerNumber, String name, double[] x, int offset) {
        if (count < 0 || count % BLOCK != 0) {
            throw Check.illegal("count", count, "must be a multiple of " + BLOCK + " and >= 0");
        }
        requireWords(words, (long) wordsPerNumber * count);
        Check.range(name, x, offset, count);
    }

    private static void requireWords(long[] words, long count) {
        Objects.requireNonNull(words, "words");
        if (words.length < count) {
            throw Check.illegal("length of words", words.length, "must be at least " + count);
        }
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw Check.illegal(name, value, "must be finite");
        }
    }
}
