package org.neurotron.training;

import org.neurotron.oracle.Target;

/**
 * Takes a run from one filter to the next. There are two kinds: {@link DrawnStepper} draws inputs and learns from them,
 * {@link ProjectedStepper} draws only what a step sees of inputs. It is what an adversary may know of the learner. A
 * step allocates nothing. Not safe for use by several threads.
 */
sealed interface Stepper extends Target permits DrawnStepper, ProjectedStepper {

    /** Does one update. */
    void step();

    /** ‖w − w*‖²; not finite if the run has diverged. */
    double squaredError();

    /** A copy of w. */
    double[] filter();

    /** What becomes of residuals: with its threshold and the number of updates, part of the state. */
    Residuals residuals();

    @Override
    default long iteration() {
        return residuals().updates();
    }

    @Override
    default double mostHarmful(int b, double[] clean, double[] attacked) {
        return residuals().mostHarmful(b, clean, attacked);
    }

    /**
     * A copy of what the stepper holds of the run, r numbers: with it, the threshold for residuals, and the states of
     * the streams, another one goes on with the same bits.
     */
    double[] position();
}
