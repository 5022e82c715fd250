package org.neurotron.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neurotron.bench.IterationBenchmark;
import org.neurotron.bench.ParallelBenchmark;
import org.neurotron.bench.ProductBenchmark;
import org.neurotron.bench.RandomBenchmark;
import org.neurotron.bench.peers.Workload;

/**
 * The headline ratios of a session. In those named {@code _vs_} a peer's time stands over ours: above 1 we are faster.
 */
final class Ratios {

    /** Less than this is what the profiler itself leaves behind. */
    private static final double NO_BYTES = 0.05;

    private final Results results;
    private final String ours;
    private final List<Ratio> ratios = new ArrayList<>();

    private Ratios(Results results) {
        this.results = results;
        ours = results.ours();
    }

    /** All of them, in the order of the issue. */
    static List<Ratio> of(Results results) {
        Ratios ratios = new Ratios(results);
        ratios.steps();
        ratios.normals();
        ratios.iterations();
        ratios.projected();
        ratios.rest();
        return List.copyOf(ratios.ratios);
    }

    /** The time of the q-assist step over that of the paper's, which has an aim but is no headline. */
    static Optional<Double> qAssistOverPaper(Results results) {
        return results.find(Question.STEP, results.ours(), "q-assist", "affine").flatMap(big ->
            results.find(Question.STEP, results.ours(), "paper", "affine")
                .map(small -> big.nanoseconds() / small.nanoseconds()));
    }

    private void steps() {
        Optional<Timing> step = step(results, ours);
        versus("step_vs_c", "c", step(results, "c"), step);
        versus("step_vs_scalar_dot", "scalar-dot", step(results, "scalar-dot"), step);
        versus("step_vs_scalar_auto", "scalar-auto", step(results, "scalar-auto"), step);
        versus("step_vs_textbook_scalar", "textbook", step(results, "textbook"), step);
        // The peak is the time of one operation.
        double flops = Work.step(Workload.parse("paper", "affine")).flops();
        add("step_fraction_of_fma_peak", ours,
            results.peak().map(peak -> flops * peak),
            step.map(Timing::nanoseconds));
    }

    /** The time of a step of the paper's shape. */
    static Optional<Timing> step(Results results, String implementation) {
        return results.find(Question.STEP, implementation, "paper", "affine");
    }

    private void normals() {
        Optional<Timing> normal = normal(results, "normal");
        versus("normal_vs_c", "c-normal", normal(results, "c-normal"), normal);
        versus("normal_vs_commons", "commons-normal", normal(results, "commons-normal"), normal);
    }

    /** The time of a normal number. */
    static Optional<Timing> normal(Results results, String sampler) {
        return results.find(RandomBenchmark.class, Map.of("sampler", sampler));
    }

    private void iterations() {
        Optional<Double> iteration = iteration(results).map(Timing::nanoseconds);
        for (String form : List.of("textbook", "reformulated")) {
            add("iteration_vs_numpy_" + form, "numpy", Optional.ofNullable(results.numpy().get("iteration-" + form)),
                iteration);
        }
    }

    /** The time of an iteration of the paper's size. */
    static Optional<Timing> iteration(Results results) {
        return iteration(results, "paper", "drawn");
    }

    /** The time of an iteration with normal inputs. */
    static Optional<Timing> iteration(Results results, String shape, String sampling) {
        return iteration(results, shape, sampling, "none");
    }

    private static Optional<Timing> iteration(Results results, String shape, String sampling, String rule) {
        return results.find(IterationBenchmark.class, Map.of("implementation", results.ours(), "shape", shape,
            "algorithm", "tron", "distribution", "normal:1", "sampling", sampling, "robust", rule));
    }

    private void projected() {
        Optional<Timing> paper = iteration(results, "paper", "projected");
        add("projected_vs_numpy_textbook", "numpy", Optional.ofNullable(results.numpy().get("iteration-textbook")),
            paper.map(Timing::nanoseconds));
        versus("projected_vs_drawn", ours, iteration(results), paper);
        versus("projected_vs_drawn_qassist", ours, iteration(results, "q-assist", "drawn"),
            iteration(results, "q-assist", "projected"));
        versus("projected_vs_drawn_n4096", ours, iteration(results, Names.MANY_INPUTS, "drawn"),
            iteration(results, Names.MANY_INPUTS, "projected"));
        versus("projected_n100_vs_n1e6", ours, paper, iteration(results, Names.MOST_INPUTS, "projected"));
        for (String rule : Names.RULES) {
            versus("projected_" + rule + "_vs_none", ours, paper, iteration(results, "paper", "projected", rule));
        }
        bytes("projected_alloc_bytes", paper);
    }

    private void rest() {
        versus("large_forward_vs_openblas", "openblas", product("openblas"), product(ours));
        add("parallel_efficiency", ours, iteration(results).map(Timing::nanoseconds),
            results.find(ParallelBenchmark.class, Map.of("implementation", ours)).map(Timing::nanoseconds));
        bytes("step_alloc_bytes", step(results, ours));
    }

    private void bytes(String name, Optional<Timing> timing) {
        add(name, ours, timing.map(Timing::allocated).filter(Double::isFinite)
            .map(bytes -> bytes < NO_BYTES ? 0 : bytes), Optional.of(1.0));
    }

    private Optional<Timing> product(String implementation) {
        return results.find(ProductBenchmark.class, Map.of("implementation", implementation, "shape", "large"));
    }

    private void versus(String name, String peer, Optional<Timing> theirs, Optional<Timing> ours) {
        add(name, peer, theirs.map(Timing::nanoseconds), ours.map(Timing::nanoseconds));
    }

    private void add(String name, String peer, Optional<Double> numerator, Optional<Double> denominator) {
        if (numerator.isPresent() && denominator.isPresent()) {
            ratios.add(new Ratio(name, numerator.get() / denominator.get(), null));
        } else {
            ratios.add(new Ratio(name, Double.NaN, results.skipped().getOrDefault(peer, "not measured")));
        }
    }
}
