package org.neurotron.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertIllegal;
import static org.neurotron.internal.Refusals.assertNull;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.internal.RandomArrays;
import org.neurotron.internal.RandomArrays.Values;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.NetworkTest.Case;
import org.neurotron.network.NetworkTest.Result;

/**
 * Selections and sliding windows are the matrices that they say, and leaving out their zeros changes no bit. That they
 * compute what the paper says is tested in {@link NetworkTest}.
 */
class SelectionFamilyTest {

    static List<Kernel> kernels() {
        return Kernels.available();
    }

    /** Selections that share no layout, one, eight, or a few that have lanes in common. */
    private static List<SelectionFamily> families() {
        List<SelectionFamily> families = new ArrayList<>();
        for (int n : new int[] {1, 2, 7, 8, 9, 16, 31, 64, 100}) {
            for (int r : new int[] {1, 2, 5, 8, 9, 25, 64}) {
                if (r <= n) {
                    families.add(new SelectionFamily(Selections.random(n, r, 1 + (n + r) % 5, n * r), n));
                    families.add(SelectionFamily.slidingWindows(n, r, 1 + r % 4));
                    families.add(SelectionFamily.slidingWindows(n, r, r + 3));
                }
            }
        }
        families.add(SelectionFamily.slidingWindows(40, 8, 8));
        families.add(SelectionFamily.slidingWindows(40, 40, 1));
        families.add(SelectionFamily.slidingWindows(28, 28, 5, 5, 3, 2));
        families.add(SelectionFamily.slidingWindows(7, 11, 3, 4, 1, 1));
        families.add(SelectionFamily.slidingWindows(9, 5, 2, 1, 3, 4));
        families.add(SelectionFamily.slidingWindows(6, 13, 6, 13, 1, 1));
        families.add(new SelectionFamily(new int[][] {{0, 9}, {8, 1}, {0, 9}, {16, 1}, {1, 0}, {8, 9}}, 17));
        return families;
    }

    private static Case random(SelectionFamily family, int b, Values values, double... weights) {
        RandomArrays random = new RandomArrays(31L * family.n() + family.r() + b, values);
        double[] q = new double[family.k()];
        Arrays.setAll(q, i -> weights.length == 0 ? random.next() : weights[i % weights.length]);
        return Case.random(new Network(family, q, b % 2 == 0 ? 0 : 0.1), b, random);
    }

    private static Case dense(Case c, DenseFamily family) {
        return new Case(new Network(family, c.network().outerWeights(), c.network().leak()), c.w(), c.x(), c.v());
    }

    private static void assertDenseBits(Case c, DenseFamily family, List<Kernel> kernels) {
        Case dense = dense(c, family);
        double[][] expected = NetworkTest.everything(NetworkTest.evaluator(dense, Kernels.portable()), dense);
        for (Kernel kernel : kernels) {
            Evaluator evaluator = NetworkTest.evaluator(c, kernel);
            for (Case input : List.of(c, c.padded())) {
                double[][] actual = NetworkTest.everything(evaluator, input);
                for (Result result : Result.values()) {
                    assertArrayEquals(expected[result.ordinal()], actual[result.ordinal()],
                        () -> result + ", " + c + ", " + kernel);
                }
            }
        }
    }

    /** Also where the sums vanish, and with them the signs of zeros count. */
    @ParameterizedTest
    @EnumSource(value = Values.class, names = {"ORDINARY", "TINY"})
    void theBitsAreThoseOfTheDenseFamily(Values values) {
        for (SelectionFamily family : families()) {
            DenseFamily dense = Selections.dense(family);
            for (int b = 1; b <= 9; b++) {
                assertDenseBits(random(family, b, values), dense, Kernels.available());
            }
            assertDenseBits(random(family, 16, values, 1), dense, Kernels.available());
            assertDenseBits(random(family, 21, values, 2, -3), dense, Kernels.available());
        }
    }

    /**
     * The first gate, with columns 8 to 15, leaves a sum that vanishes from below, −0. All products of the second
     * vanish from below, so its z is −0 unless one of the zeros after them makes it +0; and then so is the output.
     */
    @Test
    void sumsThatVanishFromBelowHaveTheSignsOfTheDenseFamily() {
        double least = Double.MIN_VALUE;
        double[] w = new double[8];
        Arrays.fill(w, 0.4);
        for (int n : new int[] {16, 20, 24}) {
            SelectionFamily family = new SelectionFamily(
                new int[][] {{8, 9, 10, 11, 12, 13, 14, 15}, {0, 1, 2, 3, 4, 5, 6, 7}}, n);
            DenseFamily dense = Selections.dense(family);
            for (double[] q : new double[][] {{0.25, 0.5}, {0.25, -0.5}, {0.25, 1}, {1, 2}}) {
                Network network = new Network(family, q, 0.9);
                for (int positive = -1; positive < n; positive++) {
                    double[] x = new double[n];
                    Arrays.fill(x, -0.0);
                    Arrays.fill(x, 0, 8, -least);
                    x[8] = -3 * least;
                    if (positive >= 0) {
                        x[positive] = -x[positive];
                    }
                    Case c = new Case(network, w, Matrix.of(x, 1, n).copy(), new double[] {-0.0});
                    assertDenseBits(c, dense, Kernels.available());
                    double f = Result.FORWARD.of(NetworkTest.evaluator(c, Kernels.selected()), c)[0];
                    if (q[0] < 1 && q[1] > 0 && positive != 8) {
                        assertEquals(n % 8 == 0 && positive < 0 ? -0.0 : 0.0, f, "positive " + positive);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aSmallerBatchLeavesNoTraceOfALargerOne(Kernel kernel) {
        SelectionFamily family = SelectionFamily.slidingWindows(29, 6, 2);
        Case large = random(family, 9, Values.ORDINARY);
        Evaluator evaluator = NetworkTest.evaluator(large, kernel);
        for (int b = 9; b >= 1; b--) {
            Case small = large.first(b);
            NetworkTest.everything(evaluator, large);
            assertArrayEquals(NetworkTest.everything(NetworkTest.evaluator(small, kernel), small),
                NetworkTest.everything(evaluator, small));
        }
    }

    /** With products that are shared out. */
    @Test
    void aParallelKernelGivesTheSameBits() {
        Case large = random(SelectionFamily.slidingWindows(60, 60, 9, 9, 1, 1), 100, Values.ORDINARY);
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            assertArrayEquals(NetworkTest.everything(NetworkTest.evaluator(large, Kernels.selected()), large),
                NetworkTest.everything(
                    NetworkTest.evaluator(large, Kernels.parallel(Kernels.selected(), pool, 2)), large));
        }
    }

    @Test
    void matricesAndMeanAreThoseOfTheIndices() {
        int[][] indices = {{2, 0}, {1, 0}, {2, 1}, {0, 3}};
        SelectionFamily family = new SelectionFamily(indices, 4);
        indices[0][0] = 3;
        assertEquals(List.of(4, 2, 4), List.of(family.n(), family.r(), family.k()));
        assertRows(family.sensingMatrix(0), new double[][] {{0, 0, 1, 0}, {1, 0, 0, 0}});
        assertRows(family.sensingMatrix(3), new double[][] {{1, 0, 0, 0}, {0, 0, 0, 1}});
        assertRows(family.mean(), new double[][] {{0.25, 0.25, 0.5, 0}, {0.5, 0.25, 0, 0.25}});
        assertArrayEquals(new int[] {2, 0}, family.indices(0));
        family.indices(0)[0] = 1;
        assertArrayEquals(new int[] {2, 0}, family.indices(0));
        assertThrows(IndexOutOfBoundsException.class, () -> family.sensingMatrix(4));
        assertThrows(IndexOutOfBoundsException.class, () -> family.indices(-1));
    }

    private static void assertRows(Matrix matrix, double[][] rows) {
        assertEquals(rows.length, matrix.rows());
        for (int i = 0; i < rows.length; i++) {
            int row = matrix.rowOffset(i);
            assertArrayEquals(rows[i], Arrays.copyOfRange(matrix.values(), row, row + matrix.columns()));
        }
    }

    @Test
    void theMeanHasTheBitsOfTheDenseFamily() {
        for (SelectionFamily family : families()) {
            assertArrayEquals(Selections.dense(family).mean().values(), family.mean().values());
        }
    }

    @Test
    void windowsSlideAlongAVector() {
        SelectionFamily family = SelectionFamily.slidingWindows(10, 3, 2);
        assertEquals(List.of(10, 3, 4), List.of(family.n(), family.r(), family.k()));
        assertArrayEquals(new int[] {0, 1, 2}, family.indices(0));
        assertArrayEquals(new int[] {2, 3, 4}, family.indices(1));
        assertArrayEquals(new int[] {6, 7, 8}, family.indices(3));
        assertEquals(1, SelectionFamily.slidingWindows(5, 5, 9).k());
        assertEquals(5, SelectionFamily.slidingWindows(5, 1, 1).k());
        assertEquals(2, SelectionFamily.slidingWindows(5, 2, 3).k());
    }

    @Test
    void windowsSlideOverAPicture() {
        SelectionFamily family = SelectionFamily.slidingWindows(5, 4, 2, 3, 3, 1);
        assertEquals(List.of(20, 6, 4), List.of(family.n(), family.r(), family.k()));
        assertArrayEquals(new int[] {0, 1, 2, 4, 5, 6}, family.indices(0));
        assertArrayEquals(new int[] {1, 2, 3, 5, 6, 7}, family.indices(1));
        assertArrayEquals(new int[] {12, 13, 14, 16, 17, 18}, family.indices(2));
        assertArrayEquals(new int[] {13, 14, 15, 17, 18, 19}, family.indices(3));
        assertEquals(576, SelectionFamily.slidingWindows(28, 28, 5, 5, 1, 1).k());
    }

    /** A window of a vector is one of a picture with one row. */
    @Test
    void aVectorIsAPictureWithOneRow() {
        SelectionFamily vector = SelectionFamily.slidingWindows(23, 4, 3);
        SelectionFamily picture = SelectionFamily.slidingWindows(1, 23, 1, 4, 1, 3);
        assertEquals(vector.k(), picture.k());
        for (int i = 0; i < vector.k(); i++) {
            assertArrayEquals(vector.indices(i), picture.indices(i));
        }
    }

    @Test
    void whatIsNoSelectionIsRefused() {
        int[][] good = {{0, 1}};
        assertNull("indices", () -> new SelectionFamily(null, 2));
        assertNull("indices[1]", () -> new SelectionFamily(new int[][] {{0, 1}, null}, 2));
        assertRefused("n", 0, () -> new SelectionFamily(good, 0));
        assertRefused("k", 0, () -> new SelectionFamily(new int[0][], 2));
        assertRefused("r", 0, () -> new SelectionFamily(new int[1][0], 2));
        assertRefused("length of indices[1]", 1, () -> new SelectionFamily(new int[][] {{0, 1}, {0}}, 2));
        assertRefused("indices[0][1]", 2, () -> new SelectionFamily(new int[][] {{0, 2}}, 2));
        assertRefused("indices[1][0]", -1, () -> new SelectionFamily(new int[][] {{0, 1}, {-1, 0}}, 2));
        assertRefused("indices[1][2]", 4, () -> new SelectionFamily(new int[][] {{0, 1, 2}, {4, 3, 4}}, 5));
    }

    @Test
    void windowsThatDoNotFitAreRefused() {
        assertRefused("n", 0, () -> SelectionFamily.slidingWindows(0, 1, 1));
        assertRefused("r", 0, () -> SelectionFamily.slidingWindows(5, 0, 1));
        assertTrue(assertRefused("r", 6, () -> SelectionFamily.slidingWindows(5, 6, 1)).contains("n = 5"));
        assertRefused("stride", 0, () -> SelectionFamily.slidingWindows(5, 2, 0));
        assertRefused("height", 0, () -> SelectionFamily.slidingWindows(0, 5, 1, 1, 1, 1));
        assertRefused("width", -1, () -> SelectionFamily.slidingWindows(5, -1, 1, 1, 1, 1));
        assertRefused("windowHeight", 6, () -> SelectionFamily.slidingWindows(5, 5, 6, 1, 1, 1));
        assertRefused("windowWidth", 0, () -> SelectionFamily.slidingWindows(5, 5, 1, 0, 1, 1));
        assertRefused("windowWidth", 6, () -> SelectionFamily.slidingWindows(5, 5, 1, 6, 1, 1));
        assertRefused("strideY", 0, () -> SelectionFamily.slidingWindows(5, 5, 1, 1, 0, 1));
        assertRefused("strideX", -2, () -> SelectionFamily.slidingWindows(5, 5, 1, 1, 1, -2));
        assertIllegal("height x width", () -> SelectionFamily.slidingWindows(1 << 16, 1 << 16, 1, 1, 1 << 16, 1 << 16));
        assertIllegal("k x r", () -> SelectionFamily.slidingWindows(1 << 15, 1 << 15, 9, 9, 1, 1));
        assertIllegal("k x r", () -> SelectionFamily.slidingWindows(1 << 30, 1, 1));
    }
}
