package org.neurotron.cli.result;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.option.Expectation;
import org.neurotron.kernel.Kernels;
import org.neurotron.theory.ErrorCurve;
import org.neurotron.theory.ExpectedError;
import org.neurotron.training.Problem;
import org.neurotron.training.RunSettings;

/** What is expected of runs, as it is drawn beside what they did. */
final class ExpectedLine {

    /** Pictures do not wait for larger problems. */
    private static final int LARGEST_R = 64;
    private static final int LARGEST_N = 1000;

    private ExpectedLine() {
    }

    /** What a caption says of such lines, if there are any. */
    static String explanation(List<Panel> panels, int replicates) {
        return panels.stream().allMatch(panel -> panel.guides().isEmpty()) ? ""
            : " Dotted: what theory expects, from what happens near w*: the root of the mean square"
                + (replicates == 1 ? "." : ", for the first of the problems.");
    }

    private static Optional<ErrorCurve> curve(RunSettings run, long seed, long replicate, long iterations) {
        if (Expectation.objection(run).isPresent() || run.problem().r() > LARGEST_R
            || run.problem().n() > LARGEST_N) {
            return Optional.empty();
        }
        Problem problem = Problem.draw(run.problem(), seed, replicate);
        return Expectation.within(() -> {
            ExpectedError expected = Expectation.of(run, problem, seed, replicate, Expectation.FEW_SAMPLES,
                Kernels.portable());
            return expected.isStable(run.learner().eta()) ? Optional.of(expected.curve(run.learner().eta(),
                Expectation.initial(problem), iterations)) : Optional.<ErrorCurve>empty();
        }).flatMap(curve -> curve);
    }

    /**
     * The expected error over the iterations.
     *
     * @param run        the settings
     * @param seed       the seed
     * @param replicate  whose problem to take
     * @param iterations how far
     * @return a line, if theory has one
     */
    static Optional<Panel.Guide> overIterations(RunSettings run, long seed, long replicate, long iterations) {
        return curve(run, seed, replicate, iterations).map(curve -> new Panel.Guide(
            IntStream.range(1, curve.rms().length).mapToDouble(i -> curve.iterations()[i]).toArray(),
            Arrays.copyOfRange(curve.rms(), 1, curve.rms().length)));
    }

    /** The expected error at the end of a run, if theory has one. */
    static Optional<Double> atEnd(RunSettings run, long seed, long replicate, long iterations) {
        return curve(run, seed, replicate, iterations).map(ErrorCurve::last);
    }
}
