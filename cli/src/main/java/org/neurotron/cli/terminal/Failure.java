package org.neurotron.cli.terminal;

import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** Something went wrong while running that the user should read as one line; the process ends with code 1. */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Failure(String message) {
        super(message);
    }

    /**
     * What a thread failed with, thrown again in this one.
     *
     * @param e what waiting for the thread threw
     * @return never
     * @throws IOException if it was one
     */
    public static IllegalStateException rethrow(ExecutionException e) throws IOException {
        switch (e.getCause()) {
            case IOException io -> throw io;
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            default -> throw new IllegalStateException(e.getCause());
        }
    }
}
