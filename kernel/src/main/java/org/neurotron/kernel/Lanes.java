package org.neurotron.kernel;

import org.neurotron.internal.Check;

/**
 * The eight logical lanes in which every sum along a row is taken, whatever the width of the hardware.
 *
 * <p>Term {@code j} of a row belongs to lane {@code j mod 8}. A lane adds its terms in increasing {@code j}, each with
 * one fused multiply-add onto a start of +0, and the last, incomplete group of eight counts as completed with zeros.
 * The lanes are then folded by {@link #fold}. Hardware with 2, 4 or 8 lanes to a vector reaches exactly these partial
 * sums with 4, 2 or 1 vectors, so the result has the same bits everywhere.
 */
public final class Lanes {

    /** The number of logical lanes. */
    public static final int COUNT = 8;

    /** The longest array that every JVM is sure to grant, rounded down to whole groups of lanes. */
    static final int MAX_LENGTH = (Integer.MAX_VALUE - COUNT) & -COUNT;

    private Lanes() {
    }

    /**
     * The least multiple of eight that is not below {@code length}.
     *
     * @param length a number of elements, 0 to 2³¹ − 16
     * @return the length of a row that holds {@code length} elements and zeros up to whole groups of lanes
     * @throws IllegalArgumentException if {@code length} is out of range
     */
    public static int pad(int length) {
        if (length < 0 || length > MAX_LENGTH) {
            throw Check.illegal("length", length, "must be from 0 to " + MAX_LENGTH);
        }
        return (length + COUNT - 1) & -COUNT;
    }

    /**
     * Adds the eight partial sums in the one order that halving a vector gives at every width:
     * {@code ((0+4) + (2+6)) + ((1+5) + (3+7))}.
     *
     * @return the sum of the lanes
     */
    static double fold(double s0, double s1, double s2, double s3, double s4, double s5, double s6, double s7) {
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }
}
