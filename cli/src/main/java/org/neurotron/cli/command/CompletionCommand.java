package org.neurotron.cli.command;

import java.util.concurrent.Callable;
import org.neurotron.cli.option.Choices;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What a shell needs to complete commands and options. */
@Command(name = "completion", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Writes a script with which a shell completes commands, options and values.",
    footer = {"", "Examples:",
        "  neurotron completion bash > ~/.local/share/bash-completion/completions/neurotron",
        "  source <(neurotron completion zsh)                             # in ~/.zshrc",
        "  neurotron completion fish > ~/.config/fish/completions/neurotron.fish"})
final class CompletionCommand implements Callable<Integer> {

    private static final String NAME = "neurotron";

    @Parameters(paramLabel = "bash|zsh|fish", converter = ShellConverter.class,
        completionCandidates = Choices.OfShell.class, description = "for which shell")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    private enum Shell { BASH, ZSH, FISH }

    @Override
    public Integer call() {
        CommandLine commands = spec.root().commandLine();
        String script = switch (shell) {
            // The same for both: it makes zsh understand what is written for bash.
            case BASH, ZSH -> AutoComplete.bash(NAME, commands);
            case FISH -> FishCompletion.script(NAME, spec.root());
        };
        Terminal.of(spec).print(script);
        return CommandLine.ExitCode.OK;
    }

    private static final class ShellConverter implements ITypeConverter<Shell> {
        @Override
        public Shell convert(String text) {
            return switch (text) {
                case "bash" -> Shell.BASH;
                case "zsh" -> Shell.ZSH;
                case "fish" -> Shell.FISH;
                default -> throw new TypeConversionException(Messages.quoted(text) + " must be bash, zsh or fish");
            };
        }
    }
}
