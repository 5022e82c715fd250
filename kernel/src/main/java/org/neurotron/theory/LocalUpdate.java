package org.neurotron.theory;

import java.util.Arrays;
import java.util.Objects;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.Evaluator;
import org.neurotron.network.Network;
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.InputDistribution;

/**
 * An algorithm's update near w*, linear in Δ = w − w*, and its first two moments over the inputs.
 *
 * <p>Near w* the residual of a true label is −g(x)ᵀΔ + o(Δ) with g(x) = (1/k) Σ_i q_i σ'(w*ᵀA_i x) A_i x, and a sample
 * moves w along D(x): Āx for Neuro-Tron, g(x) for exact SGD. With ξ_j what an attack adds to label j, an update is
 * <pre>
 *   Δ' = Δ + (η/b) Σ_j (ξ_j − g(x_j)ᵀΔ) D(x_j).
 * </pre>
 * Its moments need H = E[D gᵀ], D̄ = E[D] and, quadratic in the sample, W(S, m) = E[(ξ − gᵀΔ)² D Dᵀ] for the moments
 * m = EΔ and S = E[ΔΔᵀ]. For Neuro-Tron H = ½(1+α)ĀΣA_qᵀ with A_q = (1/k) Σ q_i A_i, E[D Dᵀ] = ĀΣĀᵀ and D̄ = 0 are
 * exact, as x and −x have the same law, and the mean of Δ is exact however far from w*. Everything else are means over
 * a sample of inputs drawn here, a function of the generator alone.
 *
 * <p>Not safe for use by several threads.
 *
 * @since 0.2
 */
public final class LocalUpdate {

    /** Products that are equal but for rounding differ by no larger a share. */
    private static final double ROUNDING = 1e-12;

    private final Kernel kernel;
    private final double order;

    /** H. */
    private final DMatrixRMaj mean;

    /** D̄. */
    private final double[] direction;

    /** E[D Dᵀ]. */
    private final DMatrixRMaj square;

    /** g and D of all inputs of the sample, one a column; the same matrix for SGD. */
    private final Matrix gradients;
    private final Matrix directions;
    private final Matrix buffer;

    private LocalUpdate(Kernel kernel, double order, DMatrixRMaj mean, double[] direction, DMatrixRMaj square,
                        Matrix gradients, Matrix directions, Matrix buffer) {
        this.kernel = kernel;
        this.order = order;
        this.mean = mean;
        this.direction = direction;
        this.square = square;
        this.gradients = gradients;
        this.directions = directions;
        this.buffer = buffer;
    }

    /**
     * Neuro-Tron's update, with the mean of the sensing matrices (weighted equally) as its matrix.
     *
     * @param network   the network
     * @param teacher   w*, r elements
     * @param law       law of the inputs, with a finite variance
     * @param generator where their random numbers come from
     * @param samples   how many to draw, ≥ 2
     * @param kernel    what to compute with
     * @return the update
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static LocalUpdate ofNeuroTron(Network network, double[] teacher, InputDistribution law,
                                          BlockGenerator generator, int samples, Kernel kernel) {
        return draw(network, teacher, law, generator, samples, kernel, true);
    }

    /**
     * The update of exact SGD.
     *
     * @param network   the network
     * @param teacher   w*, r elements
     * @param law       law of the inputs, with a finite variance
     * @param generator where their random numbers come from
     * @param samples   how many to draw, ≥ 2
     * @param kernel    what to compute with
     * @return the update
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static LocalUpdate ofSgd(Network network, double[] teacher, InputDistribution law,
                                    BlockGenerator generator, int samples, Kernel kernel) {
        return draw(network, teacher, law, generator, samples, kernel, false);
    }

    private static LocalUpdate draw(Network network, double[] teacher, InputDistribution law, BlockGenerator generator,
                                    int samples, Kernel kernel, boolean tron) {
        Objects.requireNonNull(kernel, "kernel");
        int r = network.family().r();
        int n = network.family().n();
        Check.finite("teacher", Check.length("teacher", teacher, r));
        double variance = Moments.ofNorm(law, n).of(2) / n;
        if (!Double.isFinite(variance)) {
            throw Check.illegal("law", law, "must have a finite variance");
        }
        Matrix gradients = Matrix.zeros(r, samples);
        Matrix directions = tron ? Matrix.zeros(r, samples) : gradients;
        Evaluator evaluator = network.evaluator(1, kernel);
        // The weight of the only sample, in as many elements as the kernel's operations may read.
        double[] one = new double[evaluator.outputs().length];
        one[0] = 1;
        double[] column = new double[r];
        int[] next = {0};
        Simulation.run(law.sampler(generator), n, samples, (x, count) -> {
            for (int j = 0; j < count; j++, next[0]++) {
                evaluator.meet(teacher, new Matrix(x.values(), x.rowOffset(j), 1, n, x.leadingDimension()).padded());
                evaluator.sgdGradient(one, column);
                put(column, gradients, next[0]);
                if (tron) {
                    evaluator.tronGradient(one, column);
                    put(column, directions, next[0]);
                }
            }
        });
        Matrix buffer = Matrix.zeros(r, samples);
        double order = switch (law) {
            case InputDistribution.StudentT(double nu) -> nu;
            case InputDistribution.MultivariateT(double nu) -> nu;
            default -> Double.POSITIVE_INFINITY;
        };
        if (tron) {
            DMatrixRMaj m = Dense.copy(network.family().mean());
            DMatrixRMaj h = Dense.timesTransposed(m, Spectrum.mean(network));
            CommonOps_DDRM.scale((1 + network.leak()) / 2 * variance, h);
            DMatrixRMaj square = Dense.timesTransposed(m, m);
            CommonOps_DDRM.scale(variance, square);
            return new LocalUpdate(kernel, order, h, new double[r], square, gradients, directions, buffer);
        }
        double[] weights = new double[samples];
        Arrays.fill(weights, 1);
        DMatrixRMaj square = weighted(kernel, gradients, buffer, weights);
        double[] direction = new double[r];
        for (int i = 0; i < r; i++) {
            direction[i] = kernel.sum(samples, gradients.values(), gradients.rowOffset(i)) / samples;
        }
        return new LocalUpdate(kernel, order, square, direction, square, gradients, directions, buffer);
    }

    private static void put(double[] column, Matrix matrix, int at) {
        for (int i = 0; i < column.length; i++) {
            matrix.set(i, at, column[i]);
        }
    }

    /** The mean of u_j D_j D_jᵀ over a sample. */
    private static DMatrixRMaj weighted(Kernel kernel, Matrix directions, Matrix buffer, double[] u) {
        int samples = directions.columns();
        for (int i = 0; i < directions.rows(); i++) {
            kernel.multiplyElements(samples, u, 0, directions.values(), directions.rowOffset(i), buffer.values(),
                buffer.rowOffset(i));
        }
        DMatrixRMaj product = new DMatrixRMaj(directions.rows(), directions.rows());
        kernel.multiplyByTransposed(buffer, directions, Matrix.of(product.data, product.numRows, product.numCols));
        CommonOps_DDRM.scale(1.0 / samples, product);
        return product;
    }

    /**
     * A part of the sample as if it were all of it.
     *
     * @param first its first input
     * @param count how many
     */
    LocalUpdate part(int first, int count) {
        Matrix someGradients = gradients.columns(first, count);
        Matrix someDirections = directions == gradients ? someGradients : directions.columns(first, count);
        Matrix some = buffer.columns(first, count);
        return new LocalUpdate(kernel, order, mean, direction, square, someGradients, someDirections, some);
    }

    int r() {
        return direction.length;
    }

    /**
     * The size of the sample.
     *
     * @return number of inputs
     */
    public int samples() {
        return gradients.columns();
    }

    /** H, not to be changed. */
    DMatrixRMaj mean() {
        return mean;
    }

    /** Whether D̄ = 0. */
    boolean isCentred() {
        return directions != gradients;
    }

    /** Whether H is symmetric. */
    boolean isSymmetric() {
        return Dense.asymmetry(mean) <= ROUNDING * CommonOps_DDRM.elementMaxAbs(mean);
    }

    /** E[D Dᵀ], not to be changed. */
    DMatrixRMaj square() {
        return square;
    }

    /** D̄, not to be changed. */
    double[] direction() {
        return direction;
    }

    /**
     * W(S, m).
     *
     * @param noise  the moments of ξ
     * @param second S
     * @param first  m
     */
    DMatrixRMaj second(LabelNoise noise, DMatrixRMaj second, double[] first) {
        int samples = samples();
        int r = r();
        kernel.multiply(Matrix.of(second.data, r, r), gradients, buffer);
        double[] u = new double[samples];
        for (int i = 0; i < r; i++) {
            int g = gradients.rowOffset(i);
            int p = buffer.rowOffset(i);
            double linear = -2 * noise.mean() * first[i];
            for (int j = 0; j < samples; j++) {
                u[j] = Math.fma(gradients.values()[g + j], buffer.values()[p + j] + linear, u[j]);
            }
        }
        DMatrixRMaj w = weighted(kernel, directions, buffer, u);
        CommonOps_DDRM.addEquals(w, noise.square(), square);
        return w;
    }

    /**
     * E[(μ − gᵀm) D], in which direction an update goes, over the sample.
     *
     * @param mu μ
     * @param m  the mean of Δ
     */
    double[] drift(double mu, double[] m) {
        int samples = samples();
        double[] u = new double[samples];
        Arrays.fill(u, mu);
        for (int i = 0; i < m.length; i++) {
            int g = gradients.rowOffset(i);
            for (int j = 0; j < samples; j++) {
                u[j] = Math.fma(-m[i], gradients.values()[g + j], u[j]);
            }
        }
        double[] drift = new double[m.length];
        for (int i = 0; i < m.length; i++) {
            int d = directions.rowOffset(i);
            for (int j = 0; j < samples; j++) {
                drift[i] = Math.fma(u[j], directions.values()[d + j], drift[i]);
            }
            drift[i] /= samples;
        }
        return drift;
    }

    /**
     * Up to which order the inputs have moments.
     *
     * @return a bound, which is not reached; infinite if they have all. From 4 downwards E[(gᵀΔ)² D Dᵀ] is infinite and
     *     what stands for it here is that of a finite sample; from 8 downwards it has no standard error
     */
    public double momentsBelow() {
        return order;
    }
}
