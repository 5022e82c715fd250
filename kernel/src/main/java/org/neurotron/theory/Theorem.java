package org.neurotron.theory;

import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * Theorem 1 for one configuration of Neuro-Tron: its constants, the attack it bears, and the guarantee for an accuracy
 * and a confidence.
 *
 * @param spectrum     λ₁, λ₂, λ₃
 * @param alpha        leak α of the activation, 0 ≤ α &lt; 1
 * @param inputs       m₁, …, m₄
 * @param attacks      β₁, …, β₄
 * @param b            size of the mini-batches, ≥ 1
 * @param theta        bound θ on the distortion, ≥ 0
 * @param initialError ‖w₁ − w*‖₂, ≥ 0
 */
public record Theorem(Spectrum spectrum, double alpha, Moments inputs, Moments attacks, int b, double theta,
                      double initialError) {

    /**
     * Checks the configuration.
     *
     * @throws IllegalArgumentException if a number is out of its range; the message names it
     */
    public Theorem {
        Objects.requireNonNull(spectrum, "spectrum");
        Check.leak("alpha", alpha);
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(attacks, "attacks");
        Check.positive("b", b);
        Check.nonNegative("theta", theta);
        Check.nonNegative("initialError", initialError);
    }

    /**
     * Which of the theorem's cases applies. An attack that never comes (β₁ = 0) is none.
     *
     * @return true for the case θ &gt; 0, false for θ = 0
     */
    public boolean isAttacked() {
        return theta > 0 && attacks.of(1) > 0;
    }

    /**
     * The constant c_trade-off = (1+α)λ₁/(β₁λ₂) − 1, which must be positive where there is an attack.
     *
     * @return the constant; infinite for β₁ = 0, NaN where it is 0/0
     */
    public double tradeOff() {
        return largestFirstMoment() / attacks.of(1) - 1;
    }

    /**
     * What β₁ must be below for c_trade-off to be positive.
     *
     * @return (1+α)λ₁/λ₂
     */
    public double largestFirstMoment() {
        return (1 + alpha) * spectrum.lambda1() / spectrum.lambda2();
    }

    /**
     * The largest distortion that the theorem covers, θ* = ε√(δ·c_trade-off).
     *
     * @param epsilon ε, &gt; 0
     * @param delta   δ, between 0 and 1
     * @return θ*, which θ must be below; 0 if c_trade-off is not positive
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public double largestTheta(double epsilon, double delta) {
        Check.positive("epsilon", epsilon);
        checkDelta(delta);
        double tradeOff = tradeOff();
        return tradeOff > 0 ? epsilon * Math.sqrt(delta * tradeOff) : 0;
    }

    /**
     * The accuracy that cannot be reached by the theorem, θ/√(δ·c_trade-off), but any worse one (Eq. (1), §3.6).
     *
     * @param delta δ, between 0 and 1
     * @return what ε must be above; 0 without an attack, infinite if c_trade-off is not positive
     * @throws IllegalArgumentException if δ is out of its range
     */
    public double leastEpsilon(double delta) {
        checkDelta(delta);
        if (!isAttacked()) {
            return 0;
        }
        double tradeOff = tradeOff();
        return tradeOff > 0 ? theta / Math.sqrt(delta * tradeOff) : Double.POSITIVE_INFINITY;
    }

    /**
     * The accuracy that the case θ &gt; 0 is not about, ‖w₁ − w*‖/√δ, nor any worse one: Eq. (1) asks for ε²δ below the
     * squared initial error.
     *
     * @param delta δ, between 0 and 1
     * @return what ε must be below under attack; no ε is covered if it is not above {@link #leastEpsilon}
     * @throws IllegalArgumentException if δ is out of its range
     */
    public double largestEpsilon(double delta) {
        return initialError / Math.sqrt(checkDelta(delta));
    }

    /**
     * The largest probability of an attack, the same for every input, with a positive c_trade-off.
     *
     * @return what β must be below; 1 stands for any, 0 for none
     */
    public double largestProbability() {
        return asProbability(largestFirstMoment());
    }

    /**
     * The largest probability of an attack, the same for every input, that the theorem covers with this θ: for θ &gt; 0
     * c_trade-off must be above θ²/(ε²δ), and ε²δ below the squared initial error.
     *
     * @param epsilon ε, &gt; 0
     * @param delta   δ, between 0 and 1
     * @return what β must be below; 1 stands for any, 0 for none
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public double largestProbability(double epsilon, double delta) {
        double ratio = theta / Check.positive("epsilon", epsilon);
        checkDelta(delta);
        return theta == 0 ? 1 : epsilon >= largestEpsilon(delta) ? 0
            : asProbability(largestFirstMoment() / (1 + ratio * ratio / delta));
    }

    /**
     * The left side of inequality (3), (1+α)²λ₃m₂/(δ·c_trade-off). If it is below 1, the prediction risk is at most θ*²
     * whenever ‖w − w*‖ ≤ ε, as R(w) ≤ (1+α)²λ₃m₂‖w − w*‖².
     *
     * @param delta δ, between 0 and 1
     * @return the left side; infinite if c_trade-off is not positive
     * @throws IllegalArgumentException if δ is out of its range
     */
    public double riskRatio(double delta) {
        checkDelta(delta);
        double tradeOff = tradeOff();
        return tradeOff > 0 ? riskFactor() / (delta * tradeOff) : Double.POSITIVE_INFINITY;
    }

    /**
     * What the squared error must be multiplied by to bound the prediction risk.
     *
     * @return (1+α)²λ₃m₂
     */
    public double riskFactor() {
        return (1 + alpha) * (1 + alpha) * spectrum.lambda3() * inputs.of(2);
    }

    /**
     * The largest β₁ with which inequality (3) holds; (4) is a special case.
     *
     * @param delta δ, between 0 and 1
     * @return what β₁ must be below, (1+α)λ₁/λ₂ / (1 + (1+α)²λ₃m₂/δ)
     * @throws IllegalArgumentException if δ is out of its range
     */
    public double largestFirstMomentForRisk(double delta) {
        return largestFirstMoment() / (1 + riskFactor() / checkDelta(delta));
    }

    /**
     * The largest probability of an attack, the same for every input, with which inequality (3) holds; (5) is a special
     * case.
     *
     * @param delta δ, between 0 and 1
     * @return what β must be below; 1 stands for any, 0 for none
     * @throws IllegalArgumentException if δ is out of its range
     */
    public double largestProbabilityForRisk(double delta) {
        return asProbability(largestFirstMomentForRisk(delta));
    }

    /** β = β₁/m₁. */
    private double asProbability(double firstMoment) {
        double beta = firstMoment / inputs.of(1);
        return beta > 0 ? Math.min(1, beta) : 0;
    }

    /**
     * The same configuration with all outer weights multiplied by a number, q² in §3.6, which improves the guarantee.
     *
     * @param factor the number, &gt; 0
     * @return the other configuration
     * @throws IllegalArgumentException if the factor is out of range
     */
    public Theorem upscaled(double factor) {
        return new Theorem(spectrum.upscaled(factor), alpha, inputs, attacks, b, theta, initialError);
    }

    /**
     * How much larger all outer weights would have to be for the theorem to cover this θ (§3.6).
     *
     * @param epsilon ε, &gt; 0
     * @param delta   δ, between 0 and 1
     * @return the factor q² that must be exceeded, β₁λ₂(1 + θ²/(ε²δ))/((1+α)λ₁); below 1 if there is no need; infinite
     *     if λ₁ is not positive or ε²δ is not below the squared initial error
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public double leastUpscaling(double epsilon, double delta) {
        double ratio = theta / Check.positive("epsilon", epsilon);
        double bearable = largestFirstMoment() / (1 + ratio * ratio / checkDelta(delta));
        return !isAttacked() ? 0 : bearable > 0 && epsilon < largestEpsilon(delta) ? attacks.of(1) / bearable
            : Double.POSITIVE_INFINITY;
    }

    /**
     * The guarantee with the γ that needs the fewest steps: 2 without an attack, else found by a search, whose
     * inaccuracy costs steps but no validity.
     *
     * @param epsilon ε, &gt; 0
     * @param delta   δ, between 0 and 1
     * @return the conditions, and the prescription if they hold
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public Guarantee guarantee(double epsilon, double delta) {
        Check.positive("epsilon", epsilon);
        return new Derivation(this, epsilon, checkDelta(delta)).withBestGamma();
    }

    /**
     * The guarantee with a given γ.
     *
     * @param epsilon ε, &gt; 0
     * @param delta   δ, between 0 and 1
     * @param gamma   γ, &gt; 0; it is a condition that it is large enough
     * @return the conditions, and the prescription if they hold
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public Guarantee guarantee(double epsilon, double delta, double gamma) {
        Check.positive("epsilon", epsilon);
        return new Derivation(this, epsilon, checkDelta(delta)).withGamma(Check.positive("gamma", gamma));
    }

    static double checkDelta(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw Check.illegal("delta", delta, "must be > 0 and < 1");
        }
        return delta;
    }
}
