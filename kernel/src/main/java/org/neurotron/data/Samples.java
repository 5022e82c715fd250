package org.neurotron.data;

import org.neurotron.kernel.Matrix;

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

    /**
     * Reads several samples. Data that lie in memory, or are mapped to it, are read faster so than one by one.
     *
     * @param indices which, of which the first {@code count} count
     * @param count   how many, ≥ 0
     * @param x       receives the inputs, one a row; {@code count} rows or more, n columns
     * @param labels  receives the labels, from element 0
     */
    default void read(long[] indices, int count, Matrix x, double[] labels) {
        for (int j = 0; j < count; j++) {
            labels[j] = read(indices[j], x.values(), x.rowOffset(j));
        }
    }
}
