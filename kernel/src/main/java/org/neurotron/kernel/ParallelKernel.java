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

    /** Multiply-adds for which a thread is woken: some 80 microseconds of work, as waking one may take as long. */
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
    protected void rowDots(int rows, int columns, double[] a, int aOffset, int lda,
                           double[] x, int xOffset, double[] y, int yOffset) {
        share(rows, (long) rows * columns, (i, count) -> kernel.rowDots(count, columns, a, aOffset + i * lda, lda,
            x, xOffset, y, yOffset + i));
    }

    @Override
    protected void crossDots(int count, int rows, int columns, double[] a, int aOffset, int lda,
                             double[] x, int xOffset, int ldx, double[] y, int yOffset, int ldy, double[] workspace) {
        // The first part is the caller's; the others need a workspace of their own.
        share(rows, (long) count * rows * columns, (i, some) -> kernel.crossDots(count, some, columns,
            a, aOffset + i * lda, lda, x, xOffset, ldx, y, yOffset + i, ldy,
            workspace == null || i == 0 ? workspace : new double[workspaceLength(count)]));
    }

    @Override
    protected void combineRows(int rows, int columns, double[] a, int aOffset, int lda,
                               double[] x, int xOffset, double[] y, int yOffset) {
        share(columns, (long) rows * columns, (j, some) -> kernel.combineRows(rows, some, a, aOffset + j, lda,
            x, xOffset, y, yOffset + j));
    }

    @Override
    protected void rowCombinations(int count, int rows, int columns, double[] a, int aOffset, int lda,
                                   double[] x, int xOffset, int ldx, double[] y, int yOffset, int ldy) {
        share(columns, (long) count * rows * columns, (j, some) -> kernel.rowCombinations(count, rows, some,
            a, aOffset + j, lda, x, xOffset, ldx, y, yOffset + j, ldy));
    }

    @Override
    protected void groupDots(int rows, int[] starts, int[] columns, int[] first, double[] a, int aOffset,
                             int count, double[] x, int xOffset, int ldx, double[] y, int yOffset, int ldy) {
        share(count, (long) Lanes.COUNT * starts[rows] * count, (i, some) -> kernel.groupDots(rows, starts, columns,
            first, a, aOffset, some, x, xOffset + i * ldx, ldx, y, yOffset + i, ldy));
    }

    /** In one thread: rows may share values, to which they add in order. */
    @Override
    protected void groupCombinations(int rows, int[] starts, int[] columns, int[] first, int count,
                                     double[] a, int aOffset, int lda, double[] x, int xOffset, int ldx,
                                     double[] y, int yOffset) {
        kernel.groupCombinations(rows, starts, columns, first, count, a, aOffset, lda, x, xOffset, ldx, y, yOffset);
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
    protected void gateSum(int k, int b, double[] z, int zOffset, int ldz, double[] q, double leak, double scale,
                           double[] f, int fOffset) {
        kernel.gateSum(k, b, z, zOffset, ldz, q, leak, scale, f, fOffset);
    }

    @Override
    protected void affineGateSum(int k, int b, double[] z, int zOffset, int ldz, double[] c, double[] q, double leak,
                                 double scale, double[] f, int fOffset) {
        kernel.affineGateSum(k, b, z, zOffset, ldz, c, q, leak, scale, f, fOffset);
    }

    @Override
    protected void gateDerivatives(int k, int b, double[] z, int zOffset, int ldz, double[] q, double leak,
                                   double scale, double[] residual, int residualOffset,
                                   double[] d, int dOffset, int ldd) {
        kernel.gateDerivatives(k, b, z, zOffset, ldz, q, leak, scale, residual, residualOffset, d, dOffset, ldd);
    }

    @Override
    protected void affineGateDerivatives(int k, int b, double[] z, int zOffset, int ldz, double[] c, double[] q,
                                         double leak, double scale, double[] residual, int residualOffset,
                                         double[] d, int dOffset, int ldd) {
        kernel.affineGateDerivatives(k, b, z, zOffset, ldz, c, q, leak, scale, residual, residualOffset,
            d, dOffset, ldd);
    }

    @Override
    protected void evenGateSum(int k, int b, double[] z, int zOffset, int ldz, double leak, double scale,
                               double[] f, int fOffset) {
        kernel.evenGateSum(k, b, z, zOffset, ldz, leak, scale, f, fOffset);
    }

    @Override
    protected void evenGateDerivatives(int k, int b, double[] z, int zOffset, int ldz, double leak, double scale,
                                       double[] residual, int residualOffset, double[] d, int dOffset, int ldd) {
        kernel.evenGateDerivatives(k, b, z, zOffset, ldz, leak, scale, residual, residualOffset, d, dOffset, ldd);
    }

    @Override
    protected void difference(int length, double[] v, int vOffset, double[] f, int fOffset, double scale,
                              double[] d, int dOffset) {
        kernel.difference(length, v, vOffset, f, fOffset, scale, d, dOffset);
    }

    @Override
    protected void axpy(int length, double factor, double[] x, int xOffset, double[] y, int yOffset) {
        kernel.axpy(length, factor, x, xOffset, y, yOffset);
    }

    @Override
    protected double distanceSquared(int length, double[] x, int xOffset, double[] y, int yOffset) {
        return kernel.distanceSquared(length, x, xOffset, y, yOffset);
    }

    @Override
    protected double laneSum(int length, double[] x, int xOffset) {
        return kernel.laneSum(length, x, xOffset);
    }
}
