package org.neurotron.training;

import org.neurotron.internal.Check;
import org.neurotron.oracle.Distortion;

/**
 * The attacks that a configuration can name; see {@link Distortion} for what each adds to a label.
 */
public enum Attack {

    /** −θ, +θ, −θ, … along the batch. */
    ALTERNATING("alternating"),

    /** Uniform on [−θ, θ). */
    UNIFORM("uniform"),

    /** +θ. */
    CONSTANT("constant"),

    /** f_{w_adv}(x) − f_{w*}(x), clipped to θ; w_adv is drawn with the problem. */
    REALIZABLE("realizable");

    private final String id;

    Attack(String id) {
        this.id = id;
    }

    /**
     * The name in files and on the command line.
     *
     * @return {@code alternating}, {@code uniform}, {@code constant} or {@code realizable}
     */
    public String id() {
        return id;
    }

    /**
     * The attack of a name.
     *
     * @param id a name as given by {@link #id}
     * @return the attack
     * @throws IllegalArgumentException if there is none
     */
    public static Attack of(String id) {
        return Check.choice("attack", id, values());
    }

    /** The distortion of this attack in a problem. */
    Distortion distortion(double theta, Problem problem) {
        return switch (this) {
            case ALTERNATING -> new Distortion.Alternating(theta);
            case UNIFORM -> new Distortion.Uniform(theta);
            case CONSTANT -> new Distortion.Constant(theta);
            case REALIZABLE -> new Distortion.Realizable(problem.adversary(), theta);
        };
    }

    @Override
    public String toString() {
        return id;
    }
}
