package org.neurotron.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.network.SensingSampling;
import org.neurotron.random.InputDistribution;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.ProblemSettings;

/**
 * Breaks if a set-up differs from Table 1 and Appendix H of the paper, or if two runs that should be independent share
 * a stream, or two that should share a problem do not.
 */
class PublishedStudyTest {

    private static final List<Double> SOME_THETAS = List.of(0.0, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0);
    private static final List<Double> SOME_BETAS = List.of(0.0, 0.005, 0.05, 0.1, 0.2, 0.5, 0.9);
    private static final List<Double> QUARTER = List.of(0.25);
    private static final List<Double> HALF = List.of(0.5);

    /** Table 1, row by row. */
    static Stream<Arguments> rows() {
        return Stream.of(
            Arguments.of("sim01", "normal:1.0", 100, 1e-4, SOME_THETAS, HALF),
            Arguments.of("sim02", "normal:3.0", 50, 5e-5, SOME_THETAS, HALF),
            Arguments.of("sim03", "laplace:2.0", 50, 5e-5, SOME_THETAS, HALF),
            Arguments.of("sim04", "student-t:4.0", 100, 1e-4, SOME_THETAS, HALF),
            Arguments.of("sim05", "normal:1.0", 100, 1e-4, QUARTER, SOME_BETAS),
            Arguments.of("sim06", "normal:3.0", 50, 5e-5, QUARTER, SOME_BETAS),
            Arguments.of("sim07", "laplace:2.0", 50, 5e-5, QUARTER, SOME_BETAS),
            Arguments.of("sim08", "student-t:4.0", 100, 1e-4, QUARTER, SOME_BETAS));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void simulationIsThatOfTable1(String id, String distribution, int n, double eta, List<Double> thetas,
                                  List<Double> betas) {
        assertEquals(thetas.size() > 1 ? PublishedStudy.Parameter.THETA : PublishedStudy.Parameter.BETA,
            PublishedStudy.variedParameter(id));
        for (Algorithm algorithm : Algorithm.values()) {
            List<TraceTable> tables = PublishedStudy.tables(id, algorithm);
            assertEquals(1, tables.size());
            assertEquals(id + "_" + algorithm.id() + ".csv", tables.getFirst().fileName());
            List<PlannedRun> runs = tables.getFirst().columns();
            assertEquals(7, runs.size());
            for (int i = 0; i < runs.size(); i++) {
                PlannedRun run = runs.get(i);
                assertEquals(new ProblemSettings(n, 25, 10, 0, List.of(1.0), new SensingSampling.Gaussian()),
                    run.settings().problem());
                assertEquals(new OracleSettings(InputDistribution.parse(distribution), Attack.ALTERNATING,
                    thetas.get(i % thetas.size()), betas.get(i % betas.size())), run.settings().oracle());
                assertEquals(new LearnerSettings(algorithm, 16, eta), run.settings().learner());
                assertEquals((thetas.size() > 1 ? thetas : betas).get(i), PublishedStudy.variedParameter(id).of(run));
            }
        }
    }

    @Test
    void qAssistIsThatOfAppendixH() {
        List<TraceTable> tables = PublishedStudy.tables("q-assist", Algorithm.TRON);
        assertEquals(List.of("q_assist_neuro1_0_tron.csv", "q_assist_neuro1_1_tron.csv", "q_assist_neuro1_2_tron.csv",
            "q_assist_neuro10_0_tron.csv", "q_assist_neuro10_1_tron.csv", "q_assist_neuro10_2_tron.csv"),
            tables.stream().map(TraceTable::fileName).toList());
        double[] thetas = {0, 0.5, 1, 0, 0.5, 1};
        for (int i = 0; i < thetas.length; i++) {
            assertEquals(1, tables.get(i).columns().size());
            PlannedRun run = tables.get(i).columns().getFirst();
            assertEquals(new ProblemSettings(50, 20, 100, 0, List.of(i < 3 ? 1.0 : 10.0),
                new SensingSampling.Gaussian()), run.settings().problem());
            assertEquals(new OracleSettings(new InputDistribution.Normal(1), Attack.ALTERNATING, thetas[i], 0.05),
                run.settings().oracle());
            assertEquals(new LearnerSettings(Algorithm.TRON, 64, i < 3 ? 1e-4 : 2e-5), run.settings().learner());
        }
        assertEquals(PublishedStudy.Parameter.THETA, PublishedStudy.variedParameter("q-assist"));
    }

    @ParameterizedTest
    @EnumSource(value = Algorithm.class, mode = EnumSource.Mode.EXCLUDE, names = "TRON")
    void qAssistIsForNeuroTronOnly(Algorithm algorithm) {
        assertEquals(List.of(), PublishedStudy.tables("q-assist", algorithm));
    }

    @Test
    void namesAndLengthAreThePublished() {
        assertEquals(List.of("sim01", "sim02", "sim03", "sim04", "sim05", "sim06", "sim07", "sim08", "q-assist"),
            PublishedStudy.simulations());
        assertEquals(40_000, PublishedStudy.ITERATIONS);
        assertEquals("sim01_sgd-published.csv",
            PublishedStudy.tables("sim01", Algorithm.SGD_PUBLISHED).getFirst().fileName());
    }

    @Test
    void runsHaveStreamsOfTheirOwnAndColumnsShareTheirProblem() {
        Set<Long> runIndices = new HashSet<>();
        Map<String, Long> problemIndices = new HashMap<>();
        int runs = 0;
        for (String simulation : PublishedStudy.simulations()) {
            for (Algorithm algorithm : Algorithm.values()) {
                for (TraceTable table : PublishedStudy.tables(simulation, algorithm)) {
                    for (int i = 0; i < table.columns().size(); i++) {
                        PlannedRun run = table.columns().get(i);
                        assertTrue(runIndices.add(run.runIndex()), () -> "run index " + run.runIndex() + " twice");
                        Long other = problemIndices.putIfAbsent(simulation + i, run.problemIndex());
                        assertTrue(other == null || other == run.problemIndex(), simulation + ", column " + i);
                        runs++;
                    }
                }
            }
        }
        assertEquals(8 * 7 * 3 + 6, runs);
        assertEquals(8 * 7 + 1, problemIndices.size());
        assertEquals(problemIndices.size(), new HashSet<>(problemIndices.values()).size());
    }

    @Test
    void unknownSimulationIsRefusedWithTheKnownOnes() {
        String known = "one of sim01, sim02, sim03, sim04, sim05, sim06, sim07, sim08, q-assist";
        for (String unknown : List.of("sim09", "", "SIM01", "q_assist")) {
            assertEquals(known,
                assertRefused("simulation", unknown, () -> PublishedStudy.tables(unknown, Algorithm.TRON)));
            assertEquals(known,
                assertRefused("simulation", unknown, () -> PublishedStudy.variedParameter(unknown)));
        }
    }

    @Test
    void listsAreReadOnly() {
        assertThrows(UnsupportedOperationException.class, () -> PublishedStudy.simulations().add("sim09"));
        assertThrows(UnsupportedOperationException.class,
            () -> PublishedStudy.tables("sim01", Algorithm.TRON).getFirst().columns().clear());
    }
}
