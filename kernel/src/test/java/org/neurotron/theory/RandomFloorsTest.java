package org.neurotron.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.network.SensingSampling;
import org.neurotron.random.InputDistribution;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.Problem;
import org.neurotron.training.ProblemSettings;

/** Breaks if runs of any configuration level off elsewhere than expected; with the profile {@code random-floors}. */
@Tag("once")
@EnabledIfSystemProperty(named = "neurotron.test.configurations", matches = "[1-9]\\d*")
class RandomFloorsTest {

    private static final int CONFIGURATIONS = Integer.getInteger("neurotron.test.configurations", 0);
    private static final long SEED = Long.getLong("neurotron.test.configurations.seed", 1);

    private static final int RUNS = 200;
    private static final int LOOKS = 10;
    private static final int SAMPLES = 20_000;

    /** How far they may be off. */
    private static final double TOLERATED = 0.03;

    /** Learning rates as a share of the largest. */
    private static final double LARGEST_SHARE = 0.5;
    private static final double SMALLEST_SHARE = 0.01;

    /** From there on Δ is not so nearly normal any more, and its median is lower than a normal one's. */
    private static final double NEARLY_NORMAL = 0.05;

    /** Floors as a share of ‖w*‖, so that Δ is small. */
    private static final double FLOOR = 0.01;

    /**
     * Standard errors by which the root of the mean square may be further off, and deviations that the number of errors
     * on one side of a bound may have from half of them. By chance alone a normal number is beyond it on one side in
     * 3.4 of a million cases; with two such tests of two sides in each of 60 configurations, that makes 8 of 10 000.
     */
    private static final double DEVIATIONS = 4.5;

    /** What a configuration is drawn from; all of it follows from the seed and the number. */
    record Configuration(ProblemSettings problem, OracleSettings oracle, Algorithm algorithm, int b, double share) {

        static Configuration draw(long seed, int number) {
            Random random = new Random(31 * seed + number);
            // Some numbers of a linear generator that begins with similar seeds are similar.
            random.ints(16).sum();
            int r = random.nextInt(3, 17);
            // With n near r, H is nearly singular, and a run takes millions of steps.
            int n = random.nextInt(3 * r, 61);
            int k = 2 * random.nextInt(1, 11);
            double alpha = random.nextInt(3) == 0 ? 0 : random.nextDouble(0.9);
            List<Double> q = random.nextBoolean() ? List.of(random.nextDouble(0.3, 3))
                : IntStream.range(0, k).mapToObj(_ -> random.nextDouble(0.8, 1.2)).toList();
            double scale = Math.exp(random.nextDouble(-1, 1));
            InputDistribution law = switch (random.nextInt(5)) {
                case 0 -> new InputDistribution.Laplace(scale);
                case 1 -> new InputDistribution.StudentT(random.nextDouble(6, 12));
                case 2 -> new InputDistribution.MultivariateT(random.nextDouble(9, 15));
                default -> new InputDistribution.Normal(scale);
            };
            Attack attack = List.of(Attack.ALTERNATING, Attack.UNIFORM, Attack.CONSTANT).get(random.nextInt(3));
            double beta = random.nextDouble(0.05, 1);
            return new Configuration(new ProblemSettings(n, r, k, alpha, q, new SensingSampling.Gaussian()),
                new OracleSettings(law, attack, 1, beta), random.nextInt(3) == 0 ? Algorithm.SGD : Algorithm.TRON,
                random.nextInt(1, 33), SMALLEST_SHARE * Math.pow(LARGEST_SHARE / SMALLEST_SHARE, random.nextDouble()));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %s %s n=%d r=%d k=%d b=%d alpha=%.2f q=%s beta=%.2f, eta=%.3f of the "
                + "largest", algorithm, oracle.distribution(), oracle.attack(), problem.n(), problem.r(), problem.k(),
                b, problem.alpha(), problem.q().size() == 1 ? "%.2f".formatted(problem.q().getFirst()) : "various",
                oracle.beta(), share);
        }
    }

    static Stream<Configuration> configurations() {
        return IntStream.range(0, CONFIGURATIONS).mapToObj(i -> Configuration.draw(SEED, i));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void runsLevelOffAtTheFloor(Configuration one) {
        Kernel kernel = Kernels.selected();
        Problem problem = Problem.draw(one.problem(), SEED, 0);
        OracleSettings oracle = one.oracle();
        InputDistribution law = oracle.distribution();
        var stream = RandomStreams.open(SEED, 0, Purpose.ESTIMATE, kernel.random());
        LocalUpdate update = one.algorithm() == Algorithm.TRON
            ? LocalUpdate.ofNeuroTron(problem.network(), problem.teacher(), law, stream, SAMPLES, kernel)
            : LocalUpdate.ofSgd(problem.network(), problem.teacher(), law, stream, SAMPLES, kernel);
        double eta = one.share() * new ExpectedError(update, LabelNoise.NONE, one.b()).largestEta();
        assertTrue(eta > 0, "no learning rate leads to w*");
        // Floors are proportional to theta.
        double length = Math.sqrt(Arrays.stream(problem.teacher()).map(w -> w * w).sum());
        double theta = FLOOR * length / expected(one, update, 1).floor(eta).rms();
        ExpectedError expected = expected(one, update, theta);
        Floor floor = expected.floor(eta);
        double[][] errors = FloorRuns.errors(problem, new OracleSettings(law, oracle.attack(), theta, oracle.beta()),
            new LearnerSettings(one.algorithm(), one.b(), eta), expected, RUNS, LOOKS);
        double[] squares = Stream.of(errors).mapToDouble(own -> Arrays.stream(own).map(x -> x * x).sum() / LOOKS)
            .toArray();
        double square = Arrays.stream(squares).average().orElseThrow();
        double variance = Arrays.stream(squares).map(x -> (x - square) * (x - square)).sum() / (RUNS - 1) / RUNS;
        double rms = Math.sqrt(square) / floor.rms();
        double error = Math.hypot(rms * Math.sqrt(variance) / (2 * square), floor.standardError() / floor.rms());
        double[] sorted = Stream.of(errors).flatMapToDouble(Arrays::stream).sorted().toArray();
        double median = sorted[sorted.length / 2] / floor.median();
        System.out.printf(Locale.ROOT, "root of the mean square %.4f ± %.4f, median %.4f: %s%n", rms, error, median,
            one);
        assertEquals(1, rms, TOLERATED + DEVIATIONS * error);
        if (one.share() <= NEARLY_NORMAL) {
            // If the median is within the tolerance, each bound has half of the errors or more on its own side.
            double least = sorted.length / 2.0 - DEVIATIONS * Math.sqrt(sorted.length) / 2;
            assertTrue(Arrays.stream(sorted).filter(x -> x <= (1 + TOLERATED) * floor.median()).count() >= least,
                "the median is above what is expected, by a factor of " + median);
            assertTrue(Arrays.stream(sorted).filter(x -> x >= (1 - TOLERATED) * floor.median()).count() >= least,
                "the median is below what is expected, by a factor of " + median);
        }
    }

    private static ExpectedError expected(Configuration one, LocalUpdate update, double theta) {
        return new ExpectedError(update, LabelNoise.of(one.oracle().attack().onLabels(theta), one.oracle().beta(),
            one.b()), one.b());
    }
}
