package org.neurotron.training;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.Evaluator;
import org.neurotron.network.Network;

/**
 * One update of a filter on a given mini-batch. This is the way in for programs that bring their own data.
 *
 * <p>An update allocates nothing as long as the size of the batches does not change. Not safe for use by several
 * threads.
 */
public final class Learner {

    private final Evaluator evaluator;
    private final Kernel kernel;
    private final Algorithm algorithm;
    private final double eta;
    private final Matrix tronMatrix;
    private final double[] gradient;

    /**
     * A learner whose Tron-gradient uses the mean of the network's sensing matrices (for an affine family its M).
     *
     * @param network  the network
     * @param settings algorithm, largest batch size, learning rate
     * @param kernel   the kernel to compute with
     */
    public Learner(Network network, LearnerSettings settings, Kernel kernel) {
        this(network, null, settings, kernel, false);
    }

    /**
     * A learner with a given matrix for the Tron-gradient; the SGD algorithms do not use it.
     *
     * @param network    the network
     * @param tronMatrix M, r × n, copied
     * @param settings   algorithm, largest batch size, learning rate
     * @param kernel     the kernel to compute with
     * @throws IllegalArgumentException if M has the wrong shape or is not finite
     */
    public Learner(Network network, Matrix tronMatrix, LearnerSettings settings, Kernel kernel) {
        this(network, checked(tronMatrix, network), settings, kernel, true);
    }

    private Learner(Network network, Matrix tronMatrix, LearnerSettings settings, Kernel kernel, boolean given) {
        this.tronMatrix = given ? tronMatrix.copy().padded() : null;
        this.kernel = Objects.requireNonNull(kernel, "kernel");
        algorithm = settings.algorithm();
        eta = settings.eta();
        evaluator = network.evaluator(settings.b(), kernel);
        gradient = new double[network.family().r()];
    }

    private static Matrix checked(Matrix m, Network network) {
        int r = network.family().r();
        int n = network.family().n();
        if (m.rows() != r || m.columns() != n) {
            throw Check.illegal("shape of M", m.rows() + " x " + m.columns(), "must be " + r + " x " + n);
        }
        if (!m.isFinite()) {
            throw Check.illegal("M", "NaN or infinite elements", "must be finite");
        }
        return m;
    }

    /**
     * Updates a filter, w ← w + η g.
     *
     * @param w       the filter, r elements, changed
     * @param x       the inputs, b × n, one sample a row (see {@link Evaluator} for padded rows)
     * @param v       the labels, b elements from {@code vOffset}
     * @param vOffset where v starts
     * @throws IllegalArgumentException if a shape does not fit
     */
    public void update(double[] w, Matrix x, double[] v, int vOffset) {
        switch (algorithm) {
            case TRON -> {
                if (tronMatrix == null) {
                    evaluator.tronGradient(w, x, v, vOffset, gradient);
                } else {
                    evaluator.tronGradient(tronMatrix, w, x, v, vOffset, gradient);
                }
            }
            case SGD -> evaluator.sgdGradient(w, x, v, vOffset, gradient);
            case SGD_PUBLISHED -> evaluator.publishedSgdGradient(w, x, v, vOffset, gradient);
        }
        kernel.addScaled(w.length, eta, gradient, 0, w, 0);
    }
}
