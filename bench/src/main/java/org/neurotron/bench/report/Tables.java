package org.neurotron.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.neurotron.bench.BandwidthBenchmark;
import org.neurotron.bench.IterationBenchmark;
import org.neurotron.bench.ParallelBenchmark;
import org.neurotron.bench.ProductBenchmark;
import org.neurotron.bench.RandomBenchmark;

/**
 * The tables of a session. A cell holds a time and, in brackets, how many times as long it is as ours.
 */
final class Tables {

    private Tables() {
    }

    /** All tables as text, those without results left out. */
    static String of(Results results) {
        StringBuilder text = new StringBuilder();
        Stream.of(questions(results), Stream.of(products(results), iterations(results), normals(results)),
            sweeps(results), Stream.of(limits(results))).flatMap(tables -> tables).filter(table -> !table.isEmpty())
            .forEach(table -> text.append(table.title()).append("\n\n").append(table.markdown()).append('\n'));
        return text.toString();
    }

    /** One for each question and sensing family. */
    static Stream<Table> questions(Results results) {
        return Stream.of(Question.values()).flatMap(question -> Names.FAMILIES.stream().map(family ->
            matrix("Time of a " + question.title() + ", " + (family.equals("affine") ? "affine family" : "dense list"),
                Names.IMPLEMENTATIONS, Names.SHAPES, results.ours(),
                (name, shape) -> results.find(question, name, shape, family))));
    }

    /** One for each size that is swept. */
    static Stream<Table> sweeps(Results results) {
        return Stream.of(Sweep.values()).map(sweep -> {
            Map<String, String> shapes = new LinkedHashMap<>();
            sweep.sizes().forEach(size -> shapes.put(sweep.symbol() + " = " + size, sweep.shape(size)));
            return transposed(matrix("Time of a whole step, " + sweep.title() + ", the rest as in the paper",
                Sweep.implementations(results.ours()), List.copyOf(shapes.keySet()), results.ours(),
                (name, size) -> results.find(Question.STEP, name, shapes.get(size), "affine")));
        });
    }

    /** The product in the forward pass. */
    static Table products(Results results) {
        return matrix("Time of the product U Xᵀ in the forward pass over a dense list (U is k × n, X is b × n)",
            Names.PRODUCTS, Names.SHAPES, results.ours(), (name, shape) ->
                results.find(ProductBenchmark.class, Map.of("implementation", name, "shape", shape)));
    }

    /** Whole iterations, and steps of those who only do these. */
    static Table iterations(Results results) {
        List<List<String>> rows = new ArrayList<>();
        Optional<Timing> main = Optional.empty();
        for (Timing timing : results.timings()) {
            boolean alone = timing.benchmark().equals(IterationBenchmark.class.getSimpleName());
            if (alone || timing.benchmark().equals(ParallelBenchmark.class.getSimpleName())) {
                Map<String, String> parameters = timing.parameters();
                if (main.isEmpty()) {
                    main = Optional.of(timing);
                }
                rows.add(List.of("ours, " + parameters.get("algorithm") + ", " + parameters.get("distribution") + ", "
                    + parameters.get("shape") + ("projected".equals(parameters.get("sampling")) ? ", projected" : "")
                    + (parameters.getOrDefault("robust", "none").equals("none") ? "" : ", " + parameters.get("robust"))
                    + (alone ? "" : ", a run on every core"),
                    Format.time(timing.nanoseconds()), ""));
            }
        }
        Optional<Double> iteration = main.map(Timing::nanoseconds);
        Optional<Double> step = results.find(Question.STEP, results.ours(), "paper", "affine")
            .map(Timing::nanoseconds);
        results.numpy().forEach((name, time) -> {
            boolean sampled = name.startsWith("iteration-");
            rows.add(List.of("NumPy, " + name.substring(name.indexOf('-') + 1) + ", tron, "
                + (sampled ? "normal:1" : "step without sampling") + ", paper", Format.time(time),
                (sampled ? iteration : step).map(ours -> Format.number(time / ours)).orElse("")));
        });
        return new Table("Time of a whole iteration: inputs, labels, attack, step, error",
            List.of("who, algorithm, inputs, shape", "time", "× ours"), rows);
    }

    /** The samplers of normals. */
    static Table normals(Results results) {
        return matrix("Time of one normal number", Names.SAMPLERS, List.of("time"), "normal",
            (name, column) -> results.find(RandomBenchmark.class, Map.of("sampler", name)));
    }

    /** What the machine can do. */
    static Table limits(Results results) {
        List<List<String>> rows = new ArrayList<>();
        peak(results).ifPresent(peak ->
            rows.add(List.of("multiply-adds in registers", Format.number(peak) + " GFLOP/s")));
        for (Level level : Level.values()) {
            bandwidth(results, level).ifPresent(bandwidth -> rows.add(List.of("reading from the " + level.title() + " ("
                + level.kib() + " KiB)", Format.number(bandwidth) + " GB/s")));
        }
        return new Table("What one core of this machine can do", List.of("limit", "measured"), rows);
    }

    /** GFLOP/s of one core. */
    static Optional<Double> peak(Results results) {
        return results.peak().map(peak -> 1 / peak);
    }

    /** GB/s of one core. */
    static Optional<Double> bandwidth(Results results, Level level) {
        return results.find(BandwidthBenchmark.class, Map.of("kib", level.kib()))
            .map(timing -> level.bytes() / timing.nanoseconds());
    }

    /** Who by what; rows and columns without any result are left out. */
    private static Table matrix(String title, List<String> names, List<String> columns, String ours,
            BiFunction<String, String, Optional<Timing>> find) {
        List<String> used = columns.stream()
            .filter(column -> names.stream().anyMatch(name -> find.apply(name, column).isPresent())).toList();
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(used);
        List<List<String>> rows = new ArrayList<>();
        for (String name : names) {
            if (used.stream().noneMatch(column -> find.apply(name, column).isPresent())) {
                continue;
            }
            List<String> row = new ArrayList<>(List.of(name));
            for (String column : used) {
                row.add(find.apply(name, column).map(timing -> Format.time(timing.nanoseconds())
                    + find.apply(ours, column).map(our ->
                        " (" + Format.number(timing.nanoseconds() / our.nanoseconds()) + ")").orElse("")).orElse("–"));
            }
            rows.add(row);
        }
        return new Table(title, head, rows);
    }

    private static Table transposed(Table table) {
        List<String> head = new ArrayList<>(List.of(""));
        table.rows().forEach(row -> head.add(row.getFirst()));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 1; i < table.head().size(); i++) {
            List<String> row = new ArrayList<>(List.of(table.head().get(i)));
            for (List<String> old : table.rows()) {
                row.add(old.get(i));
            }
            rows.add(row);
        }
        return new Table(table.title(), head, rows);
    }
}
