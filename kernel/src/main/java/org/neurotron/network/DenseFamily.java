package org.neurotron.network;

import java.util.List;
import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;

/**
 * Any list of sensing matrices. With u_i = A_iᵀw computed once per step, a mini-batch of b costs k·n·(r + b)
 * multiplications instead of k·r·n·b.
 */
public final class DenseFamily extends SensingFamily {

    /** [A_1 | … | A_k], r rows of k padded parts. */
    private final Matrix blocks;
    private final Matrix mean;

    /**
     * Builds a family from copies of the matrices.
     *
     * @param sensingMatrices A_1, …, A_k, each r × n; at least one
     * @throws IllegalArgumentException if there is none, the shapes differ, an element is not finite, or one array
     *                                  cannot hold them
     */
    public DenseFamily(List<Matrix> sensingMatrices) {
        super(first(sensingMatrices).columns(), first(sensingMatrices).rows(), sensingMatrices.size());
        blocks = SideBySide.of(sensingMatrices.toArray(Matrix[]::new));
        mean = meanOf(blocks, n(), k());
    }

    private static Matrix first(List<Matrix> sensingMatrices) {
        if (sensingMatrices.isEmpty()) {
            throw Check.illegal("k", 0, "must be a whole number >= 1");
        }
        return sensingMatrices.getFirst();
    }

    @Override
    public Matrix sensingMatrix(int i) {
        return blocks.columns(Objects.checkIndex(i, k()) * Lanes.pad(n()), n()).copy();
    }

    @Override
    public Matrix mean() {
        return mean.columns(0, n()).copy();
    }

    private static Matrix meanOf(Matrix blocks, int n, int k) {
        Matrix mean = Matrix.zeros(blocks.rows(), n);
        for (int row = 0; row < blocks.rows(); row++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int i = 0; i < k; i++) {
                    sum += blocks.get(row, i * Lanes.pad(n) + j);
                }
                mean.set(row, j, sum / k);
            }
        }
        return mean.padded();
    }

    @Override
    int blocks() {
        return k();
    }

    @Override
    void project(Kernel kernel, double[] w, Matrix u) {
        kernel.multiplyTransposed(blocks, w, 0, u.values(), u.offset());
    }

    @Override
    void backProject(Kernel kernel, Matrix y, double[] g) {
        kernel.multiply(blocks, y.values(), y.offset(), g, 0);
    }

    @Override
    void multiplyByMean(Kernel kernel, Matrix y, double[] g) {
        kernel.multiply(mean, y.values(), y.offset(), g, 0);
    }

    @Override
    void gates(Kernel kernel, Matrix z, double[] q, double leak, double scale, double[] f) {
        kernel.gates(z, q, leak, scale, f, 0);
    }

    @Override
    void gateWeights(Kernel kernel, Matrix z, double[] q, double leak, double scale, double[] residual, Matrix d) {
        kernel.gateWeights(z, q, leak, scale, residual, 0, d);
    }
}
