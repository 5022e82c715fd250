package org.neurotron.kernel;

import org.neurotron.internal.Layers;

/**
 * The generator in plain Java: the reference for the bits.
 */
final class PortableRandomKernel extends RandomKernel {

    @Override
    protected void wordsUnchecked(long[] state, int rows, long[] words) {
        // Two lanes at a time: their states stay in registers, and one works while the other waits. They are no
        // neighbours, of which C2 would make vectors of two lanes (five times slower, in some processes).
        for (int l = 0; l < LANES / 2; l++) {
            long a0 = state[l];
            long a1 = state[LANES + l];
            long a2 = state[2 * LANES + l];
            long a3 = state[3 * LANES + l];
            long b0 = state[l + LANES / 2];
            long b1 = state[LANES + l + LANES / 2];
            long b2 = state[2 * LANES + l + LANES / 2];
            long b3 = state[3 * LANES + l + LANES / 2];
            for (int i = l; i < rows * LANES; i += LANES) {
                words[i] = Long.rotateLeft(a0 + a3, 23) + a0;
                words[i + LANES / 2] = Long.rotateLeft(b0 + b3, 23) + b0;
                long shifted = a1 << 17;
                a2 ^= a0;
                a3 ^= a1;
                a1 ^= a2;
                a0 ^= a3;
                a2 ^= shifted;
                a3 = Long.rotateLeft(a3, 45);
                shifted = b1 << 17;
                b2 ^= b0;
                b3 ^= b1;
                b1 ^= b2;
                b0 ^= b3;
                b2 ^= shifted;
                b3 = Long.rotateLeft(b3, 45);
            }
            state[l] = a0;
            state[LANES + l] = a1;
            state[2 * LANES + l] = a2;
            state[3 * LANES + l] = a3;
            state[l + LANES / 2] = b0;
            state[LANES + l + LANES / 2] = b1;
            state[2 * LANES + l + LANES / 2] = b2;
            state[3 * LANES + l + LANES / 2] = b3;
        }
    }

    @Override
    protected void uniformUnchecked(int count, long[] words, double low, double width, double[] x, int offset) {
        for (int i = 0; i < count; i++) {
            double u = uniform(words[i]);
            x[offset + i] = Math.fma(u, width, low);
        }
    }

    @Override
    protected void bernoulliUnchecked(int count, long[] words, double[] probabilities, double[] mask) {
        for (int i = 0; i < count; i++) {
            double u = uniform(words[i]);
            // u - p has the sign of the exact difference, so its sign bit says whether u < p. Negated, the bit becomes
            // 64 equal ones, which let the bits of 1.0 through or none.
            long below = Double.doubleToRawLongBits(u - probabilities[i]) >>> SIGN_SHIFT;
            mask[i] = Double.longBitsToDouble(-below & ONE_BITS);
        }
    }

    @Override
    protected int zigguratUnchecked(int count, long[] words, double[] table, int widths, double mean, int[] missed,
                                    double[] x, int offset) {
        return Layers.oneByOne(count, words, table, widths, mean, missed, x, offset);
    }

    /** A uniform number from a word: m·2⁻⁵² with m its upper 52 bits, in [0, 1). */
    private static double uniform(long word) {
        return Double.longBitsToDouble(word >>> 12 | ONE_BITS) - 1.0;
    }
}
