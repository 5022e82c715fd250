package org.neurotron.data;

import java.io.IOException;

/**
 * Data that cannot be used; the message says in one line which, where, and what is allowed.
 */
public class BadDataException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Data that cannot be used.
     *
     * @param message what is wrong with them
     */
    public BadDataException(String message) {
        super(message);
    }
}
