package org.neurotron.bench.peers;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.neurotron.bench.peers.Workload.Kind;

/**
 * The reformulated algorithm with EJML's dense row-major matrices, on one thread.
 */
final class Ejml extends Reformulated {

    private final DMatrixRMaj[] matrices;
    private final DMatrixRMaj mean;
    private final DMatrixRMaj x;

    // Views of the vectors that the gates are computed on.
    private final DMatrixRMaj wView;
    private final DMatrixRMaj zView;
    private final DMatrixRMaj dView;
    private final DMatrixRMaj eView;
    private final DMatrixRMaj gView;

    /** Projected filter, blocks × n, and one row of it. */
    private final DMatrixRMaj u;
    private final DMatrixRMaj uRow;

    /** Weighted sums of inputs, blocks × n, and one row of it as a column. */
    private final DMatrixRMaj y;
    private final DMatrixRMaj yRow;

    Ejml(Workload workload) {
        super(workload);
        double[][] values = matrices(workload);
        matrices = new DMatrixRMaj[values.length];
        for (int l = 0; l < values.length; l++) {
            matrices[l] = DMatrixRMaj.wrap(r, n, values[l]);
        }
        mean = kind == Kind.DENSE ? DMatrixRMaj.wrap(r, n, workload.tronMatrix())
            : kind == Kind.AFFINE ? matrices[0] : null;
        x = DMatrixRMaj.wrap(b, n, workload.inputs());
        wView = DMatrixRMaj.wrap(r, 1, w);
        zView = DMatrixRMaj.wrap(blocks, b, z);
        dView = DMatrixRMaj.wrap(b, 1, d);
        eView = DMatrixRMaj.wrap(blocks, b, e);
        gView = DMatrixRMaj.wrap(r, 1, g);
        u = kind == Kind.SINGLE ? DMatrixRMaj.wrap(1, n, w) : new DMatrixRMaj(blocks, n);
        uRow = new DMatrixRMaj(n, 1);
        y = kind == Kind.SINGLE ? DMatrixRMaj.wrap(1, n, g) : new DMatrixRMaj(blocks, n);
        yRow = kind == Kind.SINGLE ? DMatrixRMaj.wrap(n, 1, g) : new DMatrixRMaj(n, 1);
    }

    @Override
    void project() {
        for (int l = 0; l < blocks; l++) {
            CommonOps_DDRM.multTransA(matrices[l], wView, uRow);
            System.arraycopy(uRow.data, 0, u.data, l * n, n);
        }
    }

    @Override
    void multiplyInputs() {
        CommonOps_DDRM.multTransB(u, x, zView);
    }

    @Override
    void combineResiduals() {
        CommonOps_DDRM.multTransA(x, dView, yRow);
    }

    @Override
    void combineGates() {
        CommonOps_DDRM.mult(eView, x, y);
    }

    @Override
    void multiplyByMean() {
        CommonOps_DDRM.mult(mean, yRow, gView);
    }

    @Override
    void backProject() {
        for (int l = 0; l < blocks; l++) {
            System.arraycopy(y.data, l * n, yRow.data, 0, n);
            if (l == 0) {
                CommonOps_DDRM.mult(matrices[l], yRow, gView);
            } else {
                CommonOps_DDRM.multAdd(matrices[l], yRow, gView);
            }
        }
    }

    /** Z = U Xᵀ. */
    static final class Product implements Products.Product {

        private final DMatrixRMaj u;
        private final DMatrixRMaj x;
        private final DMatrixRMaj z;

        Product(Workload workload) {
            Shape shape = workload.shape();
            u = DMatrixRMaj.wrap(shape.k(), shape.n(), Products.left(workload));
            x = DMatrixRMaj.wrap(shape.b(), shape.n(), workload.inputs());
            z = new DMatrixRMaj(shape.k(), shape.b());
        }

        @Override
        public void multiply() {
            CommonOps_DDRM.multTransB(u, x, z);
        }

        @Override
        public double[] result() {
            return z.data.clone();
        }
    }
}
