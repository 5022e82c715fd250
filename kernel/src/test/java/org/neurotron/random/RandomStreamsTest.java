package org.neurotron.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertNull;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.RandomKernel;

/**
 * Breaks if the streams stop being those of their states, if the numbers of a (seed, index, purpose) change, so that
 * old results could not be repeated, or if two streams had something in common.
 */
class RandomStreamsTest {

    /** Numbers compared of each pair of streams. */
    private static final int LENGTH = 100_000;

    private static final RandomKernel KERNEL = Kernels.selected().random();

    private record Key(long seed, long index, Purpose purpose) {

        BlockGenerator open() {
            return RandomStreams.open(seed, index, purpose, KERNEL);
        }

        long[] state() {
            return RandomStreams.state(seed, index, purpose);
        }
    }

    static Stream<Key> keys() {
        return Stream.of(
            new Key(1, 0, Purpose.PROBLEM),
            new Key(0, 0, Purpose.INPUTS),
            new Key(-1, Long.MAX_VALUE, Purpose.INPUTS),
            new Key(Long.MIN_VALUE, Long.MIN_VALUE, Purpose.ATTACK));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void streamIsTheGeneratorOfItsState(Key key) {
        assertArrayEquals(new BlockGenerator(key.state(), KERNEL).save(), key.open().save());
    }

    /** Which words of each sequence are recorded: the lanes' first ones, their second ones, and a later one. */
    private static final int[] PLACES = {0, 1, 2, 15, 16, 31, 32, 1_000};

    /**
     * The expected words come from an implementation of the Javadoc's recipe and of xoshiro256++ in Python, where the
     * jump is 128 squarings of the matrix of one step.
     */
    static Stream<Arguments> recorded() {
        return Stream.of(
            Arguments.of(new Key(1, 0, Purpose.PROBLEM), new long[] {
                0xaaa9d088044d6995L, 0x4cb4554a57f01376L, 0xbe8cc680bf58f175L, 0x48b594c59f8c9b55L,
                0x2549a51493df78aeL, 0x4d1c8871c08dba97L, 0x7a781284e93f8563L, 0xb27cce6c8dd6f331L}),
            Arguments.of(new Key(1, 0, Purpose.INPUTS), new long[] {
                0xb343e47df5b6d0e4L, 0x7a8511aea2bb0963L, 0xf6829536e9195051L, 0x9669db87c2780753L,
                0xb82bb0fbcf3c6904L, 0x7823c3f9069e77d6L, 0xe6d2c060f1f0a710L, 0xbc52b241f25a2da4L}),
            Arguments.of(new Key(1, 0, Purpose.ATTACK), new long[] {
                0x6188bdcd01a9c47cL, 0x3979018751a89ed6L, 0x9b5ff7fabed3ddc8L, 0x07ec551efd68697aL,
                0x8142fb7e8793dc86L, 0x0fdccc842e5ecd96L, 0x8598b7d31eca7ba7L, 0xfe33b1eb96bdf5fdL}),
            Arguments.of(new Key(-1, Long.MAX_VALUE, Purpose.INPUTS), new long[] {
                0x09e49c75ac243a94L, 0x946655af2c571542L, 0x09b4489fc0b93ccfL, 0x611e4aafd64efcddL,
                0x05badb60086ed2b4L, 0xc1841442d65d7ebdL, 0x20a03974dc0ff3beL, 0x8dbb08ccb166ab31L}),
            Arguments.of(new Key(42, Long.MIN_VALUE, Purpose.ATTACK), new long[] {
                0xa853b286b7717373L, 0x5bb0a837049d753cL, 0xdda620e784e72937L, 0x9912729d2d43dba0L,
                0xd8f9befec893e2e2L, 0x84ac193b79f39040L, 0x97bfc2a07d5b28b3L, 0x9fa82796adbe1a6aL}));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void numbersAreThoseRecorded(Key key, long[] expected) {
        BlockGenerator stream = key.open();
        long[] words = LongStream.generate(stream::nextLong).limit(1_001).toArray();
        assertArrayEquals(expected, Arrays.stream(PLACES).mapToLong(place -> words[place]).toArray());
    }

    @Test
    void openingAgainStartsAgain() {
        Key key = new Key(7, 5, Purpose.ATTACK);
        key.open().nextLong();
        assertEquals(key.open().nextLong(), key.open().nextLong());
    }

    /**
     * Two streams of independent uniform numbers, bit by bit and value by value. With M fair bits or M products of
     * uniform numbers on [−1, 1) Hoeffding bounds the chance that a share is off by more than ε by 2·exp(−2Mε²), that a
     * mean is by 2·exp(−Mε²/2); ε is chosen to make it 1e-9 for each comparison, of which there are 7 · 5 · 2. The
     * lags are there because generators seeded badly give the same numbers a step apart, which is a word in a lane and
     * the number of lanes in the sequence.
     */
    @Test
    void streamsAreUncorrelated() {
        Key base = new Key(1, 0, Purpose.INPUTS);
        List<Key> others = List.of(
            new Key(2, 0, Purpose.INPUTS), new Key(0, 0, Purpose.INPUTS), new Key(1, 1, Purpose.INPUTS),
            new Key(1, -1, Purpose.INPUTS), new Key(1, 0, Purpose.PROBLEM), new Key(1, 0, Purpose.ATTACK),
            new Key(0, 1, Purpose.INPUTS));
        double exponent = Math.log(2 / 1e-9);
        double shareBound = Math.sqrt(exponent / (2.0 * Long.SIZE * LENGTH));
        double meanBound = Math.sqrt(2 * exponent / LENGTH);
        for (Key other : others) {
            for (int lag : new int[] {-BlockGenerator.LANES, -1, 0, 1, BlockGenerator.LANES}) {
                BlockGenerator a = base.open();
                BlockGenerator b = other.open();
                for (int i = 0; i < Math.abs(lag); i++) {
                    (lag > 0 ? a : b).nextLong();
                }
                long equalBits = 0;
                double sum = 0;
                for (int i = 0; i < LENGTH; i++) {
                    long x = a.nextLong();
                    long y = b.nextLong();
                    equalBits += Long.bitCount(~(x ^ y));
                    sum += x * 0x1p-63 * (y * 0x1p-63);
                }
                assertEquals(0.5, (double) equalBits / ((long) Long.SIZE * LENGTH), shareBound, other + " lag " + lag);
                assertEquals(0, sum / LENGTH, meanBound, other + " lag " + lag);
            }
        }
    }

    /**
     * 102 000 states without one word in common, which is more than that the states are different. For random words the
     * chance of a false alarm is (408 000)²/2 · 2⁻⁶⁴ ≈ 5e-9.
     */
    @Test
    void statesShareNoWord() {
        Set<Long> words = new HashSet<>();
        int states = 0;
        for (long seed = -10; seed < 10; seed++) {
            for (long index = 0; index < 1_700; index++) {
                for (Purpose purpose : Purpose.values()) {
                    for (long word : RandomStreams.state(seed, index, purpose)) {
                        words.add(word);
                    }
                    states++;
                }
            }
        }
        assertTrue(states > 100_000);
        assertEquals(4 * states, words.size());
    }

    @Test
    void purposeAndKernelAreRequired() {
        assertNull("purpose", () -> RandomStreams.open(1, 1, null, KERNEL));
        assertNull("kernel", () -> RandomStreams.open(1, 1, Purpose.INPUTS, null));
    }
}
