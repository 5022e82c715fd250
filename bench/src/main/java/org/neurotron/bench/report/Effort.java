package org.neurotron.bench.report;

/**
 * How often and how long something is measured.
 *
 * @param forks        JVMs, one after the other
 * @param warmups      iterations of each that do not count
 * @param iterations   iterations of each that count
 * @param milliseconds length of an iteration
 */
record Effort(int forks, int warmups, int iterations, int milliseconds) {

    /** For the headline ratios. */
    static final Effort HEADLINE = new Effort(3, 2, 3, 300);

    /**
     * For our step, whose allocation is measured too: JMH itself allocates some 7 KB an iteration, so a long one is
     * needed to tell that from a step that does.
     */
    static final Effort ALLOCATION = new Effort(3, 1, 3, 1_200);

    /** For the peak, a single loop that is compiled at once. */
    static final Effort PEAK = new Effort(3, 5, 3, 100);

    /** For the rest at the paper's shape. */
    static final Effort SHORT = new Effort(3, 4, 3, 150);

    /** For all other shapes. */
    static final Effort SHORTEST = new Effort(1, 4, 3, 150);

    /** For what takes seconds a call; the check in set-up has warmed it up. */
    static final Effort ONE_CALL = new Effort(1, 0, 1, 100);

    // Code of the Vector API is a thousand times slower until the optimising compiler is through, so the warm-up of
    // those who use it is longer. With both cores busy with other work, almost all of these milliseconds were needed.

    /** Warm-up of a step and the like. */
    static final int VECTOR_WARMUP = 1_500;

    /** Warm-up of a whole iteration, sampler and oracle included. */
    static final int RUN_WARMUP = 3_000;

    /** Warm-up of an iteration with projected inputs, which takes more code. */
    static final int PROJECTED_WARMUP = 4_500;

    /** Warm-up where the compiler shares the cores with a run on each. */
    static final int PARALLEL_WARMUP = 4_500;

    /** Seconds to start a JVM, make the data and check the results, roughly. */
    private static final double START = 0.6;

    /**
     * The same with a longer warm-up.
     *
     * @param warmup at least so many milliseconds
     * @return the effort
     */
    Effort warmedUp(int warmup) {
        return new Effort(forks, Math.max(warmups, Math.ceilDiv(warmup, milliseconds)), iterations, milliseconds);
    }

    /**
     * A guess at the time it takes.
     *
     * @return seconds
     */
    double seconds() {
        return forks * (START + (warmups + iterations) * milliseconds / 1e3);
    }
}
