package org.neurotron.theory;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.GammaRatio;

/**
 * The first and third moments of the norm of n independent coordinates with a symmetric density, by quadrature.
 *
 * <p>Let φ(u) = E exp(−ux²), ψ(u) = E x² exp(−ux²) and v = Ex² for one coordinate. As ∫(1 − e^{−us}) u^{−3/2} du is
 * 2√(πs) over u from 0 to ∞,
 * <pre>
 *   E‖x‖  = 1/(2√π) ∫ (1 − φ(u)ⁿ) u^{−3/2} du,
 *   E‖x‖³ = n E x₁²‖x‖ = n/(2√π) ∫ (v − ψ(u)φ(u)ⁿ⁻¹) u^{−3/2} du.
 * </pre>
 * With u = eʸ and x = eˢ all integrands are analytic in strips about the real line (of half-width π/2 for y and π/4 for
 * s) and fall exponentially at both ends, so that the trapezoid rule is exact up to e^{−39} with the steps below. 1 − φ
 * and v − ψ are integrated as such, so nothing cancels at small u.
 */
final class NormQuadrature {

    private static final double STEP_S = 1.0 / 8;
    private static final double STEP_Y = 1.0 / 4;

    /** Beyond this the exponentials of 2s and y leave the range of double precision. */
    private static final double FARTHEST = 350;

    private static final double LEAST_S = -45;
    private static final double LARGEST_Y = 80;

    /** Integrands that fall like e^{−s} are followed down to e^{−40} of their size. */
    private static final double DECAY = 40;

    private final double[] squares;
    private final double[] weights;

    /** How the integrand over y falls at its lower end: like exp(lowerRate·y). */
    private final double lowerRate;

    /**
     * Prepares the nodes.
     *
     * @param density   the density of a coordinate at x &gt; 0
     * @param largestS  where its tail may be cut
     * @param lowerRate how the integrand over y falls towards −∞
     */
    private NormQuadrature(DoubleUnaryOperator density, double largestS, double lowerRate) {
        this.lowerRate = lowerRate;
        int nodes = (int) Math.ceil((largestS - LEAST_S) / STEP_S) + 1;
        squares = new double[nodes];
        weights = new double[nodes];
        for (int j = 0; j < nodes; j++) {
            double x = Math.exp(LEAST_S + j * STEP_S);
            squares[j] = x * x;
            weights[j] = 2 * STEP_S * x * density.applyAsDouble(x);
        }
    }

    /** The Laplace law with scale 1. */
    static NormQuadrature laplace() {
        return new NormQuadrature(x -> Math.exp(-x) / 2, Math.log(2 * FARTHEST), 0.5);
    }

    /** Student's t with ν &gt; order degrees of freedom, for the moment of that order. */
    static NormQuadrature studentT(double nu, int order) {
        double constant = 1 / (GammaRatio.delta(nu / 2, 0.5) * Math.sqrt(nu * Math.PI));
        double largestS = Math.min(FARTHEST, 1 + Math.log(nu) / 2 + DECAY / (nu - order));
        return new NormQuadrature(x -> constant * Math.exp(-(nu + 1) / 2 * Math.log1p(x * x / nu)), largestS,
            Math.min(1, nu - order) / 2);
    }

    /** E‖x‖. */
    double first(int n) {
        return integrate(n, u -> {
            double missing = 0;
            for (int j = 0; j < weights.length; j++) {
                missing -= weights[j] * Math.expm1(-u * squares[j]);
            }
            return missingPower(missing, n);
        });
    }

    /** E‖x‖³. */
    double third(int n) {
        double variance = 0;
        for (int j = 0; j < weights.length; j++) {
            variance += weights[j] * squares[j];
        }
        double v = variance;
        return n * integrate(n, u -> {
            double missing = 0;
            double missingSquare = 0;
            for (int j = 0; j < weights.length; j++) {
                double part = -weights[j] * Math.expm1(-u * squares[j]);
                missing += part;
                missingSquare += part * squares[j];
            }
            return missingSquare + (v - missingSquare) * missingPower(missing, n - 1);
        });
    }

    /** 1 − (1 − missing)ᵖ. */
    private static double missingPower(double missing, int p) {
        // Rounding may take φ a little below 0.
        return p == 0 ? 0 : -Math.expm1(p * Math.log1p(-Math.min(1, missing)));
    }

    private double integrate(int n, DoubleUnaryOperator integrand) {
        double leastY = Math.max(-2 * FARTHEST, -2 * Math.log(n) - DECAY / lowerRate);
        int nodes = (int) Math.ceil((LARGEST_Y - leastY) / STEP_Y) + 1;
        double sum = 0;
        for (int i = 0; i < nodes; i++) {
            double y = leastY + i * STEP_Y;
            sum += Math.exp(-y / 2) * integrand.applyAsDouble(Math.exp(y));
        }
        return STEP_Y / (2 * Math.sqrt(Math.PI)) * sum;
    }
}
