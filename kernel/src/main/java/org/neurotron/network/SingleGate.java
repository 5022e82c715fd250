package org.neurotron.network;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;

/**
 * The single gate: k = 1, r = n and A = I, which is never formed, so that a step costs O(b·n).
 */
public final class SingleGate extends SensingFamily {

    /**
     * Builds the family.
     *
     * @param n dimension of inputs and filter, ≥ 1
     * @throws IllegalArgumentException if {@code n < 1}
     */
    public SingleGate(int n) {
        super(Check.positive("n", n), n, 1);
    }

    @Override
    public Matrix sensingMatrix(int i) {
        Objects.checkIndex(i, 1);
        return mean();
    }

    @Override
    public Matrix mean() {
        Matrix identity = Matrix.zeros(n(), n());
        for (int i = 0; i < n(); i++) {
            identity.set(i, i, 1);
        }
        return identity;
    }

    @Override
    int blocks() {
        return 1;
    }

    @Override
    void project(Kernel kernel, double[] w, Matrix u) {
        System.arraycopy(w, 0, u.values(), u.offset(), n());
    }

    @Override
    void backProject(Kernel kernel, Matrix y, double[] g) {
        System.arraycopy(y.values(), y.offset(), g, 0, n());
    }

    @Override
    void multiplyByMean(Kernel kernel, Matrix y, double[] g) {
        backProject(kernel, y, g);
    }
}
