package org.neurotron.bench.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.neurotron.bench.BandwidthBenchmark;
import org.neurotron.bench.FmaPeakBenchmark;
import org.neurotron.bench.IterationBenchmark;
import org.neurotron.bench.ParallelBenchmark;
import org.neurotron.bench.ProductBenchmark;
import org.neurotron.bench.RandomBenchmark;
import org.neurotron.bench.StepBenchmark;

/**
 * What a session measures. What two parts ask for is measured once, with the effort of the first.
 */
final class Plan {

    private final Peers peers;
    private final Map<String, Measurement> measurements = new LinkedHashMap<>();

    private Plan(Peers peers) {
        this.peers = peers;
    }

    /** What the headline ratios need. */
    static List<Measurement> quick(Peers peers) {
        Plan plan = new Plan(peers);
        plan.headlines();
        return List.copyOf(plan.measurements.values());
    }

    /** The headline ratios and everything else. */
    static List<Measurement> full(Peers peers) {
        Plan plan = new Plan(peers);
        plan.headlines();
        plan.questions();
        plan.sweeps();
        plan.products();
        plan.iterations();
        for (Level level : Level.values()) {
            plan.add(BandwidthBenchmark.class, Effort.HEADLINE, Map.of("kib", level.kib()));
        }
        return List.copyOf(plan.measurements.values());
    }

    /** A guess at the time it takes. */
    static double seconds(List<Measurement> measurements) {
        double seconds = 0;
        for (Measurement measurement : measurements) {
            seconds += measurement.effort().seconds();
            Map<String, String> parameters = measurement.parameters();
            if ("large".equals(parameters.get("shape")) && "dense".equals(parameters.get("family"))
                    || Names.MOST_INPUTS.equals(parameters.get("shape"))
                    || measurement.effort().equals(Effort.ONE_CALL)) {
                // Half a gigabyte of sensing matrices to draw, or calls of a second in the check.
                seconds += 8;
            }
        }
        return seconds;
    }

    private void add(Class<?> benchmark, Effort effort, Map<String, String> parameters) {
        Measurement measurement = new Measurement(benchmark, parameters,
            effort.warmedUp(warmup(benchmark, parameters)));
        measurements.putIfAbsent(measurement.key(), measurement);
    }

    private static int warmup(Class<?> benchmark, Map<String, String> parameters) {
        if (benchmark == ParallelBenchmark.class) {
            return Effort.PARALLEL_WARMUP;
        }
        if (benchmark == IterationBenchmark.class) {
            return parameters.get("sampling").equals("projected") ? Effort.PROJECTED_WARMUP : Effort.RUN_WARMUP;
        }
        if (benchmark == FmaPeakBenchmark.class) {
            return 0;
        }
        boolean plain = Names.WITHOUT_VECTOR_API.contains(parameters.getOrDefault("implementation", ""))
            || Names.WITHOUT_VECTOR_API.contains(parameters.getOrDefault("sampler", ""));
        return plain ? 0 : Effort.VECTOR_WARMUP;
    }

    private void addQuestion(Class<?> benchmark, Effort effort, String implementation, String shape, String family) {
        if (peers.implementations().contains(implementation)) {
            add(benchmark, effort, Map.of("implementation", implementation, "shape", shape, "family", family));
        }
    }

    private void headlines() {
        // Those of one ratio stand side by side, so that they find the machine in the same mood.
        for (String name : List.of("textbook", "scalar-dot", "scalar-auto", "c")) {
            addQuestion(StepBenchmark.class, Effort.HEADLINE, name, "paper", "affine");
        }
        addQuestion(StepBenchmark.class, Effort.ALLOCATION, peers.ours(), "paper", "affine");
        for (String chains : List.of("8", "10", "12")) {
            add(FmaPeakBenchmark.class, Effort.PEAK, Map.of("chains", chains));
        }
        addQuestion(StepBenchmark.class, Effort.HEADLINE, peers.ours(), "q-assist", "affine");
        peers.samplers().forEach(name -> add(RandomBenchmark.class, Effort.HEADLINE, Map.of("sampler", name)));
        for (String shape : List.of("paper", "q-assist", Names.MANY_INPUTS)) {
            add(IterationBenchmark.class, Effort.HEADLINE, iteration(shape, "tron", "normal:1"));
            add(IterationBenchmark.class, shape.equals("paper") ? Effort.ALLOCATION : Effort.HEADLINE,
                projected(shape, "tron", "normal:1"));
        }
        add(IterationBenchmark.class, Effort.SHORT, bounded(Names.RULES.getFirst()));
        add(ParallelBenchmark.class, Effort.HEADLINE, iteration("paper", "tron", "normal:1"));
        for (String name : List.of("openblas", peers.ours())) {
            if (peers.products().contains(name)) {
                add(ProductBenchmark.class, Effort.HEADLINE, Map.of("implementation", name, "shape", "large"));
            }
        }
    }

    private Map<String, String> iteration(String shape, String algorithm, String distribution) {
        return Map.of("implementation", peers.ours(), "shape", shape, "algorithm", algorithm,
            "distribution", distribution, "sampling", "drawn");
    }

    private Map<String, String> projected(String shape, String algorithm, String distribution) {
        Map<String, String> parameters = new HashMap<>(iteration(shape, algorithm, distribution));
        parameters.put("sampling", "projected");
        return parameters;
    }

    private Map<String, String> bounded(String rule) {
        Map<String, String> parameters = projected("paper", "tron", "normal:1");
        parameters.put("robust", rule);
        return parameters;
    }

    private void questions() {
        for (String shape : Names.SHAPES) {
            for (String family : Names.FAMILIES) {
                if (family.equals("dense") && Names.onlyOneFamily(shape)) {
                    continue;
                }
                for (Question question : Question.values()) {
                    for (String name : Names.IMPLEMENTATIONS) {
                        if (!shape.equals("large") || !Names.SCALAR.contains(name)) {
                            addQuestion(question.benchmark(), effort(name, shape), name, shape, family);
                        }
                    }
                }
            }
        }
    }

    private static Effort effort(String implementation, String shape) {
        if (shape.equals("paper")) {
            return Effort.SHORT;
        }
        return shape.equals("medium") && implementation.equals("textbook") ? Effort.ONE_CALL : Effort.SHORTEST;
    }

    private void sweeps() {
        List<String> shapes = new ArrayList<>();
        shapes.addAll(Sweep.N.shapes());
        shapes.addAll(Sweep.B.shapes());
        for (String shape : shapes) {
            for (String name : Sweep.implementations(peers.ours())) {
                addQuestion(StepBenchmark.class, Effort.SHORTEST, name, shape, "affine");
            }
        }
    }

    private void products() {
        for (String shape : List.of("paper", "q-assist", "medium", "large")) {
            for (String name : peers.products()) {
                add(ProductBenchmark.class, Effort.SHORTEST, Map.of("implementation", name, "shape", shape));
            }
        }
    }

    private void iterations() {
        Names.RULES.forEach(rule -> add(IterationBenchmark.class, Effort.SHORT, bounded(rule)));
        add(IterationBenchmark.class, Effort.SHORTEST, projected(Names.MOST_INPUTS, "tron", "normal:1"));
        for (String algorithm : List.of("tron", "sgd")) {
            for (String distribution : List.of("normal:1", "laplace:2", "student-t:4")) {
                add(IterationBenchmark.class, Effort.SHORT, iteration("paper", algorithm, distribution));
            }
            add(IterationBenchmark.class, Effort.SHORT, iteration("q-assist", algorithm, "normal:1"));
            for (String distribution : List.of("normal:1", "multivariate-laplace:1", "multivariate-t:4")) {
                add(IterationBenchmark.class, Effort.SHORT, projected("paper", algorithm, distribution));
            }
        }
    }
}
