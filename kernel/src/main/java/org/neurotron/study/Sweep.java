package org.neurotron.study;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.training.RecordingSchedule;
import org.neurotron.training.RunSettings;
import org.neurotron.training.TrainingLoop;
import org.neurotron.training.TrainingRun;
import org.neurotron.training.WarmUp;

/**
 * Many settings, and many replicates of each. Replicate i of every setting is {@link PlannedRun#replicate}, a function
 * of settings, seed and i alone, so neither order nor number of threads change a bit.
 *
 * <p>Memory does not grow with the number of replicates: each run is handed over when it has ended.
 *
 * @param settings   what is run
 * @param replicates how often, from 1 to {@value #MOST_REPLICATES}
 * @param iterations number of steps of every run, ≥ 1
 * @param schedule   after which iterations to record
 * @param seed       the user's seed
 */
public record Sweep(List<RunSettings> settings, int replicates, long iterations, RecordingSchedule schedule,
                    long seed) {

    /** How many replicates there may be. */
    public static final int MOST_REPLICATES = 1_000_000;

    /** How many iterations may be recorded. */
    public static final int MOST_RECORDS = 1_000_000;

    /** About so much time passes between two reports of progress. */
    private static final long NANOS_BETWEEN_REPORTS = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if there are no settings, a number is out of range, or nothing or too much would
     *                                  be recorded
     */
    public Sweep {
        settings = List.copyOf(settings);
        if (settings.isEmpty()) {
            throw Check.illegal("settings", settings, "must be at least one");
        }
        if (replicates < 1 || replicates > MOST_REPLICATES) {
            throw Check.illegal("replicates", replicates, "must be a whole number from 1 to " + MOST_REPLICATES);
        }
        Check.positive("iterations", iterations);
        Objects.requireNonNull(schedule, "schedule");
        int records = count(schedule, iterations);
        if (records < 1 || records > MOST_RECORDS) {
            throw Check.illegal("record", schedule, "must be such that 1 to " + MOST_RECORDS + " of the "
                + iterations + " iterations are recorded");
        }
    }

    private static int count(RecordingSchedule schedule, long iterations) {
        int count = 0;
        for (long next = schedule.next(0); next <= iterations && count <= MOST_RECORDS; next = schedule.next(next)) {
            count++;
        }
        return count;
    }

    /**
     * Watches runs. Called from the threads that compute, possibly by several at once.
     *
     * @since 0.2
     */
    public interface Watcher {

        /**
         * Some steps have been done, or will not be needed because a run has diverged.
         *
         * @param steps how many since the last call
         */
        void stepped(long steps);

        /**
         * Whether to stop; asked often.
         *
         * @return true to abandon the runs that are not complete, and return
         */
        boolean isStopped();
    }

    /**
     * Says which runs are wanted, and receives them. Called from the threads that compute, possibly by several at once.
     */
    public interface Listener extends Watcher {

        /**
         * Whether a run is to be done; asked once before it is.
         *
         * @param setting   which settings
         * @param replicate which replicate of them
         * @return false to skip it
         * @throws Exception to end the whole sweep
         */
        boolean isWanted(int setting, int replicate) throws Exception;

        /**
         * A run has ended.
         *
         * @param setting   which settings
         * @param replicate which replicate of them
         * @param run       what is kept of it
         * @throws Exception to end the whole sweep
         */
        void completed(int setting, int replicate, SweepRun run) throws Exception;
    }

    /**
     * The iterations that are recorded.
     *
     * @return a new array, in increasing order
     */
    public long[] recordedIterations() {
        long[] recorded = new long[count(schedule, iterations)];
        long next = 0;
        for (int i = 0; i < recorded.length; i++) {
            next = schedule.next(next);
            recorded[i] = next;
        }
        return recorded;
    }

    /**
     * How much memory the runs take that are computed at a time.
     *
     * @param threads number of threads
     * @return bytes, as an estimate from above
     */
    public double memoryBytes(int threads) {
        double largest = settings.stream().mapToDouble(RunSettings::memoryBytes).max().orElseThrow();
        return threads * (largest + 3.0 * Double.BYTES * (count(schedule, iterations) + LastTenth.MOST_LOOKS));
    }

    /**
     * Runs everything that is wanted and returns when it is done, or when the listener wants it to stop.
     *
     * @param threads  number of threads, ≥ 1
     * @param kernel   the kernel to compute with
     * @param listener is asked what to do, and told of progress and results
     * @throws InterruptedException if this thread is interrupted; the runs are then abandoned
     * @throws ExecutionException   if a run or the listener threw; the other runs are then abandoned
     */
    public void run(int threads, Kernel kernel, Listener listener) throws InterruptedException, ExecutionException {
        run(threads, WarmUp.none(kernel), listener);
    }

    /**
     * The same, with a kernel that may be cold at first.
     *
     * @param threads  number of threads, ≥ 1
     * @param warmUp   says which kernel the runs compute with
     * @param listener is asked what to do, and told of progress and results
     * @throws InterruptedException if this thread is interrupted; the runs are then abandoned
     * @throws ExecutionException   if a run or the listener threw; the other runs are then abandoned
     */
    public void run(int threads, WarmUp warmUp, Listener listener) throws InterruptedException, ExecutionException {
        Check.positive("threads", threads);
        Objects.requireNonNull(warmUp, "warmUp");
        Objects.requireNonNull(listener, "listener");
        Workers.run(threads, (long) settings.size() * replicates, number -> {
            int setting = (int) (number / replicates);
            int replicate = (int) (number % replicates);
            if (!listener.isStopped() && listener.isWanted(setting, replicate)) {
                SweepRun result = run(setting, replicate, warmUp, listener);
                if (result != null) {
                    listener.completed(setting, replicate, result);
                }
            }
        });
    }

    /**
     * Computes one run in the calling thread, for whoever shares the runs out by himself: to other processes, say, or
     * to other machines. Its bits are those that it has in the whole sweep. Safe for use by several threads.
     *
     * @param setting   which settings, from 0
     * @param replicate which replicate of them, from 0
     * @param warmUp    says which kernel the run computes with; runs of the same process share it
     * @param watcher   is told of progress, and may stop the run
     * @return what is kept of it, or null if the watcher wanted it to stop before its end
     * @throws IllegalArgumentException                   if there is no such run
     * @throws java.util.concurrent.CancellationException if this thread is interrupted; the run is then abandoned
     */
    public SweepRun run(int setting, int replicate, WarmUp warmUp, Watcher watcher) {
        requireBelow("setting", setting, settings.size());
        requireBelow("replicate", replicate, replicates);
        Objects.requireNonNull(warmUp, "warmUp");
        Objects.requireNonNull(watcher, "watcher");
        TrainingRun run = PlannedRun.replicate(settings.get(setting), replicate).start(seed, warmUp.first());
        double initialError = run.error();
        double[] errors = new double[count(schedule, iterations)];
        int[] recorded = {0};
        Looks looks = new Looks(run, watcher);
        long divergedAt = TrainingLoop.run(run, iterations, schedule,
            (_, error) -> errors[recorded[0]++] = error, warmUp, looks);
        if (divergedAt != 0) {
            // The steps that need not be done any more.
            watcher.stepped(iterations - looks.told);
            Arrays.fill(errors, recorded[0], errors.length, Double.POSITIVE_INFINITY);
            return new SweepRun(errors, new SweepRun.Ending(initialError, Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, divergedAt));
        }
        return run.iteration() < iterations ? null : new SweepRun(errors, looks.ending(initialError));
    }

    private static void requireBelow(String name, int value, int end) {
        if (value < 0 || value >= end) {
            throw Check.illegal(name, value, "must be a whole number from 0 to " + (end - 1));
        }
    }

    /** Tells the watcher how a run gets on, and looks at its error during its last tenth. */
    private final class Looks implements TrainingLoop.Watcher {

        private final TrainingRun run;
        private final Watcher watcher;
        private final LastTenth lastTenth = new LastTenth(iterations, 0);
        private long told;
        private long toldAt = System.nanoTime();

        Looks(TrainingRun run, Watcher watcher) {
            this.run = run;
            this.watcher = watcher;
        }

        @Override
        public long pieceEnd(long iteration) {
            return lastTenth.nextLook();
        }

        @Override
        public boolean advanced(long steps) {
            lastTenth.advanced(run);
            long now = System.nanoTime();
            if (now - toldAt < NANOS_BETWEEN_REPORTS && run.iteration() < iterations) {
                return true;
            }
            toldAt = now;
            watcher.stepped(run.iteration() - told);
            told = run.iteration();
            Workers.requireGoingOn();
            return !watcher.isStopped();
        }

        SweepRun.Ending ending(double initialError) {
            return lastTenth.ending(initialError);
        }
    }
}
