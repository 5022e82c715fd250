/**
 * Neuro-Tron: training a depth-2 single-filter network under label poisoning.
 *
 * <p>The module runs with or without {@code jdk.incubator.vector}; with it
 * ({@code --add-modules jdk.incubator.vector}) the kernel uses the vector unit, and the results have the same bits.
 */
// EJML has no module descriptor; its names are those of its files, and only the package theory uses it.
@SuppressWarnings("requires-automatic")
module org.neurotron.kernel {
    requires static jdk.incubator.vector;
    requires ejml.core;
    requires ejml.ddense;
    requires org.apache.commons.numbers.gamma;
    requires transitive org.apache.commons.rng.api;
    requires transitive org.apache.commons.rng.sampling;

    exports org.neurotron;
    exports org.neurotron.kernel;
    exports org.neurotron.random;
    exports org.neurotron.network;
    exports org.neurotron.oracle;
    exports org.neurotron.training;
    exports org.neurotron.theory;
    exports org.neurotron.study;
    exports org.neurotron.data;
}
