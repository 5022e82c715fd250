package org.neurotron.network;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;

/**
 * The affine family of Remark 1: A_i = M + c_i C with c_i = −k/2, …, −1, 1, …, k/2 and k even; its mean is M.
 *
 * <p>The A_i are never formed. wᵀA_i x = p + c_i s with p = (Mᵀw)·x and s = (Cᵀw)·x, so a mini-batch of b costs
 * 2rn + 2bn + bk multiplications instead of k·r·n·b.
 */
public final class AffineFamily extends SideBySideFamily {

    private final double[] coefficients;

    /**
     * Builds a family from copies of M and C.
     *
     * @param m M, r × n
     * @param c C, r × n
     * @param k width, even, ≥ 2
     * @throws IllegalArgumentException if the shapes differ, k is odd or below 2, or an element is not finite
     */
    public AffineFamily(Matrix m, Matrix c, int k) {
        requireEven(k);
        if (c.rows() != m.rows() || c.columns() != m.columns()) {
            throw Check.illegal("shape of C", c.rows() + " x " + c.columns(),
                "must be that of M, " + m.rows() + " x " + m.columns());
        }
        Matrix wide = SideBySide.of(m, c);
        super(wide, wide.columns(0, Lanes.pad(m.columns())), m.columns(), k);
        coefficients = new double[k];
        for (int i = 0; i < k; i++) {
            coefficients[i] = i < k / 2 ? i - k / 2 : i - k / 2 + 1;
        }
    }

    private static void requireEven(int k) {
        if (k < 2 || k % 2 != 0) {
            throw Check.illegal("k", k, "must be even and >= 2 for the affine family");
        }
    }

    /**
     * One coefficient.
     *
     * @param i index, from 0 to k − 1
     * @return c_i
     * @throws IndexOutOfBoundsException if there is no such index
     */
    public double coefficient(int i) {
        return coefficients[Objects.checkIndex(i, k())];
    }

    /**
     * The matrix that the coefficients multiply; M is {@code mean()}.
     *
     * @return C, a new r × n matrix
     */
    public Matrix direction() {
        return block(1).copy();
    }

    @Override
    public Matrix sensingMatrix(int i) {
        double coefficient = coefficient(i);
        Matrix m = block(0);
        Matrix c = block(1);
        Matrix a = Matrix.zeros(r(), n());
        for (int row = 0; row < r(); row++) {
            for (int j = 0; j < n(); j++) {
                a.set(row, j, Math.fma(coefficient, c.get(row, j), m.get(row, j)));
            }
        }
        return a;
    }

    /** In closed form where all outer weights are the same. */
    @Override
    void gates(Kernel kernel, Network network, Matrix z, double[] f) {
        if (network.hasEqualOuterWeights()) {
            kernel.affineGates(z, k(), network.leak(), network.sharedOuterWeights()[0] / k(), f, 0);
        } else {
            kernel.affineGates(z, coefficients, network.sharedOuterWeights(), network.leak(), 1.0 / k(), f, 0);
        }
    }

    @Override
    void gateWeights(Kernel kernel, Network network, Matrix z, double[] residual, Matrix d) {
        if (network.hasEqualOuterWeights()) {
            kernel.affineGateWeights(z, k(), network.leak(), network.sharedOuterWeights()[0] / k(), residual, 0, d);
        } else {
            kernel.affineGateWeights(z, coefficients, network.sharedOuterWeights(), network.leak(), 1.0 / k(),
                residual, 0, d);
        }
    }
}
