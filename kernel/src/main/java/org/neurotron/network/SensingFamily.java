package org.neurotron.network;

import java.util.Arrays;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;

/**
 * The k sensing matrices A_i ∈ R^{r×n} of a network. Immutable and safe for use by several threads.
 */
public abstract sealed class SensingFamily permits SelectionFamily, SideBySideFamily, SingleGate {

    private final int n;
    private final int r;
    private final int k;

    SensingFamily(int n, int r, int k) {
        this.n = n;
        this.r = r;
        this.k = k;
    }

    /**
     * Dimension of the inputs.
     *
     * @return n ≥ 1
     */
    public final int n() {
        return n;
    }

    /**
     * Dimension of the filter.
     *
     * @return r ≥ 1
     */
    public final int r() {
        return r;
    }

    /**
     * Width of the network.
     *
     * @return k ≥ 1
     */
    public final int k() {
        return k;
    }

    /**
     * One sensing matrix, written out.
     *
     * @param i index, from 0 to k − 1
     * @return A_i, a new r × n matrix
     * @throws IndexOutOfBoundsException if there is no such index
     */
    public abstract Matrix sensingMatrix(int i);

    /**
     * The mean (1/k) Σ A_i, which serves as the matrix of the Tron-gradient unless another one is given. For an affine
     * family it is M itself.
     *
     * @return a new r × n matrix
     */
    public abstract Matrix mean();

    /** Number of blocks, to each of which belongs a row of preactivations: 2, k or 1. */
    abstract int blocks();

    /** Room for a projection of w, or for what is taken back to w; unless the family says otherwise, blocks × n. */
    Padded newProjection() {
        return Padded.zeros(blocks(), n);
    }

    /** Length of the workspace for {@link #preactivations}. */
    int workspaceLength() {
        return Kernel.workspaceLength(blocks());
    }

    /** Whether inputs must have their columns extended by zeros to a multiple of eight. */
    boolean needsPaddedInputs() {
        return false;
    }

    /** u = blocksᵀ w. */
    abstract void project(Kernel kernel, double[] w, Matrix u);

    /** z = u · Xᵀ, blocks × b. */
    void preactivations(Kernel kernel, Network network, Padded u, Matrix x, Matrix z, double[] workspace) {
        kernel.multiplyByTransposed(u.like(x), x, z, workspace);
    }

    /** y = d · X, for d blocks × b: the adjoint of {@link #preactivations}. */
    void combine(Kernel kernel, Matrix d, Matrix x, Padded y) {
        kernel.multiply(d, x, y.like(x));
        y.clearPadding(x);
    }

    /** y = d · x_1ᵀ, for d blocks × 1. */
    void combineFirst(Kernel kernel, Matrix d, Matrix x, Padded y) {
        Matrix rows = y.exact();
        Arrays.fill(rows.values(), 0);
        for (int i = 0; i < rows.rows(); i++) {
            kernel.addScaled(n, d.values()[d.rowOffset(i)], x.values(), x.offset(), rows.values(), rows.rowOffset(i));
        }
    }

    /** g = Σ blocks · y, with padded rows: the adjoint of {@link #project}. */
    abstract void backProject(Kernel kernel, Matrix y, double[] g);

    /** g = mean · y for one padded row y of n elements: the Tron-gradient with the default matrix. */
    abstract void multiplyByMean(Kernel kernel, Matrix y, double[] g);

    /** f_j = (1/k) Σ_i q_i σ(…) from the preactivations z, blocks × b; here a block is a gate. */
    void gates(Kernel kernel, Network network, Matrix z, double[] f) {
        kernel.gates(z, network.sharedOuterWeights(), network.leak(), 1.0 / k, f, 0);
    }

    /** The weights of the samples in the gradient's blocks, from the same preactivations; here a block is a gate. */
    void gateWeights(Kernel kernel, Network network, Matrix z, double[] residual, Matrix d) {
        kernel.gateWeights(z, network.sharedOuterWeights(), network.leak(), 1.0 / k, residual, 0, d);
    }
}
