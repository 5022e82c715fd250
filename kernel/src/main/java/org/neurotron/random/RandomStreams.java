package org.neurotron.random;

import java.util.Objects;
import org.neurotron.kernel.RandomKernel;

/**
 * Opens the random stream of a (seed, index, purpose) in constant time, so that any run of a study or a sweep can be
 * computed alone (contract C2).
 *
 * <p>The generator is xoshiro256++ in interleaved lanes ({@link BlockGenerator}). Each of the four words of its seed
 * absorbs seed, index and purpose through the finaliser of SplitMix64 (Steele, Lea and Flood, 2014;
 * constants of Stafford's variant 13), starting from a constant of its own. The finaliser is a bijection, so two
 * streams that differ in exactly one of the three never share a word of state; for any two streams an overlap within
 * 2⁶⁴ numbers each has a probability of about 2⁻¹⁹⁰.
 */
public final class RandomStreams {

    /** 2⁶⁴ divided by the golden ratio, the increment of SplitMix64. */
    static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /** Number of words in the state of xoshiro256++. */
    private static final int WORDS = 4;

    private RandomStreams() {
    }

    /**
     * Opens a stream at its beginning.
     *
     * @param seed    the user's seed, any value
     * @param index   index of the run (or of the problem, for {@link Purpose#PROBLEM}), any value
     * @param purpose what the numbers are for
     * @param kernel  what computes the numbers; the numbers do not depend on it
     * @return a generator of its own, not shared with any other caller
     */
    public static BlockGenerator open(long seed, long index, Purpose purpose, RandomKernel kernel) {
        return new BlockGenerator(state(seed, index, purpose), kernel);
    }

    /** The four words of state of lane 0, a pure function of its arguments. */
    static long[] state(long seed, long index, Purpose purpose) {
        Objects.requireNonNull(purpose, "purpose");
        long[] state = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            state[i] = word(seed, index, purpose, i);
        }
        return state;
    }

    /**
     * Two numbers that belong to a (seed, index, purpose), at once and without a stream: for what must be looked up in
     * any order, such as the attack on one sample of many.
     *
     * @param seed    the user's seed, any value
     * @param index   any value
     * @param purpose what the numbers are for
     * @param target  receives two numbers uniform on [0, 1)
     */
    public static void uniformPair(long seed, long index, Purpose purpose, double[] target) {
        for (int i = 0; i < 2; i++) {
            target[i] = unit(word(seed, index, purpose, i));
        }
    }

    private static long word(long seed, long index, Purpose purpose, int i) {
        long h = (i + 1) * GOLDEN;
        h = mix(h ^ seed);
        h = mix(h + GOLDEN ^ index);
        return mix(h + GOLDEN ^ purpose.code());
    }

    /** A number uniform on [0, 1) from the upper bits of a word. */
    static double unit(long word) {
        return (word >>> 11) * 0x1p-53;
    }

    static long mix(long z) {
        long h = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        h = (h ^ h >>> 27) * 0x94d049bb133111ebL;
        return h ^ h >>> 31;
    }
}
