package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.neurotron.internal.Refusals.assertIllegal;
import static org.neurotron.internal.Refusals.assertNull;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neurotron.internal.RandomArrays;
import org.neurotron.internal.RandomArrays.Values;

/**
 * A sparse matrix gives the bits of the same matrix with its zeros. Without this, families that leave zeros out would
 * have other results than those that do not (contract C1).
 */
class SparseMatrixTest {

    private static SparseMatrix random(int rows, int columns, int parts, Values kind) {
        SplittableRandom random = new SplittableRandom(31L * rows + columns);
        RandomArrays numbers = new RandomArrays(random.nextLong(), kind);
        int[][] indices = new int[rows][];
        double[][] values = new double[rows][];
        for (int i = 0; i < rows; i++) {
            indices[i] = IntStream.range(0, columns).filter(_ -> random.nextInt(parts) == 0).toArray();
            values[i] = numbers.array(indices[i].length);
        }
        return new SparseMatrix(columns, indices, values);
    }

    @ParameterizedTest
    @EnumSource(value = Values.class, names = {"ORDINARY", "TINY"})
    void productsHaveTheBitsOfTheFullMatrix(Values kind) {
        for (int columns = 1; columns <= 70; columns++) {
            for (int parts = 1; parts <= 5; parts += 2) {
                SparseMatrix sparse = random(6, columns, parts, kind);
                double[] x = new RandomArrays(columns, kind).array(columns + 3);
                double[] expected = new double[8];
                double[] actual = new double[8];
                Kernels.portable().multiply(sparse.toMatrix(), x, 3, expected, 1);
                sparse.multiply(x, 3, actual, 1);
                assertArrayEquals(expected, actual, sparse.toString());
            }
        }
    }

    /** Every lane vanishes from below, and what follows in its zeros decides whether the sum is −0. */
    @Test
    void sumsThatVanishFromBelowHaveTheSignOfTheFullProduct() {
        for (int columns : new int[] {16, 23, 24, 32}) {
            SparseMatrix sparse = new SparseMatrix(columns, new int[][] {IntStream.range(8, 16).toArray()},
                new double[][] {{1e-200, 1e-200, 1e-200, 1e-200, 1e-200, 1e-200, 1e-200, 1e-200}});
            double[] x = new double[columns];
            for (int positive = -1; positive < columns; positive++) {
                Arrays.fill(x, -1e-200);
                if (positive >= 0) {
                    x[positive] = 1e-200;
                }
                double[] expected = {1};
                double[] actual = {2};
                Kernels.portable().multiply(sparse.toMatrix(), x, 0, expected, 0);
                sparse.multiply(x, 0, actual, 0);
                assertArrayEquals(expected, actual, columns + " columns, positive " + positive);
                boolean below = columns % 8 == 0 && positive < 8;
                assertEquals(below ? -0.0 : 0.0, actual[0]);
            }
        }
    }

    @Test
    void transposedProductsAreThoseOfTheFullMatrix() {
        for (int columns = 1; columns <= 40; columns++) {
            SparseMatrix sparse = random(7, columns, 3, Values.ORDINARY);
            double[] x = new RandomArrays(columns).array(9);
            double[] expected = new double[columns + 5];
            double[] actual = new double[columns + 5];
            Arrays.fill(expected, Operands.UNTOUCHED);
            Arrays.fill(actual, Operands.UNTOUCHED);
            Kernels.portable().multiplyTransposed(sparse.toMatrix(), x, 2, expected, 3);
            sparse.multiplyTransposed(x, 2, actual, 3);
            assertArrayEquals(expected, actual, sparse.toString());
        }
    }

    @Test
    void elementsThatAreNotKeptNeverMeetAnInputThatIsNotFinite() {
        SparseMatrix sparse = new SparseMatrix(3, new int[][] {{1}, {}}, new double[][] {{2}, {}});
        double[] y = {5, 5};
        sparse.multiply(new double[] {Double.NaN, 3, Double.POSITIVE_INFINITY}, 0, y, 0);
        assertArrayEquals(new double[] {6, 0}, y);
    }

    @Test
    void aMatrixKeepsCopies() {
        int[][] indices = {{0, 9}};
        double[][] values = {{2, 3}};
        SparseMatrix sparse = new SparseMatrix(10, indices, values);
        indices[0][0] = 1;
        values[0][1] = 7;
        assertArrayEquals(new double[] {2, 0, 0, 0, 0, 0, 0, 0, 0, 3},
            IntStream.range(0, 10).mapToDouble(j -> sparse.toMatrix().get(0, j)).toArray());
        assertEquals(1, sparse.rows());
        assertEquals(10, sparse.columns());
        assertEquals("SparseMatrix[1 x 10, 2 elements]", sparse.toString());
    }

    @Test
    void wrongArgumentsAreRefused() {
        double[][] one = {{1}};
        assertIllegal("columns", () -> new SparseMatrix(0, new int[][] {{0}}, one));
        assertIllegal("rows", () -> new SparseMatrix(1, new int[0][], new double[0][]));
        assertIllegal("rows of values", () -> new SparseMatrix(1, new int[][] {{0}, {0}}, one));
        assertIllegal("values[0]", () -> new SparseMatrix(2, new int[][] {{0, 1}}, one));
        assertIllegal("indices[0][0]", () -> new SparseMatrix(2, new int[][] {{2}}, one));
        assertIllegal("indices[0][0]", () -> new SparseMatrix(2, new int[][] {{-1}}, one));
        assertIllegal("indices[0][1]", () -> new SparseMatrix(2, new int[][] {{0, 0}}, new double[][] {{1, 2}}));
        assertNull("indices[0]", () -> new SparseMatrix(2, new int[][] {null}, one));
        assertNull("values[0]", () -> new SparseMatrix(2, new int[][] {{0}}, new double[][] {null}));
        SparseMatrix sparse = new SparseMatrix(3, new int[][] {{0}, {2}}, new double[][] {{1}, {1}});
        double[] two = new double[2];
        double[] three = new double[3];
        double[] five = new double[5];
        assertIllegal("x", () -> sparse.multiply(two, 0, two, 0));
        assertIllegal("y", () -> sparse.multiply(three, 0, two, 1));
        assertIllegal("y", () -> sparse.multiply(five, 0, five, 2));
        assertIllegal("x", () -> sparse.multiplyTransposed(two, 1, three, 0));
        assertIllegal("y", () -> sparse.multiplyTransposed(two, 0, three, 1));
        assertIllegal("y", () -> sparse.multiplyTransposed(five, 0, five, 1));
        sparse.multiply(five, 0, five, 3);
    }
}
