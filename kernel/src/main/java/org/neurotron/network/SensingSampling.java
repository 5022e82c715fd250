package org.neurotron.network;

import java.util.function.DoubleSupplier;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Matrix;

/**
 * How the matrices M and C of an affine family are drawn (Remark 1).
 */
public sealed interface SensingSampling {

    /**
     * Draws an r × n matrix.
     *
     * @param r        number of rows, ≥ 1
     * @param n        number of columns, ≥ 1
     * @param gaussian source of independent N(0, 1) numbers
     * @return a new matrix
     * @throws IllegalArgumentException if a size is out of range
     */
    Matrix draw(int r, int n, DoubleSupplier gaussian);

    /**
     * Independent N(0, 1) elements, drawn row by row: what the published simulation code does.
     */
    record Gaussian() implements SensingSampling {

        @Override
        public Matrix draw(int r, int n, DoubleSupplier gaussian) {
            Matrix matrix = Matrix.zeros(r, n);
            fill(matrix, gaussian);
            return matrix;
        }

        @Override
        public String toString() {
            return "gaussian";
        }
    }

    /**
     * [G | H] with G = Σ_{i ≤ m} g_i g_iᵀ, g_i ~ N(0, I_r), and H an r × (n − r) block of independent N(0, 1)
     * elements. G has the Wishart law W(I, m) and, for m ≥ r, full rank with probability 1. The vectors g_1, …, g_m
     * are drawn first, then H row by row.
     *
     * @param degreesOfFreedom m, ≥ r; 0 stands for m = r
     */
    record Wishart(int degreesOfFreedom) implements SensingSampling {

        /**
         * Checks the degrees of freedom.
         *
         * @throws IllegalArgumentException if they are negative
         */
        public Wishart {
            if (degreesOfFreedom < 0) {
                throw Check.illegal("degreesOfFreedom", degreesOfFreedom, "must be >= r, or 0 for r");
            }
        }

        @Override
        public Matrix draw(int r, int n, DoubleSupplier gaussian) {
            int m = degreesOfFreedom == 0 ? r : degreesOfFreedom;
            if (m < r) {
                throw Check.illegal("degreesOfFreedom", m, "must be >= r = " + r + " for the Wishart sampling");
            }
            if (n < r) {
                throw Check.illegal("n", n, "must be >= r = " + r + " for the Wishart sampling");
            }
            Matrix matrix = Matrix.zeros(r, n);
            double[] g = new double[r];
            for (int l = 0; l < m; l++) {
                for (int i = 0; i < r; i++) {
                    g[i] = gaussian.getAsDouble();
                }
                for (int i = 0; i < r; i++) {
                    for (int j = 0; j < r; j++) {
                        matrix.set(i, j, Math.fma(g[i], g[j], matrix.get(i, j)));
                    }
                }
            }
            if (n > r) {
                fill(matrix.columns(r, n - r), gaussian);
            }
            return matrix;
        }

        @Override
        public String toString() {
            return degreesOfFreedom == 0 ? "wishart" : "wishart:" + degreesOfFreedom;
        }
    }

    private static void fill(Matrix matrix, DoubleSupplier gaussian) {
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                matrix.set(i, j, gaussian.getAsDouble());
            }
        }
    }
}
