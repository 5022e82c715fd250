package org.neurotron.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/**
 * What contract C3 asks of a refused argument: an {@link IllegalArgumentException} that names it, its value and what is
 * allowed.
 */
public final class Refusal {

    private Refusal() {
    }

    /**
     * Asserts that something is refused.
     *
     * @param name      the argument's name, with which the message must start
     * @param value     its value, which must come next
     * @param operation what must throw
     * @return the rest of the message: what is allowed
     */
    public static String assertRefused(String name, Object value, Executable operation) {
        String message = assertThrows(IllegalArgumentException.class, operation).getMessage();
        String start = name + " = " + value + ": must be ";
        assertTrue(message.startsWith(start), () -> "\"" + message + "\" does not start with \"" + start + "\"");
        return message.substring(start.length());
    }
}
