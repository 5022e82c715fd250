package org.neurotron.data;

import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.neurotron.internal.Check;
import org.neurotron.random.Permutation;
import org.neurotron.random.Purpose;

/**
 * Which samples are trained on and which are kept for validation. Those that are trained on come first.
 *
 * @param order      gives the index of the sample at a place
 * @param training   how many are trained on, ≥ 1
 * @param validation how many are kept, ≥ 0
 */
public record Split(LongUnaryOperator order, long training, long validation) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Split {
        Objects.requireNonNull(order, "order");
        Check.positive("training", training);
        if (validation < 0) {
            throw Check.illegal("validation", validation, "must be >= 0");
        }
    }

    /**
     * Splits some samples.
     *
     * @param size    how many there are
     * @param kept    how many of them are kept for validation, less than all
     * @param inOrder whether those kept are the last ones, and not random ones
     * @param seed    the user's seed
     * @return a split, the same for the same arguments
     */
    public static Split of(long size, long kept, boolean inOrder, long seed) {
        return new Split(kept == 0 || inOrder ? LongUnaryOperator.identity()
            : new Permutation(size, seed, 0, Purpose.SPLIT)::at, size - kept, kept);
    }

    /**
     * The samples of the training part in the order of an epoch.
     *
     * @param epoch   which, from 1
     * @param inOrder whether it is always that of the places, and not another random one each time
     * @param seed    the user's seed
     * @return gives the index of the sample at a place
     */
    public LongUnaryOperator epoch(long epoch, boolean inOrder, long seed) {
        return inOrder ? order : order.compose(new Permutation(training, seed, epoch, Purpose.SHUFFLE)::at);
    }
}
