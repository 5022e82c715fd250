package org.neurotron.bench.peers;

import java.util.Arrays;
import org.neurotron.bench.peers.Workload.Kind;

/**
 * The reformulated algorithm in dot order: every element of every product is one sum, written plainly. C2 keeps the
 * order of additions and so cannot vectorise any of it.
 */
final class ScalarDot extends Reformulated {

    private final double[][] matrices;
    private final double[] mean;
    private final double[] x;

    /** Projected filter, blocks × n. */
    private final double[] u;

    /** Weighted sums of inputs, blocks × n. */
    private final double[] y;

    ScalarDot(Workload workload) {
        super(workload);
        matrices = matrices(workload);
        mean = kind == Kind.AFFINE ? matrices[0] : workload.tronMatrix();
        x = workload.inputs();
        u = kind == Kind.SINGLE ? w : new double[blocks * n];
        y = kind == Kind.SINGLE ? g : new double[blocks * n];
    }

    @Override
    void project() {
        for (int l = 0; l < blocks; l++) {
            for (int j = 0; j < n; j++) {
                u[l * n + j] = dot(r, matrices[l], j, n, w, 0);
            }
        }
    }

    @Override
    void multiplyInputs() {
        for (int l = 0; l < blocks; l++) {
            for (int s = 0; s < b; s++) {
                z[l * b + s] = dot(n, x, s * n, 1, u, l * n);
            }
        }
    }

    @Override
    void gates() {
        for (int s = 0; s < b; s++) {
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum += Math.max(kind == Kind.AFFINE ? z[s] + c[i] * z[b + s] : z[i * b + s], 0);
            }
            f[s] = sum / k;
        }
    }

    @Override
    void combineResiduals() {
        for (int j = 0; j < n; j++) {
            y[j] = dot(b, x, j, n, d, 0);
        }
    }

    @Override
    void combineGates() {
        for (int l = 0; l < blocks; l++) {
            for (int j = 0; j < n; j++) {
                y[l * n + j] = dot(b, x, j, n, e, l * b);
            }
        }
    }

    @Override
    void multiplyByMean() {
        for (int i = 0; i < r; i++) {
            g[i] = dot(n, mean, i * n, 1, y, 0);
        }
    }

    @Override
    void backProject() {
        Arrays.fill(g, 0);
        for (int l = 0; l < blocks; l++) {
            for (int i = 0; i < r; i++) {
                g[i] += dot(n, matrices[l], i * n, 1, y, l * n);
            }
        }
    }

    private static double dot(int count, double[] a, int aOffset, int aStride, double[] x, int xOffset) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += a[aOffset + i * aStride] * x[xOffset + i];
        }
        return sum;
    }
}
