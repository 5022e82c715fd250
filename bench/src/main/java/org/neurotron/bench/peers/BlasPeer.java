package org.neurotron.bench.peers;

import java.util.ArrayList;
import java.util.List;
import org.neurotron.bench.peers.Workload.Kind;

/**
 * The reformulated algorithm with a BLAS. Small blocks stand side by side in panels, so that one call does the work of
 * several.
 *
 * @param <V> numbers in memory as the library takes them
 */
final class BlasPeer<V> extends Reformulated {

    /** Most elements of a panel of more than one block: 1 MiB. */
    private static final long LARGEST_PANEL = 1 << 17;

    private final Blas<V> blas;

    /** Blocks first, …, first + count − 1 side by side, r × (count · n). */
    private record Panel<V>(V values, int first, int count) {
    }

    private final List<Panel<V>> panels = new ArrayList<>();

    /** Matrix of the Tron-gradient, r × n. */
    private final V mean;

    private final V x;

    /** Projected filter, blocks × n. */
    private final V u;

    /** Weighted sums of inputs, blocks × n. */
    private final V y;

    // The vectors that Java reads and writes too.
    private final V sharedW;
    private final V sharedZ;
    private final V sharedD;
    private final V sharedE;
    private final V sharedG;

    BlasPeer(Workload workload, Blas<V> blas) {
        super(workload);
        this.blas = blas;
        if (kind == Kind.SINGLE) {
            mean = null;
        } else {
            int most = Math.clamp(LARGEST_PANEL / ((long) r * n), 1, blocks);
            for (int first = 0; first < blocks; first += most) {
                int count = Math.min(most, blocks - first);
                panels.add(new Panel<>(blas.own(sideBySide(workload, first, count)), first, count));
            }
            mean = blas.own(workload.tronMatrix());
        }
        x = blas.own(workload.inputs());
        sharedW = blas.share(w);
        sharedZ = blas.share(z);
        sharedD = blas.share(d);
        sharedE = blas.share(e);
        sharedG = blas.share(g);
        u = kind == Kind.SINGLE ? sharedW : blas.own(new double[blocks * n]);
        y = kind == Kind.SINGLE ? sharedG : blas.own(new double[blocks * n]);
    }

    private double[] sideBySide(Workload workload, int first, int count) {
        if (count == 1) {
            return workload.block(first);
        }
        double[] wide = new double[r * count * n];
        for (int l = 0; l < count; l++) {
            double[] block = workload.block(first + l);
            for (int i = 0; i < r; i++) {
                System.arraycopy(block, i * n, wide, (i * count + l) * n, n);
            }
        }
        return wide;
    }

    @Override
    void project() {
        for (int p = 0; p < panels.size(); p++) {
            Panel<V> panel = panels.get(p);
            blas.multiplyTransposed(r, panel.count * n, panel.values, sharedW, u, panel.first * n);
        }
    }

    @Override
    void multiplyInputs() {
        if (blocks == 1) {
            blas.multiply(b, n, x, u, 0, 0, sharedZ);
        } else {
            blas.multiplyByTransposed(blocks, b, n, u, x, sharedZ);
        }
    }

    @Override
    void combineResiduals() {
        blas.multiplyTransposed(b, n, x, sharedD, y, 0);
    }

    @Override
    void combineGates() {
        if (blocks == 1) {
            blas.multiplyTransposed(b, n, x, sharedE, y, 0);
        } else {
            blas.multiply(blocks, n, b, sharedE, x, y);
        }
    }

    @Override
    void multiplyByMean() {
        blas.multiply(r, n, mean, y, 0, 0, sharedG);
    }

    @Override
    void backProject() {
        for (int p = 0; p < panels.size(); p++) {
            Panel<V> panel = panels.get(p);
            blas.multiply(r, panel.count * n, panel.values, y, panel.first * n, p == 0 ? 0 : 1, sharedG);
        }
    }

    /**
     * Z = U Xᵀ.
     *
     * @param <V> numbers in memory as the library takes them
     */
    static final class Product<V> implements Products.Product {

        private final Shape shape;
        private final Blas<V> blas;
        private final V u;
        private final V x;
        private final double[] z;
        private final V sharedZ;

        Product(Workload workload, Blas<V> blas) {
            shape = workload.shape();
            this.blas = blas;
            u = blas.own(Products.left(workload));
            x = blas.own(workload.inputs());
            z = new double[shape.k() * shape.b()];
            sharedZ = blas.share(z);
        }

        @Override
        public void multiply() {
            blas.multiplyByTransposed(shape.k(), shape.b(), shape.n(), u, x, sharedZ);
        }

        @Override
        public double[] result() {
            return z.clone();
        }
    }
}
