package org.neurotron.cli;

import org.neurotron.cli.command.Neurotron;
import picocli.CommandLine.ExitCode;

/**
 * Entry point of {@code neurotron}. Data go to stdout or files; progress, warnings and errors to stderr.
 *
 * <p>Exit codes: 0 done; 1 failed while running; 2 bad usage or bad input, with one line that says what is allowed;
 * 130 and 143 interrupted.
 */
public final class Main {

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
        } catch (OutOfMemoryError e) {
            System.err.println("neurotron: out of memory (" + e.getMessage()
                + "); give Java more with NEUROTRON_JAVA_OPTS=-Xmx...");
            exitCode = ExitCode.SOFTWARE;
        }
        System.exit(exitCode);
    }
}
