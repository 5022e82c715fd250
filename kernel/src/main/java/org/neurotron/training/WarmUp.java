package org.neurotron.training;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.neurotron.kernel.Kernel;
import org.neurotron.random.InputDistribution;

/**
 * Which kernel runs compute with: always the same, or one that is fast at once until one that is faster is warm.
 *
 * <p>Until the JVM's optimising compiler has compiled it, code of the Vector API makes an object of every vector and is
 * some hundred times slower than it will be. The first seconds are therefore better left to the portable kernel, which
 * has the same bits (contract C1), while a copy of the run trains with the other one in a thread of its own, for nothing
 * but to have its code compiled. When the copy's steps take less time than those of the run, the run changes over.
 *
 * <p>Runs differ in the code that they need, so each kind of run (sizes, algorithm, law of the inputs, attack) is warmed
 * up by itself, one after the other. Short work ends before anything is warm, and has lost nothing.
 *
 * <p>Safe for use by several threads. {@link #close} ends the thread, if there is one.
 */
public final class WarmUp implements AutoCloseable {

    /** A copy is worth its while from here on: what ends sooner is done sooner without it. */
    private static final long NANOS_BEFORE = TimeUnit.MILLISECONDS.toNanos(300);

    /** A copy that is not faster by then never will be. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** How long the copy computes between two looks at the clock. */
    private static final long NANOS_PER_PIECE = TimeUnit.MILLISECONDS.toNanos(5);

    /** So many pieces in a row must be faster, as one may be so by chance. */
    private static final int PIECES = 3;

    /** Runs that need the same code. */
    private record Kind(int n, int r, int k, int b, Algorithm algorithm, Class<? extends InputDistribution> law,
                        Attack attack) {

        static Kind of(TrainingRun run) {
            return new Kind(run.problem().network().family().n(), run.problem().network().family().r(),
                run.problem().network().family().k(), run.learnerSettings().b(), run.learnerSettings().algorithm(),
                run.oracleSettings().distribution().getClass(), run.oracleSettings().attack());
        }
    }

    /** How far a kind of runs has come. */
    private static final class Progress {

        private long nanos;
        private boolean tried;
        private volatile boolean warm;
    }

    private final Kernel first;
    private final Kernel kernel;
    private final Map<Kind, Progress> kinds = new ConcurrentHashMap<>();
    private Thread thread;
    private volatile boolean closed;

    private WarmUp(Kernel first, Kernel kernel) {
        this.first = Objects.requireNonNull(first, "first");
        this.kernel = Objects.requireNonNull(kernel, "kernel");
    }

    /**
     * The same kernel from the first step on.
     *
     * @param kernel the kernel
     * @return what needs no warming up, and no closing
     */
    public static WarmUp none(Kernel kernel) {
        return new WarmUp(kernel, kernel);
    }

    /**
     * One kernel first, another when it is warm.
     *
     * @param first  a kernel that is fast from the first step on, such as the portable one
     * @param kernel the kernel to change over to
     * @return what changes runs over; to be closed when there are no more
     */
    public static WarmUp of(Kernel first, Kernel kernel) {
        return new WarmUp(first, kernel);
    }

    /**
     * The kernel in the end.
     *
     * @return what was given
     */
    public Kernel kernel() {
        return kernel;
    }

    /**
     * The kernel with which a run is to begin.
     *
     * @return the one that is fast from the first step on
     */
    public Kernel first() {
        return first;
    }

    /** A run has done some steps, and may now change over. */
    void advanced(TrainingRun run, long steps, long nanos) {
        if (run.kernel() == kernel || run.oracleSettings() == null) {
            return;
        }
        Progress progress = kinds.computeIfAbsent(Kind.of(run), _ -> new Progress());
        if (progress.warm) {
            run.computeWith(kernel);
            return;
        }
        synchronized (this) {
            progress.nanos += nanos;
            if (!progress.tried && progress.nanos >= NANOS_BEFORE && !closed && (thread == null || !thread.isAlive())) {
                progress.tried = true;
                TrainingRun copy = run.copy(kernel);
                thread = Thread.ofPlatform().daemon().name("neurotron-warm-up").start(() ->
                    warm(progress, copy, (double) nanos / steps));
            }
        }
    }

    /** Trains a copy until its steps are faster than those of the run it was copied from. */
    private void warm(Progress progress, TrainingRun copy, double nanosPerStep) {
        long start = System.nanoTime();
        int faster = 0;
        long steps = 1;
        RecordingSchedule schedule = new RecordingSchedule.Every(Long.MAX_VALUE);
        while (!closed && faster < PIECES) {
            long before = System.nanoTime();
            try {
                copy.advance(copy.iteration() + steps, schedule, (_, _) -> { });
            } catch (NonFiniteException e) {
                // The run will diverge, too, before long.
                return;
            }
            long now = System.nanoTime();
            double own = Math.max(1, now - before) / (double) steps;
            faster = own < nanosPerStep && now - before >= NANOS_PER_PIECE / 2 ? faster + 1 : 0;
            steps = Math.clamp((long) (NANOS_PER_PIECE / own), 1, 2 * steps);
            if (now - start > MOST_NANOS) {
                return;
            }
        }
        progress.warm = !closed;
    }

    /** Ends the warming up; runs that have not changed over stay as they are. */
    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            closed = true;
            last = thread;
        }
        if (last != null) {
            boolean interrupted = false;
            while (last.isAlive()) {
                try {
                    last.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
