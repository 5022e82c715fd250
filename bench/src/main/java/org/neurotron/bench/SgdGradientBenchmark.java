package org.neurotron.bench;

import org.neurotron.bench.peers.Implementation;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Forward pass and exact SGD gradient of a mini-batch.
 */
public class SgdGradientBenchmark extends ImplementationBenchmark {

    /**
     * An SGD gradient.
     *
     * @return who computed, so that the work counts
     */
    @Benchmark
    public Implementation sgdGradient() {
        computer.sgdGradient();
        return computer;
    }
}
