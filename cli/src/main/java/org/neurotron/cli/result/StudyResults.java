package org.neurotron.cli.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.figure.Names;
import org.neurotron.cli.figure.Points;
import org.neurotron.cli.figure.PublishedFigures;
import org.neurotron.cli.figure.Scale;
import org.neurotron.cli.figure.Thinner;
import org.neurotron.cli.file.CsvTable;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.RobustOptions;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.study.PublishedStudy;
import org.neurotron.study.TraceTable;
import org.neurotron.study.Workers;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Robust;
import org.neurotron.training.RunSettings;

/** The published study as figures. */
final class StudyResults {

    /** What {@code run.json} says of the study, under the names of the options of {@code reproduce}. */
    static final Set<String> OPTIONS = Set.of("sims", "algorithms", "iterations", "stride", "common-inputs",
        "sampling", "seed", "robust", "robust-rate", "robust-start");

    private StudyResults() {
    }

    static Results read(Path folder, ObjectNode run, Results.Detail detail, int threads)
        throws IOException, InterruptedException {
        Path summary = folder.resolve(FileNames.SUMMARY);
        if (!Files.exists(summary)) {
            throw new BadUsage("'" + folder + "' must be a folder in which reproduce has done "
                + "all: its " + FileNames.SUMMARY + " is missing");
        }
        long iterations = RunJson.count(run, "iterations", folder);
        long stride = RunJson.count(run, "stride", folder);
        List<Robust> rules = RobustOptions.of(run, folder);
        List<CSVRecord> rows = rows(summary, rules);
        PublishedFigures study = detail == Results.Detail.PAGE
            ? ThinnedStudy.read(folder.resolve(FileNames.THINNED), iterations, rules)
            : traces(folder, rules, rows.stream().map(row -> row.get("file")).collect(Collectors.toSet()), iterations,
                stride, threads);
        List<Figure.Curves> figures = study.figures();
        if (figures.isEmpty()) {
            throw new BadUsage("'" + folder + "' must be a folder of reproduce with its traces, "
                + (detail == Results.Detail.PAGE ? FileNames.THINNED + "/simNN.csv" : "simNN_ALGORITHM.csv")
                + ": there are none");
        }
        return new Results("The published simulation study", run, figures, tables(rows, rules));
    }

    private static List<CSVRecord> rows(Path summary, List<Robust> rules) throws IOException {
        List<CSVRecord> rows = CsvTable.readAll(summary, row -> {
            PublishedStudy.tables(row.get("simulation"), Algorithm.of(row.get("algorithm")));
            List.of("file", "parameter", "diverged_at").forEach(row::get);
            List.of("value", "median_error").forEach(number -> Double.parseDouble(row.get(number)));
        });
        if (rows.isEmpty()) {
            throw new BadUsage(summary + " is damaged: it has no rows");
        }
        rows.stream().collect(Collectors.groupingBy(row -> row.get("file"))).forEach((name, own) -> {
            List<Double> values = own.stream().map(row -> Double.valueOf(row.get("value"))).toList();
            TraceTable table = table(own.getFirst(), rules).orElse(null);
            if (table == null || !values.equals(table.columns().stream()
                .map(PublishedStudy.variedParameter(table.simulation())::of).toList())) {
                throw new BadUsage(summary + " is damaged: its rows of " + Messages.quoted(name)
                    + " are not those of the study, in their order");
            }
        });
        return rows;
    }

    /** The table that a row is of. */
    private static Optional<TraceTable> table(CSVRecord row, List<Robust> rules) {
        return ThinnedStudy.tables(row.get("simulation"), rules).stream()
            .filter(one -> one.fileName().equals(row.get("file"))).findFirst();
    }

    /** A table per simulation, with a row per algorithm and rule. */
    private static List<Results.Table> tables(List<CSVRecord> rows, List<Robust> rules) {
        Map<String, Map<String, List<CSVRecord>>> simulations = new LinkedHashMap<>();
        for (CSVRecord row : rows) {
            // The two q of q-assist are rows of their own.
            String q = row.get("file").replaceFirst("q_assist_neuro([0-9]+)_.*", ", q = $1");
            Robust rule = table(row, rules).orElseThrow().robust();
            String name = Names.of(Algorithm.of(row.get("algorithm"))) + (q.startsWith(",") ? q : "")
                + (rule.equals(Robust.NONE) ? "" : ", " + Names.of(rule));
            simulations.computeIfAbsent(row.get("simulation"), _ -> new LinkedHashMap<>())
                .computeIfAbsent(name, _ -> new ArrayList<>()).add(row);
        }
        List<Results.Table> tables = new ArrayList<>();
        simulations.forEach((simulation, algorithms) -> {
            RunSettings settings = PublishedStudy.tables(simulation, Algorithm.TRON).getFirst().columns().getFirst()
                .settings();
            List<List<String>> table = new ArrayList<>();
            CSVRecord first = rows.stream().filter(row -> row.get("simulation").equals(simulation)).findFirst()
                .orElseThrow();
            List<String> header = new ArrayList<>(List.of(Names.symbol(first.get("parameter"))));
            algorithms.values().iterator().next()
                .forEach(row -> header.add(Label.number(Double.parseDouble(row.get("value")))));
            table.add(header);
            algorithms.forEach((name, results) -> table.add(Stream.concat(Stream.of(name), results.stream()
                .map(row -> row.get("diverged_at").isEmpty() ? Label.rounded(Double.parseDouble(
                    row.get("median_error")), 2) : "diverged")).toList()));
            tables.add(new Results.Table(simulation + ": inputs " + Names.of(settings.oracle().distribution())
                + ", median error over the last iterations", table));
        });
        return tables;
    }

    /** Reads the traces of this study; what else there is may be of another one. */
    private static PublishedFigures traces(Path folder, List<Robust> rules, Set<String> names, long iterations,
                                           long stride, int threads)
        throws IOException, InterruptedException {
        PublishedFigures study = new PublishedFigures(iterations, rules);
        List<TraceTable> tables = PublishedStudy.simulations().stream().flatMap(simulation ->
            ThinnedStudy.tables(simulation, rules).stream()).filter(table -> names.contains(table.fileName())
            && Files.exists(folder.resolve(table.fileName()))).toList();
        try {
            Workers.run(threads, tables.size(), number -> {
                TraceTable table = tables.get((int) number);
                study.add(table, columns(folder.resolve(table.fileName()), table.columns().size(), iterations, stride));
            });
        } catch (ExecutionException e) {
            throw Failure.rethrow(e);
        }
        return study;
    }

    /** Bare numbers need no CSV library, which would take several times as long for these seven million. */
    private static List<Points> columns(Path file, int count, long iterations, long stride) throws IOException {
        List<Thinner> columns = Stream.generate(() -> new Thinner(ThinnedStudy.FINE, 0, iterations, Scale.LINEAR))
            .limit(count).toList();
        long number = 0;
        try (BufferedReader lines = CsvTable.open(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String[] cells = line.split(",", -1);
                if (cells.length != count) {
                    throw new BadUsage(file + " is damaged: line " + number + " has " + cells.length + " cells, not "
                        + count);
                }
                for (int i = 0; i < count; i++) {
                    columns.get(i).add((double) number * stride, Double.parseDouble(cells[i]));
                }
            }
        } catch (NumberFormatException e) {
            throw new BadUsage(file + " is damaged, at line " + number + ": " + e.getMessage());
        }
        if (number != iterations / stride) {
            throw new BadUsage(file + " is damaged: it has " + number + " lines, not " + iterations / stride);
        }
        return columns.stream().map(Thinner::points).toList();
    }
}
