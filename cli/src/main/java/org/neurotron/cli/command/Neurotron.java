package org.neurotron.cli.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.neurotron.cli.option.Choices;
import org.neurotron.cli.run.SweepEngine;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Stdout;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import org.neurotron.kernel.Kernels;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code neurotron} itself: what stands before the command, and the commands. */
@Command(name = "neurotron", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Trains a depth-2 single-filter network although an adversary poisons the labels.",
    subcommands = {ReproduceCommand.class, TrainCommand.class, ResumeCommand.class, SweepCommand.class,
        MergeCommand.class, PlotCommand.class, ReportCommand.class, FitCommand.class, PredictCommand.class,
        InspectCommand.class, ExportCommand.class, TheoryCommand.class, RandomCommand.class, BenchCommand.class,
        InfoCommand.class, CompletionCommand.class, HelpCommand.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"  0:done, or nobody reads on (... | head)",
        "  1:failed while running, for instance because training diverged",
        "  2:bad usage or bad input; one line says what is allowed", "130:interrupted (Ctrl-C); what can be resumed is "
            + "saved", "143:terminated; the same"},
    footer = {"", "neurotron COMMAND --help lists the options of a command. A file of options can be given as @FILE. "
        + "$NEUROTRON_JAVA_OPTS is passed to Java. With NEUROTRON_DEBUG=1 internal errors come with a stack trace."})
public final class Neurotron implements Callable<Integer> {

    private static final String KERNEL = "--kernel";

    private static final String VECTOR_BITS = "--vector-bits";

    @Spec
    private CommandSpec spec;

    @Option(names = Terminal.QUIET, scope = ScopeType.INHERIT, description = "say nothing but results and errors")
    private boolean quiet;

    private final SweepEngine.Factory engines;

    private Neurotron(SweepEngine.Factory engines) {
        this.engines = engines;
    }

    /** Sets the kernel when the option is read, that is before any command runs. */
    @Option(names = KERNEL, paramLabel = "auto|portable|simd", completionCandidates = Choices.OfKernel.class,
        description = "kernel to compute with, here or behind the command; one that cannot run here is an error "
            + "(default: auto)")
    private void setKernel(String kernel) {
        if (!kernel.equals("auto") && !kernel.equals("portable") && !kernel.equals("simd")) {
            throw refused(KERNEL, kernel, "must be auto, portable or simd");
        }
        System.setProperty(Kernels.KERNEL_PROPERTY, kernel);
    }

    @Option(names = VECTOR_BITS, paramLabel = "128|256|512", completionCandidates = Choices.OfVectorBits.class,
        description = "width of the simd kernel's vectors, here or behind the command (default: what the machine "
            + "prefers)")
    private void setVectorBits(String bits) {
        if (!bits.equals("128") && !bits.equals("256") && !bits.equals("512")) {
            throw refused(VECTOR_BITS, bits, "must be 128, 256 or 512");
        }
        System.setProperty(Kernels.VECTOR_BITS_PROPERTY, bits);
    }

    /** While options are read the parser takes its own exceptions only. */
    private ParameterException refused(String option, String value, String allowed) {
        return new ParameterException(spec.commandLine(), BadUsage.of(option, value, allowed).getMessage());
    }

    /**
     * The configured command line.
     *
     * @return a new one, which also tests run in their own process
     */
    public static CommandLine commandLine() {
        return commandLine((threads, _) -> SweepEngine.ofThreads(threads));
    }

    /**
     * The configured command line with sweeps that are computed elsewhere.
     *
     * @param engines where the runs of sweeps come from
     * @return a new one
     */
    public static CommandLine commandLine(SweepEngine.Factory engines) {
        CommandLine commandLine = new CommandLine(new Neurotron(engines));
        commandLine.setParameterExceptionHandler(ErrorReport::ofBadUsage);
        commandLine.setExecutionExceptionHandler(ErrorReport::ofFailure);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setExpandAtFiles(false);
        commandLine.registerConverter(Path.class, Neurotron::path);
        commandLine.registerConverter(Boolean.class, Neurotron::flag);
        commandLine.registerConverter(boolean.class, Neurotron::flag);
        acceptKernelBehind(commandLine);
        return commandLine;
    }

    /**
     * Takes the kernel behind the command, too: it is chosen once the whole line has been read, so nobody need remember
     * where it stands. In the help of the commands it would be noise.
     */
    private static void acceptKernelBehind(CommandLine commandLine) {
        for (CommandLine command : commandLine.getSubcommands().values()) {
            for (String name : List.of(KERNEL, VECTOR_BITS)) {
                command.getCommandSpec().addOption(
                    OptionSpec.builder(commandLine.getCommandSpec().findOption(name)).hidden(true).build());
            }
        }
    }

    /** An empty name would be that of the folder in which the process happens to be. */
    private static Path path(String text) {
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // All that is allowed is said at once.
        }
        throw new TypeConversionException(Messages.quoted(text) + " must be the name of a file or folder");
    }

    private static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new TypeConversionException(Messages.quoted(text) + " must be true or false, or left out");
        };
    }

    /**
     * Runs the command line.
     *
     * @param commandLine from {@link #commandLine}
     * @param args        the arguments
     * @return the exit code
     */
    public static int execute(CommandLine commandLine, String... args) {
        int exitCode;
        try {
            exitCode = commandLine.execute(ArgumentFiles.expanded(args));
        } catch (BadUsage e) {
            exitCode = ErrorReport.ofBadUsage(e, commandLine);
        } catch (RuntimeException | Error e) {
            // What is no exception the parser lets pass: memory that is not there, files that became shorter.
            exitCode = ErrorReport.of(e, commandLine);
        }
        commandLine.getOut().flush();
        return exitCode;
    }

    /**
     * Runs the command line of a process, whose results go to the real stdout.
     *
     * @param args the arguments
     * @return the exit code, which is that of a failure if stdout has not taken everything
     */
    public static int execute(String... args) {
        return executeAsProcess(commandLine(), args);
    }

    /**
     * The same with another command line.
     *
     * @param commandLine from {@link #commandLine}
     * @param args        the arguments
     * @return the exit code
     */
    public static int executeAsProcess(CommandLine commandLine, String... args) {
        commandLine.setOut(Stdout.writer());
        if (LostCharacters.areIn(args)) {
            return ErrorReport.ofBadUsage(new BadUsage("the arguments have characters that Java does not read in this "
                + "locale; cli/neurotron sees to that, or set LC_ALL=C.UTF-8"), commandLine);
        }
        int exitCode = execute(commandLine, args);
        // Who prints text does not see what becomes of it; what has been reported already has a code.
        return exitCode == CommandLine.ExitCode.OK && Stdout.failure() != null
            ? ErrorReport.ofOutput(Stdout.failure(), commandLine) : exitCode;
    }

    /** Where the runs of a sweep come from. */
    SweepEngine engine(int threads, Terminal terminal) {
        return engines.of(threads, terminal);
    }

    /** Without a command there is nothing to do but to say which there are. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
