package org.neurotron.bench;

import org.neurotron.bench.peers.Implementation;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Forward pass and Tron-gradient of a mini-batch.
 */
public class TronGradientBenchmark extends ImplementationBenchmark {

    /**
     * A Tron-gradient.
     *
     * @return who computed, so that the work counts
     */
    @Benchmark
    public Implementation tronGradient() {
        computer.tronGradient();
        return computer;
    }
}
