package org.neurotron.training;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.oracle.Distortion;
import org.neurotron.random.InputDistribution;

/**
 * Where the data come from: inputs and attack.
 *
 * @param distribution law of the inputs
 * @param attack       what the adversary does
 * @param theta        bound θ on the change of a label, ≥ 0; infinite for none, where the attack needs none
 * @param beta         probability β of an attack, the same for every input, from 0 to 1
 * @param sampling     how the samples come about
 */
public record OracleSettings(InputDistribution distribution, Attack attack, double theta, double beta,
                             Sampling sampling) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is out of its range; the message names it
     */
    public OracleSettings {
        Objects.requireNonNull(distribution, "distribution");
        Objects.requireNonNull(attack, "attack");
        if (attack.kind().needsBound() && theta == Double.POSITIVE_INFINITY) {
            throw Check.illegal("theta", theta, "must be finite for the attack " + attack + ", whose size it is");
        }
        Check.bound("theta", theta);
        Check.probability("beta", beta);
        Objects.requireNonNull(sampling, "sampling");
        if (!sampling.allows(distribution)) {
            throw Check.illegal("sampling", sampling, "must be drawn for inputs of " + distribution
                + "; only normal, multivariate-t and multivariate-laplace ones can be projected");
        }
    }

    /**
     * Drawn inputs.
     *
     * @param distribution law of the inputs
     * @param attack       what the adversary does
     * @param theta        bound θ on the change of a label, ≥ 0, also infinite where the attack needs none
     * @param beta         probability β of an attack, the same for every input, from 0 to 1
     */
    public OracleSettings(InputDistribution distribution, Attack attack, double theta, double beta) {
        this(distribution, attack, theta, beta, Sampling.DRAWN);
    }

    /** What the adversary does in a problem. */
    Distortion distortion(Problem problem) {
        return attack.distortion(theta, problem, distribution);
    }

    /**
     * The same with another sampling.
     *
     * @param other how the samples come about
     * @return the other settings
     * @throws IllegalArgumentException if it does not apply to the law of the inputs
     */
    public OracleSettings with(Sampling other) {
        return new OracleSettings(distribution, attack, theta, beta, other);
    }
}
