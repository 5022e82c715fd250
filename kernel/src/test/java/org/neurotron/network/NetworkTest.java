package org.neurotron.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertIllegal;
import static org.neurotron.internal.Refusals.assertNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.internal.RandomArrays;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.Textbook.Numbers;

/**
 * The forward pass and the gradients are those of the paper, for every family, kernel, batch size and layout. Without
 * this, training would follow another rule than the one it claims.
 */
class NetworkTest {

    /** Twice the unit roundoff: one rounding in each of two computations that are compared. */
    private static final double EPSILON = Math.ulp(1.0);

    /**
     * n, r, k, b: the smallest, around groups of lanes, the published study's and the q-assist's, and one whose rows
     * are so long that products go over them piece by piece.
     */
    private static final int[][] SHAPES = {
        {1, 1, 2, 1}, {2, 1, 2, 3}, {7, 3, 4, 5}, {8, 8, 2, 8}, {9, 5, 6, 17}, {16, 17, 10, 7}, {33, 65, 4, 3},
        {100, 25, 10, 16}, {50, 20, 100, 64}, {600, 2, 4, 5},
    };

    static List<Kernel> kernels() {
        return Kernels.available();
    }

    /** A network with a filter and a mini-batch. */
    record Case(Network network, double[] w, Matrix x, double[] v) {

        static Case random(Network network, int b, RandomArrays random) {
            return new Case(network, random.array(network.family().r()), random.matrix(b, network.family().n()),
                random.array(b));
        }

        Case first(int b) {
            Matrix fewer = new Matrix(x.values(), x.offset(), b, x.columns(), x.leadingDimension());
            return new Case(network, w, fewer, Arrays.copyOf(v, b));
        }

        Case padded() {
            return new Case(network, w, x.padded(), v);
        }

        @Override
        public String toString() {
            return network + ", b " + x.rows();
        }
    }

    /** Every shape with every family, outer weights of both signs and equal ones, and several leaks. */
    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int[] shape : SHAPES) {
            int n = shape[0];
            int r = shape[1];
            int k = shape[2];
            RandomArrays random = new RandomArrays(Arrays.hashCode(shape));
            AffineFamily affine = new AffineFamily(random.matrix(r, n), random.matrix(r, n), k);
            List<SensingFamily> families = new ArrayList<>(List.of(affine,
                new DenseFamily(IntStream.range(0, k).mapToObj(i -> random.matrix(r, n)).toList())));
            if (r <= n) {
                families.add(new SelectionFamily(Selections.random(n, r, k, r), n));
                families.add(SelectionFamily.slidingWindows(n, r, 3));
            }
            if (n <= 100) {
                // Its filter has n elements, which takes the tests long.
                families.add(new SingleGate(n));
            }
            for (SensingFamily family : families) {
                for (double leak : new double[] {0, 0.1, 0.99}) {
                    Network network = new Network(family, random.array(family.k()), leak);
                    cases.add(Case.random(network, shape[3], random));
                }
            }
            // For these an affine family takes another way.
            double[] equal = new double[k];
            Arrays.fill(equal, -0.7);
            cases.add(Case.random(new Network(affine, equal, 0.1), shape[3], random));
        }
        return cases;
    }

    /** Those of the cases that are quick: what is left over in a buffer does not depend on its size. */
    private static List<Case> smallCases() {
        return cases().stream().filter(c -> c.network.family().n() < 50).toList();
    }

    /** What an evaluator computes. */
    enum Result {

        FORWARD {
            @Override
            double[] of(Evaluator evaluator, Case c) {
                double[] f = new double[c.x.rows()];
                evaluator.forward(c.w, c.x, f, 0);
                return f;
            }
        },

        PROJECTED_FORWARD {
            @Override
            double[] of(Evaluator evaluator, Case c) {
                double[] f = new double[c.x.rows()];
                evaluator.forward(evaluator.project(c.w), c.x, f, 0);
                return f;
            }
        },

        TRON {
            @Override
            double[] of(Evaluator evaluator, Case c) {
                double[] g = new double[c.w.length];
                evaluator.tronGradient(c.w, c.x, c.v, 0, g);
                return g;
            }
        },

        TRON_WITH_OTHER_MATRIX {
            @Override
            double[] of(Evaluator evaluator, Case c) {
                return tron(evaluator, otherMatrix(c.network), c);
            }
        },

        SGD {
            @Override
            double[] of(Evaluator evaluator, Case c) {
                double[] g = new double[c.w.length];
                evaluator.sgdGradient(c.w, c.x, c.v, 0, g);
                return g;
            }
        },

        PUBLISHED_SGD {
            @Override
            double[] of(Evaluator evaluator, Case c) {
                double[] g = new double[c.w.length];
                evaluator.publishedSgdGradient(c.w, c.x, c.v, 0, g);
                return g;
            }
        };

        abstract double[] of(Evaluator evaluator, Case c);

        Numbers of(Textbook textbook, Case c) {
            return switch (this) {
                case FORWARD, PROJECTED_FORWARD -> textbook.forward(c.w, c.x);
                case TRON -> textbook.tronGradient(c.w, c.x, c.v);
                case TRON_WITH_OTHER_MATRIX -> textbook.tronGradient(otherMatrix(c.network), c.w, c.x, c.v);
                case SGD -> textbook.sgdGradient(c.w, c.x, c.v);
                case PUBLISHED_SGD -> textbook.publishedSgdGradient(c.w, c.x, c.v);
            };
        }
    }

    static Evaluator evaluator(Case c, Kernel kernel) {
        return c.network.evaluator(c.x.rows(), kernel);
    }

    private static double[] forward(Evaluator evaluator, Case c) {
        return Result.FORWARD.of(evaluator, c);
    }

    private static double[] tron(Evaluator evaluator, Case c) {
        return Result.TRON.of(evaluator, c);
    }

    private static double[] tron(Evaluator evaluator, Matrix tronMatrix, Case c) {
        double[] g = new double[c.w.length];
        evaluator.tronGradient(tronMatrix, c.w, c.x, c.v, 0, g);
        return g;
    }

    private static double[] sgd(Evaluator evaluator, Case c) {
        return Result.SGD.of(evaluator, c);
    }

    private static double[] publishedSgd(Evaluator evaluator, Case c) {
        return Result.PUBLISHED_SGD.of(evaluator, c);
    }

    /** Some r × n matrix other than the mean. */
    private static Matrix otherMatrix(Network network) {
        return new RandomArrays(7).matrix(network.family().r(), network.family().n());
    }

    static double[][] everything(Evaluator evaluator, Case c) {
        return Arrays.stream(Result.values()).map(result -> result.of(evaluator, c)).toArray(double[][]::new);
    }

    /** Whatever an evaluator has computed before, what it computes then has the bits of a fresh one. */
    private static void assertNoTrace(Kernel kernel, Evaluator used, Case before, Case then) {
        double[][] expected = everything(evaluator(then, kernel), then);
        for (Result first : Result.values()) {
            for (Result second : Result.values()) {
                first.of(used, before);
                assertArrayEquals(expected[second.ordinal()], second.of(used, then),
                    () -> second + " after " + first + ", " + then);
            }
        }
    }

    /** Small networks whose numbers are worked out in the comments; all of them are exact in binary. */
    @Nested
    class ByHand {

        static List<Kernel> kernels() {
            return Kernels.available();
        }

        /** w = (1, −2), x_1 = (3, 1), x_2 = (1, 1): z = 1, −1. */
        @ParameterizedTest
        @MethodSource("kernels")
        void singleGate(Kernel kernel) {
            Case c = new Case(new Network(new SingleGate(2), 0), new double[] {1, -2},
                Matrix.of(new double[] {3, 1, 1, 1}, 2, 2), new double[] {2, 1});
            Evaluator evaluator = evaluator(c, kernel);
            assertArrayEquals(new double[] {1, 0}, forward(evaluator, c));
            // The residuals are 1, 1: ½((3, 1) + (1, 1)).
            assertArrayEquals(new double[] {2, 1}, tron(evaluator, c));
            // Only x_1 opens the gate: ½(3, 1).
            assertArrayEquals(new double[] {1.5, 0.5}, sgd(evaluator, c));
            // x_1 stands for both: ½(1 + 1)(3, 1).
            assertArrayEquals(new double[] {3, 1}, publishedSgd(evaluator, c));
        }

        /** The same with α = ¼. */
        @ParameterizedTest
        @MethodSource("kernels")
        void leakySingleGate(Kernel kernel) {
            Case c = new Case(new Network(new SingleGate(2), 0.25), new double[] {1, -2},
                Matrix.of(new double[] {3, 1, 1, 1}, 2, 2), new double[] {2, 1});
            Evaluator evaluator = evaluator(c, kernel);
            assertArrayEquals(new double[] {1, -0.25}, forward(evaluator, c));
            // The residuals are 1, 1.25: ½((3, 1) + 1.25 (1, 1)).
            assertArrayEquals(new double[] {2.125, 1.125}, tron(evaluator, c));
            // ½((3, 1) + 1.25 · ¼ (1, 1)).
            assertArrayEquals(new double[] {1.65625, 0.65625}, sgd(evaluator, c));
            // ½(1 + 1.25)(3, 1).
            assertArrayEquals(new double[] {3.375, 1.125}, publishedSgd(evaluator, c));
            // With the samples the other way round the closed gate stands for both: ½(1 + 1.25) · ¼ (1, 1).
            Case turned = new Case(c.network, c.w, Matrix.of(new double[] {1, 1, 3, 1}, 2, 2), new double[] {1, 2});
            assertArrayEquals(new double[] {0.28125, 0.28125}, publishedSgd(evaluator, turned));
        }

        /**
         * A_1 = I, A_2 = (0 1; 2 0), q = (2, −1), α = ½. With w = (1, −1): A_1ᵀw = (1, −1), A_2ᵀw = (−2, 1).
         * x_1 = (2, 1): z = (1, −3), f = ½(2 · 1 + 1.5) = 1.75. x_2 = (−1, 2): z = (−3, 4), f = ½(2 · −1.5 − 4) = −3.5.
         */
        @ParameterizedTest
        @MethodSource("kernels")
        void denseFamilyOfTwo(Kernel kernel) {
            SensingFamily family = new DenseFamily(List.of(
                Matrix.of(new double[] {1, 0, 0, 1}, 2, 2), Matrix.of(new double[] {0, 1, 2, 0}, 2, 2)));
            Case c = new Case(new Network(family, new double[] {2, -1}, 0.5), new double[] {1, -1},
                Matrix.of(new double[] {2, 1, -1, 2}, 2, 2), new double[] {2.75, -1.5});
            Evaluator evaluator = evaluator(c, kernel);
            assertArrayEquals(new double[] {1.75, -3.5}, forward(evaluator, c));
            // The residuals are 1, 2: ½((2, 1) + 2 (−1, 2)) = (0, 2.5), and Ā = ½(1 1; 2 1).
            assertArrayEquals(new double[] {1.25, 1.25}, tron(evaluator, c));
            assertArrayEquals(new double[] {5, 10}, tron(evaluator, Matrix.of(new double[] {1, 2, 3, 4}, 2, 2), c));
            // x_1: ½(2 · (2, 1) − ½ (1, 4)) = (1.75, 0). x_2: ½(2 · ½ (−1, 2) − (2, −2)) = (−1.5, 2), twice.
            assertArrayEquals(new double[] {-0.625, 2}, sgd(evaluator, c));
            // ½(1 + 2)(1.75, 0).
            assertArrayEquals(new double[] {2.625, 0}, publishedSgd(evaluator, c));
        }

        /**
         * M = (1 2; 0 1), C = (1 0; 1 1), c = −1, 1. With w = (1, 1): Mᵀw = (1, 3), Cᵀw = (2, 1).
         * x_1 = (1, 1): p = 4, s = 3, z = (1, 7), f = 4. x_2 = (−2, 1): p = 1, s = −3, z = (4, −2), f = 2.
         */
        @ParameterizedTest
        @MethodSource("kernels")
        void affineFamilyOfTwo(Kernel kernel) {
            SensingFamily family = new AffineFamily(
                Matrix.of(new double[] {1, 2, 0, 1}, 2, 2), Matrix.of(new double[] {1, 0, 1, 1}, 2, 2), 2);
            Case c = new Case(new Network(family, 0), new double[] {1, 1},
                Matrix.of(new double[] {1, 1, -2, 1}, 2, 2), new double[] {5, 0});
            Evaluator evaluator = evaluator(c, kernel);
            assertArrayEquals(new double[] {4, 2}, forward(evaluator, c));
            // The residuals are 1, −2: M · ½((1, 1) − 2 (−2, 1)) = M (2.5, −0.5).
            assertArrayEquals(new double[] {1.5, -0.5}, tron(evaluator, c));
            // x_1 opens both: M x_1 = (3, 1). x_2 opens A_1 = M − C = (0 2; −1 0): ½(2, 2), times −2.
            assertArrayEquals(new double[] {0.5, -0.5}, sgd(evaluator, c));
            // ½(1 − 2)(3, 1).
            assertArrayEquals(new double[] {-1.5, -0.5}, publishedSgd(evaluator, c));
        }

        /**
         * M = (1 2), C = (1 −1), c = −2, −1, 1, 2, q = (1, 2, −1, 4), α = ¼. With w = 2: Mᵀw = (2, 4), Cᵀw = (2, −2).
         * x_1 = (1, 0): p = 2, s = 2, z = (−2, 0, 4, 6), f = ¼(−0.5 + 0 − 4 + 24) = 4.875.
         * x_2 = (0, 1): p = 4, s = −2, z = (8, 6, 2, 0), f = ¼(8 + 12 − 2 + 0) = 4.5.
         */
        @ParameterizedTest
        @MethodSource("kernels")
        void affineFamilyOfFour(Kernel kernel) {
            SensingFamily family = new AffineFamily(
                Matrix.of(new double[] {1, 2}, 1, 2), Matrix.of(new double[] {1, -1}, 1, 2), 4);
            Case c = new Case(new Network(family, new double[] {1, 2, -1, 4}, 0.25), new double[] {2},
                Matrix.of(new double[] {1, 0, 0, 1}, 2, 2), new double[] {5.875, 2.5});
            Evaluator evaluator = evaluator(c, kernel);
            assertArrayEquals(new double[] {4.875, 4.5}, forward(evaluator, c));
            // The residuals are 1, −2: M · ½((1, 0) − 2 (0, 1)) = 0.5 − 2.
            assertArrayEquals(new double[] {-1.5}, tron(evaluator, c));
            // A_i x_1 = (−1, 0, 2, 3): ¼(1 · ¼ · −1 + 2 · ¼ · 0 − 2 + 4 · 3) = 2.4375.
            // A_i x_2 = (4, 3, 1, 0): ¼(4 + 2 · 3 − 1 + 4 · ¼ · 0) = 2.25, times −2.
            assertArrayEquals(new double[] {-1.03125}, sgd(evaluator, c));
            // ½(1 − 2) · 2.4375.
            assertArrayEquals(new double[] {-1.21875}, publishedSgd(evaluator, c));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void outputsAndGradientsAreThoseOfTheDefinitions(Kernel kernel) {
        for (Case c : cases()) {
            Textbook textbook = new Textbook(c.network);
            double tolerance = EPSILON * textbook.roundings(c.x.rows());
            Evaluator evaluator = evaluator(c, kernel);
            for (Result result : Result.values()) {
                assertClose(result.of(textbook, c), tolerance, result.of(evaluator, c), result + ", " + c);
            }
        }
    }

    private static void assertClose(Numbers expected, double tolerance, double[] actual, String message) {
        assertEquals(expected.values().length, actual.length);
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected.values()[i], actual[i], tolerance * expected.magnitudes()[i] + Double.MIN_VALUE,
                message);
        }
    }

    /**
     * Between kinks the loss is quadratic in w, so a central difference has no error but rounding. Each of the two
     * losses is off by at most ½ · roundings · ε · ½ mean (|v| + F)², where F is the magnitude of f, and their
     * difference is divided by 2h. Half of the tolerance is for that, the rest for the rounding of w ± h; the gradient
     * has its own.
     */
    @Test
    void theSgdGradientIsTheDerivativeOfTheLoss() {
        double h = 1.0 / 1024;
        for (Case c : cases()) {
            Case smooth = awayFromKinks(c, 2 * h);
            Textbook textbook = new Textbook(c.network);
            double tolerance = textbook.roundings(c.x.rows()) * EPSILON;
            double lossTolerance = tolerance * lossMagnitude(textbook, smooth, h) / h;
            double[] magnitudes = textbook.sgdGradient(smooth.w, smooth.x, smooth.v).magnitudes();
            Evaluator evaluator = evaluator(smooth, Kernels.portable());
            double[] g = sgd(evaluator, smooth);
            for (int i = 0; i < g.length; i++) {
                double difference = (loss(evaluator, smooth, i, h) - loss(evaluator, smooth, i, -h)) / (2 * h);
                assertEquals(-difference, g[i], lossTolerance + tolerance * magnitudes[i], smooth.toString());
            }
        }
    }

    /** ½ mean (|v| + F)² for elements of w that are larger by h. */
    private static double lossMagnitude(Textbook textbook, Case c, double h) {
        double[] w = Arrays.stream(c.w).map(element -> Math.abs(element) + h).toArray();
        double[] f = textbook.forward(w, c.x).magnitudes();
        double sum = 0;
        for (int j = 0; j < f.length; j++) {
            double residual = Math.abs(c.v[j]) + f[j];
            sum += residual * residual;
        }
        return sum / (2 * f.length);
    }

    /** Moves the samples that come near a kink of some gate while an element of w moves by h. */
    private static Case awayFromKinks(Case c, double h) {
        Textbook textbook = new Textbook(c.network);
        RandomArrays random = new RandomArrays(11);
        Matrix x = c.x.copy();
        int n = x.columns();
        for (int j = 0; j < x.rows(); j++) {
            double[] sample = Arrays.copyOfRange(x.values(), x.rowOffset(j), x.rowOffset(j) + n);
            while (!smooth(textbook, c, sample, h)) {
                sample = random.array(n);
            }
            System.arraycopy(sample, 0, x.values(), x.rowOffset(j), n);
        }
        return new Case(c.network, c.w, x, c.v);
    }

    private static boolean smooth(Textbook textbook, Case c, double[] sample, double h) {
        for (int i = 0; i < c.network.family().k(); i++) {
            double steepest = Arrays.stream(textbook.sense(i, sample)).map(Math::abs).max().orElseThrow();
            if (Math.abs(textbook.preactivation(c.w, i, sample)) <= h * steepest) {
                return false;
            }
        }
        return true;
    }

    /** ½ mean (v − f)² with element i of w moved by h. */
    private static double loss(Evaluator evaluator, Case c, int i, double h) {
        double[] w = c.w.clone();
        w[i] += h;
        double[] f = forward(evaluator, new Case(c.network, w, c.x, c.v));
        double sum = 0;
        for (int j = 0; j < f.length; j++) {
            sum += (c.v[j] - f[j]) * (c.v[j] - f[j]);
        }
        return sum / (2 * f.length);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void anAffineFamilyIsTheDenseFamilyOfItsMatrices(Kernel kernel) {
        for (Case c : cases()) {
            if (c.network.family() instanceof AffineFamily affine) {
                DenseFamily family = new DenseFamily(
                    IntStream.range(0, affine.k()).mapToObj(affine::sensingMatrix).toList());
                Network network = new Network(family, c.network.outerWeights(), c.network.leak());
                Case dense = new Case(network, c.w, c.x, c.v);
                Textbook textbook = new Textbook(c.network);
                double tolerance = EPSILON * textbook.roundings(c.x.rows());
                for (Result result : Result.values()) {
                    Numbers expected = new Numbers(result.of(evaluator(dense, kernel), dense),
                        result.of(textbook, c).magnitudes());
                    assertClose(expected, tolerance, result.of(evaluator(c, kernel), c), result + ", " + c);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void allKernelsGiveTheSameBits(Kernel kernel) {
        for (Case c : cases()) {
            assertArrayEquals(everything(evaluator(c, Kernels.portable()), c), everything(evaluator(c, kernel), c),
                c::toString);
            assertArrayEquals(everything(evaluator(c, Kernels.portable()), c),
                everything(evaluator(c, kernel), c.padded()), c::toString);
        }
    }

    /** With a network and a batch so large that all products are shared out. */
    @Test
    void aParallelKernelGivesTheSameBits() {
        Kernel kernel = Kernels.selected();
        RandomArrays random = new RandomArrays(17);
        SensingFamily family = new AffineFamily(random.matrix(330, 1100), random.matrix(330, 1100), 6);
        Case large = Case.random(new Network(family, 0.1), 500, random);
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            assertArrayEquals(everything(evaluator(large, kernel), large),
                everything(evaluator(large, Kernels.parallel(kernel, pool, 3)), large));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void paddedInputsGiveTheSameBits(Kernel kernel) {
        for (Case c : cases()) {
            Evaluator evaluator = evaluator(c, kernel);
            assertArrayEquals(everything(evaluator, c), everything(evaluator, c.padded()), c::toString);
            assertArrayEquals(everything(evaluator, c.padded()), everything(evaluator, c), c::toString);
            Matrix tronMatrix = otherMatrix(c.network);
            assertArrayEquals(tron(evaluator, tronMatrix, c), tron(evaluator, tronMatrix.padded(), c), c::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aSmallerLastBatchGivesTheBitsOfAnEvaluatorOfItsSize(Kernel kernel) {
        for (Case c : smallCases()) {
            Evaluator evaluator = evaluator(c, kernel);
            for (int b = c.x.rows(); b >= 1; b -= Math.max(1, b / 3)) {
                assertNoTrace(kernel, evaluator, c, c.first(b));
                assertNoTrace(kernel, evaluator, c.padded(), c.first(b).padded());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void numbersThatAreNotFiniteLeaveNothingInTheBuffers(Kernel kernel) {
        for (Case c : smallCases()) {
            Evaluator evaluator = evaluator(c, kernel);
            for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                Case badInputs = new Case(c.network, c.w, c.x.copy(), c.v);
                Arrays.fill(badInputs.x.values(), bad);
                Case badLabels = new Case(c.network, c.w, c.x, c.v.clone());
                Arrays.fill(badLabels.v, bad);
                Case badFilter = new Case(c.network, c.w.clone(), c.x, c.v);
                Arrays.fill(badFilter.w, bad);
                for (Case before : List.of(badInputs, badLabels, badFilter)) {
                    assertNoTrace(kernel, evaluator, before.padded(), c);
                    assertNoTrace(kernel, evaluator, before, c.padded());
                    assertNoTrace(kernel, evaluator, before.padded(), c.first(1));
                }
            }
        }
    }

    @Test
    void labelsAndOutputsMayStartAnywhere() {
        Case c = Case.random(new Network(new SingleGate(9), 0.1), 5, new RandomArrays(3));
        Evaluator evaluator = evaluator(c, Kernels.portable());
        double[] f = new double[9];
        evaluator.forward(c.w, c.x, f, 3);
        double[] expected = new double[9];
        System.arraycopy(forward(evaluator, c), 0, expected, 3, 5);
        assertArrayEquals(expected, f);
        double[] v = new double[8];
        System.arraycopy(c.v, 0, v, 3, 5);
        double[] g = new double[9];
        evaluator.tronGradient(c.w, c.x, v, 3, g);
        assertArrayEquals(tron(evaluator, c), g);
        evaluator.sgdGradient(c.w, c.x, v, 3, g);
        assertArrayEquals(sgd(evaluator, c), g);
        evaluator.publishedSgdGradient(c.w, c.x, v, 3, g);
        assertArrayEquals(publishedSgd(evaluator, c), g);
    }

    @Test
    void aProjectionServesEveryEvaluatorOfItsNetwork() {
        Case c = cases().getFirst();
        Projection projection = evaluator(c, Kernels.portable()).project(c.w);
        for (Kernel kernel : Kernels.available()) {
            double[] f = new double[c.x.rows()];
            evaluator(c, kernel).forward(projection, c.x, f, 0);
            assertArrayEquals(forward(evaluator(c, kernel), c), f);
        }
    }

    @Test
    void theCoefficientsOfAnAffineFamilyLeaveOutZero() {
        AffineFamily family = new AffineFamily(Matrix.zeros(2, 3), Matrix.zeros(2, 3), 6);
        double[] coefficients = IntStream.range(0, 6).mapToDouble(family::coefficient).toArray();
        assertArrayEquals(new double[] {-3, -2, -1, 1, 2, 3}, coefficients);
        assertThrows(IndexOutOfBoundsException.class, () -> family.coefficient(6));
        assertThrows(IndexOutOfBoundsException.class, () -> family.sensingMatrix(-1));
    }

    @Test
    void familiesTellTheirMatricesAndMean() {
        Matrix m = Matrix.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
        Matrix c = Matrix.of(new double[] {1, 0, -1, 2, 0, -2}, 2, 3);
        AffineFamily affine = new AffineFamily(m, c, 4);
        assertElements(affine.sensingMatrix(0), -1, 2, 5, 0, 5, 10);
        assertElements(affine.sensingMatrix(2), 2, 2, 2, 6, 5, 4);
        assertElements(affine.mean(), 1, 2, 3, 4, 5, 6);
        DenseFamily dense = new DenseFamily(List.of(m, c));
        assertElements(dense.sensingMatrix(0), 1, 2, 3, 4, 5, 6);
        assertElements(dense.sensingMatrix(1), 1, 0, -1, 2, 0, -2);
        assertElements(dense.mean(), 1, 1, 1, 3, 2.5, 2);
        assertElements(new SingleGate(2).sensingMatrix(0), 1, 0, 0, 1);
        assertEquals(List.of(3, 2, 4), List.of(affine.n(), affine.r(), affine.k()));
        assertEquals(List.of(3, 2, 2), List.of(dense.n(), dense.r(), dense.k()));
        SingleGate gate = new SingleGate(2);
        assertEquals(List.of(2, 2, 1), List.of(gate.n(), gate.r(), gate.k()));
        assertThrows(IndexOutOfBoundsException.class, () -> dense.sensingMatrix(2));
        assertThrows(IndexOutOfBoundsException.class, () -> gate.sensingMatrix(1));
    }

    private static void assertElements(Matrix matrix, double... elements) {
        double[] actual = new double[elements.length];
        for (int i = 0; i < matrix.rows(); i++) {
            System.arraycopy(matrix.values(), matrix.rowOffset(i), actual, i * matrix.columns(), matrix.columns());
        }
        assertArrayEquals(elements, actual);
        assertEquals(elements.length, matrix.rows() * matrix.columns());
    }

    @Test
    void networksAndFamiliesKeepCopies() {
        Matrix m = Matrix.of(new double[] {1}, 1, 1);
        Matrix c = Matrix.of(new double[] {1}, 1, 1);
        AffineFamily affine = new AffineFamily(m, c, 2);
        DenseFamily dense = new DenseFamily(List.of(m, c));
        double[] q = {1, 2};
        Network network = new Network(affine, q, 0);
        m.set(0, 0, 9);
        c.set(0, 0, 9);
        q[0] = 9;
        affine.sensingMatrix(1).set(0, 0, 9);
        affine.mean().set(0, 0, 9);
        dense.mean().set(0, 0, 9);
        dense.sensingMatrix(0).set(0, 0, 9);
        network.outerWeights()[1] = 9;
        assertElements(affine.sensingMatrix(1), 2);
        assertElements(affine.mean(), 1);
        assertElements(dense.sensingMatrix(0), 1);
        assertElements(dense.mean(), 1);
        assertArrayEquals(new double[] {1, 2}, network.outerWeights());
    }

    @Test
    void definition1HasUnitOuterWeights() {
        Network network = new Network(new AffineFamily(Matrix.zeros(1, 1), Matrix.zeros(1, 1), 4), 0.5);
        assertArrayEquals(new double[] {1, 1, 1, 1}, network.outerWeights());
        assertEquals(0.5, network.leak());
    }

    @Test
    void familiesRefuseWhatTheyCannotBe() {
        Matrix m = Matrix.zeros(2, 3);
        Matrix bad = Matrix.zeros(2, 3);
        bad.set(1, 2, Double.NaN);
        Matrix infinite = Matrix.zeros(2, 3);
        infinite.set(0, 0, Double.NEGATIVE_INFINITY);
        assertIllegal("k", () -> new AffineFamily(m, m, 3));
        assertIllegal("k", () -> new AffineFamily(m, m, 0));
        assertIllegal("k", () -> new AffineFamily(m, m, -2));
        assertIllegal("C", () -> new AffineFamily(m, Matrix.zeros(2, 4), 2));
        assertIllegal("C", () -> new AffineFamily(m, Matrix.zeros(3, 3), 2));
        assertIllegal("A[0]", () -> new AffineFamily(bad, m, 2));
        assertIllegal("A[1]", () -> new AffineFamily(m, infinite, 2));
        assertNull("m", () -> new AffineFamily(null, m, 2));
        assertNull("c", () -> new AffineFamily(m, null, 2));
        assertIllegal("k", () -> new DenseFamily(List.of()));
        assertIllegal("A[2]", () -> new DenseFamily(List.of(m, m, Matrix.zeros(2, 4))));
        assertIllegal("A[1]", () -> new DenseFamily(List.of(m, Matrix.zeros(3, 3))));
        assertIllegal("A[1]", () -> new DenseFamily(List.of(m, bad, m)));
        assertNull("sensing matrix", () -> new DenseFamily(Arrays.asList(m, null)));
        assertNull("sensingMatrices", () -> new DenseFamily(null));
        assertIllegal("n", () -> new SingleGate(0));
    }

    @Test
    void networksRefuseWhatTheyCannotBe() {
        SensingFamily family = new AffineFamily(Matrix.zeros(2, 3), Matrix.zeros(2, 3), 2);
        assertNull("family", () -> new Network(null, new double[2], 0));
        assertNull("outerWeights", () -> new Network(family, null, 0));
        assertIllegal("outerWeights", () -> new Network(family, new double[1], 0));
        assertIllegal("outerWeights", () -> new Network(family, new double[3], 0));
        assertIllegal("outerWeights[1]", () -> new Network(family, new double[] {1, Double.NaN}, 0));
        assertIllegal("outerWeights[0]", () -> new Network(family, new double[] {Double.POSITIVE_INFINITY, 1}, 0));
        for (double leak : new double[] {-0.1, 1, 1.5, Double.NaN, Double.NEGATIVE_INFINITY}) {
            assertIllegal("leak", () -> new Network(family, leak));
        }
        Network network = new Network(family, 0);
        assertIllegal("batchSize", () -> network.evaluator(0, Kernels.portable()));
        assertNull("kernel", () -> network.evaluator(1, null));
    }

    @Test
    void evaluatorsRefuseShapesThatDoNotFit() {
        Network network = new Network(new AffineFamily(Matrix.zeros(2, 3), Matrix.zeros(2, 3), 2), 0);
        Evaluator evaluator = network.evaluator(4, Kernels.portable());
        double[] w = new double[2];
        double[] v = new double[4];
        double[] g = new double[2];
        Matrix x = Matrix.zeros(4, 3);
        assertIllegal("w", () -> evaluator.forward(new double[3], x, v, 0));
        assertNull("w", () -> evaluator.forward((double[]) null, x, v, 0));
        assertIllegal("w", () -> evaluator.project(new double[1]));
        assertIllegal("x", () -> evaluator.forward(w, Matrix.zeros(5, 3), new double[5], 0));
        assertIllegal("x", () -> evaluator.forward(w, Matrix.zeros(4, 2), v, 0));
        assertIllegal("x", () -> evaluator.forward(w, Matrix.zeros(4, 4), v, 0));
        assertNull("x", () -> evaluator.forward(w, null, v, 0));
        assertIllegal("f", () -> evaluator.forward(w, x, v, 1));
        assertIllegal("f", () -> evaluator.forward(w, x, new double[3], 0));
        assertNull("f", () -> evaluator.forward(w, x, null, 0));
        assertIllegal("v", () -> evaluator.tronGradient(w, x, v, 1, g));
        assertIllegal("v", () -> evaluator.sgdGradient(w, x, new double[3], 0, g));
        assertIllegal("v", () -> evaluator.publishedSgdGradient(w, x, v, -1, g));
        assertIllegal("g", () -> evaluator.tronGradient(w, x, v, 0, new double[3]));
        assertIllegal("g", () -> evaluator.sgdGradient(w, x, v, 0, new double[1]));
        assertIllegal("g", () -> evaluator.publishedSgdGradient(w, x, v, 0, new double[1]));
        assertIllegal("M", () -> evaluator.tronGradient(Matrix.zeros(3, 3), w, x, v, 0, g));
        assertIllegal("M", () -> evaluator.tronGradient(Matrix.zeros(2, 4), w, x, v, 0, g));
    }

    @Test
    void aProjectionOfAnotherNetworkIsRefused() {
        SensingFamily family = new SingleGate(3);
        Evaluator evaluator = new Network(family, 0).evaluator(1, Kernels.portable());
        Projection other = new Network(family, 0).evaluator(1, Kernels.portable()).project(new double[3]);
        assertIllegal("projection", () -> evaluator.forward(other, Matrix.zeros(1, 3), new double[1], 0));
        assertTrue(other.toString().contains("SingleGate"), other::toString);
    }
}
