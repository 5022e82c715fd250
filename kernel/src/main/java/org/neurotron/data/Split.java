package org.neurotron.data;

import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.neurotron.internal.Check;
import org.neurotron.random.Permutation;
import org.neurotron.random.Purpose;

/**
 * Which samples are trained on and which are kept for validation. Those that are trained on come first.
 *
 * <p><b>Runs.</b> A random order of single samples is slow where there are very many, as each is waited for: in memory
 * for some hundred nanoseconds, on a disk for a thousand times as long. So many samples are taken in runs of successive
 * ones, whose order is random, and in an epoch many runs are read side by side.
 *
 * @param order      gives the index of the sample at a place; for one thread
 * @param run        how many successive places hold successive samples, from the first place on; 1 if no two do
 * @param training   how many are trained on, ≥ 1
 * @param validation how many are kept, ≥ 0
 * @since 0.2
 */
public record Split(LongUnaryOperator order, int run, long training, long validation) {

    /** So many samples are taken in runs … */
    private static final long MANY = 1 << 16;

    /** … of so many. */
    private static final int RUN = 64;

    /** And in an epoch so many of them side by side. */
    private static final int BESIDE = 64;

    /** The share that is kept for validation if nothing is said, of {@value #FEWEST_TO_SHARE} samples or more. */
    public static final double USUAL_VALIDATION = 0.2;

    /** Of fewer samples none is kept if nothing is said. */
    public static final int FEWEST_TO_SHARE = 10;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Split {
        Objects.requireNonNull(order, "order");
        Check.positive("run", run);
        Check.positive("training", training);
        if (validation < 0) {
            throw Check.illegal("validation", validation, "must be >= 0");
        }
    }

    /**
     * A split without runs.
     *
     * @param order      gives the index of the sample at a place
     * @param training   how many are trained on, ≥ 1
     * @param validation how many are kept, ≥ 0
     */
    public Split(LongUnaryOperator order, long training, long validation) {
        this(order, 1, training, validation);
    }

    /**
     * Splits samples by a share, or as it is usual.
     *
     * @param size       how many there are, ≥ 1
     * @param validation share of them to keep for validation, ≥ 0 and &lt; 1; or null for
     *                   {@value #USUAL_VALIDATION}, and 0 of fewer samples than {@value #FEWEST_TO_SHARE}
     * @param inOrder    whether those kept are the last ones, and not random ones
     * @param seed       the user's seed
     * @return a split, the same for the same arguments
     * @throws IllegalArgumentException if the share is out of its range, leaves none to train on, or is above 0 and
     *                                  keeps none
     */
    public static Split byShare(long size, Double validation, boolean inOrder, long seed) {
        double share = validation != null ? validation : size < FEWEST_TO_SHARE ? 0 : USUAL_VALIDATION;
        if (!(share >= 0 && share < 1)) {
            throw Check.illegal("validation", share, "must be >= 0 and < 1");
        }
        long kept = Math.round(size * share);
        if (kept == size) {
            throw Check.illegal("validation", share, "must be less, as it leaves none of " + size
                + (size == 1 ? " sample" : " samples") + " to train on");
        }
        if (kept == 0 && share > 0) {
            throw Check.illegal("validation", share, "must be 0 or more than that, as it keeps none of " + size
                + (size == 1 ? " sample" : " samples"));
        }
        return of(size, kept, inOrder, seed);
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
        int run = size < MANY ? 1 : RUN;
        if (kept == 0 || inOrder) {
            return new Split(LongUnaryOperator.identity(), run, size - kept, kept);
        }
        LongUnaryOperator shuffled = shuffledRuns(size, run, seed, 0, Purpose.SPLIT);
        return new Split(run == 1 ? shuffled : new InterleavedRuns(shuffled, run, 1, size), run, size - kept, kept);
    }

    /** Gives the place of a run in a random order of them; if the last one is shorter it stays the last. */
    private static LongUnaryOperator shuffledRuns(long size, int run, long seed, long index, Purpose purpose) {
        Permutation runs = new Permutation(Math.max(1, size / run), seed, index, purpose);
        return first -> first + run <= size ? runs.at(first / run) * run : first;
    }

    /**
     * The samples of the training part in the order of an epoch.
     *
     * @param epoch   which, from 1
     * @param inOrder whether it is always that of the places, and not another random one each time
     * @param seed    the user's seed
     * @return gives the index of the sample at a place; for one thread
     */
    public LongUnaryOperator epoch(long epoch, boolean inOrder, long seed) {
        if (inOrder) {
            return order;
        }
        LongUnaryOperator shuffled = order.compose(shuffledRuns(training, run, seed, epoch, Purpose.SHUFFLE));
        return run == 1 ? shuffled : new InterleavedRuns(shuffled, run, BESIDE, training);
    }
}
