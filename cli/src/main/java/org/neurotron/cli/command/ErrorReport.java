package org.neurotron.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.neurotron.InvalidArgumentException;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.data.BadDataException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What becomes of exceptions: a line on stderr, and an exit code. */
final class ErrorReport {

    /** The library's parameters that the command line calls by other names. */
    private static final Map<String, String> OPTIONS = Map.of("outerWeights", "q", "leak", "alpha");

    private ErrorReport() {
    }

    /** Of what the parser says of the arguments. */
    static int ofBadUsage(ParameterException e, String[] args) {
        String message = e.getMessage();
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            message = "unknown option or argument " + String.join(" ", unmatched.getUnmatched());
        }
        return report(e.getCommandLine(), message, ExitCode.USAGE);
    }

    /** Of what a command threw. */
    static int ofFailure(Exception e, CommandLine commandLine, ParseResult parsed) {
        return switch (e) {
            case BadUsage _, BadDataException _ -> report(commandLine, e.getMessage(), ExitCode.USAGE);
            case InvalidArgumentException argument -> report(commandLine, complaint(argument, commandLine),
                ExitCode.USAGE);
            case Failure _, IOException _ -> report(commandLine, Messages.of(e), ExitCode.SOFTWARE);
            default -> {
                e.printStackTrace(commandLine.getErr());
                yield report(commandLine, "internal error, please report it: " + e, ExitCode.SOFTWARE);
            }
        };
    }

    /** The library's complaint about an argument, in terms of the option that it came from if there is one. */
    private static String complaint(InvalidArgumentException e, CommandLine commandLine) {
        // What is wrong with a part of an argument, such as start[3], is a matter of the whole.
        String name = e.name().replaceFirst("\\[.*", "");
        String option = "--" + OPTIONS.getOrDefault(name, name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase());
        for (String form : List.of(option, option + "s")) {
            OptionSpec spec = commandLine.getCommandSpec().findOption(form);
            if (spec != null) {
                return BadUsage.of(form, asTyped(spec, e.value()), e.allowed()).getMessage();
            }
        }
        return e.getMessage();
    }

    /** The value as it stands on the command line, where a number may be written in many ways. */
    private static String asTyped(ArgSpec option, String value) {
        List<String> typed = option.originalStringValues();
        return typed.size() == 1 ? typed.getFirst() : typed.stream().filter(text -> isSame(text, value)).findFirst()
            .orElse(value);
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
