package org.neurotron.oracle;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.random.InputDistribution;

/**
 * What the adversary does to an attacked sample: it adds ξ with |ξ| ≤ θ to the label f_{w*}(x). θ may be infinite where
 * the size of ξ has other causes.
 */
public sealed interface Distortion {

    /**
     * The bound on |ξ|.
     *
     * @return θ, ≥ 0
     */
    double theta();

    /**
     * Keeps a change of a label within the bound.
     *
     * @param xi a change; NaN stays NaN
     * @return ξ, from −θ to θ
     */
    default double capped(double xi) {
        return Math.max(-theta(), Math.min(theta(), xi));
    }

    /**
     * The attack of the published study: within a batch, the samples at positions 1, 2, 3, … get −θ, +θ, −θ, ….
     *
     * @param theta θ, ≥ 0
     */
    record Alternating(double theta) implements Distortion {

        /**
         * Checks the bound.
         *
         * @throws IllegalArgumentException unless θ is finite and not negative
         */
        public Alternating {
            Check.nonNegative("theta", theta);
        }
    }

    /**
     * ξ uniform on [−θ, θ), independent for each sample.
     *
     * @param theta θ, ≥ 0
     */
    record Uniform(double theta) implements Distortion {

        /**
         * Checks the bound.
         *
         * @throws IllegalArgumentException unless θ is finite and not negative
         */
        public Uniform {
            Check.nonNegative("theta", theta);
        }
    }

    /**
     * ξ = +θ always.
     *
     * @param theta θ, ≥ 0
     */
    record Constant(double theta) implements Distortion {

        /**
         * Checks the bound.
         *
         * @throws IllegalArgumentException unless θ is finite and not negative
         */
        public Constant {
            Check.nonNegative("theta", theta);
        }
    }

    /**
     * The consistent attack of §3.5, ξ = f_{w_adv}(x) − f_{w*}(x) clipped to [−θ, θ], which steers the learner to
     * w_adv.
     *
     * @param adversary w_adv, r finite elements; not copied, not to be changed
     * @param theta     θ, ≥ 0, also infinite
     */
    record Realizable(double[] adversary, double theta) implements Distortion {

        /**
         * Checks filter and bound.
         *
         * @throws IllegalArgumentException unless the filter is finite, and θ not negative
         */
        public Realizable {
            Check.finite("adversary", adversary);
            Check.bound("theta", theta);
        }
    }

    /**
     * Who knows w and w*: ξ = −θ sign(f_{w*}(x) − f_w(x)), as far away from the learner as it gets.
     *
     * @param theta θ, ≥ 0
     * @since 0.2
     */
    record Worst(double theta) implements Distortion {

        /**
         * Checks the bound.
         *
         * @throws IllegalArgumentException unless θ is finite and not negative
         */
        public Worst {
            Check.nonNegative("theta", theta);
        }
    }

    /**
     * Who knows w, w*, and how the learner defends itself: gives every false label the residual that does the most harm
     * ({@link Target#mostHarmful}), of the sign that leads away from w*, as far as θ allows.
     *
     * @param theta θ, ≥ 0, also infinite
     * @since 0.2
     */
    record Informed(double theta) implements Distortion {

        /**
         * Checks the bound.
         *
         * @throws IllegalArgumentException unless θ is not negative
         */
        public Informed {
            Check.bound("theta", theta);
        }
    }

    /**
     * The label times a factor: ξ = (F − 1) f_{w*}(x) clipped to [−θ, θ]. With −1 the label is turned, with 0 it is
     * lost.
     *
     * @param factor F, finite
     * @param theta  θ, ≥ 0, also infinite
     * @since 0.2
     */
    record Scaled(double factor, double theta) implements Distortion {

        /**
         * Checks factor and bound.
         *
         * @throws IllegalArgumentException unless the factor is finite, and θ not negative
         */
        public Scaled {
            if (!Double.isFinite(factor)) {
                throw Check.illegal("factor", factor, "must be finite");
            }
            Check.bound("theta", theta);
        }

        /**
         * What is added to a label.
         *
         * @param label the true label
         * @return ξ
         */
        public double of(double label) {
            return capped((factor - 1) * label);
        }
    }

    /**
     * The input, not the label, is false: the learner sees x + S·u, u ~ N(0, I), with the label of x. If that is more
     * than θ away from the label of what it sees, it is moved towards it.
     *
     * @param deviation S, &gt; 0
     * @param theta     θ, ≥ 0, also infinite
     * @since 0.2
     */
    record NoisyInput(double deviation, double theta) implements Distortion {

        /**
         * Checks deviation and bound.
         *
         * @throws IllegalArgumentException unless the deviation is positive and finite, and θ not negative
         */
        public NoisyInput {
            Check.positive("deviation", deviation);
            Check.bound("theta", theta);
        }
    }

    /**
     * The input is false: the learner sees another draw of x with the label of x; θ as for {@link NoisyInput}.
     *
     * @param law   the law of x
     * @param theta θ, ≥ 0, also infinite
     * @since 0.2
     */
    record ReplacedInput(InputDistribution law, double theta) implements Distortion {

        /**
         * Checks law and bound.
         *
         * @throws NullPointerException     if there is no law
         * @throws IllegalArgumentException unless θ is not negative
         */
        public ReplacedInput {
            Objects.requireNonNull(law, "law");
            Check.bound("theta", theta);
        }
    }

    /**
     * An attack of the embedder's own. What it returns is clipped to [−θ, θ].
     *
     * @param function the attack
     * @param theta    θ, ≥ 0, also infinite
     */
    record Supplied(Function function, double theta) implements Distortion {

        /**
         * Checks function and bound.
         *
         * @throws NullPointerException     if there is no function
         * @throws IllegalArgumentException unless θ is not negative
         */
        public Supplied {
            Objects.requireNonNull(function, "function");
            Check.bound("theta", theta);
        }
    }

    /**
     * An attack as a function of the sample.
     */
    @FunctionalInterface
    interface Function {

        /**
         * The distortion of one attacked sample.
         *
         * @param sample what there is to look at; only during the call
         * @return ξ; not NaN
         */
        double distortion(Sample sample);
    }

    /**
     * An attacked sample, as an attack sees it.
     *
     * @since 0.2
     */
    interface Sample {

        /**
         * Where it stands.
         *
         * @return its position in the batch, from 1
         */
        int position();

        /**
         * The array with the input.
         *
         * @return an array, not to be changed, that holds x from {@link #offset} on
         */
        double[] x();

        /**
         * Where the input starts.
         *
         * @return the index of its first element
         */
        int offset();

        /**
         * The dimension of the input.
         *
         * @return n
         */
        int n();

        /**
         * The true label.
         *
         * @return f_{w*}(x)
         */
        double label();

        /**
         * What the learner makes of it.
         *
         * @return f_w(x)
         * @throws IllegalStateException if the learner is not known, see {@link Oracle#draw(Batch, Target)}
         */
        double output();

        /**
         * How far the learner is.
         *
         * @return number of updates done
         * @throws IllegalStateException if the learner is not known
         */
        long iteration();
    }
}
