package org.neurotron.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.apache.commons.csv.CSVPrinter;
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

/** One run of any configuration. */
@Command(name = "train", mixinStandardHelpOptions = true, versionProvider = Version.class,
    sortOptions = false,
    description = "Trains one network and records the error ||w - w*||.",
    footer = {"", "Without --out the trace goes to stdout as CSV (iteration,error) and the summary to stderr;",
        "with it, to DIR/trace.csv and stdout, and DIR/run.json holds the configuration."})
final class TrainCommand implements Callable<Integer> {

    /** Steps between two reports of progress. */
    private static final long CHUNK = 1_000;

    /** About as many records as the paper's traces have, unless told otherwise. */
    private static final long USUAL_RECORDS = 40_000;

    @Mixin
    private RunOptions options;

    @Option(names = "--iterations", defaultValue = "40000", paramLabel = "T", converter = Numbers.Count.class,
        description = "number of steps, also as 1e9 (default: ${DEFAULT-VALUE})")
    private long iterations;

    @Option(names = "--record", paramLabel = "every:S|log:PER_DECADE",
        description = "which iterations to record (default: at most 40000, evenly spaced)")
    private String record;

    @Option(names = "--threads", defaultValue = "1", paramLabel = "N|all", converter = Numbers.Threads.class,
        description = {"threads that share the large products of a step, those of millions of multiply-adds;",
            "the result does not depend on it (default: ${DEFAULT-VALUE})"})
    private int threads;

    @Option(names = "--out", paramLabel = "DIR", description = "folder for trace.csv and run.json")
    private Path out;

    @Option(names = "--json", description = "print the summary as one JSON object on stdout")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandLine commandLine = spec.commandLine();
        Kernel kernel = SelectedKernel.orBadUsage(commandLine);
        if (threads == 1) {
            return train(kernel, commandLine);
        }
        try (ForkJoinPool helpers = new ForkJoinPool(threads - 1)) {
            return train(Kernels.parallel(kernel, helpers, threads), commandLine);
        }
    }

    private int train(Kernel kernel, CommandLine commandLine) throws IOException {
        RunOptions.Settings settings = options.settings(commandLine);
        RecordingSchedule schedule = schedule(commandLine);
        Memory.require(TrainingRun.memoryBytes(settings.problem(), settings.learner().b()),
            "--n " + settings.problem().n() + " --r " + settings.problem().r() + " --k " + settings.problem().k()
                + " --b " + settings.learner().b(), commandLine);
        OutputFolder folder = out == null ? null : new OutputFolder(out, commandLine);

        Problem problem;
        TrainingRun run;
        try {
            problem = Problem.draw(settings.problem(), settings.seed(), 0);
            run = TrainingRun.of(problem, settings.oracle(), settings.learner(), settings.seed(), 0, kernel);
        } catch (IllegalArgumentException e) {
            throw Messages.badArgument(commandLine, e);
        }
        ObjectNode description = RunJson.object();
        description.put("command", "train");
        settings.addTo(description);
        description.put("iterations", iterations);
        description.put("record", schedule.toString());
        RunJson.addEnvironment(description, kernel);

        long start = System.nanoTime();
        long divergedAt;
        if (folder != null) {
            folder.write("run.json", RunJson.text(description));
            try (OutputFolder.Part trace = folder.start("trace.csv")) {
                divergedAt = train(run, schedule, trace.writer());
                trace.commit();
            }
        } else {
            Writer stdout = json ? Writer.nullWriter() : new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
            divergedAt = train(run, schedule, stdout);
            stdout.flush();
        }
        if (divergedAt == 0 || json) {
            report(settings, problem, run, kernel, divergedAt, (System.nanoTime() - start) / 1e9);
        }
        if (divergedAt != 0) {
            throw new Failure("training diverged at iteration " + divergedAt + ": the filter is no longer finite ("
                + (folder != null ? folder + "/trace.csv holds" : "the trace holds") + " what was recorded before)");
        }
        return CommandLine.ExitCode.OK;
    }

    private RecordingSchedule schedule(CommandLine commandLine) {
        if (record == null) {
            return new RecordingSchedule.Every(Math.ceilDiv(iterations, USUAL_RECORDS));
        }
        try {
            return RecordingSchedule.parse(record);
        } catch (IllegalArgumentException e) {
            throw Messages.badArgument(commandLine, e);
        }
    }

    /** Runs to the end or to where it diverges, which is returned. */
    private long train(TrainingRun run, RecordingSchedule schedule, Writer writer) throws IOException {
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

    private void report(RunOptions.Settings settings, Problem problem, TrainingRun run, Kernel kernel, long divergedAt,
                        double seconds) {
        boolean realizable = settings.oracle().attack() == Attack.REALIZABLE;
        double errorToAdversary = Math.sqrt(kernel.squaredDistance(settings.problem().r(), run.filter(), 0,
            problem.adversary(), 0));
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
            spec.commandLine().getOut().print(RunJson.text(node));
            spec.commandLine().getOut().flush();
            return;
        }
        var target = out == null ? spec.commandLine().getErr() : spec.commandLine().getOut();
        target.printf(Locale.ROOT, "%s: ||w - w*|| = %.3e after %d iterations (%.2f s, %.0f iterations/s, kernel %s)%n",
            settings.learner().algorithm(), run.error(), run.iteration(), seconds, run.iteration() / seconds, kernel);
        if (realizable) {
            target.printf(Locale.ROOT, "||w - w_adv|| = %.3e%n", errorToAdversary);
        }
        target.flush();
    }
}
