package org.neurotron.training;

import java.util.Objects;

/**
 * What a run is, but for its random numbers: what is learnt, from which data, and how.
 *
 * @param problem sizes and shape of the problem
 * @param oracle  inputs and attack
 * @param learner algorithm, batch size, learning rate
 */
public record RunSettings(ProblemSettings problem, OracleSettings oracle, LearnerSettings learner) {

    /** Checks that nothing is null. */
    public RunSettings {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(oracle, "oracle");
        Objects.requireNonNull(learner, "learner");
    }

    /**
     * The same problem and data with another learner.
     *
     * @param other the other learner
     * @return the other settings
     */
    public RunSettings with(LearnerSettings other) {
        return new RunSettings(problem, oracle, other);
    }

    /**
     * How much memory a run takes, before anything is allocated.
     *
     * @return bytes, as an estimate from above
     */
    public double memoryBytes() {
        return TrainingRun.memoryBytes(problem, learner.b(), oracle.sampling());
    }
}
