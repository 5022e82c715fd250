package org.neurotron.theory;

/**
 * A mean found by simulation.
 *
 * @param value         the mean
 * @param standardError its standard error, as the sample gives it; meaningless if the variance is infinite
 */
public record Estimate(double value, double standardError) {
}
