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
}
