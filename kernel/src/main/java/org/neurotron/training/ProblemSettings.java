package org.neurotron.training;

import java.util.List;
import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.network.SensingSampling;

/**
 * What is to be learnt: the size and shape of a network of the affine family, in the paper's letters.
 *
 * @param n       dimension of the inputs, ≥ 1
 * @param r       dimension of the filter, ≥ 1
 * @param k       width of the network, even, ≥ 2
 * @param alpha   leak of the activation, 0 ≤ α &lt; 1
 * @param q       outer weights: one value for all gates, or k values
 * @param sensing how M and C are drawn; under the Wishart sampling only M is, and C stays Gaussian
 */
public record ProblemSettings(int n, int r, int k, double alpha, List<Double> q, SensingSampling sensing) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is out of its range; the message names it
     */
    public ProblemSettings {
        Check.positive("n", n);
        Check.positive("r", r);
        Check.positive("k", k);
        if (k % 2 != 0) {
            throw Check.illegal("k", k, "must be even for the affine family");
        }
        Check.leak("alpha", alpha);
        q = List.copyOf(q);
        outerWeights(q, k);
        Objects.requireNonNull(sensing, "sensing");
    }

    /**
     * The study's kind of problem: α = 0, q = 1, Gaussian matrices.
     *
     * @param n dimension of the inputs, ≥ 1
     * @param r dimension of the filter, ≥ 1
     * @param k width of the network, even, ≥ 2
     */
    public ProblemSettings(int n, int r, int k) {
        this(n, r, k, 0, List.of(1.0), new SensingSampling.Gaussian());
    }

    /**
     * The outer weights of k gates, written out.
     *
     * @param q one finite number for all gates, or k finite numbers
     * @param k number of gates, ≥ 1
     * @return k numbers, a new array
     * @throws IllegalArgumentException if there are neither one nor k numbers, or one is not finite
     */
    public static double[] outerWeights(List<Double> q, int k) {
        if (q.size() != 1 && q.size() != k) {
            throw Check.illegal("q", q, "must be one number or k = " + k + " numbers");
        }
        double[] weights = new double[k];
        for (int i = 0; i < k; i++) {
            weights[i] = q.get(q.size() == 1 ? 0 : i);
            if (!Double.isFinite(weights[i])) {
                throw Check.illegal("q", q, "must be finite");
            }
        }
        return weights;
    }

    /** The k outer weights, written out. */
    double[] outerWeights() {
        return outerWeights(q, k);
    }
}
