package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertIllegal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The one place where bounds of flat arrays are checked. What a matrix lets through, the kernels read and write
 * unchecked.
 */
class MatrixTest {

    @Test
    void elementsAreFoundByOffsetAndLeadingDimension() {
        Matrix matrix = new Matrix(count(20), 3, 3, 2, 5);
        assertEquals(3, matrix.get(0, 0));
        assertEquals(9, matrix.get(1, 1));
        assertEquals(14, matrix.get(2, 1));
        assertEquals(13, matrix.rowOffset(2));
        assertEquals(15, matrix.end());
    }

    @Test
    void aViewSharesTheArray() {
        double[] values = count(6);
        Matrix matrix = Matrix.of(values, 2, 3);
        matrix.set(1, 2, -1);
        assertSame(values, matrix.values());
        assertEquals(-1, values[5]);
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "7, 8", "8, 8", "9, 16", "100, 104"})
    void zerosPadsRowsToGroupsOfLanes(int columns, int leadingDimension) {
        Matrix matrix = Matrix.zeros(3, columns);
        assertEquals(3, matrix.rows());
        assertEquals(columns, matrix.columns());
        assertEquals(leadingDimension, matrix.leadingDimension());
        assertEquals(matrix.rowOffset(3), matrix.values().length);
        assertArrayEquals(new double[matrix.values().length], matrix.values());
    }

    /** A line has 64 bytes, and the elements of an array begin 16 bytes into its object, which begins on a line. */
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 7", "3, 8", "5, 9", "2, 100", "7, 513"})
    void paddedRowsBeginOnCacheLines(int rows, int columns) {
        Matrix zeros = Matrix.zeros(rows, columns);
        Matrix copy = new Matrix(count(1 + rows * columns), 1, rows, columns, columns).copy();
        for (int i = 0; i < rows; i++) {
            assertEquals(0, (16 + 8 * zeros.rowOffset(i)) % 64);
            assertEquals(0, (16 + 8 * copy.rowOffset(i)) % 64);
        }
    }

    @Test
    void aCopyIsIndependentAndPadded() {
        Matrix matrix = new Matrix(count(20), 3, 3, 2, 5);
        Matrix copy = matrix.copy();
        assertNotSame(matrix.values(), copy.values());
        assertEquals(Matrix.zeros(3, 2).toString(), copy.toString());
        // What lies before, between and behind the rows is zero.
        double[] expected = new double[copy.rowOffset(3)];
        System.arraycopy(new double[] {3, 4}, 0, expected, copy.rowOffset(0), 2);
        System.arraycopy(new double[] {8, 9}, 0, expected, copy.rowOffset(1), 2);
        System.arraycopy(new double[] {13, 14}, 0, expected, copy.rowOffset(2), 2);
        assertArrayEquals(expected, copy.values());
        copy.set(0, 0, -1);
        assertEquals(3, matrix.get(0, 0));
    }

    @Test
    void paddedExtendsTheColumnsOverTheSameArray() {
        Matrix matrix = Matrix.zeros(2, 9);
        Matrix padded = matrix.padded();
        assertSame(matrix.values(), padded.values());
        assertEquals(new Matrix(matrix.values(), matrix.offset(), 2, 16, 16), padded);
        assertEquals(padded.toString(), padded.padded().toString());
    }

    @Test
    void paddedNeedsRoomInTheRows() {
        assertIllegal("leadingDimension", () -> Matrix.of(count(30), 3, 10).padded());
        assertIllegal("offset", () -> new Matrix(count(47), 0, 3, 10, 16).padded());
    }

    @Test
    void columnsAreAViewOfSomeColumns() {
        Matrix matrix = new Matrix(count(20), 1, 3, 4, 6);
        Matrix columns = matrix.columns(1, 2);
        assertSame(matrix.values(), columns.values());
        assertEquals("Matrix[3 x 2, offset 2, leading dimension 6]", columns.toString());
        assertEquals(matrix.get(2, 1), columns.get(2, 0));
        assertEquals(matrix.toString(), matrix.columns(0, 4).toString());
    }

    @Test
    void columnsMustBeColumnsOfTheMatrix() {
        Matrix matrix = new Matrix(count(20), 1, 3, 4, 6);
        Matrix rows = matrix.firstRows(1);
        assertEquals(1, rows.rows());
        assertEquals(matrix.rowOffset(0), rows.rowOffset(0));
        assertEquals(matrix.leadingDimension(), rows.leadingDimension());
        assertEquals(matrix.toString(), matrix.firstRows(matrix.rows()).toString());
        assertIllegal("rows", () -> matrix.firstRows(0));
        assertIllegal("rows", () -> matrix.firstRows(matrix.rows() + 1));
        assertIllegal("columns", () -> matrix.columns(-1, 2));
        assertIllegal("columns", () -> matrix.columns(3, 2));
        assertIllegal("columns", () -> matrix.columns(4, 1));
        assertIllegal("columns", () -> matrix.columns(1, 0));
        assertIllegal("columns", () -> matrix.columns(1, -1));
        assertIllegal("columns", () -> matrix.columns(1, Integer.MAX_VALUE));
    }

    @Test
    void aViewMustLieWithinItsArray() {
        assertEquals(15, new Matrix(new double[15], 3, 3, 2, 5).end());
        assertIllegal("offset", () -> new Matrix(new double[14], 3, 3, 2, 5));
        assertIllegal("offset", () -> new Matrix(new double[15], 4, 3, 2, 5));
        assertIllegal("offset", () -> new Matrix(new double[15], -1, 1, 1, 1));
        assertIllegal("offset", () -> new Matrix(new double[15], Integer.MAX_VALUE, 1, 1, 1));
        assertIllegal("offset", () -> new Matrix(new double[15], 0, 1 << 16, 1 << 16, 1 << 16));
        assertIllegal("offset", () -> new Matrix(new double[0], 0, 1, 1, 1));
    }

    @Test
    void sizesMustBePositive() {
        double[] values = new double[15];
        assertIllegal("rows", () -> new Matrix(values, 0, 0, 2, 5));
        assertIllegal("columns", () -> new Matrix(values, 0, 3, 0, 5));
        assertIllegal("leadingDimension", () -> new Matrix(values, 0, 3, 2, 1));
        assertIllegal("rows", () -> Matrix.zeros(0, 1));
        assertIllegal("columns", () -> Matrix.zeros(1, 0));
        assertIllegal("rows", () -> Matrix.of(values, -3, -5));
    }

    @Test
    void aMatrixThatNoArrayCanHoldIsRejected() {
        assertIllegal("rows x columns", () -> Matrix.zeros(1 << 16, 1 << 16));
        assertIllegal("rows x columns", () -> Matrix.zeros(1 << 28, 1));
        // 2³¹ − 16 elements would fit by themselves, but not behind those that align them.
        assertIllegal("rows x columns", () -> Matrix.zeros(1, Integer.MAX_VALUE - 15));
    }

    @Test
    void paddingBeyondTheRangeOfIntIsRejected() {
        assertIllegal("rows x columns", () -> Matrix.zeros(1, Integer.MAX_VALUE));
        assertIllegal("rows x columns", () -> Matrix.zeros(1, Integer.MAX_VALUE - 7));
    }

    @Test
    void thereMustBeAnArray() {
        NullPointerException e = assertThrows(NullPointerException.class, () -> Matrix.of(null, 1, 1));
        assertEquals("values", e.getMessage());
    }

    @Test
    void elementsOutsideTheShapeAreOutOfBounds() {
        Matrix matrix = new Matrix(count(20), 1, 3, 4, 6);
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.get(0, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.get(3, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.get(1, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.set(-1, 0, 0));
    }

    @Test
    void onlyTheElementsOfTheShapeDecideFiniteness() {
        double[] values = count(20);
        Matrix matrix = new Matrix(values, 1, 3, 4, 6);
        values[0] = Double.NaN;
        values[5] = Double.POSITIVE_INFINITY;
        values[17] = Double.NaN;
        assertTrue(matrix.isFinite());
        matrix.set(2, 3, Double.NEGATIVE_INFINITY);
        assertFalse(matrix.isFinite());
        matrix.set(2, 3, 0);
        matrix.set(0, 0, Double.NaN);
        assertFalse(matrix.isFinite());
    }

    @Test
    void theTextTellsTheShapeAndNotTheElements() {
        assertEquals("Matrix[2 x 3, offset 1, leading dimension 4]", new Matrix(count(8), 1, 2, 3, 4).toString());
    }

    private static double[] count(int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = i;
        }
        return values;
    }
}
