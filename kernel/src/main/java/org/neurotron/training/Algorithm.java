package org.neurotron.training;

import org.neurotron.internal.Check;

/**
 * The training algorithms.
 */
public enum Algorithm {

    /** Neuro-Tron, Algorithm 1 of the paper: w ← w + η M (1/b) Σ_j (v_j − f_w(x_j)) x_j. */
    TRON("tron"),

    /** Exact mini-batch SGD on ½(v − f)². */
    SGD("sgd"),

    /**
     * SGD as the published simulation code has it, with the derivative of the gates taken at the first sample of the
     * batch for all samples. Only for comparison with the published figures.
     */
    SGD_PUBLISHED("sgd-published");

    private final String id;

    Algorithm(String id) {
        this.id = id;
    }

    /**
     * The name in files and on the command line.
     *
     * @return {@code tron}, {@code sgd} or {@code sgd-published}
     */
    public String id() {
        return id;
    }

    /**
     * The algorithm of a name.
     *
     * @param id a name as given by {@link #id}
     * @return the algorithm
     * @throws IllegalArgumentException if there is none
     */
    public static Algorithm of(String id) {
        return Check.choice("algorithm", id, values());
    }

    /**
     * Whether residuals may be bounded before they become an update.
     *
     * @return false for the algorithm that is only for comparison with the published figures
     */
    public boolean takesRules() {
        return this != SGD_PUBLISHED;
    }

    @Override
    public String toString() {
        return id;
    }
}
