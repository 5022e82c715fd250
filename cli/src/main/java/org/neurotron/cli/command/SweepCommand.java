package org.neurotron.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.FolderLock;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.HorizonOptions;
import org.neurotron.cli.option.Memory;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.run.RunFolder;
import org.neurotron.cli.run.StopRequest;
import org.neurotron.cli.run.SweepFile;
import org.neurotron.cli.run.SweepSession;
import org.neurotron.cli.run.SweepTables;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Version;
import org.neurotron.kernel.Kernel;
import org.neurotron.study.Outcome;
import org.neurotron.study.Sweep;
import org.neurotron.training.RecordingSchedule;
import org.neurotron.training.RunSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Many settings, and many replicates of each. */
@Command(name = "sweep", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Trains all combinations of the listed settings, each many times over, and writes the quantiles of "
        + "the error.",
    footer = {"", "Lists (A,B,...) are taken by --distribution, --k, --b, --eta, --theta, --beta, --attack and",
        "--algorithm. Replicate I has the same problem, inputs and attacks under all settings of the same sizes and",
        "distribution; train --replicate I computes it alone.",
        "Files: quantiles.csv (per settings and recorded iteration), runs.csv (how every run ended), with --keep-runs",
        "traces.csv (every recorded error), run.json, and, when all is done, summary.csv. What was interrupted goes on",
        "with: neurotron resume DIR",
        "The final error of a run is its median over the last tenth, the floor of some settings the least final error",
        "of their replicates. A run is far from w* if its final error is above --stuck-beyond times its initial error,",
        "and stuck if it then no longer falls; a run that is not far has recovered w* if its final error is at most",
        "--recovered-within times the floor or a millionth of its initial error."})
public final class SweepCommand implements Callable<Integer> {

    /** About as many records as a picture can show, unless told otherwise. */
    private static final long USUAL_RECORDS = 1_000;

    @Mixin
    private RunOptions options;

    @Mixin
    private HorizonOptions horizon;

    @Option(names = "--replicates", defaultValue = "10", paramLabel = "R", converter = Numbers.Size.class,
        description = "runs of each combination, at most " + Sweep.MOST_REPLICATES + " (default: ${DEFAULT-VALUE})")
    private int replicates;

    @Option(names = "--recovered-within", defaultValue = "10", paramLabel = "MULTIPLE", converter = Numbers.Real.class,
        description = "multiple of the floor up to which w* counts as recovered, >= 1 (default: ${DEFAULT-VALUE})")
    private double recoveredWithin;

    @Option(names = "--stuck-beyond", defaultValue = "0.1", paramLabel = "SHARE", converter = Numbers.Real.class,
        description = "share of its initial error above which a run is stuck, > 0 (default: ${DEFAULT-VALUE})")
    private double stuckBeyond;

    @Option(names = "--keep-runs", description = "write every recorded error of every run, too")
    private boolean keepRuns;

    @Option(names = "--threads", defaultValue = "all", paramLabel = "N|all", converter = Numbers.Threads.class,
        description = "number of threads; the results do not depend on it (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "folder for the files")
    private Path out;

    @Option(names = "--overwrite", description = "replace a run or sweep that is in DIR")
    private boolean overwrite;

    @Option(names = "--json", description = "print the summary as one JSON object on stdout")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine commandLine = spec.commandLine();
        Plan plan = plan(threads, commandLine);
        OutputFolder files = new OutputFolder(out, commandLine);
        try (FolderLock _ = new FolderLock(out)) {
            RunFolder.requireFree(out, overwrite, commandLine);
            for (String name : FileNames.SWEEP_TABLES) {
                files.remove(name);
            }
            files.write(FileNames.RUN, RunJson.text(plan.description()));
            return run(plan, out, files, threads, json, commandLine);
        }
    }

    /**
     * Goes on with a sweep.
     *
     * @param folder      its folder
     * @param someThreads number of threads, or null for all
     * @param asJson      whether to print JSON
     * @param commandLine the command that was given
     */
    static int resume(Path folder, Integer someThreads, boolean asJson, CommandLine commandLine)
        throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(RunJson.configuration(RunJson.read(folder.resolve(FileNames.RUN))));
        arguments.add("--out=" + folder);
        SweepCommand sweep = new SweepCommand();
        Plan plan;
        int number;
        try {
            CommandLine asBefore = new CommandLine(sweep);
            asBefore.parseArgs(arguments.toArray(String[]::new));
            number = someThreads == null ? sweep.threads : someThreads;
            plan = sweep.plan(number, asBefore);
        } catch (ParameterException e) {
            throw new Failure("the configuration in " + folder.resolve(FileNames.RUN) + " makes no sense: "
                + e.getMessage());
        }
        OutputFolder files = new OutputFolder(folder, commandLine);
        try (FolderLock _ = new FolderLock(folder)) {
            if (Files.exists(folder.resolve(FileNames.SUMMARY)) && !Files.exists(folder.resolve(FileNames.SLOTS))) {
                commandLine.getErr().println("neurotron resume: the sweep in " + folder + " is complete");
                commandLine.getErr().flush();
                return CommandLine.ExitCode.OK;
            }
            return run(plan, folder, files, number, asJson, commandLine);
        }
    }

    /** A sweep as it was asked for. */
    private record Plan(Sweep sweep, Outcome.Criteria criteria, boolean keepRuns, Kernel kernel,
                        RunOptions.Settings settings) {

        ObjectNode description() {
            ObjectNode node = RunJson.object();
            node.put("command", "sweep");
            addResultsTo(node);
            node.put("recovered-within", criteria.recoveredWithin());
            node.put("stuck-beyond", criteria.stuckBeyond());
            node.put("keep-runs", keepRuns);
            RunJson.addEnvironment(node, kernel);
            return node;
        }

        /** What decides the runs, and where each stands in the file. */
        List<String> configuration() {
            ObjectNode node = RunJson.object();
            addResultsTo(node);
            return RunJson.configuration(node);
        }

        private void addResultsTo(ObjectNode node) {
            settings.addTo(node);
            node.put("replicates", sweep.replicates());
            node.put("iterations", sweep.iterations());
            node.put("record", sweep.schedule().toString());
        }
    }

    private Plan plan(int someThreads, CommandLine commandLine) {
        RunOptions.Settings settings = options.settings(commandLine);
        RecordingSchedule schedule = horizon.schedule(USUAL_RECORDS, commandLine);
        Kernel kernel = SelectedKernel.orBadUsage(commandLine);
        try {
            Sweep sweep = new Sweep(settings.all(), replicates, horizon.iterations(), schedule, settings.seed());
            long most = Long.MAX_VALUE / sweep.settings().size() / replicates;
            if (sweep.iterations() > most) {
                throw new ParameterException(commandLine, Messages.invalid("--iterations", sweep.iterations(),
                    "must be at most " + most + " with so many runs"));
            }
            Memory.require(sweep.memoryBytes(someThreads) + SweepTables.memoryBytes(sweep),
                RunOptions.sizes(settings.all().stream().max(Comparator.comparingDouble(RunSettings::memoryBytes))
                    .orElseThrow()) + " --threads " + someThreads, commandLine);
            return new Plan(sweep, criteria(commandLine), keepRuns, kernel, settings);
        } catch (IllegalArgumentException e) {
            throw Messages.badArgument(commandLine, e);
        }
    }

    private Outcome.Criteria criteria(CommandLine commandLine) {
        try {
            return new Outcome.Criteria(recoveredWithin, stuckBeyond);
        } catch (IllegalArgumentException e) {
            throw Messages.badArgument(commandLine,
                e.getMessage().startsWith("recovered") ? "--recovered-within" : "--stuck-beyond", e);
        }
    }

    private static int run(Plan plan, Path folder, OutputFolder files, int threads, boolean json,
                           CommandLine commandLine) throws IOException, InterruptedException {
        PrintWriter err = commandLine.getErr();
        Sweep sweep = plan.sweep();
        Path file = folder.resolve(FileNames.SLOTS);
        long start = System.nanoTime();
        List<SweepTables.Summary> summaries;
        try (StopRequest stop = new StopRequest();
             SweepFile runs = new SweepFile(file, plan.configuration(), sweep.recordedIterations().length)) {
            SweepSession session = new SweepSession(sweep, runs, stop, folder.toString(), err);
            session.run(threads, plan.kernel());
            if (stop.isMade()) {
                err.printf("interrupted; %s; go on with: neurotron resume %s%n", session.saved(), folder);
                err.flush();
                return stop.exitCode();
            }
            summaries = new SweepTables(sweep, plan.criteria(), runs).write(files, plan.keepRuns());
        }
        Files.delete(file);
        report(plan, summaries, folder, (System.nanoTime() - start) / 1e9, json, commandLine.getOut());
        long diverged = summaries.stream().mapToLong(summary -> summary.counts().getOrDefault(Outcome.DIVERGED, 0))
            .sum();
        if (diverged > 0) {
            throw new Failure(diverged + " of " + sweep.settings().size() * (long) sweep.replicates()
                + " runs diverged; " + folder.resolve(FileNames.RUNS) + " says which");
        }
        return CommandLine.ExitCode.OK;
    }

    private static void report(Plan plan, List<SweepTables.Summary> summaries, Path folder, double seconds,
                               boolean json, PrintWriter stdout) {
        if (json) {
            ObjectNode node = plan.description();
            ArrayNode results = node.putArray("results");
            for (SweepTables.Summary summary : summaries) {
                ObjectNode entry = results.addObject();
                RunOptions.LISTED.forEach((name, value) -> entry.set(name, value.apply(summary.settings())));
                Arrays.stream(Outcome.values()).forEach(outcome -> entry.put(outcome.id(), summary.share(outcome)));
                RunJson.putNumber(entry, "floor", summary.floor());
                RunJson.putNumber(entry, "finalMedian", summary.finalMedian());
            }
            node.put("seconds", seconds);
            stdout.print(RunJson.text(node));
        } else {
            printTable(plan, summaries, stdout);
            stdout.printf(Locale.ROOT, "%d runs of %d iterations; files in %s (%.1f s, kernel %s)%n",
                summaries.size() * (long) plan.sweep().replicates(), plan.sweep().iterations(), folder, seconds,
                plan.kernel());
        }
        stdout.flush();
    }

    /** A row for all settings, with the values of those that differ. */
    private static void printTable(Plan plan, List<SweepTables.Summary> summaries, PrintWriter stdout) {
        List<String> varied = RunOptions.LISTED.keySet().stream().filter(name -> plan.sweep().settings().stream()
            .map(RunOptions.LISTED.get(name)).distinct().count() > 1).toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(varied);
        header.addAll(List.of("recovered", "stuck", "undecided", "diverged", "final error: median", "5 %", "95 %"));
        rows.add(header);
        for (SweepTables.Summary summary : summaries) {
            List<String> row = new ArrayList<>();
            varied.forEach(name -> row.add(RunOptions.LISTED.get(name).apply(summary.settings()).asText()));
            for (Outcome outcome : Outcome.values()) {
                row.add(String.format(Locale.ROOT, "%.1f %%", 100 * summary.share(outcome)));
            }
            for (double error : new double[] {summary.finalMedian(), summary.finalQuantile(5),
                summary.finalQuantile(95)}) {
                row.add(String.format(Locale.ROOT, "%.2e", error));
            }
            rows.add(row);
        }
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                int index = column;
                int width = rows.stream().mapToInt(other -> other.get(index).length()).max().orElseThrow();
                stdout.print((column == 0 ? "" : "  ") + " ".repeat(width - row.get(column).length())
                    + row.get(column));
            }
            stdout.println();
        }
    }
}
