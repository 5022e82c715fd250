package org.neurotron.bench;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * How fast the machine can multiply and add: the time of one floating-point operation (a fused multiply-add counts as
 * two) in independent chains of the widest vectors, without memory.
 *
 * <p>On Zen 4 the same instructions run at half the speed when the loop happens to begin at an unlucky address. Hence
 * several numbers of chains; the peak is the fastest iteration of them all.
 */
@State(Scope.Thread)
public class FmaPeakBenchmark extends AbstractBenchmark {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    /** Multiply-adds of a vector in a call; a multiple of every number of chains. */
    private static final int ROUNDS = 12_000;

    /** Independent chains of multiply-adds. */
    @Param({"8", "10", "12"})
    public int chains;

    private final double[] sink = new double[8];

    /**
     * As many multiply-adds as if a vector had eight lanes: narrower ones repeat them.
     *
     * @return a result, so that the work counts
     */
    @Benchmark
    @OperationsPerInvocation(2 * 8 * ROUNDS)
    public double[] operation() {
        double[] result = sink;
        for (int lanes = 0; lanes < 8; lanes += SPECIES.length()) {
            result = switch (chains) {
                case 8 -> chains8(sink);
                case 10 -> chains10(sink);
                case 12 -> chains12(sink);
                default -> throw new IllegalArgumentException("chains = " + chains + ": must be 8, 10 or 12");
            };
        }
        return result;
    }

    private static double[] chains8(double[] sink) {
        DoubleVector x = DoubleVector.broadcast(SPECIES, 0.999);
        DoubleVector y = DoubleVector.broadcast(SPECIES, 1e-9);
        DoubleVector s0 = DoubleVector.broadcast(SPECIES, 0.1);
        DoubleVector s1 = DoubleVector.broadcast(SPECIES, 0.2);
        DoubleVector s2 = DoubleVector.broadcast(SPECIES, 0.3);
        DoubleVector s3 = DoubleVector.broadcast(SPECIES, 0.4);
        DoubleVector s4 = DoubleVector.broadcast(SPECIES, 0.5);
        DoubleVector s5 = DoubleVector.broadcast(SPECIES, 0.6);
        DoubleVector s6 = DoubleVector.broadcast(SPECIES, 0.7);
        DoubleVector s7 = DoubleVector.broadcast(SPECIES, 0.8);
        for (int i = 0; i < ROUNDS / 8; i++) {
            s0 = x.fma(y, s0);
            s1 = x.fma(y, s1);
            s2 = x.fma(y, s2);
            s3 = x.fma(y, s3);
            s4 = x.fma(y, s4);
            s5 = x.fma(y, s5);
            s6 = x.fma(y, s6);
            s7 = x.fma(y, s7);
        }
        s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).intoArray(sink, 0);
        return sink;
    }

    private static double[] chains10(double[] sink) {
        DoubleVector x = DoubleVector.broadcast(SPECIES, 0.999);
        DoubleVector y = DoubleVector.broadcast(SPECIES, 1e-9);
        DoubleVector s0 = DoubleVector.broadcast(SPECIES, 0.1);
        DoubleVector s1 = DoubleVector.broadcast(SPECIES, 0.2);
        DoubleVector s2 = DoubleVector.broadcast(SPECIES, 0.3);
        DoubleVector s3 = DoubleVector.broadcast(SPECIES, 0.4);
        DoubleVector s4 = DoubleVector.broadcast(SPECIES, 0.5);
        DoubleVector s5 = DoubleVector.broadcast(SPECIES, 0.6);
        DoubleVector s6 = DoubleVector.broadcast(SPECIES, 0.7);
        DoubleVector s7 = DoubleVector.broadcast(SPECIES, 0.8);
        DoubleVector s8 = DoubleVector.broadcast(SPECIES, 0.9);
        DoubleVector s9 = DoubleVector.broadcast(SPECIES, 1.0);
        for (int i = 0; i < ROUNDS / 10; i++) {
            s0 = x.fma(y, s0);
            s1 = x.fma(y, s1);
            s2 = x.fma(y, s2);
            s3 = x.fma(y, s3);
            s4 = x.fma(y, s4);
            s5 = x.fma(y, s5);
            s6 = x.fma(y, s6);
            s7 = x.fma(y, s7);
            s8 = x.fma(y, s8);
            s9 = x.fma(y, s9);
        }
        s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).intoArray(sink, 0);
        return sink;
    }

    private static double[] chains12(double[] sink) {
        DoubleVector x = DoubleVector.broadcast(SPECIES, 0.999);
        DoubleVector y = DoubleVector.broadcast(SPECIES, 1e-9);
        DoubleVector s0 = DoubleVector.broadcast(SPECIES, 0.1);
        DoubleVector s1 = DoubleVector.broadcast(SPECIES, 0.2);
        DoubleVector s2 = DoubleVector.broadcast(SPECIES, 0.3);
        DoubleVector s3 = DoubleVector.broadcast(SPECIES, 0.4);
        DoubleVector s4 = DoubleVector.broadcast(SPECIES, 0.5);
        DoubleVector s5 = DoubleVector.broadcast(SPECIES, 0.6);
        DoubleVector s6 = DoubleVector.broadcast(SPECIES, 0.7);
        DoubleVector s7 = DoubleVector.broadcast(SPECIES, 0.8);
        DoubleVector s8 = DoubleVector.broadcast(SPECIES, 0.9);
        DoubleVector s9 = DoubleVector.broadcast(SPECIES, 1.0);
        DoubleVector s10 = DoubleVector.broadcast(SPECIES, 1.1);
        DoubleVector s11 = DoubleVector.broadcast(SPECIES, 1.2);
        for (int i = 0; i < ROUNDS / 12; i++) {
            s0 = x.fma(y, s0);
            s1 = x.fma(y, s1);
            s2 = x.fma(y, s2);
            s3 = x.fma(y, s3);
            s4 = x.fma(y, s4);
            s5 = x.fma(y, s5);
            s6 = x.fma(y, s6);
            s7 = x.fma(y, s7);
            s8 = x.fma(y, s8);
            s9 = x.fma(y, s9);
            s10 = x.fma(y, s10);
            s11 = x.fma(y, s11);
        }
        s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).intoArray(sink, 0);
        return sink;
    }
}
