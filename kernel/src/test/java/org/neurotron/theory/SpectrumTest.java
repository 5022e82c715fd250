package org.neurotron.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertIllegal;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.internal.RandomArrays;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SelectionFamily;
import org.neurotron.network.SingleGate;

/** Breaks if an eigenvalue of Theorem 1 is wrong, for any family of sensing matrices. */
class SpectrumTest {

    /**
     * M = [[3, 0, 0], [0, 1, 0]] and C = [[0, 0, 2], [0, 0, 0]] with k = 2: A_i A_iᵀ = diag(9 + 4, 1) for both, and
     * MΣMᵀ = σ² diag(9, 1).
     */
    @Test
    void spectrumAgreesWithASmallCaseByHand() {
        Matrix m = Matrix.of(new double[] {3, 0, 0, 0, 1, 0}, 2, 3);
        Matrix c = Matrix.of(new double[] {0, 0, 2, 0, 0, 0}, 2, 3);
        Spectrum spectrum = Spectrum.of(new Network(new AffineFamily(m, c, 2), new double[] {1, 1}, 0), 4);
        assertSpectrum(4, 3, 13, spectrum);
        assertTrue(spectrum.symmetric());
        // q = (1, 3): the mean is 2M + C, and (2M + C) Mᵀ = diag(18, 2); λ₃ = ½ (1·13 + 9·13).
        assertSpectrum(2, 3, 65, Spectrum.of(new Network(new AffineFamily(m, c, 2), new double[] {1, 3}, 0), 1));
    }

    /** Powers of two round nothing, so that eigenvalues are the same but for them, as far as numbers reach. */
    @ParameterizedTest
    @ValueSource(doubles = {0x1p-450, 0x1p-1000, 0x1p450, 0x1p500})
    void extremeWeightsScaleTheSpectrum(double q) {
        RandomArrays random = new RandomArrays(3);
        AffineFamily family = new AffineFamily(random.matrix(3, 5), random.matrix(3, 5), 2);
        Spectrum one = Spectrum.of(new Network(family, new double[] {1, 1}, 0), 1);
        Spectrum scaled = Spectrum.of(new Network(family, new double[] {q, q}, 0), 1);
        assertEquals(one.lambda1() * q, scaled.lambda1(), Math.abs(one.lambda1() * q) * 1e-14);
        assertEquals(one.lambda2(), scaled.lambda2());
        // What is below all normal numbers has no eigenvalues that could be told from 0.
        assertEquals(0, Spectrum.of(new Network(family, new double[] {1e-320, 1e-320}, 0), 1).lambda1(), 1e-300);
    }

    /** Ā = [[2, 1], [0, 2]], M = I: the symmetric part [[2, ½], [½, 2]] has eigenvalues 1.5 and 2.5. */
    @Test
    void ofAProductThatIsNotSymmetricTheSymmetricPartIsTakenAndReported() {
        Network network = new Network(new DenseFamily(List.of(Matrix.of(new double[] {2, 1, 0, 2}, 2, 2))), 0);
        Spectrum spectrum = Spectrum.of(network, new SingleGate(2).mean(), 1);
        assertEquals(1.5, spectrum.lambda1(), 1e-15);
        assertFalse(spectrum.symmetric());
        // ‖Ā‖₂² = (9 + √17)/2.
        assertEquals((9 + Math.sqrt(17)) / 2, spectrum.lambda3(), 1e-14);
        // With M = Ā instead, ĀĀᵀ is symmetric, and its eigenvalues are (9 ± √17)/2.
        Spectrum own = Spectrum.of(network, 1);
        assertSpectrum((9 - Math.sqrt(17)) / 2, Math.sqrt((9 + Math.sqrt(17)) / 2), (9 + Math.sqrt(17)) / 2, own);
        assertTrue(own.symmetric());
    }

    @ParameterizedTest
    @CsvSource({"7, 3, 4", "3, 7, 4", "30, 10, 6", "1, 1, 2", "5, 5, 8"})
    void anAffineFamilyHasTheSpectrumOfItsMatrices(int n, int r, int k) {
        RandomArrays random = new RandomArrays(5);
        AffineFamily family = new AffineFamily(random.matrix(r, n), random.matrix(r, n), k);
        List<Matrix> written = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            written.add(family.sensingMatrix(i));
        }
        double[] q = random.array(k);
        Matrix tron = random.matrix(r, n);
        Spectrum affine = Spectrum.of(new Network(family, q, 0), tron, 2.5);
        Spectrum dense = Spectrum.of(new Network(new DenseFamily(written), q, 0), tron, 2.5);
        assertSpectrum(dense.lambda1(), dense.lambda2(), dense.lambda3(), affine);
        assertEquals(n == 1 && r == 1, affine.symmetric());
        Spectrum equal = Spectrum.of(new Network(family, 0), 2.5);
        assertTrue(equal.symmetric());
        assertEquals(r > n, equal.lambda1() == 0, "rank");
    }

    @Test
    void inputsMayHaveAnyCovariance() {
        RandomArrays random = new RandomArrays(9);
        Network network = new Network(new AffineFamily(random.matrix(3, 5), random.matrix(3, 5), 4), 0);
        Matrix m = network.family().mean();
        Matrix isotropic = Matrix.zeros(5, 5);
        for (int i = 0; i < 5; i++) {
            isotropic.set(i, i, 4);
        }
        Spectrum expected = Spectrum.of(network, m, 4);
        assertSpectrum(expected.lambda1(), expected.lambda2(), expected.lambda3(),
            Spectrum.of(network, m, isotropic));
        // A = M = I leaves the eigenvalues of Σ = [[2, 1], [1, 2]].
        Matrix sigma = Matrix.of(new double[] {2, 1, 1, 2}, 2, 2);
        Network gate = new Network(new SingleGate(2), 0);
        assertSpectrum(1, 1, 1, Spectrum.of(gate, gate.family().mean(), sigma));
        assertIllegal("covariance", () -> Spectrum.of(gate, gate.family().mean(),
            Matrix.of(new double[] {2, 1, 0, 2}, 2, 2)));
        assertIllegal("covariance", () -> Spectrum.of(gate, gate.family().mean(),
            Matrix.of(new double[] {2, Double.NaN, Double.NaN, 2}, 2, 2)));
        assertIllegal("covariance", () -> Spectrum.of(gate, gate.family().mean(), Matrix.zeros(3, 3)));
        assertIllegal("M", () -> Spectrum.of(gate, Matrix.zeros(3, 2), sigma));
    }

    @Test
    void theSingleGateNeedsNoMatrices() {
        assertSpectrum(-6, 1, 4,
            Spectrum.of(new Network(new SingleGate(1_000_000), new double[] {-2}, 0), 3));
        assertSpectrum(0, 1, 0, Spectrum.of(new Network(new SingleGate(4), new double[] {0}, 0), 3));
        Network gate = new Network(new SingleGate(4), new double[] {1.5}, 0);
        assertSpectrum(3, 1, 2.25, Spectrum.of(gate, gate.family().mean(), 2));
    }

    @Test
    void upscalingIsThatOfTheOuterWeights() {
        RandomArrays random = new RandomArrays(3);
        AffineFamily family = new AffineFamily(random.matrix(3, 9), random.matrix(3, 9), 4);
        Spectrum once = Spectrum.of(new Network(family, 0), 1);
        Spectrum fourfold = Spectrum.of(new Network(family, new double[] {4, 4, 4, 4}, 0), 1);
        assertSpectrum(fourfold.lambda1(), fourfold.lambda2(), fourfold.lambda3(), once.upscaled(4));
        assertRefused("factor", 0.0, () -> once.upscaled(0));
    }

    @Test
    void anInfiniteVarianceGivesAnInfiniteOrZeroEigenvalue() {
        RandomArrays random = new RandomArrays(3);
        Network wide = new Network(new AffineFamily(random.matrix(3, 9), random.matrix(3, 9), 4), 0);
        assertEquals(Double.POSITIVE_INFINITY, Spectrum.of(wide, Double.POSITIVE_INFINITY).lambda1());
        Network tall = new Network(new AffineFamily(random.matrix(9, 3), random.matrix(9, 3), 4), 0);
        assertEquals(0, Spectrum.of(tall, Double.POSITIVE_INFINITY).lambda1());
        assertEquals(0, Spectrum.of(wide, 0).lambda1());
        assertRefused("variance", -1.0, () -> Spectrum.of(wide, -1));
        assertRefused("variance", Double.NaN, () -> Spectrum.of(wide, Double.NaN));
    }

    @Test
    void matricesWhoseProductsOverflowAreRefused() {
        Matrix huge = Matrix.of(new double[] {1e200, 1e200}, 1, 2);
        assertIllegal("product of matrices", () -> Spectrum.of(new Network(new AffineFamily(huge, huge, 2), 0), 1));
    }

    private static void assertSpectrum(double lambda1, double lambda2, double lambda3, Spectrum actual) {
        double rounding = 1e-12 * Math.max(Math.abs(lambda3), 1);
        assertEquals(lambda1, actual.lambda1(), rounding);
        assertEquals(lambda2, actual.lambda2(), rounding);
        assertEquals(lambda3, actual.lambda3(), rounding);
    }

    @Test
    void selectionsHaveTheSpectrumOfTheirMatrices() {
        SelectionFamily windows = SelectionFamily.slidingWindows(9, 4, 2);
        double[] q = {1, -2, 0.5};
        Matrix tron = windows.sensingMatrix(1);
        List<Matrix> written = IntStream.range(0, 3).mapToObj(windows::sensingMatrix).toList();
        Spectrum selection = Spectrum.of(new Network(windows, q, 0), tron, 3);
        Spectrum dense = Spectrum.of(new Network(new DenseFamily(written), q, 0), tron, 3);
        assertEquals(dense.lambda1(), selection.lambda1(), 1e-12);
        assertEquals(dense.lambda2(), selection.lambda2(), 1e-12);
        assertEquals((1 + 4 + 0.25) / 3, selection.lambda3(), 1e-12);
        assertEquals(dense.lambda3(), selection.lambda3(), 1e-12);
    }
}
