package org.neurotron.cli.figure;

/** How an axis maps numbers to places. */
public enum Scale {
    /** In proportion. */
    LINEAR,
    /** By the logarithm; numbers must be positive. */
    LOGARITHMIC;

    /**
     * The place of a number, on which equal steps are equally far.
     *
     * @param value the number
     * @return its place, from a fixed origin
     */
    double place(double value) {
        return this == LINEAR ? value : Math.log10(value);
    }

    /** The number at a place. */
    double number(double place) {
        return this == LINEAR ? place : Math.pow(10, place);
    }
}
