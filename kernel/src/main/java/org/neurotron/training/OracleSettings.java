package org.neurotron.training;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.random.InputDistribution;

/**
 * Where the data come from: inputs and attack.
 *
 * @param distribution law of each input coordinate
 * @param attack       kind of distortion
 * @param theta        bound θ on the distortion, ≥ 0
 * @param beta         probability β of an attack, the same for every input, from 0 to 1
 */
public record OracleSettings(InputDistribution distribution, Attack attack, double theta, double beta) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is out of its range; the message names it
     */
    public OracleSettings {
        Objects.requireNonNull(distribution, "distribution");
        Objects.requireNonNull(attack, "attack");
        Check.nonNegative("theta", theta);
        Check.probability("beta", beta);
    }
}
