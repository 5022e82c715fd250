package org.neurotron.training;

import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * How it is learnt.
 *
 * @param algorithm the algorithm
 * @param b         size of the mini-batches, ≥ 1
 * @param eta       learning rate η, &gt; 0
 */
public record LearnerSettings(Algorithm algorithm, int b, double eta) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is out of its range; the message names it
     */
    public LearnerSettings {
        Objects.requireNonNull(algorithm, "algorithm");
        Check.positive("b", b);
        Check.positive("eta", eta);
    }
}
