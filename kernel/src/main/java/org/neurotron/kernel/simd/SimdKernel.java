package org.neurotron.kernel.simd;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.neurotron.internal.EvenGates;
import org.neurotron.kernel.Bound;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.RandomKernel;

/**
 * The kernel in Vector API code, for whatever species its class was defined with (see {@link SimdKernels}).
 *
 * <p>A drawing before {@link #multiplyUnchecked(int, int, double[], int, int, double[], int, double[], int)
 * multiplyUnchecked} shows how the terms of a sum lie in vectors. All branches on {@link #PARTS} and {@link #LENGTH}
 * are decided when HotSpot's optimising compiler, C2, compiles. A vector that passes through a call which C2 does not
 * inline becomes an object on the heap ("is boxed"), which is many times slower; several comments are about that.
 */
final class SimdKernel extends Kernel {

    private static final VectorSpecies<Double> SPECIES = SimdKernels.speciesOf(MethodHandles.lookup());

    /** Hardware lanes: 2, 4 or 8. */
    private static final int LENGTH = SPECIES.length();

    /** Hardware vectors to a group of eight logical lanes. */
    private static final int PARTS = Lanes.COUNT / LENGTH;

    /** Whether masks may be used: C2 on x86 boxes every vector of two lanes that meets one. Gates then are scalar. */
    private static final boolean MASKS = LENGTH > 2;

    /** From so many elements on, 4 MiB, a matrix is read in the order of memory rather than sums kept in registers. */
    private static final int BEYOND_CACHE = 1 << 19;

    /** Columns that are worked on at a time where rows are long: four rows of them take half of an L1 cache. */
    private static final int PIECE = 512;

    // How far behind the first part of a group its other parts lie, in elements; 0 where there is no such part.
    private static final int PART_1 = 1 % PARTS * LENGTH;
    private static final int PART_2 = 2 % PARTS * LENGTH;
    private static final int PART_3 = 3 % PARTS * LENGTH;

    // For each step of the fold inside a vector (4, 2 and 1 lanes apart): the lanes whose number has that bit, and the
    // exchange of each lane with the one that differs in it.
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

    /** A new vector each time: an accumulator that starts from a static constant stays boxed through its loop. */
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

    // Sums along rows. Eight terms side by side are a group, and term j belongs to logical lane j mod 8, whatever the
    // width. A vector has LENGTH lanes, so a group takes PARTS vectors, which are its parts:
    //
    //        lane    0   1   2   3   4   5   6   7
    //              +-------------------------------+
    //    512 bits  |            part 0             |    LENGTH 8, PARTS 1
    //              +---------------+---------------+
    //    256 bits  |    part 0     |    part 1     |    LENGTH 4, PARTS 2
    //              +-------+-------+-------+-------+
    //    128 bits  | part 0| part 1| part 2| part 3|    LENGTH 2, PARTS 4
    //              +-------+-------+-------+-------+
    //
    // LENGTH rows are multiplied at a time, with eight accumulators: chains of multiply-adds enough to hide their
    // latency. Accumulator t goes along row t / PARTS and takes part t % PARTS of every group, j = 0, 8, 16, ...:
    //
    //              512 bits    256 bits    128 bits
    //      row 0   s0          s0 s1       s0 s1 s2 s3
    //      row 1   s1          s2 s3       s4 s5 s6 s7
    //      row 2   s2          s4 s5
    //      row 3   s3          s6 s7
    //      ...     ...
    //      row 7   s7
    //
    // The fold of a row, ((0+4) + (2+6)) + ((1+5) + (3+7)), adds first what is 4 lanes apart, then 2, then 1. What lies
    // in different parts is added part to part. Inside a vector, mergeHalves makes one step for two rows, of which one
    // ends in the lanes without and one in those with that bit; so three steps bring eight rows into one vector, ready
    // to be stored. Which row a lane belongs to, at 512 bits:
    //
    //        lane                   0   1   2   3   4   5   6   7
    //        s0                     0   0   0   0   0   0   0   0    the eight lanes of row 0; s1 to s7 likewise
    //        4 apart, s0 with s4    0   0   0   0   4   4   4   4    row 0: 0+4, 1+5, 2+6, 3+7; row 4: the same
    //        2 apart, with s2, s6   0   0   2   2   4   4   6   6
    //        1 apart, with the odd  0   1   2   3   4   5   6   7    the sum of row t in lane t
    //
    // Products of two matrices go by tiles, one accumulator for each pair of rows and part, so that what is loaded is
    // used more than once; at 128 bits there are too few registers, and one row of a goes after the other:
    //
    //                          512 bits                256 bits
    //               row of b   0    1    2    3        0        1
    //      row 0 of a          s0   s1   s2   s3       s0 s1    s2 s3
    //      row 1 of a          t0   t1   t2   t3       t0 t1    t2 t3
    //
    // Sums down rows need none of this: a lane is one element of the result and never meets another.

    @Override
    protected void multiplyUnchecked(int r, int n, double[] a, int aOffset, int lda,
                                     double[] x, int xOffset, double[] y, int yOffset) {
        if (PARTS == 1 && n % Lanes.COUNT == 0 && r >= 4 && r < LENGTH) {
            // Too few for a block. Twice the same row on the left is cheaper than one row on the right after the other.
            twoByFourDots(r, n, x, xOffset, 0, a, aOffset, lda, y, yOffset, 0);
            return;
        }
        // From the last row to the first: see multiplyTransposedUnchecked.
        int i = r;
        if (n % Lanes.COUNT == 0 && r >= LENGTH) {
            i = blocksOfDots(r, n, a, aOffset, lda, x, xOffset, y, yOffset);
            if (i > 1) {
                // Doing some rows twice is cheaper than doing the rest one by one, and gives them the same bits.
                blocksOfDots(LENGTH, n, a, aOffset, lda, x, xOffset, y, yOffset);
                return;
            }
        }
        while (--i >= 0) {
            y[yOffset + i] = dot(n, a, aOffset + i * lda, x, xOffset);
        }
    }

    /**
     * The products of x with the rows of a, in whole groups, {@code LENGTH} rows at a time and as often as they fit.
     * All rows go by in one method, so that C2 prepares the masks and shuffles of the fold once, not for each block.
     *
     * @return how many rows are left, at the top
     */
    private static int blocksOfDots(int rows, int columns, double[] a, int aOffset, int lda, double[] x, int xOffset,
                                    double[] y, int yOffset) {
        int end = rows;
        for (; end >= LENGTH; end -= LENGTH) {
            int i = end - LENGTH;
            int a0 = aOffset + i * lda;
            int a1 = a0 + 1 / PARTS * lda;
            int a2 = a0 + 2 / PARTS * lda;
            int a3 = a0 + 3 / PARTS * lda;
            int a4 = a0 + 4 / PARTS * lda;
            int a5 = a0 + 5 / PARTS * lda;
            int a6 = a0 + 6 / PARTS * lda;
            int a7 = a0 + 7 / PARTS * lda;
            DoubleVector s0 = zero();
            DoubleVector s1 = zero();
            DoubleVector s2 = zero();
            DoubleVector s3 = zero();
            DoubleVector s4 = zero();
            DoubleVector s5 = zero();
            DoubleVector s6 = zero();
            DoubleVector s7 = zero();
            for (int j = 0; j < columns; j += Lanes.COUNT) {
                // With fewer than four parts some of these loads are the same, and C2 makes them once.
                DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, xOffset + j);
                DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, xOffset + j + PART_1);
                DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, xOffset + j + PART_2);
                DoubleVector x3 = DoubleVector.fromArray(SPECIES, x, xOffset + j + PART_3);
                s0 = x0.fma(DoubleVector.fromArray(SPECIES, a, a0 + j), s0);
                s1 = x1.fma(DoubleVector.fromArray(SPECIES, a, a1 + j + PART_1), s1);
                s2 = x2.fma(DoubleVector.fromArray(SPECIES, a, a2 + j + PART_2), s2);
                s3 = x3.fma(DoubleVector.fromArray(SPECIES, a, a3 + j + PART_3), s3);
                s4 = x0.fma(DoubleVector.fromArray(SPECIES, a, a4 + j), s4);
                s5 = x1.fma(DoubleVector.fromArray(SPECIES, a, a5 + j + PART_1), s5);
                s6 = x2.fma(DoubleVector.fromArray(SPECIES, a, a6 + j + PART_2), s6);
                s7 = x3.fma(DoubleVector.fromArray(SPECIES, a, a7 + j + PART_3), s7);
            }
            if (PARTS == 1) {
                DoubleVector t0 = mergeHalves(s0, s4, BIT_2, SWAP_2);
                DoubleVector t1 = mergeHalves(s1, s5, BIT_2, SWAP_2);
                DoubleVector t2 = mergeHalves(s2, s6, BIT_2, SWAP_2);
                DoubleVector t3 = mergeHalves(s3, s7, BIT_2, SWAP_2);
                mergeHalves(mergeHalves(t0, t2, BIT_1, SWAP_1), mergeHalves(t1, t3, BIT_1, SWAP_1), BIT_0, SWAP_0)
                    .intoArray(y, yOffset + i);
            } else if (PARTS == 2) {
                DoubleVector t0 = s0.add(s1);
                DoubleVector t1 = s2.add(s3);
                DoubleVector t2 = s4.add(s5);
                DoubleVector t3 = s6.add(s7);
                mergeHalves(mergeHalves(t0, t2, BIT_1, SWAP_1), mergeHalves(t1, t3, BIT_1, SWAP_1), BIT_0, SWAP_0)
                    .intoArray(y, yOffset + i);
            } else {
                DoubleVector t0 = s0.add(s2).add(s1.add(s3));
                DoubleVector t1 = s4.add(s6).add(s5.add(s7));
                y[yOffset + i] = t0.lane(0) + t0.lane(1);
                y[yOffset + i + 1] = t1.lane(0) + t1.lane(1);
            }
        }
        return end;
    }

    @Override
    protected void multiplyByTransposedUnchecked(int m, int p, int n, double[] a, int aOffset, int lda,
                                                 double[] b, int bOffset, int ldb, double[] c, int cOffset, int ldc,
                                                 double[] workspace) {
        boolean tiles = n % Lanes.COUNT == 0 && p >= 4 && m > 1;
        if (tiles && n > PIECE && workspace != null) {
            multiplyPiecewise(m, p, n, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc, workspace);
            return;
        }
        if (!tiles || PARTS > 2) {
            super.multiplyByTransposedUnchecked(m, p, n, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc, workspace);
            return;
        }
        // So many rows of b as take half of an L1 cache, while all rows of a go over them.
        int some = 4 * Math.max(1, PIECE / n);
        for (int block = 0; block < p; block += some) {
            // As in the product with a vector, a block that is too short does some rows again.
            int j = Math.min(block, p - 4);
            int rows = Math.min(some, p - j);
            int paired = m;
            if (PARTS == 2 && (m & 1) != 0) {
                // Cheaper than a pair of which one row has been done.
                paired--;
                multiplyUnchecked(rows, n, b, bOffset + j * ldb, ldb, a, aOffset + paired * lda,
                    c, cOffset + paired * ldc + j);
            }
            for (int pair = 0; pair < paired; pair += 2) {
                int i = Math.min(pair, m - 2);
                if (PARTS == 1) {
                    twoByFourDots(rows, n, a, aOffset + i * lda, lda, b, bOffset + j * ldb, ldb,
                        c, cOffset + i * ldc + j, ldc);
                } else {
                    twoByTwoDots(rows, n, a, aOffset + i * lda, lda, b, bOffset + j * ldb, ldb,
                        c, cOffset + i * ldc + j, ldc);
                }
            }
        }
    }

    /**
     * Four rows of b at a time, of which a piece stays in the L1 cache while all rows of a go over it; the accumulators
     * wait in the workspace, eight lanes for each pair of rows.
     */
    private static void multiplyPiecewise(int m, int p, int n, double[] a, int aOffset, int lda,
                                          double[] b, int bOffset, int ldb, double[] c, int cOffset, int ldc,
                                          double[] workspace) {
        for (int block = 0; block < p; block += 4) {
            int j = Math.min(block, p - 4);
            Arrays.fill(workspace, 0, 4 * Lanes.COUNT * m, 0);
            for (int l = 0; l < n; l += PIECE) {
                int piece = Math.min(PIECE, n - l);
                for (int i = 0; i < m; i += 2) {
                    // An odd last row of a is its own partner, but must be added to its accumulators once.
                    int other = i + 1 < m ? 1 : 0;
                    for (int part = 0; part < Lanes.COUNT; part += LENGTH) {
                        accumulateTwoByFour(piece, a, aOffset + i * lda + l + part, other * lda,
                            b, bOffset + j * ldb + l + part, ldb,
                            workspace, 4 * Lanes.COUNT * i + part, other * 4 * Lanes.COUNT);
                    }
                }
            }
            for (int i = 0; i < m; i++) {
                for (int row = 0; row < 4; row++) {
                    int o = Lanes.COUNT * (4 * i + row);
                    c[cOffset + i * ldc + j + row] = fold(DoubleVector.fromArray(SPECIES, workspace, o),
                        DoubleVector.fromArray(SPECIES, workspace, o + PART_1),
                        DoubleVector.fromArray(SPECIES, workspace, o + PART_2),
                        DoubleVector.fromArray(SPECIES, workspace, o + PART_3));
                }
            }
        }
    }

    /** Goes on with the accumulators of one part of a tile, which wait in the workspace. */
    private static void accumulateTwoByFour(int n, double[] a, int aOffset, int lda,
                                            double[] b, int bOffset, int ldb, double[] sums, int sOffset, int lds) {
        int tOffset = sOffset + lds;
        DoubleVector s0 = DoubleVector.fromArray(SPECIES, sums, sOffset);
        DoubleVector s1 = DoubleVector.fromArray(SPECIES, sums, sOffset + Lanes.COUNT);
        DoubleVector s2 = DoubleVector.fromArray(SPECIES, sums, sOffset + 2 * Lanes.COUNT);
        DoubleVector s3 = DoubleVector.fromArray(SPECIES, sums, sOffset + 3 * Lanes.COUNT);
        DoubleVector t0 = DoubleVector.fromArray(SPECIES, sums, tOffset);
        DoubleVector t1 = DoubleVector.fromArray(SPECIES, sums, tOffset + Lanes.COUNT);
        DoubleVector t2 = DoubleVector.fromArray(SPECIES, sums, tOffset + 2 * Lanes.COUNT);
        DoubleVector t3 = DoubleVector.fromArray(SPECIES, sums, tOffset + 3 * Lanes.COUNT);
        for (int l = 0; l < n; l += Lanes.COUNT) {
            int j = bOffset + l;
            DoubleVector as = DoubleVector.fromArray(SPECIES, a, aOffset + l);
            DoubleVector at = DoubleVector.fromArray(SPECIES, a, aOffset + lda + l);
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + ldb);
            DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, j + 2 * ldb);
            DoubleVector b3 = DoubleVector.fromArray(SPECIES, b, j + 3 * ldb);
            s0 = b0.fma(as, s0);
            t0 = b0.fma(at, t0);
            s1 = b1.fma(as, s1);
            t1 = b1.fma(at, t1);
            s2 = b2.fma(as, s2);
            t2 = b2.fma(at, t2);
            s3 = b3.fma(as, s3);
            t3 = b3.fma(at, t3);
        }
        s0.intoArray(sums, sOffset);
        s1.intoArray(sums, sOffset + Lanes.COUNT);
        s2.intoArray(sums, sOffset + 2 * Lanes.COUNT);
        s3.intoArray(sums, sOffset + 3 * Lanes.COUNT);
        t0.intoArray(sums, tOffset);
        t1.intoArray(sums, tOffset + Lanes.COUNT);
        t2.intoArray(sums, tOffset + 2 * Lanes.COUNT);
        t3.intoArray(sums, tOffset + 3 * Lanes.COUNT);
    }

    /** Two rows of a times the rows of b, in whole groups, by tiles of four rows; for vectors of 512 bits. */
    private static void twoByFourDots(int rows, int n, double[] a, int aOffset, int lda,
                                      double[] b, int bOffset, int ldb, double[] c, int cOffset, int ldc) {
        for (int tile = 0; tile < rows; tile += 4) {
            int row = Math.min(tile, rows - 4);
            int b0 = bOffset + row * ldb;
            DoubleVector zero = zero();
            DoubleVector s0 = zero;
            DoubleVector s1 = zero;
            DoubleVector s2 = zero;
            DoubleVector s3 = zero;
            DoubleVector t0 = zero;
            DoubleVector t1 = zero;
            DoubleVector t2 = zero;
            DoubleVector t3 = zero;
            for (int l = 0; l < n; l += Lanes.COUNT) {
                int j = b0 + l;
                DoubleVector as = DoubleVector.fromArray(SPECIES, a, aOffset + l);
                DoubleVector at = DoubleVector.fromArray(SPECIES, a, aOffset + lda + l);
                DoubleVector x0 = DoubleVector.fromArray(SPECIES, b, j);
                DoubleVector x1 = DoubleVector.fromArray(SPECIES, b, j + ldb);
                DoubleVector x2 = DoubleVector.fromArray(SPECIES, b, j + 2 * ldb);
                DoubleVector x3 = DoubleVector.fromArray(SPECIES, b, j + 3 * ldb);
                s0 = x0.fma(as, s0);
                t0 = x0.fma(at, t0);
                s1 = x1.fma(as, s1);
                t1 = x1.fma(at, t1);
                s2 = x2.fma(as, s2);
                t2 = x2.fma(at, t2);
                s3 = x3.fma(as, s3);
                t3 = x3.fma(at, t3);
            }
            DoubleVector m0 = mergeHalves(s0, t0, BIT_2, SWAP_2);
            DoubleVector m1 = mergeHalves(s1, t1, BIT_2, SWAP_2);
            DoubleVector m2 = mergeHalves(s2, t2, BIT_2, SWAP_2);
            DoubleVector m3 = mergeHalves(s3, t3, BIT_2, SWAP_2);
            DoubleVector dots = mergeHalves(mergeHalves(m0, m2, BIT_1, SWAP_1), mergeHalves(m1, m3, BIT_1, SWAP_1),
                BIT_0, SWAP_0);
            // s has been merged into the lower four lanes, t into the upper. Storing half vectors is faster than masks.
            dots.reinterpretShape(DoubleVector.SPECIES_256, 0).reinterpretAsDoubles().intoArray(c, cOffset + row);
            dots.rearrange(SWAP_2).reinterpretShape(DoubleVector.SPECIES_256, 0).reinterpretAsDoubles()
                .intoArray(c, cOffset + ldc + row);
        }
    }

    /**
     * The same by tiles of two rows and both parts of each; for vectors of 256 bits. That {@link #PART_1} is added last
     * keeps C2 from unrolling the loop, after which the accumulators would not fit into sixteen registers.
     */
    private static void twoByTwoDots(int rows, int n, double[] a, int aOffset, int lda,
                                     double[] b, int bOffset, int ldb, double[] c, int cOffset, int ldc) {
        int at = aOffset + lda;
        for (int tile = 0; tile < rows; tile += 2) {
            int row = Math.min(tile, rows - 2);
            int b0 = bOffset + row * ldb;
            int b1 = b0 + ldb;
            DoubleVector s0 = zero();
            DoubleVector s1 = zero();
            DoubleVector s2 = zero();
            DoubleVector s3 = zero();
            DoubleVector t0 = zero();
            DoubleVector t1 = zero();
            DoubleVector t2 = zero();
            DoubleVector t3 = zero();
            for (int l = 0; l < n; l += Lanes.COUNT) {
                DoubleVector as0 = DoubleVector.fromArray(SPECIES, a, aOffset + l);
                DoubleVector at0 = DoubleVector.fromArray(SPECIES, a, at + l);
                DoubleVector x0 = DoubleVector.fromArray(SPECIES, b, b0 + l);
                DoubleVector y0 = DoubleVector.fromArray(SPECIES, b, b1 + l);
                DoubleVector as1 = DoubleVector.fromArray(SPECIES, a, aOffset + l + PART_1);
                DoubleVector at1 = DoubleVector.fromArray(SPECIES, a, at + l + PART_1);
                DoubleVector x1 = DoubleVector.fromArray(SPECIES, b, b0 + l + PART_1);
                DoubleVector y1 = DoubleVector.fromArray(SPECIES, b, b1 + l + PART_1);
                s0 = x0.fma(as0, s0);
                t0 = x0.fma(at0, t0);
                s1 = x1.fma(as1, s1);
                t1 = x1.fma(at1, t1);
                s2 = y0.fma(as0, s2);
                t2 = y0.fma(at0, t2);
                s3 = y1.fma(as1, s3);
                t3 = y1.fma(at1, t3);
            }
            DoubleVector m0 = mergeHalves(s0.add(s1), t0.add(t1), BIT_1, SWAP_1);
            DoubleVector m1 = mergeHalves(s2.add(s3), t2.add(t3), BIT_1, SWAP_1);
            DoubleVector dots = mergeHalves(m0, m1, BIT_0, SWAP_0);
            // s is in the lower two lanes, t in the upper.
            dots.reinterpretShape(DoubleVector.SPECIES_128, 0).reinterpretAsDoubles().intoArray(c, cOffset + row);
            dots.rearrange(SWAP_1).reinterpretShape(DoubleVector.SPECIES_128, 0).reinterpretAsDoubles()
                .intoArray(c, cOffset + ldc + row);
        }
    }

    /**
     * One step of the fold for two rows: where {@code upper} is unset, lane l of the result is a_l plus the lane of a
     * that it is exchanged with; where it is set, the same of b.
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

    /** The fold of one row, of whose accumulators only the first {@code PARTS} count. */
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
    protected void multiplyTransposedUnchecked(int r, int n, double[] a, int aOffset, int lda,
                                               double[] x, int xOffset, double[] y, int yOffset) {
        if ((long) r * n > BEYOND_CACHE) {
            combineInOrder(r, n, a, aOffset, lda, x, xOffset, y, yOffset);
            return;
        }
        if (n < 4 * LENGTH) {
            int j = 0;
            for (; j <= n - LENGTH; j += LENGTH) {
                combineOne(r, a, aOffset + j, lda, x, xOffset, y, yOffset + j);
            }
            for (; j < n; j++) {
                double s = 0;
                for (int i = 0, o = aOffset + j; i < r; i++, o += lda) {
                    s = Math.fma(a[o], x[xOffset + i], s);
                }
                y[yOffset + j] = s;
            }
            return;
        }
        // From right to left. A step projects w with [M | C], which in the published study nearly fills an L1 cache,
        // works on the inputs, and ends with M y: what is used again then has been read last. That product in turn ends
        // with the rows at the top, with which the next step begins.
        int end = n - n % LENGTH;
        if (end < n) {
            // Columns that fill no vector are computed together with others that get the same bits again.
            combineFour(r, a, aOffset + n - 4 * LENGTH, lda, x, xOffset, y, yOffset + n - 4 * LENGTH);
        }
        while (end >= 13 * LENGTH) {
            end -= 13 * LENGTH;
            combineThirteen(r, a, aOffset + end, lda, x, xOffset, y, yOffset + end);
        }
        while (end >= 8 * LENGTH) {
            end -= 8 * LENGTH;
            combineEight(r, a, aOffset + end, lda, x, xOffset, y, yOffset + end);
        }
        // So are those left: cheaper than going over them alone, with chains too few to hide the latency.
        if (end > 4 * LENGTH && n >= 8 * LENGTH) {
            combineEight(r, a, aOffset, lda, x, xOffset, y, yOffset);
        } else if (end > 0) {
            if (end > 4 * LENGTH) {
                end -= 4 * LENGTH;
                combineFour(r, a, aOffset + end, lda, x, xOffset, y, yOffset + end);
            }
            combineFour(r, a, aOffset, lda, x, xOffset, y, yOffset);
        }
    }

    /** Goes through a large matrix in the order of memory, so that it is prefetched; y stays in the cache. */
    private static void combineInOrder(int rows, int columns, double[] a, int aOffset, int lda,
                                       double[] x, int xOffset, double[] y, int yOffset) {
        Arrays.fill(y, yOffset, yOffset + columns, 0);
        int i = 0;
        for (; i <= rows - 8; i += 8) {
            addEightRows(columns, a, aOffset + i * lda, lda, x, xOffset + i, y, yOffset);
        }
        for (; i < rows; i++) {
            addRow(columns, x[xOffset + i], a, aOffset + i * lda, y, yOffset);
        }
    }

    private static void addEightRows(int columns, double[] a, int aOffset, int lda, double[] x, int xOffset,
                                     double[] y, int yOffset) {
        DoubleVector x0 = DoubleVector.broadcast(SPECIES, x[xOffset]);
        DoubleVector x1 = DoubleVector.broadcast(SPECIES, x[xOffset + 1]);
        DoubleVector x2 = DoubleVector.broadcast(SPECIES, x[xOffset + 2]);
        DoubleVector x3 = DoubleVector.broadcast(SPECIES, x[xOffset + 3]);
        DoubleVector x4 = DoubleVector.broadcast(SPECIES, x[xOffset + 4]);
        DoubleVector x5 = DoubleVector.broadcast(SPECIES, x[xOffset + 5]);
        DoubleVector x6 = DoubleVector.broadcast(SPECIES, x[xOffset + 6]);
        DoubleVector x7 = DoubleVector.broadcast(SPECIES, x[xOffset + 7]);
        int j = 0;
        for (; j <= columns - LENGTH; j += LENGTH) {
            int o = aOffset + j;
            DoubleVector s = DoubleVector.fromArray(SPECIES, y, yOffset + j);
            s = x0.fma(DoubleVector.fromArray(SPECIES, a, o), s);
            s = x1.fma(DoubleVector.fromArray(SPECIES, a, o + lda), s);
            s = x2.fma(DoubleVector.fromArray(SPECIES, a, o + 2 * lda), s);
            s = x3.fma(DoubleVector.fromArray(SPECIES, a, o + 3 * lda), s);
            s = x4.fma(DoubleVector.fromArray(SPECIES, a, o + 4 * lda), s);
            s = x5.fma(DoubleVector.fromArray(SPECIES, a, o + 5 * lda), s);
            s = x6.fma(DoubleVector.fromArray(SPECIES, a, o + 6 * lda), s);
            s = x7.fma(DoubleVector.fromArray(SPECIES, a, o + 7 * lda), s);
            s.intoArray(y, yOffset + j);
        }
        for (; j < columns; j++) {
            double s = y[yOffset + j];
            for (int i = 0; i < 8; i++) {
                s = Math.fma(a[aOffset + i * lda + j], x[xOffset + i], s);
            }
            y[yOffset + j] = s;
        }
    }

    /**
     * Thirteen vectors of columns: as many accumulators as sixteen registers hold beside an operand and the factor. At
     * 512 bits that is just a row of the published study, 100 columns padded to 104.
     */
    private static void combineThirteen(int rows, double[] a, int aOffset, int lda, double[] x, int xOffset,
                                        double[] y, int yOffset) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        DoubleVector s4 = zero();
        DoubleVector s5 = zero();
        DoubleVector s6 = zero();
        DoubleVector s7 = zero();
        DoubleVector s8 = zero();
        DoubleVector s9 = zero();
        DoubleVector s10 = zero();
        DoubleVector s11 = zero();
        DoubleVector s12 = zero();
        for (int i = 0, o = aOffset; i < rows; i++, o += lda) {
            DoubleVector factor = DoubleVector.broadcast(SPECIES, x[xOffset + i]);
            s0 = factor.fma(DoubleVector.fromArray(SPECIES, a, o), s0);
            s1 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + LENGTH), s1);
            s2 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 2 * LENGTH), s2);
            s3 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 3 * LENGTH), s3);
            s4 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 4 * LENGTH), s4);
            s5 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 5 * LENGTH), s5);
            s6 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 6 * LENGTH), s6);
            s7 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 7 * LENGTH), s7);
            s8 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 8 * LENGTH), s8);
            s9 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 9 * LENGTH), s9);
            s10 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 10 * LENGTH), s10);
            s11 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 11 * LENGTH), s11);
            s12 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 12 * LENGTH), s12);
        }
        s0.intoArray(y, yOffset);
        s1.intoArray(y, yOffset + LENGTH);
        s2.intoArray(y, yOffset + 2 * LENGTH);
        s3.intoArray(y, yOffset + 3 * LENGTH);
        s4.intoArray(y, yOffset + 4 * LENGTH);
        s5.intoArray(y, yOffset + 5 * LENGTH);
        s6.intoArray(y, yOffset + 6 * LENGTH);
        s7.intoArray(y, yOffset + 7 * LENGTH);
        s8.intoArray(y, yOffset + 8 * LENGTH);
        s9.intoArray(y, yOffset + 9 * LENGTH);
        s10.intoArray(y, yOffset + 10 * LENGTH);
        s11.intoArray(y, yOffset + 11 * LENGTH);
        s12.intoArray(y, yOffset + 12 * LENGTH);
    }

    /** Eight vectors of columns: still enough chains of multiply-adds to hide their latency. */
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
            s0 = factor.fma(DoubleVector.fromArray(SPECIES, a, o), s0);
            s1 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + LENGTH), s1);
            s2 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 2 * LENGTH), s2);
            s3 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 3 * LENGTH), s3);
            s4 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 4 * LENGTH), s4);
            s5 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 5 * LENGTH), s5);
            s6 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 6 * LENGTH), s6);
            s7 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 7 * LENGTH), s7);
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

    private static void combineOne(int rows, double[] a, int aOffset, int lda, double[] x, int xOffset,
                                   double[] y, int yOffset) {
        DoubleVector s = zero();
        for (int i = 0, o = aOffset; i < rows; i++, o += lda) {
            s = DoubleVector.fromArray(SPECIES, a, o).fma(DoubleVector.broadcast(SPECIES, x[xOffset + i]), s);
        }
        s.intoArray(y, yOffset);
    }

    private static void combineFour(int rows, double[] a, int aOffset, int lda, double[] x, int xOffset,
                                    double[] y, int yOffset) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        for (int i = 0, o = aOffset; i < rows; i++, o += lda) {
            DoubleVector factor = DoubleVector.broadcast(SPECIES, x[xOffset + i]);
            s0 = factor.fma(DoubleVector.fromArray(SPECIES, a, o), s0);
            s1 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + LENGTH), s1);
            s2 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 2 * LENGTH), s2);
            s3 = factor.fma(DoubleVector.fromArray(SPECIES, a, o + 3 * LENGTH), s3);
        }
        s0.intoArray(y, yOffset);
        s1.intoArray(y, yOffset + LENGTH);
        s2.intoArray(y, yOffset + 2 * LENGTH);
        s3.intoArray(y, yOffset + 3 * LENGTH);
    }

    @Override
    protected void multiplyUnchecked(int m, int p, int n, double[] a, int aOffset, int lda,
                                     double[] b, int bOffset, int ldb, double[] c, int cOffset, int ldc) {
        if (n < 4 * LENGTH && n % LENGTH == 0 && m >= 4) {
            for (int j = 0; j < n; j += LENGTH) {
                for (int four = 0; four < m; four += 4) {
                    int i = Math.min(four, m - 4);
                    combineOneFourTimes(p, a, aOffset + i * lda, lda, b, bOffset + j, ldb, c, cOffset + i * ldc + j,
                        ldc);
                }
            }
            return;
        }
        if (n < 4 * LENGTH || m == 1) {
            super.multiplyUnchecked(m, p, n, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
            return;
        }
        for (int block = 0; block < n; block += 4 * LENGTH) {
            int j = Math.min(block, n - 4 * LENGTH);
            for (int pair = 0; pair < m; pair += 2) {
                int i = Math.min(pair, m - 2);
                combineFourTwice(p, a, aOffset + i * lda, lda, b, bOffset + j, ldb, c, cOffset + i * ldc + j, ldc);
            }
        }
    }

    /** Four combinations of one vector of each row of b, by the factors in four rows of a. */
    private static void combineOneFourTimes(int p, double[] a, int aOffset, int lda, double[] b, int bOffset, int ldb,
                                            double[] c, int cOffset, int ldc) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        for (int l = 0, o = bOffset; l < p; l++, o += ldb) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, b, o);
            int j = aOffset + l;
            s0 = x.fma(DoubleVector.broadcast(SPECIES, a[j]), s0);
            s1 = x.fma(DoubleVector.broadcast(SPECIES, a[j + lda]), s1);
            s2 = x.fma(DoubleVector.broadcast(SPECIES, a[j + 2 * lda]), s2);
            s3 = x.fma(DoubleVector.broadcast(SPECIES, a[j + 3 * lda]), s3);
        }
        s0.intoArray(c, cOffset);
        s1.intoArray(c, cOffset + ldc);
        s2.intoArray(c, cOffset + 2 * ldc);
        s3.intoArray(c, cOffset + 3 * ldc);
    }

    /** Two combinations of the rows of b, by the factors in two rows of a; a vector of b is loaded once for both. */
    private static void combineFourTwice(int p, double[] a, int aOffset, int lda, double[] b, int bOffset, int ldb,
                                         double[] c, int cOffset, int ldc) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        DoubleVector t0 = zero();
        DoubleVector t1 = zero();
        DoubleVector t2 = zero();
        DoubleVector t3 = zero();
        for (int l = 0, o = bOffset; l < p; l++, o += ldb) {
            DoubleVector as = DoubleVector.broadcast(SPECIES, a[aOffset + l]);
            DoubleVector at = DoubleVector.broadcast(SPECIES, a[aOffset + lda + l]);
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, o);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, o + LENGTH);
            DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, o + 2 * LENGTH);
            DoubleVector b3 = DoubleVector.fromArray(SPECIES, b, o + 3 * LENGTH);
            s0 = b0.fma(as, s0);
            t0 = b0.fma(at, t0);
            s1 = b1.fma(as, s1);
            t1 = b1.fma(at, t1);
            s2 = b2.fma(as, s2);
            t2 = b2.fma(at, t2);
            s3 = b3.fma(as, s3);
            t3 = b3.fma(at, t3);
        }
        s0.intoArray(c, cOffset);
        s1.intoArray(c, cOffset + LENGTH);
        s2.intoArray(c, cOffset + 2 * LENGTH);
        s3.intoArray(c, cOffset + 3 * LENGTH);
        t0.intoArray(c, cOffset + ldc);
        t1.intoArray(c, cOffset + ldc + LENGTH);
        t2.intoArray(c, cOffset + ldc + 2 * LENGTH);
        t3.intoArray(c, cOffset + ldc + 3 * LENGTH);
    }

    @Override
    protected void multiplyByTransposedUnchecked(int m, int p, int[] starts, int[] groupColumns, int[] first,
                                                 double[] a, int aOffset, double[] b, int bOffset, int ldb,
                                                 double[] c, int cOffset, int ldc) {
        if (p < LENGTH) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < p; j++) {
                    c[cOffset + i * ldc + j] = groupDot(starts[i], starts[i + 1], groupColumns, a, aOffset + first[i],
                        b, bOffset + j * ldb);
                }
            }
            return;
        }
        // All rows of a go over some rows of b, which stay in the L1 cache.
        for (int block = 0; block < p; block += LENGTH) {
            // As in the product with a vector, the last block may do some rows twice.
            int j = Math.min(block, p - LENGTH);
            for (int i = 0; i < m; i++) {
                blockOfGroupDots(starts[i], starts[i + 1], groupColumns, a, aOffset + first[i],
                    b, bOffset + j * ldb, ldb, c, cOffset + i * ldc + j);
            }
        }
    }

    /** The products of one row's groups with {@code LENGTH} rows of b; accumulators as in {@link #blocksOfDots}. */
    private static void blockOfGroupDots(int from, int to, int[] groupColumns, double[] a, int aOffset,
                                         double[] b, int bOffset, int ldb, double[] c, int cOffset) {
        int b1 = bOffset + 1 / PARTS * ldb + PART_1;
        int b2 = bOffset + 2 / PARTS * ldb + PART_2;
        int b3 = bOffset + 3 / PARTS * ldb + PART_3;
        int b4 = bOffset + 4 / PARTS * ldb;
        int b5 = bOffset + 5 / PARTS * ldb + PART_1;
        int b6 = bOffset + 6 / PARTS * ldb + PART_2;
        int b7 = bOffset + 7 / PARTS * ldb + PART_3;
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        DoubleVector s4 = zero();
        DoubleVector s5 = zero();
        DoubleVector s6 = zero();
        DoubleVector s7 = zero();
        for (int g = from, i = aOffset; g < to; g++, i += Lanes.COUNT) {
            int j = groupColumns[g];
            DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, i);
            DoubleVector a1 = DoubleVector.fromArray(SPECIES, a, i + PART_1);
            DoubleVector a2 = DoubleVector.fromArray(SPECIES, a, i + PART_2);
            DoubleVector a3 = DoubleVector.fromArray(SPECIES, a, i + PART_3);
            s0 = a0.fma(DoubleVector.fromArray(SPECIES, b, bOffset + j), s0);
            s1 = a1.fma(DoubleVector.fromArray(SPECIES, b, b1 + j), s1);
            s2 = a2.fma(DoubleVector.fromArray(SPECIES, b, b2 + j), s2);
            s3 = a3.fma(DoubleVector.fromArray(SPECIES, b, b3 + j), s3);
            s4 = a0.fma(DoubleVector.fromArray(SPECIES, b, b4 + j), s4);
            s5 = a1.fma(DoubleVector.fromArray(SPECIES, b, b5 + j), s5);
            s6 = a2.fma(DoubleVector.fromArray(SPECIES, b, b6 + j), s6);
            s7 = a3.fma(DoubleVector.fromArray(SPECIES, b, b7 + j), s7);
        }
        // The fold of blocksOfDots once more: a method for both is not always inlined, and then vectors are boxed.
        if (PARTS == 1) {
            DoubleVector t0 = mergeHalves(s0, s4, BIT_2, SWAP_2);
            DoubleVector t1 = mergeHalves(s1, s5, BIT_2, SWAP_2);
            DoubleVector t2 = mergeHalves(s2, s6, BIT_2, SWAP_2);
            DoubleVector t3 = mergeHalves(s3, s7, BIT_2, SWAP_2);
            mergeHalves(mergeHalves(t0, t2, BIT_1, SWAP_1), mergeHalves(t1, t3, BIT_1, SWAP_1), BIT_0, SWAP_0)
                .intoArray(c, cOffset);
        } else if (PARTS == 2) {
            DoubleVector t0 = s0.add(s1);
            DoubleVector t1 = s2.add(s3);
            DoubleVector t2 = s4.add(s5);
            DoubleVector t3 = s6.add(s7);
            mergeHalves(mergeHalves(t0, t2, BIT_1, SWAP_1), mergeHalves(t1, t3, BIT_1, SWAP_1), BIT_0, SWAP_0)
                .intoArray(c, cOffset);
        } else {
            DoubleVector t0 = s0.add(s2).add(s1.add(s3));
            DoubleVector t1 = s4.add(s6).add(s5.add(s7));
            c[cOffset] = t0.lane(0) + t0.lane(1);
            c[cOffset + 1] = t1.lane(0) + t1.lane(1);
        }
    }

    private static double groupDot(int from, int to, int[] groupColumns, double[] a, int aOffset, double[] b,
                                   int bOffset) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        for (int g = from, i = aOffset; g < to; g++, i += Lanes.COUNT) {
            int j = bOffset + groupColumns[g];
            s0 = DoubleVector.fromArray(SPECIES, a, i).fma(DoubleVector.fromArray(SPECIES, b, j), s0);
            if (PARTS > 1) {
                s1 = DoubleVector.fromArray(SPECIES, a, i + PART_1)
                    .fma(DoubleVector.fromArray(SPECIES, b, j + PART_1), s1);
            }
            if (PARTS > 2) {
                s2 = DoubleVector.fromArray(SPECIES, a, i + PART_2)
                    .fma(DoubleVector.fromArray(SPECIES, b, j + PART_2), s2);
                s3 = DoubleVector.fromArray(SPECIES, a, i + PART_3)
                    .fma(DoubleVector.fromArray(SPECIES, b, j + PART_3), s3);
            }
        }
        return fold(s0, s1, s2, s3);
    }

    @Override
    protected void addProductUnchecked(int m, int p, double[] a, int aOffset, int lda,
                                       double[] b, int bOffset, int ldb, int[] starts, int[] groupColumns,
                                       int[] first, double[] y, int yOffset) {
        for (int i = 0; i < m; i++) {
            for (int g = starts[i], o = yOffset + first[i]; g < starts[i + 1]; g += 4, o += 4 * Lanes.COUNT) {
                // Four groups at a time hide the latency. Where fewer are left, the last is computed again, not stored.
                int last = starts[i + 1] - 1;
                int b0 = bOffset + groupColumns[g];
                int b1 = bOffset + groupColumns[Math.min(g + 1, last)];
                int b2 = bOffset + groupColumns[Math.min(g + 2, last)];
                int b3 = bOffset + groupColumns[Math.min(g + 3, last)];
                for (int part = 0; part < Lanes.COUNT; part += LENGTH) {
                    addFour(p, a, aOffset + i * lda, b, b0 + part, b1 + part, b2 + part, b3 + part, ldb,
                        last - g, y, o + part);
                }
            }
        }
    }

    /** Adds one part of the product to a group of y and to the next ones, up to three, as {@code more} says. */
    private static void addFour(int p, double[] a, int aOffset, double[] b, int b0, int b1, int b2, int b3,
                                int ldb, int more, double[] y, int yOffset) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        for (int l = 0, o = 0; l < p; l++, o += ldb) {
            DoubleVector factor = DoubleVector.broadcast(SPECIES, a[aOffset + l]);
            s0 = factor.fma(DoubleVector.fromArray(SPECIES, b, b0 + o), s0);
            s1 = factor.fma(DoubleVector.fromArray(SPECIES, b, b1 + o), s1);
            s2 = factor.fma(DoubleVector.fromArray(SPECIES, b, b2 + o), s2);
            s3 = factor.fma(DoubleVector.fromArray(SPECIES, b, b3 + o), s3);
        }
        DoubleVector.fromArray(SPECIES, y, yOffset).add(s0).intoArray(y, yOffset);
        if (more > 0) {
            int o = yOffset + Lanes.COUNT;
            DoubleVector.fromArray(SPECIES, y, o).add(s1).intoArray(y, o);
        }
        if (more > 1) {
            int o = yOffset + 2 * Lanes.COUNT;
            DoubleVector.fromArray(SPECIES, y, o).add(s2).intoArray(y, o);
        }
        if (more > 2) {
            int o = yOffset + 3 * Lanes.COUNT;
            DoubleVector.fromArray(SPECIES, y, o).add(s3).intoArray(y, o);
        }
    }

    @Override
    protected void gatesUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] q, double leak,
                                  double scale, double[] f, int fOffset) {
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
    protected void affineGatesUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] c, double[] q,
                                        double leak, double scale, double[] f, int fOffset) {
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
    protected void gateWeightsUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] q, double leak,
                                        double scale, double[] residual, int residualOffset, double[] d, int dOffset,
                                        int ldd) {
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
    protected void affineGateWeightsUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] c, double[] q,
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
    protected void affineGatesUnchecked(int k, int b, double[] z, int zOffset, int ldz, double leak, double scale,
                                        double[] f, int fOffset) {
        double h = 0.5 * k;
        double all = 0.5 * h * (h + 1);
        int j = 0;
        for (; MASKS && j <= b - LENGTH; j += LENGTH) {
            DoubleVector p = DoubleVector.fromArray(SPECIES, z, zOffset + j);
            DoubleVector s = DoubleVector.fromArray(SPECIES, z, zOffset + ldz + j).abs();
            DoubleVector tau = p.div(s);
            VectorMask<Double> positive = tau.compare(VectorOperators.GT, 0.0);
            DoubleVector m = boundary(tau, positive, h);
            DoubleVector active = m.neg().blend(m, positive).add(h);
            DoubleVector slope = m.mul(-0.5).fma(m.add(1.0), DoubleVector.broadcast(SPECIES, all)).mul(s);
            DoubleVector inactive = active.neg().add(k).fma(p, slope.neg());
            inactive.fma(DoubleVector.broadcast(SPECIES, leak), active.fma(p, slope)).mul(scale)
                .intoArray(f, fOffset + j);
        }
        EvenGates.gates(k, b - j, z, zOffset + j, ldz, leak, scale, f, fOffset + j);
    }

    /**
     * The boundary of {@link EvenGates} for a vector of τ = p/|s|. Rounding to a whole number is done by adding and
     * taking away 2⁵², which is exact as far as the result is used.
     */
    private static DoubleVector boundary(DoubleVector tau, VectorMask<Double> positive, double h) {
        DoubleVector t = tau.abs();
        DoubleVector whole = t.add(0x1p52).sub(0x1p52);
        DoubleVector floor = whole.lanewise(VectorOperators.SUB, 1.0, whole.compare(VectorOperators.GT, t));
        DoubleVector below = whole.lanewise(VectorOperators.SUB, 1.0, whole.compare(VectorOperators.GE, t));
        return DoubleVector.broadcast(SPECIES, h)
            .blend(floor.blend(below, positive), t.compare(VectorOperators.LT, h + 1));
    }

    @Override
    protected void affineGateWeightsUnchecked(int k, int b, double[] z, int zOffset, int ldz, double leak,
                                              double scale, double[] residual, int residualOffset, double[] d,
                                              int dOffset, int ldd) {
        double h = 0.5 * k;
        double all = 0.5 * h * (h + 1);
        int j = 0;
        for (; MASKS && j <= b - LENGTH; j += LENGTH) {
            DoubleVector s = DoubleVector.fromArray(SPECIES, z, zOffset + ldz + j);
            DoubleVector tau = DoubleVector.fromArray(SPECIES, z, zOffset + j).div(s.abs());
            VectorMask<Double> positive = tau.compare(VectorOperators.GT, 0.0);
            DoubleVector m = boundary(tau, positive, h);
            DoubleVector active = m.neg().blend(m, positive).add(h);
            DoubleVector coefficients = m.mul(-0.5).fma(m.add(1.0), DoubleVector.broadcast(SPECIES, all))
                .mul(1 - leak);
            DoubleVector e = DoubleVector.fromArray(SPECIES, residual, residualOffset + j);
            active.neg().add(k).fma(DoubleVector.broadcast(SPECIES, leak), active).mul(scale).mul(e)
                .intoArray(d, dOffset + j);
            coefficients.blend(coefficients.neg(), s.compare(VectorOperators.LT, 0.0)).mul(scale).mul(e)
                .intoArray(d, dOffset + ldd + j);
        }
        EvenGates.gateWeights(k, b - j, z, zOffset + j, ldz, leak, scale, residual, residualOffset + j,
            d, dOffset + j, ldd);
    }

    @Override
    protected void scaledDifferenceUnchecked(int length, double[] v, int vOffset, double[] f, int fOffset,
                                             double scale, double[] d, int dOffset) {
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
    protected int boundedDifferenceUnchecked(int length, double[] v, int vOffset, double[] f, int fOffset, Bound bound,
                                             double threshold, double scale, double[] d, int dOffset) {
        int exceeding = 0;
        int j = 0;
        for (; MASKS && j <= length - LENGTH; j += LENGTH) {
            DoubleVector difference = DoubleVector.fromArray(SPECIES, v, vOffset + j)
                .sub(DoubleVector.fromArray(SPECIES, f, fOffset + j));
            DoubleVector size = difference.abs();
            VectorMask<Double> beyond = size.compare(VectorOperators.GT, threshold);
            DoubleVector most = DoubleVector.broadcast(SPECIES, bound == Bound.TRIM ? 0 : threshold);
            if (bound == Bound.HAMPEL) {
                most = DoubleVector.broadcast(SPECIES, 4 * threshold).sub(size).mul(0.5).min(most).max(0);
            }
            most = most.blend(most.neg(), difference.compare(VectorOperators.LT, 0.0));
            difference.blend(most, beyond).mul(scale).intoArray(d, dOffset + j);
            exceeding += beyond.trueCount();
        }
        for (; j < length; j++) {
            double difference = v[vOffset + j] - f[fOffset + j];
            exceeding += Math.abs(difference) > threshold ? 1 : 0;
            d[dOffset + j] = bound.of(difference, threshold) * scale;
        }
        return exceeding;
    }

    @Override
    protected void addScaledUnchecked(int length, double factor, double[] x, int xOffset, double[] y, int yOffset) {
        addRow(length, factor, x, xOffset, y, yOffset);
    }

    private static void addRow(int length, double factor, double[] x, int xOffset, double[] y, int yOffset) {
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
    protected void multiplyElementsUnchecked(int length, double[] a, int aOffset, double[] x, int xOffset,
                                             double[] y, int yOffset) {
        int j = 0;
        for (; j <= length - LENGTH; j += LENGTH) {
            DoubleVector.fromArray(SPECIES, a, aOffset + j).mul(DoubleVector.fromArray(SPECIES, x, xOffset + j))
                .intoArray(y, yOffset + j);
        }
        for (; j < length; j++) {
            y[yOffset + j] = a[aOffset + j] * x[xOffset + j];
        }
    }

    @Override
    protected void standardizeUnchecked(int length, double[] mean, double[] scale, double[] x, int xOffset) {
        int j = 0;
        for (; j <= length - LENGTH; j += LENGTH) {
            DoubleVector.fromArray(SPECIES, x, xOffset + j).sub(DoubleVector.fromArray(SPECIES, mean, j))
                .div(DoubleVector.fromArray(SPECIES, scale, j)).intoArray(x, xOffset + j);
        }
        for (; j < length; j++) {
            x[xOffset + j] = (x[xOffset + j] - mean[j]) / scale[j];
        }
    }

    @Override
    protected double squaredDistanceUnchecked(int length, double[] x, int xOffset, double[] y, int yOffset) {
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
    protected double sumUnchecked(int length, double[] x, int xOffset) {
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

    /**
     * Elements of an array from {@code offset}, a vector of them or, if fewer, {@code rest} and then zeros.
     *
     * <p>This and what it calls are methods of at most 35 bytes, as C2 inlines larger ones only where they are called
     * often. Tails often are not, and a vector that is returned by a call is an object.
     */
    private static DoubleVector load(double[] x, int offset, int rest) {
        return rest >= LENGTH ? DoubleVector.fromArray(SPECIES, x, offset) : loadTail(x, offset, rest);
    }

    private static DoubleVector loadTail(double[] x, int offset, int rest) {
        return MASKS ? loadMasked(x, offset, rest) : loadOne(x, offset, rest);
    }

    private static DoubleVector loadOne(double[] x, int offset, int rest) {
        return rest > 0 ? zero().withLane(0, x[offset]) : zero();
    }

    private static DoubleVector loadMasked(double[] x, int offset, int rest) {
        return DoubleVector.fromArray(SPECIES, x, offset, SPECIES.indexInRange(0, Math.max(rest, 0)));
    }
}
