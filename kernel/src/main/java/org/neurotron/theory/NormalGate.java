package org.neurotron.theory;

import org.apache.commons.numbers.gamma.GammaRatio;
import org.neurotron.internal.Check;

/**
 * What the paper prints for a single ReLU gate on normal inputs: k = 1, α = 0, A = M = I, x ~ N(0, σ²I), constant β.
 */
public final class NormalGate {

    private NormalGate() {
    }

    /**
     * The constant of Lemma 1, c_trade-off = σ/(√2 β) · Γ(n/2)/Γ((n+1)/2) − 1. It agrees with the general formula.
     *
     * @param n     dimension of the inputs, ≥ 1
     * @param sigma σ, &gt; 0
     * @param beta  β, from 0 to 1
     * @return c_trade-off; infinite for β = 0
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static double tradeOff(int n, double sigma, double beta) {
        Check.positive("sigma", sigma);
        Check.probability("beta", beta);
        return sigma / (Math.sqrt(2) * beta) * gammaRatio(n) - 1;
    }

    /**
     * The largest β₁ for which the risk is bounded, 1/(1 + n/δ) (4), for σ = 1.
     *
     * @param n     dimension of the inputs, ≥ 1
     * @param delta δ, between 0 and 1
     * @return the bound on β₁
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static double largestFirstMomentForRisk(int n, double delta) {
        return 1 / (1 + Check.positive("n", n) / Theorem.checkDelta(delta));
    }

    /**
     * The largest β for which the risk is bounded, Γ(n/2)/(√2 Γ((n+1)/2)) · 1/(1 + n/δ) (5), for σ = 1.
     *
     * @param n     dimension of the inputs, ≥ 1
     * @param delta δ, between 0 and 1
     * @return the bound on β
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static double largestProbabilityForRisk(int n, double delta) {
        return gammaRatio(n) / Math.sqrt(2) * largestFirstMomentForRisk(n, delta);
    }

    /** Γ(n/2)/Γ((n+1)/2), without overflow. */
    private static double gammaRatio(int n) {
        return GammaRatio.delta(Check.positive("n", n) / 2.0, 0.5);
    }
}
