package org.neurotron.bench.peers;

/**
 * An implementation whose filter and results are Java arrays.
 */
abstract class InJava implements Implementation {

    /** Filter, r elements. */
    final double[] w;

    /** Outputs, b elements. */
    final double[] f;

    /** Gradient, r elements. */
    final double[] g;

    InJava(Workload workload) {
        w = workload.start();
        f = new double[workload.shape().b()];
        g = new double[workload.shape().r()];
    }

    @Override
    public final void setFilter(double[] filter) {
        System.arraycopy(filter, 0, w, 0, w.length);
    }

    @Override
    public final double[] filter() {
        return w.clone();
    }

    @Override
    public final double[] outputs() {
        return f.clone();
    }

    @Override
    public final double[] gradient() {
        return g.clone();
    }
}
