package org.neurotron.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.internal.RandomArrays;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SelectionFamily;
import org.neurotron.network.SensingFamily;
import org.neurotron.network.SensingSampling;
import org.neurotron.network.SingleGate;
import org.neurotron.random.InputDistribution;

/**
 * Breaks if projected inputs do not have the law of drawn ones, for whatever a run records; if the numbers depend on
 * the kernel or change from one version to the next; if accuracy is lost near w*, or where directions coincide; or if a
 * step makes garbage.
 */
class ProjectedTrainingTest {

    private static final RecordingSchedule ALL = new RecordingSchedule.Every(1);
    private static final ProblemSettings PAPER = new ProblemSettings(100, 25, 10);
    private static final ProblemSettings SMALL =
        new ProblemSettings(30, 6, 4, 0.2, List.of(1.0), new SensingSampling.Gaussian());

    private static OracleSettings oracle(String law, Attack attack, double theta, double beta, Sampling sampling) {
        return new OracleSettings(InputDistribution.parse(law), attack, theta, beta, sampling);
    }

    private static OracleSettings projected(String law, Attack attack, double theta, double beta) {
        return oracle(law, attack, theta, beta, Sampling.PROJECTED);
    }

    private static Problem problem(SensingFamily family, double leak, long seed) {
        RandomArrays random = new RandomArrays(seed);
        int r = family.r();
        double[] teacher = new double[r];
        double[] adversary = new double[r];
        Arrays.setAll(teacher, _ -> random.next());
        Arrays.setAll(adversary, _ -> random.next());
        return new Problem(new Network(family, leak), teacher, adversary);
    }

    private static Matrix matrix(int r, int n, long seed) {
        return new RandomArrays(seed).matrix(r, n, 0, n);
    }

    private static Problem list(int n, int r, int k) {
        List<Matrix> matrices = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            matrices.add(matrix(r, n, 40 + i));
        }
        return problem(new DenseFamily(matrices), 0.1, 3);
    }

    /** Some set-up, and an η with which it converges. */
    private record Law(String name, Problem problem, String inputs, Algorithm algorithm, Attack attack, double eta,
                       Robust robust, int steps) {

        Law(String name, Problem problem, String inputs, Algorithm algorithm, Attack attack, double eta) {
            this(name, problem, inputs, algorithm, attack, eta, Robust.NONE, 120);
        }

        /** For as many steps as a threshold needs to move. */
        static Law defended(String name, Problem problem, String inputs, Algorithm algorithm, String attack, double eta,
                            String rule) {
            return new Law(name, problem, inputs, algorithm, Attack.of(attack), eta, Robust.parse(rule), 60);
        }

        LearnerSettings learner(int b) {
            return new LearnerSettings(algorithm, b, eta, robust);
        }

        @Override
        public String toString() {
            return name + ", " + inputs + ", " + algorithm + ", " + attack + ", " + robust;
        }
    }

    /** Every rule for residuals and every attack that there is beside those of the paper, in pairs. */
    private static List<Law> defended(Problem affine) {
        List<Law> laws = new ArrayList<>();
        String[][] pairs = {{"worst", "clip"}, {"informed", "trim:0.6"}, {"informed", "hampel:0.3"},
            {"informed", "none"}, {"flip", "huber:1"}, {"informed", "median"}, {"zero", "mom:2"},
            {"informed", "batch-trim:0.4"}, {"scale:3", "clip:0.5"}, {"inputs:0.7", "none"},
            {"inputs:replace", "hampel"}, {"realizable", "trim"}};
        for (String[] pair : pairs) {
            laws.add(Law.defended("affine", affine, "normal:1.5", Algorithm.TRON, pair[0], 1e-3, pair[1]));
        }
        for (String[] pair : new String[][] {{"inputs:0.5", "clip"}, {"inputs:replace", "none"},
            {"worst", "mom:3"}, {"informed", "clip"}}) {
            laws.add(Law.defended("affine", affine, "multivariate-t:5", Algorithm.SGD, pair[0], 1e-3, pair[1]));
        }
        laws.add(Law.defended("list", list(40, 3, 3), "normal:1", Algorithm.TRON, "inputs:1", 2e-3, "mom:2"));
        laws.add(Law.defended("single gate", problem(new SingleGate(20), 0.3, 4), "normal:1", Algorithm.SGD,
            "inputs:replace", 2e-2, "mom:3"));
        return laws;
    }

    static Stream<Law> laws() {
        List<Law> laws = new ArrayList<>();
        Problem affine = Problem.draw(SMALL, 1, 0);
        for (Algorithm algorithm : Algorithm.values()) {
            for (Attack attack : List.of(Attack.CONSTANT, Attack.REALIZABLE)) {
                laws.add(new Law("affine", affine, "normal:1", algorithm, attack, 2e-3));
            }
            laws.add(new Law("affine", affine, "multivariate-t:5", algorithm, Attack.UNIFORM, 1e-3));
            laws.add(new Law("affine", affine, "multivariate-laplace:1", algorithm, Attack.ALTERNATING, 1e-3));
            laws.add(new Law("list", list(24, 4, 3), "normal:2", algorithm, Attack.ALTERNATING, 2e-3));
            laws.add(new Law("single gate", problem(new SingleGate(20), 0.3, 4), "normal:1", algorithm,
                Attack.REALIZABLE, 2e-2));
        }
        laws.add(new Law("more rows than inputs", problem(new AffineFamily(matrix(6, 8, 1), matrix(6, 8, 2), 4), 0, 5),
            "normal:1", Algorithm.SGD, Attack.CONSTANT, 2e-3));
        laws.add(new Law("C = M", problem(new AffineFamily(matrix(6, 20, 1), matrix(6, 20, 1), 4), 0.5, 6),
            "normal:1", Algorithm.SGD, Attack.CONSTANT, 1e-3));
        laws.addAll(defended(affine));
        return laws.stream();
    }

    /**
     * Two-sample Kolmogorov–Smirnov test of the error and of an element of the filter after few and many steps, 1 200
     * runs each. False-alarm probability: 1e-6 for each of six tests of a set-up, 1e-4 for all of them.
     */
    @ParameterizedTest
    @MethodSource("laws")
    @Tag("once")
    void projectedInputsHaveTheLawOfDrawnOnes(Law law) {
        int runs = 1_200;
        int[] horizons = {1, 20, law.steps};
        double[][][] seen = new double[2][2 * horizons.length][runs];
        for (Sampling sampling : Sampling.values()) {
            double[][] own = seen[sampling.ordinal()];
            OracleSettings oracle = oracle(law.inputs, law.attack, 1.5, 0.4, sampling);
            IntStream.range(0, runs).parallel().forEach(i -> {
                TrainingRun run = TrainingRun.of(law.problem, oracle, law.learner(5),
                    10 + sampling.ordinal(), i, Kernels.portable());
                for (int h = 0; h < horizons.length; h++) {
                    run.advance(horizons[h], ALL, (_, _) -> { });
                    own[2 * h][i] = run.error();
                    own[2 * h + 1][i] = run.filter()[1];
                }
            });
        }
        for (int i = 0; i < seen[0].length; i++) {
            double p = KolmogorovSmirnovTest.withDefaults().test(seen[0][i], seen[1][i]).getPValue();
            assertTrue(p > 1e-6, law + ": p = " + p + " after " + horizons[i / 2]);
        }
    }

    /**
     * The mean of Neuro-Tron's filters obeys E w' − w* = (I − ηH)(E w − w*) with H = (1+α)/2 · σ² M Mᵀ, exactly and
     * from anywhere, as long as the law of the inputs is symmetric and the attack does not depend on them. Six standard
     * errors of the mean of 4 000 runs, in each of six coordinates.
     */
    @ParameterizedTest
    @ValueSource(strings = {"alternating", "uniform", "constant"})
    @Tag("once")
    void meanOfTheFiltersObeysTheExactRecursion(String name) {
        Attack attack = Attack.of(name);
        int runs = 4_000;
        int steps = 40;
        double eta = 2e-3;
        double sigma = 1.5;
        Problem problem = Problem.draw(SMALL, 2, 1);
        int r = SMALL.r();
        double[][] filters = new double[runs][];
        IntStream.range(0, runs).parallel().forEach(i -> {
            TrainingRun run = TrainingRun.of(problem, projected("normal:" + sigma, attack, 2, 0.7),
                new LearnerSettings(Algorithm.TRON, 3, eta), 5, i, Kernels.portable());
            run.advance(steps, ALL, (_, _) -> { });
            filters[i] = run.filter();
        });
        Matrix m = problem.network().family().mean();
        double[] delta = new double[r];
        Arrays.setAll(delta, i -> 1 - problem.teacher()[i]);
        for (int step = 0; step < steps; step++) {
            double[] back = new double[SMALL.n()];
            Kernels.portable().multiplyTransposed(m, delta, 0, back, 0);
            double[] change = new double[r];
            Kernels.portable().multiply(m, back, 0, change, 0);
            Kernels.portable().addScaled(r, -eta * sigma * sigma * (1 + SMALL.alpha()) / 2, change, 0, delta, 0);
        }
        for (int l = 0; l < r; l++) {
            int element = l;
            double mean = Arrays.stream(filters).mapToDouble(w -> w[element]).average().orElseThrow();
            double variance = Arrays.stream(filters).mapToDouble(w -> (w[element] - mean) * (w[element] - mean)).sum()
                / (runs - 1);
            assertEquals(problem.teacher()[l] + delta[l], mean, 6 * Math.sqrt(variance / runs), attack + " " + l);
        }
    }

    private static double[] errors(TrainingRun run, int steps) {
        double[] errors = new double[steps];
        run.advance(steps, ALL, (iteration, error) -> errors[(int) iteration - 1] = error);
        return errors;
    }

    /** Set-ups that go all ways through the code, with batches that fill whole vectors and batches that do not. */
    static Stream<Law> kinds() {
        Problem paper = Problem.draw(PAPER, 1, 2);
        Problem gate = problem(new SingleGate(37), 0, 4);
        return Stream.concat(laws(), Stream.of(
            new Law("paper", paper, "normal:1", Algorithm.TRON, Attack.ALTERNATING, 1e-4),
            new Law("paper", paper, "normal:1", Algorithm.SGD, Attack.REALIZABLE, 1e-4),
            new Law("paper", paper, "normal:1", Algorithm.SGD_PUBLISHED, Attack.UNIFORM, 1e-4),
            new Law("q-assist", Problem.draw(new ProblemSettings(50, 20, 100), 1, 2), "multivariate-t:3.3",
                Algorithm.TRON, Attack.CONSTANT, 1e-5),
            new Law("single gate", gate, "multivariate-laplace:2", Algorithm.SGD, Attack.ALTERNATING, 1e-3)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void bitsAreTheSameOnEveryKernel(Law law) {
        // For a list of matrices a single sample is not worth it, and refused.
        int[] sizes = law.problem.network().family() instanceof DenseFamily ? new int[] {5, 16}
            : law.robust instanceof Robust.MedianOfMeans ? new int[] {5, 64} : new int[] {1, 5, 64};
        for (int b : sizes) {
            double[] expected = null;
            double[] filter = null;
            for (Kernel kernel : Kernels.available()) {
                TrainingRun run = TrainingRun.of(law.problem, projected(law.inputs, law.attack, 0.5, 0.3),
                    law.learner(b), 1, 3, kernel);
                double[] errors = errors(run, 150);
                expected = expected == null ? errors : expected;
                filter = filter == null ? run.filter() : filter;
                assertArrayEquals(expected, errors, law + ", b " + b + " on " + kernel);
                assertArrayEquals(filter, run.filter(), law + ", b " + b + " on " + kernel);
            }
        }
    }

    /** Recorded with the first version that projected inputs. */
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void numbersStayTheSameFromVersionToVersion(Algorithm algorithm) {
        TrainingRun run = TrainingRun.of(Problem.draw(PAPER, 1, 2), projected("normal:1", Attack.UNIFORM, 0.25, 0.5),
            new LearnerSettings(algorithm, 16, 1e-4), 1, 3, Kernels.selected());
        double[] errors = errors(run, 2_000);
        double[] pinned = switch (algorithm) {
            case TRON -> new double[] {7.145326758222638, 0.0395597284008574};
            case SGD -> new double[] {7.124787954844172, 9.489024324584436E-4};
            case SGD_PUBLISHED -> new double[] {7.186345734921112, 6.310081152268173};
        };
        assertArrayEquals(pinned, new double[] {errors[0], errors[1_999]});
    }

    /** Nothing but rounding is left: with drawn inputs it is 1e-14. */
    @ParameterizedTest
    @EnumSource(value = Algorithm.class, names = {"TRON", "SGD"})
    void cleanLabelsLeadToTheTeacher(Algorithm algorithm) {
        TrainingRun run = TrainingRun.of(Problem.draw(PAPER, 5, 0), projected("normal:1", Attack.CONSTANT, 0, 0),
            new LearnerSettings(algorithm, 16, 1e-4), 5, 0, Kernels.selected());
        run.advance(40_000, ALL, (_, _) -> { });
        assertTrue(run.error() < 1e-14, () -> "error " + run.error());
    }

    /**
     * w₁ and w* are multiples of one another, as always where r = 1, or w* is 0, or both are the same. (Positive
     * multiples, as from negative ones SGD may get stuck.)
     */
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void directionsMayCoincide(Algorithm algorithm) {
        for (double factor : new double[] {2, 0.5, 0, 1}) {
            for (int r : new int[] {1, 5}) {
                double[] teacher = new double[r];
                Arrays.fill(teacher, factor);
                Problem problem = new Problem(new Network(new AffineFamily(matrix(r, 20, 1), matrix(r, 20, 2), 4), 0),
                    teacher, teacher);
                TrainingRun run = TrainingRun.of(problem, projected("normal:1", Attack.REALIZABLE, 1, 0.5),
                    new LearnerSettings(algorithm, 4, 2e-3), 1, 0, Kernels.selected());
                run.advance(12_000, ALL, (_, _) -> { });
                assertTrue(run.error() < 1e-12, "r " + r + ", factor " + factor + ": error " + run.error());
            }
        }
    }

    @Test
    void rankIsKnown() {
        Matrix m = matrix(6, 20, 1);
        Problem dependent = problem(new AffineFamily(m, m, 4), 0, 6);
        OracleSettings oracle = projected("normal:1", Attack.CONSTANT, 0.5, 0.3);
        LearnerSettings learner = new LearnerSettings(Algorithm.TRON, 5, 1e-3);
        TrainingRun run = TrainingRun.of(dependent, oracle, learner, 1, 0, Kernels.selected());
        assertEquals(6, run.reducedNetwork().rank());
        assertEquals(12, run.reducedNetwork().fullRank());
        assertNull(TrainingRun.of(dependent, oracle.with(Sampling.DRAWN), learner, 1, 0, Kernels.selected())
            .reducedNetwork());
    }

    @Test
    void whatCannotBeProjectedIsRefused() {
        LearnerSettings learner = new LearnerSettings(Algorithm.TRON, 4, 1e-3);
        OracleSettings oracle = projected("normal:1", Attack.UNIFORM, 1, 0.5);
        Problem selection = problem(SelectionFamily.slidingWindows(6, 2, 2), 0, 1);
        assertRefused("family", "SelectionFamily",
            () -> TrainingRun.of(selection, oracle, learner, 1, 0, Kernels.selected()));
        // 2 k b + k r = 84 numbers in place of 4 · 12.
        assertRefused("sampling", Sampling.PROJECTED,
            () -> TrainingRun.of(list(12, 4, 8), oracle, learner, 1, 0, Kernels.selected()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Tag("alone")
    void stepAllocatesNothing(Law law) throws Throwable {
        TrainingRunTest.assertStepAllocatesNothing(TrainingRun.of(law.problem,
            projected(law.inputs, law.attack, 0.5, 0.3), law.learner(16).with(law.eta / 10), 1, 3,
            Kernels.selected()));
    }
}
