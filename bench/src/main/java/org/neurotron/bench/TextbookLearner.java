package org.neurotron.bench;

import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;

/**
 * Algorithm 1 as one reads it in the paper, in plain loops: every A_i is written out, and wᵀA_i x is computed as
 * (A_i x) and then its product with w. The baseline that a first implementation would be.
 */
final class TextbookLearner {

    private final double[][][] a;
    private final double[][] m;
    private final double eta;

    TextbookLearner(AffineFamily family, double eta) {
        a = new double[family.k()][][];
        for (int i = 0; i < a.length; i++) {
            a[i] = rows(family.sensingMatrix(i));
        }
        m = rows(family.mean());
        this.eta = eta;
    }

    static double[][] rows(Matrix matrix) {
        double[][] rows = new double[matrix.rows()][matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                rows[i][j] = matrix.get(i, j);
            }
        }
        return rows;
    }

    double forward(double[] w, double[] x) {
        double sum = 0;
        for (double[][] matrix : a) {
            double y = 0;
            for (int i = 0; i < w.length; i++) {
                double product = 0;
                for (int j = 0; j < x.length; j++) {
                    product += matrix[i][j] * x[j];
                }
                y += w[i] * product;
            }
            sum += Math.max(y, 0);
        }
        return sum / a.length;
    }

    void tronUpdate(double[] w, double[][] x, double[] v) {
        double[] mean = new double[x[0].length];
        for (int s = 0; s < x.length; s++) {
            double residual = v[s] - forward(w, x[s]);
            for (int j = 0; j < mean.length; j++) {
                mean[j] += residual * x[s][j] / x.length;
            }
        }
        for (int i = 0; i < w.length; i++) {
            double g = 0;
            for (int j = 0; j < mean.length; j++) {
                g += m[i][j] * mean[j];
            }
            w[i] += eta * g;
        }
    }
}
