package org.neurotron.kernel;

import org.neurotron.internal.RandomFunctions;

/**
 * The generator and the samplers in plain Java: the reference for the bits.
 */
final class PortableRandomKernel extends RandomKernel {

    @Override
    protected void wordsUnchecked(long[] state, int rows, long[] words) {
        for (int row = 0; row < rows * LANES; row += LANES) {
            for (int l = 0; l < LANES; l++) {
                long s0 = state[l];
                long s1 = state[LANES + l];
                long s2 = state[2 * LANES + l] ^ s0;
                long s3 = state[3 * LANES + l];
                words[row + l] = Long.rotateLeft(s0 + s3, 23) + s0;
                s3 ^= s1;
                state[l] = s0 ^ s3;
                state[LANES + l] = s1 ^ s2;
                state[2 * LANES + l] = s2 ^ s1 << 17;
                state[3 * LANES + l] = Long.rotateLeft(s3, 45);
            }
        }
    }

    @Override
    protected void uniformUnchecked(int count, long[] words, double low, double width, double[] x, int offset) {
        for (int i = 0; i < count; i++) {
            double u = RandomFunctions.uniform(words[i]);
            x[offset + i] = Math.fma(u, width, low);
        }
    }

    @Override
    protected void bernoulliUnchecked(int count, long[] words, double[] probabilities, double[] mask) {
        for (int i = 0; i < count; i++) {
            double u = RandomFunctions.uniform(words[i]);
            // u - p has the sign of the exact difference, so its sign bit says whether u < p. Negated, the bit becomes
            // 64 equal ones, which let the bits of 1.0 through or none.
            long below = Double.doubleToRawLongBits(u - probabilities[i]) >>> RandomFunctions.SIGN_SHIFT;
            mask[i] = Double.longBitsToDouble(-below & RandomFunctions.ONE_BITS);
        }
    }

    @Override
    protected void normalUnchecked(int count, long[] words, double mean, double sigma, double[] x, int offset) {
        for (int block = 0; block < count; block += BLOCK) {
            for (int i = block; i < block + LANES; i++) {
                double radius = sigma * Math.sqrt(-2.0 * RandomFunctions.log(RandomFunctions.openUniform(words[i])));
                long word = words[i + LANES];
                double t = RandomFunctions.symmetricUniform(word);
                long sin = Double.doubleToRawLongBits(RandomFunctions.sinQuarter(t));
                long cos = Double.doubleToRawLongBits(RandomFunctions.cosQuarter(t))
                    ^ word << RandomFunctions.SIGN_SHIFT;
                // The angle within an eighth of the circle, a reflection and an exchange reach the whole circle.
                long exchange = (sin ^ cos) & -(word >>> RandomFunctions.SWAP_SHIFT & 1);
                x[offset + i] = Math.fma(radius, Double.longBitsToDouble(cos ^ exchange), mean);
                x[offset + i + LANES] = Math.fma(radius, Double.longBitsToDouble(sin ^ exchange), mean);
            }
        }
    }

    @Override
    protected void laplaceUnchecked(int count, long[] words, double mean, double scale, double[] x, int offset) {
        for (int i = 0; i < count; i++) {
            double log = RandomFunctions.log(RandomFunctions.openUniform(words[i]));
            long signed = Double.doubleToRawLongBits(log) ^ words[i] << RandomFunctions.SIGN_SHIFT;
            x[offset + i] = Math.fma(scale, Double.longBitsToDouble(signed), mean);
        }
    }

    @Override
    protected void studentT4Unchecked(int count, long[] words, double[] x, int offset) {
        for (int i = 0; i < count; i++) {
            int pair = pair(i);
            double u = RandomFunctions.openUniform(words[pair]);
            // u^(-1/2) - 1 without the cancellation near u = 1.
            double excess = (1.0 - u) / (Math.sqrt(u) + u) * 4.0;
            double t = RandomFunctions.symmetricUniform(words[pair + LANES]);
            x[offset + i] = Math.sqrt(excess) * RandomFunctions.sinHalf(t);
        }
    }

    @Override
    protected void studentTUnchecked(int count, long[] words, double nu, double[] x, int offset) {
        double minusInverse = -1.0 / nu;
        for (int i = 0; i < count; i++) {
            int pair = pair(i);
            double u = RandomFunctions.openUniform(words[pair]);
            // u^(-2/ν) - 1 = a(a + 2) with a = u^(-1/ν) - 1.
            double a = RandomFunctions.expm1(RandomFunctions.log(u) * minusInverse);
            double t = RandomFunctions.symmetricUniform(words[pair + LANES]);
            x[offset + i] = Math.sqrt(Math.fma(a, a, a + a) * nu) * RandomFunctions.sinHalf(t);
        }
    }

    /** Where the first of the two words of number i lies. */
    private static int pair(int i) {
        return i / LANES * BLOCK + i % LANES;
    }
}
