package org.neurotron.study;

import org.neurotron.kernel.Kernel;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.Problem;
import org.neurotron.training.ProblemSettings;
import org.neurotron.training.TrainingRun;

/**
 * One run, described completely: with a seed it can be computed alone, anywhere, and gives the same bits.
 *
 * @param problem      sizes and shape of the problem
 * @param oracle       inputs and attack
 * @param learner      algorithm, batch size, learning rate
 * @param problemIndex index of the problem's stream; runs that share it share w*, M and C
 * @param runIndex     index of the streams of inputs and attack
 */
public record PlannedRun(ProblemSettings problem, OracleSettings oracle, LearnerSettings learner, long problemIndex,
                         long runIndex) {

    /**
     * Sets the run up, before its first step.
     *
     * @param seed   the user's seed
     * @param kernel the kernel to compute with
     * @return the run
     * @throws IllegalArgumentException if its arrays would be too large
     */
    public TrainingRun start(long seed, Kernel kernel) {
        return TrainingRun.of(Problem.draw(problem, seed, problemIndex), oracle, learner, seed, runIndex, kernel);
    }
}
