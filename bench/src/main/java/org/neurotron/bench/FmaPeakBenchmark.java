package org.neurotron.bench;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * How fast the machine can multiply and add: the time of one floating-point operation (a fused multiply-add counts as
 * two) in twelve independent chains of the widest vectors, without memory.
 */
@State(Scope.Thread)
public class FmaPeakBenchmark extends AbstractBenchmark {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    private static final int ROUNDS = 1_024;

    private static final int CHAINS = 12;

    /** Operations are counted for eight lanes; fewer lanes repeat the rounds. */
    private static final int REPETITIONS = 8 / SPECIES.length();

    private final double factor = 0.999;
    private final double[] sink = new double[8];

    /**
     * 1 024 rounds of twelve multiply-adds of eight lanes.
     *
     * @return a result, so that the work counts
     */
    @Benchmark
    @OperationsPerInvocation(2 * 8 * CHAINS * ROUNDS)
    public double[] operation() {
        DoubleVector x = DoubleVector.broadcast(SPECIES, factor);
        DoubleVector y = DoubleVector.broadcast(SPECIES, 1 - factor);
        DoubleVector s0 = DoubleVector.broadcast(SPECIES, 0.1);
        DoubleVector s1 = DoubleVector.broadcast(SPECIES, 0.2);
        DoubleVector s2 = DoubleVector.broadcast(SPECIES, 0.3);
        DoubleVector s3 = DoubleVector.broadcast(SPECIES, 0.4);
        DoubleVector s4 = DoubleVector.broadcast(SPECIES, 0.5);
        DoubleVector s5 = DoubleVector.broadcast(SPECIES, 0.6);
        DoubleVector s6 = DoubleVector.broadcast(SPECIES, 0.7);
        DoubleVector s7 = DoubleVector.broadcast(SPECIES, 0.8);
        DoubleVector s8 = DoubleVector.broadcast(SPECIES, 0.9);
        DoubleVector s9 = DoubleVector.broadcast(SPECIES, 1.1);
        DoubleVector s10 = DoubleVector.broadcast(SPECIES, 1.2);
        DoubleVector s11 = DoubleVector.broadcast(SPECIES, 1.3);
        for (int i = 0; i < ROUNDS * REPETITIONS; i++) {
            s0 = s0.fma(x, y);
            s1 = s1.fma(x, y);
            s2 = s2.fma(x, y);
            s3 = s3.fma(x, y);
            s4 = s4.fma(x, y);
            s5 = s5.fma(x, y);
            s6 = s6.fma(x, y);
            s7 = s7.fma(x, y);
            s8 = s8.fma(x, y);
            s9 = s9.fma(x, y);
            s10 = s10.fma(x, y);
            s11 = s11.fma(x, y);
        }
        s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).add(s10).add(s11)
            .intoArray(sink, 0);
        return sink;
    }
}
