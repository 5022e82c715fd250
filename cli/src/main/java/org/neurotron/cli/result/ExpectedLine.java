package org.neurotron.cli.result;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.option.Expectation;
import org.neurotron.kernel.Kernels;
import org.neurotron.theory.ErrorCurve;
import org.neurotron.training.Problem;
import org.neurotron.training.RunSettings;

/** What is expected of runs, as it is drawn beside what they did. */
final class ExpectedLine {

    private ExpectedLine() {
    }

    /** What a caption says of such lines, if there are any. */
    static String explanation(List<Panel> panels, int replicates) {
        return panels.stream().allMatch(panel -> panel.guides().isEmpty()) ? ""
            : " Dotted: what theory expects, from what happens near w*: the root of the mean square"
                + (replicates == 1 ? "." : ", for the first of the problems.");
    }

    /**
     * The expected error over the iterations.
     *
     * @param run        the settings
     * @param seed       the seed
     * @param replicate  whose problem to take
     * @param iterations how far
     * @return a curve, if theory has one
     */
    static Optional<ErrorCurve> curve(RunSettings run, long seed, long replicate, long iterations) {
        double eta = run.learner().eta();
        return Expectation.atOnce(run, () -> Problem.draw(run.problem(), seed, replicate), seed, replicate,
            Kernels.portable(), (expected, problem) -> expected.isStable(eta)
                ? Optional.of(expected.curve(eta, Expectation.initial(problem), iterations))
                : Optional.<ErrorCurve>empty()).flatMap(curve -> curve);
    }

    /** A curve as a line, without its beginning, for which a logarithmic axis has no place. */
    static Panel.Guide guide(ErrorCurve curve) {
        return new Panel.Guide(IntStream.range(1, curve.rms().length).mapToDouble(i -> curve.iterations()[i]).toArray(),
            Arrays.copyOfRange(curve.rms(), 1, curve.rms().length));
    }
}
