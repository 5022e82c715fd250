package org.neurotron.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.neurotron.cli.command.FitCommand;
import org.neurotron.cli.command.InfoCommand;
import org.neurotron.cli.command.PlotCommand;
import org.neurotron.cli.command.PredictCommand;
import org.neurotron.cli.command.RandomCommand;
import org.neurotron.cli.command.ReportCommand;
import org.neurotron.cli.command.ReproduceCommand;
import org.neurotron.cli.command.ResumeCommand;
import org.neurotron.cli.command.SweepCommand;
import org.neurotron.cli.command.TheoryCommand;
import org.neurotron.cli.command.TrainCommand;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Version;
import org.neurotron.data.BadDataException;
import org.neurotron.kernel.Kernels;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Entry point of {@code neurotron}. Data go to stdout or files; progress, warnings and errors to stderr.
 *
 * <p>Exit codes: 0 done; 1 failed while running; 2 bad usage or bad input, with one line that says what is allowed;
 * 130 and 143 interrupted.
 */
@Command(name = "neurotron", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Trains a depth-2 single-filter network although an adversary poisons the labels.",
    subcommands = {ReproduceCommand.class, TrainCommand.class, ResumeCommand.class, SweepCommand.class,
        PlotCommand.class, ReportCommand.class, FitCommand.class, PredictCommand.class, TheoryCommand.class,
        RandomCommand.class, InfoCommand.class, HelpCommand.class},
    footer = {"", "A file of options can be given as @FILE. $NEUROTRON_JAVA_OPTS is passed to Java."})
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Sets the kernel when the option is read, that is before any command runs. */
    @Option(names = "--kernel", paramLabel = "auto|portable|simd",
        description = "kernel to compute with; a kernel that cannot run here is an error (default: auto)")
    private void setKernel(String kernel) {
        if (!kernel.equals("auto") && !kernel.equals("portable") && !kernel.equals("simd")) {
            throw new ParameterException(spec.commandLine(),
                Messages.invalid("--kernel", kernel, "must be auto, portable or simd"));
        }
        System.setProperty(Kernels.KERNEL_PROPERTY, kernel);
    }

    @Option(names = "--vector-bits", paramLabel = "128|256|512",
        description = "width of the simd kernel's vectors (default: what the machine prefers)")
    private void setVectorBits(String bits) {
        if (!bits.equals("128") && !bits.equals("256") && !bits.equals("512")) {
            throw new ParameterException(spec.commandLine(),
                Messages.invalid("--vector-bits", bits, "must be 128, 256 or 512"));
        }
        System.setProperty(Kernels.VECTOR_BITS_PROPERTY, bits);
    }

    private Main() {
    }

    /**
     * Runs the command line and ends the process.
     *
     * @param args the arguments
     */
    public static void main(String[] args) {
        int exitCode;
        try {
            exitCode = commandLine().execute(args);
        } catch (OutOfMemoryError e) {
            System.err.println("neurotron: out of memory (" + e.getMessage()
                + "); give Java more with NEUROTRON_JAVA_OPTS=-Xmx...");
            exitCode = ExitCode.SOFTWARE;
        }
        System.exit(exitCode);
    }

    /** The configured command line, for tests to run in their own process. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setParameterExceptionHandler(Main::badUsage);
        commandLine.setExecutionExceptionHandler(Main::failed);
        commandLine.setUsageHelpAutoWidth(true);
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; must be one of "
            + String.join(", ", spec.subcommands().keySet()) + " (see neurotron --help)");
    }

    private static int badUsage(ParameterException e, String[] args) {
        String message = e.getMessage();
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            message = "unknown option or argument " + String.join(" ", unmatched.getUnmatched());
        }
        return report(e.getCommandLine(), message, ExitCode.USAGE);
    }

    private static int failed(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
        if (e instanceof BadDataException) {
            return report(commandLine, e.getMessage(), ExitCode.USAGE);
        }
        if (e instanceof Failure || e instanceof IOException) {
            return report(commandLine, Messages.of(e), ExitCode.SOFTWARE);
        }
        e.printStackTrace(commandLine.getErr());
        return report(commandLine, "internal error, please report it: " + e, ExitCode.SOFTWARE);
    }

    private static int report(CommandLine commandLine, String message, int exitCode) {
        PrintWriter err = commandLine.getErr();
        err.println(commandLine.getCommandSpec().qualifiedName() + ": "
            + message.replaceAll("\\s*\\R\\s*", " "));
        err.flush();
        return exitCode;
    }
}
