/**
 * Neuro-Tron: training a depth-2 single-filter network under label poisoning.
 *
 * <p>The module runs with or without {@code jdk.incubator.vector}; with it
 * ({@code --add-modules jdk.incubator.vector}) the kernel uses the vector unit, and the results have the same bits.
 */
module org.neurotron.kernel {
    requires static jdk.incubator.vector;
    requires transitive org.apache.commons.rng.api;
    requires transitive org.apache.commons.rng.sampling;

    exports org.neurotron.kernel;
    exports org.neurotron.random;
    exports org.neurotron.network;
    exports org.neurotron.oracle;
    exports org.neurotron.training;
    exports org.neurotron.study;
    exports org.neurotron.data;
}
