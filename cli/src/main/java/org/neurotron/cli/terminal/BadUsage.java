package org.neurotron.cli.terminal;

/**
 * What was asked for cannot be done: an option, a value or a file is not as it must be. The process ends with code 2
 * after one line that says what is allowed.
 */
public final class BadUsage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A complaint.
     *
     * @param message one line
     */
    public BadUsage(String message) {
        super(message);
    }

    /**
     * A complaint about the value of an option.
     *
     * @param option  its name, with dashes
     * @param value   the value, as it was given
     * @param allowed what is allowed, as "must be …"
     * @return the exception, to be thrown
     */
    public static BadUsage of(String option, Object value, String allowed) {
        return new BadUsage("invalid value for option '" + option + "': " + Messages.quoted(value) + " " + allowed);
    }
}
