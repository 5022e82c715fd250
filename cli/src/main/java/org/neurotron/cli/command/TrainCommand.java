package org.neurotron.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.apache.commons.csv.CSVPrinter;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.HorizonOptions;
import org.neurotron.cli.option.Interval;
import org.neurotron.cli.option.Memory;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.option.TheoremOptions;
import org.neurotron.cli.run.Checkpoint;
import org.neurotron.cli.run.RunFolder;
import org.neurotron.cli.run.StopRequest;
import org.neurotron.cli.run.TraceFile;
import org.neurotron.cli.run.TrainingSession;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Version;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.training.Attack;
import org.neurotron.training.NonFiniteException;
import org.neurotron.training.Problem;
import org.neurotron.training.RecordingSchedule;
import org.neurotron.training.TrainingRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** One run of any configuration. */
@Command(name = "train", mixinStandardHelpOptions = true, versionProvider = Version.class,
    sortOptions = false,
    description = "Trains one network and records the error ||w - w*||.",
    footer = {"", "Without --out the trace goes to stdout as CSV (iteration,error) and the summary to stderr;",
        "with it, to DIR/trace.csv and stdout, and DIR/run.json holds the configuration. What was interrupted goes on",
        "with: neurotron resume DIR"})
public final class TrainCommand implements Callable<Integer> {

    /** Steps between two reports of progress. */
    private static final long CHUNK = 1_000;

    /** About as many records as the paper's traces have, unless told otherwise. */
    private static final long USUAL_RECORDS = 40_000;

    @Mixin
    private RunOptions options;

    @Mixin
    private HorizonOptions horizon;

    @Mixin
    private TheoremOptions theorem;

    @Option(names = "--replicate", defaultValue = "0", paramLabel = "I", converter = Numbers.Index.class,
        description = {"which of the seed's problems, inputs and attacks: those of replicate I of a sweep",
            "(default: ${DEFAULT-VALUE})"})
    private long replicate;

    @Option(names = "--threads", defaultValue = "1", paramLabel = "N|all", converter = Numbers.Threads.class,
        description = {"threads that share the large products of a step, those of millions of multiply-adds;",
            "the result does not depend on it (default: ${DEFAULT-VALUE})"})
    private int threads;

    @Option(names = "--checkpoint-every", defaultValue = "60s", paramLabel = "TIME|STEPS",
        converter = Interval.Converter.class,
        description = "how often to save the run in DIR, such as 60s or 1e6 (default: ${DEFAULT-VALUE})")
    private Interval interval;

    @Option(names = "--out", paramLabel = "DIR", description = "folder for trace.csv, run.json and checkpoints")
    private Path out;

    @Option(names = "--overwrite", description = "replace a run that is in DIR")
    private boolean overwrite;

    @Option(names = "--json", description = "print the summary as one JSON object on stdout")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandLine commandLine = spec.commandLine();
        if (!options.wantsPrescribedEta()) {
            theorem.requireAbsent("with --eta theorem only", commandLine);
        }
        RunOptions.Settings settings = checkedSettings(commandLine);
        RecordingSchedule schedule = horizon.schedule(USUAL_RECORDS, commandLine);
        return withKernel(threads, commandLine, kernel -> {
            Problem problem;
            TrainingRun run;
            try {
                problem = problem(settings);
                run = TrainingRun.of(problem, settings.only().oracle(), settings.only().learner(), settings.seed(),
                    replicate, kernel);
            } catch (IllegalArgumentException e) {
                throw Messages.badArgument(commandLine, e);
            }
            Result result = new Result(settings, problem, run, kernel, horizon.iterations(), json);
            if (out == null) {
                return toStdout(result, schedule, commandLine);
            }
            OutputFolder files = new OutputFolder(out, commandLine);
            try (RunFolder folder = new RunFolder(out)) {
                RunFolder.requireFree(out, overwrite, commandLine);
                files.write(FileNames.RUN, description(settings, schedule, horizon.iterations(), kernel));
                try (TraceFile trace = TraceFile.create(folder.file(FileNames.TRACE))) {
                    return inFolder(result, schedule, interval, folder, trace, commandLine);
                }
            }
        });
    }

    /**
     * Goes on with a run.
     *
     * @param folder      its folder
     * @param checkpoint  its last checkpoint, from whose arguments this command was made
     * @param longer      where to end instead, or null
     * @param often       how often to save instead, or null
     * @param moreThreads threads to use
     * @param asJson      whether to print JSON
     * @param commandLine the command that was given
     */
    int resume(RunFolder folder, Checkpoint checkpoint, Long longer, Interval often, int moreThreads, boolean asJson,
               CommandLine commandLine) throws IOException {
        RunOptions.Settings settings = checkedSettings(commandLine);
        RecordingSchedule schedule = horizon.schedule(USUAL_RECORDS, commandLine);
        long end = longer == null ? horizon.iterations() : longer;
        if (end < checkpoint.state().iteration()) {
            throw new ParameterException(commandLine, Messages.invalid("--iterations", end, "must be at least "
                + checkpoint.state().iteration() + ", where the run is"));
        }
        return withKernel(moreThreads, commandLine, kernel -> {
            Problem problem = problem(settings);
            TrainingRun run;
            try {
                run = TrainingRun.resume(problem, settings.only().oracle(), settings.only().learner(),
                    checkpoint.state(), kernel);
            } catch (IllegalArgumentException e) {
                throw new Failure("the checkpoint in " + folder + " does not fit its own configuration: "
                    + e.getMessage());
            }
            new OutputFolder(folder.file(""), commandLine).write(FileNames.RUN,
                description(settings, schedule, end, kernel));
            try (TraceFile trace = TraceFile.resume(folder.file(FileNames.TRACE), checkpoint.tracePosition())) {
                return inFolder(new Result(settings, problem, run, kernel, end, asJson), schedule,
                    often == null ? interval : often, folder, trace, commandLine);
            }
        });
    }

    private Problem problem(RunOptions.Settings settings) {
        return Problem.draw(settings.only().problem(), settings.seed(), replicate);
    }

    /** Something done with a kernel. */
    @FunctionalInterface
    private interface Work {
        int with(Kernel kernel) throws IOException;
    }

    private static int withKernel(int threads, CommandLine commandLine, Work work) throws IOException {
        Kernel kernel = SelectedKernel.orBadUsage(commandLine);
        if (threads == 1) {
            return work.with(kernel);
        }
        try (ForkJoinPool helpers = new ForkJoinPool(threads - 1)) {
            return work.with(Kernels.parallel(kernel, helpers, threads));
        }
    }

    private RunOptions.Settings checkedSettings(CommandLine commandLine) {
        RunOptions.Settings settings = options.single(commandLine,
            run -> theorem.prescribedEta(run, options.seed(), replicate, commandLine));
        Memory.require(settings.only().memoryBytes(), RunOptions.sizes(settings.only()), commandLine);
        return settings;
    }

    private String description(RunOptions.Settings settings, RecordingSchedule schedule, long iterations,
                                      Kernel kernel) {
        ObjectNode description = RunJson.object();
        description.put("command", "train");
        settings.addTo(description);
        description.put("replicate", replicate);
        description.put("iterations", iterations);
        description.put("record", schedule.toString());
        RunJson.addEnvironment(description, kernel);
        return RunJson.text(description);
    }

    /** What a checkpoint holds of the configuration: the options of this command that {@code resume} cannot know. */
    private List<String> arguments(RunOptions.Settings settings, RecordingSchedule schedule, long iterations,
                                          Interval interval) {
        List<String> arguments = new ArrayList<>(settings.arguments());
        arguments.add("--replicate=" + replicate);
        arguments.add("--iterations=" + iterations);
        arguments.add("--record=" + schedule);
        arguments.add("--checkpoint-every=" + interval);
        return arguments;
    }

    private int inFolder(Result result, RecordingSchedule schedule, Interval often, RunFolder folder, TraceFile trace,
                         CommandLine commandLine) {
        PrintWriter err = commandLine.getErr();
        long start = System.nanoTime();
        long before = result.run().iteration();
        long divergedAt;
        try (StopRequest stop = new StopRequest()) {
            divergedAt = new TrainingSession(result.run(), arguments(result.settings(), schedule, result.iterations(),
                often), folder, trace, often, err).run(result.iterations(), schedule, stop);
            if (stop.isMade() && divergedAt == 0 && result.run().iteration() < result.iterations()) {
                err.printf(Locale.ROOT, "interrupted and saved at iteration %d; go on with: neurotron resume %s%n",
                    result.run().iteration(), folder);
                err.flush();
                return stop.exitCode();
            }
        }
        return result.report(before, divergedAt, (System.nanoTime() - start) / 1e9, folder + "/trace.csv holds",
            commandLine.getOut(), commandLine);
    }

    private int toStdout(Result result, RecordingSchedule schedule, CommandLine commandLine) throws IOException {
        long start = System.nanoTime();
        Writer stdout = json ? Writer.nullWriter() : new BufferedWriter(
            new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
        long divergedAt = train(result.run(), schedule, stdout);
        stdout.flush();
        return result.report(0, divergedAt, (System.nanoTime() - start) / 1e9, "the trace holds",
            commandLine.getErr(), commandLine);
    }

    /** Runs to the end or to where it diverges, which is returned. */
    private long train(TrainingRun run, RecordingSchedule schedule, Writer writer) throws IOException {
        long iterations = horizon.iterations();
        try (Progress progress = new Progress("train", iterations, spec.commandLine().getErr())) {
            CSVPrinter csv = Csv.printer(writer);
            csv.printRecord("iteration", "error");
            while (run.iteration() < iterations) {
                long before = run.iteration();
                run.advance(Math.min(iterations, before + CHUNK), schedule, (iteration, error) -> {
                    try {
                        csv.printRecord(iteration, error);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                progress.stepped(run.iteration() - before);
            }
            return 0;
        } catch (NonFiniteException e) {
            return e.iteration();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A run and what is said of it at the end. */
    private record Result(RunOptions.Settings settings, Problem problem, TrainingRun run, Kernel kernel,
                          long iterations, boolean json) {

        /** Prints the summary and gives the exit code. */
        int report(long before, long divergedAt, double seconds, String whereTrace, PrintWriter target,
                   CommandLine commandLine) {
            boolean realizable = settings.only().oracle().attack() == Attack.REALIZABLE;
            double errorToAdversary = Math.sqrt(kernel.squaredDistance(settings.only().problem().r(), run.filter(), 0,
                problem.adversary(), 0));
            long done = run.iteration() - before;
            if (json) {
                ObjectNode node = RunJson.object();
                node.put("iterations", run.iteration());
                RunJson.putNumber(node, "error", run.error());
                if (realizable) {
                    RunJson.putNumber(node, "errorToAdversary", errorToAdversary);
                }
                if (divergedAt != 0) {
                    node.put("divergedAt", divergedAt);
                }
                node.put("seconds", seconds);
                node.put("kernel", kernel.toString());
                commandLine.getOut().print(RunJson.text(node));
                commandLine.getOut().flush();
            } else if (divergedAt == 0) {
                target.printf(Locale.ROOT,
                    "%s: ||w - w*|| = %.3e after %d iterations (%.2f s, %.0f iterations/s, kernel %s)%n",
                    settings.only().learner().algorithm(), run.error(), run.iteration(), seconds, done / seconds,
                    kernel);
                if (realizable) {
                    target.printf(Locale.ROOT, "||w - w_adv|| = %.3e%n", errorToAdversary);
                }
                target.flush();
            }
            if (divergedAt != 0) {
                throw new Failure("training diverged at iteration " + divergedAt
                    + ": the filter is no longer finite (" + whereTrace + " what was recorded before)");
            }
            return CommandLine.ExitCode.OK;
        }
    }
}
