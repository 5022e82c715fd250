package org.neurotron.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * From a configuration and a goal to the conditions of Theorem 1, and on to the prescription.
 */
final class Derivation {

    // Names here, and the letters of Theorem 1 or, where it says "package", of the derivation in the package's
    // description, which has the formulas.
    //
    //   epsilon, delta, theta, alpha, b, gamma, eta    ε, δ, θ, α, b, γ, η
    //   m.of(i), beta.of(i)                            m_i = E‖x‖ⁱ, β_i = E[β(x)‖x‖ⁱ]
    //   spectrum.lambda1(), lambda2(), lambda3()       λ₁, λ₂, λ₃
    //   tradeOff                                       c_trade-off, in the package c_to
    //   linear                                         β₁ c_trade-off, a in the package; for θ = 0 it is (1+α)λ₁/λ₂
    //   quadratic                                      (1+α)² λ₃ B, K in the package and in messages. The width of the
    //                                                  network, k, does not occur here
    //   poison                                         D/K in the package: what an attack adds, in parts of quadratic
    //   strength                                       a²/K in the package; for θ = 0 it is C
    //   gammaConstant                                  C for θ = 0, C₂ for θ > 0
    //   leastGamma                                     max{C, 1} or max{a²/K, C₂}, which γ must exceed
    //   goal, start                                    ε²δ, ‖w₁ − w*‖²
    //   decrease(gamma), floor                         1 − ρ and F in the package
    //   rate, publishedRate(gamma)                     c_rate as it follows in the package, and as the paper prints it
    //   steps(gamma)                                   T

    /** Without an attack this γ makes the contraction strongest, as (γ − 1)/γ² is largest there. */
    private static final double STRONGEST = 2;

    private static final String[] ORDINALS = {"first", "second", "third", "fourth"};

    private final Theorem theorem;
    private final double epsilon;
    private final double delta;
    private final boolean attacked;
    private final double goal;
    private final double start;
    private final double tradeOff;
    private final double linear;
    private final double quadratic;
    private final double poison;
    private final double strength;
    private final double gammaConstant;
    private final double leastGamma;
    private final List<Condition> conditions = new ArrayList<>();

    /**
     * Computes the constants.
     *
     * @param theorem the configuration
     * @param epsilon ε
     * @param delta   δ
     */
    Derivation(Theorem theorem, double epsilon, double delta) {
        this.theorem = theorem;
        this.epsilon = epsilon;
        this.delta = delta;
        attacked = theorem.isAttacked();
        goal = epsilon * epsilon * delta;
        start = theorem.initialError() * theorem.initialError();
        tradeOff = theorem.tradeOff();
        Moments m = theorem.inputs();
        Moments beta = attacked ? theorem.attacks() : theorem.attacks().times(0);
        // In the square of a mean over the batch, the share of products of a sample with itself, and of two samples.
        double alone = 1.0 / theorem.b();
        double pairs = 1 - alone;
        double onePlusAlpha = 1 + theorem.alpha();
        quadratic = onePlusAlpha * onePlusAlpha * theorem.spectrum().lambda3()
            * ((beta.of(1) * m.of(2) + m.of(2) * m.of(2)) * pairs + (beta.of(3) + m.of(4)) * alone);
        poison = ((beta.of(1) * beta.of(1) + beta.of(1) * m.of(2)) * pairs + (beta.of(2) + beta.of(3)) * alone)
            / quadratic;
        linear = theorem.largestFirstMoment() - beta.of(1);
        strength = linear * linear / quadratic;
        gammaConstant = attacked ? (goal + squared(theorem.theta()) * poison) / slack() : strength;
        leastGamma = attacked ? Math.max(strength, gammaConstant) : Math.max(1, gammaConstant);
    }

    private static double squared(double x) {
        return x * x;
    }

    /** ε²δ − θ²/c_to. */
    private double slack() {
        return goal - squared(theorem.theta()) / tradeOff;
    }

    /** The guarantee with the γ that needs the fewest steps. */
    Guarantee withBestGamma() {
        return guarantee(this::bestGamma);
    }

    /** The guarantee with a given γ; that it is large enough is one of the conditions. */
    Guarantee withGamma(double gamma) {
        return guarantee(() -> gamma);
    }

    /** What can be said before a γ is needed comes first: without it there may be no best one. */
    private Guarantee guarantee(DoubleSupplier choice) {
        checkProblem();
        if (isRepresentable("epsilon^2 delta", goal) && attacked) {
            checkAttack();
        }
        Prescription prescription = null;
        if (conditions.stream().allMatch(Condition::holds) && isRepresentable("K", quadratic)
            && isRepresentable("(beta_1 c_trade-off)^2/K", strength)
            && isRepresentable("the least gamma", leastGamma)) {
            double gamma = choice.getAsDouble();
            String bound = attacked ? "max{(beta_1 c_trade-off)^2/K, C_2}" : "max{C, 1}";
            boolean holds = gamma > leastGamma;
            add("gamma", gamma, holds, "gamma = " + Figures.of(gamma) + (holds ? " > " : " must be above ") + bound
                + " = " + Figures.of(leastGamma));
            if (holds) {
                prescription = prescription(gamma);
                if (!isRepresentable("eta", prescription.eta())
                    || !isRepresentable("1 - rho", prescription.decrease())) {
                    prescription = null;
                }
            }
        }
        return new Guarantee(epsilon, delta, conditions, Optional.ofNullable(prescription));
    }

    private void add(String name, double value, boolean holds, String text) {
        conditions.add(new Condition(name, value, holds, text));
    }

    /** Adds a condition only if it does not hold. */
    private boolean isRepresentable(String name, double value) {
        boolean is = value >= Double.MIN_NORMAL && value <= Double.MAX_VALUE;
        if (!is) {
            add("range", value, false, name + " = " + Figures.of(value) + " is beyond the range of double precision");
        }
        return is;
    }

    private void checkProblem() {
        Moments m = theorem.inputs();
        int infinite = 1;
        while (infinite <= ORDINALS.length && Double.isFinite(m.of(infinite))) {
            infinite++;
        }
        add("finite-moments", m.of(ORDINALS.length), infinite > ORDINALS.length, infinite > ORDINALS.length
            ? "m_1, ..., m_4 are finite (m_4 = " + Figures.of(m.of(ORDINALS.length)) + ")"
            : ORDINALS[infinite - 1] + " moment infinite: m_" + infinite + " = E||x||^" + infinite + " must be finite");
        Spectrum spectrum = theorem.spectrum();
        eigenvalue("lambda1", "lambda_1", spectrum.lambda1(), "the symmetric part of A Sigma M^T, with A the mean "
            + "of the q_i A_i, must be positive definite");
        eigenvalue("lambda2", "lambda_2", spectrum.lambda2(), "the matrix M must not be zero");
        eigenvalue("lambda3", "lambda_3", spectrum.lambda3(), "the q_i A_i must not all be zero");
    }

    private void eigenvalue(String name, String symbol, double value, String needed) {
        boolean holds = value > 0;
        add(name, value, holds, symbol + " = " + Figures.of(value) + (holds ? " > 0" : " <= 0: " + needed));
    }

    private void checkAttack() {
        double largest = theorem.largestFirstMoment();
        if (Double.isNaN(tradeOff)) {
            return;
        }
        // Where the problem itself is not covered, no attack is.
        boolean sound = conditions.stream().allMatch(Condition::holds);
        boolean positive = tradeOff > 0;
        add("trade-off", tradeOff, positive, positive
            ? "c_trade-off = (1 + alpha) lambda_1/(beta_1 lambda_2) - 1 = " + Figures.of(tradeOff) + " > 0"
            : "c_trade-off = " + Figures.of(tradeOff) + " <= 0 because beta_1 = " + Figures.of(theorem.attacks().of(1))
                + " is not below (1 + alpha) lambda_1/lambda_2 = " + Figures.of(largest)
                + (sound ? "; " + bearable() : ""));
        if (!positive) {
            return;
        }
        double largestTheta = theorem.largestTheta(epsilon, delta);
        boolean small = theorem.theta() < largestTheta && slack() > 0;
        String limit = "theta* = epsilon sqrt(delta c_trade-off) = " + Figures.of(largestTheta);
        add("theta", theorem.theta(), small, "theta = " + Figures.of(theorem.theta()) + (small ? " < " + limit
            : " is not below " + limit + (sound ? "; " + reachable() + ", and " + bearable() : "")));
        boolean far = goal < start;
        add("start", goal, far, "epsilon^2 delta = " + Figures.of(goal) + (far ? " < " : " is not below ")
            + "||w_1 - w*||^2 = " + Figures.of(start) + (far ? "" : ": the start is as near to w* as is asked for"));
    }

    /** What accuracy would be covered. */
    private String reachable() {
        double least = theorem.leastEpsilon(delta);
        double largest = theorem.largestEpsilon(delta);
        return least < largest ? "the best epsilon that would be covered is just above " + Figures.of(least)
            : "no epsilon would be covered, as it would have to be above " + Figures.of(least)
                + " and below ||w_1 - w*||/sqrt(delta) = " + Figures.of(largest);
    }

    /** What probability of an attack would be covered. */
    private String bearable() {
        double most = theorem.largestProbability(epsilon, delta);
        return most > 0 ? "the largest beta that would be covered with these theta, epsilon and delta is just below "
            + Figures.of(most) : "no beta > 0 would be covered";
    }

    private Prescription prescription(double gamma) {
        double floor = attacked ? squared(theorem.theta()) * (poison + gamma / tradeOff) / (gamma - 1) : 0;
        double rate = attacked ? (gamma - 1) / (poison + gamma / tradeOff) : Double.POSITIVE_INFINITY;
        double published = attacked ? publishedRate(gamma) : Double.POSITIVE_INFINITY;
        double eta = linear / (gamma * theorem.spectrum().lambda2() * quadratic);
        // More steps than a long can hold become the largest long.
        long steps = (long) Math.ceil(steps(gamma));
        return new Prescription(gammaConstant, leastGamma, gamma, eta, decrease(gamma), floor, rate, published, steps,
            start);
    }

    private double publishedRate(double gamma) {
        Moments m = theorem.inputs();
        double onePlusAlpha = 1 + theorem.alpha();
        return (gamma - 1) / ((m.of(2) + m.of(3))
            / (onePlusAlpha * onePlusAlpha * theorem.spectrum().lambda3() * (m.of(3) + m.of(4))) + gamma / tradeOff);
    }

    private double decrease(double gamma) {
        return strength * (gamma - 1) / (gamma * gamma);
    }

    /** Before it is rounded up. */
    private double steps(double gamma) {
        // ε²δ − F, without its cancellation.
        double aboveFloor = attacked ? slack() * (gamma - gammaConstant) / (gamma - 1) : goal;
        double ratio = (start - (goal - aboveFloor)) / aboveFloor;
        return ratio <= 1 ? 0 : Math.log(ratio) / -Math.log1p(-decrease(gamma));
    }

    private double bestGamma() {
        if (!attacked && leastGamma < STRONGEST) {
            return STRONGEST;
        }
        // From just above the least γ to far beyond it; both ends have too many steps.
        double low = Math.log(1e-6);
        double high = Math.log(1e6);
        return leastGamma * (1 + Math.exp(GoldenSection.minimum(t -> steps(leastGamma * (1 + Math.exp(t))), low, high,
            1e-6)));
    }
}
