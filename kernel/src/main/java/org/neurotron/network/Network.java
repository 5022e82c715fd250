package org.neurotron.network;

import java.util.Arrays;
import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;

/**
 * The network f_{q,w}(x) = (1/k) Σ_i q_i σ(wᵀA_i x) with σ(y) = y for y ≥ 0 and α·y for y &lt; 0 (Definitions 1 and 2).
 * Only the filter w ∈ Rʳ is trained, and it is not part of this class.
 *
 * <p>Immutable and safe for use by several threads. To compute with it, take an {@link #evaluator}, one per thread.
 */
public final class Network {

    private final SensingFamily family;
    private final double[] outerWeights;
    private final double leak;
    private final boolean equalOuterWeights;
    private final boolean wholeOuterWeights;

    /**
     * A network as in Definition 2.
     *
     * @param family       the sensing matrices
     * @param outerWeights q, k finite values of any sign; copied
     * @param leak         α, 0 ≤ α &lt; 1
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public Network(SensingFamily family, double[] outerWeights, double leak) {
        this.family = Objects.requireNonNull(family, "family");
        Check.length("outerWeights", outerWeights, family.k());
        this.outerWeights = Check.finite("outerWeights", outerWeights).clone();
        this.leak = Check.leak("leak", leak);
        equalOuterWeights = Arrays.stream(this.outerWeights).allMatch(q -> q == this.outerWeights[0]);
        wholeOuterWeights = Arrays.stream(this.outerWeights).allMatch(q -> q == Math.rint(q));
    }

    /**
     * A network as in Definition 1: all outer weights are 1.
     *
     * @param family the sensing matrices
     * @param leak   α, 0 ≤ α &lt; 1
     * @throws IllegalArgumentException if α is out of its range
     */
    public Network(SensingFamily family, double leak) {
        this(family, ones(family.k()), leak);
    }

    private static double[] ones(int k) {
        double[] q = new double[k];
        Arrays.fill(q, 1);
        return q;
    }

    /**
     * The sensing matrices.
     *
     * @return the family
     */
    public SensingFamily family() {
        return family;
    }

    /**
     * The outer weights.
     *
     * @return a copy of q
     */
    public double[] outerWeights() {
        return outerWeights.clone();
    }

    /**
     * The leak of the activation.
     *
     * @return α
     */
    public double leak() {
        return leak;
    }

    /**
     * What computes with this network on mini-batches.
     *
     * @param batchSize the largest number of samples in a mini-batch, ≥ 1
     * @param kernel    the kernel to use
     * @return a new evaluator with buffers of its own
     * @throws IllegalArgumentException if {@code batchSize < 1} or the buffers would not fit into arrays
     */
    public Evaluator evaluator(int batchSize, Kernel kernel) {
        return new Evaluator(this, batchSize, kernel);
    }

    double[] sharedOuterWeights() {
        return outerWeights;
    }

    boolean hasEqualOuterWeights() {
        return equalOuterWeights;
    }

    boolean hasWholeOuterWeights() {
        return wholeOuterWeights;
    }

    @Override
    public String toString() {
        return "Network[n " + family.n() + ", r " + family.r() + ", k " + family.k() + ", "
            + family.getClass().getSimpleName() + "]";
    }
}
