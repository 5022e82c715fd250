package org.neurotron.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.neurotron.cli.option.Interval;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.run.Checkpoint;
import org.neurotron.cli.run.RunFolder;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

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
        description = "train: how often to save, such as 60s or 1e6 (default: as before)")
    private Interval interval;

    @Option(names = "--threads", paramLabel = "N|all", converter = Numbers.Threads.class,
        description = "number of threads; the result does not depend on it (default: 1 for a train, all for a sweep)")
    private Integer threads;

    @Option(names = "--json", description = "print the summary as one JSON object on stdout")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine commandLine = spec.commandLine();
        if (Files.isDirectory(folder) && !RunFolder.hasCheckpoint(folder) && RunFolder.hasSweep(folder)) {
            if (iterations != null || interval != null) {
                throw new ParameterException(commandLine, (iterations != null ? "--iterations" : "--checkpoint-every")
                    + " must not be given for a sweep, such as is in '" + folder + "'");
            }
            return SweepCommand.resume(folder, threads, json, commandLine);
        }
        if (!Files.isDirectory(folder) || !RunFolder.hasCheckpoint(folder)) {
            throw new ParameterException(commandLine, "'" + folder + "' must be the folder of a run or a sweep"
                + (Files.isDirectory(folder) ? ": there is none in it" : ""));
        }
        try (RunFolder run = new RunFolder(folder)) {
            List<String> complaints = new ArrayList<>();
            Checkpoint checkpoint = run.load(complaints);
            if (checkpoint == null) {
                throw new Failure("no checkpoint is good: " + String.join("; ", complaints));
            }
            complaints.forEach(complaint ->
                commandLine.getErr().println("neurotron resume: " + complaint + "; going on from the one before"));
            commandLine.getErr().printf("neurotron resume: going on from iteration %d%n",
                checkpoint.state().iteration());
            commandLine.getErr().flush();
            TrainCommand train = new TrainCommand();
            try {
                new CommandLine(train).parseArgs(checkpoint.arguments().toArray(String[]::new));
            } catch (ParameterException e) {
                throw new Failure("the configuration in the checkpoint of " + folder + " makes no sense: "
                    + e.getMessage());
            }
            return train.resume(run, checkpoint, iterations, interval, threads == null ? 1 : threads, json,
                commandLine);
        }
    }
}
