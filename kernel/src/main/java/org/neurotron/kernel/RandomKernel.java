package org.neurotron.kernel;

/**
 * The operations of which random inputs are made: the words of the generator, and their transformation into numbers of
 * a distribution. Like {@link Kernel} it has a portable and a Vector API implementation with the same bits: every
 * operation works on each lane by itself, with additions, products, fused multiply-adds, divisions and square roots,
 * which IEEE 754 fixes to the last bit, and logarithm, exponential, sine and cosine are polynomials of them (see
 * {@code RandomFunctions}).
 *
 * <p>Counts are those of whole blocks, nothing is checked: this class is for {@code org.neurotron.random}.
 */
public abstract class RandomKernel {

    /** Number of interleaved generators. Sixteen hide the latency of the recurrence even with vectors of 512 bits. */
    public static final int LANES = 16;

    /** Numbers in a block: two rows of lanes, because a normal takes its pair from two words. */
    public static final int BLOCK = 2 * LANES;

    /** For the implementations of this module. */
    protected RandomKernel() {
    }

    /**
     * The next words of the interleaved generators xoshiro256++: word {@code i * LANES + l} is the i-th of lane l.
     *
     * @param state state, 4 × {@code LANES}: word j of the state of lane l is at {@code j * LANES + l}; advanced
     * @param rows  number of words per lane
     * @param words the result, {@code rows * LANES} words from the start
     */
    public abstract void words(long[] state, int rows, long[] words);

    /**
     * Uniform numbers: with u ∈ [0, 1) the multiple of 2⁻⁵² in a word's upper bits, low + width · u.
     *
     * @param count  how many, a multiple of {@link #BLOCK}
     * @param words  {@code count} words from the start
     * @param low    lower end
     * @param width  length of the interval
     * @param x      the result
     * @param offset where it starts
     */
    public abstract void uniform(int count, long[] words, double low, double width, double[] x, int offset);

    /**
     * Bernoulli masks: 1 where the uniform number u ∈ [0, 1) of a word is below the probability, else 0.
     *
     * @param count         how many, a multiple of {@link #BLOCK}
     * @param words         {@code count} words from the start
     * @param probabilities {@code count} probabilities from the start
     * @param mask          the result, {@code count} elements from the start
     */
    public abstract void bernoulli(int count, long[] words, double[] probabilities, double[] mask);

    /**
     * Normal numbers by Box and Muller. In each block the words of the first row give the radius
     * √(−2 ln u), those of the second row the angle; the first row of the result is mean + sigma · radius · cos, the
     * second mean + sigma · radius · sin.
     *
     * @param count  how many, a multiple of {@link #BLOCK}
     * @param words  {@code count} words from the start
     * @param mean   μ
     * @param sigma  σ
     * @param x      the result
     * @param offset where it starts
     */
    public abstract void normal(int count, long[] words, double mean, double sigma, double[] x, int offset);

    /**
     * Laplace numbers mean ± scale · (−ln u), one from each word.
     *
     * @param count  how many, a multiple of {@link #BLOCK}
     * @param words  {@code count} words from the start
     * @param mean   μ
     * @param scale  s
     * @param x      the result
     * @param offset where it starts
     */
    public abstract void laplace(int count, long[] words, double mean, double scale, double[] x, int offset);

    /**
     * Student's t with four degrees of freedom, 2 √(u^(−1/2) − 1) · cos 2πv, one from two words. In each block of
     * words the first row gives u, the second v.
     *
     * @param count  how many, a multiple of {@link #BLOCK}
     * @param words  {@code 2 * count} words from the start
     * @param x      the result
     * @param offset where it starts
     */
    public abstract void studentT4(int count, long[] words, double[] x, int offset);

    /**
     * Student's t with ν degrees of freedom, √(ν (u^(−2/ν) − 1)) · cos 2πv (Bailey, 1994), one from two words as for
     * {@link #studentT4}.
     *
     * @param count  how many, a multiple of {@link #BLOCK}
     * @param words  {@code 2 * count} words from the start
     * @param nu     ν &gt; 0
     * @param x      the result
     * @param offset where it starts
     */
    public abstract void studentT(int count, long[] words, double nu, double[] x, int offset);
}
