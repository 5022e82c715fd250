package org.neurotron.bench;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How fast memory can be read: one pass of multiply-adds over an array that fits into the L1, L2 or L3 cache, or into
 * none.
 */
@State(Scope.Thread)
public class BandwidthBenchmark extends AbstractBenchmark {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    private static final int LENGTH = SPECIES.length();

    /** So that the elements read begin on a cache line, as the rows of the library's matrices do. */
    private static final int FIRST = 6;

    /** Size of the array in KiB. */
    @Param({"16", "512", "8192", "262144"})
    public int kib;

    private double[] a;

    /** Fills the array. */
    @Setup
    public void setUp() {
        a = new double[FIRST + kib * 128];
        Arrays.fill(a, 1e-9);
    }

    /**
     * Reads the array.
     *
     * @return a result, so that the work counts
     */
    @Benchmark
    public double pass() {
        DoubleVector x = DoubleVector.broadcast(SPECIES, 0.5);
        DoubleVector s0 = DoubleVector.zero(SPECIES);
        DoubleVector s1 = DoubleVector.zero(SPECIES);
        DoubleVector s2 = DoubleVector.zero(SPECIES);
        DoubleVector s3 = DoubleVector.zero(SPECIES);
        DoubleVector s4 = DoubleVector.zero(SPECIES);
        DoubleVector s5 = DoubleVector.zero(SPECIES);
        DoubleVector s6 = DoubleVector.zero(SPECIES);
        DoubleVector s7 = DoubleVector.zero(SPECIES);
        for (int i = FIRST; i < a.length; i += 8 * LENGTH) {
            s0 = DoubleVector.fromArray(SPECIES, a, i).fma(x, s0);
            s1 = DoubleVector.fromArray(SPECIES, a, i + LENGTH).fma(x, s1);
            s2 = DoubleVector.fromArray(SPECIES, a, i + 2 * LENGTH).fma(x, s2);
            s3 = DoubleVector.fromArray(SPECIES, a, i + 3 * LENGTH).fma(x, s3);
            s4 = DoubleVector.fromArray(SPECIES, a, i + 4 * LENGTH).fma(x, s4);
            s5 = DoubleVector.fromArray(SPECIES, a, i + 5 * LENGTH).fma(x, s5);
            s6 = DoubleVector.fromArray(SPECIES, a, i + 6 * LENGTH).fma(x, s6);
            s7 = DoubleVector.fromArray(SPECIES, a, i + 7 * LENGTH).fma(x, s7);
        }
        return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).lane(0);
    }
}
