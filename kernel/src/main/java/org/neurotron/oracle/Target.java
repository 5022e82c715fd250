package org.neurotron.oracle;

/**
 * The learner that an adversary attacks, as far as one may know it.
 *
 * @since 0.2
 */
public interface Target {

    /**
     * The learner's outputs for the inputs of the present batch.
     *
     * @return f_w(x_j), of which as many count as there are samples; not to be changed
     */
    double[] outputs();

    /**
     * How far the learner is.
     *
     * @return number of updates done
     */
    long iteration();

    /**
     * The size of residuals v − f_w(x) with which false labels do the most harm, by the rule that the learner applies
     * to residuals and the present state of it.
     *
     * @param b        number of samples
     * @param clean    residuals f_{w*}(x_j) − f_w(x_j) of true labels, b elements
     * @param attacked 1 for the samples whose labels are false, 0 for others, b elements
     * @return the size, ≥ 0
     */
    double mostHarmful(int b, double[] clean, double[] attacked);
}
