package org.neurotron.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.neurotron.bench.FmaPeakBenchmark;

/**
 * A stored session.
 *
 * @param header  what was measured on what
 * @param timings results of JMH
 * @param numpy   nanoseconds by name
 */
record Results(JsonNode header, List<Timing> timings, Map<String, Double> numpy) {

    /**
     * Reads a session.
     *
     * @param file a file that {@link Json#write} wrote
     * @return the session
     * @throws IOException if it cannot be read
     */
    static Results read(Path file) throws IOException {
        return of(Json.MAPPER.readTree(file.toFile()));
    }

    /** From the JSON of a file. */
    static Results of(JsonNode session) {
        Map<String, Double> numpy = new LinkedHashMap<>();
        session.path("numpy").forEach(result ->
            numpy.put(result.get("name").asText(), result.get("nanoseconds").asDouble()));
        return new Results(session.get("header"),
            StreamSupport.stream(session.path("jmh").spliterator(), false).map(Timing::of).toList(), numpy);
    }

    /** This library's kernel with the widest vectors. */
    String ours() {
        return header.get("kernel").asText();
    }

    /** A fact of the header, or "none". */
    String fact(String name) {
        return header.path(name).asText("none");
    }

    /** Why each of those that did not take part could not, by name. */
    Map<String, String> skipped() {
        Map<String, String> skipped = new LinkedHashMap<>();
        header.path("skipped").forEach(peer -> skipped.put(peer.get("name").asText(), peer.get("reason").asText()));
        return skipped;
    }

    /**
     * Looks a result up.
     *
     * @param benchmark  the class
     * @param parameters values that it must have, by name; others may have any
     * @return the first such result
     */
    Optional<Timing> find(Class<?> benchmark, Map<String, String> parameters) {
        return timings.stream().filter(timing -> timing.benchmark().equals(benchmark.getSimpleName())
            && timing.parameters().entrySet().containsAll(parameters.entrySet())).findFirst();
    }

    /** The time of an answer to a question, or of one of its sweeps. */
    Optional<Timing> find(Question question, String implementation, String shape, String family) {
        return find(question.benchmark(),
            Map.of("implementation", implementation, "shape", shape, "family", family));
    }

    /** The best time of one floating-point operation in registers, in nanoseconds. */
    Optional<Double> peak() {
        return timings.stream().filter(timing -> timing.benchmark().equals(FmaPeakBenchmark.class.getSimpleName()))
            .map(Timing::best).min(Double::compare);
    }
}
