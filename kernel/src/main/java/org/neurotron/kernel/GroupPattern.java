package org.neurotron.kernel;

import java.util.Arrays;
import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * Which groups of eight columns, one for each logical lane, hold something else than zeros in a matrix that is mostly
 * zeros, row by row.
 *
 * <p>Only those groups are kept: the <i>values</i> of a row are its groups one after the other, eight elements each, in
 * an array that the operations of {@link Kernel} are given beside the pattern. Rows may share values, as those of
 * shifted copies of one row do. Immutable and safe for use by several threads.
 */
public final class GroupPattern {

    private final int columns;
    private final int length;

    // Row i has the groups from starts[i] to starts[i + 1]. For each of them, the first column; for each row, where its
    // values begin.
    private final int[] starts;
    private final int[] groupColumns;
    private final int[] first;

    /**
     * Builds a pattern.
     *
     * @param columns number of columns, a multiple of eight
     * @param groups  for each row the numbers of its groups in increasing order; group g has the columns from 8g to
     *                8g + 7
     * @param first   for each row where its values begin, a multiple of eight; rows may have the same
     * @throws IllegalArgumentException if there are no rows, a number is out of its range or order, or one array cannot
     *                                  hold the values
     */
    public GroupPattern(int columns, int[][] groups, int[] first) {
        if (Check.positive("columns", columns) % Lanes.COUNT != 0) {
            throw Check.illegal("columns", columns, "must be a multiple of " + Lanes.COUNT);
        }
        Check.positive("rows", groups.length);
        if (first.length != groups.length) {
            throw Check.illegal("length of first", first.length, "must be the number of rows, " + groups.length);
        }
        this.columns = columns;
        this.first = first.clone();
        starts = starts(groups);
        groupColumns = new int[starts[groups.length]];
        long end = 0;
        for (int i = 0; i < groups.length; i++) {
            copyGroups(groups[i], i);
            if (this.first[i] < 0 || this.first[i] % Lanes.COUNT != 0) {
                throw Check.illegal("first[" + i + "]", this.first[i], "must be a multiple of " + Lanes.COUNT);
            }
            end = Math.max(end, this.first[i] + (long) Lanes.COUNT * (starts[i + 1] - starts[i]));
        }
        if (end > Lanes.MAX_LENGTH) {
            throw Check.illegal("number of values", end, "must be at most " + Lanes.MAX_LENGTH);
        }
        length = (int) end;
    }

    private static int[] starts(int[][] groups) {
        int[] starts = new int[groups.length + 1];
        long end = 0;
        for (int i = 0; i < groups.length; i++) {
            end += Objects.requireNonNull(groups[i], "groups[" + i + "]").length;
            if (end > Lanes.MAX_LENGTH) {
                throw Check.illegal("number of groups", end, "must be at most " + Lanes.MAX_LENGTH);
            }
            starts[i + 1] = (int) end;
        }
        return starts;
    }

    private void copyGroups(int[] groups, int row) {
        int least = 0;
        for (int g = 0; g < groups.length; g++) {
            if (groups[g] < least || groups[g] >= columns / Lanes.COUNT) {
                throw Check.illegal("groups[" + row + "][" + g + "]", groups[g],
                    "must be from " + least + " to " + (columns / Lanes.COUNT - 1));
            }
            groupColumns[starts[row] + g] = Lanes.COUNT * groups[g];
            least = groups[g] + 1;
        }
    }

    /**
     * Number of rows.
     *
     * @return m ≥ 1
     */
    public int rows() {
        return first.length;
    }

    /**
     * Number of columns, with those between the groups.
     *
     * @return a multiple of eight
     */
    public int columns() {
        return columns;
    }

    /**
     * How many elements hold the values of all rows.
     *
     * @return a multiple of eight
     */
    public int length() {
        return length;
    }

    /**
     * Writes out one row.
     *
     * @param i       row, from 0
     * @param values  the values of all rows, from {@code offset}
     * @param offset  where the values start
     * @return a new row with all columns
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws IllegalArgumentException  if the values do not fit
     */
    public double[] row(int i, double[] values, int offset) {
        Objects.checkIndex(i, rows());
        Check.range("values", values, offset, length);
        double[] row = new double[columns];
        for (int g = starts[i], next = offset + first[i]; g < starts[i + 1]; g++, next += Lanes.COUNT) {
            System.arraycopy(values, next, row, groupColumns[g], Lanes.COUNT);
        }
        return row;
    }

    // The arrays themselves, not copies: for the kernels, which only read them.

    int[] starts() {
        return starts;
    }

    int[] groupColumns() {
        return groupColumns;
    }

    int[] first() {
        return first;
    }

    @Override
    public String toString() {
        return "GroupPattern[" + rows() + " x " + columns + ", " + groupColumns.length + " groups, "
            + Arrays.stream(first).distinct().count() + " rows of values]";
    }
}
