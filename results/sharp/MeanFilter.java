import java.util.Arrays;
import java.util.Locale;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.random.InputDistribution;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;
import org.neurotron.theory.ErrorCurve;
import org.neurotron.theory.ExpectedError;
import org.neurotron.theory.LabelNoise;
import org.neurotron.theory.LocalUpdate;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.Problem;
import org.neurotron.training.ProblemSettings;
import org.neurotron.training.Sampling;
import org.neurotron.training.TrainingRun;

/**
 * The mean of the filters of many runs on one problem, sim01 under a constant attack, beside the recursion that it
 * follows exactly; and the root of the mean square of their errors, beside what is expected of it. The argument is the
 * number of runs. As CSV on stdout.
 */
void main(String[] args) {
    int runs = Integer.parseInt(args[0]);
    int b = 16;
    double eta = 1e-4;
    double theta = 1;
    double beta = 0.5;
    Kernel kernel = Kernels.selected();
    InputDistribution law = new InputDistribution.Normal(1);
    Problem problem = Problem.draw(new ProblemSettings(100, 25, 10), 1, 0);
    int r = problem.teacher().length;
    double[] initial = TrainingRun.usualStart(r);
    Arrays.setAll(initial, i -> initial[i] - problem.teacher()[i]);
    LocalUpdate update = LocalUpdate.ofNeuroTron(problem.network(), problem.teacher(), law,
        RandomStreams.open(1, 0, Purpose.ESTIMATE, kernel.random()), 20_000, kernel);
    ExpectedError expected = new ExpectedError(update, LabelNoise.of(Attack.CONSTANT.onLabels(theta), beta, b), b);
    IO.println("iteration,norm_of_mean,standard_error,norm_of_exact_mean,rms,expected_rms");
    TrainingRun[] all = new TrainingRun[runs];
    Arrays.setAll(all, i -> TrainingRun.of(problem, new OracleSettings(law, Attack.CONSTANT, theta, beta)
        .with(Sampling.PROJECTED), new LearnerSettings(Algorithm.TRON, b, eta), 1, i, kernel));
    for (long look = 1; look <= 8192; look *= 2) {
        double[] mean = new double[r];
        double square = 0;
        for (TrainingRun run : all) {
            while (run.iteration() < look) {
                run.step();
            }
            double[] w = run.filter();
            for (int i = 0; i < r; i++) {
                mean[i] += (w[i] - problem.teacher()[i]) / runs;
            }
            square += run.error() * run.error() / runs;
        }
        double norm = Arrays.stream(mean).map(x -> x * x).sum();
        ErrorCurve curve = expected.curve(eta, initial, look);
        IO.println(String.format(Locale.ROOT, "%d,%.6g,%.2g,%.6g,%.6g,%.6g", look, Math.sqrt(norm),
            // Of each coordinate of the mean, in the root of the sum of their squares.
            Math.sqrt(Math.max(0, square - norm) / runs), curve.mean()[curve.mean().length - 1], Math.sqrt(square),
            curve.last()));
    }
}
