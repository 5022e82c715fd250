package org.neurotron.bench;

import org.openjdk.jmh.annotations.Threads;

/**
 * Iterations of independent runs, one to a core: on a machine without shared bottlenecks each takes as long as alone.
 */
@Threads(Threads.MAX)
public class ParallelBenchmark extends IterationBenchmark {
}
