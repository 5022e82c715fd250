package org.neurotron.kernel;

import org.neurotron.internal.EvenGates;

/**
 * The kernel in plain Java: the reference for the bits, and what runs where the Vector API does not.
 *
 * <p>Sums along rows keep the eight lanes in eight locals. Sums down rows go through the result array row by row, a
 * loop that C2 turns into vector code by itself.
 */
final class PortableKernel extends Kernel {

    private static final RandomKernel RANDOM = new PortableRandomKernel();

    @Override
    public String name() {
        return "portable";
    }

    @Override
    public int vectorBits() {
        return Double.SIZE;
    }

    @Override
    public RandomKernel random() {
        return RANDOM;
    }

    @Override
    protected void rowDots(int rows, int columns, double[] a, int aOffset, int lda,
                           double[] x, int xOffset, double[] y, int yOffset) {
        for (int i = 0; i < rows; i++) {
            y[yOffset + i] = dot(columns, a, aOffset + i * lda, x, xOffset);
        }
    }

    private static double dot(int length, double[] a, int aOffset, double[] x, int xOffset) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int j = 0;
        for (; j <= length - Lanes.COUNT; j += Lanes.COUNT) {
            int i = aOffset + j;
            int l = xOffset + j;
            s0 = Math.fma(a[i], x[l], s0);
            s1 = Math.fma(a[i + 1], x[l + 1], s1);
            s2 = Math.fma(a[i + 2], x[l + 2], s2);
            s3 = Math.fma(a[i + 3], x[l + 3], s3);
            s4 = Math.fma(a[i + 4], x[l + 4], s4);
            s5 = Math.fma(a[i + 5], x[l + 5], s5);
            s6 = Math.fma(a[i + 6], x[l + 6], s6);
            s7 = Math.fma(a[i + 7], x[l + 7], s7);
        }
        int rest = length - j;
        if (rest > 0) {
            int i = aOffset + j;
            int l = xOffset + j;
            // Adding +0 is the multiply-add of a padded element: it keeps every value but turns -0 into +0.
            s0 = Math.fma(a[i], x[l], s0);
            s1 = rest > 1 ? Math.fma(a[i + 1], x[l + 1], s1) : s1 + 0.0;
            s2 = rest > 2 ? Math.fma(a[i + 2], x[l + 2], s2) : s2 + 0.0;
            s3 = rest > 3 ? Math.fma(a[i + 3], x[l + 3], s3) : s3 + 0.0;
            s4 = rest > 4 ? Math.fma(a[i + 4], x[l + 4], s4) : s4 + 0.0;
            s5 = rest > 5 ? Math.fma(a[i + 5], x[l + 5], s5) : s5 + 0.0;
            s6 = rest > 6 ? Math.fma(a[i + 6], x[l + 6], s6) : s6 + 0.0;
            s7 = s7 + 0.0;
        }
        return Lanes.fold(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    @Override
    protected void combineRows(int rows, int columns, double[] a, int aOffset, int lda,
                               double[] x, int xOffset, double[] y, int yOffset) {
        for (int j = 0; j < columns; j++) {
            y[yOffset + j] = 0;
        }
        for (int i = 0; i < rows; i++) {
            axpy(columns, x[xOffset + i], a, aOffset + i * lda, y, yOffset);
        }
    }

    @Override
    protected void groupDots(int rows, int[] starts, int[] columns, int[] first, double[] a, int aOffset,
                             int count, double[] x, int xOffset, int ldx, double[] y, int yOffset, int ldy) {
        for (int l = 0; l < rows; l++) {
            for (int i = 0; i < count; i++) {
                y[yOffset + l * ldy + i] = groupDot(starts[l], starts[l + 1], columns, a, aOffset + first[l],
                    x, xOffset + i * ldx);
            }
        }
    }

    private static double groupDot(int from, int to, int[] columns, double[] a, int aOffset, double[] x,
                                   int xOffset) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        for (int g = from, i = aOffset; g < to; g++, i += Lanes.COUNT) {
            int j = xOffset + columns[g];
            s0 = Math.fma(a[i], x[j], s0);
            s1 = Math.fma(a[i + 1], x[j + 1], s1);
            s2 = Math.fma(a[i + 2], x[j + 2], s2);
            s3 = Math.fma(a[i + 3], x[j + 3], s3);
            s4 = Math.fma(a[i + 4], x[j + 4], s4);
            s5 = Math.fma(a[i + 5], x[j + 5], s5);
            s6 = Math.fma(a[i + 6], x[j + 6], s6);
            s7 = Math.fma(a[i + 7], x[j + 7], s7);
        }
        return Lanes.fold(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    @Override
    protected void groupCombinations(int rows, int[] starts, int[] columns, int[] first, int count,
                                     double[] a, int aOffset, int lda, double[] x, int xOffset, int ldx,
                                     double[] y, int yOffset) {
        for (int l = 0; l < rows; l++) {
            for (int g = starts[l], o = yOffset + first[l]; g < starts[l + 1]; g++, o += Lanes.COUNT) {
                addGroup(count, a, aOffset + l * lda, x, xOffset + columns[g], ldx, y, o);
            }
        }
    }

    private static void addGroup(int count, double[] a, int aOffset, double[] x, int xOffset, int ldx, double[] y,
                                 int yOffset) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        for (int i = 0, j = xOffset; i < count; i++, j += ldx) {
            double factor = a[aOffset + i];
            s0 = Math.fma(factor, x[j], s0);
            s1 = Math.fma(factor, x[j + 1], s1);
            s2 = Math.fma(factor, x[j + 2], s2);
            s3 = Math.fma(factor, x[j + 3], s3);
            s4 = Math.fma(factor, x[j + 4], s4);
            s5 = Math.fma(factor, x[j + 5], s5);
            s6 = Math.fma(factor, x[j + 6], s6);
            s7 = Math.fma(factor, x[j + 7], s7);
        }
        y[yOffset] += s0;
        y[yOffset + 1] += s1;
        y[yOffset + 2] += s2;
        y[yOffset + 3] += s3;
        y[yOffset + 4] += s4;
        y[yOffset + 5] += s5;
        y[yOffset + 6] += s6;
        y[yOffset + 7] += s7;
    }

    @Override
    protected void gateSum(int k, int b, double[] z, int zOffset, int ldz, double[] q, double leak, double scale,
                           double[] f, int fOffset) {
        for (int j = 0; j < b; j++) {
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum = Math.fma(q[i], activation(z[zOffset + i * ldz + j], leak), sum);
            }
            f[fOffset + j] = sum * scale;
        }
    }

    @Override
    protected void affineGateSum(int k, int b, double[] z, int zOffset, int ldz, double[] c, double[] q, double leak,
                                 double scale, double[] f, int fOffset) {
        for (int j = 0; j < b; j++) {
            double p = z[zOffset + j];
            double s = z[zOffset + ldz + j];
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum = Math.fma(q[i], activation(Math.fma(c[i], s, p), leak), sum);
            }
            f[fOffset + j] = sum * scale;
        }
    }

    @Override
    protected void gateDerivatives(int k, int b, double[] z, int zOffset, int ldz, double[] q, double leak,
                                   double scale, double[] residual, int residualOffset,
                                   double[] d, int dOffset, int ldd) {
        for (int i = 0; i < k; i++) {
            double open = q[i] * scale;
            double closed = q[i] * leak * scale;
            for (int j = 0; j < b; j++) {
                double derivative = z[zOffset + i * ldz + j] > 0 ? open : closed;
                d[dOffset + i * ldd + j] = derivative * residual[residualOffset + j];
            }
        }
    }

    @Override
    protected void affineGateDerivatives(int k, int b, double[] z, int zOffset, int ldz, double[] c, double[] q,
                                         double leak, double scale, double[] residual, int residualOffset,
                                         double[] d, int dOffset, int ldd) {
        for (int j = 0; j < b; j++) {
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
    protected void evenGateSum(int k, int b, double[] z, int zOffset, int ldz, double leak, double scale,
                               double[] f, int fOffset) {
        EvenGates.sums(k, b, z, zOffset, ldz, leak, scale, f, fOffset);
    }

    @Override
    protected void evenGateDerivatives(int k, int b, double[] z, int zOffset, int ldz, double leak, double scale,
                                       double[] residual, int residualOffset, double[] d, int dOffset, int ldd) {
        EvenGates.derivatives(k, b, z, zOffset, ldz, leak, scale, residual, residualOffset, d, dOffset, ldd);
    }

    private static double activation(double y, double leak) {
        return y < 0 ? leak * y : y;
    }

    @Override
    protected void difference(int length, double[] v, int vOffset, double[] f, int fOffset, double scale,
                              double[] d, int dOffset) {
        for (int j = 0; j < length; j++) {
            d[dOffset + j] = (v[vOffset + j] - f[fOffset + j]) * scale;
        }
    }

    @Override
    protected void axpy(int length, double factor, double[] x, int xOffset, double[] y, int yOffset) {
        for (int j = 0; j < length; j++) {
            y[yOffset + j] = Math.fma(factor, x[xOffset + j], y[yOffset + j]);
        }
    }

    @Override
    protected double distanceSquared(int length, double[] x, int xOffset, double[] y, int yOffset) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        // A padded element adds +0 to a lane that is never -0, so whole groups and the rest need no distinction.
        for (int j = 0; j < length; j += Lanes.COUNT) {
            int rest = length - j;
            s0 = addSquare(s0, x, xOffset + j, y, yOffset + j);
            s1 = rest > 1 ? addSquare(s1, x, xOffset + j + 1, y, yOffset + j + 1) : s1;
            s2 = rest > 2 ? addSquare(s2, x, xOffset + j + 2, y, yOffset + j + 2) : s2;
            s3 = rest > 3 ? addSquare(s3, x, xOffset + j + 3, y, yOffset + j + 3) : s3;
            s4 = rest > 4 ? addSquare(s4, x, xOffset + j + 4, y, yOffset + j + 4) : s4;
            s5 = rest > 5 ? addSquare(s5, x, xOffset + j + 5, y, yOffset + j + 5) : s5;
            s6 = rest > 6 ? addSquare(s6, x, xOffset + j + 6, y, yOffset + j + 6) : s6;
            s7 = rest > 7 ? addSquare(s7, x, xOffset + j + 7, y, yOffset + j + 7) : s7;
        }
        return Lanes.fold(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    private static double addSquare(double sum, double[] x, int i, double[] y, int j) {
        double difference = x[i] - y[j];
        return Math.fma(difference, difference, sum);
    }

    @Override
    protected double laneSum(int length, double[] x, int xOffset) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        // From +0 no sum of finite terms becomes -0, so leaving out the padded zeros changes no bit.
        for (int j = 0; j < length; j += Lanes.COUNT) {
            int i = xOffset + j;
            int rest = length - j;
            s0 += x[i];
            s1 += rest > 1 ? x[i + 1] : 0;
            s2 += rest > 2 ? x[i + 2] : 0;
            s3 += rest > 3 ? x[i + 3] : 0;
            s4 += rest > 4 ? x[i + 4] : 0;
            s5 += rest > 5 ? x[i + 5] : 0;
            s6 += rest > 6 ? x[i + 6] : 0;
            s7 += rest > 7 ? x[i + 7] : 0;
        }
        return Lanes.fold(s0, s1, s2, s3, s4, s5, s6, s7);
    }
}
