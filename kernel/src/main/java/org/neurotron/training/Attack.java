package org.neurotron.training;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.neurotron.internal.Check;
import org.neurotron.oracle.Distortion;
import org.neurotron.random.InputDistribution;

/**
 * An attack that a configuration can name; see {@link Distortion} for what each does to a sample.
 *
 * @param kind   which one
 * @param number the number that some need; 0 for others
 */
public record Attack(Kind kind, double number) {

    /** −θ, +θ, −θ, … along the batch. */
    public static final Attack ALTERNATING = new Attack(Kind.ALTERNATING, 0);

    /** Uniform on [−θ, θ). */
    public static final Attack UNIFORM = new Attack(Kind.UNIFORM, 0);

    /** +θ. */
    public static final Attack CONSTANT = new Attack(Kind.CONSTANT, 0);

    /** What makes it the label of w_adv, which is drawn with the problem. */
    public static final Attack REALIZABLE = new Attack(Kind.REALIZABLE, 0);

    /** Every name, with a letter for a number: what {@link #of} takes. */
    public static final String FORMS = Arrays.stream(Kind.values()).map(Kind::form).collect(Collectors.joining(", "));

    /**
     * The kinds of attack.
     *
     * @since 0.2
     */
    public enum Kind {

        /** −θ, +θ, −θ, … along the batch. */
        ALTERNATING("alternating", "", true),

        /** Uniform on [−θ, θ). */
        UNIFORM("uniform", "", true),

        /** +θ. */
        CONSTANT("constant", "", true),

        /** f_{w_adv}(x) − f_{w*}(x), clipped to θ; w_adv is drawn with the problem. */
        REALIZABLE("realizable", "", false),

        /** −θ sign(f_{w*}(x) − f_w(x)). */
        WORST("worst", "", true),

        /** The residual that does the most harm to the learner's rule, clipped to θ. */
        INFORMED("informed", "", false),

        /** v = −y. */
        FLIP("flip", "", false),

        /** v = 0. */
        ZERO("zero", "", false),

        /** v = F·y. */
        SCALE("scale", "F", false),

        /** The learner sees x + S·u, u ~ N(0, I). */
        INPUTS("inputs", "S", false),

        /** The learner sees another draw of x. */
        REPLACED_INPUTS("inputs:replace", "", false);

        private final String id;
        private final String letter;
        private final boolean needsBound;

        Kind(String id, String letter, boolean needsBound) {
            this.id = id;
            this.letter = letter;
            this.needsBound = needsBound;
        }

        private String form() {
            return letter.isEmpty() ? id : id + ":" + letter;
        }

        /**
         * Whether θ is what gives the attack its size, so that it must be finite.
         *
         * @return false for an attack that has a size of its own, which θ may cap
         */
        public boolean needsBound() {
            return needsBound;
        }
    }

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Attack {
        Objects.requireNonNull(kind, "kind");
        switch (kind) {
            case SCALE -> {
                if (!Double.isFinite(number)) {
                    throw Check.illegal("factor", number, "must be finite");
                }
            }
            case INPUTS -> Check.positive("deviation", number);
            default -> {
                if (number != 0) {
                    throw Check.illegal("number", number, "must be 0 for " + kind.id);
                }
            }
        }
    }

    /**
     * The name in files and on the command line.
     *
     * @return the kind, where it has a number followed by a colon and the number
     */
    public String id() {
        return kind.letter.isEmpty() ? kind.id : kind.id + ":" + number;
    }

    /**
     * The attack of a name.
     *
     * @param id a name as given by {@link #id}
     * @return the attack
     * @throws IllegalArgumentException if there is none
     */
    public static Attack of(String id) {
        for (Kind kind : Kind.values()) {
            if (kind.letter.isEmpty()) {
                if (id.equals(kind.id)) {
                    return new Attack(kind, 0);
                }
            } else if (id.startsWith(kind.id + ":") && !id.equals(Kind.REPLACED_INPUTS.id)) {
                try {
                    return new Attack(kind, Double.parseDouble(id.substring(kind.id.length() + 1)));
                } catch (NumberFormatException e) {
                    break;
                }
            }
        }
        throw Check.illegal("attack", id, "must be one of " + FORMS);
    }

    /**
     * Whether the attack must know w*, w or the law of the inputs, and not the label alone.
     *
     * @return false for attacks that can be made on labels from anywhere
     */
    public boolean needsTeacher() {
        return switch (kind) {
            case ALTERNATING, UNIFORM, CONSTANT, FLIP, ZERO, SCALE -> false;
            case REALIZABLE, WORST, INFORMED, INPUTS, REPLACED_INPUTS -> true;
        };
    }

    /**
     * Whether the attack is on inputs.
     *
     * @return true if the learner sees other inputs than those whose labels it gets
     */
    public boolean falsifiesInputs() {
        return kind == Kind.INPUTS || kind == Kind.REPLACED_INPUTS;
    }

    /**
     * What the attack does to labels from anywhere.
     *
     * @param theta bound θ on the change of a label, ≥ 0, also infinite where the attack needs none
     * @return one of {@link Distortion.Alternating}, {@link Distortion.Uniform}, {@link Distortion.Constant} and
     *     {@link Distortion.Scaled}
     * @throws IllegalArgumentException if θ is out of range, or the attack {@linkplain #needsTeacher needs a teacher}
     */
    public Distortion onLabels(double theta) {
        return switch (kind) {
            case ALTERNATING -> new Distortion.Alternating(theta);
            case UNIFORM -> new Distortion.Uniform(theta);
            case CONSTANT -> new Distortion.Constant(theta);
            case FLIP -> new Distortion.Scaled(-1, theta);
            case ZERO -> new Distortion.Scaled(0, theta);
            case SCALE -> new Distortion.Scaled(number, theta);
            case REALIZABLE, WORST, INFORMED, INPUTS, REPLACED_INPUTS -> throw Check.illegal("attack", id(),
                "must be alternating, uniform, constant, flip, zero or scale:F: there is no teacher");
        };
    }

    /** What the attack does in a problem. */
    Distortion distortion(double theta, Problem problem, InputDistribution law) {
        return switch (kind) {
            case ALTERNATING, UNIFORM, CONSTANT, FLIP, ZERO, SCALE -> onLabels(theta);
            case REALIZABLE -> new Distortion.Realizable(problem.adversary(), theta);
            case WORST -> new Distortion.Worst(theta);
            case INFORMED -> new Distortion.Informed(theta);
            case INPUTS -> new Distortion.NoisyInput(number, theta);
            case REPLACED_INPUTS -> new Distortion.ReplacedInput(law, theta);
        };
    }

    @Override
    public String toString() {
        return id();
    }
}
