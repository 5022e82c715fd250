package org.neurotron.data;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Matrix;
import org.neurotron.oracle.Distortion;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;
import org.neurotron.training.Attack;

/**
 * Samples some of whose labels an adversary has distorted once and for all: each with probability β, by ξ with |ξ| ≤ θ,
 * both a function of seed and index. Not safe for use by several threads.
 */
public final class PoisonedSamples implements Samples {

    private final Samples samples;
    private final Distortion distortion;
    private final double beta;
    private final long seed;
    private final double[] uniform = new double[2];

    /**
     * Poisons samples.
     *
     * @param samples true samples
     * @param attack  alternating (−θ for attacked samples of even index, θ for others), uniform on [−θ, θ), constant
     *                θ; flip, zero or scale, capped at θ
     * @param theta   θ, ≥ 0; infinite for none, where the attack needs none
     * @param beta    β, from 0 to 1
     * @param seed    the user's seed
     * @throws IllegalArgumentException if a number is out of range, or the attack needs a teacher
     */
    public PoisonedSamples(Samples samples, Attack attack, double theta, double beta, long seed) {
        this.samples = Objects.requireNonNull(samples, "samples");
        distortion = Objects.requireNonNull(attack, "attack").onLabels(theta);
        this.beta = Check.probability("beta", beta);
        this.seed = seed;
    }

    @Override
    public int n() {
        return samples.n();
    }

    @Override
    public long size() {
        return samples.size();
    }

    @Override
    public double read(long index, double[] x, int offset) {
        return distorted(index, samples.read(index, x, offset));
    }

    @Override
    public void read(long[] indices, int count, Matrix x, double[] labels) {
        samples.read(indices, count, x, labels);
        for (int j = 0; j < count; j++) {
            labels[j] = distorted(indices[j], labels[j]);
        }
    }

    private double distorted(long index, double label) {
        RandomStreams.uniformPair(seed, index, Purpose.ATTACK, uniform);
        if (uniform[0] >= beta) {
            return label;
        }
        double theta = distortion.theta();
        return label + switch (distortion) {
            case Distortion.Alternating _ -> index % 2 == 0 ? -theta : theta;
            case Distortion.Uniform _ -> theta * (2 * uniform[1] - 1);
            case Distortion.Constant _ -> theta;
            case Distortion.Scaled scaled -> scaled.of(label);
            default -> throw new IllegalStateException("refused on construction");
        };
    }
}
