package org.neurotron.training;

import java.util.Arrays;

/**
 * The gradients of the groups of {@link Robust.MedianOfMeans}, and their median coordinate by coordinate. Allocates
 * nothing. Not safe for use by several threads.
 */
final class MedianOfGroups {

    private final Robust.MedianOfMeans rule;
    private final double[][] gradients;
    private final double[] sorted;

    /** The weights of one group, and zeros for the others. */
    private final double[] weights;

    private int b;
    private int groups;

    /**
     * For one size of gradients.
     *
     * @param rule   how many groups
     * @param most   the largest number of samples, in whole groups of lanes
     * @param length number of coordinates
     */
    MedianOfGroups(Robust.MedianOfMeans rule, int most, int length) {
        this.rule = rule;
        gradients = new double[rule.groups()][length];
        sorted = new double[rule.groups()];
        weights = new double[most];
    }

    /**
     * Begins with a batch.
     *
     * @return how many groups it has
     */
    int begin(int samples) {
        b = samples;
        groups = rule.groups(samples);
        return groups;
    }

    /** The weights of a batch, cut to those of a group; until the next call. */
    double[] weights(int group, double[] all) {
        int from = rule.start(group, b);
        int end = rule.start(group + 1, b);
        Arrays.fill(weights, 0);
        System.arraycopy(all, from, weights, from, end - from);
        return weights;
    }

    /** Where the gradient of a group is to be put. */
    double[] gradient(int group) {
        return gradients[group];
    }

    /** The median of the groups' gradients; between two in the middle, half-way. */
    void median(double[] result) {
        for (int i = 0; i < result.length; i++) {
            for (int group = 0; group < groups; group++) {
                sorted[group] = gradients[group][i];
            }
            Arrays.sort(sorted, 0, groups);
            result[i] = 0.5 * (sorted[(groups - 1) / 2] + sorted[groups / 2]);
        }
    }
}
