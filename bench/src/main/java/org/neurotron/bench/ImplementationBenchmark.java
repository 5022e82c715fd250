package org.neurotron.bench;

import org.neurotron.bench.peers.Agreement;
import org.neurotron.bench.peers.Implementation;
import org.neurotron.bench.peers.Implementations;
import org.neurotron.bench.peers.Workload;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the harnesses of one question each have in common: who computes, with which sizes, on which sensing matrices.
 */
@State(Scope.Thread)
public abstract class ImplementationBenchmark extends AbstractBenchmark {

    /** Who computes, see {@link Implementations}. */
    @Param("simd-512")
    public String implementation;

    /** A name or {@code NxRxKxB}, see {@link org.neurotron.bench.peers.Shape}. */
    @Param("paper")
    public String shape;

    /** The sensing matrices: {@code affine} or {@code dense}. */
    @Param("affine")
    public String family;

    /** Who computes, ready to. */
    protected Implementation computer;

    private double[] start;

    /** Makes the implementation and checks its results. */
    @Setup
    public void setUp() {
        Workload workload = Workload.parse(shape, family);
        computer = Implementations.create(implementation, workload);
        Agreement.check(implementation, computer, workload);
        start = workload.start();
    }

    /** Restores the filter. */
    @Setup(Level.Iteration)
    public void restore() {
        computer.setFilter(start);
    }
}
