package org.neurotron.cli.terminal;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a command says besides results in files: results in words on stdout, messages and progress on stderr. */
public final class Terminal {

    /** The option that switches progress and messages off. */
    public static final String QUIET = "--quiet";

    /** Set by the launcher, which looks before it puts its filter between. */
    private static final String WIDTH_PROPERTY = "neurotron.terminalWidth";

    /** Set by the launcher, too: whether stdout is a terminal. */
    private static final String STDOUT_PROPERTY = "neurotron.stdoutIsTerminal";

    private static final int USUAL_WIDTH = 80;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean quiet;
    private volatile Progress progress;

    private Terminal(PrintWriter out, PrintWriter err, boolean quiet) {
        this.out = out;
        this.err = err;
        this.quiet = quiet;
    }

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

    /**
     * The name of a file or folder for stdout: as it is for programs, and for a person without what a terminal would
     * take for commands.
     */
    public static String shown(Object name) {
        return showsStdout() ? Messages.printable(name.toString()) : name.toString();
    }

    /** Stdout, for results in words. */
    public PrintWriter out() {
        return out;
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
        String message = Messages.line(String.format(Locale.ROOT, format, values));
        Progress shown = progress;
        if (shown != null) {
            shown.say(message);
        } else {
            err.println(message);
            err.flush();
        }
    }

    /**
     * Starts to show progress, unless that is not wanted.
     *
     * @param task  what is being done
     * @param what  of what, such as steps
     * @param done  how many were done before
     * @param total how many there are in all
     */
    public Progress progress(String task, String what, long done, long total) {
        // A line about nothing would have no percentage.
        return shown(new ProgressLine(task, what, Math.max(1, total)), done, quiet || total == 0);
    }

    /**
     * Starts to show that something is going on of which nobody knows how long it will take.
     *
     * @param task what is being done
     * @param what in words
     */
    public Progress working(String task, String what) {
        return shown(new ProgressLine(task, what, 0), 0, quiet);
    }

    /** Progress that is not shown. */
    public Progress noProgress() {
        return shown(new ProgressLine("", "", 0), 0, true);
    }

    private Progress shown(ProgressLine line, long done, boolean secretly) {
        Progress started = new Progress(line, done, err, width(), System::nanoTime);
        if (!secretly) {
            progress = started;
            started.start();
        }
        return started;
    }

    /** Ends the progress that is shown, for a last word from elsewhere while the process ends. */
    void endProgress() {
        Progress shown = progress;
        if (shown != null) {
            shown.close();
        }
    }
}
