package org.neurotron.training;

/**
 * Receives the errors of a run at the iterations of its schedule.
 */
@FunctionalInterface
public interface ErrorRecorder {

    /**
     * Takes one record.
     *
     * @param iteration number of updates done, from 1
     * @param error     ‖w − w*‖₂ after them
     */
    void record(long iteration, double error);
}
