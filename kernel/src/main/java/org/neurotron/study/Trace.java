package org.neurotron.study;

import java.util.Arrays;

/**
 * The recorded errors of one run. Treat the array as read-only.
 *
 * @param errors     ‖w − w*‖₂ at iterations S, 2S, …; NaN from where the run diverged
 * @param stride     S ≥ 1
 * @param divergedAt the iteration whose update was not finite, or 0 if the run went through
 */
public record Trace(double[] errors, int stride, long divergedAt) {

    /**
     * Whether the run went through to its end.
     *
     * @return false if it diverged
     */
    public boolean isComplete() {
        return divergedAt == 0;
    }

    /**
     * The level at which the run ended.
     *
     * @param iterations over how many of the last iterations, ≥ 1; at least the last record counts
     * @return median of the errors recorded in them, NaN if the run diverged or recorded nothing
     */
    public double finalMedian(int iterations) {
        if (!isComplete() || errors.length == 0) {
            return Double.NaN;
        }
        int count = Math.clamp(iterations / stride, 1, errors.length);
        return median(errors, errors.length - count, errors.length);
    }

    /** The median of elements {@code from} to {@code to - 1}, at least one. */
    static double median(double[] values, int from, int to) {
        double[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
