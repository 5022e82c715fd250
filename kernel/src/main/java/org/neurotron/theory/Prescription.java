package org.neurotron.theory;

/**
 * What Theorem 1 prescribes for a configuration that it covers, and what it promises (see the package's description for
 * the derivation).
 *
 * @param gammaConstant C of the case θ = 0, or C₂ of the case θ &gt; 0
 * @param leastGamma    what γ must exceed: max{C, 1}, or max{(β₁c_to)²/((1+α)²λ₃B), C₂}
 * @param gamma         γ, as given or with the fewest steps
 * @param eta           the learning rate η
 * @param decrease      1 − ρ: in a step the bound on the expected squared error loses this share of what it is above
 *                      the floor
 * @param floor         F, the limit of the bound on the expected squared error; 0 without an attack
 * @param rateConstant  c_rate = θ²/F as it follows from the proof; infinite without an attack
 * @param publishedRateConstant c_rate as printed; infinite without an attack
 * @param steps         T, the least number of updates after which the bound on the expected squared error is at most
 *                      ε²δ, up to rounding; at most {@link Long#MAX_VALUE}, which also stands for more
 * @param initialSquaredError ‖w₁ − w*‖²
 */
public record Prescription(double gammaConstant, double leastGamma, double gamma, double eta, double decrease,
                           double floor, double rateConstant, double publishedRateConstant, long steps,
                           double initialSquaredError) {

    /**
     * The bound on the expected squared error, F + ρᵀ(‖w₁ − w*‖² − F).
     *
     * @param updates T, number of updates done, ≥ 0
     * @return the bound on E‖w − w*‖²
     */
    public double squaredErrorBound(long updates) {
        return floor + Math.exp(updates * Math.log1p(-decrease)) * (initialSquaredError - floor);
    }
}
