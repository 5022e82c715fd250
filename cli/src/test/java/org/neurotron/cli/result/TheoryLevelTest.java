package org.neurotron.cli.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.neurotron.cli.figure.Ink;
import org.neurotron.cli.figure.Panel;
import org.neurotron.random.InputDistribution;
import org.neurotron.theory.Moments;
import org.neurotron.theory.Spectrum;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.Problem;
import org.neurotron.training.ProblemSettings;
import org.neurotron.training.RunSettings;

/** Breaks if a picture claims something of Theorem 1 that it does not say, or not what it says. */
class TheoryLevelTest {

    private static final Ink INK = Ink.of(Algorithm.TRON);

    private static final long SEED = 3;

    private static RunSettings run(String law, double theta, double beta, Algorithm algorithm) {
        return new RunSettings(new ProblemSettings(50, 2, 2),
            new OracleSettings(InputDistribution.parse(law), Attack.ALTERNATING, theta, beta),
            new LearnerSettings(algorithm, 16, 1e-3));
    }

    private static Optional<Panel.Level> level(RunSettings run) {
        return TheoryLevel.of(run, SEED, 0, 1, "", INK);
    }

    /** λ₁/λ₂, which β₁ must be below. */
    private static double bearable(RunSettings run, long replicate) {
        Spectrum spectrum = Spectrum.of(Problem.draw(run.problem(), SEED, replicate).network(), 1);
        return spectrum.lambda1() / spectrum.lambda2();
    }

    private static double firstMoment(RunSettings run) {
        return Moments.ofNorm(run.oracle().distribution(), run.problem().n()).of(1);
    }

    /** θ/√(δ·c) with c = λ₁/(β₁λ₂) − 1 and δ = 0.1. */
    private static double expected(RunSettings run, long replicate) {
        double tradeOff = bearable(run, replicate) / (run.oracle().beta() * firstMoment(run)) - 1;
        return run.oracle().theta() / Math.sqrt(0.1 * tradeOff);
    }

    @Test
    void whereTheTheoremHoldsItsAccuracyIsShown() {
        RunSettings run = run("normal:1", 0.01, 0.05, Algorithm.TRON);
        for (long replicate : new long[] {0, 5}) {
            Panel.Level level = TheoryLevel.of(run, SEED, replicate, 1, ", k = 2", INK).orElseThrow();
            assertEquals("Theorem 1, k = 2", level.name());
            assertEquals(expected(run, replicate), level.value(), 1e-12);
        }
        assertTrue(expected(run, 0) != expected(run, 5));
    }

    @Test
    void ofManyReplicatesItIsTheWorstOfTheFirstTwenty() {
        RunSettings run = run("normal:1", 0.01, 0.02, Algorithm.TRON);
        double[] each = IntStream.range(0, 40).mapToDouble(i -> expected(run, i)).toArray();
        assertTrue(Arrays.stream(each).allMatch(Double::isFinite), "not all of them are covered");
        for (int replicates : new int[] {1, 7, 20, 40}) {
            assertEquals(Arrays.stream(each, 0, Math.min(replicates, 20)).max().orElseThrow(),
                TheoryLevel.of(run, SEED, 0, replicates, "", INK).orElseThrow().value(), 1e-12);
        }
    }

    @Test
    void whereItDoesNotHoldNothingIsShown() {
        assertTrue(level(run("normal:1", 0.01, 0.05, Algorithm.TRON)).isPresent());
        assertFalse(level(run("normal:1", 0, 0.05, Algorithm.TRON)).isPresent(), "no attack");
        assertFalse(level(run("normal:1", 0.01, 0, Algorithm.TRON)).isPresent(), "an attack that never comes");
        assertFalse(level(run("normal:1", 0.01, 0.9, Algorithm.TRON)).isPresent(), "too many attacks");
        assertFalse(level(run("normal:1", 1000, 0.05, Algorithm.TRON)).isPresent(), "an attack beyond the start");
        assertFalse(level(run("student-t:4", 0.01, 0.001, Algorithm.TRON)).isPresent(), "no fourth moment");
        assertTrue(level(run("student-t:5", 0.01, 0.001, Algorithm.TRON)).isPresent());
        for (Algorithm other : new Algorithm[] {Algorithm.SGD, Algorithm.SGD_PUBLISHED}) {
            assertFalse(level(run("normal:1", 0.01, 0.05, other)).isPresent(), "another algorithm");
        }
        RunSettings large = new RunSettings(new ProblemSettings(1001, 2, 2),
            new OracleSettings(InputDistribution.parse("normal:1"), Attack.ALTERNATING, 0.01, 0.001),
            new LearnerSettings(Algorithm.TRON, 16, 1e-3));
        assertFalse(level(large).isPresent(), "too large to compute");
    }

    @Test
    void oneReplicateThatIsNotCoveredIsEnough() {
        RunSettings some = run("normal:1", 0.01, 0.05, Algorithm.TRON);
        double[] largest = IntStream.range(0, 20).mapToDouble(i -> bearable(some, i) / firstMoment(some)).toArray();
        double between = (largest[0] + Arrays.stream(largest).min().orElseThrow()) / 2;
        RunSettings run = run("normal:1", 1e-6, between, Algorithm.TRON);
        assertTrue(largest[0] > between);
        assertTrue(TheoryLevel.of(run, SEED, 0, 1, "", INK).isPresent());
        assertFalse(TheoryLevel.of(run, SEED, 0, 20, "", INK).isPresent());
    }

    @Test
    void theLargestProbabilityIsTheMiddleOne() {
        RunSettings run = run("normal:1", 0.01, 0.5, Algorithm.TRON);
        double[] largest = IntStream.range(0, 7).mapToDouble(i -> bearable(run, i) / firstMoment(run)).sorted()
            .toArray();
        assertEquals(largest[3], TheoryLevel.largestProbability(run, SEED, 7).orElseThrow(), 1e-12);
        assertTrue(TheoryLevel.largestProbability(run("student-t:4", 0.01, 0.5, Algorithm.TRON), SEED, 7).isEmpty());
        assertTrue(TheoryLevel.largestProbability(run("normal:1", 0.01, 0.5, Algorithm.SGD), SEED, 7).isEmpty());
    }
}
