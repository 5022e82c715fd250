package org.neurotron.internal;

/**
 * The gates σ(p + c s) with c = −h, …, −1, 1, …, h, one sample at a time: which are active, and what follows. Vector
 * code computes the same with the same roundings.
 */
public final class EvenGates {

    private EvenGates() {
    }

    /**
     * How far the boundary between active and inactive gates lies from the middle.
     *
     * @param tau p/|s|
     * @param h   half the number of gates
     * @return m, 0 to h: the m smallest of the positive coefficients are inactive, or, if τ &gt; 0, the m smallest of
     *     the negative ones in magnitude active
     */
    private static double boundary(double tau, double h) {
        if (!(Math.abs(tau) < h + 1)) {
            return h;
        }
        return tau > 0 ? Math.ceil(tau) - 1 : Math.floor(-tau);
    }

    /** The number of active gates, 0 to 2h, from the boundary. */
    private static double active(double tau, double m, double h) {
        return tau > 0 ? h + m : h - m;
    }

    /** The sum of the active coefficients when the slope is positive, (h(h+1) − m(m+1))/2. */
    private static double coefficients(double m, double h) {
        return Math.fma(-0.5 * m, m + 1, 0.5 * h * (h + 1));
    }

    /**
     * The sums of the gates, f_j = scale · Σ_i σ(p_j + c_i s_j).
     *
     * @param k       number of gates
     * @param b       number of samples
     * @param z       p_j from {@code zOffset}, s_j from {@code zOffset + ldz}
     * @param zOffset where z starts
     * @param ldz     distance between p and s
     * @param leak    α of the leaky ReLU
     * @param scale   common factor
     * @param f       the result, from {@code fOffset}
     * @param fOffset where f starts
     */
    public static void gates(int k, int b, double[] z, int zOffset, int ldz, double leak, double scale, double[] f,
                            int fOffset) {
        double h = 0.5 * k;
        for (int j = 0; j < b; j++) {
            double p = z[zOffset + j];
            double s = z[zOffset + ldz + j];
            double tau = p / Math.abs(s);
            double m = boundary(tau, h);
            double active = active(tau, m, h);
            double slope = coefficients(m, h) * Math.abs(s);
            f[fOffset + j] = Math.fma(leak, Math.fma(k - active, p, -slope), Math.fma(active, p, slope)) * scale;
        }
    }

    /**
     * The weights of the samples in the gradient, d_0j = (scale · Σ_i σ'(p_j + c_i s_j)) · residual_j and
     * d_1j = (scale · Σ_i c_i σ'(p_j + c_i s_j)) · residual_j.
     *
     * @param k              number of gates
     * @param b              number of samples
     * @param z              p_j from {@code zOffset}, s_j from {@code zOffset + ldz}
     * @param zOffset        where z starts
     * @param ldz            distance between p and s
     * @param leak           α of the leaky ReLU
     * @param scale          common factor
     * @param residual       from {@code residualOffset}
     * @param residualOffset where the residuals start
     * @param d              the result, from {@code dOffset} and {@code dOffset + ldd}
     * @param dOffset        where d starts
     * @param ldd            distance between its rows
     */
    public static void gateWeights(int k, int b, double[] z, int zOffset, int ldz, double leak, double scale,
                                   double[] residual, int residualOffset, double[] d, int dOffset, int ldd) {
        double h = 0.5 * k;
        for (int j = 0; j < b; j++) {
            double s = z[zOffset + ldz + j];
            double tau = z[zOffset + j] / Math.abs(s);
            double m = boundary(tau, h);
            double active = active(tau, m, h);
            double coefficients = coefficients(m, h) * (1 - leak);
            double e = residual[residualOffset + j];
            d[dOffset + j] = Math.fma(leak, k - active, active) * scale * e;
            d[dOffset + ldd + j] = (s < 0 ? -coefficients : coefficients) * scale * e;
        }
    }
}
