package org.neurotron.cli.terminal;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a command says besides results in files: results in words on stdout, messages and progress on stderr.
 *
 * @param out   stdout
 * @param err   stderr
 * @param quiet whether progress and messages are not wanted; errors are said all the same
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean quiet) {

    /** The option that switches progress and messages off. */
    public static final String QUIET = "--quiet";

    /** Set by the launcher, which looks before it puts its filter between. */
    private static final String WIDTH_PROPERTY = "neurotron.terminalWidth";

    /** Set by the launcher, too: whether stdout is a terminal. */
    private static final String STDOUT_PROPERTY = "neurotron.stdoutIsTerminal";

    private static final int USUAL_WIDTH = 80;

    /** The terminal of a command that runs. */
    public static Terminal of(CommandSpec command) {
        OptionSpec quiet = command.root().findOption(QUIET);
        return new Terminal(command.commandLine().getOut(), command.commandLine().getErr(),
            quiet != null && Boolean.TRUE.equals(quiet.getValue()));
    }

    /** The width of the terminal on stderr in characters, or 0 if stderr is something else. */
    public static int width() {
        String width = System.getProperty(WIDTH_PROPERTY);
        if (width != null) {
            return Integer.parseInt(width);
        }
        Console console = System.console();
        return console != null && console.isTerminal() ? USUAL_WIDTH : 0;
    }

    /** Whether a person reads what goes to stdout. */
    public static boolean showsStdout() {
        String stdout = System.getProperty(STDOUT_PROPERTY);
        Console console = System.console();
        return stdout != null ? Boolean.parseBoolean(stdout) : console != null && console.isTerminal();
    }

    /** Prints a part of the results, unfinished lines as they are. */
    public void print(String text) {
        out.print(text);
        out.flush();
    }

    /** Says something on stderr, as a line. */
    public void say(String format, Object... values) {
        if (!quiet) {
            warn(format, values);
        }
    }

    /** Says something on stderr that must not be missed, as a line. */
    public void warn(String format, Object... values) {
        err.println(Messages.printable(String.format(Locale.ROOT, format, values)));
        err.flush();
    }

    /**
     * Starts to show progress.
     *
     * @param task  what is being done
     * @param done  number of steps done before
     * @param total number of steps in all
     */
    public Progress progress(String task, long done, long total) {
        return new Progress(task, done, total, this);
    }
}
