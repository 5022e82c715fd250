package org.neurotron.network;

import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;

/**
 * A family whose blocks lie side by side in one wide matrix, [B_1 | B_2 | …], each padded with zeros to whole groups of
 * lanes. One product with that matrix serves all of them: transposed it projects w onto every block, and straight it
 * sums B_i y_i.
 */
abstract sealed class SideBySideFamily extends SensingFamily permits AffineFamily, DenseFamily {

    private final Matrix wide;
    private final Matrix mean;

    /** A family of k gates over blocks already side by side (see {@link SideBySide}), with a padded mean. */
    SideBySideFamily(Matrix wide, Matrix mean, int n, int k) {
        super(n, wide.rows(), k);
        this.wide = wide;
        this.mean = mean;
    }

    /** A view of one block. */
    final Matrix block(int i) {
        return wide.columns(i * Lanes.pad(n()), n());
    }

    @Override
    public final Matrix mean() {
        return mean.columns(0, n()).copy();
    }

    @Override
    final int blocks() {
        return wide.columns() / Lanes.pad(n());
    }

    @Override
    final void project(Kernel kernel, double[] w, Matrix u) {
        kernel.multiplyTransposed(wide, w, 0, u.values(), u.offset());
    }

    @Override
    final void backProject(Kernel kernel, Matrix y, double[] g) {
        kernel.multiply(wide, y.values(), y.offset(), g, 0);
    }

    @Override
    final void multiplyByMean(Kernel kernel, Matrix y, double[] g) {
        kernel.multiply(mean, y.values(), y.offset(), g, 0);
    }
}
