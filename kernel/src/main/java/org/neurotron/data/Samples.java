package org.neurotron.data;

/**
 * Inputs and labels that can be read in any order. Reading allocates nothing.
 */
public interface Samples {

    /**
     * Dimension of the inputs.
     *
     * @return n ≥ 1
     */
    int n();

    /**
     * Number of samples.
     *
     * @return N ≥ 0
     */
    long size();

    /**
     * Reads a sample.
     *
     * @param index  which, from 0 to N − 1
     * @param x      receives the input, n numbers
     * @param offset where in {@code x}
     * @return the label
     */
    double read(long index, double[] x, int offset);
}
