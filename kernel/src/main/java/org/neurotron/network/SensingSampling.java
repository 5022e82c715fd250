package org.neurotron.network;

import java.util.function.DoubleSupplier;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Matrix;

/**
 * How the matrices M and C of an affine family are drawn (Remark 1).
 */
public sealed interface SensingSampling {

    /** What {@link #parse} accepts, for messages. */
    String FORMS = "gaussian, wishart or wishart:DEGREES";

    /**
     * Reads the form that {@link Object#toString} of every sampling writes.
     *
     * @param text {@code gaussian}, {@code wishart} or {@code wishart:DEGREES}
     * @return the sampling
     * @throws IllegalArgumentException if it is none of these
     */
    static SensingSampling parse(String text) {
        if (text.equals("gaussian")) {
            return new Gaussian();
        }
        if (text.equals("wishart")) {
            return new Wishart(0);
        }
        try {
            if (text.startsWith("wishart:")) {
                return new Wishart(Check.positive("degrees", Integer.parseInt(text.substring("wishart:".length()))));
            }
        } catch (IllegalArgumentException e) {
            // Refused below, with a message that says what is allowed.
        }
        throw Check.illegal("sensing", text, "must be " + FORMS + " with a whole number >= 1");
    }

    /**
     * Checks that matrices of a shape can be drawn so.
     *
     * @param r number of rows
     * @param n number of columns
     * @throws IllegalArgumentException if not
     */
    void requireFits(int r, int n);

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
        public void requireFits(int r, int n) {
            // Every shape fits.
        }

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

        /** More degrees than the least possible are welcome as long as they take some ten seconds, m·r² products. */
        private static final double MOST_PRODUCTS = 1e10;

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
        public void requireFits(int r, int n) {
            if (degreesOfFreedom != 0 && degreesOfFreedom < r) {
                throw Check.illegal("sensing", this, "must have at least r = " + r + " degrees of freedom");
            }
            double most = Math.floor(MOST_PRODUCTS / r / r);
            if (degreesOfFreedom > Math.max(r, most)) {
                throw Check.illegal("sensing", this, "must have at most " + (long) Math.max(r, most)
                    + " degrees of freedom for r = " + r + ", as a vector of r numbers is drawn for each");
            }
            if (n < r) {
                throw Check.illegal("n", n, "must be >= r = " + r + " for the Wishart sampling");
            }
        }

        @Override
        public Matrix draw(int r, int n, DoubleSupplier gaussian) {
            requireFits(r, n);
            int m = degreesOfFreedom == 0 ? r : degreesOfFreedom;
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
