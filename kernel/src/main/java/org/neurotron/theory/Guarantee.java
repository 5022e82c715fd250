package org.neurotron.theory;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What Theorem 1 says for an accuracy and a confidence: ‖w_T − w*‖ ≤ ε with probability at least 1 − δ, if all
 * conditions hold.
 *
 * @param epsilon      the accuracy ε
 * @param delta        the probability δ of failure
 * @param conditions   the conditions in the order of the theorem, as far as their numbers can be formed
 * @param prescription learning rate and number of steps; empty if a condition does not hold
 */
public record Guarantee(double epsilon, double delta, List<Condition> conditions,
                        Optional<Prescription> prescription) {

    /** Checks that nothing is missing. */
    public Guarantee {
        conditions = List.copyOf(conditions);
        Objects.requireNonNull(prescription, "prescription");
    }

    /**
     * Whether the theorem covers the configuration.
     *
     * @return true if all conditions hold
     */
    public boolean isCovered() {
        return prescription.isPresent();
    }

    /**
     * Why the theorem does not cover the configuration.
     *
     * @return the conditions that do not hold
     */
    public List<Condition> violated() {
        return conditions.stream().filter(condition -> !condition.holds()).toList();
    }
}
