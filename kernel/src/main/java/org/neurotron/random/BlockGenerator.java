package org.neurotron.random;

import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.rng.UniformRandomProvider;
import org.neurotron.internal.Check;
import org.neurotron.kernel.RandomKernel;

/**
 * xoshiro256++ (Blackman and Vigna, 2021) in sixteen interleaved lanes.
 *
 * <p>Lane l is the generator of Commons RNG ({@code RandomSource.XO_SHI_RO_256_PP}) with the same seed, jumped l times;
 * a jump is 2¹²⁸ steps, so the lanes never meet. Word {@code 16 i + l} of the sequence is the i-th word of lane l. The
 * sequence does not depend on the kernel or its vector width. Period: 2²⁵⁶ − 1 for each lane.
 *
 * <p>Numbers are made in <i>blocks</i> of {@value #BLOCK} words. The block samplers of {@link InputDistribution} use
 * whole blocks, and what a call leaves of its last block is dropped; {@link #nextLong} goes through a block word by
 * word. A sampler must not share its generator with another user, except where both are meant to take turns in blocks.
 *
 * <p>As a {@code UniformRandomProvider} it makes every other type from one word of {@link #nextLong} at a time, by the
 * interface's default methods; only the words are those of Commons RNG.
 *
 * <p>Not safe for use by several threads.
 */
public final class BlockGenerator implements UniformRandomProvider {

    /** Number of interleaved generators. */
    public static final int LANES = RandomKernel.LANES;

    /** Number of words in a block. */
    public static final int BLOCK = RandomKernel.BLOCK;

    /** Number of 64-bit words in the state of xoshiro256++. */
    private static final int WORDS = 4;

    /** The jump polynomial of xoshiro256++ for 2¹²⁸ steps, as its authors publish it. */
    private static final long[] JUMP = {
        0x180ec6d33cfd0abaL, 0xd5a61266f0c9392cL, 0xa9582618e03fc9aaL, 0x39abdc4529b1661cL,
    };

    /** What is saved: the states of the lanes, the words of the current block, and how many of these are used. */
    private static final int SAVED_LENGTH = WORDS * LANES + BLOCK + 1;

    private final RandomKernel kernel;
    private final long[] state = new long[WORDS * LANES];
    private final long[] block = new long[BLOCK];
    private int used = BLOCK;

    /**
     * A generator from a seed.
     *
     * @param seed   the four words of state of lane 0, not all zero
     * @param kernel what computes the words
     * @throws IllegalArgumentException if there are not four words or all are zero
     */
    public BlockGenerator(long[] seed, RandomKernel kernel) {
        this(kernel);
        if (seed.length != WORDS) {
            throw Check.illegal("length of seed", seed.length, "must be " + WORDS);
        }
        if ((seed[0] | seed[1] | seed[2] | seed[3]) == 0) {
            throw Check.illegal("seed", "0, 0, 0, 0", "must not be all zero");
        }
        long[] lane = seed.clone();
        for (int l = 0; l < LANES; l++) {
            for (int j = 0; j < WORDS; j++) {
                state[j * LANES + l] = lane[j];
            }
            jump(lane);
        }
    }

    private BlockGenerator(RandomKernel kernel) {
        this.kernel = Objects.requireNonNull(kernel, "kernel");
    }

    /**
     * A generator that goes on where another one was saved, on this or another kernel.
     *
     * @param saved  result of {@link #save}
     * @param kernel what computes the words
     * @return the generator
     * @throws IllegalArgumentException if this cannot be a saved state
     */
    public static BlockGenerator restore(long[] saved, RandomKernel kernel) {
        if (saved.length != SAVED_LENGTH) {
            throw Check.illegal("length of saved", saved.length, "must be " + SAVED_LENGTH);
        }
        long used = saved[SAVED_LENGTH - 1];
        if (used < 0 || used > BLOCK) {
            throw Check.illegal("saved position", used, "must be from 0 to " + BLOCK);
        }
        BlockGenerator generator = new BlockGenerator(kernel);
        System.arraycopy(saved, 0, generator.state, 0, WORDS * LANES);
        System.arraycopy(saved, WORDS * LANES, generator.block, 0, BLOCK);
        for (int l = 0; l < LANES; l++) {
            if ((saved[l] | saved[LANES + l] | saved[2 * LANES + l] | saved[3 * LANES + l]) == 0) {
                throw Check.illegal("saved lane " + l, "0, 0, 0, 0", "must not be all zero");
            }
        }
        generator.used = (int) used;
        return generator;
    }

    /**
     * The complete state.
     *
     * @return a new array for {@link #restore}
     */
    public long[] save() {
        long[] saved = Arrays.copyOf(state, SAVED_LENGTH);
        System.arraycopy(block, 0, saved, WORDS * LANES, BLOCK);
        saved[SAVED_LENGTH - 1] = used;
        return saved;
    }

    @Override
    public long nextLong() {
        if (used == BLOCK) {
            kernel.words(state, BLOCK / LANES, block);
            used = 0;
        }
        return block[used++];
    }

    /**
     * The next whole blocks of the sequence. What {@link #nextLong} has left of its block is dropped.
     *
     * @param count number of words, a multiple of {@link #BLOCK}
     * @param words receives them from its start on
     * @throws IllegalArgumentException if the count is no such multiple or the array is too short
     */
    public void nextBlocks(int count, long[] words) {
        if (count < 0 || count % BLOCK != 0 || count > words.length) {
            throw Check.illegal("count", count, "must be a multiple of " + BLOCK + " and at most " + words.length);
        }
        used = BLOCK;
        kernel.words(state, count / LANES, words);
    }

    /**
     * The number of words in the whole blocks that hold some.
     *
     * @param count number of words, ≥ 0
     * @return {@code count} rounded up to a multiple of {@link #BLOCK}
     * @throws ArithmeticException if that is beyond the range of int
     */
    public static int wholeBlocks(int count) {
        return Math.addExact(count, BLOCK - 1) & -BLOCK;
    }

    /** What transforms the words of this generator. */
    RandomKernel kernel() {
        return kernel;
    }

    /** Moves a state by 2¹²⁸ steps: the sum of the states at the steps that the jump polynomial selects. */
    private static void jump(long[] s) {
        long[] sum = new long[WORDS];
        for (long bits : JUMP) {
            for (int bit = 0; bit < Long.SIZE; bit++) {
                if ((bits >>> bit & 1) != 0) {
                    for (int j = 0; j < WORDS; j++) {
                        sum[j] ^= s[j];
                    }
                }
                step(s);
            }
        }
        System.arraycopy(sum, 0, s, 0, WORDS);
    }

    private static void step(long[] s) {
        long t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = Long.rotateLeft(s[3], 45);
    }
}
