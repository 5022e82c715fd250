package org.neurotron.training;

import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SensingSampling;
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.InputDistribution;
import org.neurotron.random.InputSampler;
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
        // A problem is drawn once; the portable kernel gives the same bits as any.
        DoubleSupplier gaussian = oneByOne(new InputDistribution.Normal(1).sampler(
            RandomStreams.open(seed, index, Purpose.PROBLEM, Kernels.portable().random())));
        double[] teacher = filter(settings.r(), gaussian);
        Matrix m = settings.sensing().draw(settings.r(), settings.n(), gaussian);
        Matrix c = new SensingSampling.Gaussian().draw(settings.r(), settings.n(), gaussian);
        Network network = new Network(new AffineFamily(m, c, settings.k()), settings.outerWeights(), settings.alpha());
        return new Problem(network, teacher, filter(settings.r(), gaussian));
    }

    private static DoubleSupplier oneByOne(InputSampler sampler) {
        Matrix block = Matrix.of(new double[BlockGenerator.BLOCK], 1, BlockGenerator.BLOCK);
        int[] used = {BlockGenerator.BLOCK};
        return () -> {
            if (used[0] == BlockGenerator.BLOCK) {
                sampler.fill(block);
                used[0] = 0;
            }
            return block.values()[used[0]++];
        };
    }

    private static double[] filter(int r, DoubleSupplier gaussian) {
        double[] w = new double[r];
        for (int i = 0; i < r; i++) {
            w[i] = gaussian.getAsDouble();
        }
        return w;
    }
}
