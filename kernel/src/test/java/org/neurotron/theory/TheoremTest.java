package org.neurotron.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.network.Network;
import org.neurotron.network.SingleGate;
import org.neurotron.random.InputDistribution;

/** Breaks if a constant of the theorem is wrong, or a configuration counts as covered that is not. */
class TheoremTest {

    private static final double EPSILON = 0.1;
    private static final double DELTA = 0.1;

    /** λ = (2, 3, 5), α = 1/4, m = (3/2, 3, 7, 20), β = 1/8, b = 4, θ = 1/100, ‖w₁ − w*‖ = 3. */
    private static final Theorem HAND = new Theorem(new Spectrum(2, 3, 5, true), 0.25, Moments.known(1.5, 3, 7, 20),
        Moments.known(1.5, 3, 7, 20).times(0.125), 4, 0.01, 3);

    /** The values of this test were worked with fractions and 50 digits from the printed formulas. */
    @Test
    void guaranteeUnderAttackAgreesWithValuesByHand() {
        close(31.0 / 9, HAND.tradeOff());
        close(0.058689389538863363819, HAND.largestTheta(EPSILON, DELTA));
        close(0.017038855027411944334, HAND.leastEpsilon(DELTA));
        close(5.0 / 9, HAND.largestProbability());
        close(0.505050505050505050505, HAND.largestProbability(EPSILON, DELTA));
        Prescription p = HAND.guarantee(EPSILON, DELTA, 3).prescription().orElseThrow();
        close(1.0307097066105834691, p.gammaConstant());
        close(1.0307097066105834691, p.leastGamma());
        close(7.4130120031759376022e-4, p.eta());
        close(9.5751405041022527236e-4, p.decrease());
        close(4.3941325306105845503e-5, p.floor());
        close(2.2757620372935030387, p.rateConstant());
        close(2.1777592756413592131, p.publishedRateConstant());
        assertEquals(9552, p.steps());
        close(9, p.squaredErrorBound(0));
        assertTrue(p.squaredErrorBound(9552) <= 1e-3 && p.squaredErrorBound(9551) > 1e-3);
    }

    @Test
    void guaranteeWithoutAnAttackAgreesWithValuesByHand() {
        for (Theorem theorem : List.of(with(HAND, HAND.spectrum(), HAND.attacks(), 4, 0, 3),
            with(HAND, HAND.spectrum(), HAND.inputs().times(0), 4, 0.01, 3))) {
            assertFalse(theorem.isAttacked());
            Prescription p = theorem.guarantee(EPSILON, DELTA, 3).prescription().orElseThrow();
            close(7.5650118203309692671e-3, p.gammaConstant());
            assertEquals(1, p.leastGamma());
            close(1.0086682427107959022e-3, p.eta());
            assertEquals(theorem.theta() == 0, theorem.largestProbability(EPSILON, DELTA) == 1);
            close(1.6811137378513265038e-3, p.decrease());
            assertEquals(0, p.floor());
            assertEquals(5412, p.steps());
            Prescription best = theorem.guarantee(EPSILON, DELTA).prescription().orElseThrow();
            assertEquals(2, best.gamma());
            close(1.5130023640661938534e-3, best.eta());
            assertEquals(4810, best.steps());
            assertEquals(0, theorem.leastEpsilon(DELTA));
        }
    }

    @Test
    void riskAgreesWithValuesByHand() {
        close(68.044354838709677419, HAND.riskRatio(DELTA));
        close(23.4375, HAND.riskFactor());
        close(0.0035404496371039121969, HAND.largestFirstMomentForRisk(DELTA));
        close(0.0035404496371039121969 / 1.5, HAND.largestProbabilityForRisk(DELTA));
        // At that beta inequality (3) is an equality.
        Theorem limit = with(HAND, HAND.spectrum(),
            HAND.inputs().times(HAND.largestProbabilityForRisk(DELTA)), 4, 0.01, 3);
        close(1, limit.riskRatio(DELTA));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0.01, 0.5", "5, 2, 0.3, 0.1", "100, 1, 0.001, 0.05", "1000000, 3, 1e-4, 0.01"})
    void lemma1AndWhatFollowsFromItAreSpecialCases(int n, double sigma, double beta, double delta) {
        Moments m = Moments.ofNorm(new InputDistribution.Normal(sigma), n);
        Spectrum spectrum = Spectrum.of(new Network(new SingleGate(n), 0), sigma * sigma);
        Theorem gate = new Theorem(spectrum, 0, m, m.times(beta), 1, 0.1, 1);
        assertEquals(NormalGate.tradeOff(n, sigma, beta), gate.tradeOff(), 1e-13 * (1 + gate.tradeOff()));
        if (sigma == 1) {
            close(NormalGate.largestFirstMomentForRisk(n, delta), gate.largestFirstMomentForRisk(delta));
            close(NormalGate.largestProbabilityForRisk(n, delta), gate.largestProbabilityForRisk(delta));
        }
    }

    /** n = 2, σ = 1, β = 1/4: Γ(1)/Γ(3/2) = 2/√π, so c = 4/√2 · 2/√π − 1. */
    @Test
    void lemma1AgreesWithAValueByHand() {
        close(8 / Math.sqrt(2 * Math.PI) - 1, NormalGate.tradeOff(2, 1, 0.25));
        assertEquals(Double.POSITIVE_INFINITY, NormalGate.tradeOff(2, 1, 0));
        close(1.0 / 41, NormalGate.largestFirstMomentForRisk(4, 0.1));
        assertRefused("n", 0, () -> NormalGate.tradeOff(0, 1, 0.5));
        assertRefused("sigma", -1.0, () -> NormalGate.tradeOff(2, -1, 0.5));
        assertRefused("beta", 2.0, () -> NormalGate.tradeOff(2, 1, 2));
        assertRefused("delta", 0.0, () -> NormalGate.largestProbabilityForRisk(2, 0));
    }

    /** §3.6: λ₁ → q²λ₁, λ₃ → q⁴λ₃. */
    @Test
    void upscalingImprovesTheAccuracy() {
        close(0.00772027518982468115, HAND.upscaled(4).leastEpsilon(DELTA));
        double last = HAND.leastEpsilon(DELTA);
        for (double q = 1.25; q < 1e3; q *= 1.25) {
            double next = HAND.upscaled(q * q).leastEpsilon(DELTA);
            assertTrue(next < last);
            last = next;
        }
    }

    @Test
    void theLeastUpscalingIsWhereTheGuaranteeBegins() {
        Theorem theorem = with(HAND, HAND.spectrum(), HAND.inputs().times(0.75), 4, 0.05, 3);
        double least = theorem.leastUpscaling(EPSILON, DELTA);
        close(1.125 * 3 / 2.5 * 3.5, least);
        assertFalse(theorem.upscaled(least * 0.999).guarantee(EPSILON, DELTA).isCovered());
        assertTrue(theorem.upscaled(least * 1.001).guarantee(EPSILON, DELTA).isCovered());
        assertTrue(HAND.leastUpscaling(EPSILON, DELTA) < 1);
        assertEquals(Double.POSITIVE_INFINITY,
            with(HAND, new Spectrum(0, 3, 5, true), HAND.attacks(), 4, 0.01, 3).leastUpscaling(EPSILON, DELTA));
    }

    /** Under attack ε²δ must be below the squared initial error; what would be covered must not say otherwise. */
    @Test
    void nothingUnderAttackIsCoveredWhereTheStartIsTheGoal() {
        close(3 / Math.sqrt(DELTA), HAND.largestEpsilon(DELTA));
        for (double factor : new double[] {0.999, 1.001}) {
            double epsilon = factor * HAND.largestEpsilon(DELTA);
            assertEquals(factor < 1, HAND.guarantee(epsilon, DELTA).isCovered());
            assertEquals(factor < 1, HAND.largestProbability(epsilon, DELTA) > 0);
            assertEquals(factor < 1, HAND.leastUpscaling(epsilon, DELTA) < 1);
        }
        violated(with(HAND, HAND.spectrum(), HAND.attacks(), 4, 5, 1), "theta", "no epsilon would be covered, as it "
            + "would have to be above 8.519 and below ||w_1 - w*||/sqrt(delta) = 3.162");
        Condition tradeOff = with(HAND, HAND.spectrum(), HAND.inputs().times(0.75), 4, 0.01, 3).guarantee(10, DELTA)
            .violated().getFirst();
        assertTrue(tradeOff.text().endsWith("; no beta > 0 would be covered"), tradeOff.text());
    }

    /** Remark 1: the learning rate grows with the batch; and so does the contraction. */
    @ParameterizedTest
    @ValueSource(strings = {"normal:1", "laplace:2", "student-t:5", "student-t:4.2"})
    void learningRateGrowsWithTheBatch(String law) {
        Moments m = Moments.ofNorm(InputDistribution.parse(law), 20);
        for (double theta : new double[] {0, 0.001}) {
            double lastEta = 0;
            double lastDecrease = 0;
            for (int b : new int[] {1, 2, 3, 16, 1024, 1 << 20}) {
                Theorem theorem = new Theorem(new Spectrum(40, 2, 9, true), 0.1, m, m.times(0.3), b, theta, 5);
                Prescription p = theorem.guarantee(EPSILON, DELTA, 3).prescription().orElseThrow();
                assertTrue(p.eta() > lastEta && p.decrease() > lastDecrease);
                lastEta = p.eta();
                lastDecrease = p.decrease();
            }
        }
    }

    @Test
    void guaranteesGetWeakerWithTheAttack() {
        long lastSteps = 0;
        double lastConstant = 1;
        for (double theta : new double[] {1e-6, 1e-3, 1e-2, 3e-2, 5e-2, 5.8e-2, 5.86e-2}) {
            Prescription p = with(HAND, HAND.spectrum(), HAND.attacks(), 4, theta, 3).guarantee(EPSILON, DELTA)
                .prescription().orElseThrow();
            assertTrue(p.steps() > lastSteps && p.gammaConstant() > lastConstant && p.floor() < 1e-3);
            lastSteps = p.steps();
            lastConstant = p.gammaConstant();
        }
        double lastTradeOff = Double.POSITIVE_INFINITY;
        for (double beta : new double[] {0, 0.1, 0.2, 0.5, 1}) {
            double tradeOff = with(HAND, HAND.spectrum(), HAND.inputs().times(beta), 4, 0.01, 3).tradeOff();
            assertTrue(tradeOff < lastTradeOff || beta == 0);
            lastTradeOff = tradeOff;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-6, 0.01, 0.05, 0.0586})
    void noOtherGammaNeedsFewerSteps(double theta) {
        Theorem theorem = with(HAND, HAND.spectrum(), HAND.attacks(), 4, theta, 3);
        Prescription best = theorem.guarantee(EPSILON, DELTA).prescription().orElseThrow();
        for (double factor = 1.0001; factor < 100; factor *= 1.01) {
            long steps = theorem.guarantee(EPSILON, DELTA, best.leastGamma() * factor).prescription().orElseThrow()
                .steps();
            assertTrue(best.steps() <= steps, best + " but " + steps + " at " + best.leastGamma() * factor);
        }
    }

    /** The limit of the recursion is below ε²δ if and only if γ exceeds the bound of the theorem. */
    @Test
    void theBoundOnGammaIsThatOfTheFloor() {
        double least = HAND.guarantee(EPSILON, DELTA).prescription().orElseThrow().leastGamma();
        Prescription just = HAND.guarantee(EPSILON, DELTA, least * (1 + 1e-9)).prescription().orElseThrow();
        assertEquals(1e-3, just.floor(), 1e-3 * 1e-6);
        assertTrue(just.floor() < 1e-3);
        assertFalse(HAND.guarantee(EPSILON, DELTA, least * (1 - 1e-9)).isCovered());
    }

    /** For b > 1 and frequent attacks the printed c_rate promises more than the recursion yields. */
    @Test
    void thePublishedRateConstantDoesNotAlwaysFollow() {
        Moments m = Moments.ofNorm(new InputDistribution.Normal(1), 100);
        Spectrum spectrum = new Spectrum(400, 2, 5, true);
        Prescription single = new Theorem(spectrum, 0, m, m.times(1), 1, 0.01, 5).guarantee(EPSILON, DELTA, 3)
            .prescription().orElseThrow();
        close(single.publishedRateConstant(), single.rateConstant());
        Prescription batch = new Theorem(spectrum, 0, m, m.times(1), 16, 0.01, 5).guarantee(EPSILON, DELTA, 3)
            .prescription().orElseThrow();
        assertTrue(batch.publishedRateConstant() > batch.rateConstant());
    }

    @Test
    void everyConditionThatDoesNotHoldSaysSo() {
        Spectrum good = HAND.spectrum();
        Moments attack = HAND.attacks();
        Moments infinite = Moments.known(1.5, 3, 7, Double.POSITIVE_INFINITY);
        violated(new Theorem(good, 0, infinite, infinite.times(0.125), 4, 0.01, 3), "finite-moments",
            "fourth moment infinite");
        Moments heavier = Moments.known(1.5, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY);
        violated(new Theorem(good, 0, heavier, heavier.times(0), 4, 0.01, 3), "finite-moments",
            "second moment infinite");
        for (double theta : new double[] {0, 0.01}) {
            violated(with(HAND, new Spectrum(-1, 3, 5, true), attack, 4, theta, 3), "lambda1",
                "lambda_1 = -1 <= 0");
            violated(with(HAND, new Spectrum(0, 3, 5, true), attack, 4, theta, 3), "lambda1", "lambda_1 = 0 <= 0");
            violated(with(HAND, new Spectrum(0, 0, 5, true), attack, 4, theta, 3), "lambda2",
                "the matrix M must not be zero");
            violated(with(HAND, new Spectrum(0, 3, 0, true), attack, 4, theta, 3), "lambda3",
                "must not all be zero");
        }
        violated(with(HAND, good, HAND.inputs().times(0.75), 4, 0.01, 3), "trade-off",
            "c_trade-off = -0.2593 <= 0 because beta_1 = 1.125 is not below (1 + alpha) lambda_1/lambda_2 = 0.8333; "
                + "the largest beta that would be covered with these theta, epsilon and delta is just below 0.5051");
        violated(with(HAND, good, attack, 4, 0.06, 3), "theta", "theta = 0.06 is not below theta* = epsilon "
            + "sqrt(delta c_trade-off) = 0.05869; the best epsilon that would be covered is just above 0.1022");
        violated(with(HAND, good, attack, 4, HAND.largestTheta(EPSILON, DELTA), 3), "theta", "is not below");
        violated(with(HAND, good, attack, 4, 0.01, 0.03), "start", "epsilon^2 delta = 0.001 is not below "
            + "||w_1 - w*||^2 = 0.0009");
        assertViolated(HAND.guarantee(EPSILON, DELTA, 1.03), "gamma", "gamma = 1.03 must be above "
            + "max{(beta_1 c_trade-off)^2/K, C_2} = 1.031");
        assertViolated(with(HAND, good, attack, 4, 0, 3).guarantee(EPSILON, DELTA, 1), "gamma",
            "gamma = 1 must be above max{C, 1} = 1");
    }

    @Test
    void whatDoublePrecisionCannotHoldIsNotCovered() {
        for (double scale : new double[] {1e-120, 1e-60, 1e60, 1e80}) {
            Moments m = Moments.ofNorm(new InputDistribution.Normal(scale), 10);
            Spectrum spectrum = new Spectrum(scale * scale, 1, 1, true);
            for (double theta : new double[] {0, scale / 1e3}) {
                Guarantee guarantee = new Theorem(spectrum, 0, m, m.times(1e-3), 4, theta, 1).guarantee(1e-3, DELTA);
                guarantee.prescription().ifPresent(p -> assertTrue(p.eta() > 0 && p.eta() < Double.POSITIVE_INFINITY
                    && p.steps() > 0, p::toString));
                assertEquals(guarantee.isCovered(), guarantee.violated().isEmpty());
            }
        }
        Moments huge = Moments.ofNorm(new InputDistribution.Normal(1e70), 10);
        assertViolated(new Theorem(new Spectrum(1, 1, 1e40, true), 0, huge, huge.times(0), 4, 0, 1)
            .guarantee(EPSILON, DELTA), "range", "beyond the range of double precision");
        for (double theta : new double[] {0, 1e-200}) {
            assertViolated(with(HAND, HAND.spectrum(), HAND.attacks(), 4, theta, 3).guarantee(1e-170, DELTA), "range",
                "epsilon^2 delta = 0 is beyond the range of double precision");
        }
        // A contraction too weak to be counted: more steps than a long can hold.
        assertEquals(Long.MAX_VALUE, new Theorem(new Spectrum(1e-30, 1, 1, true), 0, HAND.inputs(),
            HAND.attacks(), 4, 0, 3).guarantee(EPSILON, DELTA).prescription().orElseThrow().steps());
    }

    @Test
    void largeDimensionsAreNoProblem() {
        int n = 1_000_000;
        for (String law : List.of("normal:1", "laplace:2", "student-t:5")) {
            Moments m = Moments.ofNorm(InputDistribution.parse(law), n);
            Spectrum spectrum = Spectrum.of(new Network(new SingleGate(n), 0), m.of(2) / n);
            Prescription p = new Theorem(spectrum, 0, m, m.times(1e-4), 16, 1e-4, 1e3).guarantee(0.1, 0.1)
                .prescription().orElseThrow();
            assertTrue(p.gammaConstant() > 1 && p.eta() > 0 && p.steps() > n, p.toString());
        }
    }

    @Test
    void aStartAtTheGoalNeedsNoSteps() {
        assertEquals(0, with(HAND, HAND.spectrum(), HAND.attacks(), 4, 0, 0.03).guarantee(EPSILON, DELTA)
            .prescription().orElseThrow().steps());
        assertEquals(0, with(HAND, HAND.spectrum(), HAND.attacks(), 4, 0, 0).guarantee(EPSILON, DELTA)
            .prescription().orElseThrow().steps());
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertRefused("alpha", 1.0, () -> new Theorem(HAND.spectrum(), 1, HAND.inputs(), HAND.attacks(), 4, 0, 3));
        assertRefused("b", 0, () -> with(HAND, HAND.spectrum(), HAND.attacks(), 0, 0, 3));
        assertRefused("theta", -1.0, () -> with(HAND, HAND.spectrum(), HAND.attacks(), 4, -1, 3));
        assertRefused("initialError", Double.NaN,
            () -> with(HAND, HAND.spectrum(), HAND.attacks(), 4, 0, Double.NaN));
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused("epsilon", bad, () -> HAND.guarantee(bad, DELTA));
            assertRefused("gamma", bad, () -> HAND.guarantee(EPSILON, DELTA, bad));
        }
        for (double bad : new double[] {0, 1, -0.5, Double.NaN}) {
            assertRefused("delta", bad, () -> HAND.guarantee(EPSILON, bad));
            assertRefused("delta", bad, () -> HAND.leastEpsilon(bad));
            assertRefused("delta", bad, () -> HAND.riskRatio(bad));
        }
    }

    private static void violated(Theorem theorem, String name, String text) {
        assertViolated(theorem.guarantee(EPSILON, DELTA), name, text);
    }

    private static void assertViolated(Guarantee guarantee, String name, String text) {
        assertFalse(guarantee.isCovered());
        Condition condition = guarantee.violated().stream().filter(c -> c.name().equals(name)).findFirst()
            .orElseThrow(() -> new AssertionError(name + " is not among " + guarantee.violated()));
        assertTrue(condition.text().contains(text), condition.text());
    }

    private static Theorem with(Theorem theorem, Spectrum spectrum, Moments attacks, int b, double theta,
                                double initialError) {
        return new Theorem(spectrum, theorem.alpha(), theorem.inputs(), attacks, b, theta, initialError);
    }

    private static void close(double expected, double actual) {
        assertEquals(expected, actual, 2e-14 * Math.abs(expected));
    }
}
