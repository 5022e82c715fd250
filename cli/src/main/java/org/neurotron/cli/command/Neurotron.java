package org.neurotron.cli.command;

import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import org.neurotron.kernel.Kernels;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code neurotron} itself: what stands before the command, and the commands. */
@Command(name = "neurotron", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Trains a depth-2 single-filter network although an adversary poisons the labels.",
    subcommands = {ReproduceCommand.class, TrainCommand.class, ResumeCommand.class, SweepCommand.class,
        PlotCommand.class, ReportCommand.class, FitCommand.class, PredictCommand.class, TheoryCommand.class,
        RandomCommand.class, InfoCommand.class, HelpCommand.class},
    footer = {"", "A file of options can be given as @FILE. $NEUROTRON_JAVA_OPTS is passed to Java."})
public final class Neurotron implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = Terminal.QUIET, scope = ScopeType.INHERIT, description = "say nothing but results and errors")
    private boolean quiet;

    private Neurotron() {
    }

    /** Sets the kernel when the option is read, that is before any command runs. */
    @Option(names = "--kernel", paramLabel = "auto|portable|simd",
        description = "kernel to compute with; a kernel that cannot run here is an error (default: auto)")
    private void setKernel(String kernel) {
        if (!kernel.equals("auto") && !kernel.equals("portable") && !kernel.equals("simd")) {
            throw refused("--kernel", kernel, "must be auto, portable or simd");
        }
        System.setProperty(Kernels.KERNEL_PROPERTY, kernel);
    }

    @Option(names = "--vector-bits", paramLabel = "128|256|512",
        description = "width of the simd kernel's vectors (default: what the machine prefers)")
    private void setVectorBits(String bits) {
        if (!bits.equals("128") && !bits.equals("256") && !bits.equals("512")) {
            throw refused("--vector-bits", bits, "must be 128, 256 or 512");
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
        CommandLine commandLine = new CommandLine(new Neurotron());
        commandLine.setParameterExceptionHandler(ErrorReport::ofBadUsage);
        commandLine.setExecutionExceptionHandler(ErrorReport::ofFailure);
        commandLine.setUsageHelpAutoWidth(true);
        return commandLine;
    }

    @Override
    public void run() {
        throw new BadUsage("no command given; must be one of " + String.join(", ", spec.subcommands().keySet())
            + " (see neurotron --help)");
    }
}
