package org.neurotron.bench.peers;

import java.util.Arrays;
import org.neurotron.bench.peers.Workload.Kind;

/**
 * The reformulated algorithm in plain Java, as fast as it gets without the Vector API. Sums of rows run along the rows,
 * four at a time, which C2 vectorises; so M, which never changes, is kept transposed as well. Rows are arrays of their
 * own, because C2 does not vectorise where two ranges of one array might overlap.
 *
 * <p>What remains are dot products, eight at a time for the sake of instruction-level parallelism. They are written
 * with {@link Math#fma}, which C2 leaves scalar: of a plain multiplication and addition it vectorises only the
 * multiplication, since the order of the additions is fixed, and that is slower than not at all. Transposing the
 * inputs in every step, to have sums of rows here too, would cost more (0.7 µs at the paper's size) than these products
 * take.
 */
final class ScalarAuto extends Reformulated {

    private final double[][][] matrices;

    /** Matrix of the Tron-gradient, transposed, n × r. */
    private final double[][] mean;

    private final double[][] x;

    /** Projected filter, blocks × n. */
    private final double[][] u;

    /** Weighted sums of inputs, blocks × n. */
    private final double[][] y;

    ScalarAuto(Workload workload) {
        super(workload);
        matrices = new double[kind == Kind.SINGLE ? 0 : blocks][][];
        for (int l = 0; l < matrices.length; l++) {
            matrices[l] = Textbook.rows(workload.block(l), r);
        }
        mean = new double[kind == Kind.SINGLE ? 0 : n][r];
        if (kind != Kind.SINGLE) {
            transpose(kind == Kind.AFFINE ? matrices[0] : Textbook.rows(workload.tronMatrix(), r), mean);
        }
        x = Textbook.rows(workload.inputs(), b);
        u = kind == Kind.SINGLE ? new double[][] {w} : new double[blocks][n];
        y = kind == Kind.SINGLE ? new double[][] {g} : new double[blocks][n];
    }

    @Override
    void project() {
        for (int l = 0; l < blocks; l++) {
            combine(matrices[l], w, 0, u[l]);
        }
    }

    @Override
    void multiplyInputs() {
        Arrays.fill(z, 0);
        for (int l = 0; l < blocks; l++) {
            addProduct(x, u[l], z, l * b);
        }
    }

    @Override
    void combineResiduals() {
        combine(x, d, 0, y[0]);
    }

    @Override
    void combineGates() {
        for (int l = 0; l < blocks; l++) {
            combine(x, e, l * b, y[l]);
        }
    }

    @Override
    void multiplyByMean() {
        combine(mean, y[0], 0, g);
    }

    @Override
    void backProject() {
        Arrays.fill(g, 0);
        for (int l = 0; l < blocks; l++) {
            addProduct(matrices[l], y[l], g, 0);
        }
    }

    private static void transpose(double[][] from, double[][] to) {
        for (int i = 0; i < from.length; i++) {
            for (int j = 0; j < to.length; j++) {
                to[j][i] = from[i][j];
            }
        }
    }

    /** sum ← Σ_i weights_i rows_i. */
    private static void combine(double[][] rows, double[] weights, int offset, double[] sum) {
        Arrays.fill(sum, 0);
        int i = 0;
        for (; i + 4 <= rows.length; i += 4) {
            addFour(rows[i], rows[i + 1], rows[i + 2], rows[i + 3], weights, offset + i, sum);
        }
        for (; i < rows.length; i++) {
            addScaled(weights[offset + i], rows[i], sum);
        }
    }

    private static void addFour(double[] a0, double[] a1, double[] a2, double[] a3, double[] weights, int offset,
            double[] sum) {
        double w0 = weights[offset];
        double w1 = weights[offset + 1];
        double w2 = weights[offset + 2];
        double w3 = weights[offset + 3];
        for (int j = 0; j < sum.length; j++) {
            sum[j] += w0 * a0[j] + w1 * a1[j] + w2 * a2[j] + w3 * a3[j];
        }
    }

    private static void addScaled(double weight, double[] a, double[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += weight * a[j];
        }
    }

    /** result_i ← result_i + rows_i · x. */
    private static void addProduct(double[][] rows, double[] x, double[] result, int offset) {
        int i = 0;
        for (; i + 8 <= rows.length; i += 8) {
            addEightProducts(rows[i], rows[i + 1], rows[i + 2], rows[i + 3], rows[i + 4], rows[i + 5],
                rows[i + 6], rows[i + 7], x, result, offset + i);
        }
        for (; i < rows.length; i++) {
            double sum = 0;
            for (int j = 0; j < x.length; j++) {
                sum = Math.fma(rows[i][j], x[j], sum);
            }
            result[offset + i] += sum;
        }
    }

    private static void addEightProducts(double[] a0, double[] a1, double[] a2, double[] a3, double[] a4,
            double[] a5, double[] a6, double[] a7, double[] x, double[] result, int offset) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        for (int j = 0; j < x.length; j++) {
            double xj = x[j];
            s0 = Math.fma(a0[j], xj, s0);
            s1 = Math.fma(a1[j], xj, s1);
            s2 = Math.fma(a2[j], xj, s2);
            s3 = Math.fma(a3[j], xj, s3);
            s4 = Math.fma(a4[j], xj, s4);
            s5 = Math.fma(a5[j], xj, s5);
            s6 = Math.fma(a6[j], xj, s6);
            s7 = Math.fma(a7[j], xj, s7);
        }
        result[offset] += s0;
        result[offset + 1] += s1;
        result[offset + 2] += s2;
        result[offset + 3] += s3;
        result[offset + 4] += s4;
        result[offset + 5] += s5;
        result[offset + 6] += s6;
        result[offset + 7] += s7;
    }
}
