package org.neurotron.cli.file;

import java.util.Arrays;

/** In which lines of a file rows begin. Rows that follow each other line by line take no memory. */
public final class LineNumbers {

    /** The rows that do not begin in the line below that of the row before … */
    private long[] rows = new long[1];

    /** … and in which line they do. */
    private long[] lines = new long[1];

    private int jumps;
    private long count;
    private long last;

    /** The next row begins in this line. */
    public void add(long line) {
        if (count == 0 || line != last + 1) {
            if (jumps == rows.length) {
                rows = Arrays.copyOf(rows, 2 * jumps);
                lines = Arrays.copyOf(lines, 2 * jumps);
            }
            rows[jumps] = count;
            lines[jumps++] = line;
        }
        last = line;
        count++;
    }

    /** How many rows there are. */
    public long count() {
        return count;
    }

    /** The line of a row, from 1. */
    public long of(long row) {
        if (row < 0 || row >= count) {
            throw new IndexOutOfBoundsException("row " + row + " of " + count);
        }
        int found = Arrays.binarySearch(rows, 0, jumps, row);
        int jump = found >= 0 ? found : -found - 2;
        return lines[jump] + row - rows[jump];
    }
}
