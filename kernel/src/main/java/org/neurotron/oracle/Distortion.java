package org.neurotron.oracle;

import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * What the adversary adds to the label of an attacked sample: ξ with |ξ| ≤ θ.
 */
public sealed interface Distortion {

    /**
     * The bound on |ξ|.
     *
     * @return θ, ≥ 0
     */
    double theta();

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
     * @param theta     θ, ≥ 0
     */
    record Realizable(double[] adversary, double theta) implements Distortion {

        /**
         * Checks filter and bound.
         *
         * @throws IllegalArgumentException unless the filter is finite, and θ finite and not negative
         */
        public Realizable {
            Check.finite("adversary", adversary);
            Check.nonNegative("theta", theta);
        }
    }

    /**
     * An attack of the embedder's own. What it returns is clipped to [−θ, θ].
     *
     * @param function the attack
     * @param theta    θ, ≥ 0
     */
    record Supplied(Function function, double theta) implements Distortion {

        /**
         * Checks function and bound.
         *
         * @throws NullPointerException     if there is no function
         * @throws IllegalArgumentException unless θ is finite and not negative
         */
        public Supplied {
            Objects.requireNonNull(function, "function");
            Check.nonNegative("theta", theta);
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
         * @param position position in the batch, from 1
         * @param x        array with the input, not to be changed
         * @param offset   where the input starts
         * @param n        its dimension
         * @param label    the true label f_{w*}(x)
         * @return ξ; not NaN
         */
        double distortion(int position, double[] x, int offset, int n, double label);
    }
}
