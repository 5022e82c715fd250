package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.internal.RandomArrays;
import org.neurotron.internal.RandomArrays.Values;

/**
 * Every kernel gives the bits of the portable one (contract C1) and writes nothing but its result. Without this,
 * numbers would depend on the machine.
 *
 * <p>{@code assertArrayEquals} without a delta compares bits, so that +0 and −0 differ; it takes all NaN for one, whose
 * sign and payload Java leaves open.
 */
class KernelBitEqualityTest {

    private static final double[] LEAKS = {0, 0.1, 0.99};

    static List<Kernel> kernels() {
        return Kernels.available();
    }

    static List<Arguments> kernelsAndOperations() {
        List<Arguments> all = new ArrayList<>();
        for (Kernel kernel : Kernels.available()) {
            for (Operation operation : Operation.values()) {
                all.add(Arguments.of(kernel, operation));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("kernelsAndOperations")
    void ordinaryNumbersGiveTheBitsOfThePortableKernel(Kernel kernel, Operation operation) {
        assertPortableBits(kernel, operation, Values.ORDINARY);
    }

    @ParameterizedTest
    @MethodSource("kernelsAndOperations")
    void zerosAndDenormalsGiveTheBitsOfThePortableKernel(Kernel kernel, Operation operation) {
        assertPortableBits(kernel, operation, Values.TINY);
    }

    @ParameterizedTest
    @MethodSource("kernelsAndOperations")
    void overflowGivesTheBitsOfThePortableKernel(Kernel kernel, Operation operation) {
        assertPortableBits(kernel, operation, Values.HUGE);
    }

    /** Infinities and NaN in preactivations, as in a network that diverges: Kernel promises that they propagate. */
    @ParameterizedTest
    @MethodSource("kernels")
    void infinitePreactivationsGiveTheBitsOfThePortableKernel(Kernel kernel) {
        double infinity = Double.POSITIVE_INFINITY;
        Matrix z = Matrix.of(new double[] {
            infinity, -infinity, Double.NaN, 1, -1, 0.0, -0.0, infinity,
            1, 1, 1, infinity, -infinity, Double.NaN, infinity, infinity}, 2, 8);
        double[] q = {2, 3};
        for (double leak : LEAKS) {
            double[] expected = new double[8];
            double[] actual = new double[8];
            Kernels.portable().gates(z, q, leak, 1, expected, 0);
            kernel.gates(z, q, leak, 1, actual, 0);
            assertArrayEquals(expected, actual, "gates, leak " + leak);
            Kernels.portable().affineGates(z, q, q, leak, 1, expected, 0);
            kernel.affineGates(z, q, q, leak, 1, actual, 0);
            assertArrayEquals(expected, actual, "affine gates, leak " + leak);
            Kernels.portable().affineGates(z, 2, leak, 1, expected, 0);
            kernel.affineGates(z, 2, leak, 1, actual, 0);
            assertArrayEquals(expected, actual, "even gates, leak " + leak);
        }
    }

    private static void assertPortableBits(Kernel kernel, Operation operation, Values values) {
        for (double leak : operation.hasGates() ? LEAKS : new double[1]) {
            for (Operands operands : Operands.all(values)) {
                Matrix result = operation.run(kernel, operands, leak);
                assertArrayEquals(operation.run(Kernels.portable(), operands, leak).values(), result.values(),
                    () -> operands + ", leak " + leak);
                Operands.assertUntouchedAround(result, operands);
            }
        }
    }

    /** HotSpot interprets first and compiles in two stages: each operation runs often enough to pass through all. */
    @ParameterizedTest
    @MethodSource("kernelsAndOperations")
    void theBitsStayWhenTheCompilersTakeOver(Kernel kernel, Operation operation) {
        Operands operands = new Operands(25, 100, 0, Values.ORDINARY);
        double[] expected = operation.run(kernel, operands, 0.1).values();
        for (int i = 0; i < 10_000; i++) {
            assertArrayEquals(expected, operation.run(kernel, operands, 0.1).values());
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void rowsPaddedWithZerosGiveTheSameBits(Kernel kernel) {
        for (Values values : Values.values()) {
            for (int columns = 1; columns <= 65; columns++) {
                RandomArrays random = new RandomArrays(columns, values);
                Matrix a = random.matrix(11, columns);
                Matrix b = random.matrix(5, columns);
                assertArrayEquals(products(kernel, a, b), products(kernel, a.padded(), b.padded()),
                    values + ", " + columns + " columns");
            }
        }
    }

    /**
     * Negative products that vanish leave −0 in the lanes, which the zeros of the padding turn into +0; so a rest of a
     * row, being completed with zeros, must do the same.
     */
    @ParameterizedTest
    @MethodSource("kernels")
    void sumsThatVanishFromBelowHaveTheSameSignPaddedOrNot(Kernel kernel) {
        for (int columns = 1; columns <= 40; columns++) {
            Matrix a = filled(11, columns, -1e-200);
            Matrix b = filled(5, columns, 1e-200);
            double[] results = products(kernel, a, b);
            assertEquals(columns % 8 == 0 ? -0.0 : 0.0, results[0], columns + " columns");
            assertArrayEquals(products(kernel, a.padded(), b.padded()), results, columns + " columns");
        }
    }

    private static Matrix filled(int rows, int columns, double element) {
        Matrix matrix = Matrix.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            Arrays.fill(matrix.values(), matrix.rowOffset(i), matrix.rowOffset(i) + columns, element);
        }
        return matrix;
    }

    /** The results of all operations that sum along rows. */
    private static double[] products(Kernel kernel, Matrix a, Matrix b) {
        Matrix results = new Matrix(new double[100], 0, a.rows(), b.rows(), b.rows());
        kernel.multiplyByTransposed(a, b, results);
        kernel.multiply(a, b.values(), b.offset(), results.values(), 60);
        results.values()[80] = kernel.squaredDistance(a.columns(), a.values(), a.offset(), b.values(), b.offset());
        results.values()[81] = kernel.sum(a.columns(), a.values(), a.offset());
        results.values()[82] = kernel.sum(b.columns(), b.values(), b.offset());
        return results.values();
    }
}
