package org.neurotron.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.internal.Refusals;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.network.Network;
import org.neurotron.network.SingleGate;
import org.neurotron.oracle.AttackProbability;
import org.neurotron.oracle.Distortion;
import org.neurotron.oracle.PoisoningOracle;
import org.neurotron.random.InputDistribution;
import org.neurotron.random.InputSampler;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;
import org.neurotron.training.Algorithm;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.Problem;
import org.neurotron.training.TrainingRun;

/** Breaks if training does not keep what the theorem promises, or the risk is estimated wrongly. */
class PromiseTest {

    private static final Kernel KERNEL = Kernels.selected();
    private static final InputDistribution NORMAL = new InputDistribution.Normal(1);

    /** A single gate of three inputs, trained as prescribed: the mean squared error stays below its bound. */
    @ParameterizedTest
    @CsvSource({"0, 0, 1", "0, 0, 8", "0.02, 0.2, 1", "0.02, 0.2, 8", "0.05, 0.05, 4"})
    void runsStayBelowTheBoundOnTheirExpectation(double theta, double beta, int b) {
        double epsilon = 0.2;
        double delta = 0.2;
        int runs = 100;
        double[] teacher = {1.5, -0.5, 2};
        Network network = new Network(new SingleGate(3), 0);
        Problem problem = new Problem(network, teacher, teacher);
        Moments m = Moments.ofNorm(NORMAL, 3);
        double start = Math.sqrt(0.25 + 2.25 + 1);
        Prescription p = new Theorem(Spectrum.of(network, 1), 0, m, m.times(beta), b, theta, start)
            .guarantee(epsilon, delta).prescription().orElseThrow();
        long[] looks = {1, p.steps() / 4, p.steps() / 2, p.steps()};
        double[] sums = new double[looks.length];
        int within = 0;
        for (int run = 0; run < runs; run++) {
            PoisoningOracle oracle = new PoisoningOracle(network, teacher,
                NORMAL.sampler(RandomStreams.open(5, run, Purpose.INPUTS, KERNEL.random())),
                AttackProbability.constant(beta), new Distortion.Constant(theta),
                RandomStreams.open(5, run, Purpose.ATTACK, KERNEL.random()), b, KERNEL);
            TrainingRun training = new TrainingRun(problem, oracle, new LearnerSettings(Algorithm.TRON, b, p.eta()),
                new double[] {1, 1, 1}, KERNEL);
            for (int i = 0; i < looks.length; i++) {
                while (training.iteration() < looks[i]) {
                    training.step();
                }
                sums[i] += training.error() * training.error();
            }
            within += training.error() <= epsilon ? 1 : 0;
        }
        for (int i = 0; i < looks.length; i++) {
            // The first steps have little slack: half a percent is for chance.
            assertTrue(sums[i] / runs <= 1.005 * p.squaredErrorBound(looks[i]),
                sums[i] / runs + " > " + p.squaredErrorBound(looks[i]) + " after " + looks[i]);
        }
        assertTrue(within >= (1 - delta) * runs, within + " of " + runs);
    }

    /** A single ReLU gate: E(σ(u·x) − σ(0))² = ½‖u‖² for w = 0; six standard errors. */
    @Test
    void riskAgreesWithAValueByHand() {
        Network network = new Network(new SingleGate(4), 0);
        double[] teacher = {1, 2, -2, 4};
        Estimate risk = PredictionRisk.estimate(network, teacher, new double[4], inputs(), 300_000, KERNEL);
        assertEquals(12.5, risk.value(), 6 * risk.standardError());
        assertTrue(risk.standardError() > 0 && risk.standardError() < 0.1);
        assertEquals(new Estimate(0, 0), PredictionRisk.estimate(network, teacher, teacher, inputs(), 1000, KERNEL));
    }

    @Test
    void riskIsAtMostItsBound() {
        Network network = new Network(new SingleGate(4), new double[] {3}, 0.5);
        Moments m = Moments.ofNorm(NORMAL, 4);
        Theorem theorem = new Theorem(Spectrum.of(network, 1), 0.5, m, m.times(0), 1, 0, 1);
        Estimate risk = PredictionRisk.estimate(network, new double[] {1, 0, 0, 0}, new double[] {0, 1, 0, 0},
            inputs(), 100_000, KERNEL);
        assertTrue(risk.value() < 2 * theorem.riskFactor());
        Refusals.assertIllegal("filter", () -> PredictionRisk.estimate(network, new double[4], new double[3], inputs(),
            10, KERNEL));
    }

    private static InputSampler inputs() {
        return NORMAL.sampler(RandomStreams.open(2, 0, Purpose.ESTIMATE, KERNEL.random()));
    }
}
