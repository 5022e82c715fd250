import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.network.SensingSampling;
import org.neurotron.oracle.AttackProbability;
import org.neurotron.oracle.PoisoningOracle;
import org.neurotron.random.InputDistribution;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;
import org.neurotron.theory.ErrorCurve;
import org.neurotron.theory.ExpectedError;
import org.neurotron.theory.Floor;
import org.neurotron.theory.LabelNoise;
import org.neurotron.theory.LocalUpdate;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.Problem;
import org.neurotron.training.ProblemSettings;
import org.neurotron.training.TrainingRun;

/**
 * The root of the mean square and the median of the errors of runs that have levelled off, each over what is expected:
 * where Δ is not nearly normal they part. One problem, as many runs from near w* as the argument says, 20 looks at each;
 * as CSV on stdout.
 */

static final int LOOKS = 20;
static final Kernel KERNEL = Kernels.selected();

record Setting(String name, ProblemSettings problem, InputDistribution law, Algorithm algorithm, int b, double theta,
               double beta, double eta) { }

static Setting study(Algorithm algorithm, double beta, double eta) {
    return study(beta == 0.5 ? "sim01" : "sim05", 100, new InputDistribution.Normal(1), algorithm, beta, eta);
}

static Setting study(String name, int n, InputDistribution law, Algorithm algorithm, double beta, double eta) {
    return new Setting(name, new ProblemSettings(n, 25, 10), law, algorithm, 16, 0.25, beta, eta);
}

static Setting assist(double q, double eta) {
    return new Setting("q-assist-" + (int) q, new ProblemSettings(50, 20, 100, 0, List.of(q),
        new SensingSampling.Gaussian()), new InputDistribution.Normal(1), Algorithm.TRON, 64, 0.5, 0.05, eta);
}

void main(String[] args) {
    int runs = Integer.parseInt(args[0]);
    IO.println("setting,algorithm,beta,eta,share_of_largest_eta,rms_ratio,standard_error,median_ratio,"
        + "median_standard_error");
    Stream.of(study(Algorithm.TRON, 0.005, 1e-4), study(Algorithm.TRON, 0.05, 1e-4), study(Algorithm.TRON, 0.5, 1e-4),
        study(Algorithm.SGD, 0.005, 1e-4), study(Algorithm.SGD, 0.05, 1e-4), study(Algorithm.SGD, 0.5, 1e-4),
        study("sim06", 50, new InputDistribution.Normal(3), Algorithm.SGD, 0.005, 5e-5),
        study("sim07", 50, new InputDistribution.Laplace(2), Algorithm.SGD, 0.005, 5e-5),
        study("sim08", 100, new InputDistribution.StudentT(4), Algorithm.SGD, 0.005, 1e-4),
        study(Algorithm.TRON, 0.5, 1e-3), study(Algorithm.TRON, 0.5, 1.5e-3), study(Algorithm.TRON, 0.5, 2e-3),
        study(Algorithm.TRON, 0.5, 2.25e-3), study(Algorithm.TRON, 0.5, 2.5e-3), study(Algorithm.TRON, 0.5, 2.75e-3),
        assist(1, 1e-4), assist(10, 2e-5)).forEach(one -> print(one, runs));
}

void print(Setting one, int runs) {
    Problem problem = Problem.draw(one.problem(), 1, 0);
    double[] teacher = problem.teacher();
    int r = teacher.length;
    var stream = RandomStreams.open(1, 0, Purpose.ESTIMATE, KERNEL.random());
    LocalUpdate update = one.algorithm() == Algorithm.TRON
        ? LocalUpdate.ofNeuroTron(problem.network(), teacher, one.law(), stream, 20_000, KERNEL)
        : LocalUpdate.ofSgd(problem.network(), teacher, one.law(), stream, 20_000, KERNEL);
    ExpectedError expected = new ExpectedError(update,
        LabelNoise.of(Attack.ALTERNATING.onLabels(one.theta()), one.beta(), one.b()), one.b());
    Floor floor = expected.floor(one.eta());
    double[] away = new double[r];
    Arrays.fill(away, floor.median() / Math.sqrt(r));
    // Until a twentieth is left of what was; next to the largest learning rate fluctuations live longer than the mean.
    ErrorCurve curve = expected.curve(one.eta(), away, 1 << 20);
    long steps = curve.iterations()[IntStream.range(0, curve.mean().length)
        .filter(i -> curve.mean()[i] < 0.05 * floor.median()).findFirst().orElseThrow()] + 500;
    double[][] errors = new double[runs][LOOKS];
    IntStream.range(0, runs).parallel().forEach(run -> {
        PoisoningOracle oracle = new PoisoningOracle(problem.network(), teacher,
            one.law().sampler(RandomStreams.open(2, run, Purpose.INPUTS, KERNEL.random())),
            AttackProbability.constant(one.beta()), Attack.ALTERNATING.onLabels(one.theta()),
            RandomStreams.open(2, run, Purpose.ATTACK, KERNEL.random()), one.b(), KERNEL);
        double[] start = IntStream.range(0, r).mapToDouble(i -> teacher[i] + away[i]).toArray();
        TrainingRun training = new TrainingRun(problem, oracle,
            new LearnerSettings(one.algorithm(), one.b(), one.eta()), start, KERNEL);
        for (int look = 0; look < LOOKS; look++) {
            while (training.iteration() < (look + 1) * steps) {
                training.step();
            }
            errors[run][look] = training.error();
        }
    });
    double[] squares = Stream.of(errors).mapToDouble(own -> Arrays.stream(own).map(x -> x * x).sum() / LOOKS).toArray();
    double mean = Arrays.stream(squares).average().orElseThrow();
    double variance = Arrays.stream(squares).map(x -> (x - mean) * (x - mean)).sum() / (runs - 1) / runs;
    double[] sorted = Stream.of(errors).flatMapToDouble(Arrays::stream).sorted().toArray();
    int count = sorted.length;
    // A number between the ranks one deviation below and above the middle.
    int deviation = (int) Math.round(Math.sqrt(count) / 2);
    IO.println(String.format(Locale.ROOT, "%s,%s,%s,%s,%.3f,%.4f,%.4f,%.4f,%.4f", one.name(), one.algorithm(),
        one.beta(), one.eta(), one.eta() / expected.largestEta(), Math.sqrt(mean) / floor.rms(),
        Math.sqrt(variance) / (2 * Math.sqrt(mean)) / floor.rms(), sorted[count / 2] / floor.median(),
        (sorted[count / 2 + deviation] - sorted[count / 2 - deviation]) / 2 / floor.median()));
}
