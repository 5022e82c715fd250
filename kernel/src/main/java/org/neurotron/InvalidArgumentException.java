package org.neurotron;

/**
 * An argument is not what it must be (contract C3). It carries what a program needs to say so in its own words, such as
 * a command line whose options have other names than the library's parameters.
 *
 * @since 0.2
 */
public final class InvalidArgumentException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final String value;
    private final String allowed;

    /**
     * A complaint about an argument; its message is {@code NAME = VALUE: must be …}.
     *
     * @param name    the parameter's name, or a part of it such as {@code start[3]}
     * @param value   the value that was given
     * @param allowed what is allowed, as "must be …"
     */
    public InvalidArgumentException(String name, Object value, String allowed) {
        super(name + " = " + value + ": " + allowed);
        this.name = name;
        this.value = String.valueOf(value);
        this.allowed = allowed;
    }

    /**
     * What was given a bad value.
     *
     * @return the parameter's name
     */
    public String name() {
        return name;
    }

    /**
     * The bad value.
     *
     * @return the value as text
     */
    public String value() {
        return value;
    }

    /**
     * What the value should have been.
     *
     * @return "must be …"
     */
    public String allowed() {
        return allowed;
    }
}
