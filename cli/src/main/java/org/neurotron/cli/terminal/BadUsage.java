package org.neurotron.cli.terminal;

/**
 * What was asked for cannot be done: an option, a value or a file is not as it must be. The process ends with code 2
 * after one line that says what is allowed.
 */
public final class BadUsage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String option;
    private final String value;
    private final String allowed;

    /**
     * A complaint.
     *
     * @param message one line
     */
    public BadUsage(String message) {
        super(message);
        option = null;
        value = null;
        allowed = null;
    }

    private BadUsage(String option, String value, String allowed) {
        super("invalid value for option '" + option + "': " + Messages.quoted(value) + " " + allowed);
        this.option = option;
        this.value = value;
        this.allowed = allowed;
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
        return new BadUsage(option, String.valueOf(value), allowed);
    }

    /** The option whose value is complained about, or null. */
    public String option() {
        return option;
    }

    /** The value, or null. */
    public String value() {
        return value;
    }

    /** The same about the value in another form, such as that in which it was typed. */
    public BadUsage withValue(String other) {
        return new BadUsage(option, other, allowed);
    }
}
