package org.neurotron.theory;

import org.neurotron.internal.Check;
import org.neurotron.oracle.Distortion;

/**
 * What an attack that does not look at the inputs adds to the labels of a batch, as far as the first two moments of an
 * update depend on it. ξ_j is what is added to label j, 0 where the label is true.
 *
 * @param mean    E ξ_j, averaged over the places j of the batch
 * @param square  E ξ_j², ≥ 0
 * @param product E ξ_i ξ_j for two samples of a batch, averaged over all pairs i ≠ j; 0 if batches have one sample
 * @since 0.2
 */
public record LabelNoise(double mean, double square, double product) {

    /** No attack. */
    public static final LabelNoise NONE = new LabelNoise(0, 0, 0);

    /**
     * Checks the moments.
     *
     * @throws IllegalArgumentException if one is not finite, or the square is smaller than the mean's
     */
    public LabelNoise {
        Check.finite("moments", new double[] {mean, product});
        Check.nonNegative("square", square);
        if (mean * mean > square * (1 + 1e-12)) {
            throw Check.illegal("mean", mean, "must have a square of at most " + square);
        }
    }

    /**
     * That of a distortion which adds something that no input decides.
     *
     * @param distortion {@link Distortion.Alternating}, {@link Distortion.Uniform} or {@link Distortion.Constant}
     * @param beta       β, the probability that a label is attacked
     * @param b          size of the batches, ≥ 1
     * @return its moments
     * @throws IllegalArgumentException if an argument is out of range or the distortion depends on more
     */
    public static LabelNoise of(Distortion distortion, double beta, int b) {
        Check.probability("beta", beta);
        Check.positive("b", b);
        double theta = distortion.theta();
        return switch (distortion) {
            case Distortion.Constant _ -> new LabelNoise(beta * theta, beta * theta * theta,
                b == 1 ? 0 : beta * theta * (beta * theta));
            case Distortion.Uniform _ -> new LabelNoise(0, beta * theta * theta / 3, 0);
            case Distortion.Alternating _ -> {
                // −θ and +θ in turn, from −θ on: what is left over by pairs is −θ or nothing.
                int rest = b % 2;
                yield new LabelNoise(-beta * theta * rest / b, beta * theta * theta,
                    b == 1 ? 0 : beta * theta * (beta * theta) * ((double) (rest - b) / b / (b - 1)));
            }
            default -> throw Check.illegal("distortion", distortion,
                "must add what no input decides: Alternating, Uniform or Constant");
        };
    }
}
