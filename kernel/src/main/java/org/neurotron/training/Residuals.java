package org.neurotron.training;

import java.util.Arrays;
import org.neurotron.kernel.Bound;
import org.neurotron.kernel.Kernel;

/**
 * Makes the weights of a gradient from labels and outputs, as a {@link Robust} rule says, and holds its threshold.
 * Allocates nothing. Not safe for use by several threads.
 */
final class Residuals {

    /** Just inside of a threshold is a residual that is smaller by this factor. */
    private static final double INSIDE = 0.999;

    /** Between the c up to which nothing is changed and the 2c up to which {@link Bound#HAMPEL} is level. */
    private static final double ON_THE_LEVEL = 1.5;

    /**
     * So many times the largest residual of true labels is as good as no bound: what some rules let through in some
     * batches, or all, whatever its size.
     */
    private static final double FAR = 1e6;

    /**
     * No residual but 0 is smaller than this times the output. Without such a floor a threshold that follows residuals
     * of 0 would leave the range of normal numbers, and come back too late when there are others again.
     */
    private static final double ROUNDING = 0x1p-54;

    private final Robust rule;

    /** The same if it is one, or null: it is what most runs with a rule have, and asked for first. */
    private final Robust.Following following;
    private final Kernel kernel;

    /** Sizes of residuals, sorted. */
    private final double[] sizes;

    private double threshold;
    private long updates;

    /**
     * What a rule makes of residuals.
     *
     * @param rule      the rule
     * @param batchSize the largest number of residuals
     * @param kernel    the kernel to compute with
     */
    Residuals(Robust rule, int batchSize, Kernel kernel) {
        this.rule = rule;
        this.kernel = kernel;
        sizes = new double[batchSize];
        following = rule instanceof Robust.Following one ? one : null;
        threshold = following == null ? 0 : following.start();
    }

    /** Goes on where another one was, or begins with a threshold of the caller's. */
    void goOn(double otherThreshold, long otherUpdates) {
        threshold = otherThreshold;
        updates = otherUpdates;
    }

    /** The threshold of {@link Robust.Following}, 0 while it is not known; of other rules 0. */
    double threshold() {
        return threshold;
    }

    /** How many updates there were. */
    long updates() {
        return updates;
    }

    /**
     * The weights of a gradient: what the rule makes of v_j − f_j, divided by the number of samples (for
     * {@link Robust.MedianOfMeans} by that of a group).
     *
     * @param b       number of samples
     * @param v       labels, from {@code vOffset}
     * @param vOffset where they start
     * @param f       outputs
     * @param d       the result, at least b elements
     */
    void weights(int b, double[] v, int vOffset, double[] f, double[] d) {
        if (following != null) {
            follow(b, v, vOffset, f, d);
        } else {
            bound(b, v, vOffset, f, d);
        }
        updates++;
    }

    private void bound(int b, double[] v, int vOffset, double[] f, double[] d) {
        double scale = 1.0 / b;
        switch (rule) {
            case Robust.None _, Robust.Following _ -> kernel.scaledDifference(b, v, vOffset, f, 0, scale, d, 0);
            case Robust.Huber huber ->
                kernel.boundedDifference(b, v, vOffset, f, 0, Bound.CLIP, huber.threshold(), scale, d, 0);
            case Robust.Median _ -> kernel.boundedDifference(b, v, vOffset, f, 0, Bound.CLIP,
                smallest((b + 1) / 2, b, v, vOffset, f), scale, d, 0);
            case Robust.BatchTrim trim -> {
                int kept = trim.kept(b);
                kernel.boundedDifference(b, v, vOffset, f, 0, Bound.TRIM, smallest(kept, b, v, vOffset, f),
                    1.0 / kept, d, 0);
            }
            case Robust.MedianOfMeans means -> {
                for (int group = 0; group < means.groups(b); group++) {
                    int from = means.start(group, b);
                    int count = means.start(group + 1, b) - from;
                    kernel.scaledDifference(count, v, vOffset + from, f, from, 1.0 / count, d, from);
                }
            }
        }
    }

    private void follow(int b, double[] v, int vOffset, double[] f, double[] d) {
        double tau = following.tau();
        if (threshold == 0) {
            threshold = smallest((int) Math.ceil(tau * b), b, v, vOffset, f);
        }
        double scale = 1.0 / b;
        int exceeding = kernel.boundedDifference(b, v, vOffset, f, 0, following.bound(), threshold, scale, d, 0);
        if (threshold > 0) {
            double followed = threshold * (1 + following.gain(updates) * (exceeding * scale - (1 - tau)));
            threshold = Math.max(followed, ROUNDING * Math.abs(f[0]));
        }
    }

    /** The size of the residual that is the count-th from below. */
    private double smallest(int count, int b, double[] v, int vOffset, double[] f) {
        for (int j = 0; j < b; j++) {
            sizes[j] = Math.abs(v[vOffset + j] - f[j]);
        }
        Arrays.sort(sizes, 0, b);
        return sizes[count - 1];
    }

    /**
     * The size of residuals with which an adversary who knows the rule and its threshold does the most harm: where they
     * weigh most.
     *
     * @param b        number of samples
     * @param clean    the residuals that true labels would give
     * @param attacked 1 for samples whose labels are false, 0 for others
     */
    double mostHarmful(int b, double[] clean, double[] attacked) {
        return switch (rule) {
            case Robust.Following following -> following.bound() == Bound.TRIM ? INSIDE * threshold
                : ON_THE_LEVEL * threshold;
            case Robust.Huber huber -> ON_THE_LEVEL * huber.threshold();
            case Robust.BatchTrim trim -> lastKept(trim.kept(b), b, clean, attacked);
            case Robust.None _, Robust.Median _, Robust.MedianOfMeans _ -> FAR * largest(b, clean);
        };
    }

    private static double largest(int b, double[] clean) {
        double largest = 0;
        for (int j = 0; j < b; j++) {
            largest = Math.max(largest, Math.abs(clean[j]));
        }
        return largest;
    }

    /**
     * If so many of a batch are kept, false labels are all kept as long as their residuals are smaller than the first
     * true one that must give way to them.
     */
    private double lastKept(int kept, int b, double[] clean, double[] attacked) {
        int truthful = 0;
        for (int j = 0; j < b; j++) {
            if (attacked[j] == 0) {
                sizes[truthful++] = Math.abs(clean[j]);
            }
        }
        int room = Math.max(0, kept - (b - truthful));
        if (room >= truthful) {
            return FAR * largest(b, clean);
        }
        Arrays.sort(sizes, 0, truthful);
        return INSIDE * sizes[room];
    }
}
