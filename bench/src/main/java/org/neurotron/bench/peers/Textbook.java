package org.neurotron.bench.peers;

import java.util.Arrays;

/**
 * The formulas as one reads them in the paper, in plain loops: every A_i is written out, and wᵀA_i x is computed as
 * A_i x and then its product with w. What a first implementation would be.
 */
final class Textbook extends InJava {

    /** A_i, k × r × n. */
    private final double[][][] a;

    /** Matrix of the Tron-gradient, r × n. */
    private final double[][] m;

    /** Inputs, b × n. */
    private final double[][] x;

    private final double[] v;

    /** (1/b) Σ_j (v_j − f_w(x_j)) x_j. */
    private final double[] mean;

    /** A_i x of the sample last seen, k × r, and its product with w, k elements. */
    private final double[][] projected;
    private final double[] preactivation;

    Textbook(Workload workload) {
        super(workload);
        Shape shape = workload.shape();
        a = new double[shape.k()][][];
        for (int i = 0; i < a.length; i++) {
            a[i] = rows(workload.sensingMatrix(i), shape.r());
        }
        m = rows(workload.tronMatrix(), shape.r());
        x = rows(workload.inputs(), shape.b());
        v = workload.labels();
        mean = new double[shape.n()];
        projected = new double[shape.k()][shape.r()];
        preactivation = new double[shape.k()];
    }

    /** The rows of a row-major matrix. */
    static double[][] rows(double[] values, int count) {
        double[][] rows = new double[count][values.length / count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(values, i * rows[i].length, rows[i], 0, rows[i].length);
        }
        return rows;
    }

    private double output(double[] sample) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double y = 0;
            for (int row = 0; row < w.length; row++) {
                double product = 0;
                for (int j = 0; j < sample.length; j++) {
                    product += a[i][row][j] * sample[j];
                }
                projected[i][row] = product;
                y += w[row] * product;
            }
            preactivation[i] = y;
            sum += Math.max(y, 0);
        }
        return sum / a.length;
    }

    @Override
    public void forward() {
        for (int s = 0; s < x.length; s++) {
            f[s] = output(x[s]);
        }
    }

    @Override
    public void tronGradient() {
        Arrays.fill(mean, 0);
        for (int s = 0; s < x.length; s++) {
            double residual = v[s] - output(x[s]);
            for (int j = 0; j < mean.length; j++) {
                mean[j] += residual * x[s][j] / x.length;
            }
        }
        for (int row = 0; row < g.length; row++) {
            double product = 0;
            for (int j = 0; j < mean.length; j++) {
                product += m[row][j] * mean[j];
            }
            g[row] = product;
        }
    }

    @Override
    public void sgdGradient() {
        Arrays.fill(g, 0);
        for (int s = 0; s < x.length; s++) {
            double residual = v[s] - output(x[s]);
            for (int i = 0; i < a.length; i++) {
                if (preactivation[i] > 0) {
                    for (int row = 0; row < g.length; row++) {
                        g[row] += residual * projected[i][row] / (a.length * (double) x.length);
                    }
                }
            }
        }
    }

    @Override
    public void step() {
        tronGradient();
        for (int row = 0; row < w.length; row++) {
            w[row] += Workload.ETA * g[row];
        }
    }
}
