package org.neurotron.kernel;

import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * The operations of which random inputs are made: the words of the generator, and those transformations of them that
 * gain by vectors. Like {@link Kernel} it has a portable and a Vector API implementation with the same bits: every
 * operation works on each lane by itself, with additions and fused multiply-adds, which IEEE 754 fixes to the last bit.
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

    /** Numbers in a block, of which samplers take whole ones: two rows of lanes. */
    public static final int BLOCK = 2 * LANES;

    /** Number of words in the state of all generators, four for each. */
    private static final int STATE = 4 * LANES;

    /** So many widths can be told apart by the bits of a word that are not in t. */
    private static final int MOST_WIDTHS = 1 << 12;

    /** Bits of 1.0. */
    protected static final long ONE_BITS = 0x3ff0000000000000L;

    /** Where the sign of a double is. */
    protected static final int SIGN_SHIFT = 63;

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
        requireRoom(count, words, "x", x, offset);
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
        requireRoom(count, words, "mask", mask, 0);
        Check.range("probabilities", probabilities, 0, count);
        bernoulliUnchecked(count, words, probabilities, mask);
    }

    /**
     * The common cases of a ziggurat. The lowest bits of a word choose an element of the table, the width of a layer in
     * units of 2⁻⁵²; its upper 52 bits with a one below them are an odd number t between −2⁵² and 2⁵²; the result is
     * t · width + mean. Where there is no width for the lowest bits, this is noted and the result of no use.
     *
     * @param count  how many, a multiple of {@link #BLOCK}
     * @param words  {@code count} words from the start
     * @param table  widths; a power of two, at most 4 096
     * @param widths how many elements of the table count, from its start; others are read and must be there
     * @param mean   what is added, finite
     * @param missed the places, from 0 to {@code count − 1} and in this order, of words that have no width;
     *               {@code count} elements
     * @param x      the result
     * @param offset where it starts
     * @return the number of places
     */
    public final int ziggurat(int count, long[] words, double[] table, int widths, double mean, int[] missed,
                              double[] x, int offset) {
        requireRoom(count, words, "x", x, offset);
        Objects.requireNonNull(table, "table");
        if (Integer.bitCount(table.length) != 1 || table.length > MOST_WIDTHS) {
            throw Check.illegal("length of table", table.length, "must be a power of two and at most " + MOST_WIDTHS);
        }
        if (widths < 0 || widths > table.length) {
            throw Check.illegal("widths", widths, "must be from 0 to " + table.length);
        }
        requireFinite("mean", mean);
        Objects.requireNonNull(missed, "missed");
        if (missed.length < count) {
            throw Check.illegal("length of missed", missed.length, "must be at least " + count);
        }
        return inItsOwnCode(2, count, words, table, widths, mean, missed, x, offset);
    }

    /**
     * Calls the unchecked half so that HotSpot's optimising compiler cannot inline it into whoever makes numbers: a
     * method is inlined into itself once, and at the next level called. Inlined, its loops would share the registers
     * with everything around them and read the addresses of arrays from the stack for each number; of one program in
     * two, a third of the speed is lost to that.
     */
    private int inItsOwnCode(int levels, int count, long[] words, double[] table, int widths, double mean,
                             int[] missed, double[] x, int offset) {
        return levels > 0 ? inItsOwnCode(levels - 1, count, words, table, widths, mean, missed, x, offset)
            : zigguratUnchecked(count, words, table, widths, mean, missed, x, offset);
    }

    // The unchecked half: what the public methods compute, without looking at what they are given.

    /** Unchecked {@link #words}. */
    protected abstract void wordsUnchecked(long[] state, int rows, long[] words);

    /** Unchecked {@link #uniform}. */
    protected abstract void uniformUnchecked(int count, long[] words, double low, double width, double[] x, int offset);

    /** Unchecked {@link #bernoulli}. */
    protected abstract void bernoulliUnchecked(int count, long[] words, double[] probabilities, double[] mask);

    /** Unchecked {@link #ziggurat}. */
    protected abstract int zigguratUnchecked(int count, long[] words, double[] table, int widths, double mean,
                                             int[] missed, double[] x, int offset);

    /** That there are whole blocks, words enough for them, and a place for every number. */
    private static void requireRoom(int count, long[] words, String name, double[] x, int offset) {
        if (count < 0 || count % BLOCK != 0) {
            throw Check.illegal("count", count, "must be a multiple of " + BLOCK + " and >= 0");
        }
        requireWords(words, count);
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
