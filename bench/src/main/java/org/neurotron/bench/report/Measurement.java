package org.neurotron.bench.report;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing to measure.
 *
 * @param benchmark  a class of JMH benchmarks with one method
 * @param parameters values of its parameters by name; {@link Names#PORTABLE_NO_MODULE} stands for the portable kernel
 *                   in JVMs without the Vector API
 * @param effort     how often and how long
 */
record Measurement(Class<?> benchmark, Map<String, String> parameters, Effort effort) {

    Measurement {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** What makes two measurements the same, whatever the effort. */
    String key() {
        return benchmark.getSimpleName() + parameters;
    }

    /** For people. */
    String label() {
        return String.join(" ", benchmark.getSimpleName(), String.join(" ", parameters.values())).strip();
    }

    boolean withoutModule() {
        return Names.PORTABLE_NO_MODULE.equals(parameters.get("implementation"));
    }
}
