package org.neurotron.training;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.random.InputDistribution;

/**
 * Which kernel runs compute with: always the same, or one that is fast at once until one that is faster is warm.
 *
 * <p>Until the JVM's optimising compiler has compiled it, code of the Vector API makes an object of every vector and is
 * some hundred times slower than it will be, for a second or two. Work that is done sooner than that by the portable
 * kernel, which has the same bits (contract C1), had better never use it. So all work begins with the portable kernel.
 * When it has shown how fast it is, and what is left would take longer than the compiler needs, one thread, the
 * <i>pioneer</i>, changes over; the others follow when its steps take less time than theirs.
 *
 * <p>Runs that need other code (algorithm, rule, law of the inputs, attack, sampling) are warmed up by themselves.
 *
 * <p>Safe for use by several threads.
 *
 * @since 0.2
 */
public final class WarmUp {

    /** So long the first kernel computes, so that it is known how fast it is. */
    private static final long NANOS_TO_MEASURE = TimeUnit.MILLISECONDS.toNanos(300);

    /** About how long it takes to get the code compiled … */
    private static final long NANOS_TO_WARM = TimeUnit.MILLISECONDS.toNanos(2_000);

    /** … and where runs of another kind have had most of it compiled already. */
    private static final long NANOS_TO_WARM_MORE = TimeUnit.MILLISECONDS.toNanos(500);

    /** After this time the others wait no longer for the pioneer. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** So many pieces in a row must be faster, as one may be so by chance. */
    private static final int PIECES = 3;

    /** Runs that need the same code. */
    private record Kind(Algorithm algorithm, Class<? extends Robust> robust, Class<? extends InputDistribution> law,
                        Attack.Kind attack, Sampling sampling) {

        static Kind of(TrainingRun run) {
            OracleSettings oracle = run.oracleSettings();
            LearnerSettings learner = run.learnerSettings();
            return new Kind(learner.algorithm(), learner.robust().getClass(), oracle.distribution().getClass(),
                oracle.attack().kind(), oracle.sampling());
        }
    }

    /** How far a kind of runs has come. Guarded by itself, but for what may be read at any time. */
    private static final class Progress {

        private volatile boolean warm;
        private long nanos;
        private double nanosPerStep;
        private Thread pioneer;
        private long pioneerSince;
        private int fasterPieces;
    }

    private final Kernel first;
    private final Kernel kernel;
    private final long steps;
    private final int threads;
    private final AtomicLong done = new AtomicLong();
    private final Map<Kind, Progress> kinds = new ConcurrentHashMap<>();
    private volatile boolean anyWarm;

    private WarmUp(Kernel first, Kernel kernel, long steps, int threads) {
        this.first = Objects.requireNonNull(first, "first");
        this.kernel = Objects.requireNonNull(kernel, "kernel");
        this.steps = Check.positive("steps", steps);
        this.threads = Check.positive("threads", threads);
    }

    /**
     * The same kernel from the first step on.
     *
     * @param kernel the kernel
     * @return what never changes anything
     */
    public static WarmUp none(Kernel kernel) {
        return new WarmUp(kernel, kernel, 1, 1);
    }

    /**
     * One kernel first, another when it is warm and worth it.
     *
     * @param first   a kernel that is fast from the first step on, such as the portable one
     * @param kernel  the kernel to change over to
     * @param steps   number of steps of all runs together, ≥ 1
     * @param threads number of threads that do them, ≥ 1
     * @return what changes runs over
     */
    public static WarmUp of(Kernel first, Kernel kernel, long steps, int threads) {
        return new WarmUp(first, kernel, steps, threads);
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

    /** A run has done some steps in this thread, and may now change over. */
    void advanced(TrainingRun run, long stepsDone, long nanos) {
        if (first == kernel || run.oracleSettings() == null) {
            return;
        }
        double left = Math.max(0, steps - done.addAndGet(stepsDone));
        Progress progress = kinds.computeIfAbsent(Kind.of(run), _ -> new Progress());
        if (progress.warm) {
            if (run.kernel() != kernel) {
                run.computeWith(kernel);
            }
            return;
        }
        double nanosPerStep = nanos / (double) stepsDone;
        boolean change;
        synchronized (progress) {
            change = run.kernel() == kernel ? watch(progress, nanosPerStep)
                : wants(progress, nanos, nanosPerStep, left);
        }
        if (change) {
            run.computeWith(kernel);
        }
    }

    /** Looks whether a run that has changed over is fast by now. It need not change any more. */
    private boolean watch(Progress progress, double nanosPerStep) {
        progress.fasterPieces = nanosPerStep < progress.nanosPerStep ? progress.fasterPieces + 1 : 0;
        if (progress.fasterPieces >= PIECES) {
            progress.warm = true;
            anyWarm = true;
        }
        return false;
    }

    /** Whether a run that has not changed over is to do so now, although its kind is not warm. */
    private boolean wants(Progress progress, long nanos, double nanosPerStep, double left) {
        if (progress.pioneer != null) {
            return progress.pioneer == Thread.currentThread()
                || System.nanoTime() - progress.pioneerSince > MOST_NANOS;
        }
        progress.nanos += nanos;
        boolean measured = anyWarm || progress.nanos >= NANOS_TO_MEASURE;
        if (measured && left * nanosPerStep / threads > (anyWarm ? NANOS_TO_WARM_MORE : NANOS_TO_WARM)) {
            progress.pioneer = Thread.currentThread();
            progress.pioneerSince = System.nanoTime();
            progress.nanosPerStep = nanosPerStep;
            return true;
        }
        return false;
    }
}
