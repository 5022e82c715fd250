package org.neurotron.cli;

/** Something went wrong while running that the user should read as one line; the process ends with code 1. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }
}
