package org.neurotron.oracle;

import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;

/**
 * A mini-batch: b inputs and the labels that the learner sees. Not safe for use by several threads.
 */
public final class Batch {

    private final Matrix inputs;
    private final Matrix paddedInputs;
    private final double[] labels;

    /**
     * Allocates a batch of zeros.
     *
     * @param b number of samples, ≥ 1
     * @param n dimension of the inputs, ≥ 1
     * @throws IllegalArgumentException if a size is below 1 or an array cannot hold the inputs
     */
    public Batch(int b, int n) {
        inputs = Matrix.zeros(b, n);
        paddedInputs = inputs.padded();
        labels = new double[Lanes.pad(b)];
    }

    /**
     * The inputs, to be filled.
     *
     * @return X, b × n, one sample a row; what lies between the rows in the array must stay zero
     */
    public Matrix inputs() {
        return inputs;
    }

    /**
     * The same inputs with the columns extended over the zeros of the padding: the form in which products are fastest.
     *
     * @return X, b × (n rounded up to a multiple of eight)
     */
    public Matrix paddedInputs() {
        return paddedInputs;
    }

    /**
     * The labels, to be filled.
     *
     * @return v, of which the first b elements count
     */
    public double[] labels() {
        return labels;
    }

    /**
     * Number of samples.
     *
     * @return b
     */
    public int size() {
        return inputs.rows();
    }
}
