package org.neurotron.cli.terminal;

/** Says what is left behind if the process is interrupted (SIGINT, SIGTERM) before this is closed. */
public final class InterruptionNotice implements AutoCloseable {

    private final Thread hook;

    /**
     * Prepares a notice.
     *
     * @param message  one line
     * @param terminal where to say it
     */
    public InterruptionNotice(String message, Terminal terminal) {
        hook = new Thread(() -> {
            terminal.endProgress();
            terminal.say("%s", message);
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
