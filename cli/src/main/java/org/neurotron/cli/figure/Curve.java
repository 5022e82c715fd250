package org.neurotron.cli.figure;

import java.util.Objects;

/**
 * A curve of a picture.
 *
 * @param name   in the legend
 * @param ink    how it is drawn; curves of the same name have the same
 * @param range  what the ranges of its points are
 * @param points the points
 * @param rows   where single points come from, or null
 */
public record Curve(String name, Ink ink, Range range, Points points, Rows rows) {

    /** What a range at a point is. */
    public enum Range {
        /** From the smallest to the greatest value of a single curve that was thinned. */
        EXTREMES,
        /** From the 5 % quantile to the 95 % quantile of many curves, of which the value is the median. */
        QUANTILES,
        /** The same of curves of which some end near 0 and others far from it: there may be none between. */
        APART,
        /** None, as the points are single ones that make no line. */
        NONE;

        /** Whether it is a band of many curves. */
        boolean isBand() {
            return this == QUANTILES || this == APART;
        }
    }

    /**
     * Where points come from.
     *
     * @param word    what the numbers are, such as line
     * @param numbers one for each point
     */
    public record Rows(String word, long... numbers) {
    }

    /**
     * A curve of points from nowhere in particular.
     *
     * @param name   in the legend
     * @param ink    how it is drawn
     * @param range  what the ranges of its points are
     * @param points the points
     */
    public Curve(String name, Ink ink, Range range, Points points) {
        this(name, ink, range, points, null);
    }

    /** Checks that nothing is missing. */
    public Curve {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(ink, "ink");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(points, "points");
        if (rows != null && rows.numbers().length != points.x().length) {
            throw new IllegalArgumentException("there must be as many rows as points");
        }
    }

    /** Whether its points make no line. */
    boolean isLoose() {
        return range == Range.NONE;
    }
}
