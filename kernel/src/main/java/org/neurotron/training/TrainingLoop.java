package org.neurotron.training;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Takes a run to its end in pieces that are long enough to cost nothing and short enough for whoever watches: to show
 * progress, to save, to stop.
 *
 * @since 0.2
 */
public final class TrainingLoop {

    /** How long to compute before looking up. */
    private static final long NANOS_PER_PIECE = TimeUnit.MILLISECONDS.toNanos(50);

    /** Watches a run. Called in the thread that computes. */
    @FunctionalInterface
    public interface Watcher {

        /**
         * A piece has been done.
         *
         * @param steps how many steps it had
         * @return whether to go on
         */
        boolean advanced(long steps);

        /**
         * Where the next piece must end at the latest.
         *
         * @param iteration where the run is
         * @return an iteration beyond it
         */
        default long pieceEnd(long iteration) {
            return Long.MAX_VALUE;
        }
    }

    private TrainingLoop() {
    }

    /**
     * Steps until the end, until the watcher has seen enough, or until the run diverges; of the last piece the watcher
     * is told in any case.
     *
     * @param run      the run, which is advanced
     * @param end      number of updates to have been done at the end
     * @param schedule after which iterations to record
     * @param recorder receives the records
     * @param warmUp   which kernel the run computes with
     * @param watcher  watches it
     * @return 0, or the iteration at which the run diverged
     */
    public static long run(TrainingRun run, long end, RecordingSchedule schedule, ErrorRecorder recorder,
                           WarmUp warmUp, Watcher watcher) {
        Objects.requireNonNull(watcher, "watcher");
        long piece = 1;
        boolean wanted = true;
        while (wanted && run.iteration() < end) {
            long before = run.iteration();
            long start = System.nanoTime();
            try {
                run.advance(Math.min(Math.min(end, before + piece), watcher.pieceEnd(before)), schedule, recorder);
            } catch (NonFiniteException e) {
                watcher.advanced(run.iteration() - before);
                return e.iteration();
            }
            long nanos = Math.max(1, System.nanoTime() - start);
            long steps = run.iteration() - before;
            // Never more than twice as many as the last time, as the first steps are no measure of the later ones.
            piece = Math.clamp((long) (steps * (double) NANOS_PER_PIECE / nanos), 1, 2 * piece);
            warmUp.advanced(run, steps, nanos);
            wanted = watcher.advanced(steps);
        }
        return 0;
    }
}
