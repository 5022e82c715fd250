package org.neurotron.theory;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SelectionFamily;
import org.neurotron.network.SensingFamily;
import org.neurotron.network.SingleGate;

/**
 * The eigenvalues in Theorem 1, with Ā = (1/k) Σ q_i A_i, the matrix M of the Tron-gradient and Σ = E[xxᵀ] (6).
 *
 * @param lambda1   λ₁, the smallest eigenvalue of (the symmetric part of) ĀΣMᵀ; 0 if it differs from that by rounding
 *                  errors only
 * @param lambda2   λ₂ = √λ_max(MᵀM) = ‖M‖₂
 * @param lambda3   λ₃ = (1/k) Σ q_i² λ_max(A_i A_iᵀ)
 * @param symmetric whether ĀΣMᵀ was symmetric but for rounding errors; if not, its symmetric part was taken, which is
 *                  what the proof needs
 */
public record Spectrum(double lambda1, double lambda2, double lambda3, boolean symmetric) {

    /** Checks that there are numbers. */
    public Spectrum {
        if (Double.isNaN(lambda1) || !(lambda2 >= 0) || !(lambda3 >= 0)) {
            throw Check.illegal("lambda1, lambda2, lambda3", lambda1 + ", " + lambda2 + ", " + lambda3,
                "must be numbers, and the last two >= 0");
        }
    }

    /**
     * The spectrum for inputs with uncorrelated coordinates of one variance, Σ = σ²I, where the family's mean serves as
     * M (as in training unless told otherwise). For the single gate nothing of size n × n is formed.
     *
     * @param network  the network
     * @param variance σ² = Ex², ≥ 0, possibly infinite
     * @return the spectrum
     * @throws IllegalArgumentException if the variance is out of range, or the matrices so large that their products
     *                                  overflow
     */
    public static Spectrum of(Network network, double variance) {
        if (network.family() instanceof SingleGate) {
            double q = network.outerWeights()[0];
            return new Spectrum(q == 0 ? 0 : q * nonNegative(variance), 1, q * q, true);
        }
        return of(network, network.family().mean(), variance);
    }

    /**
     * The spectrum for inputs with uncorrelated coordinates of one variance, Σ = σ²I.
     *
     * @param network    the network
     * @param tronMatrix M, r × n
     * @param variance   σ² = Ex², ≥ 0, possibly infinite
     * @return the spectrum
     * @throws IllegalArgumentException if M has the wrong shape, the variance is out of range, or the matrices are so
     *                                  large that their products overflow
     */
    public static Spectrum of(Network network, Matrix tronMatrix, double variance) {
        nonNegative(variance);
        DMatrixRMaj m = tronMatrix(network, tronMatrix);
        Spectrum unit = of(network, mean(network), m);
        // 0 stays 0, even if the variance is infinite.
        return new Spectrum(unit.lambda1 == 0 ? 0 : unit.lambda1 * variance, unit.lambda2, unit.lambda3,
            unit.symmetric);
    }

    /**
     * The spectrum for inputs of any covariance.
     *
     * @param network    the network
     * @param tronMatrix M, r × n
     * @param covariance Σ, n × n, symmetric, finite
     * @return the spectrum
     * @throws IllegalArgumentException if a shape does not fit, Σ is not symmetric, or the matrices are so large that
     *                                  their products overflow
     */
    public static Spectrum of(Network network, Matrix tronMatrix, Matrix covariance) {
        int n = network.family().n();
        if (covariance.rows() != n || covariance.columns() != n) {
            throw Check.illegal("shape of covariance", covariance.rows() + " x " + covariance.columns(),
                "must be " + n + " x " + n);
        }
        DMatrixRMaj sigma = Dense.copy(covariance);
        if (Dense.asymmetry(sigma) > 0 || !covariance.isFinite()) {
            throw Check.illegal("covariance", covariance, "must be symmetric and finite");
        }
        DMatrixRMaj m = tronMatrix(network, tronMatrix);
        return of(network, CommonOps_DDRM.mult(mean(network), sigma, null), m);
    }

    private static double nonNegative(double variance) {
        if (!(variance >= 0)) {
            throw Check.illegal("variance", variance, "must be >= 0");
        }
        return variance;
    }

    private static DMatrixRMaj tronMatrix(Network network, Matrix tronMatrix) {
        SensingFamily family = network.family();
        if (tronMatrix.rows() != family.r() || tronMatrix.columns() != family.n()) {
            throw Check.illegal("shape of M", tronMatrix.rows() + " x " + tronMatrix.columns(),
                "must be " + family.r() + " x " + family.n());
        }
        if (!tronMatrix.isFinite()) {
            throw Check.illegal("M", "NaN or infinite elements", "must be finite");
        }
        return Dense.copy(tronMatrix);
    }

    /** From Ā Σ (r × n) and M. */
    private static Spectrum of(Network network, DMatrixRMaj meanTimesCovariance, DMatrixRMaj m) {
        DMatrixRMaj product = Dense.timesTransposed(meanTimesCovariance, m);
        double rounding = Math.max(m.numRows, m.numCols) * Math.ulp(1.0);
        boolean symmetric = Dense.asymmetry(product) <= rounding * CommonOps_DDRM.elementMaxAbs(product);
        double smallest = Double.POSITIVE_INFINITY;
        double size = 0;
        for (double value : Dense.eigenvalues(Dense.symmetricPart(product))) {
            smallest = Math.min(smallest, value);
            size = Math.max(size, Math.abs(value));
        }
        double lambda2 = Math.sqrt(Dense.largestEigenvalue(Dense.smallerProduct(m, m)));
        return new Spectrum(Math.abs(smallest) <= rounding * size ? 0 : smallest, lambda2, lambda3(network), symmetric);
    }

    /** Ā. */
    static DMatrixRMaj mean(Network network) {
        SensingFamily family = network.family();
        double[] q = network.outerWeights();
        int k = family.k();
        DMatrixRMaj mean = new DMatrixRMaj(family.r(), family.n());
        switch (family) {
            case AffineFamily affine -> {
                double weight = 0;
                double slope = 0;
                // Gates with opposite coefficients are added together, so that with equal weights C cancels exactly.
                for (int i = 0; i < k / 2; i++) {
                    weight += q[i] + q[k - 1 - i];
                    slope += (q[k - 1 - i] - q[i]) * affine.coefficient(k - 1 - i);
                }
                CommonOps_DDRM.addEquals(mean, weight / k, Dense.copy(affine.mean()));
                CommonOps_DDRM.addEquals(mean, slope / k, Dense.copy(affine.direction()));
            }
            case DenseFamily _, SelectionFamily _, SingleGate _ -> {
                for (int i = 0; i < k; i++) {
                    CommonOps_DDRM.addEquals(mean, q[i] / k, Dense.copy(family.sensingMatrix(i)));
                }
            }
        }
        return mean;
    }

    private static double lambda3(Network network) {
        double[] q = network.outerWeights();
        return switch (network.family()) {
            case SingleGate _ -> q[0] * q[0];
            case AffineFamily affine -> lambda3(affine, q);
            // Each row picks another coordinate, so A_i A_iᵀ = I.
            case SelectionFamily _ -> Arrays.stream(q).map(weight -> weight * weight).sum() / q.length;
            case DenseFamily dense -> {
                double sum = 0;
                for (int i = 0; i < q.length; i++) {
                    DMatrixRMaj a = Dense.copy(dense.sensingMatrix(i));
                    sum += q[i] * q[i] * Dense.largestEigenvalue(Dense.smallerProduct(a, a));
                }
                yield sum / q.length;
            }
        };
    }

    /** A_i A_iᵀ = MMᵀ + c_i (MCᵀ + CMᵀ) + c_i² CCᵀ: after three products, k matrices of size min(r, n) remain. */
    private static double lambda3(AffineFamily family, double[] q) {
        DMatrixRMaj m = Dense.copy(family.mean());
        DMatrixRMaj c = Dense.copy(family.direction());
        DMatrixRMaj constant = Dense.smallerProduct(m, m);
        DMatrixRMaj linear = Dense.symmetricPart(Dense.smallerProduct(m, c));
        DMatrixRMaj quadratic = Dense.smallerProduct(c, c);
        double sum = 0;
        for (int i = 0; i < q.length; i++) {
            if (q[i] != 0) {
                double coefficient = family.coefficient(i);
                DMatrixRMaj gram = constant.copy();
                CommonOps_DDRM.addEquals(gram, 2 * coefficient, linear);
                CommonOps_DDRM.addEquals(gram, coefficient * coefficient, quadratic);
                sum += q[i] * q[i] * Dense.largestEigenvalue(gram);
            }
        }
        return sum / q.length;
    }

    /**
     * The spectrum after all outer weights are multiplied by a number (§3.6).
     *
     * @param factor the number, &gt; 0
     * @return λ₁·factor, λ₂, λ₃·factor²
     * @throws IllegalArgumentException if the factor is out of range
     */
    public Spectrum upscaled(double factor) {
        Check.positive("factor", factor);
        return new Spectrum(lambda1 * factor, lambda2, lambda3 * factor * factor, symmetric);
    }
}
