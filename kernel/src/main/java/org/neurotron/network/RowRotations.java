package org.neurotron.network;

/**
 * Makes the rows of a matrix orthogonal by turning them in pairs (one-sided Jacobi; Hestenes, 1958): with the turn J it
 * finds, J·A = Λ·Oᵀ is the singular value decomposition A = JᵀΛOᵀ. Nothing but additions, products, quotients and
 * square roots in a fixed order.
 */
final class RowRotations {

    /** Rows whose cosine is smaller are orthogonal … */
    private static final double ORTHOGONAL = 1e-14;

    /** … and so are those whose product is so small beside the squares of all rows: they are nothing but rounding. */
    private static final double NOTHING = 1e-29;

    /** Convergence is quadratic: ten rounds have always been enough. */
    private static final int MOST_ROUNDS = 60;

    private RowRotations() {
    }

    /**
     * Turns the rows of a matrix until they are orthogonal, and sorts them from the longest to the shortest.
     *
     * @param a the rows, changed to J·A
     * @return J, orthogonal
     */
    static double[][] orthogonalise(double[][] a) {
        int r = a.length;
        double[][] turn = new double[r][r];
        double squares = 0;
        for (int i = 0; i < r; i++) {
            turn[i][i] = 1;
            squares += dot(a[i], a[i]);
        }
        boolean turned = true;
        for (int round = 0; turned && round < MOST_ROUNDS; round++) {
            turned = false;
            for (int p = 0; p < r - 1; p++) {
                for (int q = p + 1; q < r; q++) {
                    turned |= rotate(a, turn, p, q, NOTHING * squares);
                }
            }
        }
        for (int i = 0; i < r; i++) {
            int longest = i;
            for (int p = i + 1; p < r; p++) {
                if (dot(a[p], a[p]) > dot(a[longest], a[longest])) {
                    longest = p;
                }
            }
            exchange(a, i, longest);
            exchange(turn, i, longest);
        }
        return turn;
    }

    private static boolean rotate(double[][] a, double[][] turn, int p, int q, double nothing) {
        double[] x = a[p];
        double[] y = a[q];
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int j = 0; j < x.length; j++) {
            xx = Math.fma(x[j], x[j], xx);
            yy = Math.fma(y[j], y[j], yy);
            xy = Math.fma(x[j], y[j], xy);
        }
        if (Math.abs(xy) <= Math.max(ORTHOGONAL * Math.sqrt(xx) * Math.sqrt(yy), nothing)) {
            return false;
        }
        double zeta = (yy - xx) / (2 * xy);
        double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        turn(x, y, cosine, cosine * tangent);
        turn(turn[p], turn[q], cosine, cosine * tangent);
        return true;
    }

    private static void turn(double[] x, double[] y, double cosine, double sine) {
        for (int j = 0; j < x.length; j++) {
            double element = x[j];
            x[j] = cosine * element - sine * y[j];
            y[j] = sine * element + cosine * y[j];
        }
    }

    private static void exchange(double[][] a, int p, int q) {
        double[] row = a[p];
        a[p] = a[q];
        a[q] = row;
    }

    /** The product of two rows. */
    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum = Math.fma(x[j], y[j], sum);
        }
        return sum;
    }
}
