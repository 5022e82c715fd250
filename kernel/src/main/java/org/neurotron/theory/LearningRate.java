package org.neurotron.theory;

/**
 * A learning rate that is best for something.
 *
 * @param eta   η
 * @param steps how many updates
 * @param error √E‖w − w*‖² after them
 * @since 0.2
 */
public record LearningRate(double eta, long steps, double error) {
}
