package org.neurotron.study;

import org.neurotron.internal.Check;
import org.neurotron.training.RecordingSchedule;
import org.neurotron.training.TrainingLoop;
import org.neurotron.training.TrainingRun;

/**
 * Looks at the error of a run during the last tenth of its iterations, to tell how it ended whatever is recorded. The
 * {@link TrainingLoop.Watcher} of the run lets pieces end at {@link #nextLook}. Not safe for use by several threads.
 *
 * @since 0.2
 */
public final class LastTenth {

    /** There are no more than about so many looks. */
    static final int MOST_LOOKS = 1_000;

    private static final int PARTS = 10;

    private final RecordingSchedule looks;
    private final double[] seen = new double[MOST_LOOKS];
    private int count;
    private long nextLook;

    /**
     * Prepares to look.
     *
     * @param iterations where the run ends
     * @param from       where it is, if it goes on; what was before has not been seen
     */
    public LastTenth(long iterations, long from) {
        long last = Math.max(1, Check.positive("iterations", iterations) / PARTS);
        looks = new RecordingSchedule.Every(Math.ceilDiv(last, MOST_LOOKS));
        nextLook = looks.next(Math.max(from, iterations - last));
    }

    /**
     * The iteration at which to look next.
     *
     * @return an iteration, which may lie beyond the end
     */
    public long nextLook() {
        return nextLook;
    }

    /**
     * The run has done some steps: looks if it is where to look.
     *
     * @param run the run
     */
    public void advanced(TrainingRun run) {
        if (run.iteration() == nextLook) {
            seen[count++] = run.error();
            nextLook = looks.next(nextLook);
        }
    }

    /**
     * How a run ended that has come to its end.
     *
     * @param initialError ‖w₁ − w*‖₂
     * @return its ending, or null if nothing was seen of its last tenth
     */
    public SweepRun.Ending ending(double initialError) {
        return count == 0 ? null : new SweepRun.Ending(initialError, Trace.median(seen, 0, count),
            Trace.median(seen, 0, Math.ceilDiv(count, 2)), Trace.median(seen, count / 2, count), 0);
    }
}
