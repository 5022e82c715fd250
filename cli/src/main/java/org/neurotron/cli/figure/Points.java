package org.neurotron.cli.figure;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A curve as far as a picture can show it: at each x a value, and the range that the picture shows there, which is that
 * of everything up to the x before.
 *
 * @param x     increasing
 * @param value at each x
 * @param least lower end of the range at each x
 * @param most  upper end of the range at each x
 */
public record Points(double[] x, double[] value, double[] least, double[] most) {

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if they differ
     */
    public Points {
        if (value.length != x.length || least.length != x.length || most.length != x.length) {
            throw new IllegalArgumentException("there must be as many of each");
        }
    }

    /**
     * The same with fewer points, of the same smallest and greatest values.
     *
     * @param columns how many at most, ≥ 1
     * @param first   left end of the x axis
     * @param last    right end of the x axis
     * @param scale   its scale
     * @return the thinned curve
     */
    public Points thinned(int columns, double first, double last, Scale scale) {
        Thinner thinner = new Thinner(columns, first, last, scale);
        for (int i = 0; i < x.length; i++) {
            thinner.add(x[i], value[i], least[i], most[i]);
        }
        return thinner.points();
    }

    /** The smallest positive number of all, or infinity. */
    double smallest() {
        return numbers().filter(y -> y > 0).min().orElse(Double.POSITIVE_INFINITY);
    }

    /** The greatest finite number of all, or 0. */
    double greatest() {
        return numbers().filter(Double::isFinite).max().orElse(0);
    }

    /** The first positive finite value, or infinity. */
    double first() {
        return Arrays.stream(value).filter(y -> y > 0 && Double.isFinite(y)).findFirst()
            .orElse(Double.POSITIVE_INFINITY);
    }

    /** All three: where one end of a range is 0 or infinite, the others still have to be shown. */
    private DoubleStream numbers() {
        return Stream.of(value, least, most).flatMapToDouble(Arrays::stream);
    }
}
