package org.neurotron.training;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.Evaluator;
import org.neurotron.network.Network;

/**
 * One update of a filter on a given mini-batch. This is the way in for programs that bring their own data. With a rule
 * for residuals ({@link Robust}) it also holds its threshold.
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
    private final Residuals residuals;
    private final double[] weights;
    private final double[] gradient;
    private int batch;

    /** For the median of means, or null: the weights of one group, and the gradients of all. */
    private final MedianOfGroups groups;

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
        residuals = new Residuals(settings.robust(), settings.b(), kernel);
        weights = new double[Lanes.pad(settings.b())];
        gradient = new double[network.family().r()];
        groups = settings.robust() instanceof Robust.MedianOfMeans means
            ? new MedianOfGroups(means, weights.length, gradient.length) : null;
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
        meet(w, x);
        learn(w, v, vOffset);
    }

    /** Computes the outputs for a batch, which is then the one to learn from. */
    void meet(double[] w, Matrix x) {
        batch = x.rows();
        evaluator.meet(w, x);
    }

    /** The outputs f_w(x_j) for the batch that was met; not to be changed. */
    double[] outputs() {
        return evaluator.outputs();
    }

    /** Updates a filter by the batch that it met, whose labels are known now. */
    void learn(double[] w, double[] v, int vOffset) {
        Check.range("v", v, vOffset, batch);
        residuals.weights(batch, v, vOffset, evaluator.outputs(), weights);
        if (groups == null) {
            gradient(weights, gradient);
        } else {
            int count = groups.begin(batch);
            for (int group = 0; group < count; group++) {
                gradient(groups.weights(group, weights), groups.gradient(group));
            }
            groups.median(gradient);
        }
        kernel.addScaled(w.length, eta, gradient, 0, w, 0);
    }

    private void gradient(double[] d, double[] g) {
        switch (algorithm) {
            case TRON -> {
                if (tronMatrix == null) {
                    evaluator.tronGradient(d, g);
                } else {
                    evaluator.tronGradient(tronMatrix, d, g);
                }
            }
            case SGD -> evaluator.sgdGradient(d, g);
            case SGD_PUBLISHED -> evaluator.publishedSgdGradient(d, g);
        }
    }

    /** What becomes of residuals. */
    Residuals residuals() {
        return residuals;
    }

    /**
     * The threshold of {@link Robust.Following} as it is now: residuals of more than that are bounded.
     *
     * @return c, in the units of the labels; 0 while it is not known, and for other rules
     */
    public double threshold() {
        return residuals.threshold();
    }

    /**
     * Goes on with the threshold of another learner.
     *
     * @param threshold its {@link #threshold}
     * @param updates   how many updates there were, ≥ 0: the more, the more slowly the threshold moves
     * @throws IllegalArgumentException if one is out of range
     */
    public void resume(double threshold, long updates) {
        residuals.goOn(Check.nonNegative("threshold", threshold), updates);
    }
}
