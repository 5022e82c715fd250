package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neurotron.internal.RandomArrays;
import org.neurotron.internal.RandomArrays.Values;

/**
 * Whatever tiles a product is cut into, overlapping ones at the end, pieces of long rows or whole rows in the order of
 * memory, it has the bits of the portable kernel, which has no tiles. Without this, sizes between those that are tried
 * out elsewhere could give other numbers.
 */
class ProductTilesTest {

    /** The largest number of rows of the left matrix: odd, so that kernels that take them in pairs have one left. */
    private static final int COUNT = 5;

    /** Operands of one shape, of which the left ones may be used in part. */
    private record Factors(Matrix left, Matrix right, Values values) {

        /** For a product with {@code right} on the right, or with its transpose. */
        static Factors of(int leftColumns, int rows, int columns, Values values) {
            RandomArrays random = new RandomArrays(rows + 1000L * columns, values);
            // Without gaps, with odd ones, and with rows that begin on whole groups of lanes.
            int layout = (rows + columns) % 3;
            int offset = new int[] {0, 3, 8}[layout];
            int gap = new int[] {0, 1, Lanes.pad(columns) - columns}[layout];
            return new Factors(random.matrix(COUNT, leftColumns, offset, leftColumns + gap),
                random.matrix(rows, columns, offset, columns + gap), values);
        }

        Matrix first(int count) {
            return new Matrix(left.values(), left.offset(), count, left.columns(), left.leadingDimension());
        }

        @Override
        public String toString() {
            return left + ", " + right + ", " + values;
        }
    }

    @FunctionalInterface
    private interface Product {
        void compute(Kernel kernel, Matrix left, Matrix result);
    }

    /** Products of the first 1, 2, … COUNT left rows, against the same rows of the portable kernel's product of all. */
    private static void assertPortableBits(Factors factors, int columns, Product product) {
        Matrix all = Operands.untouched(COUNT, columns, 5, columns + 2);
        product.compute(Kernels.portable(), factors.left, all);
        for (int count = 1; count <= COUNT; count++) {
            Matrix expected = Operands.untouched(count, columns, 5, columns + 2);
            for (int i = 0; i < count; i++) {
                System.arraycopy(all.values(), all.rowOffset(i), expected.values(), expected.rowOffset(i), columns);
            }
            for (Kernel kernel : Kernels.available()) {
                Matrix actual = Operands.untouched(count, columns, 5, columns + 2);
                product.compute(kernel, factors.first(count), actual);
                // What surrounds the rows is compared too: nothing may be written there.
                if (!Arrays.equals(expected.values(), actual.values())) {
                    assertArrayEquals(expected.values(), actual.values(), kernel + ", " + count + " of " + factors);
                }
            }
        }
    }

    /** Up to 40 vectors of eight, and all numbers of columns between; of tiny numbers, which are slow, a third. */
    @ParameterizedTest
    @EnumSource(Values.class)
    void sumsDownRowsOfEveryNumberOfColumns(Values values) {
        int stride = values == Values.TINY ? 3 : 1;
        for (int columns = 1; columns <= 40 * Lanes.COUNT; columns += stride) {
            for (int rows = 1 + columns % 2; rows <= 20; rows += 2) {
                Factors factors = Factors.of(rows, rows, columns, values);
                assertPortableBits(factors, columns, (kernel, a, c) -> kernel.multiply(a, factors.right, c));
                assertPortableBits(factors, columns, (kernel, a, c) -> {
                    for (int i = 0; i < a.rows(); i++) {
                        kernel.multiplyTransposed(factors.right, a.values(), a.rowOffset(i), c.values(),
                            c.rowOffset(i));
                    }
                });
            }
        }
    }

    /** All the rows that blocks of two, four and eight can leave over, of whole groups of lanes and others. */
    @ParameterizedTest
    @EnumSource(Values.class)
    void sumsAlongRowsOfEveryNumberOfRows(Values values) {
        for (int columns : new int[] {1, 7, 8, 13, 16, 24, 40, 100, 104, 312, 320, 520}) {
            for (int rows = 1; rows <= 20; rows++) {
                Factors factors = Factors.of(columns, rows, columns, values);
                assertPortableBits(factors, rows, (kernel, a, c) -> kernel.multiplyByTransposed(a, factors.right, c));
            }
        }
    }

    /** Rows of less than a piece, one, several, and some with a shorter last piece or no whole groups of lanes. */
    @ParameterizedTest
    @EnumSource(Values.class)
    void aWorkspaceChangesNoBit(Values values) {
        for (int columns : new int[] {8, 504, 510, 512, 513, 520, 1024, 1032, 1037, 4096}) {
            for (int rows = 1; rows <= 9; rows++) {
                Factors factors = Factors.of(columns, rows, columns, values);
                assertPortableBits(factors, rows, (kernel, a, c) -> {
                    double[] workspace = new double[Kernel.workspaceLength(a.rows())];
                    Arrays.fill(workspace, Double.NaN);
                    kernel.multiplyByTransposed(a, factors.right, c, kernel == Kernels.portable() ? null : workspace);
                });
            }
        }
    }

    /** A workspace with the sums of other products in it, and longer than it must be. */
    @ParameterizedTest
    @EnumSource(Values.class)
    void aWorkspaceMayBeUsedAgain(Values values) {
        double[] workspace = new double[Kernel.workspaceLength(COUNT) + 3];
        for (int columns : new int[] {1024, 1536, 520}) {
            Factors factors = Factors.of(columns, 6, columns, values);
            assertPortableBits(factors, 6,
                (kernel, a, c) -> kernel.multiplyByTransposed(a, factors.right, c, workspace));
        }
    }

    /**
     * From 2¹⁹ elements on rows are gone through in the order of memory, eight at a time: wide, long and unpadded
     * matrices, those with rows left over or fewer than eight, and the last size with tiles and the first without.
     */
    @ParameterizedTest
    @EnumSource(Values.class)
    void sumsDownRowsOfLargeMatrices(Values values) {
        int[][] shapes = {
            {300, 2000}, {1030, 600}, {263, 2003}, {7, 80_001}, {1, 600_000}, {600_000, 1}, {1024, 512}, {1024, 513},
        };
        for (int[] shape : shapes) {
            int rows = shape[0];
            int columns = shape[1];
            RandomArrays random = new RandomArrays(rows, values);
            Matrix a = large(random, rows, columns);
            double[] x = random.array(rows);
            double[] expected = new double[columns];
            Kernels.portable().multiplyTransposed(a, x, 0, expected, 0);
            for (Kernel kernel : Kernels.available()) {
                double[] product = new double[columns];
                kernel.multiplyTransposed(a, x, 0, product, 0);
                assertArrayEquals(expected, product, () -> kernel + ", " + a);
                Matrix one = Operands.untouched(1, columns, 3, columns);
                kernel.multiply(Matrix.of(x, 1, rows), a, one);
                assertArrayEquals(expected, row(one), () -> kernel + ", " + a);
                Operands.assertUntouchedAround(one, a);
            }
        }
    }

    /**
     * Random numbers that repeat after a prime number of them. No row is the shift of another by the sizes used here,
     * so they are as good as new ones, and much sooner made.
     */
    private static Matrix large(RandomArrays random, int rows, int columns) {
        double[] numbers = random.array(10_007);
        double[] values = new double[3 + rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers[i % numbers.length];
        }
        return new Matrix(values, 3, rows, columns, columns);
    }

    private static double[] row(Matrix matrix) {
        return IntStream.range(0, matrix.columns()).mapToDouble(j -> matrix.get(0, j)).toArray();
    }

    /**
     * Sums of numbers that overflow are NaN in most places. If they were so in all, the tests above would compare NaN
     * with NaN and could not fail.
     */
    @ParameterizedTest
    @EnumSource(Values.class)
    void theProductsComparedAreNotAllNaN(Values values) {
        Factors factors = Factors.of(3, 3, 40, values);
        Matrix c = Operands.untouched(COUNT, 40, 0, 40);
        Kernels.portable().multiply(factors.left, factors.right, c);
        assertTrue(Arrays.stream(c.values()).filter(v -> !Double.isNaN(v)).count() > 40);
    }
}
