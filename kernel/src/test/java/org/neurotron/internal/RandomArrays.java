package org.neurotron.internal;

import java.util.SplittableRandom;
import org.neurotron.kernel.Matrix;

/**
 * Reproducible operands for tests: the same seed gives the same arrays in the same order.
 */
public final class RandomArrays {

    /** What kind of numbers an array holds. */
    public enum Values {

        /** N(0, 1). */
        ORDINARY,

        /** Zeros of both signs, denormals, and numbers whose products vanish, among ordinary ones. */
        TINY,

        /** Numbers whose sums and products overflow, so that infinities and NaN appear, among ordinary ones. */
        HUGE
    }

    private static final double[] TINY = {
        0.0, -0.0, 0.0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, 1e-310, -3e-309, Double.MIN_NORMAL, 1e-170, -1e-200,
    };

    private static final double[] HUGE =
        {Double.MAX_VALUE, -Double.MAX_VALUE, 1e200, -1e200, 3e155, -2e160, 1e308, -1e308};

    private final SplittableRandom random;
    private final Values kind;

    /**
     * A source of arrays.
     *
     * @param seed where it starts
     * @param kind what the arrays hold
     */
    public RandomArrays(long seed, Values kind) {
        random = new SplittableRandom(seed);
        this.kind = kind;
    }

    /**
     * A source of arrays with N(0, 1) elements.
     *
     * @param seed where it starts
     */
    public RandomArrays(long seed) {
        this(seed, Values.ORDINARY);
    }

    /**
     * One number.
     *
     * @return the next number
     */
    public double next() {
        return switch (kind) {
            case ORDINARY -> random.nextGaussian();
            case TINY -> mixed(TINY);
            case HUGE -> mixed(HUGE);
        };
    }

    private double mixed(double[] special) {
        int choice = random.nextInt(2 * special.length);
        return choice < special.length ? special[choice] : random.nextGaussian();
    }

    /**
     * An array.
     *
     * @param length number of elements
     * @return a new array
     */
    public double[] array(int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = next();
        }
        return values;
    }

    /**
     * A matrix with random numbers also before, between and behind its rows, so that reading those shows.
     *
     * @param rows             number of rows
     * @param columns          number of columns
     * @param offset           where it starts in its array
     * @param leadingDimension distance between the starts of successive rows
     * @return a new matrix
     */
    public Matrix matrix(int rows, int columns, int offset, int leadingDimension) {
        return new Matrix(array(offset + rows * leadingDimension + 1), offset, rows, columns, leadingDimension);
    }

    /**
     * A matrix whose rows are padded with zeros to whole groups of lanes.
     *
     * @param rows    number of rows
     * @param columns number of columns
     * @return a new matrix
     */
    public Matrix matrix(int rows, int columns) {
        return matrix(rows, columns, 0, columns).copy();
    }
}
