package org.neurotron.cli;

import org.neurotron.cli.command.Neurotron;

/**
 * Entry point of {@code neurotron}. Data go to stdout or files; progress, warnings and errors to stderr.
 *
 * <p>Exit codes: 0 done; 1 failed while running; 2 bad usage or bad input, with one line that says what is allowed;
 * 130 and 143 interrupted.
 */
public final class Main {

    /** Not the parser's constant: this must be at hand when the parser cannot be loaded. */
    private static final int FAILED = 1;

    private Main() {
    }

    /**
     * Runs the command line and ends the process.
     *
     * @param args the arguments
     */
    public static void main(String[] args) {
        int exitCode;
        try {
            exitCode = Neurotron.execute(args);
        } catch (Throwable e) {
            // Not even the report of it could be loaded or held in memory: little is certain now, but for one line.
            System.err.println("neurotron: cannot run here: " + e
                + (e instanceof NoClassDefFoundError ? "; are too few open files allowed (ulimit -n)?" : ""));
            exitCode = FAILED;
        }
        System.exit(exitCode);
    }
}
