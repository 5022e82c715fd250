package org.neurotron.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.Choices;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.RobustOptions;
import org.neurotron.cli.run.Study;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import org.neurotron.study.PublishedStudy;
import org.neurotron.study.TraceTable;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Robust;
import org.neurotron.training.RunSettings;
import org.neurotron.training.Sampling;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The published simulation study. */
@Command(name = "reproduce", mixinStandardHelpOptions = true, versionProvider = Version.class,
    sortOptions = false,
    description = "Computes the paper's simulation study, writes its error traces as CSV and draws its figures.",
    footer = {"", "Files: simNN_ALGORITHM.csv and q_assist_neuroQ_I_tron.csv, with --robust also "
        + "simNN_ALGORITHM_RULE.csv, in the published layout (one row per "
        + "recorded iteration, one column per value of theta or beta, no header); figures/ (the paper's figures as PNG "
        + "and SVG); thinned/ (the traces in small); run.json; when all is done, summary.csv; and index.html (a page "
        + "to explore, as of neurotron report)."})
final class ReproduceCommand implements Callable<Integer> {

    @Option(names = "--sims", split = ",", paramLabel = "ID[,...]", hideParamSyntax = true,
        description = "which simulations: sim01 to sim08, q-assist (default: all)")
    private List<String> sims;

    @Option(names = "--iterations", defaultValue = "" + PublishedStudy.ITERATIONS, paramLabel = "T",
        converter = Numbers.Count.class, description = "steps of every run (default: ${DEFAULT-VALUE})")
    private long iterations;

    @Option(names = "--algorithms", split = ",", defaultValue = "tron,sgd,sgd-published", paramLabel = "NAME[,...]",
        hideParamSyntax = true, completionCandidates = Choices.OfAlgorithm.class,
        description = "which of tron, sgd, sgd-published (default: all; q-assist is for tron only)")
    private List<String> algorithms;

    @Option(names = "--common-inputs", description = "give all algorithms the same inputs and attacks (default: each "
        + "draws its own, as published)")
    private boolean commonInputs;

    @Option(names = "--sampling", defaultValue = "drawn", paramLabel = "HOW",
        completionCandidates = Choices.OfSampling.class,
        description = "drawn, or projected for the simulations with normal inputs, sim01, sim02, sim05, sim06 and "
            + "q-assist (default: ${DEFAULT-VALUE}; see neurotron train --help)")
    private String sampling;

    @Mixin
    private RobustOptions robust;

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

    @Option(names = "--overwrite", description = "replace a run, sweep or model that is in DIR; the study "
        + "itself is replaced unasked")
    private boolean overwrite;

    @Option(names = "--json", description = "print the results as one JSON object instead of tables")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.of(spec);
        List<TraceTable> tables = tables();
        if (stride > iterations) {
            throw BadUsage.of("--stride", stride, "must be at most --iterations = " + iterations);
        }
        Study study = Study.inFolder(new Study.Plan(tables, iterations, stride, commonInputs, Sampling.of(sampling),
            robust.extra(), seed, !noFigures), out, overwrite, threads, terminal);
        if (json) {
            terminal.print(RunJson.text(summary(study)));
        } else {
            printTables(study, terminal.out());
            terminal.print(String.format(Locale.ROOT, "%s%s in %s (%.1f s, kernel %s)%n",
                Messages.counted(tables.size(), "table"), study.drawn() == 0 ? ""
                    : ", " + Messages.counted(study.drawn(), "figure") + " and a page",
                Terminal.shown(out), study.seconds(), study.kernel()));
        }
        requireComplete(study);
        return CommandLine.ExitCode.OK;
    }

    private List<TraceTable> tables() {
        List<Algorithm> chosen = algorithms.stream().map(Algorithm::of).toList();
        Sampling how = Sampling.of(sampling);
        List<TraceTable> tables = new ArrayList<>();
        if (chosen.isEmpty() || sims != null && sims.isEmpty()) {
            throw BadUsage.of(chosen.isEmpty() ? "--algorithms" : "--sims", ",", "must name at least one");
        }
        for (String sim : sims == null ? PublishedStudy.simulations() : sims) {
            if (!PublishedStudy.simulations().contains(sim)) {
                throw BadUsage.of("--sims", sim, "must be one of " + String.join(", ", PublishedStudy.simulations()));
            }
            if (sims != null && sim.equals(PublishedStudy.Q_ASSIST) && !chosen.contains(Algorithm.TRON)) {
                throw BadUsage.of("--algorithms", String.join(",", algorithms), "must contain tron for q-assist");
            }
            if (!PublishedStudy.allows(how, sim)) {
                throw BadUsage.of("--sampling", sampling, "must be drawn for " + sim
                    + ", whose inputs are not normal; choose among " + String.join(",", PublishedStudy.simulations()
                    .stream().filter(one -> PublishedStudy.allows(how, one)).toList()) + " with --sims");
            }
            for (Algorithm algorithm : chosen) {
                for (TraceTable table : PublishedStudy.tables(sim, algorithm, commonInputs, how)) {
                    if (!tables.contains(table)) {
                        tables.add(table);
                        if (algorithm.takesRules()) {
                            robust.extra().forEach(rule -> tables.add(table.with(rule)));
                        }
                    }
                }
            }
        }
        return tables;
    }

    private static ObjectNode summary(Study study) {
        ObjectNode node = Study.description(study.plan(), study.kernel());
        ArrayNode array = node.putArray("results");
        for (TraceTable table : study.plan().tables()) {
            for (Study.Result result : study.results().get(table)) {
                ObjectNode entry = array.addObject();
                entry.put("file", table.fileName());
                entry.put("value", result.value());
                RunJson.putNumber(entry, "medianError", result.median());
                if (result.divergedAt() != 0) {
                    entry.put("divergedAt", result.divergedAt());
                }
            }
        }
        node.put("seconds", study.seconds());
        return node;
    }

    /** A table a simulation, with a column for each value of what varies. */
    private static void printTables(Study study, PrintWriter stdout) {
        Map<String, List<TraceTable>> bySimulation = new LinkedHashMap<>();
        for (TraceTable table : study.plan().tables()) {
            bySimulation.computeIfAbsent(table.simulation(), _ -> new ArrayList<>()).add(table);
        }
        for (List<TraceTable> group : bySimulation.values()) {
            printHeading(group.getFirst(), study.plan(), stdout);
            // Tables of one row share a header where their values are the same, as with the two q of q-assist.
            Map<String, List<Study.Result>> rows = new LinkedHashMap<>();
            for (TraceTable table : group) {
                rows.computeIfAbsent(label(table), _ -> new ArrayList<>()).addAll(study.results().get(table));
            }
            print(PublishedStudy.variedParameter(group.getFirst().simulation()).id(),
                rows.values().iterator().next().stream().map(result -> trimmed(result.value())).toList(), stdout);
            rows.forEach((label, row) -> print(label, row.stream().map(result -> result.divergedAt() != 0 ? "diverged"
                : String.format(Locale.ROOT, "%.2e", result.median())).toList(), stdout));
            stdout.println();
        }
    }

    private static void printHeading(TraceTable table, Study.Plan plan, PrintWriter stdout) {
        RunSettings settings = table.columns().getFirst().settings();
        boolean thetaVaries = PublishedStudy.variedParameter(table.simulation()) == PublishedStudy.Parameter.THETA;
        stdout.printf(Locale.ROOT, "%s  %s  n=%d r=%d k=%d b=%d %s: median ||w - w*|| over the last %d iterations%n",
            table.simulation(), settings.oracle().distribution(), settings.problem().n(), settings.problem().r(),
            settings.problem().k(), settings.learner().b(), thetaVaries ? "beta=" + settings.oracle().beta()
                : "theta=" + settings.oracle().theta(), Math.min(Study.LAST, plan.iterations()));
    }

    private static String label(TraceTable table) {
        String rule = table.robust().equals(Robust.NONE) ? "" : ", " + table.robust();
        return table.simulation().equals(PublishedStudy.Q_ASSIST)
            ? "tron, q=" + Math.round(table.columns().getFirst().settings().problem().q().getFirst()) + rule
            : table.algorithm().id() + rule;
    }

    private static void print(String label, List<String> cells, PrintWriter stdout) {
        stdout.printf(Locale.ROOT, "  %-20s", label);
        cells.forEach(cell -> stdout.printf(Locale.ROOT, "%10s", cell));
        stdout.println();
    }

    private static String trimmed(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
    }

    private static void requireComplete(Study study) {
        List<String> diverged = new ArrayList<>();
        for (TraceTable table : study.plan().tables()) {
            for (Study.Result result : study.results().get(table)) {
                if (result.divergedAt() != 0) {
                    diverged.add(table.fileName() + " at " + PublishedStudy.variedParameter(table.simulation()).id()
                        + " = " + result.value() + " (iteration " + result.divergedAt() + ")");
                }
            }
        }
        if (!diverged.isEmpty()) {
            throw new Failure(diverged.size() + " runs diverged, their columns are NaN from there on: "
                + String.join(", ", diverged));
        }
    }
}
