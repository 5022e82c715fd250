package org.neurotron.training;

import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SensingSampling;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;

/**
 * A network and the teacher's filter, which training is to recover. Treat the arrays as read-only; then instances are
 * safe for use by several threads.
 *
 * @param network   the network
 * @param teacher   w*, r elements
 * @param adversary w_adv of the realizable attack (§3.5), r elements
 */
public record Problem(Network network, double[] teacher, double[] adversary) {

    /**
     * Checks the filters.
     *
     * @throws IllegalArgumentException if one has the wrong length or is not finite
     */
    public Problem {
        Objects.requireNonNull(network, "network");
        Check.finite("teacher", Check.length("teacher", teacher, network.family().r()));
        Check.finite("adversary", Check.length("adversary", adversary, network.family().r()));
    }

    /**
     * Draws a problem as the published study does: w* ~ N(0, I_r), then M, then C, and last w_adv ~ N(0, I_r).
     *
     * @param settings sizes and shape
     * @param seed     the user's seed
     * @param index    index of the problem
     * @return the problem, a function of the arguments alone
     * @throws IllegalArgumentException if the matrices cannot be drawn so or would not fit into arrays
     */
    public static Problem draw(ProblemSettings settings, long seed, long index) {
        ZigguratSampler.NormalizedGaussian sampler = ZigguratSampler.NormalizedGaussian.of(
            RandomStreams.open(seed, index, Purpose.PROBLEM));
        DoubleSupplier gaussian = sampler::sample;
        double[] teacher = filter(settings.r(), gaussian);
        Matrix m = settings.sensing().draw(settings.r(), settings.n(), gaussian);
        Matrix c = new SensingSampling.Gaussian().draw(settings.r(), settings.n(), gaussian);
        Network network = new Network(new AffineFamily(m, c, settings.k()), settings.outerWeights(), settings.alpha());
        return new Problem(network, teacher, filter(settings.r(), gaussian));
    }

    private static double[] filter(int r, DoubleSupplier gaussian) {
        double[] w = new double[r];
        for (int i = 0; i < r; i++) {
            w[i] = gaussian.getAsDouble();
        }
        return w;
    }
}
