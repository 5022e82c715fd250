package org.neurotron.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.commons.csv.CSVPrinter;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Picture;
import org.neurotron.cli.figure.PublishedFigures;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.Memory;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.result.FigureFiles;
import org.neurotron.cli.result.Results;
import org.neurotron.cli.result.ThinnedStudy;
import org.neurotron.cli.run.RunFolder;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.InterruptionNotice;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Version;
import org.neurotron.kernel.Kernel;
import org.neurotron.study.PlannedRun;
import org.neurotron.study.PublishedStudy;
import org.neurotron.study.StudyRunner;
import org.neurotron.study.Trace;
import org.neurotron.study.TraceTable;
import org.neurotron.training.Algorithm;
import org.neurotron.training.RunSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The published simulation study. */
@Command(name = "reproduce", mixinStandardHelpOptions = true, versionProvider = Version.class,
    sortOptions = false,
    description = "Computes the paper's simulation study, writes its error traces as CSV and draws its figures.",
    footer = {"", "Files: simNN_ALGORITHM.csv and q_assist_neuroQ_I_tron.csv in the published layout (one row per",
        "recorded iteration, one column per value of theta or beta, no header); figures/ (the paper's",
        "figures as PNG and SVG); thinned/ (the traces in small); run.json; when all is done, summary.csv; and",
        "index.html (a page to explore, as of neurotron report)."})
public final class ReproduceCommand implements Callable<Integer> {

    /** The summary is taken over this many iterations at the end. */
    private static final int LAST = 1_000;

    @Option(names = "--sims", split = ",", paramLabel = "ID",
        description = "which simulations: sim01 to sim08, q-assist (default: all)")
    private List<String> sims;

    @Option(names = "--iterations", defaultValue = "" + PublishedStudy.ITERATIONS, paramLabel = "T",
        converter = Numbers.Count.class, description = "steps of every run (default: ${DEFAULT-VALUE})")
    private long iterations;

    @Option(names = "--algorithms", split = ",", defaultValue = "tron,sgd,sgd-published", paramLabel = "NAME",
        description = "which of tron, sgd, sgd-published (default: all; q-assist is for tron only)")
    private List<String> algorithms;

    @Option(names = "--common-inputs", description = "give all algorithms the same inputs and attacks (default: each "
        + "draws its own, as published)")
    private boolean commonInputs;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "SEED", converter = Numbers.Seed.class,
        description = "seed of all random numbers (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--stride", defaultValue = "1", paramLabel = "S", converter = Numbers.Size.class,
        description = "record every S-th iteration (default: ${DEFAULT-VALUE})")
    private int stride;

    @Option(names = "--threads", defaultValue = "all", paramLabel = "N|all", converter = Numbers.Threads.class,
        description = "number of threads; the results do not depend on it (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--out", defaultValue = "results/paper", paramLabel = "DIR",
        description = "folder for the files (default: ${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--no-figures", description = "compute only, draw nothing")
    private boolean noFigures;

    @Option(names = "--json", description = "print the results as one JSON object instead of tables")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine commandLine = spec.commandLine();
        List<TraceTable> tables = tables(commandLine);
        if (stride > iterations) {
            throw new ParameterException(commandLine,
                Messages.invalid("--stride", stride, "must be at most --iterations = " + iterations));
        }
        Kernel kernel = SelectedKernel.orBadUsage(commandLine);
        StudyRunner runner;
        String traces = "--iterations " + iterations + " --stride " + stride;
        double records = Math.ceil((double) iterations / stride);
        Memory.require(records * Double.BYTES * (7 + threads), traces + " --threads " + threads, commandLine);
        try {
            runner = new StudyRunner(iterations, stride, seed, threads, kernel);
        } catch (IllegalArgumentException e) {
            throw Messages.badArgument(commandLine, e);
        }
        Memory.require(runner.traceBytes(tables), traces + " --threads " + threads, commandLine);
        if (!noFigures) {
            Picture.requireType();
        }
        OutputFolder folder = new OutputFolder(out, commandLine);
        RunFolder.requireFree(out, false, commandLine);
        OutputFolder thinned = folder.inner(FileNames.THINNED, commandLine);
        OutputFolder figures = noFigures ? null : folder.inner(FileNames.FIGURES, commandLine);
        folder.remove(FileNames.SUMMARY);
        folder.remove(FileNames.PAGE);
        ThinnedStudy.remove(thinned);
        FigureFiles.remove(out, PublishedFigures.IDS);
        folder.write(FileNames.RUN, RunJson.text(description(kernel, tables)));

        long start = System.nanoTime();
        Map<TraceTable, List<Result>> results;
        PublishedFigures study = new PublishedFigures(iterations);
        int drawn = 0;
        try (InterruptionNotice _ = new InterruptionNotice("reproduce: interrupted; the tables in " + folder
            + " are complete, but not all are there", commandLine.getErr())) {
            results = run(runner, tables, folder, study);
            ThinnedStudy.write(thinned, study, iterations);
            if (figures != null) {
                List<Figure.Curves> all = study.figures();
                FigureFiles.write(figures, all, threads);
                drawn = all.size();
            }
        }
        folder.write(FileNames.SUMMARY, summaryCsv(tables, results));
        if (drawn > 0) {
            // From the files, so that it is the page that neurotron report would write.
            ReportCommand.write(Results.read(out, Results.Detail.PAGE, threads, commandLine), folder);
        }
        report(tables, results, folder, drawn, kernel, (System.nanoTime() - start) / 1e9);

        List<String> diverged = new ArrayList<>();
        for (TraceTable table : tables) {
            for (Result result : results.get(table)) {
                if (result.divergedAt() != 0) {
                    diverged.add(table.fileName() + " at "
                        + PublishedStudy.variedParameter(table.simulation()).id() + " = "
                        + result.value() + " (iteration " + result.divergedAt() + ")");
                }
            }
        }
        if (!diverged.isEmpty()) {
            throw new Failure(diverged.size() + " runs diverged, their columns are NaN from there on: "
                + String.join(", ", diverged));
        }
        return CommandLine.ExitCode.OK;
    }

    /** What is kept of a run once its trace is written. */
    private record Result(double value, double median, long divergedAt) {
    }

    private List<TraceTable> tables(CommandLine commandLine) {
        List<Algorithm> chosen = new ArrayList<>();
        for (String id : algorithms) {
            try {
                chosen.add(Algorithm.of(id));
            } catch (IllegalArgumentException e) {
                throw Messages.badArgument(commandLine, "--algorithms", e);
            }
        }
        List<TraceTable> tables = new ArrayList<>();
        for (String sim : sims == null ? PublishedStudy.simulations() : sims) {
            if (!PublishedStudy.simulations().contains(sim)) {
                throw new ParameterException(commandLine, Messages.invalid("--sims", sim,
                    "must be one of " + String.join(", ", PublishedStudy.simulations())));
            }
            if (sims != null && sim.equals(PublishedStudy.Q_ASSIST) && !chosen.contains(Algorithm.TRON)) {
                throw new ParameterException(commandLine, Messages.invalid("--algorithms",
                    String.join(",", algorithms), "must contain tron for q-assist"));
            }
            for (Algorithm algorithm : chosen) {
                for (TraceTable table : PublishedStudy.tables(sim, algorithm, commonInputs)) {
                    if (!tables.contains(table)) {
                        tables.add(table);
                    }
                }
            }
        }
        return tables;
    }

    private ObjectNode description(Kernel kernel, List<TraceTable> tables) {
        ObjectNode node = RunJson.object();
        node.put("command", "reproduce");
        ArrayNode simulations = node.putArray("sims");
        tables.stream().map(TraceTable::simulation).distinct().forEach(simulations::add);
        ArrayNode names = node.putArray("algorithms");
        tables.stream().map(table -> table.algorithm().id()).distinct().forEach(names::add);
        node.put("iterations", iterations);
        node.put("stride", stride);
        node.put("common-inputs", commonInputs);
        node.put("seed", seed);
        RunJson.addEnvironment(node, kernel);
        return node;
    }

    private Map<TraceTable, List<Result>> run(StudyRunner runner, List<TraceTable> tables, OutputFolder folder,
                                              PublishedFigures study) throws IOException, InterruptedException {
        Map<TraceTable, List<Result>> results = new ConcurrentHashMap<>();
        long runs = tables.stream().mapToLong(table -> table.columns().size()).sum();
        try (Progress progress = new Progress("reproduce", runs * iterations, spec.commandLine().getErr())) {
            runner.run(tables, new StudyRunner.Listener() {
                @Override
                public void stepped(long steps) {
                    progress.stepped(steps);
                }

                @Override
                public void completed(TraceTable table, List<Trace> traces) throws IOException {
                    writeTraces(folder, table, traces);
                    study.add(table, traces.stream()
                        .map(trace -> ThinnedStudy.thinned(trace.errors(), trace.stride(), iterations)).toList());
                    List<Result> summary = new ArrayList<>();
                    for (int i = 0; i < traces.size(); i++) {
                        PlannedRun run = table.columns().get(i);
                        Trace trace = traces.get(i);
                        summary.add(new Result(PublishedStudy.variedParameter(table.simulation()).of(run),
                            trace.finalMedian(LAST), trace.divergedAt()));
                    }
                    results.put(table, summary);
                }
            });
        } catch (ExecutionException e) {
            throw Failure.rethrow(e);
        }
        return results;
    }

    /**
     * The published layout: a row per recorded iteration, a column per run, no header. Bare numbers need no CSV
     * library, which would take a tenth of the study's time for these seven million.
     */
    private static void writeTraces(OutputFolder folder, TraceTable table, List<Trace> traces) throws IOException {
        try (OutputFolder.Part part = folder.start(table.fileName())) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < traces.getFirst().errors().length; i++) {
                row.setLength(0);
                for (Trace trace : traces) {
                    row.append(trace.errors()[i]).append(',');
                }
                row.setCharAt(row.length() - 1, '\n');
                part.writer().append(row);
            }
            part.commit();
        }
    }

    private static String summaryCsv(List<TraceTable> tables, Map<TraceTable, List<Result>> results)
        throws IOException {
        StringWriter text = new StringWriter();
        CSVPrinter csv = Csv.printer(text);
        csv.printRecord("file", "simulation", "algorithm", "parameter", "value", "median_error", "diverged_at");
        for (TraceTable table : tables) {
            for (Result result : results.get(table)) {
                csv.printRecord(table.fileName(), table.simulation(), table.algorithm().id(),
                    PublishedStudy.variedParameter(table.simulation()).id(), result.value(),
                    result.median(), result.divergedAt() == 0 ? null : result.divergedAt());
            }
        }
        return text.toString();
    }

    private void report(List<TraceTable> tables, Map<TraceTable, List<Result>> results, OutputFolder folder,
                        int drawn, Kernel kernel, double seconds) {
        PrintWriter stdout = spec.commandLine().getOut();
        if (json) {
            ObjectNode node = description(kernel, tables);
            ArrayNode array = node.putArray("results");
            for (TraceTable table : tables) {
                for (Result result : results.get(table)) {
                    ObjectNode entry = array.addObject();
                    entry.put("file", table.fileName());
                    entry.put("value", result.value());
                    RunJson.putNumber(entry, "medianError", result.median());
                    if (result.divergedAt() != 0) {
                        entry.put("divergedAt", result.divergedAt());
                    }
                }
            }
            node.put("seconds", seconds);
            stdout.print(RunJson.text(node));
        } else {
            printTables(stdout, tables, results);
            stdout.printf(Locale.ROOT, "%s%s in %s (%.1f s, kernel %s)%n", counted(tables.size(), "table"),
                drawn == 0 ? "" : ", " + counted(drawn, "figure") + " and a page", folder, seconds, kernel);
        }
        stdout.flush();
    }

    private void printTables(PrintWriter stdout, List<TraceTable> tables, Map<TraceTable, List<Result>> results) {
        Map<String, List<TraceTable>> bySimulation = new LinkedHashMap<>();
        for (TraceTable table : tables) {
            bySimulation.computeIfAbsent(table.simulation(), _ -> new ArrayList<>()).add(table);
        }
        bySimulation.forEach((simulation, group) -> {
            RunSettings first = group.getFirst().columns().getFirst().settings();
            PublishedStudy.Parameter varied = PublishedStudy.variedParameter(simulation);
            String name = varied.id();
            stdout.printf(Locale.ROOT,
                "%s  %s  n=%d r=%d k=%d b=%d %s: median ||w - w*|| over the last %d iterations%n", simulation,
                first.oracle().distribution(), first.problem().n(), first.problem().r(), first.problem().k(),
                first.learner().b(),
                varied == PublishedStudy.Parameter.THETA ? "beta=" + first.oracle().beta()
                    : "theta=" + first.oracle().theta(), Math.min(LAST, iterations));
            // Tables of one row share a header where their values are the same, as with the two q of q-assist.
            Map<String, List<Result>> rows = new LinkedHashMap<>();
            for (TraceTable table : group) {
                String label = simulation.equals(PublishedStudy.Q_ASSIST)
                    ? "tron, q=" + Math.round(table.columns().getFirst().settings().problem().q().getFirst())
                    : table.algorithm().id();
                rows.computeIfAbsent(label, _ -> new ArrayList<>()).addAll(results.get(table));
            }
            stdout.printf("  %-14s", name);
            rows.values().iterator().next().forEach(result -> stdout.printf("%10s", trimmed(result.value())));
            stdout.println();
            rows.forEach((label, row) -> {
                stdout.printf("  %-14s", label);
                row.forEach(result -> stdout.printf("%10s", result.divergedAt() != 0 ? "diverged"
                    : String.format(Locale.ROOT, "%.2e", result.median())));
                stdout.println();
            });
            stdout.println();
        });
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String trimmed(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
    }
}
