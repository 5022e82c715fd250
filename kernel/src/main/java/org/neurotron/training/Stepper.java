package org.neurotron.training;

/**
 * Takes a run from one filter to the next. There are two kinds: {@link DrawnStepper} draws inputs and learns from them,
 * {@link ProjectedStepper} draws only what a step sees of inputs. A step allocates nothing. Not safe for use by several
 * threads.
 */
sealed interface Stepper permits DrawnStepper, ProjectedStepper {

    /** Does one update. */
    void step();

    /** ‖w − w*‖²; not finite if the run has diverged. */
    double squaredError();

    /** A copy of w. */
    double[] filter();

    /**
     * A copy of what the stepper holds of the run, r numbers: with it, and the states of the streams, another one goes
     * on with the same bits.
     */
    double[] position();
}
