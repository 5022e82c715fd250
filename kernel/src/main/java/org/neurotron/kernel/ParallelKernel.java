package org.neurotron.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.neurotron.internal.Check;

/**
 * A kernel that shares out large products among the threads of a pool. Every element of a result is computed by one
 * thread in the order of the kernel underneath, so the bits do not change. What is small is not worth waking a thread
 * for and runs in the caller's.
 */
final class ParallelKernel extends Kernel {

    /** Multiply-adds that are worth waking a thread for: some 80 microseconds of work, as waking may take as long. */
    static final long WORK_PER_THREAD = 1L << 20;

    private final Kernel kernel;
    private final ForkJoinPool pool;
    private final int threads;
    private final long workPerThread;

    /** Part of the elements of a result. */
    @FunctionalInterface
    private interface Part {
        void compute(int first, int count);
    }

    ParallelKernel(Kernel kernel, ForkJoinPool pool, int threads, long workPerThread) {
        this.kernel = Objects.requireNonNull(kernel, "kernel");
        this.pool = Objects.requireNonNull(pool, "pool");
        this.threads = Check.positive("threads", threads);
        this.workPerThread = workPerThread;
    }

    /** Cuts a range into parts of whole groups of eight, so that no two threads write to one cache line for long. */
    private void share(int length, long work, Part part) {
        int parts = (int) Math.min(Math.min(threads, work / workPerThread), length / Lanes.COUNT);
        if (parts < 2) {
            part.compute(0, length);
            return;
        }
        int size = Lanes.pad((length + parts - 1) / parts);
        List<ForkJoinTask<?>> others = new ArrayList<>(parts - 1);
        try {
            for (int first = size; first < length; first += size) {
                int start = first;
                int count = Math.min(size, length - start);
                others.add(pool.submit(() -> part.compute(start, count)));
            }
            part.compute(0, Math.min(size, length));
        } finally {
            // Whatever happens, nobody writes to the result any more when this returns.
            others.forEach(ForkJoinTask::quietlyJoin);
        }
        others.forEach(ForkJoinTask::join);
    }

    @Override
    protected void multiplyUnchecked(int r, int n, double[] a, int aOffset, int lda,
                                     double[] x, int xOffset, double[] y, int yOffset) {
        share(r, (long) r * n, (i, count) -> kernel.multiplyUnchecked(count, n, a, aOffset + i * lda, lda,
            x, xOffset, y, yOffset + i));
    }

    @Override
    protected void multiplyTransposedUnchecked(int r, int n, double[] a, int aOffset, int lda,
                                               double[] x, int xOffset, double[] y, int yOffset) {
        share(n, (long) r * n, (j, count) -> kernel.multiplyTransposedUnchecked(r, count, a, aOffset + j, lda,
            x, xOffset, y, yOffset + j));
    }

    @Override
    protected void multiplyByTransposedUnchecked(int m, int p, int n, double[] a, int aOffset, int lda,
                                                 double[] b, int bOffset, int ldb, double[] c, int cOffset, int ldc,
                                                 double[] workspace) {
        // The first part is the caller's; the others need a workspace of their own.
        share(p, (long) m * p * n, (j, count) -> kernel.multiplyByTransposedUnchecked(m, count, n, a, aOffset, lda,
            b, bOffset + j * ldb, ldb, c, cOffset + j, ldc,
            workspace == null || j == 0 ? workspace : new double[workspaceLength(m)]));
    }

    @Override
    protected void multiplyUnchecked(int m, int p, int n, double[] a, int aOffset, int lda,
                                     double[] b, int bOffset, int ldb, double[] c, int cOffset, int ldc) {
        share(n, (long) m * p * n, (j, count) -> kernel.multiplyUnchecked(m, p, count, a, aOffset, lda,
            b, bOffset + j, ldb, c, cOffset + j, ldc));
    }

    @Override
    protected void multiplyByTransposedUnchecked(int m, int p, int[] starts, int[] groupColumns, int[] first,
                                                 double[] a, int aOffset, double[] b, int bOffset, int ldb,
                                                 double[] c, int cOffset, int ldc) {
        share(p, (long) Lanes.COUNT * starts[m] * p, (j, count) -> kernel.multiplyByTransposedUnchecked(m, count,
            starts, groupColumns, first, a, aOffset, b, bOffset + j * ldb, ldb, c, cOffset + j, ldc));
    }

    /** In one thread: rows may share values, to which they add in order. */
    @Override
    protected void addProductUnchecked(int m, int p, double[] a, int aOffset, int lda,
                                       double[] b, int bOffset, int ldb, int[] starts, int[] groupColumns,
                                       int[] first, double[] y, int yOffset) {
        kernel.addProductUnchecked(m, p, a, aOffset, lda, b, bOffset, ldb, starts, groupColumns, first, y, yOffset);
    }

    @Override
    public String name() {
        return kernel.name();
    }

    @Override
    public int vectorBits() {
        return kernel.vectorBits();
    }

    @Override
    public RandomKernel random() {
        return kernel.random();
    }

    // Everything else is linear in the size of the batch or of the filter and goes to the kernel underneath.

    @Override
    protected void gatesUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] q, double leak,
                                  double scale, double[] f, int fOffset) {
        kernel.gatesUnchecked(k, b, z, zOffset, ldz, q, leak, scale, f, fOffset);
    }

    @Override
    protected void affineGatesUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] c, double[] q,
                                        double leak, double scale, double[] f, int fOffset) {
        kernel.affineGatesUnchecked(k, b, z, zOffset, ldz, c, q, leak, scale, f, fOffset);
    }

    @Override
    protected void gateWeightsUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] q, double leak,
                                        double scale, double[] residual, int residualOffset, double[] d, int dOffset,
                                        int ldd) {
        kernel.gateWeightsUnchecked(k, b, z, zOffset, ldz, q, leak, scale, residual, residualOffset, d, dOffset, ldd);
    }

    @Override
    protected void affineGateWeightsUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] c, double[] q,
                                              double leak, double scale, double[] residual, int residualOffset,
                                              double[] d, int dOffset, int ldd) {
        kernel.affineGateWeightsUnchecked(k, b, z, zOffset, ldz, c, q, leak, scale, residual, residualOffset,
            d, dOffset, ldd);
    }

    @Override
    protected void affineGatesUnchecked(int k, int b, double[] z, int zOffset, int ldz, double leak, double scale,
                                        double[] f, int fOffset) {
        kernel.affineGatesUnchecked(k, b, z, zOffset, ldz, leak, scale, f, fOffset);
    }

    @Override
    protected void affineGateWeightsUnchecked(int k, int b, double[] z, int zOffset, int ldz, double leak,
                                              double scale, double[] residual, int residualOffset, double[] d,
                                              int dOffset, int ldd) {
        kernel.affineGateWeightsUnchecked(k, b, z, zOffset, ldz, leak, scale, residual, residualOffset,
            d, dOffset, ldd);
    }

    @Override
    protected void scaledDifferenceUnchecked(int length, double[] v, int vOffset, double[] f, int fOffset,
                                             double scale, double[] d, int dOffset) {
        kernel.scaledDifferenceUnchecked(length, v, vOffset, f, fOffset, scale, d, dOffset);
    }

    @Override
    protected int boundedDifferenceUnchecked(int length, double[] v, int vOffset, double[] f, int fOffset, Bound bound,
                                             double threshold, double scale, double[] d, int dOffset) {
        return kernel.boundedDifferenceUnchecked(length, v, vOffset, f, fOffset, bound, threshold, scale, d, dOffset);
    }

    @Override
    protected void addScaledUnchecked(int length, double factor, double[] x, int xOffset, double[] y, int yOffset) {
        kernel.addScaledUnchecked(length, factor, x, xOffset, y, yOffset);
    }

    @Override
    protected void multiplyElementsUnchecked(int length, double[] a, int aOffset, double[] x, int xOffset,
                                             double[] y, int yOffset) {
        kernel.multiplyElementsUnchecked(length, a, aOffset, x, xOffset, y, yOffset);
    }

    @Override
    protected void standardizeUnchecked(int length, double[] mean, double[] scale, double[] x, int xOffset) {
        kernel.standardizeUnchecked(length, mean, scale, x, xOffset);
    }

    @Override
    protected double squaredDistanceUnchecked(int length, double[] x, int xOffset, double[] y, int yOffset) {
        return kernel.squaredDistanceUnchecked(length, x, xOffset, y, yOffset);
    }

    @Override
    protected double sumUnchecked(int length, double[] x, int xOffset) {
        return kernel.sumUnchecked(length, x, xOffset);
    }
}
