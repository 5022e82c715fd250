package org.neurotron.kernel.simd;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.RandomKernel;

/**
 * The kernel in Vector API code, for whatever species its class was defined with (see {@link SimdKernels}).
 *
 * <p>A group of eight logical lanes takes {@link #PARTS} hardware vectors: 1, 2 or 4. All branches on {@code PARTS} and
 * {@code LENGTH} are decided when C2 compiles.
 *
 * <p>Sums down rows vectorise over the elements of the result and need no reduction. Sums along rows are taken for
 * {@code LENGTH} rows at a time: their 8 accumulators are then folded together by {@link #mergeHalves}, which leaves
 * the result of row t in lane t, so that a fold costs about three instructions a row and the results are stored as one
 * vector.
 */
final class SimdKernel extends Kernel {

    private static final VectorSpecies<Double> SPECIES = SimdKernels.speciesOf(MethodHandles.lookup());

    /** Hardware lanes: 2, 4 or 8. */
    private static final int LENGTH = SPECIES.length();

    /** Hardware vectors to a group of eight logical lanes. */
    private static final int PARTS = Lanes.COUNT / LENGTH;

    /** Whether masks may be used: C2 on x86 boxes every vector of two lanes that meets one. Gates then are scalar. */
    private static final boolean MASKS = LENGTH > 2;

    /** Distances in elements between the four vectors of the accumulator pattern, see {@link #rowDots}. */
    private static final int PART_1 = 1 % PARTS * LENGTH;
    private static final int PART_2 = 2 % PARTS * LENGTH;
    private static final int PART_3 = 3 % PARTS * LENGTH;

    // For each step of the halving tree, the lanes whose index has that bit, and the exchange of lanes across it.
    private static final VectorMask<Double> BIT_2 = lanesWithBit(4);
    private static final VectorMask<Double> BIT_1 = lanesWithBit(2);
    private static final VectorMask<Double> BIT_0 = lanesWithBit(1);
    private static final VectorShuffle<Double> SWAP_2 = exchange(4);
    private static final VectorShuffle<Double> SWAP_1 = exchange(2);
    private static final VectorShuffle<Double> SWAP_0 = exchange(1);

    private final RandomKernel random;

    SimdKernel(RandomKernel random) {
        this.random = random;
    }

    private static VectorMask<Double> lanesWithBit(int bit) {
        long lanes = 0;
        for (int lane = 0; lane < LENGTH; lane++) {
            lanes |= (lane & bit) != 0 ? 1L << lane : 0;
        }
        return VectorMask.fromLong(SPECIES, lanes);
    }

    private static VectorShuffle<Double> exchange(int bit) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ bit) % LENGTH);
    }

    /** Not a constant object: a sum that starts from one stays boxed through its loop. */
    private static DoubleVector zero() {
        return DoubleVector.zero(SPECIES);
    }

    @Override
    public String name() {
        return "simd";
    }

    @Override
    public int vectorBits() {
        return SPECIES.vectorBitSize();
    }

    @Override
    public RandomKernel random() {
        return random;
    }

    @Override
    protected void rowDots(int rows, int columns, double[] a, int aOffset, int lda,
                           double[] x, int xOffset, double[] y, int yOffset) {
        int i = 0;
        if (columns % Lanes.COUNT == 0) {
            for (; i <= rows - LENGTH; i += LENGTH) {
                blockOfDots(columns, a, aOffset + i * lda, lda, x, xOffset, y, yOffset + i);
            }
            if (i < rows - 1 && rows >= LENGTH) {
                // Doing some rows twice is cheaper than doing the rest one by one, and gives them the same bits.
                i = rows - LENGTH;
                blockOfDots(columns, a, aOffset + i * lda, lda, x, xOffset, y, yOffset + i);
                return;
            }
        }
        for (; i < rows; i++) {
            y[yOffset + i] = dot(columns, a, aOffset + i * lda, x, xOffset);
        }
    }

    /**
     * The products of x with {@code LENGTH} rows of a, in whole groups of lanes. Accumulator t holds part
     * {@code t % PARTS} of row {@code t / PARTS}, so there are eight independent chains at every width.
     */
    private static void blockOfDots(int columns, double[] a, int aOffset, int lda, double[] x, int xOffset,
                                    double[] y, int yOffset) {
        int a0 = aOffset;
        int a1 = aOffset + 1 / PARTS * lda + PART_1;
        int a2 = aOffset + 2 / PARTS * lda + PART_2;
        int a3 = aOffset + 3 / PARTS * lda + PART_3;
        int a4 = aOffset + 4 / PARTS * lda;
        int a5 = aOffset + 5 / PARTS * lda + PART_1;
        int a6 = aOffset + 6 / PARTS * lda + PART_2;
        int a7 = aOffset + 7 / PARTS * lda + PART_3;
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        DoubleVector s4 = zero();
        DoubleVector s5 = zero();
        DoubleVector s6 = zero();
        DoubleVector s7 = zero();
        for (int j = 0; j < columns; j += Lanes.COUNT) {
            // At fewer parts some of these four are the same load, which C2 sees.
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, xOffset + j);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, xOffset + j + PART_1);
            DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, xOffset + j + PART_2);
            DoubleVector x3 = DoubleVector.fromArray(SPECIES, x, xOffset + j + PART_3);
            s0 = DoubleVector.fromArray(SPECIES, a, a0 + j).fma(x0, s0);
            s1 = DoubleVector.fromArray(SPECIES, a, a1 + j).fma(x1, s1);
            s2 = DoubleVector.fromArray(SPECIES, a, a2 + j).fma(x2, s2);
            s3 = DoubleVector.fromArray(SPECIES, a, a3 + j).fma(x3, s3);
            s4 = DoubleVector.fromArray(SPECIES, a, a4 + j).fma(x0, s4);
            s5 = DoubleVector.fromArray(SPECIES, a, a5 + j).fma(x1, s5);
            s6 = DoubleVector.fromArray(SPECIES, a, a6 + j).fma(x2, s6);
            s7 = DoubleVector.fromArray(SPECIES, a, a7 + j).fma(x3, s7);
        }
        if (PARTS == 1) {
            DoubleVector t0 = mergeHalves(s0, s4, BIT_2, SWAP_2);
            DoubleVector t1 = mergeHalves(s1, s5, BIT_2, SWAP_2);
            DoubleVector t2 = mergeHalves(s2, s6, BIT_2, SWAP_2);
            DoubleVector t3 = mergeHalves(s3, s7, BIT_2, SWAP_2);
            mergeHalves(mergeHalves(t0, t2, BIT_1, SWAP_1), mergeHalves(t1, t3, BIT_1, SWAP_1), BIT_0, SWAP_0)
                .intoArray(y, yOffset);
        } else if (PARTS == 2) {
            DoubleVector t0 = s0.add(s1);
            DoubleVector t1 = s2.add(s3);
            DoubleVector t2 = s4.add(s5);
            DoubleVector t3 = s6.add(s7);
            mergeHalves(mergeHalves(t0, t2, BIT_1, SWAP_1), mergeHalves(t1, t3, BIT_1, SWAP_1), BIT_0, SWAP_0)
                .intoArray(y, yOffset);
        } else {
            DoubleVector t0 = s0.add(s2).add(s1.add(s3));
            DoubleVector t1 = s4.add(s6).add(s5.add(s7));
            y[yOffset] = t0.lane(0) + t0.lane(1);
            y[yOffset + 1] = t1.lane(0) + t1.lane(1);
        }
    }

    /**
     * One step of the fold for two rows at once: where {@code upper} is unset, lane l of the result is a_l plus its
     * partner across the exchange; where it is set, the same of b.
     */
    private static DoubleVector mergeHalves(DoubleVector a, DoubleVector b, VectorMask<Double> upper,
                                            VectorShuffle<Double> exchange) {
        return a.blend(b, upper).add(b.blend(a, upper).rearrange(exchange));
    }

    private static double dot(int columns, double[] a, int aOffset, double[] x, int xOffset) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        int j = 0;
        for (; j <= columns - Lanes.COUNT; j += Lanes.COUNT) {
            int i = aOffset + j;
            int l = xOffset + j;
            s0 = DoubleVector.fromArray(SPECIES, a, i).fma(DoubleVector.fromArray(SPECIES, x, l), s0);
            if (PARTS > 1) {
                s1 = DoubleVector.fromArray(SPECIES, a, i + PART_1)
                    .fma(DoubleVector.fromArray(SPECIES, x, l + PART_1), s1);
            }
            if (PARTS > 2) {
                s2 = DoubleVector.fromArray(SPECIES, a, i + PART_2)
                    .fma(DoubleVector.fromArray(SPECIES, x, l + PART_2), s2);
                s3 = DoubleVector.fromArray(SPECIES, a, i + PART_3)
                    .fma(DoubleVector.fromArray(SPECIES, x, l + PART_3), s3);
            }
        }
        if (j < columns) {
            int rest = columns - j;
            int i = aOffset + j;
            int l = xOffset + j;
            s0 = load(a, i, rest).fma(load(x, l, rest), s0);
            if (PARTS > 1) {
                s1 = load(a, i + PART_1, rest - PART_1).fma(load(x, l + PART_1, rest - PART_1), s1);
            }
            if (PARTS > 2) {
                s2 = load(a, i + PART_2, rest - PART_2).fma(load(x, l + PART_2, rest - PART_2), s2);
                s3 = load(a, i + PART_3, rest - PART_3).fma(load(x, l + PART_3, rest - PART_3), s3);
            }
        }
        return fold(s0, s1, s2, s3);
    }

    /** The fold of one group of lanes, of which only the first {@code PARTS} vectors count. */
    private static double fold(DoubleVector s0, DoubleVector s1, DoubleVector s2, DoubleVector s3) {
        DoubleVector t = s0;
        if (PARTS == 2) {
            t = s0.add(s1);
        } else if (PARTS == 4) {
            t = s0.add(s2).add(s1.add(s3));
        }
        if (LENGTH > 4) {
            t = t.add(t.rearrange(SWAP_2));
        }
        if (LENGTH > 2) {
            t = t.add(t.rearrange(SWAP_1));
        }
        return t.lane(0) + t.lane(1);
    }

    @Override
    protected void combineRows(int rows, int columns, double[] a, int aOffset, int lda,
                               double[] x, int xOffset, double[] y, int yOffset) {
        int j = 0;
        for (; j <= columns - 8 * LENGTH; j += 8 * LENGTH) {
            combineEight(rows, a, aOffset + j, lda, x, xOffset, y, yOffset + j);
        }
        for (; j <= columns - 2 * LENGTH; j += 2 * LENGTH) {
            combineTwo(rows, a, aOffset + j, lda, x, xOffset, y, yOffset + j);
        }
        for (; j <= columns - LENGTH; j += LENGTH) {
            DoubleVector s = zero();
            for (int i = 0, o = aOffset + j; i < rows; i++, o += lda) {
                s = DoubleVector.fromArray(SPECIES, a, o).fma(DoubleVector.broadcast(SPECIES, x[xOffset + i]), s);
            }
            s.intoArray(y, yOffset + j);
        }
        for (; j < columns; j++) {
            double s = 0;
            for (int i = 0, o = aOffset + j; i < rows; i++, o += lda) {
                s = Math.fma(a[o], x[xOffset + i], s);
            }
            y[yOffset + j] = s;
        }
    }

    /** Eight chains hide the latency of the multiply-add. */
    private static void combineEight(int rows, double[] a, int aOffset, int lda, double[] x, int xOffset,
                                     double[] y, int yOffset) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        DoubleVector s4 = zero();
        DoubleVector s5 = zero();
        DoubleVector s6 = zero();
        DoubleVector s7 = zero();
        for (int i = 0, o = aOffset; i < rows; i++, o += lda) {
            DoubleVector factor = DoubleVector.broadcast(SPECIES, x[xOffset + i]);
            s0 = DoubleVector.fromArray(SPECIES, a, o).fma(factor, s0);
            s1 = DoubleVector.fromArray(SPECIES, a, o + LENGTH).fma(factor, s1);
            s2 = DoubleVector.fromArray(SPECIES, a, o + 2 * LENGTH).fma(factor, s2);
            s3 = DoubleVector.fromArray(SPECIES, a, o + 3 * LENGTH).fma(factor, s3);
            s4 = DoubleVector.fromArray(SPECIES, a, o + 4 * LENGTH).fma(factor, s4);
            s5 = DoubleVector.fromArray(SPECIES, a, o + 5 * LENGTH).fma(factor, s5);
            s6 = DoubleVector.fromArray(SPECIES, a, o + 6 * LENGTH).fma(factor, s6);
            s7 = DoubleVector.fromArray(SPECIES, a, o + 7 * LENGTH).fma(factor, s7);
        }
        s0.intoArray(y, yOffset);
        s1.intoArray(y, yOffset + LENGTH);
        s2.intoArray(y, yOffset + 2 * LENGTH);
        s3.intoArray(y, yOffset + 3 * LENGTH);
        s4.intoArray(y, yOffset + 4 * LENGTH);
        s5.intoArray(y, yOffset + 5 * LENGTH);
        s6.intoArray(y, yOffset + 6 * LENGTH);
        s7.intoArray(y, yOffset + 7 * LENGTH);
    }

    private static void combineTwo(int rows, double[] a, int aOffset, int lda, double[] x, int xOffset,
                                   double[] y, int yOffset) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        for (int i = 0, o = aOffset; i < rows; i++, o += lda) {
            DoubleVector factor = DoubleVector.broadcast(SPECIES, x[xOffset + i]);
            s0 = DoubleVector.fromArray(SPECIES, a, o).fma(factor, s0);
            s1 = DoubleVector.fromArray(SPECIES, a, o + LENGTH).fma(factor, s1);
        }
        s0.intoArray(y, yOffset);
        s1.intoArray(y, yOffset + LENGTH);
    }

    @Override
    protected void gateSum(int k, int b, double[] z, int zOffset, int ldz, double[] q, double leak, double scale,
                           double[] f, int fOffset) {
        int j = 0;
        for (; MASKS && j <= b - LENGTH; j += LENGTH) {
            DoubleVector sum = zero();
            for (int i = 0, o = zOffset + j; i < k; i++, o += ldz) {
                DoubleVector y = DoubleVector.fromArray(SPECIES, z, o);
                sum = DoubleVector.broadcast(SPECIES, q[i]).fma(activation(y, leak), sum);
            }
            sum.mul(scale).intoArray(f, fOffset + j);
        }
        for (; j < b; j++) {
            double sum = 0;
            for (int i = 0, o = zOffset + j; i < k; i++, o += ldz) {
                sum = Math.fma(q[i], activation(z[o], leak), sum);
            }
            f[fOffset + j] = sum * scale;
        }
    }

    @Override
    protected void affineGateSum(int k, int b, double[] z, int zOffset, int ldz, double[] c, double[] q, double leak,
                                 double scale, double[] f, int fOffset) {
        int j = 0;
        for (; MASKS && j <= b - LENGTH; j += LENGTH) {
            DoubleVector p = DoubleVector.fromArray(SPECIES, z, zOffset + j);
            DoubleVector s = DoubleVector.fromArray(SPECIES, z, zOffset + ldz + j);
            DoubleVector sum = zero();
            for (int i = 0; i < k; i++) {
                DoubleVector y = DoubleVector.broadcast(SPECIES, c[i]).fma(s, p);
                sum = DoubleVector.broadcast(SPECIES, q[i]).fma(activation(y, leak), sum);
            }
            sum.mul(scale).intoArray(f, fOffset + j);
        }
        for (; j < b; j++) {
            double p = z[zOffset + j];
            double s = z[zOffset + ldz + j];
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum = Math.fma(q[i], activation(Math.fma(c[i], s, p), leak), sum);
            }
            f[fOffset + j] = sum * scale;
        }
    }

    /** A compare and a masked product: cheaper than max, which must look after NaN and -0. */
    private static DoubleVector activation(DoubleVector y, double leak) {
        return y.lanewise(VectorOperators.MUL, leak, y.compare(VectorOperators.LT, 0.0));
    }

    private static double activation(double y, double leak) {
        return y < 0 ? leak * y : y;
    }

    @Override
    protected void gateDerivatives(int k, int b, double[] z, int zOffset, int ldz, double[] q, double leak,
                                   double scale, double[] residual, int residualOffset,
                                   double[] d, int dOffset, int ldd) {
        for (int i = 0; i < k; i++) {
            double open = q[i] * scale;
            double closed = q[i] * leak * scale;
            int zRow = zOffset + i * ldz;
            int dRow = dOffset + i * ldd;
            int j = 0;
            for (; MASKS && j <= b - LENGTH; j += LENGTH) {
                DoubleVector y = DoubleVector.fromArray(SPECIES, z, zRow + j);
                DoubleVector.broadcast(SPECIES, closed).blend(open, y.compare(VectorOperators.GT, 0.0))
                    .mul(DoubleVector.fromArray(SPECIES, residual, residualOffset + j))
                    .intoArray(d, dRow + j);
            }
            for (; j < b; j++) {
                d[dRow + j] = (z[zRow + j] > 0 ? open : closed) * residual[residualOffset + j];
            }
        }
    }

    @Override
    protected void affineGateDerivatives(int k, int b, double[] z, int zOffset, int ldz, double[] c, double[] q,
                                         double leak, double scale, double[] residual, int residualOffset,
                                         double[] d, int dOffset, int ldd) {
        int j = 0;
        for (; MASKS && j <= b - LENGTH; j += LENGTH) {
            DoubleVector p = DoubleVector.fromArray(SPECIES, z, zOffset + j);
            DoubleVector s = DoubleVector.fromArray(SPECIES, z, zOffset + ldz + j);
            DoubleVector onM = zero();
            DoubleVector onC = zero();
            for (int i = 0; i < k; i++) {
                DoubleVector y = DoubleVector.broadcast(SPECIES, c[i]).fma(s, p);
                DoubleVector derivative = DoubleVector.broadcast(SPECIES, leak)
                    .blend(1.0, y.compare(VectorOperators.GT, 0.0));
                onM = DoubleVector.broadcast(SPECIES, q[i]).fma(derivative, onM);
                onC = DoubleVector.broadcast(SPECIES, q[i] * c[i]).fma(derivative, onC);
            }
            DoubleVector e = DoubleVector.fromArray(SPECIES, residual, residualOffset + j);
            onM.mul(scale).mul(e).intoArray(d, dOffset + j);
            onC.mul(scale).mul(e).intoArray(d, dOffset + ldd + j);
        }
        for (; j < b; j++) {
            double p = z[zOffset + j];
            double s = z[zOffset + ldz + j];
            double onM = 0;
            double onC = 0;
            for (int i = 0; i < k; i++) {
                double derivative = Math.fma(c[i], s, p) > 0 ? 1 : leak;
                onM = Math.fma(q[i], derivative, onM);
                onC = Math.fma(q[i] * c[i], derivative, onC);
            }
            double e = residual[residualOffset + j];
            d[dOffset + j] = onM * scale * e;
            d[dOffset + ldd + j] = onC * scale * e;
        }
    }

    @Override
    protected void difference(int length, double[] v, int vOffset, double[] f, int fOffset, double scale,
                              double[] d, int dOffset) {
        int j = 0;
        for (; j <= length - LENGTH; j += LENGTH) {
            DoubleVector.fromArray(SPECIES, v, vOffset + j)
                .sub(DoubleVector.fromArray(SPECIES, f, fOffset + j))
                .mul(scale)
                .intoArray(d, dOffset + j);
        }
        for (; j < length; j++) {
            d[dOffset + j] = (v[vOffset + j] - f[fOffset + j]) * scale;
        }
    }

    @Override
    protected void axpy(int length, double factor, double[] x, int xOffset, double[] y, int yOffset) {
        int j = 0;
        for (; j <= length - LENGTH; j += LENGTH) {
            DoubleVector.fromArray(SPECIES, x, xOffset + j)
                .fma(DoubleVector.broadcast(SPECIES, factor), DoubleVector.fromArray(SPECIES, y, yOffset + j))
                .intoArray(y, yOffset + j);
        }
        for (; j < length; j++) {
            y[yOffset + j] = Math.fma(factor, x[xOffset + j], y[yOffset + j]);
        }
    }

    @Override
    protected double distanceSquared(int length, double[] x, int xOffset, double[] y, int yOffset) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        for (int j = 0; j < length; j += Lanes.COUNT) {
            int rest = length - j;
            s0 = addSquare(s0, rest, x, xOffset + j, y, yOffset + j);
            if (PARTS > 1) {
                s1 = addSquare(s1, rest - PART_1, x, xOffset + j + PART_1, y, yOffset + j + PART_1);
            }
            if (PARTS > 2) {
                s2 = addSquare(s2, rest - PART_2, x, xOffset + j + PART_2, y, yOffset + j + PART_2);
                s3 = addSquare(s3, rest - PART_3, x, xOffset + j + PART_3, y, yOffset + j + PART_3);
            }
        }
        return fold(s0, s1, s2, s3);
    }

    private static DoubleVector addSquare(DoubleVector sum, int rest, double[] x, int i, double[] y, int j) {
        DoubleVector difference = load(x, i, rest).sub(load(y, j, rest));
        return difference.fma(difference, sum);
    }

    @Override
    protected double laneSum(int length, double[] x, int xOffset) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        for (int j = 0; j < length; j += Lanes.COUNT) {
            int rest = length - j;
            s0 = s0.add(load(x, xOffset + j, rest));
            if (PARTS > 1) {
                s1 = s1.add(load(x, xOffset + j + PART_1, rest - PART_1));
            }
            if (PARTS > 2) {
                s2 = s2.add(load(x, xOffset + j + PART_2, rest - PART_2));
                s3 = s3.add(load(x, xOffset + j + PART_3, rest - PART_3));
            }
        }
        return fold(s0, s1, s2, s3);
    }

    /** The next {@code rest} elements of an array, at most a vector of them, completed with zeros. */
    private static DoubleVector load(double[] x, int offset, int rest) {
        if (rest >= LENGTH) {
            return DoubleVector.fromArray(SPECIES, x, offset);
        }
        if (!MASKS) {
            return rest > 0 ? zero().withLane(0, x[offset]) : zero();
        }
        return DoubleVector.fromArray(SPECIES, x, offset, SPECIES.indexInRange(0, Math.max(rest, 0)));
    }
}
