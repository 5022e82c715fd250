package org.neurotron.training;

import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * How it is learnt.
 *
 * @param algorithm the algorithm
 * @param b         size of the mini-batches, ≥ 1
 * @param eta       learning rate η, &gt; 0
 * @param robust    what happens to residuals before they become an update
 */
public record LearnerSettings(Algorithm algorithm, int b, double eta, Robust robust) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is out of its range; the message names it
     */
    public LearnerSettings {
        Objects.requireNonNull(algorithm, "algorithm");
        Check.positive("b", b);
        Check.positive("eta", eta);
        Objects.requireNonNull(robust, "robust");
        if (!algorithm.takesRules() && !robust.equals(Robust.NONE)) {
            throw Check.illegal("robust", robust, "must be none for " + algorithm
                + ", which is only for comparison with the published figures");
        }
        if (robust instanceof Robust.MedianOfMeans means && means.groups() > b) {
            throw Check.illegal("robust", robust, "must be of at most b = " + b + " groups");
        }
    }

    /**
     * Residuals as they are.
     *
     * @param algorithm the algorithm
     * @param b         size of the mini-batches, ≥ 1
     * @param eta       learning rate η, &gt; 0
     */
    public LearnerSettings(Algorithm algorithm, int b, double eta) {
        this(algorithm, b, eta, Robust.NONE);
    }

    /**
     * The same with another learning rate.
     *
     * @param otherEta η, &gt; 0
     * @return the other settings
     */
    public LearnerSettings with(double otherEta) {
        return new LearnerSettings(algorithm, b, otherEta, robust);
    }

    /**
     * The same with another rule for residuals.
     *
     * @param other what happens to residuals before they become an update
     * @return the other settings
     */
    public LearnerSettings with(Robust other) {
        return new LearnerSettings(algorithm, b, eta, other);
    }
}
