package org.neurotron.cli.terminal;

import java.io.PrintWriter;

/** Says what is left behind if the process is interrupted (SIGINT, SIGTERM) before this is closed. */
public final class InterruptionNotice implements AutoCloseable {

    private final Thread hook;

    public InterruptionNotice(String message, PrintWriter err) {
        hook = new Thread(() -> {
            err.println();
            err.println(message);
            err.flush();
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the notice is being given.
        }
    }
}
