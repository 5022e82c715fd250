package org.neurotron.random;

import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * A random order of 0, …, N − 1 that takes no memory: the place of each number is computed when it is asked for, by a
 * Feistel network on the least even number of bits that N fits into, applied again while the result is not below N
 * (Black and Rogaway, <i>Ciphers with arbitrary finite domains</i>, 2002). A function of (seed, index, purpose).
 * Immutable and safe for use by several threads.
 */
public final class Permutation {

    private static final int ROUNDS = 8;

    private final long size;
    private final int halfBits;
    private final long[] keys;

    /**
     * Makes an order.
     *
     * @param size    N, from 1 to 2⁶²
     * @param seed    the user's seed, any value
     * @param index   which order of many, such as the number of the epoch
     * @param purpose what it is for
     * @throws IllegalArgumentException if N is out of range
     */
    public Permutation(long size, long seed, long index, Purpose purpose) {
        if (Check.positive("size", size) > 1L << 62) {
            throw Check.illegal("size", size, "must be at most 2^62");
        }
        this.size = size;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
        halfBits = Math.max(1, Math.ceilDiv(bits, 2));
        keys = RandomStreams.state(seed, index, purpose);
    }

    /**
     * How many numbers are put in order.
     *
     * @return N
     */
    public long size() {
        return size;
    }

    /**
     * The number at a place.
     *
     * @param place from 0 to N − 1
     * @return a number from 0 to N − 1, another one for each place
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public long at(long place) {
        long number = Objects.checkIndex(place, size);
        do {
            number = encrypt(number);
        } while (number >= size);
        return number;
    }

    private long encrypt(long number) {
        long mask = (1L << halfBits) - 1;
        long left = number >>> halfBits;
        long right = number & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ RandomStreams.mix(right + keys[round % keys.length] + round) & mask;
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }
}
