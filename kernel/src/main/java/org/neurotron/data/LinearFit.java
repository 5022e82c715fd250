package org.neurotron.data;

import java.util.Arrays;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;

/**
 * A linear function of the inputs: what a fit of a network is to be compared with.
 *
 * @since 0.2
 */
public final class LinearFit {

    /** A pivot of less than this share of the diagonal is rounding. */
    private static final double RANK = 1e-10;

    private final double constant;
    private final double[] coefficients;

    private LinearFit(double constant, double[] coefficients) {
        this.constant = constant;
        this.coefficients = coefficients;
    }

    /**
     * The median of the labels, whatever the inputs.
     *
     * @param samples inputs and labels
     * @param split   which of them to fit to: the training part
     * @return the fit
     */
    public static LinearFit median(Samples samples, Split split) {
        SampleReader reader = new SampleReader(samples);
        Metrics.Selection labels = new Metrics.Selection();
        int some;
        for (long first = 0; first < split.training(); first += some) {
            some = reader.read(split.order(), first, split.training());
            for (int j = 0; j < some; j++) {
                labels.add(reader.batch().labels()[j]);
            }
        }
        return new LinearFit(labels.quantile(0.5), new double[samples.n()]);
    }

    /**
     * Least squares, by the normal equations. Inputs should be standardised. Columns that are sums of others, but for
     * rounding, get the coefficient 0.
     *
     * @param samples inputs, of which a constant one is the intercept, and labels; it takes n² numbers of memory
     * @param split   which of them to fit to: the training part
     * @param most    how many of those at most, from the first place, ≥ 1
     * @param kernel  the kernel to compute with
     * @return the fit
     */
    public static LinearFit leastSquares(Samples samples, Split split, long most, Kernel kernel) {
        int n = samples.n();
        // The label is a last column, so that the right-hand side comes with the matrix.
        int width = n + 1;
        double[] products = new double[Math.multiplyExact(width, width)];
        double[] row = new double[width];
        long count = Math.min(split.training(), Check.positive("most", most));
        SampleReader reader = new SampleReader(samples);
        int some;
        for (long first = 0; first < count; first += some) {
            some = reader.read(split.order(), first, count);
            for (int i = 0; i < some; i++) {
                System.arraycopy(reader.batch().inputs().values(), reader.batch().inputs().rowOffset(i), row, 0, n);
                row[n] = reader.batch().labels()[i];
                for (int j = 0; j < n; j++) {
                    if (row[j] != 0) {
                        kernel.addScaled(width - j, row[j], row, j, products, j * width + j);
                    }
                }
            }
        }
        return new LinearFit(0, solve(products, n));
    }

    /** RᵀR = XᵀX with R in the place of the upper triangle, whose last column becomes R⁻ᵀXᵀv; then R w = that. */
    private static double[] solve(double[] a, int n) {
        int width = n + 1;
        boolean[] dependent = new boolean[n];
        for (int k = 0; k < n; k++) {
            double diagonal = a[k * width + k];
            double pivot = diagonal;
            for (int i = 0; i < k; i++) {
                pivot -= a[i * width + k] * a[i * width + k];
            }
            if (!(pivot > RANK * diagonal)) {
                dependent[k] = true;
                for (int j = k; j < width; j++) {
                    a[k * width + j] = 0;
                }
                continue;
            }
            double root = Math.sqrt(pivot);
            for (int i = 0; i < k; i++) {
                double factor = a[i * width + k];
                if (factor != 0) {
                    for (int j = k + 1; j < width; j++) {
                        a[k * width + j] -= factor * a[i * width + j];
                    }
                }
            }
            a[k * width + k] = root;
            for (int j = k + 1; j < width; j++) {
                a[k * width + j] /= root;
            }
        }
        double[] w = new double[n];
        for (int k = n - 1; k >= 0; k--) {
            if (!dependent[k]) {
                double sum = a[k * width + n];
                for (int j = k + 1; j < n; j++) {
                    sum -= a[k * width + j] * w[j];
                }
                w[k] = sum / a[k * width + k];
            }
        }
        return w;
    }

    /**
     * The coefficients.
     *
     * @return a copy, one for each input
     */
    public double[] coefficients() {
        return coefficients.clone();
    }

    /**
     * Measures the fit.
     *
     * @param samples inputs and labels
     * @param split   in which order
     * @param first   the first place
     * @param count   number of places
     * @param kernel  the kernel to compute with
     * @return how well it fits them
     */
    public Metrics measure(Samples samples, Split split, long first, long count, Kernel kernel) {
        SampleReader reader = new SampleReader(samples);
        double[] padded = Arrays.copyOf(coefficients, Lanes.pad(coefficients.length));
        double[] f = new double[reader.batch().size()];
        Metrics.Sum sum = new Metrics.Sum();
        int some;
        for (long done = first; done < first + count; done += some) {
            some = reader.read(split.order(), done, first + count);
            kernel.multiply(reader.inputs(some), padded, 0, f, 0);
            for (int j = 0; j < some; j++) {
                sum.add(reader.batch().labels()[j], constant + f[j]);
            }
        }
        return sum.metrics();
    }
}
