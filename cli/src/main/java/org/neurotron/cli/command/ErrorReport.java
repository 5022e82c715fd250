package org.neurotron.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.neurotron.InvalidArgumentException;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Stdout;
import org.neurotron.data.BadDataException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What becomes of exceptions: a line on stderr, and an exit code. */
final class ErrorReport {

    /** The library's parameters that the command line calls by other names. */
    private static final Map<String, String> OPTIONS = Map.of("outerWeights", "q", "leak", "alpha");

    private ErrorReport() {
    }

    /** Of what the parser says of the arguments. */
    static int ofBadUsage(ParameterException e, String[] args) {
        return report(e.getCommandLine(), ParserComplaint.of(e), ExitCode.USAGE);
    }

    /** Of arguments that the parser did not even get to see. */
    static int ofBadUsage(BadUsage e, CommandLine commandLine) {
        return report(commandLine, e.getMessage(), ExitCode.USAGE);
    }

    /** Of what a command threw. */
    static int ofFailure(Exception e, CommandLine commandLine, ParseResult parsed) {
        return switch (e) {
            case BadUsage usage -> report(commandLine, asTyped(usage, commandLine).getMessage(), ExitCode.USAGE);
            case BadDataException _ -> report(commandLine, e.getMessage(), ExitCode.USAGE);
            case InvalidArgumentException argument -> report(commandLine, complaint(argument, commandLine),
                ExitCode.USAGE);
            case IOException io -> ofOutput(io, commandLine);
            case Failure _ -> report(commandLine, Messages.of(e), ExitCode.SOFTWARE);
            default -> {
                e.printStackTrace(commandLine.getErr());
                yield report(commandLine, "internal error, please report it: " + e, ExitCode.SOFTWARE);
            }
        };
    }

    /** Of what could not be read or written. Whoever reads a pipe may stop when he has seen enough. */
    static int ofOutput(IOException e, CommandLine commandLine) {
        return Stdout.isClosedPipe(e) ? ExitCode.OK : report(commandLine, Messages.of(e), ExitCode.SOFTWARE);
    }

    /** The library's complaint about an argument, in terms of the option that it came from if there is one. */
    private static String complaint(InvalidArgumentException e, CommandLine commandLine) {
        // What is wrong with a part of an argument, such as start[3], is a matter of the whole.
        String name = e.name().replaceFirst("\\[.*", "");
        String option = "--" + OPTIONS.getOrDefault(name, name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase());
        for (String form : List.of(option, option + "s")) {
            if (commandLine.getCommandSpec().findOption(form) != null) {
                return asTyped(BadUsage.of(form, e.value(), e.allowed()), commandLine).getMessage();
            }
        }
        return name + " = " + Messages.quoted(e.value()) + ": " + e.allowed();
    }

    private static BadUsage asTyped(BadUsage e, CommandLine commandLine) {
        OptionSpec option = e.option() == null ? null : commandLine.getCommandSpec().findOption(e.option());
        return option == null ? e : e.withValue(asTyped(option, e.value()));
    }

    /** The value as it stands on the command line, where a number may be written in many ways. */
    private static String asTyped(ArgSpec option, String value) {
        String typed = String.join(",", option.originalStringValues());
        return Arrays.stream(typed.split(",")).filter(text -> isSame(text, value)).findFirst()
            // One of the numbers that a range stands for is not there to be found.
            .orElse(typed.isEmpty() || typed.contains(":") && isSame(value, value) ? value : typed);
    }

    private static boolean isSame(String text, String value) {
        try {
            return text.equals(value) || Double.parseDouble(text) == Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static int report(CommandLine commandLine, String message, int exitCode) {
        PrintWriter err = commandLine.getErr();
        err.println(commandLine.getCommandSpec().qualifiedName() + ": "
            + Messages.printable(message.replaceAll("\\s*\\R\\s*", " ")));
        err.flush();
        return exitCode;
    }
}
