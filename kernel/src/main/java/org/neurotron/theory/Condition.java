package org.neurotron.theory;

/**
 * One condition of Theorem 1.
 *
 * @param name  a short name: finite-moments, lambda1, lambda2, lambda3, trade-off, theta, start, gamma or range
 * @param value the number that decides
 * @param holds whether the condition is met
 * @param text  what it says with the numbers put in, and, where it is not met, why not and what would be; no full stop
 */
public record Condition(String name, double value, boolean holds, String text) {
}
