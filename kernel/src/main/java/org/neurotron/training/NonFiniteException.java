package org.neurotron.training;

/**
 * Training diverged: the filter or its error is no longer a finite number (contract C4).
 */
public final class NonFiniteException extends ArithmeticException {

    private static final long serialVersionUID = 1L;

    /** The iteration whose update made it so. */
    private final long iteration;

    /**
     * Training diverged.
     *
     * @param iteration the iteration, from 1, whose update made it so
     */
    public NonFiniteException(long iteration) {
        super("the filter is no longer finite after iteration " + iteration);
        this.iteration = iteration;
    }

    /**
     * Where the run stopped.
     *
     * @return the iteration, from 1, whose update gave a non-finite filter or error
     */
    public long iteration() {
        return iteration;
    }
}
