package org.neurotron.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.function.Executable;

/**
 * Assertions about arguments that are refused (contract C3): the message names the argument.
 */
public final class Refusals {

    private Refusals() {
    }

    /**
     * Asserts that a call is refused with a message of the form {@code NAME = VALUE: must …}, which may say more about
     * the name, such as {@code length of NAME}.
     *
     * @param name the argument's name
     * @param call the call
     */
    public static void assertIllegal(String name, Executable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call, () -> "wrong " + name);
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf(" = ");
        assertTrue(end > 0 && names(message.substring(0, end), name) && message.contains("must "),
            () -> "\"" + message + "\" does not name " + name + " and what it must be");
    }

    /**
     * Asserts that null is refused with a message that names the argument.
     *
     * @param name the argument's name
     * @param call the call
     */
    public static void assertNull(String name, Executable call) {
        NullPointerException e = assertThrows(NullPointerException.class, call, () -> "null " + name);
        assertTrue(names(String.valueOf(e.getMessage()), name),
            () -> "\"" + e.getMessage() + "\" does not name " + name);
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

    private static boolean names(String text, String name) {
        return Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "(?!\\w)").matcher(text).find();
    }
}
