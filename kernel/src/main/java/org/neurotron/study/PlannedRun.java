package org.neurotron.study;

import java.util.Objects;
import org.neurotron.kernel.Kernel;
import org.neurotron.training.Problem;
import org.neurotron.training.RunSettings;
import org.neurotron.training.TrainingRun;

/**
 * One run, described completely: with a seed it can be computed alone, anywhere, and gives the same bits.
 *
 * @param settings     what is run
 * @param problemIndex index of the problem's stream; runs that share it share w*, M and C
 * @param runIndex     index of the streams of inputs and attack
 */
public record PlannedRun(RunSettings settings, long problemIndex, long runIndex) {

    /** Checks that there are settings. */
    public PlannedRun {
        Objects.requireNonNull(settings, "settings");
    }

    /**
     * One of many runs of the same settings, with a problem, inputs and attacks of its own. Different settings of the
     * same sizes and distribution see the same ones, so that what differs between them is not chance.
     *
     * @param settings what is run
     * @param index    number of the replicate
     * @return the run
     */
    public static PlannedRun replicate(RunSettings settings, long index) {
        return new PlannedRun(settings, index, index);
    }

    /**
     * Sets the run up, before its first step.
     *
     * @param seed   the user's seed
     * @param kernel the kernel to compute with
     * @return the run
     * @throws IllegalArgumentException if its arrays would be too large
     */
    public TrainingRun start(long seed, Kernel kernel) {
        return TrainingRun.of(Problem.draw(settings.problem(), seed, problemIndex), settings.oracle(),
            settings.learner(), seed, runIndex, kernel);
    }
}
