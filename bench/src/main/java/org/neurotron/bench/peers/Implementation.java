package org.neurotron.bench.peers;

/**
 * One way of doing the work. It keeps data and results in memory of its own, laid out as it likes best, so that a call
 * is the work alone.
 */
public interface Implementation {

    /**
     * Sets the filter.
     *
     * @param w r elements
     */
    void setFilter(double[] w);

    /**
     * The filter.
     *
     * @return w, r elements
     */
    double[] filter();

    /** Computes {@link #outputs} from the filter. */
    void forward();

    /**
     * Result of {@link #forward}.
     *
     * @return f_w(x_j), b elements
     */
    double[] outputs();

    /** Computes the Tron-gradient of Algorithm 1 into {@link #gradient}. */
    void tronGradient();

    /** Computes the exact mini-batch gradient of SGD, with σ'(y) = 1 for y &gt; 0, into {@link #gradient}. */
    void sgdGradient();

    /**
     * Result of {@link #tronGradient} or {@link #sgdGradient}.
     *
     * @return g, r elements
     */
    double[] gradient();

    /** A whole step of Neuro-Tron: w ← w + {@link Workload#ETA} g. */
    void step();
}
