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
    protected void multiplyUnchecked(int r, int n, double[] a, int aOffset, int lda,
                                     double[] x, int xOffset, double[] y, int yOffset) {
        for (int i = 0; i < r; i++) {
            y[yOffset + i] = dot(n, a, aOffset + i * lda, x, xOffset);
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
            // A lane without a term adds +0, as if the row were padded with zeros. That is not nothing: it turns -0
            // into +0.
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
    protected void multiplyTransposedUnchecked(int r, int n, double[] a, int aOffset, int lda,
                                               double[] x, int xOffset, double[] y, int yOffset) {
        for (int j = 0; j < n; j++) {
            y[yOffset + j] = 0;
        }
        for (int i = 0; i < r; i++) {
            addScaledUnchecked(n, x[xOffset + i], a, aOffset + i * lda, y, yOffset);
        }
    }

    @Override
    protected void multiplyByTransposedUnchecked(int m, int p, int[] starts, int[] groupColumns, int[] first,
                                                 double[] a, int aOffset, double[] b, int bOffset, int ldb,
                                                 double[] c, int cOffset, int ldc) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < p; j++) {
                c[cOffset + i * ldc + j] = groupDot(starts[i], starts[i + 1], groupColumns, a, aOffset + first[i],
                    b, bOffset + j * ldb);
            }
        }
    }

    private static double groupDot(int from, int to, int[] groupColumns, double[] a, int aOffset, double[] b,
                                   int bOffset) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        for (int g = from, i = aOffset; g < to; g++, i += Lanes.COUNT) {
            int j = bOffset + groupColumns[g];
            s0 = Math.fma(a[i], b[j], s0);
            s1 = Math.fma(a[i + 1], b[j + 1], s1);
            s2 = Math.fma(a[i + 2], b[j + 2], s2);
            s3 = Math.fma(a[i + 3], b[j + 3], s3);
            s4 = Math.fma(a[i + 4], b[j + 4], s4);
            s5 = Math.fma(a[i + 5], b[j + 5], s5);
            s6 = Math.fma(a[i + 6], b[j + 6], s6);
            s7 = Math.fma(a[i + 7], b[j + 7], s7);
        }
        return Lanes.fold(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    @Override
    protected void addProductUnchecked(int m, int p, double[] a, int aOffset, int lda,
                                       double[] b, int bOffset, int ldb, int[] starts, int[] groupColumns,
                                       int[] first, double[] y, int yOffset) {
        for (int i = 0; i < m; i++) {
            for (int g = starts[i], o = yOffset + first[i]; g < starts[i + 1]; g++, o += Lanes.COUNT) {
                addGroup(p, a, aOffset + i * lda, b, bOffset + groupColumns[g], ldb, y, o);
            }
        }
    }

    private static void addGroup(int p, double[] a, int aOffset, double[] b, int bOffset, int ldb, double[] y,
                                 int yOffset) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        for (int l = 0, j = bOffset; l < p; l++, j += ldb) {
            double factor = a[aOffset + l];
            s0 = Math.fma(factor, b[j], s0);
            s1 = Math.fma(factor, b[j + 1], s1);
            s2 = Math.fma(factor, b[j + 2], s2);
            s3 = Math.fma(factor, b[j + 3], s3);
            s4 = Math.fma(factor, b[j + 4], s4);
            s5 = Math.fma(factor, b[j + 5], s5);
            s6 = Math.fma(factor, b[j + 6], s6);
            s7 = Math.fma(factor, b[j + 7], s7);
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
    protected void gatesUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] q, double leak,
                                  double scale, double[] f, int fOffset) {
        for (int j = 0; j < b; j++) {
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum = Math.fma(q[i], activation(z[zOffset + i * ldz + j], leak), sum);
            }
            f[fOffset + j] = sum * scale;
        }
    }

    @Override
    protected void affineGatesUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] c, double[] q,
                                        double leak, double scale, double[] f, int fOffset) {
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
    protected void gateWeightsUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] q, double leak,
                                        double scale, double[] residual, int residualOffset, double[] d, int dOffset,
                                        int ldd) {
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
    protected void affineGateWeightsUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] c, double[] q,
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
    protected void affineGatesUnchecked(int k, int b, double[] z, int zOffset, int ldz, double leak, double scale,
                                        double[] f, int fOffset) {
        EvenGates.gates(k, b, z, zOffset, ldz, leak, scale, f, fOffset);
    }

    @Override
    protected void affineGateWeightsUnchecked(int k, int b, double[] z, int zOffset, int ldz, double leak,
                                              double scale, double[] residual, int residualOffset, double[] d,
                                              int dOffset, int ldd) {
        EvenGates.gateWeights(k, b, z, zOffset, ldz, leak, scale, residual, residualOffset, d, dOffset, ldd);
    }

    private static double activation(double y, double leak) {
        return y < 0 ? leak * y : y;
    }

    @Override
    protected void scaledDifferenceUnchecked(int length, double[] v, int vOffset, double[] f, int fOffset,
                                             double scale, double[] d, int dOffset) {
        for (int j = 0; j < length; j++) {
            d[dOffset + j] = (v[vOffset + j] - f[fOffset + j]) * scale;
        }
    }

    @Override
    protected int boundedDifferenceUnchecked(int length, double[] v, int vOffset, double[] f, int fOffset, Bound bound,
                                             double threshold, double scale, double[] d, int dOffset) {
        int exceeding = 0;
        for (int j = 0; j < length; j++) {
            double difference = v[vOffset + j] - f[fOffset + j];
            exceeding += Math.abs(difference) > threshold ? 1 : 0;
            d[dOffset + j] = bound.of(difference, threshold) * scale;
        }
        return exceeding;
    }

    @Override
    protected void addScaledUnchecked(int length, double factor, double[] x, int xOffset, double[] y, int yOffset) {
        for (int j = 0; j < length; j++) {
            y[yOffset + j] = Math.fma(factor, x[xOffset + j], y[yOffset + j]);
        }
    }

    @Override
    protected void multiplyElementsUnchecked(int length, double[] a, int aOffset, double[] x, int xOffset,
                                             double[] y, int yOffset) {
        for (int j = 0; j < length; j++) {
            y[yOffset + j] = a[aOffset + j] * x[xOffset + j];
        }
    }

    @Override
    protected void standardizeUnchecked(int length, double[] mean, double[] scale, double[] x, int xOffset) {
        for (int j = 0; j < length; j++) {
            x[xOffset + j] = (x[xOffset + j] - mean[j]) / scale[j];
        }
    }

    @Override
    protected double squaredDistanceUnchecked(int length, double[] x, int xOffset, double[] y, int yOffset) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        // Squares leave no lane at -0, so the +0 that a lane without a term would add changes nothing and is left out.
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
    protected double sumUnchecked(int length, double[] x, int xOffset) {
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
