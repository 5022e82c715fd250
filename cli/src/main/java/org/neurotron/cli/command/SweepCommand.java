package org.neurotron.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.ListedOption;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.Shard;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.cli.run.SweepTables;
import org.neurotron.cli.run.Sweeping;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import org.neurotron.study.Outcome;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Many settings, and many replicates of each. */
@Command(name = "sweep", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Trains all combinations of the listed settings, each many times over, and writes the quantiles of "
        + "the error.",
    footer = {"", "Lists (A,B,...) are taken by --distribution, --attack, --k, --b, --theta, --beta, --eta, "
        + "--algorithm and --robust. Numbers may be listed as ranges, too: 0.1:1:10 stands for 10 evenly spaced "
        + "values from 0.1 to 1, log:1e-4:1e-1:7 for 7 values from 1e-4 to 1e-1 with equal ratios, "
        + "0,log:1e-3:1:4 for 0 and 4 more.", "",
        "Replicate I has the same problem, inputs and attacks under all settings of the same sizes and distribution; "
            + "train --replicate I computes it alone.", "",
        "Files: quantiles.csv (per settings and recorded iteration), runs.csv (how every run ended), with --keep-runs "
            + "traces.csv (every recorded error), run.json, and, when all is done, summary.csv. What was interrupted "
            + "goes on with: neurotron resume DIR", "",
        "With --shard several machines, or jobs of a batch system, compute a sweep together, each in a folder of its "
            + "own; neurotron merge makes one sweep of them, with the same bytes.", "",
        "The final error of a run is its median over the last tenth. A run has recovered w* if its final error is at "
            + "most --recovered-within times its initial error; it is stuck if its final error is above "
            + "--stuck-beyond times its initial error and no longer falls; it has diverged if its filter is no longer "
            + "finite, or if its final error is above 10 times its initial error and still grows. The rest is "
            + "undecided."},
    customSynopsis = "neurotron sweep [OPTIONS] --out=DIR")
final class SweepCommand implements Callable<Integer> {

    @Mixin
    private SweepOptions options;

    @Option(names = "--threads", defaultValue = "all", paramLabel = "N|all", converter = Numbers.Threads.class,
        description = "number of threads; the results do not depend on it (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "folder for the files")
    private Path out;

    @Option(names = "--overwrite", description = "replace the run, sweep, study or model that is in DIR")
    private boolean overwrite;

    @Option(names = "--json", description = "print the summary as one JSON object on stdout")
    private boolean json;

    @ParentCommand
    private Neurotron neurotron;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.of(spec);
        return report(Sweeping.inFolder(options.plan(), out, overwrite, neurotron.engine(threads, terminal), terminal),
            out, json, terminal);
    }

    /**
     * Says what came out.
     *
     * @param sweeping the sweep
     * @param folder   where it is
     * @param json     whether as JSON
     * @param terminal where to
     * @return the exit code
     */
    static int report(Sweeping sweeping, Path folder, boolean json, Terminal terminal) {
        if (sweeping.signal() != 0) {
            terminal.say("interrupted; %s; go on with: neurotron resume %s", sweeping.saved(), folder);
            return sweeping.signal();
        }
        boolean tables = !sweeping.summaries().isEmpty();
        if (json) {
            terminal.print(RunJson.text(summary(sweeping)));
        } else {
            if (tables) {
                printTable(sweeping, terminal.out());
            }
            terminal.print(ended(sweeping, folder));
        }
        if (sweeping.diverged() > 0) {
            throw new Failure(sweeping.diverged() + " of " + sweeping.runs() + " runs diverged; " + (tables
                ? folder.resolve(FileNames.RUNS) + " says which"
                : FileNames.RUNS + " will say which when the shards are merged"));
        }
        return CommandLine.ExitCode.OK;
    }

    /** The last line. */
    private static String ended(Sweeping sweeping, Path folder) {
        Shard shard = sweeping.plan().shard();
        String runs = !sweeping.summaries().isEmpty() ? Messages.counted(sweeping.runs(), "run")
            : (shard == null ? "" : "shard " + shard + ": ") + sweeping.runs() + " of "
            + Messages.counted(sweeping.plan().runs(), "run");
        String next = sweeping.runs() < sweeping.plan().part().size(sweeping.plan().runs())
            ? "; compute the rest with: neurotron resume " + Terminal.shown(folder) : "";
        return String.format(Locale.ROOT, "%s of %d iterations; files in %s (%.1f s, %s)%s%n", runs,
            sweeping.plan().sweep().iterations(), Terminal.shown(folder), sweeping.seconds(), sweeping.words(), next);
    }

    private static ObjectNode summary(Sweeping sweeping) {
        ObjectNode node = sweeping.description().deepCopy();
        node.put("runs", sweeping.runs());
        ArrayNode results = node.putArray("results");
        for (SweepTables.Summary summary : sweeping.summaries()) {
            ObjectNode entry = results.addObject();
            ListedOption.ALL.forEach(option -> entry.set(option.name(), option.json(summary.settings())));
            Arrays.stream(Outcome.values()).forEach(outcome -> entry.put(outcome.id(), summary.share(outcome)));
            RunJson.putNumber(entry, "floor", summary.floor());
            RunJson.putNumber(entry, "finalMedian", summary.finalMedian());
        }
        node.put("seconds", sweeping.seconds());
        return node;
    }

    /** A row for all settings, with the values of those that differ. */
    private static void printTable(Sweeping sweeping, PrintWriter stdout) {
        List<ListedOption<?>> varied = ListedOption.varied(sweeping.plan().sweep().settings());
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(varied.stream().map(ListedOption::name).toList());
        header.addAll(List.of("recovered", "stuck", "undecided", "diverged", "final error: median", "5 %", "95 %"));
        rows.add(header);
        for (SweepTables.Summary summary : sweeping.summaries()) {
            List<String> row = new ArrayList<>();
            varied.forEach(option -> row.add(option.text(summary.settings())));
            for (Outcome outcome : Outcome.values()) {
                row.add(String.format(Locale.ROOT, "%.1f %%", 100 * summary.share(outcome)));
            }
            for (double error : new double[] {summary.finalMedian(), summary.finalQuantile(5),
                summary.finalQuantile(95)}) {
                row.add(String.format(Locale.ROOT, "%.2e", error));
            }
            rows.add(row);
        }
        int[] widths = IntStream.range(0, header.size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow()).toArray();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                stdout.print((column == 0 ? "" : "  ") + " ".repeat(widths[column] - row.get(column).length())
                    + row.get(column));
            }
            stdout.println();
        }
    }
}
