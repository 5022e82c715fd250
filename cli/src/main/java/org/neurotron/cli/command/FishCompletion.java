package org.neurotron.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for the fish shell: a {@code complete} command for every command and every option of it. */
final class FishCompletion {

    private static final String BEFORE_COMMAND = "__fish_use_subcommand";

    private final String program;
    private final StringBuilder script = new StringBuilder();

    private FishCompletion(String program) {
        this.program = program;
    }

    /**
     * The script.
     *
     * @param program the program's name
     * @param root    its command line
     */
    static String script(String program, CommandSpec root) {
        FishCompletion completion = new FishCompletion(program);
        completion.script.append("# fish completion of ").append(program).append('\n');
        // Files are offered only where they are wanted.
        completion.add("-f");
        completion.addOptions(root, BEFORE_COMMAND);
        for (Map.Entry<String, CommandLine> command : root.subcommands().entrySet()) {
            CommandSpec spec = command.getValue().getCommandSpec();
            completion.add("-n " + BEFORE_COMMAND, "-a " + command.getKey(), "-d " + quoted(summary(
                spec.usageMessage().description())));
            String there = quoted("__fish_seen_subcommand_from " + command.getKey());
            completion.addOptions(spec, there);
            spec.positionalParameters().forEach(parameter -> completion.add("-n " + there, spec.helpCommand()
                ? "-f -a " + quoted(String.join(" ", root.subcommands().keySet())) : values(parameter)));
        }
        return completion.script.toString();
    }

    private void addOptions(CommandSpec command, String condition) {
        for (OptionSpec option : command.options()) {
            StringBuilder names = new StringBuilder();
            for (String name : option.names()) {
                names.append(names.isEmpty() ? "" : " ")
                    .append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
            }
            String values = option.arity().max() == 0 ? "" : option.arity().min() == 0 ? values(option)
                : "-r " + values(option);
            add("-n " + condition, names.toString(), values, "-d " + quoted(summary(option.description())));
        }
    }

    /** What may stand there: files, some words, or what only the user knows. */
    private static String values(ArgSpec argument) {
        if (argument.type() == Path.class || argument.auxiliaryTypes()[0] == Path.class) {
            return "-F";
        }
        List<String> words = argument.completionCandidates() == null ? List.of()
            : StreamSupport.stream(argument.completionCandidates().spliterator(), false).toList();
        return words.isEmpty() ? "-f" : "-f -a " + quoted(String.join(" ", words));
    }

    /** The first line, without the default: there is little room in a menu. */
    private static String summary(String... description) {
        return description.length == 0 ? "" : description[0].replaceFirst("\\s*\\(default.*", "").replace("%%", "%");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private void add(String... words) {
        script.append("complete -c ").append(program);
        for (String word : words) {
            script.append(word.isEmpty() ? "" : " " + word);
        }
        script.append('\n');
    }
}
