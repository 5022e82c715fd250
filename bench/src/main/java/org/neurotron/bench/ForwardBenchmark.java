package org.neurotron.bench;

import org.neurotron.bench.peers.Implementation;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * The forward pass of a mini-batch, from the filter to the outputs.
 */
public class ForwardBenchmark extends ImplementationBenchmark {

    /**
     * A forward pass.
     *
     * @return who computed, so that the work counts
     */
    @Benchmark
    public Implementation forward() {
        computer.forward();
        return computer;
    }
}
