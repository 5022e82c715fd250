package org.neurotron.data;

import java.util.function.LongUnaryOperator;
import org.neurotron.kernel.Matrix;
import org.neurotron.oracle.Batch;

/**
 * Reads samples in some order, some at a time: while one is waited for, those that follow are already on their way from
 * memory. Allocates nothing afterwards. Not safe for use by several threads.
 */
final class SampleReader {

    /** Enough for passes that are not made of mini-batches. */
    private static final int USUAL = 32;

    private final Samples samples;
    private final Batch batch;
    private final long[] indices;

    /**
     * Allocates room.
     *
     * @param samples what to read
     * @param most    how many at a time at most, ≥ 1
     */
    SampleReader(Samples samples, int most) {
        this.samples = samples;
        batch = new Batch(most, samples.n());
        indices = new long[most];
    }

    SampleReader(Samples samples) {
        this(samples, USUAL);
    }

    /**
     * Reads as many as are wanted and there is room for.
     *
     * @param order gives the index of the sample at a place
     * @param first the first place
     * @param end   the place after the last one, &gt; {@code first}
     * @return how many were read
     */
    int read(LongUnaryOperator order, long first, long end) {
        int count = (int) Math.min(indices.length, end - first);
        for (int j = 0; j < count; j++) {
            indices[j] = order.applyAsLong(first + j);
        }
        samples.read(indices, count, batch.inputs(), batch.labels());
        return count;
    }

    /** What was read last: inputs and labels, of which the first ones are of now. */
    Batch batch() {
        return batch;
    }

    /** The inputs that were read last, with the zeros that follow their rows. */
    Matrix inputs(int count) {
        Matrix padded = batch.paddedInputs();
        return count == padded.rows() ? padded : padded.firstRows(count);
    }
}
