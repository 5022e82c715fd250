package org.neurotron.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.network.SensingSampling;
import org.neurotron.random.InputDistribution;

/**
 * Breaks if a configuration that makes no sense is accepted, or refused without saying which parameter is to blame.
 */
class SettingsTest {

    private static final InputDistribution NORMAL = new InputDistribution.Normal(1);
    private static final SensingSampling GAUSSIAN = new SensingSampling.Gaussian();

    private static ProblemSettings weighted(List<Double> q) {
        return new ProblemSettings(7, 3, 4, 0, q, GAUSSIAN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void sizesArePositive(int bad) {
        assertRefused("n", bad, () -> new ProblemSettings(bad, 3, 4));
        assertRefused("r", bad, () -> new ProblemSettings(7, bad, 4));
        assertRefused("k", bad, () -> new ProblemSettings(7, 3, bad));
        assertRefused("b", bad, () -> new LearnerSettings(Algorithm.TRON, bad, 1e-4));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, Integer.MAX_VALUE})
    void widthIsEven(int odd) {
        assertEquals("even for the affine family", assertRefused("k", odd, () -> new ProblemSettings(7, 3, odd)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 2, Double.NaN, Double.POSITIVE_INFINITY})
    void leakIsBelowOne(double bad) {
        assertRefused("alpha", bad, () -> new ProblemSettings(7, 3, 4, bad, List.of(1.0), GAUSSIAN));
    }

    @Test
    void outerWeightsAreOneOrWidthManyAndFinite() {
        for (List<Double> bad : List.of(List.<Double>of(), List.of(1.0, 2.0), Collections.nCopies(5, 1.0),
            List.of(Double.NaN), List.of(1.0, 2.0, Double.NEGATIVE_INFINITY, 4.0))) {
            assertRefused("q", bad, () -> weighted(bad));
        }
        assertThrows(NullPointerException.class, () -> weighted(null));
        assertArrayEquals(new double[] {-2, -2, -2, -2}, weighted(List.of(-2.0)).outerWeights());
        assertArrayEquals(new double[] {1, 0, -3, 0.5}, weighted(List.of(1.0, 0.0, -3.0, 0.5)).outerWeights());
    }

    @Test
    void outerWeightsAreCopied() {
        List<Double> q = new ArrayList<>(List.of(3.0));
        ProblemSettings settings = weighted(q);
        q.set(0, 4.0);
        assertEquals(List.of(3.0), settings.q());
    }

    @Test
    void studyIsTheDefault() {
        assertEquals(new ProblemSettings(100, 25, 10, 0, List.of(1.0), GAUSSIAN), new ProblemSettings(100, 25, 10));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void boundIsNotNegative(double bad) {
        assertRefused("theta", bad, () -> new OracleSettings(NORMAL, Attack.ALTERNATING, bad, 0.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-Double.MIN_VALUE, 1.0000000000000002, Double.NaN, Double.POSITIVE_INFINITY})
    void attackHasAProbability(double bad) {
        assertRefused("beta", bad, () -> new OracleSettings(NORMAL, Attack.ALTERNATING, 0.5, bad));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void learningRateIsPositive(double bad) {
        assertRefused("eta", bad, () -> new LearnerSettings(Algorithm.SGD, 16, bad));
    }

    @Test
    void nothingMayBeMissing() {
        assertThrows(NullPointerException.class, () -> new LearnerSettings(null, 16, 1e-4));
        assertThrows(NullPointerException.class, () -> new OracleSettings(null, Attack.UNIFORM, 1, 0.5));
        assertThrows(NullPointerException.class, () -> new OracleSettings(NORMAL, Attack.UNIFORM, 1, 0.5, null));
        for (InputDistribution law : List.of(new InputDistribution.Laplace(1), new InputDistribution.StudentT(4))) {
            assertRefused("sampling", Sampling.PROJECTED,
                () -> new OracleSettings(law, Attack.UNIFORM, 1, 0.5, Sampling.PROJECTED));
        }
        assertRefused("sampling", "Drawn", () -> Sampling.of("Drawn"));
        assertEquals(Sampling.PROJECTED, Sampling.of("projected"));
        assertThrows(NullPointerException.class, () -> new OracleSettings(NORMAL, null, 1, 0.5));
        assertThrows(NullPointerException.class, () -> new ProblemSettings(7, 3, 4, 0, List.of(1.0), null));
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void algorithmIsFoundByItsName(Algorithm algorithm) {
        assertSame(algorithm, Algorithm.of(algorithm.id()));
        assertEquals(algorithm.id(), algorithm.toString());
    }

    @ParameterizedTest
    @MethodSource("org.neurotron.training.Attacks#all")
    void attackIsFoundByItsName(Attack attack) {
        assertEquals(attack, Attack.of(attack.id()));
        assertEquals(attack.id(), attack.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TRON", "Tron", "adam", "sgd_published"})
    void unknownNamesAreRefusedWithTheKnownOnes(String name) {
        assertEquals("one of tron, sgd, sgd-published", assertRefused("algorithm", name, () -> Algorithm.of(name)));
        assertEquals("one of alternating, uniform, constant, realizable, worst, informed, flip, zero, scale:F, "
            + "inputs:S, inputs:replace", assertRefused("attack", name, () -> Attack.of(name)));
    }
}
