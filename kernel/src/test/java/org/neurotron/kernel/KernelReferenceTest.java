package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.internal.RandomArrays;
import org.neurotron.internal.RandomArrays.Values;

/**
 * Every operation computes what its Javadoc says, in exactly the order of roundings that it says. Without this, all
 * kernels could agree on a wrong number, or a change of order could slip in and change every recorded result.
 */
class KernelReferenceTest {

    /** The distance from 1 to the next double, twice the unit roundoff. */
    private static final double EPSILON = Math.ulp(1.0);

    private static final double LEAK = 0.1;

    static List<Kernel> kernels() {
        return Kernels.available();
    }

    static List<Arguments> kernelsAndOperations() {
        return KernelBitEqualityTest.kernelsAndOperations();
    }

    /** With tiny numbers, which are slow, only the portable kernel: KernelBitEqualityTest compares others with it. */
    @ParameterizedTest
    @MethodSource("kernelsAndOperations")
    void theOrderOfRoundingsIsTheStatedOne(Kernel kernel, Operation operation) {
        for (Values values : kernel == Kernels.portable() ? List.of(Values.ORDINARY, Values.TINY)
            : List.of(Values.ORDINARY)) {
            for (Operands operands : Operands.all(values)) {
                assertArrayEquals(defined(operation, operands), elements(operation.run(kernel, operands, LEAK)),
                    operands::toString);
            }
        }
    }

    private static double[] elements(Matrix matrix) {
        double[] elements = new double[matrix.rows() * matrix.columns()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = matrix.get(i / matrix.columns(), i % matrix.columns());
        }
        return elements;
    }

    private static double[] defined(Operation operation, Operands o) {
        double[] across = vector(o.across, o.offset, o.columns);
        double[] acrossToo = vector(o.acrossToo, o.offset, o.columns);
        return switch (operation) {
            case MULTIPLY -> {
                double[] y = new double[o.rows];
                for (int i = 0; i < o.rows; i++) {
                    y[i] = dot(row(o.a, i), across);
                }
                yield y;
            }
            case MULTIPLY_TRANSPOSED -> {
                double[] y = new double[o.columns];
                for (int j = 0; j < o.columns; j++) {
                    for (int i = 0; i < o.rows; i++) {
                        y[j] = Math.fma(o.a.get(i, j), o.down[o.offset + i], y[j]);
                    }
                }
                yield y;
            }
            case MULTIPLY_BY_TRANSPOSED -> {
                double[] c = new double[3 * o.rows];
                for (int i = 0; i < c.length; i++) {
                    c[i] = dot(row(o.few, i / o.rows), row(o.a, i % o.rows));
                }
                yield c;
            }
            case MULTIPLY_BY_TRANSPOSED_WITH_WORKSPACE -> defined(Operation.MULTIPLY_BY_TRANSPOSED, o);
            case MULTIPLY_MATRICES -> {
                double[] c = new double[3 * o.columns];
                for (int i = 0; i < c.length; i++) {
                    for (int l = 0; l < o.rows; l++) {
                        c[i] = Math.fma(o.left.get(i / o.columns, l), o.a.get(l, i % o.columns), c[i]);
                    }
                }
                yield c;
            }
            case MULTIPLY_GROUPS_BY_TRANSPOSED -> {
                double[] c = new double[4 * o.rows];
                for (int i = 0; i < c.length; i++) {
                    double[] lanes = new double[8];
                    int value = o.offset + o.pattern.first()[i / o.rows];
                    for (int column : groupColumns(o.pattern, i / o.rows)) {
                        int l = column % 8;
                        lanes[l] = Math.fma(o.groupValues[value++], o.whole.get(i % o.rows, column), lanes[l]);
                    }
                    c[i] = fold(lanes);
                }
                yield c;
            }
            case ADD_PRODUCT_TO_GROUPS -> sumsOfGroups(o, o.rows);
            case ADD_PRODUCT_OF_FIRST_ROWS_TO_GROUPS -> sumsOfGroups(o, 1);
            case GATES -> {
                double[] f = new double[o.columns];
                for (int j = 0; j < o.columns; j++) {
                    double sum = 0;
                    for (int i = 0; i < o.rows; i++) {
                        sum = Math.fma(o.q[i], activation(o.a.get(i, j), LEAK), sum);
                    }
                    f[j] = sum * o.factor;
                }
                yield f;
            }
            case AFFINE_GATES -> {
                double[] f = new double[o.columns];
                for (int j = 0; j < o.columns; j++) {
                    double sum = 0;
                    for (int i = 0; i < o.rows; i++) {
                        sum = Math.fma(o.q[i], activation(affine(o, i, j), LEAK), sum);
                    }
                    f[j] = sum * o.factor;
                }
                yield f;
            }
            case GATE_WEIGHTS -> {
                double[] d = new double[o.rows * o.columns];
                for (int i = 0; i < o.rows; i++) {
                    for (int j = 0; j < o.columns; j++) {
                        d[i * o.columns + j] = o.q[i] * derivative(o.a.get(i, j), LEAK) * o.factor * across[j];
                    }
                }
                yield d;
            }
            case AFFINE_GATE_WEIGHTS -> {
                double[] d = new double[2 * o.columns];
                for (int j = 0; j < o.columns; j++) {
                    double onM = 0;
                    double onC = 0;
                    for (int i = 0; i < o.rows; i++) {
                        double derivative = derivative(affine(o, i, j), LEAK);
                        double qc = o.q[i] * o.c[i];
                        onM = Math.fma(o.q[i], derivative, onM);
                        onC = Math.fma(qc, derivative, onC);
                    }
                    d[j] = o.factor * onM * across[j];
                    d[o.columns + j] = o.factor * onC * across[j];
                }
                yield d;
            }
            case EVEN_GATES -> {
                double[] f = new double[o.columns];
                for (int j = 0; j < o.columns; j++) {
                    f[j] = evenGates(o.pair.get(0, j), o.pair.get(1, j), 2 * o.rows, LEAK) * o.factor;
                }
                yield f;
            }
            case EVEN_GATE_WEIGHTS -> {
                double[] d = new double[2 * o.columns];
                for (int j = 0; j < o.columns; j++) {
                    ActiveGates active = ActiveGates.of(o.pair.get(0, j), o.pair.get(1, j), 2 * o.rows);
                    double coefficients = active.coefficients * (1 - LEAK);
                    d[j] = Math.fma(LEAK, 2 * o.rows - active.count, active.count) * o.factor * across[j];
                    d[o.columns + j] = (o.pair.get(1, j) < 0 ? -coefficients : coefficients) * o.factor * across[j];
                }
                yield d;
            }
            case SCALED_DIFFERENCE, SCALED_DIFFERENCE_IN_PLACE -> {
                double[] d = new double[o.columns];
                for (int j = 0; j < o.columns; j++) {
                    d[j] = (across[j] - acrossToo[j]) * o.factor;
                }
                yield d;
            }
            case BOUNDED_DIFFERENCE -> Stream.of(
                bounded(o, (size, c) -> Math.min(size, c)),
                bounded(o, (size, c) -> size > c ? 0 : size),
                bounded(o, (size, c) -> size <= 2 * c ? Math.min(size, c)
                    : size < 4 * c ? c * ((4 * c - size) / (2 * c)) : 0)).flatMapToDouble(Arrays::stream).toArray();
            case ADD_SCALED -> {
                double[] y = acrossToo.clone();
                for (int j = 0; j < o.columns; j++) {
                    y[j] = Math.fma(o.factor, across[j], y[j]);
                }
                yield y;
            }
            case ADD_SCALED_IN_PLACE -> {
                double[] y = across.clone();
                for (int j = 0; j < o.columns; j++) {
                    y[j] = Math.fma(o.factor, y[j], y[j]);
                }
                yield y;
            }
            case MULTIPLY_ELEMENTS -> {
                double[] y = new double[o.columns];
                for (int j = 0; j < o.columns; j++) {
                    y[j] = across[j] * acrossToo[j];
                }
                yield y;
            }
            case SQUARED_DISTANCE -> {
                double[] difference = new double[o.columns];
                for (int j = 0; j < o.columns; j++) {
                    difference[j] = across[j] - acrossToo[j];
                }
                yield new double[] {dot(difference, difference)};
            }
            case SUM -> {
                double[] lanes = new double[8];
                for (int j = 0; j < o.columns; j++) {
                    lanes[j % 8] += across[j];
                }
                yield new double[] {fold(lanes)};
            }
            case STANDARDIZE -> {
                double[] x = new double[o.columns];
                for (int j = 0; j < o.columns; j++) {
                    x[j] = (across[j] - o.acrossToo[o.offset + j]) / Operation.scales(o)[j];
                }
                yield x;
            }
        };
    }

    /** Bounded differences by their definition, and how many are larger than the threshold. */
    private static double[] bounded(Operands o, DoubleBinaryOperator bound) {
        double c = Operation.threshold(o);
        double[] d = new double[o.columns + 1];
        for (int j = 0; j < o.columns; j++) {
            double difference = o.across[o.offset + j] - o.acrossToo[o.offset + j];
            double size = Math.abs(difference);
            // Sizes up to c are not touched, so that not even their last bit depends on how ψ is written.
            d[j] = (size > c ? Math.signum(difference) * bound.applyAsDouble(size, c) : difference) * o.factor;
            d[o.columns] += size > c ? 1 : 0;
        }
        return d;
    }

    /** The columns of all groups of a row. */
    private static int[] groupColumns(GroupPattern pattern, int row) {
        return Arrays.stream(pattern.groupColumns(), pattern.starts()[row], pattern.starts()[row + 1])
            .flatMap(column -> IntStream.range(column, column + 8)).toArray();
    }

    private static double[] sumsOfGroups(Operands o, int terms) {
        double[] y = vector(o.groupValues, o.offset, Math.max(1, o.pattern.length()));
        for (int row = 0; row < 4; row++) {
            int value = o.pattern.first()[row];
            for (int column : groupColumns(o.pattern, row)) {
                double sum = 0;
                for (int i = 0; i < terms; i++) {
                    sum = Math.fma(o.four.get(row, i), o.whole.get(i, column), sum);
                }
                y[value++] += sum;
            }
        }
        return y;
    }

    /** Σ a_j x_j in eight lanes, the last group completed with zeros. */
    private static double dot(double[] a, double[] x) {
        double[] lanes = new double[8];
        for (int j = 0; j < a.length || j % 8 != 0; j++) {
            lanes[j % 8] = j < a.length ? Math.fma(a[j], x[j], lanes[j % 8]) : Math.fma(0.0, 0.0, lanes[j % 8]);
        }
        return fold(lanes);
    }

    /** Halves the eight lanes three times: lane l takes lane l + 4, then l + 2, then l + 1. */
    private static double fold(double[] lanes) {
        for (int half = 4; half >= 1; half /= 2) {
            for (int l = 0; l < half; l++) {
                lanes[l] += lanes[l + half];
            }
        }
        return lanes[0];
    }

    private static double affine(Operands o, int i, int j) {
        return Math.fma(o.c[i], o.pair.get(1, j), o.pair.get(0, j));
    }

    /** a and C of the closed form. */
    private record ActiveGates(double count, double coefficients) {

        static ActiveGates of(double p, double s, int k) {
            double h = k / 2;
            double tau = p / Math.abs(s);
            double m = tau > 0 ? Math.min(Math.ceil(tau) - 1, h) : Math.min(Math.floor(-tau), h);
            if (Double.isNaN(tau)) {
                m = h;
            }
            return new ActiveGates(tau > 0 ? h + m : h - m, (h * (h + 1) - m * (m + 1)) / 2);
        }
    }

    /** The closed form of Σ σ(p + c s) with c = −k/2, …, −1, 1, …, k/2. */
    static double evenGates(double p, double s, int k, double leak) {
        ActiveGates active = ActiveGates.of(p, s, k);
        double slope = active.coefficients * Math.abs(s);
        return Math.fma(leak, Math.fma(k - active.count, p, -slope), Math.fma(active.count, p, slope));
    }

    private static double activation(double y, double leak) {
        return y < 0 ? leak * y : y;
    }

    private static double derivative(double y, double leak) {
        return y > 0 ? 1 : leak;
    }

    private static double[] row(Matrix matrix, int i) {
        return vector(matrix.values(), matrix.rowOffset(i), matrix.columns());
    }

    private static double[] vector(double[] values, int offset, int length) {
        return Arrays.copyOfRange(values, offset, offset + length);
    }

    /**
     * In lanes each of n products meets at most ⌈n/8⌉ + 3 roundings, down rows at most n, so a sum is off by at most
     * n ε Σ|a||b| for either (ε = 2⁻⁵² is two roundings).
     */
    @ParameterizedTest
    @MethodSource("kernels")
    void sumsOfProductsAreExactToRounding(Kernel kernel) {
        for (int n : new int[] {1, 7, 100, 1000}) {
            RandomArrays random = new RandomArrays(n);
            double[] a = random.array(n);
            double[] x = random.array(n);
            BigDecimal exact = BigDecimal.ZERO;
            double magnitude = 0;
            for (int j = 0; j < n; j++) {
                exact = exact.add(new BigDecimal(a[j]).multiply(new BigDecimal(x[j])));
                magnitude += Math.abs(a[j] * x[j]);
            }
            double bound = n * EPSILON * magnitude;
            double[] y = new double[2];
            kernel.multiply(Matrix.of(a, 1, n), x, 0, y, 0);
            kernel.multiplyTransposed(Matrix.of(a, n, 1), x, 0, y, 1);
            assertWithin(exact, bound, y[0]);
            assertWithin(exact, bound, y[1]);
        }
    }

    /** A square of a rounded difference meets three more roundings than a product; n + 2 in place of n covers them. */
    @ParameterizedTest
    @MethodSource("kernels")
    void distancesAndPlainSumsAreExactToRounding(Kernel kernel) {
        for (int n : new int[] {1, 7, 100, 1000}) {
            RandomArrays random = new RandomArrays(n);
            double[] x = random.array(n);
            double[] y = random.array(n);
            BigDecimal distance = BigDecimal.ZERO;
            BigDecimal sum = BigDecimal.ZERO;
            double magnitude = 0;
            for (int j = 0; j < n; j++) {
                BigDecimal difference = new BigDecimal(x[j]).subtract(new BigDecimal(y[j]));
                distance = distance.add(difference.multiply(difference));
                sum = sum.add(new BigDecimal(x[j]));
                magnitude += Math.abs(x[j]);
            }
            assertWithin(distance, (n + 2) * EPSILON * distance.doubleValue(), kernel.squaredDistance(n, x, 0, y, 0));
            assertWithin(sum, n * EPSILON * magnitude, kernel.sum(n, x, 0));
        }
    }

    private static void assertWithin(BigDecimal exact, double bound, double actual) {
        double error = exact.subtract(new BigDecimal(actual)).abs().doubleValue();
        assertTrue(error <= bound, () -> actual + " is off by " + error + ", more than " + bound);
    }

    /** The derivative at a kink, as in the published study. */
    @ParameterizedTest
    @MethodSource("kernels")
    void aGateAtZeroIsClosed(Kernel kernel) {
        double[] zeros = {0.0, -0.0, 0.0, -0.0, 0.0, -0.0, 0.0, -0.0};
        double[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
        Matrix d = Matrix.zeros(1, 8);
        kernel.gateWeights(Matrix.of(zeros, 1, 8), ones, 0.25, 1, ones, 0, d);
        for (double derivative : elements(d)) {
            assertEquals(0.25, derivative);
        }
        Matrix pair = Matrix.zeros(2, 8);
        Matrix both = Matrix.zeros(2, 8);
        kernel.affineGateWeights(pair, new double[] {-1, 1}, ones, 0.25, 1, ones, 0, both);
        assertEquals(0.5, both.get(0, 0));
        assertEquals(0, both.get(1, 7));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void emptySumsAreZero(Kernel kernel) {
        assertEquals(0.0, kernel.sum(0, new double[0], 0));
        assertEquals(0.0, kernel.squaredDistance(0, new double[1], 1, new double[0], 0));
    }
}
