package org.neurotron.cli.run;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long some work takes that can be done again and again: in batches of calls, each long enough for the
 * clock and short enough that most of them are not interrupted by other programs.
 */
final class Stopwatch {

    private static final double NANOS_PER_BATCH = TimeUnit.MICROSECONDS.toNanos(100);

    private final Runnable work;
    private final double perCall;
    private long calls = 1;
    private double[] times = new double[1 << 10];
    private int count;
    private long spent;

    /**
     * Prepares to measure.
     *
     * @param work    what is done
     * @param perCall how many pieces of it a call does
     */
    Stopwatch(Runnable work, double perCall) {
        this.work = work;
        this.perCall = perCall;
    }

    /** Does the work for some time, at least once, and measures it. */
    void measure(long nanos) {
        long start = System.nanoTime();
        double fastest = Double.POSITIVE_INFINITY;
        do {
            double time = batch();
            fastest = Math.min(fastest, time);
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = time / perCall;
        } while (System.nanoTime() - start < nanos);
        spent += Math.max(1, System.nanoTime() - start);
        // Never more than twice as many as before, as the first calls are no measure of the later ones.
        calls = Math.clamp((long) (NANOS_PER_BATCH / fastest), 1, 2 * calls);
    }

    /** Nanoseconds that a call takes, as the mean of a batch. */
    private double batch() {
        long start = System.nanoTime();
        for (long i = 0; i < calls; i++) {
            work.run();
        }
        // Not every clock has moved on.
        return Math.max(1, System.nanoTime() - start) / (double) calls;
    }

    /** Forgets what was measured, as it was done while the code was not yet compiled. */
    void forget() {
        count = 0;
        spent = 0;
    }

    /** Nanoseconds for which it has measured what is not forgotten; 0 if it has measured nothing. */
    long spent() {
        return spent;
    }

    /** What was measured. */
    Timing timing() {
        return Timing.of(Arrays.copyOf(times, count));
    }
}
