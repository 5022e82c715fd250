package org.neurotron.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * All that a run made by {@link TrainingRun#of} needs in order to go on with the same bits as if it had never stopped:
 * where it is and the state of every stream. Problem and settings are not part of it. Treat the arrays as read-only.
 *
 * @param iteration number of updates done, ≥ 0
 * @param position  w; or for {@linkplain Sampling#PROJECTED projected} inputs w − w* in the coordinates of the
 *                  {@link org.neurotron.network.ReducedNetwork}; r finite elements
 * @param threshold the threshold for residuals ({@link Robust.Following}), ≥ 0; 0 if there is none yet or never
 * @param inputs    state of the stream of the inputs, from {@link org.neurotron.random.BlockGenerator#save}
 * @param attacks   state of the stream of the attacks
 */
public record RunState(long iteration, double[] position, double threshold, long[] inputs, long[] attacks) {

    /** No position and no stream has so many elements: a larger count in a file is damage, and not worth the memory. */
    private static final int MOST = 1 << 28;

    private static final int PIECE = 1 << 12;

    /**
     * Checks the state.
     *
     * @throws IllegalArgumentException if the iteration or the threshold is negative, or the position not finite
     */
    public RunState {
        if (iteration < 0) {
            throw Check.illegal("iteration", iteration, "must be a whole number >= 0");
        }
        Check.finite("position", position);
        Check.bound("threshold", threshold);
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(attacks, "attacks");
    }

    /**
     * Writes the state in binary form.
     *
     * @param out where to
     * @throws IOException if it cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeLong(iteration);
        out.writeInt(position.length);
        for (double element : position) {
            out.writeDouble(element);
        }
        out.writeDouble(threshold);
        write(out, inputs);
        write(out, attacks);
    }

    private static void write(DataOutput out, long[] words) throws IOException {
        out.writeInt(words.length);
        for (long word : words) {
            out.writeLong(word);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in where from
     * @return the state
     * @throws IOException              if it cannot be read
     * @throws IllegalArgumentException if it is not a state
     */
    public static RunState read(DataInput in) throws IOException {
        return read(in, true);
    }

    /**
     * Reads what {@link #write} wrote before there were thresholds.
     *
     * @param in where from
     * @return the state, of a run whose residuals are left as they are
     * @throws IOException              if it cannot be read
     * @throws IllegalArgumentException if it is not a state
     */
    public static RunState readWithoutThreshold(DataInput in) throws IOException {
        return read(in, false);
    }

    private static RunState read(DataInput in, boolean withThreshold) throws IOException {
        long iteration = in.readLong();
        double[] position = Arrays.stream(words(in)).mapToDouble(Double::longBitsToDouble).toArray();
        return new RunState(iteration, position, withThreshold ? in.readDouble() : 0, words(in), words(in));
    }

    /** A count is not believed before what it counts is there: it may be damage, and take all memory. */
    private static long[] words(DataInput in) throws IOException {
        int count = count(in);
        long[] words = new long[Math.min(count, PIECE)];
        for (int i = 0; i < count; i++) {
            if (i == words.length) {
                words = Arrays.copyOf(words, (int) Math.min(count, 2L * i));
            }
            words[i] = in.readLong();
        }
        return words;
    }

    private static int count(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST) {
            throw Check.illegal("count", count, "must be from 0 to " + MOST);
        }
        return count;
    }
}
