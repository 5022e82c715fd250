package org.neurotron.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.internal.RandomArrays;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;

/**
 * Breaks if a reduced network is not the same in law as the network: if products of its directions are not those of the
 * directions in the inputs' own space, if its gradients are not the adjoint of that, if turning a filter there and back
 * changes it, or if a rank is wrong.
 */
class ReducedNetworkTest {

    private static final double SIGMA = 1.7;

    /** A family and the rank that it must have. */
    private record Case(String name, SensingFamily family, int rank) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Matrix random(int r, int n, long seed) {
        return new RandomArrays(seed, RandomArrays.Values.ORDINARY).matrix(r, n, 0, n);
    }

    private static double[] vector(int length, long seed) {
        RandomArrays random = new RandomArrays(seed);
        double[] x = new double[length];
        Arrays.setAll(x, _ -> random.next());
        return x;
    }

    private static Matrix withDependentRow(int r, int n, long seed) {
        Matrix matrix = random(r, n, seed);
        for (int j = 0; j < n; j++) {
            matrix.set(r - 1, j, 3 * matrix.get(0, j) - 0.5 * matrix.get(1, j));
        }
        return matrix;
    }

    static Stream<Case> cases() {
        Matrix m = random(5, 30, 1);
        List<Matrix> list = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            list.add(random(4, 29, 10 + i));
        }
        return Stream.of(
            new Case("affine", new AffineFamily(m, random(5, 30, 2), 4), 10),
            new Case("more rows than inputs", new AffineFamily(random(5, 7, 3), random(5, 7, 4), 4), 7),
            new Case("filter longer than inputs", new AffineFamily(random(9, 3, 5), random(9, 3, 6), 2), 3),
            new Case("one input", new AffineFamily(random(2, 1, 7), random(2, 1, 8), 2), 1),
            new Case("C = M", new AffineFamily(m, m, 4), 5),
            new Case("no M", new AffineFamily(Matrix.zeros(5, 30), random(5, 30, 2), 4), 5),
            new Case("no C", new AffineFamily(m, Matrix.zeros(5, 30), 4), 5),
            new Case("nothing", new AffineFamily(Matrix.zeros(5, 30), Matrix.zeros(5, 30), 4), 1),
            new Case("dependent rows", new AffineFamily(withDependentRow(5, 30, 11), withDependentRow(5, 30, 12), 4),
                8),
            new Case("list", new DenseFamily(list), 12),
            new Case("list of one", new DenseFamily(List.of(list.getFirst(), list.getFirst())), 4),
            new Case("single gate", new SingleGate(11), 11));
    }

    private static Network network(SensingFamily family) {
        return new Network(family, 0.2);
    }

    /** The rows (block)ᵀw of a filter, in the inputs' space. */
    private static double[][] directions(SensingFamily family, double[] w) {
        List<Matrix> blocks = switch (family) {
            case AffineFamily affine -> List.of(affine.mean(), affine.direction());
            default -> {
                List<Matrix> all = new ArrayList<>();
                for (int i = 0; i < family.k(); i++) {
                    all.add(family.sensingMatrix(i));
                }
                yield all;
            }
        };
        double[][] rows = new double[blocks.size()][family.n()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < family.n(); j++) {
                for (int l = 0; l < w.length; l++) {
                    rows[i][j] += blocks.get(i).get(l, j) * w[l];
                }
            }
        }
        return rows;
    }

    private static double dot(double[] x, int xOffset, double[] y, int yOffset, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += x[xOffset + i] * y[yOffset + i];
        }
        return sum;
    }

    private static double[] padded(double[] x) {
        return Arrays.copyOf(x, Lanes.pad(x.length));
    }

    /** The law of all preactivations is given by the products of their directions. */
    @ParameterizedTest
    @MethodSource("cases")
    void directionsHaveTheSameProducts(Case plan) {
        SensingFamily family = plan.family;
        ReducedNetwork reduced = ReducedNetwork.of(network(family), SIGMA);
        assertEquals(plan.rank, reduced.rank());
        assertEquals(Math.min(family.n(), family.blocks() * family.r()), reduced.fullRank());
        int blocks = family.blocks();
        int width = reduced.width();
        double[][] filters = new double[2][];
        double[][] rows = new double[2][blocks * width];
        double[][][] expected = new double[2][][];
        for (int f = 0; f < 2; f++) {
            filters[f] = vector(family.r(), 100 + f);
            expected[f] = directions(family, filters[f]);
            reduced.project(Kernels.selected(), padded(reduced.coordinates(filters[f])), rows[f], 0);
        }
        for (int f = 0; f < 2; f++) {
            for (int i = 0; i < blocks; i++) {
                for (int l = 0; l < blocks; l++) {
                    double length = SIGMA * Math.sqrt(dot(expected[0][i], 0, expected[0][i], 0, family.n()))
                        * SIGMA * Math.sqrt(dot(expected[f][l], 0, expected[f][l], 0, family.n()));
                    assertEquals(SIGMA * SIGMA * dot(expected[0][i], 0, expected[f][l], 0, family.n()),
                        dot(rows[0], i * width, rows[f], l * width, width), 1e-12 * length, plan + " " + i + l);
                }
            }
        }
    }

    /** ⟨w, Σ B_i y_i⟩ = Σ ⟨B_iᵀw, y_i⟩, and the mean is the mean. */
    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreTheAdjointOfDirections(Case plan) {
        ReducedNetwork reduced = ReducedNetwork.of(network(plan.family), SIGMA);
        int r = plan.family.r();
        int blocks = plan.family.blocks();
        int width = reduced.width();
        double[] w = padded(vector(r, 5));
        double[] rows = new double[blocks * width];
        reduced.project(Kernels.selected(), w, rows, 0);
        double[] y = new double[blocks * width];
        for (int i = 0; i < blocks; i++) {
            System.arraycopy(vector(reduced.rank(), 50 + i), 0, y, i * width, reduced.rank());
        }
        double expected = dot(rows, 0, y, 0, y.length);
        double[] g = new double[w.length];
        reduced.backProject(Kernels.selected(), y.clone(), 0, g);
        assertEquals(expected, dot(w, 0, g, 0, r), 1e-12 * (1 + Math.abs(expected)) * 100);

        double[] mean = new double[w.length];
        reduced.multiplyByMean(Kernels.selected(), y, 0, mean);
        double[] average = new double[width];
        for (int i = 0; i < (plan.family instanceof AffineFamily ? 1 : blocks); i++) {
            for (int j = 0; j < width; j++) {
                average[j] += rows[i * width + j] / (plan.family instanceof AffineFamily ? 1 : blocks);
            }
        }
        assertEquals(dot(average, 0, y, 0, width), dot(w, 0, mean, 0, r), 1e-11 * (1 + Math.abs(expected)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void filtersComeBackAndKeepTheirLength(Case plan) {
        ReducedNetwork reduced = ReducedNetwork.of(network(plan.family), SIGMA);
        double[] w = vector(plan.family.r(), 9);
        double[] coordinates = reduced.coordinates(w);
        double length = Math.sqrt(dot(w, 0, w, 0, w.length));
        assertEquals(length, Math.sqrt(dot(coordinates, 0, coordinates, 0, w.length)), 1e-14 * length);
        assertArrayEquals(w, reduced.filter(padded(coordinates)), 1e-14 * length);
    }

    @Test
    void whatCannotBeReducedIsRefused() {
        Network selection = new Network(SelectionFamily.slidingWindows(12, 4, 2), 0);
        assertRefused("family", "SelectionFamily", () -> ReducedNetwork.of(selection, 1));
        assertRefused("sigma", 0.0, () -> ReducedNetwork.of(network(new SingleGate(3)), 0));
        ReducedNetwork reduced = ReducedNetwork.of(network(new SingleGate(3)), 1);
        assertRefused("length of w", 2, () -> reduced.coordinates(new double[2]));
        assertRefused("number of fixed filters", 0,
            () -> reduced.evaluator(List.of(), 4, false, Kernels.selected()));
        assertRefused("batchSize", 0,
            () -> reduced.evaluator(List.of(new double[3]), 0, false, Kernels.selected()));
        assertRefused("length of fixed filter", 4,
            () -> reduced.evaluator(List.of(new double[4]), 4, false, Kernels.selected()));
        assertTrue(reduced.network().family() instanceof SingleGate);
    }
}
