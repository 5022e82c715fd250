package org.neurotron.training;

import org.neurotron.internal.Check;
import org.neurotron.random.InputDistribution;

/**
 * How the samples of a batch come about. The laws of all that a run records are the same; the numbers are not.
 *
 * @since 0.2
 */
public enum Sampling {

    /** The inputs are drawn: b·n numbers a step, of any law. */
    DRAWN("drawn"),

    /**
     * Inputs of a {@linkplain InputDistribution.NormalMixture normal law, or a mixture of such},
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
        return Check.choice("sampling", id, values());
    }

    /**
     * Whether inputs of a law can come about so.
     *
     * @param law the law
     * @return false for projected inputs that are neither normal nor a mixture of normal ones
     */
    public boolean allows(InputDistribution law) {
        return this == DRAWN || law instanceof InputDistribution.NormalMixture;
    }

    @Override
    public String toString() {
        return id;
    }
}
