package org.neurotron.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.file.ResultKind;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.Interval;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.option.TrainOptions;
import org.neurotron.cli.run.Checkpoint;
import org.neurotron.cli.run.Checkpoints;
import org.neurotron.cli.run.Sweeping;
import org.neurotron.cli.run.Training;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Goes on with what was interrupted. */
@Command(name = "resume", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Goes on with an interrupted train or sweep, with the same bits as if it had never stopped. Needs "
        + "nothing but the folder.")
public final class ResumeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "folder of the run")
    private Path folder;

    @Option(names = "--iterations", paramLabel = "T", converter = Numbers.Count.class,
        description = "train: number of steps in all, which may extend a finished run (default: as before)")
    private Long iterations;

    @Option(names = "--checkpoint-every", paramLabel = "TIME|STEPS", converter = Interval.Converter.class,
        description = "train: how often to save, such as 60s, 5min or 1e6 steps (default: as before)")
    private Interval interval;

    @Option(names = "--threads", paramLabel = "N|all", converter = Numbers.Threads.class,
        description = "number of threads; the result does not depend on it (default: 1 for a train, all for a sweep)")
    private Integer threads;

    @Option(names = "--json", description = "print the summary as one JSON object on stdout")
    private boolean json;

    @ParentCommand
    private Neurotron neurotron;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.of(spec);
        // Before anything is left in a folder that is something else.
        requireRun();
        try (ResultFolder possession = ResultFolder.open(folder)) {
            requireRun();
            return ResultKind.canBeResumed(folder) ? resumeTraining(possession, terminal)
                : resumeSweep(possession, terminal);
        }
    }

    private void requireRun() throws IOException {
        if (!Files.isDirectory(folder) || !ResultKind.canBeResumed(folder) && !isSweep()) {
            throw new BadUsage("'" + folder + "' must be the folder of a run or a sweep"
                + (Files.isDirectory(folder) ? ": there is none in it" : ""));
        }
    }

    private boolean isSweep() throws IOException {
        ObjectNode run = RunJson.read(folder.resolve(FileNames.RUN));
        return run != null && run.path("command").asText().equals("sweep");
    }

    private int resumeSweep(ResultFolder possession, Terminal terminal) throws IOException, InterruptedException {
        if (iterations != null || interval != null) {
            throw new BadUsage((iterations != null ? "--iterations" : "--checkpoint-every")
                + " must not be given for a sweep, such as is in '" + folder + "'");
        }
        Sweeping sweeping = Sweeping.resumed(possession, neurotron.engine(
            threads == null ? Runtime.getRuntime().availableProcessors() : threads, terminal), terminal);
        if (sweeping == null) {
            terminal.say("neurotron resume: the sweep in %s is complete", folder);
            return CommandLine.ExitCode.OK;
        }
        return SweepCommand.report(sweeping, folder, json, terminal);
    }

    private int resumeTraining(ResultFolder possession, Terminal terminal) throws IOException {
        List<String> complaints = new ArrayList<>();
        Checkpoint checkpoint = new Checkpoints(possession).load(complaints);
        if (checkpoint == null) {
            throw new BadUsage("no checkpoint is good: " + String.join("; ", complaints));
        }
        complaints.forEach(complaint ->
            terminal.warn("neurotron resume: %s; going on from the one before", complaint));
        TrainOptions.Plan before = TrainOptions.of("the checkpoint of " + folder, checkpoint.arguments(), terminal);
        TrainOptions.Plan plan = before.with(iterations == null ? before.iterations() : iterations,
            interval == null ? before.interval() : interval);
        if (plan.iterations() < checkpoint.state().iteration()) {
            throw BadUsage.of("--iterations", plan.iterations(), "must be at least "
                + checkpoint.state().iteration() + ", where the run is");
        }
        try (SelectedKernel kernel = SelectedKernel.sharedBy(
            Math.max(1, plan.iterations() - checkpoint.state().iteration()), threads == null ? 1 : threads)) {
            return TrainCommand.report(Training.resumed(plan, possession, checkpoint, kernel, terminal), folder,
                json, terminal);
        }
    }
}
