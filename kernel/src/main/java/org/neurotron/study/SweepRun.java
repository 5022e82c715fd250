package org.neurotron.study;

import java.io.Serializable;
import java.util.Objects;

/**
 * What is kept of one run of a sweep: numbers alone, so that another process can send it. Treat the array as read-only.
 *
 * @param errors ‖w − w*‖₂ at the recorded iterations; +∞ from where the run diverged
 * @param ending how it ended
 */
public record SweepRun(double[] errors, Ending ending) implements Serializable {

    /** Checks that all is there. */
    public SweepRun {
        Objects.requireNonNull(errors, "errors");
        Objects.requireNonNull(ending, "ending");
    }

    /**
     * How a run ended. The medians are over the last tenth of the run, at up to a thousand iterations of it, evenly
     * spaced, whatever is recorded.
     *
     * @param initialError ‖w₁ − w*‖₂
     * @param finalError   median error over the last tenth; +∞ if the run diverged
     * @param earlierError median error over the first half of these iterations; +∞ if the run diverged
     * @param laterError   median error over the second half of them; +∞ if the run diverged
     * @param divergedAt   the iteration whose update was not finite, or 0 if the run went through
     */
    public record Ending(double initialError, double finalError, double earlierError, double laterError,
                         long divergedAt) implements Serializable {
    }
}
