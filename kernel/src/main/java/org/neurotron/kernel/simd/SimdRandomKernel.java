package org.neurotron.kernel.simd;

import static jdk.incubator.vector.DoubleVector.broadcast;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.neurotron.internal.Layers;
import org.neurotron.kernel.RandomKernel;

/**
 * The generator in Vector API code, for whatever species its class was defined with (see {@link SimdKernels}). Every
 * expression is that of the portable twin, over vectors.
 */
final class SimdRandomKernel extends RandomKernel {

    private static final VectorSpecies<Double> SPECIES = SimdKernels.speciesOf(MethodHandles.lookup());

    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SPECIES.vectorShape());

    private static final int LENGTH = SPECIES.length();

    /** With fewer lanes, vectors do not make up for looking at each word twice. */
    private static final int LONG_ENOUGH = 8;

    /** Bits of 2⁵³. */
    private static final long TWO_53_BITS = 0x4340000000000000L;

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
    protected int zigguratUnchecked(int count, long[] words, double[] table, int widths, double mean, int[] missed,
                                    double[] x, int offset) {
        if (LENGTH < LONG_ENOUGH) {
            return Layers.oneByOne(count, words, table, widths, mean, missed, x, offset);
        }
        lookUp(count, words, table, x, offset);
        return spread(count, words, table.length, widths, mean, missed, x, offset);
    }

    /** One by one, which is faster than gathering. */
    private static void lookUp(int count, long[] words, double[] table, double[] x, int offset) {
        for (int i = 0; i < count; i++) {
            x[offset + i] = table[(int) words[i] & table.length - 1];
        }
    }

    private static int spread(int count, long[] words, int length, int widths, double mean, int[] missed, double[] x,
                              int offset) {
        int misses = 0;
        for (int i = 0; i < count; i += LENGTH) {
            LongVector word = LongVector.fromArray(LONGS, words, i);
            // 2^53 + 2m with the sign exchanged, m the upper 52 bits: less 3 · 2^52 and with 1 it is the odd number t.
            word.lanewise(VectorOperators.XOR, Long.MIN_VALUE).lanewise(VectorOperators.LSHR, 12)
                .lanewise(VectorOperators.OR, TWO_53_BITS).reinterpretAsDoubles().sub(0x3p52).add(1.0)
                .fma(DoubleVector.fromArray(SPECIES, x, offset + i), broadcast(SPECIES, mean))
                .intoArray(x, offset + i);
            if (word.and(length - 1L).compare(VectorOperators.GE, (long) widths).anyTrue()) {
                misses = note(i, words, length, widths, missed, misses);
            }
        }
        return misses;
    }

    /** Notes the misses of a vector. */
    private static int note(int first, long[] words, int length, int widths, int[] missed, int known) {
        int misses = known;
        for (int i = first; i < first + LENGTH; i++) {
            if (((int) words[i] & length - 1) >= widths) {
                missed[misses++] = i;
            }
        }
        return misses;
    }
}
