package org.neurotron.network;

/**
 * What a filter w becomes before it meets the inputs: the vectors u = (blocks)ᵀw of a network's family. Keeping the
 * projection of a fixed filter, such as the teacher's, saves computing it at every step. Made by
 * {@link Evaluator#project}.
 */
public final class Projection {

    private final Network network;
    private final Padded vectors;

    Projection(Network network) {
        this.network = network;
        vectors = network.family().newProjection();
    }

    Network network() {
        return network;
    }

    Padded vectors() {
        return vectors;
    }

    @Override
    public String toString() {
        return "Projection for " + network;
    }
}
