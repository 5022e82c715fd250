package org.neurotron.bench;

import org.neurotron.bench.peers.Implementation;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * A whole Neuro-Tron step without sampling: forward pass, Tron-gradient and update on a batch that stays the same.
 */
public class StepBenchmark extends ImplementationBenchmark {

    /**
     * A step.
     *
     * @return who computed, so that the work counts
     */
    @Benchmark
    public Implementation step() {
        computer.step();
        return computer;
    }
}
