package org.neurotron.network;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;

/**
 * The mini-batch operations of a network: forward pass, Tron-gradient, and the two SGD gradients. Gradients come in one
 * call, from labels, or in two: {@link #meet} computes outputs, and residuals that the caller makes of them give a
 * gradient.
 *
 * <p>Inputs are matrices X with one sample a row, b × n with b up to the batch size of this evaluator. X may also have
 * its columns extended by zeros to a multiple of eight (see {@link Matrix#padded}); the result has the same bits and
 * comes sooner. All buffers are allocated on construction, and calls with one batch size allocate nothing. Not safe for
 * use by several threads.
 */
public final class Evaluator {

    private final Network network;
    private final SensingFamily family;
    private final Kernel kernel;
    private final int maxBatch;
    private final int n;

    /** Projection of the filter. */
    private final Projection u;

    /** SGD gradient before it is taken back to the filter. */
    private final Padded y;

    /** (1/b) Σ_j (v_j − f_w(x_j)) x_j, one row. */
    private final Padded mean;

    /** Copy of the inputs for a family that needs padded ones; null if there is no use for it. */
    private final Matrix inputs;

    private final double[] workspace;
    private final Matrix zBuffer;
    private final Matrix dBuffer;
    private final double[] output;

    /** For gradients from labels. */
    private final double[] residual;
    private final double[] total = new double[1];

    // Views of the buffers with as many samples as the last batch had, so that only a batch of another size makes new
    // ones.
    private int batch;
    private Matrix z;
    private Matrix zPadded;
    private Matrix d;
    private Matrix dPadded;
    private Matrix xPadded;

    /** The inputs last met, and as the family worked on them: the same, or their padded copy. */
    private Matrix met;
    private Matrix seen;
    private final Matrix zFirst;
    private final Matrix dFirst;

    Evaluator(Network network, int maxBatch, Kernel kernel) {
        this.network = network;
        this.family = network.family();
        this.kernel = Objects.requireNonNull(kernel, "kernel");
        this.maxBatch = Check.positive("batchSize", maxBatch);
        n = family.n();
        u = new Projection(network);
        y = family.newProjection();
        mean = Padded.zeros(1, n);
        boolean copies = family.needsPaddedInputs() && mean.exact().columns() < mean.padded().columns();
        inputs = copies ? Matrix.zeros(maxBatch, n) : null;
        workspace = new double[family.workspaceLength()];
        zBuffer = Matrix.zeros(family.blocks(), maxBatch);
        dBuffer = Matrix.zeros(family.blocks(), maxBatch);
        int width = zBuffer.leadingDimension();
        output = new double[width];
        residual = new double[width];
        zFirst = zBuffer.columns(0, 1);
        dFirst = dBuffer.columns(0, 1);
        setBatch(maxBatch);
    }

    /**
     * The network.
     *
     * @return what this computes with
     */
    public Network network() {
        return network;
    }

    /**
     * The outputs f_w(x_j) of a mini-batch.
     *
     * @param w       the filter, r elements
     * @param x       the inputs, b × n
     * @param f       the result, b elements from {@code fOffset}
     * @param fOffset where f starts
     * @throws IllegalArgumentException if a shape does not fit
     */
    public void forward(double[] w, Matrix x, double[] f, int fOffset) {
        Check.length("w", w, family.r());
        family.project(kernel, w, u.vectors().exact());
        forward(u, x, f, fOffset);
    }

    /**
     * The projection of a filter that will be used many times, such as the teacher's.
     *
     * @param w the filter, r elements
     * @return the projection, for {@link #forward(Projection, Matrix, double[], int)} of any evaluator of this network
     * @throws IllegalArgumentException if the filter has the wrong length
     */
    public Projection project(double[] w) {
        Check.length("w", w, family.r());
        Projection projection = new Projection(network);
        family.project(kernel, w, projection.vectors().exact());
        return projection;
    }

    /**
     * The outputs of a mini-batch for a filter already projected.
     *
     * @param projection result of {@link #project}
     * @param x          the inputs, b × n
     * @param f          the result, b elements from {@code fOffset}
     * @param fOffset    where f starts
     * @throws IllegalArgumentException if a shape does not fit or the projection is of another network
     */
    public void forward(Projection projection, Matrix x, double[] f, int fOffset) {
        if (projection.network() != network) {
            throw Check.illegal("projection", projection, "must be one for " + network);
        }
        Check.range("f", f, fOffset, x.rows());
        forwardInto(projection, x);
        System.arraycopy(output, 0, f, fOffset, x.rows());
    }

    /**
     * Lets a filter meet a mini-batch: computes the outputs, and keeps what the gradients need.
     *
     * @param w the filter, r elements
     * @param x the inputs, b × n; not to be changed before the gradient has been computed
     * @throws IllegalArgumentException if a shape does not fit
     */
    public void meet(double[] w, Matrix x) {
        Check.length("w", w, family.r());
        family.project(kernel, w, u.vectors().exact());
        forwardInto(u, x);
    }

    /**
     * The outputs for the mini-batch last met.
     *
     * @return f_w(x_j), of which the first b elements count; this evaluator's own, not to be changed
     */
    public double[] outputs() {
        return output;
    }

    /**
     * The Tron-gradient with the family's mean as its matrix: g = Ā · (1/b) Σ_j (v_j − f_w(x_j)) x_j (Algorithm 1; for
     * an affine family Ā = M, for the single gate the identity).
     *
     * @param w       the filter, r elements
     * @param x       the inputs, b × n
     * @param v       the labels, b elements from {@code vOffset}
     * @param vOffset where v starts
     * @param g       the result, r elements; the update of Algorithm 1 is w ← w + η g
     * @throws IllegalArgumentException if a shape does not fit
     */
    public void tronGradient(double[] w, Matrix x, double[] v, int vOffset, double[] g) {
        tronGradient(residuals(w, x, v, vOffset), g);
    }

    /**
     * The same for the mini-batch last met: g = Ā Σ_j d_j x_j.
     *
     * @param d d, at least b elements rounded up to whole groups of lanes, of which b count; for Algorithm 1
     *          (v_j − f_w(x_j))/b
     * @param g the result, r elements
     * @throws IllegalArgumentException if a length is wrong
     * @throws IllegalStateException    if no batch has been met
     */
    public void tronGradient(double[] d, double[] g) {
        requireGradient(d, g);
        combine(d);
        family.multiplyByMean(kernel, mean.exact(), g);
    }

    /**
     * The Tron-gradient with a given matrix: g = M · (1/b) Σ_j (v_j − f_w(x_j)) x_j (Algorithm 1).
     *
     * @param tronMatrix M, r × n
     * @param w          the filter, r elements
     * @param x          the inputs, b × n
     * @param v          the labels, b elements from {@code vOffset}
     * @param vOffset    where v starts
     * @param g          the result, r elements
     * @throws IllegalArgumentException if a shape does not fit
     */
    public void tronGradient(Matrix tronMatrix, double[] w, Matrix x, double[] v, int vOffset, double[] g) {
        tronGradient(tronMatrix, residuals(w, x, v, vOffset), g);
    }

    /**
     * The same for the mini-batch last met: g = M Σ_j d_j x_j.
     *
     * @param tronMatrix M, r × n
     * @param d          d, as for {@link #tronGradient(double[], double[])}
     * @param g          the result, r elements
     * @throws IllegalArgumentException if a shape is wrong
     * @throws IllegalStateException    if no batch has been met
     */
    public void tronGradient(Matrix tronMatrix, double[] d, double[] g) {
        if (tronMatrix.rows() != family.r() || !fits(tronMatrix)) {
            throw Check.illegal("shape of M", tronMatrix.rows() + " x " + tronMatrix.columns(),
                "must be " + family.r() + " x " + n);
        }
        requireGradient(d, g);
        combine(d);
        kernel.multiply(tronMatrix, mean.exact().values(), mean.exact().offset(), g, 0);
    }

    /**
     * The exact mini-batch gradient of ½(v − f)² with its sign turned, so that the update is w ← w + η g:
     * g = (1/b) Σ_j (v_j − f_w(x_j)) (1/k) Σ_i q_i σ'(wᵀA_i x_j) A_i x_j, with σ'(y) = 1 for y &gt; 0 and α elsewhere.
     *
     * @param w       the filter, r elements
     * @param x       the inputs, b × n
     * @param v       the labels, b elements from {@code vOffset}
     * @param vOffset where v starts
     * @param g       the result, r elements
     * @throws IllegalArgumentException if a shape does not fit
     */
    public void sgdGradient(double[] w, Matrix x, double[] v, int vOffset, double[] g) {
        sgdGradient(residuals(w, x, v, vOffset), g);
    }

    /**
     * The same for the mini-batch last met: g = Σ_j d_j (1/k) Σ_i q_i σ'(wᵀA_i x_j) A_i x_j.
     *
     * @param d d, as for {@link #tronGradient(double[], double[])}
     * @param g the result, r elements
     * @throws IllegalArgumentException if a length is wrong
     * @throws IllegalStateException    if no batch has been met
     */
    public void sgdGradient(double[] d, double[] g) {
        requireGradient(d, g);
        family.gateWeights(kernel, network, zPadded, d, dPadded);
        family.combine(kernel, this.d, seen, y);
        family.backProject(kernel, y.exact(), g);
    }

    /**
     * The SGD gradient of the published simulation code, which takes the derivative of the gates at the first sample of
     * the batch for all of them: g = [(1/b) Σ_j (v_j − f_w(x_j))] (1/k) Σ_i q_i σ'(wᵀA_i x_1) A_i x_1.
     *
     * @param w       the filter, r elements
     * @param x       the inputs, b × n
     * @param v       the labels, b elements from {@code vOffset}
     * @param vOffset where v starts
     * @param g       the result, r elements
     * @throws IllegalArgumentException if a shape does not fit
     */
    public void publishedSgdGradient(double[] w, Matrix x, double[] v, int vOffset, double[] g) {
        publishedSgdGradient(residuals(w, x, v, vOffset), g);
    }

    /**
     * The same for the mini-batch last met: g = [Σ_j d_j] (1/k) Σ_i q_i σ'(wᵀA_i x_1) A_i x_1.
     *
     * @param d d, as for {@link #tronGradient(double[], double[])}
     * @param g the result, r elements
     * @throws IllegalArgumentException if a length is wrong
     * @throws IllegalStateException    if no batch has been met
     */
    public void publishedSgdGradient(double[] d, double[] g) {
        requireGradient(d, g);
        total[0] = kernel.sum(batch, d, 0);
        family.gateWeights(kernel, network, zFirst, total, dFirst);
        family.combineFirst(kernel, dFirst, seen, y);
        family.backProject(kernel, y.exact(), g);
    }

    /**
     * Computes the preactivations and the output, and keeps the preactivations, from which the gates of a gradient
     * follow, and the inputs.
     */
    private void forwardInto(Projection projection, Matrix x) {
        if (!fits(x) || x.rows() > maxBatch) {
            throw Check.illegal("shape of x", x.rows() + " x " + x.columns(),
                "must be at most " + maxBatch + " x " + n);
        }
        setBatch(x.rows());
        met = x;
        seen = inputs == null || x.columns() > n ? x : padded(x);
        family.preactivations(kernel, network, projection.vectors(), seen, z, workspace);
        family.gates(kernel, network, zPadded, output);
    }

    private Matrix padded(Matrix x) {
        for (int j = 0; j < batch; j++) {
            System.arraycopy(x.values(), x.rowOffset(j), inputs.values(), inputs.rowOffset(j), n);
        }
        return xPadded;
    }

    /** (v_j − f_w(x_j))/b, after the filter has met the batch. */
    private double[] residuals(double[] w, Matrix x, double[] v, int vOffset) {
        meet(w, x);
        kernel.scaledDifference(x.rows(), v, vOffset, output, 0, 1.0 / x.rows(), residual, 0);
        return residual;
    }

    /** mean ← Σ_j d_j x_j. */
    private void combine(double[] d) {
        kernel.multiplyTransposed(met, d, 0, mean.exact().values(), mean.exact().offset());
        mean.clearPadding(met);
    }

    private void requireGradient(double[] d, double[] g) {
        if (met == null) {
            throw new IllegalStateException("no batch has been met");
        }
        Check.range("d", d, 0, Lanes.pad(batch));
        Check.length("g", g, family.r());
    }

    private boolean fits(Matrix matrix) {
        return matrix.columns() == n || matrix.columns() == mean.padded().columns();
    }

    private void setBatch(int b) {
        if (b != batch) {
            z = zBuffer.columns(0, b);
            // Padded to whole groups of samples, the gates need no tail; what they compute beyond sample b is not used.
            zPadded = z.padded();
            d = dBuffer.columns(0, b);
            dPadded = d.padded();
            if (inputs != null) {
                xPadded = inputs.firstRows(b).padded();
            }
            batch = b;
        }
    }
}
