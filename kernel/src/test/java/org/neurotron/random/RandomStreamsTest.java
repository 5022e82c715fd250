package org.neurotron.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Breaks if the streams stop being those of Commons RNG, if the numbers of a (seed, index, purpose) change, so that old
 * results could not be repeated, or if two streams had something in common.
 */
class RandomStreamsTest {

    /** Numbers compared of each pair of streams. */
    private static final int LENGTH = 100_000;

    private record Key(long seed, long index, Purpose purpose) {

        UniformRandomProvider open() {
            return RandomStreams.open(seed, index, purpose);
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
    void streamIsThatOfCommonsRng(Key key) {
        UniformRandomProvider stream = key.open();
        UniformRandomProvider reference = RandomSource.XO_SHI_RO_256_PP.create(key.state());
        for (int i = 0; i < 1_000; i++) {
            assertEquals(reference.nextLong(), stream.nextLong());
            assertEquals(reference.nextDouble(), stream.nextDouble());
            assertEquals(reference.nextInt(), stream.nextInt());
            assertEquals(reference.nextBoolean(), stream.nextBoolean());
        }
    }

    /** The expected numbers come from an implementation of the Javadoc's recipe and of xoshiro256++ in Python. */
    static Stream<Arguments> recorded() {
        return Stream.of(
            Arguments.of(new Key(1, 0, Purpose.PROBLEM), new long[] {
                0xaaa9d088044d6995L, 0x2549a51493df78aeL, 0x7a781284e93f8563L, 0x63915a01b1088fa2L,
                0xc38d17eff8d7634aL, 0xa51315f6f9952edcL, 0xa6a7843a962bb9c0L, 0xbf3ad5c584890798L}),
            Arguments.of(new Key(1, 0, Purpose.INPUTS), new long[] {
                0xb343e47df5b6d0e4L, 0xb82bb0fbcf3c6904L, 0xe6d2c060f1f0a710L, 0x2144e960c28bddadL,
                0x03628489b9137341L, 0x08462c411b5962e1L, 0x1c4655e3571ebe99L, 0x011a5322bff76f29L}),
            Arguments.of(new Key(1, 0, Purpose.ATTACK), new long[] {
                0x6188bdcd01a9c47cL, 0x8142fb7e8793dc86L, 0x8598b7d31eca7ba7L, 0xc9b0b1954bb08b44L,
                0x33fd61ab24da6fd7L, 0xd0cef0ba367a86d8L, 0xf9c89cbcd51a40f6L, 0xa4256ca1aee20196L}),
            Arguments.of(new Key(-1, Long.MAX_VALUE, Purpose.INPUTS), new long[] {
                0x09e49c75ac243a94L, 0x05badb60086ed2b4L, 0x20a03974dc0ff3beL, 0x8e2b9dde48c6cb9cL,
                0xba1ae2e9aeabca10L, 0x5579906044170539L, 0x9fe440afc7727248L, 0x10cddd9598ef311dL}),
            Arguments.of(new Key(42, Long.MIN_VALUE, Purpose.ATTACK), new long[] {
                0xa853b286b7717373L, 0xd8f9befec893e2e2L, 0x97bfc2a07d5b28b3L, 0x41050ed1d80d3aa1L,
                0x24c2ebf9771fa5e6L, 0x607fa8e2e1bc03a7L, 0xbeafebca454d300fL, 0x287e6d6d8171ecdbL}));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void numbersAreThoseRecorded(Key key, long[] expected) {
        UniformRandomProvider stream = key.open();
        assertArrayEquals(expected, Stream.generate(stream::nextLong).limit(expected.length).mapToLong(x -> x)
            .toArray());
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
     * mean is by 2·exp(−Mε²/2); ε is chosen to make it 1e-9 for each comparison, of which there are 7 · 3 · 2. The
     * lags are there because generators seeded badly give the same numbers a step apart.
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
            for (int lag = -1; lag <= 1; lag++) {
                UniformRandomProvider a = base.open();
                UniformRandomProvider b = other.open();
                if (lag != 0) {
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
    void purposeIsRequired() {
        assertEquals("purpose",
            assertThrows(NullPointerException.class, () -> RandomStreams.open(1, 1, null)).getMessage());
    }
}
