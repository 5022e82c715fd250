package org.neurotron.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.neurotron.InvalidArgumentException;
import org.neurotron.cli.option.Numbers;
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
import picocli.CommandLine.TypeConversionException;

/** What becomes of exceptions: a line on stderr, and an exit code. */
final class ErrorReport {

    /** The library's parameters that the command line calls by other names. */
    private static final Map<String, String> OPTIONS = Map.of("outerWeights", "q", "leak", "alpha",
        "tau", "robust", "huber", "robust", "mom", "robust", "batch-trim", "robust", "kappa", "robust-rate",
        "threshold", "robust-start", "factor", "attack", "deviation", "attack");

    /** Like the variable NEUROTRON_DEBUG of the environment. */
    private static final String DEBUG_PROPERTY = "neurotron.debug";

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
        return of(e, commandLine);
    }

    /** Of what was thrown, whatever it is: one line, and an exit code. */
    static int of(Throwable e, CommandLine commandLine) {
        return switch (e) {
            case BadUsage usage -> report(commandLine, asTyped(usage, commandLine).getMessage(), ExitCode.USAGE);
            case BadDataException _ -> report(commandLine, e.getMessage(), ExitCode.USAGE);
            case InvalidArgumentException argument -> report(commandLine, complaint(argument, commandLine),
                ExitCode.USAGE);
            case UncheckedIOException unchecked -> of(unchecked.getCause(), commandLine);
            case Failure failure -> report(commandLine, Messages.of(failure), ExitCode.SOFTWARE);
            case IOException io -> ofOutput(io, commandLine);
            case OutOfMemoryError memory -> report(commandLine, "out of memory (" + memory.getMessage()
                + "); give Java more with NEUROTRON_JAVA_OPTS=-Xmx...", ExitCode.SOFTWARE);
            case InternalError fault when isOfMapping(fault) -> report(commandLine,
                "a file that was being read can no longer be read; has it been made shorter?", ExitCode.SOFTWARE);
            case NoClassDefFoundError missing -> report(commandLine, ofMissing(missing), ExitCode.SOFTWARE);
            default -> {
                if (isDebugging()) {
                    e.printStackTrace(commandLine.getErr());
                }
                yield report(commandLine, "internal error, please report it, with what NEUROTRON_DEBUG=1 in the "
                    + "environment adds to this line: " + e + where(e), ExitCode.SOFTWARE);
            }
        };
    }

    /** Whether stack traces are wanted, which help nobody but those who mend the program. */
    private static boolean isDebugging() {
        String wanted = System.getProperty(DEBUG_PROPERTY, System.getenv("NEUROTRON_DEBUG"));
        return wanted != null && !wanted.isEmpty() && !wanted.equals("0");
    }

    /** The virtual machine's only way to say that what was mapped into memory is gone. It may come late. */
    private static boolean isOfMapping(InternalError e) {
        return e.getMessage() != null && e.getMessage().contains("unsafe memory access");
    }

    private static String ofMissing(NoClassDefFoundError e) {
        return "a part of the program cannot be loaded (" + e.getMessage()
            + "); are too few open files allowed (ulimit -n), or is the build incomplete?";
    }

    /** The place in this program, so that the line alone says something. */
    private static String where(Throwable e) {
        return Arrays.stream(e.getStackTrace()).filter(frame -> frame.getClassName().startsWith("org.neurotron."))
            .findFirst().map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")").orElse("");
    }

    /** Of what could not be read or written. Whoever reads a pipe may stop when he has seen enough. */
    static int ofOutput(IOException e, CommandLine commandLine) {
        return Stdout.isClosedPipe(e) ? ExitCode.OK : report(commandLine, Messages.of(e), ExitCode.SOFTWARE);
    }

    /** The library's complaint about an argument, in terms of the option that it came from if there is one. */
    private static String complaint(InvalidArgumentException e, CommandLine commandLine) {
        // What is wrong with a part of an argument, such as start[3], is a matter of the whole.
        String name = e.name().replaceFirst("\\[.*", "");
        String option = "--" + OPTIONS.getOrDefault(name, name.replaceAll("([a-z])([A-Z])", "$1-$2")
            .toLowerCase(Locale.ROOT));
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
        // Of a value with a number behind its name, such as scale:10, the number may be what is wrong.
        String number = !text.isEmpty() && Character.isLetter(text.charAt(0))
            ? text.substring(text.indexOf(':') + 1) : text;
        try {
            return text.equals(value) || new Numbers.Bound().convert(number) == Double.parseDouble(value);
        } catch (TypeConversionException | NumberFormatException e) {
            return false;
        }
    }

    private static int report(CommandLine commandLine, String message, int exitCode) {
        PrintWriter err = commandLine.getErr();
        err.println(Messages.line(commandLine.getCommandSpec().qualifiedName() + ": " + message));
        err.flush();
        return exitCode;
    }
}
