package org.neurotron.training;

import java.util.List;
import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Bound;

/**
 * What happens to residuals d_j = v_j − f_w(x_j) before they become an update, so that false labels do little harm.
 *
 * <p>{@link Following} is this project's contribution; the others are defences that the field knows, for the same
 * network, so that it can be compared. All have one form in text, which {@link Object#toString} gives and
 * {@link #parse} reads.
 *
 * @since 0.2
 */
public sealed interface Robust {

    /** What {@link #parse} takes. */
    String FORMS = "none, clip[:TAU], trim[:TAU], hampel[:TAU], huber:C, median, mom:GROUPS or batch-trim:SHARE";

    /** Nothing happens: the algorithm as published. */
    Robust NONE = new None();

    /** The names of all rules but {@link #NONE}. */
    List<String> NAMES = List.of("clip", "trim", "hampel", "huber", "median", "mom", "batch-trim");

    /** The rules of {@link Following}, with their usual quantiles. */
    List<Following> FOLLOWING = List.of(Following.of(Bound.CLIP), Following.of(Bound.TRIM),
        Following.of(Bound.HAMPEL));

    /**
     * Reads the form that {@link Object#toString} of every rule writes.
     *
     * @param text a rule, with its number behind a colon
     * @return the rule
     * @throws IllegalArgumentException if it is none
     */
    static Robust parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        try {
            String number = colon < 0 ? null : text.substring(colon + 1);
            for (Following usual : FOLLOWING) {
                if (name.equals(usual.name())) {
                    return number == null ? usual : usual.with(Double.parseDouble(number));
                }
            }
            if (number == null) {
                switch (name) {
                    case "none":
                        return NONE;
                    case "median":
                        return new Median();
                    default:
                        break;
                }
            } else {
                switch (name) {
                    case "huber":
                        return new Huber(Double.parseDouble(number));
                    case "mom":
                        return new MedianOfMeans(Integer.parseInt(number));
                    case "batch-trim":
                        return new BatchTrim(Double.parseDouble(number));
                    default:
                        break;
                }
            }
        } catch (NumberFormatException e) {
            // Refused below, with a message that says what is allowed.
        }
        throw Check.illegal("robust", text, "must be " + FORMS);
    }

    /**
     * The name of the rule.
     *
     * @return {@link Object#toString} without the number
     */
    default String name() {
        return toString().split(":", 2)[0];
    }

    /** w ← w + η g with g from the residuals as they are. */
    record None() implements Robust {
        @Override
        public String toString() {
            return "none";
        }
    }

    /**
     * Residuals bounded by a threshold that follows a quantile of the residuals themselves. Before every update each
     * d_j becomes ψ(d_j); then the threshold takes a step towards the τ-quantile of |d|,
     *
     * <p>c ← c · (1 + κ_t (s − (1 − τ))), s the share of the batch with |d_j| &gt; c,
     *
     * <p>so that it falls with the residuals of true labels and the error with it, to rounding, where the algorithm as
     * published levels off at a height that the false labels decide. κ_t = max(κ, {@value #FIRST_GAIN} · {@value
     * #DECAY}/({@value #DECAY} + t)) after t updates, so that a threshold which begins far off, by twelve decades even,
     * is right after some hundred. One that is 0 is not known yet, and becomes the τ-quantile of the batch; one that is
     * known does not fall below 2⁻⁵⁴ |f_w(x_1)|, where residuals are rounding.
     *
     * <p>Sources. Bounding by a threshold: Huber (1964), Hampel (1974), where scale and location are estimated
     * together. A quantile of the residuals as the threshold of a stochastic method, for linear systems with corrupted
     * entries: Haddock, Needell, Rebrova, Swartworth, "Quantile-based iterative methods for corrupted systems of linear
     * equations" (2022), and with a sample of them Haddock, Ma, Rebrova (2023); there the quantile is taken anew at
     * every step, here one number follows it. Skipping what does not fit: iterative trimmed loss (Shen and Sanghavi
     * 2019), TRIM (Jagielski et al. 2018). The step towards a quantile is that of stochastic approximation (Robbins and
     * Monro 1951), on a logarithmic scale.
     *
     * <p>Nothing is proved yet for this class of networks. What was measured, with which share of false labels and
     * against which adversary w* is recovered, is in {@code results/robust}: close to one half against adversaries who
     * do not know the rule, less against one who does. Where more than half of the labels agree on another filter, no
     * rule can tell which one is true.
     *
     * @param bound ψ
     * @param tau   τ, &gt; 0 and &lt; 1
     * @param kappa κ, &gt; 0 and ≤ 1
     * @param start the first threshold, or 0 for the τ-quantile of the first batch
     */
    record Following(Bound bound, double tau, double kappa, double start) implements Robust {

        /** κ unless told otherwise. */
        public static final double USUAL_KAPPA = 0.02;

        static final double FIRST_GAIN = 0.5;
        static final int DECAY = 200;

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is out of its range; the message names it
         */
        public Following {
            Objects.requireNonNull(bound, "bound");
            if (!(tau > 0 && tau < 1)) {
                throw Check.illegal("tau", tau, "must be > 0 and < 1");
            }
            if (!(kappa > 0 && kappa <= 1)) {
                throw Check.illegal("kappa", kappa, "must be > 0 and <= 1");
            }
            Check.nonNegative("threshold", start);
        }

        /**
         * With what is usual.
         *
         * @param bound ψ
         * @return τ = 0.5 for trim, else 0.4; the usual κ; a threshold from the first batch
         */
        public static Following of(Bound bound) {
            return new Following(bound, bound == Bound.TRIM ? 0.5 : 0.4, USUAL_KAPPA, 0);
        }

        /**
         * The same rule for another quantile.
         *
         * @param otherTau τ, &gt; 0 and &lt; 1
         * @return the other rule
         */
        public Following with(double otherTau) {
            return new Following(bound, otherTau, kappa, start);
        }

        /**
         * The same rule with another gain and another beginning.
         *
         * @param otherKappa κ, &gt; 0 and ≤ 1
         * @param otherStart the first threshold, or 0
         * @return the other rule
         */
        public Following with(double otherKappa, double otherStart) {
            return new Following(bound, tau, otherKappa, otherStart);
        }

        /** κ_t after some updates. */
        double gain(long updates) {
            return kappa * (DECAY + updates) < FIRST_GAIN * DECAY ? FIRST_GAIN * DECAY / (DECAY + updates) : kappa;
        }

        @Override
        public String name() {
            return switch (bound) {
                case CLIP -> "clip";
                case TRIM -> "trim";
                case HAMPEL -> "hampel";
            };
        }

        @Override
        public String toString() {
            return name() + ":" + tau;
        }
    }

    /**
     * Residuals clipped at a threshold that does not change (Huber 1964).
     *
     * @param threshold C, &gt; 0
     */
    record Huber(double threshold) implements Robust {

        /**
         * Checks the threshold.
         *
         * @throws IllegalArgumentException unless it is positive and finite
         */
        public Huber {
            Check.positive("huber", threshold);
        }

        @Override
        public String toString() {
            return "huber:" + threshold;
        }
    }

    /** Residuals clipped at the median of |d| in each batch, an estimate of their scale as Huber (1964) proposes. */
    record Median() implements Robust {
        @Override
        public String toString() {
            return "median";
        }
    }

    /**
     * The median of means (Nemirovsky and Yudin 1983; for gradients, coordinate by coordinate, Yin, Chen, Ramchandran,
     * Bartlett 2018): the batch is cut into groups of neighbours, each gives a gradient of its own, and every
     * coordinate of w takes the median.
     *
     * @param groups number of groups, from 2 to the size of the batches
     */
    record MedianOfMeans(int groups) implements Robust {

        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException if it is below 2
         */
        public MedianOfMeans {
            if (groups < 2) {
                throw Check.illegal("mom", groups, "must be a whole number >= 2");
            }
        }

        /** Into how many groups b samples are cut: not more than there are. */
        int groups(int b) {
            return Math.min(groups, b);
        }

        /** Which of b samples is the first of a group; for a group beyond the last, b. */
        int start(int group, int b) {
            return (int) ((long) group * b / groups(b));
        }

        @Override
        public String toString() {
            return "mom:" + groups;
        }
    }

    /**
     * The largest residuals of each batch are dropped, and the mean is over the rest: iterative trimmed loss, by the
     * batch (Shen and Sanghavi 2019).
     *
     * @param share ρ, the share to drop, ≥ 0 and &lt; 1
     */
    record BatchTrim(double share) implements Robust {

        /**
         * Checks the share.
         *
         * @throws IllegalArgumentException if it is out of range
         */
        public BatchTrim {
            if (!(share >= 0 && share < 1)) {
                throw Check.illegal("batch-trim", share, "must be >= 0 and < 1");
            }
        }

        /** How many of b samples are kept: at least one. */
        int kept(int b) {
            return Math.max(1, b - (int) (share * b));
        }

        @Override
        public String toString() {
            return "batch-trim:" + share;
        }
    }
}
