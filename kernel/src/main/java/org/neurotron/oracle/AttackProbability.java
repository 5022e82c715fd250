package org.neurotron.oracle;

import org.neurotron.internal.Check;

/**
 * β(x): the probability with which the label of an input is attacked.
 */
@FunctionalInterface
public interface AttackProbability {

    /**
     * The probability for one input.
     *
     * @param x      array with the input, not to be changed
     * @param offset where the input starts
     * @param n      its dimension
     * @return β(x), from 0 to 1
     */
    double at(double[] x, int offset, int n);

    /**
     * The same probability for every input.
     *
     * @param beta β, from 0 to 1
     * @return the constant function
     * @throws IllegalArgumentException if β is out of range
     */
    static AttackProbability constant(double beta) {
        Check.probability("beta", beta);
        return (x, offset, n) -> beta;
    }
}
