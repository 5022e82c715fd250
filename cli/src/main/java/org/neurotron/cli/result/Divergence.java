package org.neurotron.cli.result;

import java.util.Optional;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.figure.Points;
import org.neurotron.study.Outcome;

/**
 * That a single run diverges, as far as its trace says so: in the end its error is ten times what it was in the
 * beginning, and grows, as {@link Outcome#DIVERGED} has it.
 *
 * @param iteration the last that is recorded
 * @param error     the error there
 */
record Divergence(double iteration, double error) {

    private static final double FAR_BEYOND = 10;

    /** What is in the last tenth of the records tells whether the error still grows. */
    private static final double TENTH = 0.1;

    /** The norm of an error beyond this is about to be no number any more: such a run ends by itself. */
    private static final double ENDLESS = 1e100;

    private static final int DIGITS = 3;

    /** Whether a run diverges. */
    static Optional<Divergence> of(Points points) {
        int last = points.x().length - 1;
        double first = points.value()[0];
        double error = points.value()[last];
        double before = points.value()[last - (int) Math.ceil(TENTH * last)];
        return error > FAR_BEYOND * first && error > before ? Optional.of(new Divergence(points.x()[last], error))
            : Optional.empty();
    }

    /** Whether the run has ended by it. */
    boolean isOver() {
        return error >= ENDLESS;
    }

    /** What is added to a title. */
    String title() {
        return isOver() ? ": diverged after iteration " + Label.count(iteration) : ": diverging";
    }

    /** What is added to a caption. */
    String sentence() {
        String where = "iteration " + Label.count(iteration) + ", the last recorded, the error is "
            + Label.rounded(error, DIGITS);
        return isOver() ? " It diverged: at " + where + "." : " It diverges: at " + where + ", and grows.";
    }
}
