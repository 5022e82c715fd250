package org.neurotron.network;

import java.util.List;
import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;

/**
 * Any list of sensing matrices. With u_i = A_iᵀw computed once per step, a mini-batch of b costs k·n·(r + b)
 * multiplications instead of k·r·n·b.
 */
public final class DenseFamily extends SideBySideFamily {

    /**
     * Builds a family from copies of the matrices.
     *
     * @param sensingMatrices A_1, …, A_k, each r × n; at least one
     * @throws IllegalArgumentException if there is none, the shapes differ, an element is not finite, or one array
     *                                  cannot hold them
     */
    public DenseFamily(List<Matrix> sensingMatrices) {
        if (sensingMatrices.isEmpty()) {
            throw Check.illegal("k", 0, "must be a whole number >= 1");
        }
        Matrix wide = SideBySide.of(sensingMatrices.toArray(Matrix[]::new));
        int n = sensingMatrices.getFirst().columns();
        int k = sensingMatrices.size();
        super(wide, meanOf(wide, n, k), n, k);
    }

    private static Matrix meanOf(Matrix wide, int n, int k) {
        Matrix mean = Matrix.zeros(wide.rows(), n);
        for (int row = 0; row < wide.rows(); row++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int i = 0; i < k; i++) {
                    sum += wide.get(row, i * Lanes.pad(n) + j);
                }
                mean.set(row, j, sum / k);
            }
        }
        return mean.padded();
    }

    @Override
    public Matrix sensingMatrix(int i) {
        return block(Objects.checkIndex(i, k())).copy();
    }
}
