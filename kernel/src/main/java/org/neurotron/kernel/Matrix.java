package org.neurotron.kernel;

import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * A row-major view of a flat array: element (i, j) is {@code values[offset + i * leadingDimension + j]}.
 *
 * <p>The bounds are checked once, here; operations that take a matrix check only that the shapes fit one another. The
 * view shares the array, whose elements stay mutable, and is as safe for use by several threads as that array.
 *
 * @param values           the array
 * @param offset           the index of element (0, 0)
 * @param rows             number of rows, ≥ 1
 * @param columns          number of columns, ≥ 1
 * @param leadingDimension distance between the starts of successive rows, ≥ {@code columns}
 */
public record Matrix(double[] values, int offset, int rows, int columns, int leadingDimension) {

    /**
     * Where {@link #zeros} puts the first element: 64 bytes from the start of the array object, whose elements begin
     * after a header of 16 bytes. With {@code -XX:ObjectAlignmentInBytes=64} every padded row then begins on a cache
     * line, and no vector lies across two.
     */
    private static final int FIRST = 6;

    /**
     * Checks the view.
     *
     * @throws NullPointerException     if there is no array
     * @throws IllegalArgumentException if a size is below 1, the leading dimension below the number of columns, or an
     *                                  element would lie outside the array
     */
    public Matrix {
        Objects.requireNonNull(values, "values");
        Check.positive("rows", rows);
        Check.positive("columns", columns);
        if (leadingDimension < columns) {
            throw Check.illegal("leadingDimension", leadingDimension, "must be >= columns = " + columns);
        }
        if (offset < 0 || offset + (rows - 1L) * leadingDimension + columns > values.length) {
            throw Check.illegal("offset", offset, "a " + rows + " x " + columns + " matrix with leading dimension "
                + leadingDimension + " must lie within an array of length " + values.length);
        }
    }

    /**
     * A view of rows that follow one another without gaps from the start of an array.
     *
     * @param values  the array, shared
     * @param rows    number of rows, ≥ 1
     * @param columns number of columns, ≥ 1
     * @return the view
     */
    public static Matrix of(double[] values, int rows, int columns) {
        return new Matrix(values, 0, rows, columns, columns);
    }

    /**
     * A new zero matrix whose rows are padded with zeros to a multiple of eight elements, the layout in which the
     * kernels are fastest. The first element is not the first of the array: with the JVM option
     * {@code -XX:ObjectAlignmentInBytes=64} every row begins on a cache line.
     *
     * @param rows    number of rows, ≥ 1
     * @param columns number of columns, ≥ 1
     * @return a matrix with an array of its own
     * @throws IllegalArgumentException if a size is below 1 or the padded rows would have more than 2³¹ − 24 elements
     */
    public static Matrix zeros(int rows, int columns) {
        Check.positive("rows", rows);
        Check.positive("columns", columns);
        long padded = (columns + (Lanes.COUNT - 1L)) & -Lanes.COUNT;
        if (rows * padded > Lanes.MAX_LENGTH - Lanes.COUNT) {
            throw Check.illegal("rows x columns", rows + " x " + columns,
                "must need an array of at most " + (Lanes.MAX_LENGTH - Lanes.COUNT) + " elements");
        }
        return new Matrix(new double[FIRST + (int) (rows * padded)], FIRST, rows, columns, (int) padded);
    }

    /**
     * A padded copy, independent of this matrix.
     *
     * @return a matrix of the same shape and elements, laid out as by {@link #zeros}
     */
    public Matrix copy() {
        Matrix copy = zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(values, rowOffset(i), copy.values, copy.rowOffset(i), columns);
        }
        return copy;
    }

    /**
     * The same rows with the columns extended to a multiple of eight. Only for matrices whose rows are known to be
     * followed by zeros, such as those of {@link #zeros}; products over them then need no tails.
     *
     * @return the wider view
     * @throws IllegalArgumentException if the leading dimension leaves no room
     */
    public Matrix padded() {
        return new Matrix(values, offset, rows, Lanes.pad(columns), leadingDimension);
    }

    /**
     * A view of the first rows.
     *
     * @param count how many, ≥ 1
     * @return the shorter view
     * @throws IllegalArgumentException if this matrix has not so many
     */
    public Matrix firstRows(int count) {
        if (count > rows) {
            throw Check.illegal("rows", count, "must be at most " + rows);
        }
        return new Matrix(values, offset, count, columns, leadingDimension);
    }

    /**
     * A view of some of the columns.
     *
     * @param first the first column
     * @param count how many, ≥ 1
     * @return the narrower view
     * @throws IllegalArgumentException if they are not all columns of this matrix
     */
    public Matrix columns(int first, int count) {
        if (first < 0 || count > columns - first) {
            throw Check.illegal("columns from " + first, count, "must lie within " + columns + " columns");
        }
        return new Matrix(values, offset + first, rows, count, leadingDimension);
    }

    /**
     * One element.
     *
     * @param i row, from 0
     * @param j column, from 0
     * @return the element
     * @throws IndexOutOfBoundsException if there is none
     */
    public double get(int i, int j) {
        return values[index(i, j)];
    }

    /**
     * Sets one element.
     *
     * @param i     row, from 0
     * @param j     column, from 0
     * @param value the new value
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void set(int i, int j, double value) {
        values[index(i, j)] = value;
    }

    /**
     * Where a row starts in the array.
     *
     * @param i row, from 0; not checked
     * @return the index of element (i, 0)
     */
    public int rowOffset(int i) {
        return offset + i * leadingDimension;
    }

    /**
     * Whether every element is a finite number.
     *
     * @return false if there is a NaN or an infinity among the elements
     */
    public boolean isFinite() {
        for (int i = 0; i < rows; i++) {
            for (int j = rowOffset(i), end = j + columns; j < end; j++) {
                if (!Double.isFinite(values[j])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The index after the last element, for the test on overlap. */
    int end() {
        return rowOffset(rows - 1) + columns;
    }

    private int index(int i, int j) {
        return rowOffset(Objects.checkIndex(i, rows)) + Objects.checkIndex(j, columns);
    }

    @Override
    public String toString() {
        return "Matrix[" + rows + " x " + columns + ", offset " + offset + ", leading dimension " + leadingDimension
            + "]";
    }
}
