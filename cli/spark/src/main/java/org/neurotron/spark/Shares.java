package org.neurotron.spark;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.neurotron.study.Sweep;

/**
 * Shares the runs of a sweep out to tasks: to each as many as take about {@value #SECONDS} seconds by what those before
 * have taken, so that starting a task costs nothing to speak of; towards the end fewer, so that all cores have work to
 * the last. Runs are looked for as they are shared out, in their order.
 */
final class Shares {

    /** About so long a task should take. */
    private static final int SECONDS = 15;

    /** Bytes of results that a task may have. */
    private static final long MOST_BYTES = 1 << 24;

    /** Bytes of a result besides its errors. */
    private static final int OVERHEAD = 200;

    /** And so many runs, however fast they are. */
    private static final int MOST_RUNS = 50_000;

    private final Sweep.Listener listener;
    private final int replicates;
    private final long end;
    private final int most;
    private final Deque<long[]> unfinished = new ArrayDeque<>();
    /** The first run that has not been looked at. */
    private long next;
    /** A run that is wanted and has not been shared out, or -1. */
    private long found = -1;
    private double perSecond;

    /**
     * All runs that are wanted.
     *
     * @param sweep    the sweep
     * @param listener says which they are
     */
    Shares(Sweep sweep, Sweep.Listener listener) {
        this.listener = listener;
        replicates = sweep.replicates();
        end = (long) sweep.settings().size() * replicates;
        most = Math.clamp(MOST_BYTES / (OVERHEAD + 8L * sweep.recordedIterations().length), 1, MOST_RUNS);
    }

    /** Whether there is one. */
    boolean hasNext() throws Exception {
        return !unfinished.isEmpty() || find();
    }

    private boolean find() throws Exception {
        for (; found < 0 && next < end && !listener.isStopped(); next++) {
            if (listener.isWanted((int) (next / replicates), (int) (next % replicates))) {
                found = next;
            }
        }
        return found >= 0;
    }

    /**
     * The numbers of the runs of the next share.
     *
     * @param cores how many tasks are computed at a time
     * @return at least one
     */
    long[] next(int cores) throws Exception {
        if (!unfinished.isEmpty()) {
            return unfinished.remove();
        }
        // Of what is left, half in equal shares.
        long fair = Math.ceilDiv(end - next + 1, 2L * cores);
        long[] share = new long[(int) Math.clamp(perSecond * SECONDS, 1, Math.min(most, fair))];
        int count = 0;
        while (count < share.length && find()) {
            share[count++] = found;
            found = -1;
        }
        return Arrays.copyOf(share, count);
    }

    /**
     * What became of a share.
     *
     * @param share   the numbers
     * @param done    how many of them have been computed
     * @param seconds in which time
     */
    void took(long[] share, int done, double seconds) {
        perSecond = done / Math.max(seconds, 1e-3);
        if (done < share.length) {
            unfinished.add(Arrays.copyOfRange(share, done, share.length));
        }
    }
}
