package org.neurotron.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.neurotron.bench.IterationBenchmark;

/**
 * One result of JMH.
 *
 * @param benchmark   simple name of the class
 * @param parameters  values by name
 * @param nanoseconds of one call (of one number or operation where the benchmark counts these): the median of all
 *                    iterations of all forks, which a machine that stumbled once does not move
 * @param best        the fastest iteration
 * @param spread      (largest − smallest iteration) / median
 * @param allocated   bytes of one call, NaN if not measured
 */
record Timing(String benchmark, Map<String, String> parameters, double nanoseconds, double best, double spread,
              double allocated) {

    /** From JMH's JSON. */
    static Timing of(JsonNode result) {
        String method = result.get("benchmark").asText();
        String type = method.substring(0, method.lastIndexOf('.'));
        Map<String, String> parameters = new TreeMap<>();
        if (type.endsWith("." + IterationBenchmark.class.getSimpleName())) {
            // Sessions before there was a choice do not say it.
            parameters.put("sampling", "drawn");
            parameters.put("robust", "none");
        }
        result.path("params").forEachEntry((name, value) -> parameters.put(name, value.asText()));
        List<Double> iterations = new ArrayList<>();
        for (JsonNode fork : result.at("/primaryMetric/rawData")) {
            fork.forEach(iteration -> iterations.add(iteration.asDouble()));
        }
        Collections.sort(iterations);
        double median = median(iterations);
        return new Timing(type.substring(type.lastIndexOf('.') + 1), parameters, median, iterations.getFirst(),
            (iterations.getLast() - iterations.getFirst()) / median,
            result.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score").asDouble(Double.NaN));
    }

    private static double median(List<Double> sorted) {
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
