package org.neurotron.data;

/**
 * Inputs and labels from two NPY files.
 */
public final class NpySamples implements Samples {

    private final NpyFile inputs;
    private final NpyFile labels;

    /**
     * Puts two files together.
     *
     * @param inputs N × n
     * @param labels N numbers
     * @throws BadDataException if the shapes do not fit together or there is no sample
     */
    public NpySamples(NpyFile inputs, NpyFile labels) throws BadDataException {
        inputs.requireShape("N x n", -1, -1);
        if (inputs.rows() == 0 || inputs.rowLength() == 0) {
            throw new BadDataException(inputs + " holds no samples");
        }
        if (labels.shape().size() != 1 || labels.rows() != inputs.rows()) {
            labels.requireShape("(" + inputs.rows() + ",), a label for each row of " + inputs, inputs.rows());
        }
        this.inputs = inputs;
        this.labels = labels;
    }

    @Override
    public int n() {
        return inputs.rowLength();
    }

    @Override
    public long size() {
        return inputs.rows();
    }

    @Override
    public double read(long index, double[] x, int offset) {
        inputs.read(index, x, offset);
        return labels.element(index);
    }
}
