package org.neurotron.bench.peers;

import java.util.Arrays;
import org.neurotron.bench.peers.Workload.Kind;

/**
 * The algorithm with the filter taken to the inputs' side, wᵀA_i x = (A_iᵀw)·x: five products, which subclasses compute
 * as they like, and between them the gates. The affine family has two blocks instead of k, wᵀA_i x = p + c_i s with
 * p = (Mᵀw)·x and s = (Cᵀw)·x. For the single gate, whose matrix is the identity, u is w and y is g.
 *
 * <p>The gates go over the width outside and over the samples inside, which C2 vectorises.
 */
abstract class Reformulated extends InJava {

    final Kind kind;

    /** Dimension of the inputs. */
    final int n;

    /** Dimension of the filter. */
    final int r;

    /** Width. */
    final int k;

    /** Size of the mini-batch. */
    final int b;

    /** Matrices that are multiplied. */
    final int blocks;

    /** Coefficients of the affine family, k elements. */
    final double[] c;

    /** Products of inputs and projected filter, blocks × b. */
    final double[] z;

    /** Residuals over b, b elements. */
    final double[] d;

    /** Residuals behind the gates, blocks × b. */
    final double[] e;

    private final double[] v;

    // Rows of z. C2 vectorises loops over arrays of their own only.
    private final double[] p;
    private final double[] s;

    Reformulated(Workload workload) {
        super(workload);
        Shape shape = workload.shape();
        kind = workload.kind();
        n = shape.n();
        r = shape.r();
        k = shape.k();
        b = shape.b();
        blocks = workload.blocks();
        c = workload.coefficients();
        z = new double[blocks * b];
        d = new double[b];
        e = new double[blocks * b];
        v = workload.labels();
        p = new double[b];
        s = new double[b];
    }

    /** The blocks, r × n each; none for the single gate. */
    static double[][] matrices(Workload workload) {
        double[][] matrices = new double[workload.kind() == Kind.SINGLE ? 0 : workload.blocks()][];
        for (int l = 0; l < matrices.length; l++) {
            matrices[l] = workload.block(l);
        }
        return matrices;
    }

    /** Computes u_l = B_lᵀ w for each block B_l; not called for the single gate. */
    abstract void project();

    /** Computes Z = U Xᵀ. */
    abstract void multiplyInputs();

    /** Computes the first row of Y, y = Xᵀ d. */
    abstract void combineResiduals();

    /** Computes Y = E X, one row a block. */
    abstract void combineGates();

    /** Computes g = M y with the first row of Y; not called for the single gate. */
    abstract void multiplyByMean();

    /** Computes g = Σ_l B_l y_l; not called for the single gate. */
    abstract void backProject();

    /** Computes f from z. */
    void gates() {
        Arrays.fill(f, 0);
        if (kind == Kind.AFFINE) {
            System.arraycopy(z, 0, p, 0, b);
            System.arraycopy(z, b, s, 0, b);
            for (int i = 0; i < k; i++) {
                addAffineGate(c[i]);
            }
        } else {
            for (int i = 0; i < k; i++) {
                System.arraycopy(z, i * b, p, 0, b);
                addGate();
            }
        }
        for (int j = 0; j < b; j++) {
            f[j] /= 2.0 * k;
        }
    }

    // Both add t + |t| = 2 max(t, 0), which needs none of the cases that Math.max has for NaN and -0.

    private void addAffineGate(double coefficient) {
        for (int j = 0; j < b; j++) {
            double t = p[j] + coefficient * s[j];
            f[j] += t + Math.abs(t);
        }
    }

    private void addGate() {
        for (int j = 0; j < b; j++) {
            f[j] += p[j] + Math.abs(p[j]);
        }
    }

    /** Computes e from z and d. */
    private void gateWeights() {
        if (kind == Kind.AFFINE) {
            for (int j = 0; j < b; j++) {
                double open = 0;
                double coefficients = 0;
                for (int i = 0; i < k; i++) {
                    double gate = z[j] + c[i] * z[b + j] > 0 ? 1 : 0;
                    open += gate;
                    coefficients += gate * c[i];
                }
                e[j] = d[j] / k * open;
                e[b + j] = d[j] / k * coefficients;
            }
        } else {
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < b; j++) {
                    e[i * b + j] = z[i * b + j] > 0 ? d[j] / k : 0;
                }
            }
        }
    }

    private void residuals() {
        for (int j = 0; j < b; j++) {
            d[j] = (v[j] - f[j]) / b;
        }
    }

    @Override
    public final void forward() {
        if (kind != Kind.SINGLE) {
            project();
        }
        multiplyInputs();
        gates();
    }

    @Override
    public final void tronGradient() {
        forward();
        residuals();
        combineResiduals();
        if (kind != Kind.SINGLE) {
            multiplyByMean();
        }
    }

    @Override
    public final void sgdGradient() {
        forward();
        residuals();
        gateWeights();
        combineGates();
        if (kind != Kind.SINGLE) {
            backProject();
        }
    }

    @Override
    public final void step() {
        tronGradient();
        for (int i = 0; i < r; i++) {
            w[i] += Workload.ETA * g[i];
        }
    }
}
