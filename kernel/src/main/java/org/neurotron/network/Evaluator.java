package org.neurotron.network;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;

/**
 * The mini-batch operations of a network: forward pass, Tron-gradient, and the two SGD gradients.
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
        Check.length("g", g, family.r());
        combineResiduals(w, x, v, vOffset);
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
        if (tronMatrix.rows() != family.r() || !fits(tronMatrix)) {
            throw Check.illegal("shape of M", tronMatrix.rows() + " x " + tronMatrix.columns(),
                "must be " + family.r() + " x " + n);
        }
        Check.length("g", g, family.r());
        combineResiduals(w, x, v, vOffset);
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
        Check.length("g", g, family.r());
        Matrix seen = computeResiduals(w, x, v, vOffset);
        family.gateWeights(kernel, network, zPadded, residual, dPadded);
        family.combine(kernel, d, seen, y);
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
        Check.length("g", g, family.r());
        Matrix seen = computeResiduals(w, x, v, vOffset);
        total[0] = kernel.sum(x.rows(), residual, 0);
        family.gateWeights(kernel, network, zFirst, total, dFirst);
        family.combineFirst(kernel, dFirst, seen, y);
        family.backProject(kernel, y.exact(), g);
    }

    /**
     * Computes the preactivations and the output, and keeps the preactivations, from which the gates of a gradient
     * follow. Returns the inputs that the family worked on: x itself, or its padded copy.
     */
    private Matrix forwardInto(Projection projection, Matrix x) {
        if (!fits(x) || x.rows() > maxBatch) {
            throw Check.illegal("shape of x", x.rows() + " x " + x.columns(),
                "must be at most " + maxBatch + " x " + n);
        }
        setBatch(x.rows());
        Matrix seen = inputs == null || x.columns() > n ? x : padded(x);
        family.preactivations(kernel, network, projection.vectors(), seen, z, workspace);
        family.gates(kernel, network, zPadded, output);
        return seen;
    }

    private Matrix padded(Matrix x) {
        for (int j = 0; j < batch; j++) {
            System.arraycopy(x.values(), x.rowOffset(j), inputs.values(), inputs.rowOffset(j), n);
        }
        return xPadded;
    }

    private Matrix computeResiduals(double[] w, Matrix x, double[] v, int vOffset) {
        Check.length("w", w, family.r());
        family.project(kernel, w, u.vectors().exact());
        Matrix seen = forwardInto(u, x);
        kernel.scaledDifference(x.rows(), v, vOffset, output, 0, 1.0 / x.rows(), residual, 0);
        return seen;
    }

    /** mean ← (1/b) Σ_j (v_j − f_w(x_j)) x_j. */
    private void combineResiduals(double[] w, Matrix x, double[] v, int vOffset) {
        computeResiduals(w, x, v, vOffset);
        kernel.multiplyTransposed(x, residual, 0, mean.exact().values(), mean.exact().offset());
        mean.clearPadding(x);
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
