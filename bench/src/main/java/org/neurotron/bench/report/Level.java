package org.neurotron.bench.report;

/**
 * The places where data can lie, with the size of the array that measures them.
 */
enum Level {

    /** First-level cache. */
    L1("L1 cache", 16),
    /** Second-level cache. */
    L2("L2 cache", 512),
    /** Third-level cache. */
    L3("L3 cache", 8_192),
    /** Memory. */
    DRAM("memory", 262_144);

    private final String title;
    private final int kib;

    Level(String title, int kib) {
        this.title = title;
        this.kib = kib;
    }

    String title() {
        return title;
    }

    /** Value of the parameter of {@link org.neurotron.bench.BandwidthBenchmark}. */
    String kib() {
        return Integer.toString(kib);
    }

    int bytes() {
        return kib * 1_024;
    }
}
