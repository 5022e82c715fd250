package org.neurotron.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertIllegal;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.kernel.Matrix;

/**
 * M and C are drawn in the stated order and from the stated laws (Remark 1). Without this, problems would change under
 * their seeds, or the Tron-gradient's matrix might lack full rank.
 */
class SensingSamplingTest {

    /**
     * A standard normal number is farther out than this with probability 2·10⁻⁹. The sums of at least 8·10⁴ terms that
     * are compared to it below are nearly normal; what skewness they have (0.03 for x⁴, the most) raises the
     * probability to less than 8·10⁻⁹.
     */
    private static final double FAR = 6;

    private static DoubleSupplier counter() {
        double[] next = {0};
        return () -> ++next[0];
    }

    private static DoubleSupplier gaussian(long seed) {
        return ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(seed))::sample;
    }

    @Test
    void gaussianElementsComeRowByRowIntoPaddedRows() {
        Matrix matrix = new SensingSampling.Gaussian().draw(2, 3, counter());
        assertEquals(Matrix.zeros(2, 3).toString(), matrix.toString());
        assertArrayEquals(new double[] {1, 2, 3, 0, 0, 0, 0, 0, 4, 5, 6, 0, 0, 0, 0, 0}, paddedRows(matrix));
    }

    /** Seven statistics: probability of a false alarm below 6·10⁻⁸. */
    @Test
    void gaussianElementsAreIndependentStandardNormals() {
        int r = 300;
        int n = 400;
        Matrix matrix = new SensingSampling.Gaussian().draw(r, n, gaussian(42));
        double[] sums = new double[7];
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < n; j++) {
                double x = matrix.get(i, j);
                double right = matrix.get(i, (j + 1) % n);
                double below = matrix.get((i + 1) % r, j);
                sums[0] += x;
                sums[1] += x * x - 1;
                sums[2] += x * x * x;
                sums[3] += x * x * x * x - 3;
                sums[4] += x * right;
                sums[5] += x * below;
                sums[6] += Math.abs(x) <= 1 ? 1 : 0;
            }
        }
        // Variances of x, x², x³, x⁴: 1, 3 − 1, 15, 105 − 9; of a product of two: 1; and P(|x| ≤ 1) = 0.6827.
        double inside = 0.682689492137086;
        sums[6] -= inside * r * n;
        double[] variances = {1, 2, 15, 96, 1, 1, inside * (1 - inside)};
        for (int i = 0; i < sums.length; i++) {
            assertEquals(0, sums[i] / Math.sqrt(variances[i] * r * n), FAR, "statistic " + i);
        }
    }

    @Test
    void wishartVectorsComeFirstThenTheOtherColumns() {
        Matrix matrix = new SensingSampling.Wishart(3).draw(2, 4, counter());
        // g = (1, 2), (3, 4), (5, 6): G = (1+9+25, 2+12+30; 2+12+30, 4+16+36). H = (7 8; 9 10).
        assertArrayEquals(new double[] {35, 44, 7, 8, 0, 0, 0, 0, 44, 56, 9, 10, 0, 0, 0, 0}, paddedRows(matrix));
    }

    private static double[] paddedRows(Matrix matrix) {
        return Arrays.copyOfRange(matrix.values(), matrix.offset(), matrix.rowOffset(matrix.rows()));
    }

    @Test
    void zeroDegreesOfFreedomStandForR() {
        assertArrayEquals(new SensingSampling.Wishart(3).draw(3, 5, gaussian(1)).values(),
            new SensingSampling.Wishart(0).draw(3, 5, gaussian(1)).values());
    }

    /** G may be square: then there is no other block. */
    @ParameterizedTest
    @CsvSource({"1, 1, 0", "2, 2, 5", "5, 9, 0", "25, 100, 25", "25, 25, 60"})
    void wishartIsSymmetricAndPositiveDefinite(int r, int n, int degreesOfFreedom) {
        Matrix matrix = new SensingSampling.Wishart(degreesOfFreedom).draw(r, n, gaussian(r + n));
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < r; j++) {
                assertEquals(matrix.get(i, j), matrix.get(j, i));
            }
            for (int j = r; j < n; j++) {
                assertTrue(matrix.get(i, j) != 0, "the block beside G is filled");
            }
        }
        assertTrue(hasCholeskyFactor(matrix, r), matrix::toString);
    }

    /** Whether the leading r × r block is L Lᵀ with a positive diagonal, which only positive definite matrices are. */
    private static boolean hasCholeskyFactor(Matrix matrix, int r) {
        double[][] l = new double[r][r];
        for (int i = 0; i < r; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = matrix.get(i, j);
                for (int s = 0; s < j; s++) {
                    rest -= l[i][s] * l[j][s];
                }
                if (i > j) {
                    l[i][j] = rest / l[j][j];
                } else if (rest > 0) {
                    l[i][i] = Math.sqrt(rest);
                } else {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * E G = m I, Var G_ii = 2m, Var G_ij = m, and all these elements are uncorrelated. One statistic for the diagonal
     * and one for what is below it: probability of a false alarm below 2·10⁻⁸.
     */
    @Test
    void wishartHasItsMoments() {
        int r = 4;
        int m = 6;
        int draws = 20_000;
        DoubleSupplier gaussian = gaussian(5);
        double diagonal = 0;
        double side = 0;
        for (int t = 0; t < draws; t++) {
            Matrix matrix = new SensingSampling.Wishart(m).draw(r, r, gaussian);
            for (int i = 0; i < r; i++) {
                diagonal += matrix.get(i, i) - m;
                for (int j = 0; j < i; j++) {
                    side += matrix.get(i, j);
                }
            }
        }
        assertEquals(0, diagonal / Math.sqrt(2.0 * m * r * draws), FAR);
        assertEquals(0, side / Math.sqrt(m * (r * (r - 1) / 2.0) * draws), FAR);
    }

    @Test
    void shapesThatCannotBeDrawnAreRefused() {
        assertIllegal("n", () -> new SensingSampling.Wishart(0).draw(3, 2, counter()));
        assertIllegal("sensing", () -> new SensingSampling.Wishart(2).draw(3, 5, counter()));
        assertIllegal("sensing", () -> new SensingSampling.Wishart(Integer.MAX_VALUE).draw(3, 5, counter()));
        new SensingSampling.Wishart(0).requireFits(100_000, 100_000);
        assertIllegal("degreesOfFreedom", () -> new SensingSampling.Wishart(-1));
        assertIllegal("rows", () -> new SensingSampling.Gaussian().draw(0, 2, counter()));
        assertIllegal("columns", () -> new SensingSampling.Gaussian().draw(2, 0, counter()));
    }

    @Test
    void theTextIsTheNameOfTheSampling() {
        assertEquals("gaussian", new SensingSampling.Gaussian().toString());
        assertEquals("wishart", new SensingSampling.Wishart(0).toString());
        assertEquals("wishart:30", new SensingSampling.Wishart(30).toString());
    }
}
