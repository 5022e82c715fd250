package org.neurotron.cli.figure;

import java.util.Arrays;

/**
 * Thins a long curve as it comes: of all points that fall into one column of pixels it keeps the last, and the smallest
 * and greatest value, so that a picture of the rest looks as a picture of all.
 */
public final class Thinner {

    private final int columns;
    private final double start;
    private final double length;
    private final Scale scale;
    private double[] x = new double[16];
    private double[] value = new double[16];
    private double[] least = new double[16];
    private double[] most = new double[16];
    private int size;
    private int column = -1;

    /**
     * Prepares the columns.
     *
     * @param columns how many, ≥ 1
     * @param first   left end of the x axis
     * @param last    right end of the x axis, beyond the first
     * @param scale   its scale
     * @throws IllegalArgumentException if there is no room for a column, or no end to it
     */
    public Thinner(int columns, double first, double last, Scale scale) {
        this.columns = columns;
        this.scale = scale;
        start = scale.place(first);
        length = scale.place(last) - start;
        if (columns < 1 || !(length > 0 && length < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("there must be room");
        }
    }

    /**
     * Adds a point.
     *
     * @param x     not below that of the point before
     * @param value its value, NaN where there is none
     */
    public void add(double x, double value) {
        add(x, value, value, value);
    }

    /**
     * Adds a point that has a range.
     *
     * @param x     not below that of the point before
     * @param value its value
     * @param least lower end of its range
     * @param most  upper end of its range
     */
    public void add(double x, double value, double least, double most) {
        // A column owns its right end: the last of 1 … T falls into the last column, and T/columns into the first.
        // First the product: it is exact for whole numbers, and so is then a quotient that is one.
        int own = (int) Math.clamp(Math.ceil((scale.place(x) - start) * columns / length) - 1, 0, columns - 1);
        if (own != column) {
            column = own;
            if (size == this.x.length) {
                grow();
            }
            this.least[size] = least;
            this.most[size] = most;
            size++;
        }
        int i = size - 1;
        this.x[i] = x;
        this.value[i] = value;
        // What is no number does not hide what is one.
        this.least[i] = Double.isNaN(this.least[i]) ? least : Double.isNaN(least) ? this.least[i]
            : Math.min(this.least[i], least);
        this.most[i] = Double.isNaN(this.most[i]) ? most : Double.isNaN(most) ? this.most[i]
            : Math.max(this.most[i], most);
    }

    private void grow() {
        int capacity = 2 * size;
        x = Arrays.copyOf(x, capacity);
        value = Arrays.copyOf(value, capacity);
        least = Arrays.copyOf(least, capacity);
        most = Arrays.copyOf(most, capacity);
    }

    /**
     * What has been kept.
     *
     * @return at most a point per column
     */
    public Points points() {
        return new Points(Arrays.copyOf(x, size), Arrays.copyOf(value, size), Arrays.copyOf(least, size),
            Arrays.copyOf(most, size));
    }
}
