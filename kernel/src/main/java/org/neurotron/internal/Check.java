package org.neurotron.internal;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.neurotron.InvalidArgumentException;

/**
 * Argument checks that name the argument, its value and what is allowed (contract C3), in an
 * {@link InvalidArgumentException}.
 */
public final class Check {

    private Check() {
    }

    /**
     * Checks a size.
     *
     * @param name  the argument's name
     * @param value its value
     * @return {@code value}
     * @throws IllegalArgumentException if {@code value < 1}
     */
    public static int positive(String name, int value) {
        if (value < 1) {
            throw illegal(name, value, "must be a whole number >= 1");
        }
        return value;
    }

    /**
     * Checks a count of steps.
     *
     * @param name  the argument's name
     * @param value its value
     * @return {@code value}
     * @throws IllegalArgumentException if {@code value < 1}
     */
    public static long positive(String name, long value) {
        if (value < 1) {
            throw illegal(name, value, "must be a whole number >= 1");
        }
        return value;
    }

    /**
     * Checks a scale, a learning rate, a number of degrees of freedom.
     *
     * @param name  the argument's name
     * @param value its value
     * @return {@code value}
     * @throws IllegalArgumentException unless {@code 0 < value < ∞}
     */
    public static double positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw illegal(name, value, "must be > 0 and finite");
        }
        return value;
    }

    /**
     * Checks a bound.
     *
     * @param name  the argument's name
     * @param value its value
     * @return {@code value}
     * @throws IllegalArgumentException unless {@code 0 <= value < ∞}
     */
    public static double nonNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw illegal(name, value, "must be >= 0 and finite");
        }
        return value;
    }

    /**
     * Checks a bound that may be none.
     *
     * @param name  the argument's name
     * @param value its value
     * @return {@code value}
     * @throws IllegalArgumentException unless {@code 0 <= value <= ∞}
     */
    public static double bound(String name, double value) {
        if (!(value >= 0)) {
            throw illegal(name, value, "must be >= 0 or infinite");
        }
        return value;
    }

    /**
     * Checks a probability.
     *
     * @param name  the argument's name
     * @param value its value
     * @return {@code value}
     * @throws IllegalArgumentException unless {@code 0 <= value <= 1}
     */
    public static double probability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw illegal(name, value, "must be from 0 to 1");
        }
        return value;
    }

    /**
     * Checks the leak of the activation (Definition 1).
     *
     * @param name  the argument's name
     * @param value its value
     * @return {@code value}
     * @throws IllegalArgumentException unless {@code 0 <= value < 1}
     */
    public static double leak(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw illegal(name, value, "must be >= 0 and < 1");
        }
        return value;
    }

    /**
     * Checks that every element of a vector is finite.
     *
     * @param name   the argument's name
     * @param values the vector
     * @return {@code values}
     * @throws IllegalArgumentException if an element is NaN or infinite
     */
    public static double[] finite(String name, double[] values) {
        Objects.requireNonNull(values, name);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw illegal(name + "[" + i + "]", values[i], "must be finite");
            }
        }
        return values;
    }

    /**
     * Checks the length of a vector.
     *
     * @param name     the argument's name
     * @param values   the vector
     * @param expected the length it must have
     * @return {@code values}
     * @throws IllegalArgumentException if it has another
     */
    public static double[] length(String name, double[] values, int expected) {
        Objects.requireNonNull(values, name);
        if (values.length != expected) {
            throw illegal("length of " + name, values.length, "must be " + expected);
        }
        return values;
    }

    /**
     * Checks that {@code length} elements of an array exist from {@code offset} on.
     *
     * @param name   the array's name
     * @param values the array
     * @param offset the first element
     * @param length how many there must be
     * @throws IllegalArgumentException if the range leaves the array
     */
    public static void range(String name, double[] values, int offset, int length) {
        Objects.requireNonNull(values, name);
        if ((offset | length) < 0 || length > values.length - offset) {
            throw illegal(name + " from " + offset, length + " elements",
                "must lie within an array of length " + values.length);
        }
    }

    /**
     * The one of some choices that has a name.
     *
     * @param name    the argument's name
     * @param text    the name of the choice
     * @param choices what there is, named as {@link Object#toString} says
     * @param <T>     what they are
     * @return the first of that name
     * @throws IllegalArgumentException if there is none
     */
    public static <T> T choice(String name, String text, T[] choices) {
        for (T choice : choices) {
            if (choice.toString().equals(text)) {
                return choice;
            }
        }
        throw illegal(name, text,
            "must be one of " + Arrays.stream(choices).map(Object::toString).collect(Collectors.joining(", ")));
    }

    /**
     * The exception that all checks throw.
     *
     * @param name    the argument's name
     * @param value   its value
     * @param allowed what is allowed, as "must be …"
     * @return the exception, to be thrown
     */
    public static InvalidArgumentException illegal(String name, Object value, String allowed) {
        return new InvalidArgumentException(name, value, allowed);
    }
}
