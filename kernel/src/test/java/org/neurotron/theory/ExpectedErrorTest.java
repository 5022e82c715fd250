package org.neurotron.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertIllegal;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.internal.RandomArrays;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SensingSampling;
import org.neurotron.network.SingleGate;
import org.neurotron.oracle.Distortion;
import org.neurotron.random.InputDistribution;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.Problem;
import org.neurotron.training.ProblemSettings;

/** Breaks if what is to be expected of training is not what training does. */
class ExpectedErrorTest {

    private static final Kernel KERNEL = Kernels.selected();
    private static final InputDistribution NORMAL = new InputDistribution.Normal(1);
    private static final int SAMPLES = 20_000;

    private static LocalUpdate update(Network network, double[] teacher, Algorithm algorithm, InputDistribution law,
                                      int samples) {
        var stream = RandomStreams.open(1, 0, Purpose.ESTIMATE, KERNEL.random());
        return algorithm == Algorithm.TRON
            ? LocalUpdate.ofNeuroTron(network, teacher, law, stream, samples, KERNEL)
            : LocalUpdate.ofSgd(network, teacher, law, stream, samples, KERNEL);
    }

    private static ExpectedError expected(Problem problem, Algorithm algorithm, LabelNoise noise, int b) {
        return new ExpectedError(update(problem.network(), problem.teacher(), algorithm, NORMAL, SAMPLES), noise, b);
    }

    private static Problem problem(int n, int r, int k, double alpha, double q) {
        return Problem.draw(new ProblemSettings(n, r, k, alpha, List.of(q), new SensingSampling.Gaussian()), 1, 0);
    }

    /** One ReLU gate with one input. */
    private static ExpectedError gate(Algorithm algorithm, LabelNoise noise, int b, int samples) {
        return new ExpectedError(update(new Network(new SingleGate(1), 0), new double[] {2}, algorithm, NORMAL,
            samples), noise, b);
    }

    /**
     * With x ~ N(0, 1) and w* &gt; 0, g = x for x &gt; 0 and else 0, and D = x: H = 1/2, E D² = 1, E g²D² = 3/2. So
     * V' = (1 − η/2)² V + (η²/b)(3V/2 − V/4 + s²).
     */
    @Tag("once")
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void aGateWithOneInputAgreesWithItsRecursionByHand(int b) {
        LabelNoise noise = new LabelNoise(0, 0.5, 0);
        double eta = 0.1;
        double floor = eta / b * 0.5 / (1 - eta / 4 - eta / b * 1.25);
        ExpectedError expected = gate(Algorithm.TRON, noise, b, 400_000);
        Floor found = expected.floor(eta);
        assertEquals(Math.sqrt(floor), found.rms(), 6 * found.standardError());
        assertTrue(found.standardError() < 0.002 * found.rms());
        assertEquals(Math.sqrt(eta / b * 0.5), expected.leadingOrder(eta).orElseThrow(), 1e-12);
        assertEquals(1 / (0.25 + 1.25 / b), expected.largestEta(), 0.02 / (0.25 + 1.25 / b));
        // Of one number that is normal, by Wilson and Hilferty's approximation, which is at its worst here.
        assertEquals(0.674 * found.rms(), found.median(), 0.02 * found.rms());
        assertEquals(1.960 * found.rms(), found.upper(), 0.03 * found.rms());
        double v = 0;
        double m = -1;
        long t = 0;
        ErrorCurve curve = expected.curve(eta, new double[] {-1}, 1000);
        for (int i = 0; i < curve.iterations().length; i++) {
            for (; t < curve.iterations()[i]; t++) {
                v = (1 - eta / 2) * (1 - eta / 2) * v + eta * eta / b * (1.25 * (v + m * m) + 0.5);
                m *= 1 - eta / 2;
            }
            assertEquals(Math.abs(m), curve.mean()[i], 1e-12);
            assertEquals(Math.sqrt(v + m * m), curve.rms()[i], 0.02 * curve.rms()[i]);
        }
        assertEquals(1000, t);
    }

    /**
     * SGD follows g, whose mean is not 0: an attack that adds θ with probability β leads it to w* + βθ E g/H, and its
     * fluctuations depend on the third moment E g³. Here E g = 1/√(2π), H = 1/2, E g³ = 2/√(2π), E g⁴ = 3/2.
     */
    @Test
    void anAttackWithADirectionLeadsSgdAside() {
        double theta = 0.3;
        double beta = 0.4;
        int b = 4;
        double eta = 0.05;
        double g = 1 / Math.sqrt(2 * Math.PI);
        double mu = beta * theta;
        double m = mu * g / 0.5;
        double v = 0;
        for (int i = 0; i < 10_000; i++) {
            double square = beta * theta * theta / 2 - 2 * mu * m * 2 * g + 1.5 * (v + m * m);
            // E of a pair of different samples less the square of the mean update, which is 0 at the fixed point.
            double pair = mu * mu * g * g - 2 * mu * g * m / 2 + (v + m * m) / 4;
            v = v - eta * v + eta * eta * (square / b + (1 - 1.0 / b) * pair);
        }
        ExpectedError expected = gate(Algorithm.SGD, LabelNoise.of(new Distortion.Constant(theta), beta, b), b,
            400_000);
        assertEquals(Math.sqrt(m * m + v), expected.floor(eta).rms(), 0.005 * Math.sqrt(m * m + v));
        assertTrue(expected.leadingOrder(eta).isEmpty());
    }

    /**
     * The standard error is the spread of floors from samples of their own: also where SGD is led aside, and most of
     * the floor is how far. From 20 floors and 20 times 8 parts it is known to 20 %, so that a factor of 2 is far
     * beyond chance.
     */
    @Tag("once")
    @ParameterizedTest
    @CsvSource({"SGD, constant, 0.01", "SGD, alternating, 0.3", "TRON, constant, 0.3"})
    void standardErrorsAreTheSpreadOfFloors(Algorithm algorithm, String attack, double share) {
        Problem problem = problem(37, 7, 12, 0, 3);
        LabelNoise noise = LabelNoise.of(Attack.of(attack).onLabels(1), 0.6, 6);
        double eta = share * new ExpectedError(update(problem.network(), problem.teacher(), algorithm, NORMAL, 4000),
            noise, 6).largestEta();
        RunningMean floors = new RunningMean();
        RunningMean errors = new RunningMean();
        int samples = 20;
        for (int i = 0; i < samples; i++) {
            var stream = RandomStreams.open(1, i, Purpose.ESTIMATE, KERNEL.random());
            LocalUpdate update = algorithm == Algorithm.TRON
                ? LocalUpdate.ofNeuroTron(problem.network(), problem.teacher(), NORMAL, stream, 4000, KERNEL)
                : LocalUpdate.ofSgd(problem.network(), problem.teacher(), NORMAL, stream, 4000, KERNEL);
            Floor floor = new ExpectedError(update, noise, 6).floor(eta);
            floors.add(floor.rms());
            errors.add(floor.standardError());
        }
        double spread = floors.estimate().standardError() * Math.sqrt(samples);
        double ratio = errors.estimate().value() / spread;
        assertTrue(ratio > 0.5 && ratio < 2, "the standard error is " + ratio + " of the spread");
    }

    @Test
    void labelNoiseAgreesWithItsDefinition() {
        double theta = 0.7;
        double beta = 0.3;
        for (int b = 1; b <= 5; b++) {
            double mean = 0;
            double product = 0;
            for (int i = 0; i < b; i++) {
                mean += beta * (i % 2 == 0 ? -theta : theta) / b;
                for (int j = 0; j < b; j++) {
                    product += i == j ? 0 : beta * beta * theta * theta * ((i + j) % 2 == 0 ? 1 : -1) / (b * (b - 1.0));
                }
            }
            LabelNoise noise = LabelNoise.of(new Distortion.Alternating(theta), beta, b);
            assertEquals(mean, noise.mean(), 1e-15);
            assertEquals(beta * theta * theta, noise.square());
            assertEquals(product, noise.product(), 1e-15);
        }
        assertEquals(new LabelNoise(0, 0.3 * 0.7 * 0.7 / 3, 0), LabelNoise.of(new Distortion.Uniform(0.7), 0.3, 4));
        assertIllegal("distortion", () -> LabelNoise.of(new Distortion.Scaled(2, 1), 0.3, 4));
        assertIllegal("beta", () -> LabelNoise.of(new Distortion.Uniform(1), 1.1, 4));
        assertIllegal("mean", () -> new LabelNoise(2, 1, 0));
    }

    /** θ√(rηβ/(b(1+α)q)) for Neuro-Tron, θ√(rηβ/(2b)) for SGD, but for what samples of a batch have in common. */
    @Tag("once")
    @ParameterizedTest
    @CsvSource({"0, 1, 16, 1", "0.3, 1, 16, 1", "0, 2, 16, 1", "0.5, 0.5, 4, 1", "0, 1, 1, 3", "0.9, 1, 32, 0.1"})
    void smallLearningRatesHaveTheFloorInClosedForm(double alpha, double q, int b, double sigma) {
        Problem problem = problem(30, 8, 6, alpha, q);
        InputDistribution law = new InputDistribution.Normal(sigma);
        LabelNoise noise = LabelNoise.of(new Distortion.Uniform(0.4), 0.6, b);
        double square = 0.6 * 0.4 * 0.4 / 3;
        for (Algorithm algorithm : new Algorithm[] {Algorithm.TRON, Algorithm.SGD}) {
            ExpectedError expected = new ExpectedError(update(problem.network(), problem.teacher(), algorithm, law,
                4000), noise, b);
            double eta = 1e-5 * expected.largestEta();
            double closed = Math.sqrt(8 * eta * square / (b * (algorithm == Algorithm.TRON ? (1 + alpha) * q : 2)));
            assertEquals(closed, expected.leadingOrder(eta).orElseThrow(), 1e-9 * closed);
            assertEquals(closed, expected.floor(eta).rms(), 1e-4 * closed);
        }
    }

    /** The median of the last errors of many runs, of any algorithm and attack that the theory is about. */
    @Tag("once")
    @ParameterizedTest
    @CsvSource({
        "TRON, alternating, 40, 10, 6, 16, 0,   1, 8e-4, 0.5, 0.5",
        "TRON, constant,    40, 10, 6, 3,  0.2, 1, 1e-4, 0.5, 0.3",
        "TRON, uniform,     60, 6, 20, 8,  0,   2, 5e-5, 1,   0.9",
        "SGD,  alternating, 40, 10, 6, 4,  0.1, 1, 1e-4, 0.2, 1",
        "SGD,  uniform,     30, 12, 2, 16, 0.5, 1, 3e-4, 0.3, 0.5"})
    void runsLevelOffAtTheFloor(Algorithm algorithm, String attack, int n, int r, int k, int b, double alpha, double q,
                                double eta, double theta, double beta) {
        assertLevelsOff(algorithm, Attack.of(attack), problem(n, r, k, alpha, q), b, eta, theta, beta, 200);
    }

    private static void assertLevelsOff(Algorithm algorithm, Attack attack, Problem problem, int b, double eta,
                                        double theta, double beta, int runs) {
        ExpectedError expected = expected(problem, algorithm, LabelNoise.of(attack.onLabels(theta), beta, b), b);
        assertTrue(eta < 0.7 * expected.largestEta(), "eta must be below " + expected.largestEta());
        double[][] looks = FloorRuns.errors(problem, new OracleSettings(NORMAL, attack, theta, beta),
            new LearnerSettings(algorithm, b, eta), expected, runs, 3);
        double[] errors = Stream.of(looks).flatMapToDouble(Arrays::stream).sorted().toArray();
        double median = expected.floor(eta).median();
        assertEquals(median, errors[errors.length / 2], 0.03 * median);
    }

    /** The exact recursion of the mean, on a product that is not symmetric, from far away. */
    @Test
    void theMeanIsThatOfItsRecursion() {
        RandomArrays random = new RandomArrays(5);
        Network network = new Network(new DenseFamily(List.of(random.matrix(3, 5), random.matrix(3, 5))),
            new double[] {1, 3}, 0.2);
        LocalUpdate update = update(network, new double[] {1, -1, 2}, Algorithm.TRON, NORMAL, 500);
        assertTrue(!update.isSymmetric());
        double eta = 0.01;
        ErrorCurve curve = new ExpectedError(update, LabelNoise.NONE, 4).curve(eta, new double[] {3, 2, 1}, 300);
        double[] m = {3, 2, 1};
        long t = 0;
        for (int i = 0; i < curve.iterations().length; i++) {
            for (; t < curve.iterations()[i]; t++) {
                double[] hm = Dense.times(update.mean(), m);
                Arrays.setAll(m, j -> m[j] - eta * hm[j]);
            }
            assertEquals(Math.sqrt(m[0] * m[0] + m[1] * m[1] + m[2] * m[2]), curve.mean()[i], 1e-12);
        }
    }

    /** The quantiles of the length of a normal vector, against 100 000 of them. */
    @Test
    void quantilesOfTheFloorAreThoseOfANormalVector() {
        double[] deviations = {1.5, 1.2, 1, 1, 0.7};
        double square = Arrays.stream(deviations).map(x -> x * x).sum();
        double variance = 2 * Arrays.stream(deviations).map(x -> x * x * x * x).sum();
        Floor floor = Floor.of(square, variance, 0);
        Random random = new Random(1);
        double[] lengths = IntStream.range(0, 100_000).mapToDouble(_ -> Math.sqrt(Arrays.stream(deviations)
            .map(x -> x * random.nextGaussian()).map(x -> x * x).sum())).sorted().toArray();
        assertEquals(lengths[5_000], floor.lower(), 0.05 * floor.rms());
        assertEquals(lengths[50_000], floor.median(), 0.01 * floor.rms());
        assertEquals(lengths[95_000], floor.upper(), 0.01 * floor.rms());
        assertEquals(new Floor(0, 0, 0, 0, 0), Floor.of(0, 0, 0));
    }

    /** No other learning rate is better, and none gets to an accuracy sooner. */
    @Tag("once")
    @ParameterizedTest
    @CsvSource({"TRON, 2000, 0.5", "TRON, 100000, 0.5", "SGD, 3000, 0.5", "TRON, 300, 0", "TRON, 3000, 0"})
    void theBestLearningRateIsTheBest(Algorithm algorithm, long steps, double theta) {
        Problem problem = problem(30, 8, 6, 0, 1);
        double[] initial = Arrays.stream(problem.teacher()).map(w -> 1 - w).toArray();
        ExpectedError expected = expected(problem, algorithm, new LabelNoise(0, theta * theta / 2, 0), 8);
        LearningRate best = expected.best(initial, steps);
        assertTrue(best.eta() > 0 && best.eta() < expected.largestEta());
        if (best.error() < 1e-13) {
            // As good as the digits of w* allow.
            assertTrue(best.error() <= 1e-15 * Math.sqrt(Arrays.stream(initial).map(x -> x * x).sum()));
            return;
        }
        LearningRate fewest = expected.fewestSteps(initial, best.error());
        // Two ways to the same end: the best after so many steps is what needs so many.
        assertEquals(steps, fewest.steps(), 0.03 * steps);
        for (double factor : new double[] {0.5, 0.8, 1.25, 2}) {
            for (LearningRate one : List.of(best, fewest)) {
                if (one.eta() * factor < expected.largestEta()) {
                    assertTrue(expected.curve(one.eta() * factor, initial, one.steps()).last() > 0.98 * best.error(),
                        factor + " times that of " + one);
                }
            }
        }
    }

    @Test
    @Tag("once")
    void steepLearningRatesDiverge() {
        Problem problem = problem(30, 8, 6, 0, 1);
        ExpectedError expected = expected(problem, Algorithm.TRON, new LabelNoise(0, 0.1, 0), 8);
        double largest = expected.largestEta();
        assertEquals(Double.POSITIVE_INFINITY, expected.floor(1.001 * largest).rms());
        assertTrue(Double.isFinite(expected.floor(0.95 * largest).rms()));
        double[] initial = Arrays.stream(problem.teacher()).map(w -> 1 - w).toArray();
        assertTrue(expected.curve(1.1 * largest, initial, 100_000).last() > 1e6);
        assertTrue(expected.curve(0.95 * largest, initial, 100_000).last() < 1);
        assertIllegal("eta", () -> expected.floor(0));
        assertIllegal("steps", () -> expected.best(initial, 0));
        assertIllegal("initial", () -> expected.curve(0.1, new double[7], 1));
        assertIllegal("error", () -> expected.fewestSteps(initial, 0));
        assertIllegal("b", () -> new ExpectedError(update(problem.network(), problem.teacher(), Algorithm.TRON, NORMAL,
            2), LabelNoise.NONE, 0));
    }

    /** With a mean that turns away from w*, no learning rate helps. */
    @Test
    void matricesThatLeadAwayAreFound() {
        RandomArrays random = new RandomArrays(5);
        var a = random.matrix(2, 3);
        Network network = new Network(new DenseFamily(List.of(a)), new double[] {-1}, 0);
        ExpectedError expected = new ExpectedError(update(network, new double[] {1, 1}, Algorithm.TRON, NORMAL, 100),
            LabelNoise.NONE, 1);
        assertEquals(0, expected.largestEta());
        assertEquals(Double.POSITIVE_INFINITY, expected.floor(0.1).rms());
        assertIllegal("H", () -> expected.best(new double[] {1, 1}, 10));
    }

    @Test
    void everyKernelHasTheSameNumbers() {
        Problem problem = problem(30, 8, 6, 0.1, 1);
        Floor[] floors = new Floor[2];
        for (int i = 0; i < 2; i++) {
            Kernel kernel = i == 0 ? Kernels.portable() : KERNEL;
            floors[i] = new ExpectedError(LocalUpdate.ofSgd(problem.network(), problem.teacher(), NORMAL,
                RandomStreams.open(1, 0, Purpose.ESTIMATE, kernel.random()), 1000, kernel),
                LabelNoise.of(new Distortion.Constant(0.1), 0.5, 5), 5).floor(1e-3);
        }
        assertEquals(floors[0], floors[1]);
    }

    @Test
    void heavyTailsAreKnown() {
        Problem problem = problem(30, 8, 6, 0, 1);
        assertEquals(4, update(problem.network(), problem.teacher(), Algorithm.TRON,
            new InputDistribution.StudentT(4), 100).momentsBelow());
        assertEquals(Double.POSITIVE_INFINITY, update(problem.network(), problem.teacher(), Algorithm.TRON,
            new InputDistribution.Laplace(1), 100).momentsBelow());
        assertIllegal("law", () -> update(problem.network(), problem.teacher(), Algorithm.TRON,
            new InputDistribution.StudentT(2), 100));
    }
}
