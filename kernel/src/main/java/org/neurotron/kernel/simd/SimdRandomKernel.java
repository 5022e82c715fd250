package org.neurotron.kernel.simd;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static org.neurotron.internal.RandomFunctions.*;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.neurotron.kernel.RandomKernel;

/**
 * The generator and the samplers in Vector API code, for whatever species its class was defined with (see
 * {@link SimdKernels}). Every expression is that of the portable twin, over vectors.
 *
 * <p>A sampler makes several small passes over words that stay in the L1 cache, rather than one large one: C2 stops
 * inlining in large bodies, and then every vector is boxed.
 */
final class SimdRandomKernel extends RandomKernel {

    private static final VectorSpecies<Double> SPECIES = SimdKernels.speciesOf(MethodHandles.lookup());

    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SPECIES.vectorShape());

    private static final int LENGTH = SPECIES.length();

    SimdRandomKernel() {
    }

    @Override
    protected void wordsUnchecked(long[] state, int rows, long[] words) {
        for (int lane = 0; lane < LANES; lane += 2 * LENGTH) {
            wordsOfLanes(state, lane, rows, words);
        }
    }

    /** Two vectors of generators at a time: while one waits for a result of its recurrence, the other goes on. */
    private static void wordsOfLanes(long[] state, int lane, int rows, long[] words) {
        LongVector a0 = LongVector.fromArray(LONGS, state, lane);
        LongVector a1 = LongVector.fromArray(LONGS, state, LANES + lane);
        LongVector a2 = LongVector.fromArray(LONGS, state, 2 * LANES + lane);
        LongVector a3 = LongVector.fromArray(LONGS, state, 3 * LANES + lane);
        LongVector b0 = LongVector.fromArray(LONGS, state, lane + LENGTH);
        LongVector b1 = LongVector.fromArray(LONGS, state, LANES + lane + LENGTH);
        LongVector b2 = LongVector.fromArray(LONGS, state, 2 * LANES + lane + LENGTH);
        LongVector b3 = LongVector.fromArray(LONGS, state, 3 * LANES + lane + LENGTH);
        for (int i = lane; i < rows * LANES; i += LANES) {
            a0.add(a3).lanewise(VectorOperators.ROL, 23).add(a0).intoArray(words, i);
            b0.add(b3).lanewise(VectorOperators.ROL, 23).add(b0).intoArray(words, i + LENGTH);
            LongVector at = a1.lanewise(VectorOperators.LSHL, 17);
            LongVector bt = b1.lanewise(VectorOperators.LSHL, 17);
            a2 = a2.lanewise(VectorOperators.XOR, a0);
            b2 = b2.lanewise(VectorOperators.XOR, b0);
            a3 = a3.lanewise(VectorOperators.XOR, a1);
            b3 = b3.lanewise(VectorOperators.XOR, b1);
            a1 = a1.lanewise(VectorOperators.XOR, a2);
            b1 = b1.lanewise(VectorOperators.XOR, b2);
            a0 = a0.lanewise(VectorOperators.XOR, a3);
            b0 = b0.lanewise(VectorOperators.XOR, b3);
            a2 = a2.lanewise(VectorOperators.XOR, at);
            b2 = b2.lanewise(VectorOperators.XOR, bt);
            a3 = a3.lanewise(VectorOperators.ROL, 45);
            b3 = b3.lanewise(VectorOperators.ROL, 45);
        }
        a0.intoArray(state, lane);
        a1.intoArray(state, LANES + lane);
        a2.intoArray(state, 2 * LANES + lane);
        a3.intoArray(state, 3 * LANES + lane);
        b0.intoArray(state, lane + LENGTH);
        b1.intoArray(state, LANES + lane + LENGTH);
        b2.intoArray(state, 2 * LANES + lane + LENGTH);
        b3.intoArray(state, 3 * LANES + lane + LENGTH);
    }

    @Override
    protected void uniformUnchecked(int count, long[] words, double low, double width, double[] x, int offset) {
        for (int i = 0; i < count; i += LENGTH) {
            LongVector.fromArray(LONGS, words, i).lanewise(VectorOperators.LSHR, 12)
                .lanewise(VectorOperators.OR, ONE_BITS).reinterpretAsDoubles().sub(1.0)
                .fma(broadcast(SPECIES, width), broadcast(SPECIES, low))
                .intoArray(x, offset + i);
        }
    }

    @Override
    protected void bernoulliUnchecked(int count, long[] words, double[] probabilities, double[] mask) {
        for (int i = 0; i < count; i += LENGTH) {
            LongVector.fromArray(LONGS, words, i).lanewise(VectorOperators.LSHR, 12)
                .lanewise(VectorOperators.OR, ONE_BITS).reinterpretAsDoubles().sub(1.0)
                .sub(DoubleVector.fromArray(SPECIES, probabilities, i)).viewAsIntegralLanes()
                .lanewise(VectorOperators.LSHR, SIGN_SHIFT).neg().and(ONE_BITS).reinterpretAsDoubles()
                .intoArray(mask, i);
        }
    }

    @Override
    protected void normalUnchecked(int count, long[] words, double mean, double sigma, double[] x, int offset) {
        logarithms(count / BLOCK, words, BLOCK, -2.0, x, offset, BLOCK);
        rootsAndSines(count, words, sigma, x, offset);
        polar(count, words, mean, x, offset);
    }

    @Override
    protected void laplaceUnchecked(int count, long[] words, double mean, double scale, double[] x, int offset) {
        logarithms(count / LANES, words, LANES, 1.0, x, offset, LANES);
        signed(count, words, mean, scale, x, offset);
    }

    @Override
    protected void studentT4Unchecked(int count, long[] words, double[] x, int offset) {
        squaredRadiiOf4(count, words, x, offset);
        rootsTimesCosines(count, words, x, offset);
    }

    @Override
    protected void studentTUnchecked(int count, long[] words, double nu, double[] x, int offset) {
        logarithms(count / LANES, words, BLOCK, -1.0 / nu, x, offset, LANES);
        squaredRadii(count, nu, x, offset);
        rootsTimesCosines(count, words, x, offset);
    }

    // The passes. Each holds its polynomial in its own loop, and none calls a helper that takes or returns vectors, not
    // even one that only broadcasts a constant: only the methods of the Vector API are sure to be inlined by C2. It
    // leaves out any other that is "already compiled into a big method", and all others once the caller has reached
    // the "NodeCountInliningCutoff", which depends on the vector width (-XX:+PrintInlining says so); and then every
    // vector is boxed.

    /** factor · ln u for rows of lanes; words and results may lie in rows of different distance. */
    private static void logarithms(int rows, long[] words, int wordStep, double factor, double[] x, int offset,
                                   int xStep) {
        for (int row = 0; row < rows; row++) {
            for (int l = 0; l < LANES; l += LENGTH) {
                DoubleVector u = LongVector.fromArray(LONGS, words, row * wordStep + l)
                    .lanewise(VectorOperators.LSHR, 12).lanewise(VectorOperators.OR, ONE_BITS).reinterpretAsDoubles()
                    .sub(1.0).add(HALF_STEP);
                LongVector bits = u.viewAsIntegralLanes().add(ONE_BITS - SQRT_HALF_BITS);
                DoubleVector e = bits.lanewise(VectorOperators.LSHR, 52).lanewise(VectorOperators.OR, TWO_52_BITS)
                    .reinterpretAsDoubles().sub(TWO_52_AND_BIAS);
                DoubleVector f = bits.and(MANTISSA).add(SQRT_HALF_BITS).reinterpretAsDoubles().sub(1.0);
                DoubleVector s = f.div(f.add(2.0));
                DoubleVector z = s.mul(s);
                DoubleVector p = broadcast(SPECIES, L6).fma(z, broadcast(SPECIES, L5))
                    .fma(z, broadcast(SPECIES, L4)).fma(z, broadcast(SPECIES, L3))
                    .fma(z, broadcast(SPECIES, L2)).fma(z, broadcast(SPECIES, L1)).fma(z, broadcast(SPECIES, L0));
                DoubleVector h = f.mul(0.5).mul(f);
                DoubleVector correction = e.fma(broadcast(SPECIES, LN2_LO), s.mul(p.fma(z, h)));
                e.fma(broadcast(SPECIES, LN2_HI), f.sub(h.sub(correction))).mul(factor)
                    .intoArray(x, offset + row * xStep + l);
            }
        }
    }

    /** Turns −2 ln u in the first row of each block into the radius; puts the sine of the angle into the second. */
    private static void rootsAndSines(int count, long[] words, double sigma, double[] x, int offset) {
        for (int block = 0; block < count; block += BLOCK) {
            for (int i = block; i < block + LANES; i += LENGTH) {
                DoubleVector.fromArray(SPECIES, x, offset + i).sqrt().mul(sigma).intoArray(x, offset + i);
                DoubleVector t = LongVector.fromArray(LONGS, words, i + LANES)
                    .lanewise(VectorOperators.LSHR, 12).lanewise(VectorOperators.OR, TWO_BITS).reinterpretAsDoubles()
                    .sub(3.0).add(HALF_STEP_OF_TWO);
                DoubleVector y = t.mul(t);
                DoubleVector p = broadcast(SPECIES, S5).fma(y, broadcast(SPECIES, S4))
                    .fma(y, broadcast(SPECIES, S3)).fma(y, broadcast(SPECIES, S2))
                    .fma(y, broadcast(SPECIES, S1)).fma(y, broadcast(SPECIES, S0));
                t.fma(broadcast(SPECIES, PI_4_HI), t.mul(p
                    .fma(y, broadcast(SPECIES, PI_4_LO)))).intoArray(x, offset + i + LANES);
            }
        }
    }

    /** Turns radius and sine into a pair of numbers. */
    private static void polar(int count, long[] words, double mean, double[] x, int offset) {
        for (int block = 0; block < count; block += BLOCK) {
            for (int i = block; i < block + LANES; i += LENGTH) {
                LongVector word = LongVector.fromArray(LONGS, words, i + LANES);
                DoubleVector t = word.lanewise(VectorOperators.LSHR, 12).lanewise(VectorOperators.OR, TWO_BITS)
                    .reinterpretAsDoubles().sub(3.0).add(HALF_STEP_OF_TWO);
                DoubleVector y = t.mul(t);
                LongVector cos = broadcast(SPECIES, C6).fma(y, broadcast(SPECIES, C5))
                    .fma(y, broadcast(SPECIES, C4)).fma(y, broadcast(SPECIES, C3))
                    .fma(y, broadcast(SPECIES, C2)).fma(y, broadcast(SPECIES, C1))
                    .fma(y, broadcast(SPECIES, C0)).fma(y, broadcast(SPECIES, 1.0))
                    .viewAsIntegralLanes()
                    .lanewise(VectorOperators.XOR, word.lanewise(VectorOperators.LSHL, SIGN_SHIFT));
                LongVector sin = DoubleVector.fromArray(SPECIES, x, offset + i + LANES).viewAsIntegralLanes();
                LongVector exchange = sin.lanewise(VectorOperators.XOR, cos)
                    .and(word.lanewise(VectorOperators.LSHR, SWAP_SHIFT).and(1).neg());
                DoubleVector radius = DoubleVector.fromArray(SPECIES, x, offset + i);
                cos.lanewise(VectorOperators.XOR, exchange).reinterpretAsDoubles()
                    .fma(radius, broadcast(SPECIES, mean))
                    .intoArray(x, offset + i);
                sin.lanewise(VectorOperators.XOR, exchange).reinterpretAsDoubles()
                    .fma(radius, broadcast(SPECIES, mean))
                    .intoArray(x, offset + i + LANES);
            }
        }
    }

    /** Gives logarithms a random sign, a scale and a mean. */
    private static void signed(int count, long[] words, double mean, double scale, double[] x, int offset) {
        for (int i = 0; i < count; i += LENGTH) {
            LongVector sign = LongVector.fromArray(LONGS, words, i).lanewise(VectorOperators.LSHL, SIGN_SHIFT);
            DoubleVector.fromArray(SPECIES, x, offset + i).viewAsIntegralLanes().lanewise(VectorOperators.XOR, sign)
                .reinterpretAsDoubles()
                    .fma(broadcast(SPECIES, scale), broadcast(SPECIES, mean)).intoArray(x, offset + i);
        }
    }

    /** 4 (u^(−1/2) − 1) without the cancellation near u = 1. */
    private static void squaredRadiiOf4(int count, long[] words, double[] x, int offset) {
        for (int row = 0; row < count; row += LANES) {
            for (int i = row; i < row + LANES; i += LENGTH) {
                DoubleVector u = LongVector.fromArray(LONGS, words, row + i)
                    .lanewise(VectorOperators.LSHR, 12).lanewise(VectorOperators.OR, ONE_BITS).reinterpretAsDoubles()
                    .sub(1.0).add(HALF_STEP);
                broadcast(SPECIES, 1.0).sub(u).div(u.sqrt().add(u)).mul(4.0).intoArray(x, offset + i);
            }
        }
    }

    /** ν (u^(−2/ν) − 1) = ν a(a + 2) with a = u^(−1/ν) − 1 = exp(z) − 1 from z, which it replaces. */
    private static void squaredRadii(int count, double nu, double[] x, int offset) {
        for (int i = offset; i < offset + count; i += LENGTH) {
            DoubleVector z = DoubleVector.fromArray(SPECIES, x, i).min(EXPM1_LIMIT);
            DoubleVector shifted = z.fma(broadcast(SPECIES, INV_LN2), broadcast(SPECIES, ROUNDER));
            DoubleVector k = broadcast(SPECIES, ROUNDER).sub(shifted);
            DoubleVector f = k.fma(broadcast(SPECIES, LN2_LO), k.fma(broadcast(SPECIES, LN2_HI), z));
            DoubleVector p = broadcast(SPECIES, E10).fma(f, broadcast(SPECIES, E9))
                    .fma(f, broadcast(SPECIES, E8)).fma(f, broadcast(SPECIES, E7))
                .fma(f, broadcast(SPECIES, E6)).fma(f, broadcast(SPECIES, E5))
                    .fma(f, broadcast(SPECIES, E4)).fma(f, broadcast(SPECIES, E3))
                .fma(f, broadcast(SPECIES, E2)).fma(f, broadcast(SPECIES, E1)).fma(f, broadcast(SPECIES, E0));
            DoubleVector m = f.mul(f).fma(p, f);
            DoubleVector power = shifted.viewAsIntegralLanes().lanewise(VectorOperators.LSHL, 52).add(ONE_BITS)
                .reinterpretAsDoubles();
            DoubleVector a = power.fma(m, power.sub(1.0));
            a.fma(a, a.add(a)).mul(nu).intoArray(x, i);
        }
    }

    /** Radii times the sine of an angle uniform on a half circle, which has the law of cos 2πv. */
    private static void rootsTimesCosines(int count, long[] words, double[] x, int offset) {
        for (int row = 0; row < count; row += LANES) {
            for (int i = row; i < row + LANES; i += LENGTH) {
                DoubleVector t = LongVector.fromArray(LONGS, words, row + i + LANES)
                    .lanewise(VectorOperators.LSHR, 12).lanewise(VectorOperators.OR, TWO_BITS).reinterpretAsDoubles()
                    .sub(3.0).add(HALF_STEP_OF_TWO);
                DoubleVector y = t.mul(t);
                DoubleVector p = broadcast(SPECIES, H7).fma(y, broadcast(SPECIES, H6))
                    .fma(y, broadcast(SPECIES, H5)).fma(y, broadcast(SPECIES, H4))
                    .fma(y, broadcast(SPECIES, H3)).fma(y, broadcast(SPECIES, H2))
                    .fma(y, broadcast(SPECIES, H1)).fma(y, broadcast(SPECIES, H0));
                DoubleVector.fromArray(SPECIES, x, offset + i).sqrt()
                    .mul(t.fma(p.fma(y, broadcast(SPECIES, PI_2_LESS_1)), t)).intoArray(x, offset + i);
            }
        }
    }
}
