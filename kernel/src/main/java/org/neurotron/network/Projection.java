package org.neurotron.network;

import org.neurotron.kernel.Matrix;

/**
 * What a filter w becomes before it meets the inputs: the vectors u = (blocks)ᵀw of a network's family. Keeping the
 * projection of a fixed filter, such as the teacher's, saves computing it at every step. Made by
 * {@link Evaluator#project}.
 */
public final class Projection {

    private final Network network;
    private final Matrix exact;
    private final Matrix padded;

    Projection(Network network) {
        this.network = network;
        exact = Matrix.zeros(network.family().blocks(), network.family().n());
        padded = exact.padded();
    }

    Network network() {
        return network;
    }

    /** The blocks × n view. */
    Matrix exact() {
        return exact;
    }

    /** The same memory with the columns extended over the padding. */
    Matrix padded() {
        return padded;
    }

    @Override
    public String toString() {
        return "Projection for " + network;
    }
}
