package org.neurotron.kernel;

import java.util.Arrays;
import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * A matrix of which only some elements are kept, each by itself. Its products are sums of few terms from all over
 * memory, which no vector unit makes faster, so there is one implementation for all kernels. Immutable and safe for use
 * by several threads.
 */
public final class SparseMatrix {

    private final int rows;
    private final int columns;

    // The elements row by row, within a row lane by lane (see Lanes), within a lane in increasing column. Those of row
    // i and lane l go from starts[8i + l] to starts[8i + l + 1].
    private final int[] starts;
    private final int[] indices;
    private final double[] values;

    /**
     * Builds a matrix from copies.
     *
     * @param columns number of columns, ≥ 1
     * @param indices for each row the columns of its elements in increasing order
     * @param values  for each row its elements
     * @throws IllegalArgumentException if there are no rows, the lengths differ, a column is out of its range or order,
     *                                  or one array cannot hold all elements
     */
    public SparseMatrix(int columns, int[][] indices, double[][] values) {
        this.columns = Check.positive("columns", columns);
        rows = Check.positive("rows", indices.length);
        if (values.length != rows) {
            throw Check.illegal("rows of values", values.length, "must be those of indices, " + rows);
        }
        if (rows > Lanes.MAX_LENGTH / Lanes.COUNT - 1) {
            throw Check.illegal("rows", rows, "must be at most " + (Lanes.MAX_LENGTH / Lanes.COUNT - 1));
        }
        long count = 0;
        for (int i = 0; i < rows; i++) {
            count += checkRow(i, Objects.requireNonNull(indices[i], "indices[" + i + "]"), values[i]);
        }
        if (count > Lanes.MAX_LENGTH) {
            throw Check.illegal("number of elements", count, "must be at most " + Lanes.MAX_LENGTH);
        }
        starts = new int[Lanes.COUNT * rows + 1];
        this.indices = new int[(int) count];
        this.values = new double[(int) count];
        int next = 0;
        for (int list = 0; list < Lanes.COUNT * rows; list++) {
            int i = list / Lanes.COUNT;
            for (int e = 0; e < indices[i].length; e++) {
                if (indices[i][e] % Lanes.COUNT == list % Lanes.COUNT) {
                    this.indices[next] = indices[i][e];
                    this.values[next++] = values[i][e];
                }
            }
            starts[list + 1] = next;
        }
    }

    private int checkRow(int row, int[] indices, double[] values) {
        Check.length("values[" + row + "]", values, indices.length);
        int least = 0;
        for (int e = 0; e < indices.length; e++) {
            if (indices[e] < least || indices[e] >= columns) {
                throw Check.illegal("indices[" + row + "][" + e + "]", indices[e],
                    "must be from " + least + " to " + (columns - 1));
            }
            least = indices[e] + 1;
        }
        return indices.length;
    }

    /**
     * Number of rows.
     *
     * @return r ≥ 1
     */
    public int rows() {
        return rows;
    }

    /**
     * Number of columns.
     *
     * @return n ≥ 1
     */
    public int columns() {
        return columns;
    }

    /**
     * Matrix times vector: y_i = Σ_j a_ij x_j, summed along rows as {@link Lanes} says. Where x is finite the bits are
     * those that {@link Kernel#multiply(Matrix, double[], int, double[], int)} gives for the matrix with all its zeros;
     * elements that are not kept never meet an x that is not finite.
     *
     * @param x       n elements from {@code xOffset}
     * @param xOffset where x starts
     * @param y       the result, r elements from {@code yOffset}
     * @param yOffset where y starts
     */
    public void multiply(double[] x, int xOffset, double[] y, int yOffset) {
        Check.range("x", x, xOffset, columns);
        Check.range("y", y, yOffset, rows);
        Kernel.requireDisjoint("y", y, yOffset, rows, "x", x, xOffset, columns);
        for (int i = 0; i < rows; i++) {
            y[yOffset + i] = dot(i, x, xOffset);
        }
    }

    private double dot(int row, double[] x, int xOffset) {
        int list = Lanes.COUNT * row;
        double sum = Lanes.fold(lane(list, x, xOffset), lane(list + 1, x, xOffset), lane(list + 2, x, xOffset),
            lane(list + 3, x, xOffset), lane(list + 4, x, xOffset), lane(list + 5, x, xOffset),
            lane(list + 6, x, xOffset), lane(list + 7, x, xOffset));
        return isNegativeZero(sum) ? vanishedDot(list, x, xOffset) : sum;
    }

    private double lane(int list, double[] x, int xOffset) {
        double sum = 0;
        for (int e = starts[list]; e < starts[list + 1]; e++) {
            sum = Math.fma(values[e], x[xOffset + indices[e]], sum);
        }
        return sum;
    }

    /**
     * Leaving out a zero changes a lane only if it was −0, the rest of negative terms that vanished: then one zero
     * times a positive number, or a zero of the padding, would have made it +0.
     */
    private double vanishedDot(int list, double[] x, int xOffset) {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            int e = starts[list + lane];
            double sum = 0;
            for (int j = lane; j < Lanes.pad(columns); j += Lanes.COUNT) {
                boolean kept = e < starts[list + lane + 1] && indices[e] == j;
                sum = Math.fma(kept ? values[e++] : 0.0, j < columns ? x[xOffset + j] : 0.0, sum);
            }
            if (!isNegativeZero(sum)) {
                return 0.0;
            }
        }
        return -0.0;
    }

    private static boolean isNegativeZero(double x) {
        return Double.doubleToRawLongBits(x) == Long.MIN_VALUE;
    }

    /**
     * Transposed matrix times vector: y_j = Σ_i a_ij x_i over the elements that are kept, from +0, one fused
     * multiply-add per term, in increasing row.
     *
     * @param x       r elements from {@code xOffset}
     * @param xOffset where x starts
     * @param y       the result, n elements from {@code yOffset}
     * @param yOffset where y starts
     */
    public void multiplyTransposed(double[] x, int xOffset, double[] y, int yOffset) {
        Check.range("x", x, xOffset, rows);
        Check.range("y", y, yOffset, columns);
        Kernel.requireDisjoint("y", y, yOffset, columns, "x", x, xOffset, rows);
        Arrays.fill(y, yOffset, yOffset + columns, 0);
        for (int i = 0; i < rows; i++) {
            double factor = x[xOffset + i];
            for (int e = starts[Lanes.COUNT * i]; e < starts[Lanes.COUNT * (i + 1)]; e++) {
                int j = yOffset + indices[e];
                y[j] = Math.fma(values[e], factor, y[j]);
            }
        }
    }

    /**
     * The matrix with all its zeros.
     *
     * @return a new r × n matrix
     * @throws IllegalArgumentException if one array cannot hold it
     */
    public Matrix toMatrix() {
        Matrix matrix = Matrix.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int e = starts[Lanes.COUNT * i]; e < starts[Lanes.COUNT * (i + 1)]; e++) {
                matrix.set(i, indices[e], values[e]);
            }
        }
        return matrix;
    }

    @Override
    public String toString() {
        return "SparseMatrix[" + rows + " x " + columns + ", " + values.length + " elements]";
    }
}
