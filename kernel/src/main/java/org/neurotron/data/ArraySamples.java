package org.neurotron.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.neurotron.internal.Check;

/**
 * Inputs and labels in memory of any kind: Java arrays, or what another program has laid out, such as NumPy. They are
 * read where they lie, so that they must neither go nor change while they are used.
 *
 * @since 0.2
 */
public final class ArraySamples implements Samples {

    /** Numbers in the order of the machine, wherever they begin. */
    static final ValueLayout.OfDouble ELEMENT = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    private final MemorySegment inputs;
    private final MemorySegment labels;
    private final int n;
    private final long size;

    /**
     * Takes inputs and labels as they lie in memory.
     *
     * @param inputs N rows of n float64 numbers in the machine's order, one after the other
     * @param labels N float64 numbers
     * @param n      dimension of the inputs, ≥ 1
     * @throws BadDataException         if there is no sample, or a number is not finite; the message names its place
     * @throws IllegalArgumentException if the sizes do not fit together
     */
    public ArraySamples(MemorySegment inputs, MemorySegment labels, int n) throws BadDataException {
        this.inputs = inputs;
        this.labels = labels;
        this.n = Check.positive("n", n);
        size = rows(inputs, n);
        if (labels.byteSize() != size * Double.BYTES) {
            throw Check.illegal("bytes of labels", labels.byteSize(), "must be 8 for each of the " + size + " rows");
        }
        if (size == 0) {
            throw new BadDataException("the arrays hold no samples");
        }
        for (long i = 0; i < size; i++) {
            for (int j = 0; j < n; j++) {
                requireFinite(inputs.get(ELEMENT, (i * n + j) * Double.BYTES), "inputs", i, ", column " + j);
            }
            requireFinite(labels.get(ELEMENT, i * Double.BYTES), "labels", i, "");
        }
    }

    /**
     * Takes Java arrays; they are not copied.
     *
     * @param inputs N·n numbers, row by row
     * @param labels N numbers
     * @param n      dimension of the inputs, ≥ 1
     * @throws BadDataException         if there is no sample, or a number is not finite; the message names its place
     * @throws IllegalArgumentException if the sizes do not fit together
     */
    public ArraySamples(double[] inputs, double[] labels, int n) throws BadDataException {
        this(MemorySegment.ofArray(inputs), MemorySegment.ofArray(labels), n);
    }

    private static void requireFinite(double number, String array, long row, String column) throws BadDataException {
        if (!Double.isFinite(number)) {
            throw new BadDataException(array + ": " + number + " at row " + row + column
                + "; every number must be finite");
        }
    }

    /** How many rows of n numbers there are. */
    static long rows(MemorySegment inputs, int n) {
        long row = (long) n * Double.BYTES;
        if (inputs.byteSize() % row != 0) {
            throw Check.illegal("bytes of inputs", inputs.byteSize(), "must be a multiple of " + row
                + ", for rows of " + n + " float64 numbers");
        }
        return inputs.byteSize() / row;
    }

    @Override
    public int n() {
        return n;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public double read(long index, double[] x, int offset) {
        MemorySegment.copy(inputs, ELEMENT, index * n * Double.BYTES, x, offset, n);
        return labels.get(ELEMENT, index * Double.BYTES);
    }
}
