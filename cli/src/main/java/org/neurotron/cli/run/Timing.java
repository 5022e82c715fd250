package org.neurotron.cli.run;

import java.util.Arrays;

/**
 * How long something takes, in nanoseconds, over many batches of it.
 *
 * @param low     the quantile of 5 %
 * @param median  the median
 * @param high    the quantile of 95 %
 * @param batches how many batches were measured
 * @param falling whether the last batches were so much faster than the first that the code was not yet compiled
 */
public record Timing(double low, double median, double high, int batches, boolean falling) {

    private static final double LOW = 0.05;
    private static final double MEDIAN = 0.5;

    /** The part of the batches that is first, or last. */
    private static final int PART = 4;

    /** Other programs may make the first batches somewhat slower, but not as a missing compilation does. */
    private static final double MUCH = 1.5;

    /**
     * Looks at measurements.
     *
     * @param times one or more, in the order in which they were made
     */
    static Timing of(double[] times) {
        int part = Math.ceilDiv(times.length, PART);
        double first = quantile(sorted(times, 0, part), MEDIAN);
        double last = quantile(sorted(times, times.length - part, times.length), MEDIAN);
        double[] all = sorted(times, 0, times.length);
        return new Timing(quantile(all, LOW), quantile(all, MEDIAN), quantile(all, 1 - LOW), times.length,
            first > MUCH * last);
    }

    /** How many a second. */
    public double perSecond() {
        return 1e9 / median;
    }

    private static double[] sorted(double[] times, int from, int to) {
        double[] sorted = Arrays.copyOfRange(times, from, to);
        Arrays.sort(sorted);
        return sorted;
    }

    /** The least of the times that is not below the given share of them. */
    private static double quantile(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
