package org.neurotron.theory;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.oracle.AttackProbability;
import org.neurotron.oracle.PoisoningOracle;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.Problem;
import org.neurotron.training.TrainingRun;

/** Runs that have levelled off, to be compared with what is expected of them. */
final class FloorRuns {

    /** A look is taken when less than this share of what was before is left in the mean. */
    private static final double LEFT = 0.05;

    private FloorRuns() {
    }

    /**
     * The errors of runs that start near w*, as SGD has other places to stay.
     *
     * @param expected what is expected of them
     * @param looks    how often to look at each run, after so many steps each time that little is left of the last look
     * @return the errors of each run at its looks
     */
    static double[][] errors(Problem problem, OracleSettings oracle, LearnerSettings learner, ExpectedError expected,
                             int runs, int looks) {
        Kernel kernel = Kernels.selected();
        int r = problem.teacher().length;
        double median = expected.floor(learner.eta()).median();
        double[] away = new double[r];
        Arrays.fill(away, median / Math.sqrt(r));
        double[] start = Arrays.stream(problem.teacher()).map(w -> w + median / Math.sqrt(r)).toArray();
        // Without an attack, which may have the mean end elsewhere than at w*.
        ErrorCurve curve = new ExpectedError(expected.update(), LabelNoise.NONE, learner.b()).curve(learner.eta(), away,
            1 << 20);
        long steps = curve.iterations()[IntStream.range(0, curve.mean().length)
            .filter(i -> curve.mean()[i] < LEFT * median).findFirst().orElseThrow()];
        double[][] errors = new double[runs][looks];
        IntStream.range(0, runs).parallel().forEach(run -> {
            PoisoningOracle samples = new PoisoningOracle(problem.network(), problem.teacher(),
                oracle.distribution().sampler(RandomStreams.open(5, run, Purpose.INPUTS, kernel.random())),
                AttackProbability.constant(oracle.beta()), oracle.attack().onLabels(oracle.theta()),
                RandomStreams.open(5, run, Purpose.ATTACK, kernel.random()), learner.b(), kernel);
            TrainingRun training = new TrainingRun(problem, samples, learner, start, kernel);
            for (int look = 0; look < looks; look++) {
                while (training.iteration() < (look + 1) * steps) {
                    training.step();
                }
                errors[run][look] = training.error();
            }
        });
        return errors;
    }
}
