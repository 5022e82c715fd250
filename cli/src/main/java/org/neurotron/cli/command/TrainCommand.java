package org.neurotron.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.option.TrainOptions;
import org.neurotron.cli.run.Training;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import org.neurotron.training.Attack;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One run of any configuration. */
@Command(name = "train", mixinStandardHelpOptions = true, versionProvider = Version.class,
    sortOptions = false,
    description = "Trains one network and records the error ||w - w*||.",
    footer = {"", "Without --out the trace goes to stdout as CSV (iteration,error[,threshold]; on a terminal some "
        + "20 records) and the summary to stderr. With it, the trace goes to DIR/trace.csv and the summary to stdout, "
        + "and DIR/run.json holds the configuration; what was interrupted goes on with: neurotron resume DIR"},
    abbreviateSynopsis = true)
final class TrainCommand implements Callable<Integer> {

    /** About as many records as the paper's traces have, unless told otherwise … */
    private static final long USUAL_RECORDS = 40_000;

    /** … and as many as a person reads on a terminal. */
    private static final long RECORDS_ON_TERMINAL = 20;

    @Mixin
    private TrainOptions options;

    @Option(names = "--threads", defaultValue = "1", paramLabel = "N|all", converter = Numbers.Threads.class,
        description = "threads that share the large products of a step, those of millions of multiply-adds; the result "
            + "does not depend on it (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--out", paramLabel = "DIR", description = "folder for trace.csv, run.json and checkpoints")
    private Path out;

    @Option(names = "--overwrite", description = "replace the run, sweep, study or model that is in DIR")
    private boolean overwrite;

    @Option(names = "--json", description = "print the summary as one JSON object on stdout")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Terminal terminal = Terminal.of(spec);
        boolean read = out == null && !json && Terminal.showsStdout();
        TrainOptions.Plan plan = options.plan(read ? RECORDS_ON_TERMINAL : USUAL_RECORDS, terminal);
        try (SelectedKernel kernel = SelectedKernel.sharedBy(plan.iterations(), threads)) {
            Training training = out != null ? Training.inFolder(plan, out, overwrite, kernel, terminal)
                : Training.onStdout(plan, kernel, !json, terminal);
            return report(training, out, json, terminal);
        }
    }

    /**
     * Says what came out.
     *
     * @param training the run
     * @param folder   where it is, or null for stdout
     * @param json     whether as JSON
     * @param terminal where to
     * @return the exit code
     */
    static int report(Training training, Path folder, boolean json, Terminal terminal) {
        if (training.signal() != 0) {
            if (folder != null) {
                terminal.say("interrupted and saved at iteration %d; go on with: neurotron resume %s",
                    training.run().iteration(), folder);
            }
            return training.signal();
        }
        if (json) {
            terminal.print(RunJson.text(summary(training)));
        } else if (training.divergedAt() == 0) {
            for (String line : inWords(training)) {
                if (folder == null) {
                    // Words are not to come between the rows of a trace.
                    terminal.say("%s", line);
                } else {
                    terminal.print(line + System.lineSeparator());
                }
            }
        }
        if (training.divergedAt() != 0) {
            throw new Failure("training diverged at iteration " + training.divergedAt()
                + ": the filter is no longer finite (" + (folder == null ? "the trace"
                : folder.resolve(FileNames.TRACE)) + " holds what was recorded before); a smaller --eta may help");
        }
        if (training.growth() != 0) {
            throw new Failure(String.format(Locale.ROOT, "training diverges: the error is %.3g times what it was at "
                + "first, and still grows; a smaller --eta may help", training.growth()));
        }
        return CommandLine.ExitCode.OK;
    }

    private static List<String> inWords(Training training) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%s: ||w - w*|| = %.3e after %d iterations (%.2f s, %.0f iterations/s, "
            + "kernel %s)", training.plan().run().learner().algorithm(), training.run().error(),
            training.run().iteration(), training.seconds(), training.rate(), training.run().kernel()));
        if (isRealizable(training)) {
            lines.add(String.format(Locale.ROOT, "||w - w_adv|| = %.3e", training.errorToAdversary()));
        }
        return lines;
    }

    private static ObjectNode summary(Training training) {
        ObjectNode node = RunJson.object();
        node.put("iterations", training.run().iteration());
        RunJson.putNumber(node, "error", training.run().error());
        if (isRealizable(training)) {
            RunJson.putNumber(node, "errorToAdversary", training.errorToAdversary());
        }
        if (training.divergedAt() != 0) {
            node.put("divergedAt", training.divergedAt());
        }
        if (training.growth() != 0) {
            node.put("growth", training.growth());
        }
        node.put("seconds", training.seconds());
        node.put("kernel", training.run().kernel().toString());
        return node;
    }

    private static boolean isRealizable(Training training) {
        return training.plan().run().oracle().attack().equals(Attack.REALIZABLE);
    }
}
