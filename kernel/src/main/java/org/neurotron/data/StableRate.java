package org.neurotron.data;

import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.Evaluator;
import org.neurotron.network.Network;
import org.neurotron.oracle.Batch;
import org.neurotron.training.Algorithm;

/**
 * A learning rate at which training on given data is stable, from the data themselves.
 *
 * <p>Near a filter an update is Δ ← Δ − η (1/b) Σ_j D_j g_jᵀ Δ, where D is what the algorithm multiplies a residual
 * with (M x for Neuro-Tron, the gradient g for SGD). With H = E[D gᵀ] and K = E[|D|² g gᵀ] the mean of |Δ|² does not
 * grow if η (‖H‖² + K/b) ≤ 2 H in the sense of quadratic forms; in the direction that comes first to an end this is
 * η ≤ 2 / (‖H‖ + ‖K‖/(b ‖H‖)). For a single open gate H is the matrix of the inputs' second moments, and ‖K‖/‖H‖ about
 * its trace. A quarter of that bound is taken, since the data are a sample.
 */
final class StableRate {

    private static final double SHARE_OF_BOUND = 0.25;

    /** Samples to look at … */
    private static final long MOST_SAMPLES = 4096;

    /** … of so many numbers together. */
    private static final long MOST_NUMBERS = 1 << 22;

    /** The largest eigenvalue need not be exact. */
    private static final int ROUNDS = 50;

    private StableRate() {
    }

    /**
     * Looks at the first samples of the training part.
     *
     * @param network    the network
     * @param tronMatrix M of the Tron-gradient, or null for the mean of the sensing matrices
     * @param algorithm  the algorithm
     * @param b          size of the mini-batches
     * @param w          a filter
     * @param samples    the data as the network sees them
     * @param split      which are trained on
     * @param kernel     the kernel to compute with
     * @return a learning rate &gt; 0
     * @throws IllegalArgumentException if there is none, as the data do not tell
     */
    static double of(Network network, Matrix tronMatrix, Algorithm algorithm, int b, double[] w, Samples samples,
                     Split split, Kernel kernel) {
        int r = network.family().r();
        int count = (int) Math.min(split.training(), Math.clamp(MOST_NUMBERS / r, 1, MOST_SAMPLES));
        Matrix directions = Matrix.zeros(count, r);
        Matrix gradients = Matrix.zeros(count, r);
        Evaluator evaluator = network.evaluator(1, kernel);
        Batch batch = new Batch(1, network.family().n());
        double[] one = new double[Lanes.pad(1)];
        one[0] = 1;
        double[] direction = new double[r];
        for (int i = 0; i < count; i++) {
            samples.read(split.order().applyAsLong(i), batch.inputs().values(), batch.inputs().rowOffset(0));
            evaluator.meet(w, batch.paddedInputs());
            evaluator.sgdGradient(one, direction);
            System.arraycopy(direction, 0, gradients.values(), gradients.rowOffset(i), r);
            if (algorithm == Algorithm.TRON && tronMatrix == null) {
                evaluator.tronGradient(one, direction);
            } else if (algorithm == Algorithm.TRON) {
                evaluator.tronGradient(tronMatrix, one, direction);
            }
            System.arraycopy(direction, 0, directions.values(), directions.rowOffset(i), r);
        }
        double[] squares = new double[count];
        double[] zero = new double[r];
        for (int i = 0; i < count; i++) {
            squares[i] = kernel.squaredDistance(r, directions.values(), directions.rowOffset(i), zero, 0);
        }
        // ‖H‖ is the root of the largest eigenvalue of HᵀH.
        double h = Math.sqrt(largest(r, (v, y) -> {
            double[] half = product(directions, gradients, null, v, kernel);
            System.arraycopy(product(gradients, directions, null, half, kernel), 0, y, 0, r);
        }));
        double k = largest(r, (v, y) ->
            System.arraycopy(product(gradients, gradients, squares, v, kernel), 0, y, 0, r));
        double eta = SHARE_OF_BOUND * 2 / (h + k / (b * h));
        if (!(eta > 0 && eta < Double.POSITIVE_INFINITY)) {
            throw Check.illegal("inputs", "of size " + h,
                "must not all be 0 or out of range: there is no learning rate");
        }
        return eta;
    }

    /** (1/N) Σ_i a_i s_i (b_i · v) over rows. */
    private static double[] product(Matrix a, Matrix b, double[] s, double[] v, Kernel kernel) {
        double[] along = new double[b.rows()];
        kernel.multiply(b, v, 0, along, 0);
        for (int i = 0; i < along.length; i++) {
            along[i] *= (s == null ? 1 : s[i]) / along.length;
        }
        double[] sum = new double[a.columns()];
        kernel.multiplyTransposed(a, along, 0, sum, 0);
        return sum;
    }

    private interface Map {
        void apply(double[] v, double[] y);
    }

    /** The largest eigenvalue of a positive semi-definite map, by the power method. */
    private static double largest(int r, Map map) {
        double[] v = new double[r];
        double[] y = new double[r];
        // In no direction that data are likely to be orthogonal to.
        for (int i = 0; i < r; i++) {
            v[i] = (i % 2 == 0 ? 1 : -1) * (1 + i * 7919L % 1000 / 1000.0);
        }
        double norm = norm(v);
        for (int round = 0; round < ROUNDS; round++) {
            double factor = 1 / norm;
            for (int i = 0; i < r; i++) {
                v[i] *= factor;
            }
            map.apply(v, y);
            norm = norm(y);
            if (!(norm > 0)) {
                return norm;
            }
            System.arraycopy(y, 0, v, 0, r);
        }
        return norm;
    }

    private static double norm(double[] v) {
        double sum = 0;
        for (double one : v) {
            sum += one * one;
        }
        return Math.sqrt(sum);
    }
}
