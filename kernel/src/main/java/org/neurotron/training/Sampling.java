package org.neurotron.training;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.neurotron.internal.Check;

/**
 * How the samples of a batch come about. The laws of all that a run records are the same; the numbers are not.
 */
public enum Sampling {

    /** The inputs are drawn: b·n numbers a step, of any law. */
    DRAWN("drawn"),

    /**
     * Inputs of a {@linkplain org.neurotron.random.InputDistribution.NormalMixture normal law, or a mixture of such},
     * are not drawn, but what the step sees of them is: for an affine family about 4b + 2r numbers, whatever n is.
     */
    PROJECTED("projected");

    private final String id;

    Sampling(String id) {
        this.id = id;
    }

    /**
     * The name in files and on the command line.
     *
     * @return {@code drawn} or {@code projected}
     */
    public String id() {
        return id;
    }

    /**
     * The sampling of a name.
     *
     * @param id a name as given by {@link #id}
     * @return the sampling
     * @throws IllegalArgumentException if there is none
     */
    public static Sampling of(String id) {
        for (Sampling sampling : values()) {
            if (sampling.id.equals(id)) {
                return sampling;
            }
        }
        throw Check.illegal("sampling", id,
            "must be one of " + Arrays.stream(values()).map(Sampling::id).collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return id;
    }
}
