package org.neurotron.network;

import org.neurotron.kernel.Matrix;

/**
 * The network and its gradients as the paper writes them: the sensing matrices are formed, each sample and each gate is
 * gone through by itself, and nothing is rearranged.
 *
 * <p>Every number comes with its magnitude, the same sum over absolute values, which is what rounding errors are
 * relative to. For an affine family the magnitude of A_i is |M| + |c_i||C|, since its elements are sums themselves.
 */
final class Textbook {

    /** Numbers and their magnitudes. */
    record Numbers(double[] values, double[] magnitudes) {
    }

    private final int n;
    private final int r;
    private final int k;
    private final double[] q;
    private final double leak;
    private final double[][][] a;
    private final double[][][] aMagnitude;

    Textbook(Network network) {
        SensingFamily family = network.family();
        n = family.n();
        r = family.r();
        k = family.k();
        q = network.outerWeights();
        leak = network.leak();
        a = new double[k][][];
        aMagnitude = new double[k][][];
        for (int i = 0; i < k; i++) {
            a[i] = rows(family.sensingMatrix(i));
            aMagnitude[i] = magnitude(family, i);
        }
    }

    private static double[][] rows(Matrix matrix) {
        double[][] rows = new double[matrix.rows()][matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                rows[i][j] = matrix.get(i, j);
            }
        }
        return rows;
    }

    private static double[][] magnitude(SensingFamily family, int i) {
        double[][] magnitude = rows(family.sensingMatrix(i));
        double[][] m = rows(family.mean());
        for (int row = 0; row < magnitude.length; row++) {
            for (int j = 0; j < magnitude[row].length; j++) {
                double rest = family instanceof AffineFamily ? magnitude[row][j] - m[row][j] : magnitude[row][j];
                double mean = family instanceof AffineFamily ? m[row][j] : 0;
                magnitude[row][j] = Math.abs(mean) + Math.abs(rest);
            }
        }
        return magnitude;
    }

    /**
     * The number of roundings that any term of any result can meet, here or in an {@link Evaluator}: wᵀA_i has r terms,
     * times x n, the gates k, the batch b, and the way back k·n in the evaluator; some more for the few products.
     */
    int roundings(int b) {
        return 2 * (r + n + k + b) + k * n + 16;
    }

    /** A_i x. */
    double[] sense(int i, double[] x) {
        return product(a[i], x);
    }

    double preactivation(double[] w, int i, double[] x) {
        return dot(w, sense(i, x));
    }

    Numbers forward(double[] w, Matrix inputs) {
        double[][] x = rows(inputs);
        double[] f = new double[x.length];
        double[] magnitude = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            for (int i = 0; i < k; i++) {
                double z = preactivation(w, i, x[j]);
                f[j] += q[i] * (z >= 0 ? z : leak * z) / k;
                magnitude[j] += Math.abs(q[i]) * dot(abs(w), product(aMagnitude[i], abs(x[j]))) / k;
            }
        }
        return new Numbers(f, magnitude);
    }

    /** With the mean of the sensing matrices. */
    Numbers tronGradient(double[] w, Matrix inputs, double[] v) {
        double[][] mean = new double[r][n];
        double[][] meanMagnitude = new double[r][n];
        for (int i = 0; i < k; i++) {
            for (int row = 0; row < r; row++) {
                for (int j = 0; j < n; j++) {
                    mean[row][j] += a[i][row][j] / k;
                    meanMagnitude[row][j] += aMagnitude[i][row][j] / k;
                }
            }
        }
        return tronGradient(mean, meanMagnitude, w, inputs, v);
    }

    Numbers tronGradient(Matrix tronMatrix, double[] w, Matrix inputs, double[] v) {
        double[][] m = rows(tronMatrix);
        double[][] magnitude = rows(tronMatrix);
        for (int i = 0; i < r; i++) {
            magnitude[i] = abs(m[i]);
        }
        return tronGradient(m, magnitude, w, inputs, v);
    }

    private Numbers tronGradient(double[][] m, double[][] mMagnitude, double[] w, Matrix inputs, double[] v) {
        double[][] x = rows(inputs);
        Numbers residuals = residuals(w, inputs, v);
        double[] g = new double[r];
        double[] magnitude = new double[r];
        for (int j = 0; j < x.length; j++) {
            addScaled(g, residuals.values[j] / x.length, product(m, x[j]));
            addScaled(magnitude, residuals.magnitudes[j] / x.length, product(mMagnitude, abs(x[j])));
        }
        return new Numbers(g, magnitude);
    }

    Numbers sgdGradient(double[] w, Matrix inputs, double[] v) {
        double[][] x = rows(inputs);
        Numbers residuals = residuals(w, inputs, v);
        double[] g = new double[r];
        double[] magnitude = new double[r];
        for (int j = 0; j < x.length; j++) {
            Numbers derivative = derivative(w, x[j]);
            addScaled(g, residuals.values[j] / x.length, derivative.values);
            addScaled(magnitude, residuals.magnitudes[j] / x.length, derivative.magnitudes);
        }
        return new Numbers(g, magnitude);
    }

    Numbers publishedSgdGradient(double[] w, Matrix inputs, double[] v) {
        double[][] x = rows(inputs);
        Numbers residuals = residuals(w, inputs, v);
        double[] g = new double[r];
        double[] magnitude = new double[r];
        Numbers derivative = derivative(w, x[0]);
        for (int j = 0; j < x.length; j++) {
            addScaled(g, residuals.values[j] / x.length, derivative.values);
            addScaled(magnitude, residuals.magnitudes[j] / x.length, derivative.magnitudes);
        }
        return new Numbers(g, magnitude);
    }

    /** v − f. */
    private Numbers residuals(double[] w, Matrix inputs, double[] v) {
        Numbers f = forward(w, inputs);
        double[] residuals = new double[inputs.rows()];
        double[] magnitude = new double[inputs.rows()];
        for (int j = 0; j < residuals.length; j++) {
            residuals[j] = v[j] - f.values[j];
            magnitude[j] = Math.abs(v[j]) + f.magnitudes[j];
        }
        return new Numbers(residuals, magnitude);
    }

    /** The derivative of f by w, (1/k) Σ_i q_i σ'(wᵀA_i x) A_i x. */
    private Numbers derivative(double[] w, double[] x) {
        double[] g = new double[r];
        double[] magnitude = new double[r];
        for (int i = 0; i < k; i++) {
            double slope = preactivation(w, i, x) > 0 ? 1 : leak;
            addScaled(g, q[i] * slope / k, sense(i, x));
            addScaled(magnitude, Math.abs(q[i]) * slope / k, product(aMagnitude[i], abs(x)));
        }
        return new Numbers(g, magnitude);
    }

    private static double[] product(double[][] matrix, double[] x) {
        double[] y = new double[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            y[i] = dot(matrix[i], x);
        }
        return y;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * y[j];
        }
        return sum;
    }

    private static void addScaled(double[] y, double factor, double[] x) {
        for (int j = 0; j < y.length; j++) {
            y[j] += factor * x[j];
        }
    }

    private static double[] abs(double[] x) {
        double[] abs = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            abs[j] = Math.abs(x[j]);
        }
        return abs;
    }
}
