package org.neurotron.cli.command;

import java.util.Collection;
import java.util.List;
import org.neurotron.cli.terminal.Messages;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the parser of the command line has to say about the arguments, in the words of all other complaints. */
final class ParserComplaint {

    private ParserComplaint() {
    }

    /** One line. */
    static String of(ParameterException e) {
        return switch (e) {
            case UnmatchedArgumentException unmatched when !unmatched.getUnmatched().isEmpty() ->
                unknown(unmatched.getUnmatched().getFirst(), e.getCommandLine().getCommandSpec());
            case MissingParameterException missing when !missing.getMissing().isEmpty() -> missing(missing);
            case OverwrittenOptionException overwritten ->
                "option '" + name(overwritten.getOverwritten()) + "' must be given only once";
            case ParameterException _ when e.getArgSpec() != null && e.getValue() != null -> invalid(e);
            // The command that help was asked for.
            case ParameterException _ when e.getValue() != null ->
                unknown(e.getValue(), e.getCommandLine().getCommandSpec());
            default -> e.getMessage();
        };
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String unknown(String argument, CommandSpec command) {
        boolean option = argument.startsWith("-") && argument.length() > 1;
        String name = option ? argument.split("=", 2)[0] : argument;
        Collection<CommandLine> commands = command.subcommands().values();
        if (option) {
            return commands.stream().anyMatch(one -> one.getCommandSpec().findOption(name) != null)
                ? "option " + Messages.quoted(name) + " must stand behind a command that takes it"
                : "unknown option " + Messages.quoted(name) + Suggestion.of(name, command.optionsMap().keySet());
        }
        return commands.isEmpty() ? "unexpected argument " + Messages.quoted(name)
            : "unknown command " + Messages.quoted(name) + Suggestion.of(name, command.subcommands().keySet())
                + " (see neurotron --help)";
    }

    /** Something that must be there is not: an option, its value, or an argument. */
    private static String missing(MissingParameterException e) {
        List<ArgSpec> missing = e.getMissing();
        // Of an option that was given the value is missing.
        if (missing.getFirst() instanceof OptionSpec option
            && !e.getMessage().startsWith("Missing required option")) {
            return "option '" + name(option) + "' must have a value, " + option.paramLabel();
        }
        return String.join(" and ", missing.stream().map(argument -> argument instanceof OptionSpec option
            ? "option '" + name(option) + "'" : argument.paramLabel()).toList()) + " must be given ("
            + String.join("; ", missing.getFirst().description()) + ")";
    }

    private static String invalid(ParameterException e) {
        // What readers of values say begins with the value.
        String reason = e.getCause() instanceof TypeConversionException conversion ? conversion.getMessage()
            : Messages.quoted(e.getValue()) + " must be " + e.getArgSpec().paramLabel();
        return (e.getArgSpec().isOption() ? "invalid value for option '" + name(e.getArgSpec()) + "': " : "") + reason;
    }
}
