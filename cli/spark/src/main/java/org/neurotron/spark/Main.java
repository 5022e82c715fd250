package org.neurotron.spark;

import java.util.List;
import java.util.Set;
import org.neurotron.cli.command.Neurotron;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What {@code spark-submit} starts: {@code sweep} and {@code resume}, as {@code neurotron} has them, on Spark. Options
 * of Spark, such as its master, are those of {@code spark-submit}.
 */
public final class Main {

    /** What Spark has something to do with. */
    private static final Set<String> COMMANDS = Set.of("sweep", "resume", "help");

    /** Spark's master says how much is computed at a time. */
    private static final String THREADS = "--threads";

    private Main() {
    }

    /**
     * Runs the command line and ends the process.
     *
     * @param args the arguments
     */
    public static void main(String[] args) {
        System.exit(Neurotron.executeAsProcess(commandLine(Computation.Source.OF_SWEEPS), args));
    }

    /**
     * The command line.
     *
     * @param source what computes runs
     */
    static CommandLine commandLine(Computation.Source source) {
        CommandLine commandLine = Neurotron.commandLine((_, terminal) -> new SparkEngine(source, terminal));
        for (String command : List.copyOf(commandLine.getSubcommands().keySet())) {
            CommandSpec spec = commandLine.getSubcommands().get(command).getCommandSpec();
            if (!COMMANDS.contains(command)) {
                commandLine.getCommandSpec().removeSubcommand(command);
            } else if (spec.findOption(THREADS) != null) {
                spec.remove(spec.findOption(THREADS));
            }
        }
        return commandLine;
    }
}
