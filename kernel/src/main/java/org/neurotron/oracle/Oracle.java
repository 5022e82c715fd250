package org.neurotron.oracle;

/**
 * Where training data come from. An oracle owns its random streams and is not safe for use by several threads.
 */
@FunctionalInterface
public interface Oracle {

    /**
     * Overwrites a batch with the next inputs and their labels, possibly poisoned.
     *
     * @param batch the batch to fill
     */
    void draw(Batch batch);

    /**
     * The same, for an oracle that may look at the learner.
     *
     * @param batch  the batch to fill
     * @param target the learner, whose outputs may be asked for once the batch has its inputs
     */
    default void draw(Batch batch, Target target) {
        draw(batch);
    }
}
