package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.neurotron.internal.Refusals.assertIllegal;
import static org.neurotron.internal.Refusals.assertNull;

import org.junit.jupiter.api.Test;

/**
 * What a pattern is, and what it refuses (contract C3): the kernels go where it says without looking.
 */
class GroupPatternTest {

    private static GroupPattern pattern(int columns, int[] first, int[]... groups) {
        return new GroupPattern(columns, groups, first);
    }

    @Test
    void aPatternKeepsCopies() {
        int[][] groups = {{0, 2}, {}, {1}};
        int[] first = {8, 0, 8};
        GroupPattern pattern = new GroupPattern(24, groups, first);
        groups[0][1] = 1;
        first[0] = 0;
        assertEquals(3, pattern.rows());
        assertEquals(24, pattern.columns());
        assertEquals(24, pattern.length());
        double[] values = new double[25];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        assertArrayEquals(
            new double[] {9, 10, 11, 12, 13, 14, 15, 16, 0, 0, 0, 0, 0, 0, 0, 0, 17, 18, 19, 20, 21, 22, 23, 24},
            pattern.row(0, values, 1));
        assertArrayEquals(new double[24], pattern.row(1, values, 1));
        assertArrayEquals(
            new double[] {0, 0, 0, 0, 0, 0, 0, 0, 9, 10, 11, 12, 13, 14, 15, 16, 0, 0, 0, 0, 0, 0, 0, 0},
            pattern.row(2, values, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> pattern.row(3, values, 0));
        assertIllegal("values", () -> pattern.row(0, values, 2));
        assertEquals("GroupPattern[3 x 24, 3 groups, 2 rows of values]", pattern.toString());
    }

    @Test
    void whatIsNoPatternIsRefused() {
        int[] zero = {0};
        assertIllegal("columns", () -> pattern(0, zero, zero));
        assertIllegal("columns", () -> pattern(12, zero, zero));
        assertIllegal("rows", () -> pattern(8, new int[0]));
        assertIllegal("first", () -> pattern(8, new int[2], zero));
        assertIllegal("first[0]", () -> pattern(8, new int[] {4}, zero));
        assertIllegal("first[1]", () -> pattern(8, new int[] {0, -8}, zero, zero));
        assertIllegal("groups[0][0]", () -> pattern(8, zero, new int[] {-1}));
        assertIllegal("groups[0][0]", () -> pattern(8, zero, new int[] {1}));
        assertIllegal("groups[1][1]", () -> pattern(24, new int[2], zero, new int[] {2, 2}));
        assertIllegal("groups[0][2]", () -> pattern(24, zero, new int[] {0, 2, 1}));
        assertIllegal("number of values", () -> pattern(8, new int[] {Integer.MAX_VALUE - 7}, zero));
        assertNull("groups", () -> new GroupPattern(8, null, zero));
        assertNull("groups[0]", () -> pattern(8, zero, (int[]) null));
        assertNull("first", () -> pattern(8, null, zero));
    }
}
