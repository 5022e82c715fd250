package org.neurotron.data;

import java.util.function.LongUnaryOperator;
import org.neurotron.internal.Check;

/**
 * How data and filter are prepared for a single leaky gate on all inputs that is to fit any table: inputs standardised,
 * an intercept, and labels shifted so that they lie where the gate is open. The unit of the labels is what their
 * deviation would be if they were normal and their median absolute deviation as it is, which false labels do not move
 * much.
 *
 * <p>The gate's bend lies below all labels that were seen, by as much as they differ or by {@value #LEAST} units,
 * unless that is more than {@value #MOST} units. So what it has learnt is linear where there were data.
 *
 * @param preprocessing what is done to data
 * @param start         w₁: the median of the labels, whatever the inputs
 * @since 0.2
 */
public record OpenGate(Preprocessing preprocessing, double[] start) {

    /** The usual leak α of the gate: what is learnt of a label below its bend is not nothing. */
    public static final double USUAL_LEAK = 0.1;

    private static final double LEAST = 16;
    private static final double MOST = 0x1p20;

    /** Of the normal law, the deviation over the median absolute deviation. */
    private static final double NORMAL = 1.4826;

    /**
     * Looks at data.
     *
     * @param samples     the data
     * @param order       gives the index of the sample at a place
     * @param count       number of places, ≥ 1: the part of the data that is used for training
     * @param standardize whether inputs are standardised, and not left as they are
     * @return the preparation
     * @throws IllegalArgumentException if numbers are too large for differences of them to be finite
     */
    public static OpenGate of(Samples samples, LongUnaryOperator order, long count, boolean standardize) {
        Preprocessing inputs = standardize ? Preprocessing.standardizing(samples, order, count, true)
            : Preprocessing.none(samples.n(), true);
        SampleReader reader = new SampleReader(samples);
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        Metrics.Selection labels = new Metrics.Selection();
        int some;
        for (long first = 0; first < count; first += some) {
            some = reader.read(order, first, count);
            for (int j = 0; j < some; j++) {
                double label = reader.batch().labels()[j];
                least = Math.min(least, label);
                greatest = Math.max(greatest, label);
                labels.add(label);
            }
        }
        if (!(greatest - least < Double.POSITIVE_INFINITY)) {
            throw Check.illegal("labels", greatest, "must be so small that differences are finite");
        }
        double median = labels.quantile(0.5);
        Metrics.Selection deviations = labels.distancesFrom(median);
        double unit = NORMAL * deviations.quantile(0.5);
        if (!(unit > 0)) {
            // More than half of the labels are the same.
            double others = deviations.quantile(1);
            unit = others > 0 ? others : 1;
        }
        double depth = LEAST;
        while (depth < MOST && depth * unit < median - least + (greatest - least)) {
            depth *= 2;
        }
        double[] start = new double[samples.n() + 1];
        start[samples.n()] = depth;
        return new OpenGate(inputs.withLabels(median - depth * unit, unit), start);
    }
}
