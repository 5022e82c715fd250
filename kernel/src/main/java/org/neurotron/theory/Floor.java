package org.neurotron.theory;

/**
 * Where the error ‖w − w*‖ of a long run levels off.
 *
 * @param rms           √E‖w − w*‖²
 * @param lower         the 5 % quantile of ‖w − w*‖
 * @param median        its median
 * @param upper         its 95 % quantile
 * @param standardError of {@code rms}, as the sample gives it from which that was computed
 * @since 0.2
 */
public record Floor(double rms, double lower, double median, double upper, double standardError) {

    /** The steps do not stay bounded. */
    static final Floor NONE = new Floor(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY,
        Double.POSITIVE_INFINITY, 0);

    /** The 95 % quantile of N(0, 1). */
    private static final double NORMAL_95 = 1.6448536269514722;

    /**
     * Of a normal Δ, whose squared length is like a multiple of a χ² with the same mean and variance, its cube root
     * like a normal number (Wilson and Hilferty 1931). The lower quantile is a little off where few directions
     * dominate.
     *
     * @param square   E‖Δ‖²
     * @param variance the variance of ‖Δ‖²
     */
    static Floor of(double square, double variance, double standardError) {
        // 2/(9ρ) with ρ = 2 (E‖Δ‖²)²/Var, the degrees of freedom.
        double spread = square == 0 ? 0 : variance / square / square / 9;
        return new Floor(Math.sqrt(square), quantile(square, spread, -NORMAL_95), quantile(square, spread, 0),
            quantile(square, spread, NORMAL_95), standardError);
    }

    private static double quantile(double square, double spread, double z) {
        double root = Math.max(0, 1 - spread + z * Math.sqrt(spread));
        return Math.sqrt(square * root * root * root);
    }
}
