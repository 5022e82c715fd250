package org.neurotron.data;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;

/**
 * What is done to data before the network sees them: x ↦ (x − mean) / scale for each coordinate, a last coordinate 1 if
 * there is an intercept, and v ↦ (v − labelShift) / labelScale. Treat the arrays as read-only; then instances are safe
 * for use by several threads.
 *
 * @param mean       n finite numbers
 * @param scale      n numbers &gt; 0; infinite for a coordinate that is left out, as it does not vary: it becomes 0
 * @param labelShift finite; 0 for a network of ReLU gates with positive outer weights, which has no negative outputs
 * @param labelScale finite, &gt; 0
 * @param intercept  whether the network gets n + 1 coordinates, the last of which is 1
 */
public record Preprocessing(double[] mean, double[] scale, double labelShift, double labelScale,
                            boolean intercept) {

    /** What varies by less than this times its mean varies by rounding. */
    private static final double ROUNDING = 0x1p-40;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not as above
     */
    public Preprocessing {
        Check.finite("mean", mean);
        Check.length("scale", scale, mean.length);
        for (int j = 0; j < scale.length; j++) {
            if (scale[j] != Double.POSITIVE_INFINITY) {
                Check.positive("scale[" + j + "]", scale[j]);
            }
        }
        Check.finite("labelShift", new double[] {labelShift});
        Check.positive("labelScale", labelScale);
    }

    /**
     * Leaves data as they are.
     *
     * @param n         dimension of the data
     * @param intercept whether to add a coordinate 1
     * @return the preprocessing
     */
    public static Preprocessing none(int n, boolean intercept) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return new Preprocessing(new double[n], ones, 0, 1, intercept);
    }

    /**
     * Standardises inputs to mean 0 and standard deviation 1, and labels to standard deviation 1. Inputs that do not
     * vary, or only by rounding, are left out.
     *
     * @param samples   the data
     * @param order     gives the index of the sample at a place
     * @param count     number of places, ≥ 1: the part of the data that is used for training
     * @param intercept whether to add a coordinate 1
     * @return the preprocessing
     */
    public static Preprocessing standardizing(Samples samples, LongUnaryOperator order, long count,
                                              boolean intercept) {
        int n = samples.n();
        int[] exponents = new int[n + 1];
        Moments moments = Moments.of(samples, order, count, exponents);
        if (moments.haveLeftTheRange()) {
            moments = Moments.of(samples, order, count, exponents(samples, order, count, moments, exponents));
        }
        double[] mean = new double[n + 1];
        double[] scale = new double[n + 1];
        for (int j = 0; j <= n; j++) {
            mean[j] = Math.scalb(moments.mean[j], exponents[j]);
            double deviation = Math.scalb(Math.sqrt(moments.squares[j] / count), exponents[j]);
            scale[j] = deviation > ROUNDING * Math.abs(mean[j]) ? deviation : Double.POSITIVE_INFINITY;
        }
        return new Preprocessing(Arrays.copyOf(mean, n), Arrays.copyOf(scale, n), 0,
            scale[n] < Double.POSITIVE_INFINITY ? scale[n] : 1, intercept);
    }

    /**
     * The same for other labels.
     *
     * @param shift what becomes 0, finite
     * @param unit  what becomes 1 more than that, finite, &gt; 0
     * @return a preprocessing of the same inputs
     */
    public Preprocessing withLabels(double shift, double unit) {
        return new Preprocessing(mean, scale, shift, unit, intercept);
    }

    /**
     * Whether a coordinate is left out.
     *
     * @param j which of the data, from 0
     * @return true if it becomes 0 whatever it is
     */
    public boolean leavesOut(int j) {
        return scale[j] == Double.POSITIVE_INFINITY;
    }

    /** Sets the exponents of columns whose squares are not representable to those of their greatest numbers. */
    private static int[] exponents(Samples samples, LongUnaryOperator order, long count, Moments moments,
                                   int[] exponents) {
        int n = samples.n();
        double[] x = new double[n + 1];
        double[] greatest = new double[n + 1];
        for (long i = 0; i < count; i++) {
            x[n] = samples.read(order.applyAsLong(i), x, 0);
            for (int j = 0; j <= n; j++) {
                greatest[j] = Math.max(greatest[j], Math.abs(x[j]));
            }
        }
        for (int j = 0; j <= n; j++) {
            if (greatest[j] > Double.MAX_VALUE / 2) {
                throw Check.illegal(j < n ? "inputs[" + j + "]" : "labels", greatest[j],
                    "must be so small that differences are finite");
            }
            if (moments.hasLeftTheRange(j)) {
                exponents[j] = Math.max(Double.MIN_EXPONENT, Math.getExponent(greatest[j]));
            }
        }
        return exponents;
    }

    /** Sums over samples of which columns are scaled by powers of two, which rounds nothing. */
    private record Moments(double[] mean, double[] squares) {

        /** Below this the sum of squares may have lost what it should tell: only of what is really constant it is 0. */
        private static final double LEAST = 1e-280;

        static Moments of(Samples samples, LongUnaryOperator order, long count, int... exponents) {
            int n = samples.n();
            Moments moments = new Moments(new double[n + 1], new double[n + 1]);
            boolean scales = Arrays.stream(exponents).anyMatch(exponent -> exponent != 0);
            SampleReader reader = new SampleReader(samples);
            double[] x = new double[n + 1];
            int some;
            for (long first = 0; first < count; first += some) {
                some = reader.read(order, first, count);
                for (int i = 0; i < some; i++) {
                    System.arraycopy(reader.batch().inputs().values(), reader.batch().inputs().rowOffset(i), x, 0, n);
                    x[n] = reader.batch().labels()[i];
                    if (scales) {
                        Arrays.setAll(x, j -> Math.scalb(x[j], -exponents[j]));
                    }
                    moments.add(x, first + i + 1);
                }
            }
            return moments;
        }

        private void add(double[] x, long count) {
            for (int j = 0; j < x.length; j++) {
                double difference = x[j] - mean[j];
                double next = mean[j] + difference / count;
                mean[j] = next;
                squares[j] += difference * (x[j] - next);
            }
        }

        boolean hasLeftTheRange(int j) {
            return !(squares[j] >= LEAST && squares[j] < Double.POSITIVE_INFINITY);
        }

        boolean haveLeftTheRange() {
            return IntStream.range(0, squares.length).anyMatch(this::hasLeftTheRange);
        }
    }

    /**
     * Dimension of the data.
     *
     * @return n
     */
    public int rawDimension() {
        return mean.length;
    }

    /**
     * Dimension of the network's inputs.
     *
     * @return n, or n + 1 with an intercept
     */
    public int dimension() {
        return mean.length + (intercept ? 1 : 0);
    }

    /**
     * Prepares one input in place.
     *
     * @param x      array with the n coordinates, and room for one more if there is an intercept
     * @param offset where they start
     * @param kernel the kernel to compute with
     */
    public void apply(double[] x, int offset, Kernel kernel) {
        kernel.standardize(mean.length, mean, scale, x, offset);
        if (intercept) {
            x[offset + mean.length] = 1;
        }
    }

    /**
     * Samples as the network sees them.
     *
     * @param samples the data
     * @param kernel  the kernel to compute with
     * @return a view of them
     * @throws IllegalArgumentException if they have another dimension
     */
    public Samples of(Samples samples, Kernel kernel) {
        if (samples.n() != rawDimension()) {
            throw Check.illegal("n", samples.n(), "must be " + rawDimension());
        }
        return new Samples() {
            @Override
            public int n() {
                return dimension();
            }

            @Override
            public long size() {
                return samples.size();
            }

            @Override
            public double read(long index, double[] x, int offset) {
                double label = samples.read(index, x, offset);
                apply(x, offset, kernel);
                return (label - labelShift) / labelScale;
            }

            @Override
            public void read(long[] indices, int count, Matrix x, double[] labels) {
                samples.read(indices, count, rawDimension() == x.columns() ? x : x.columns(0, rawDimension()), labels);
                for (int j = 0; j < count; j++) {
                    apply(x.values(), x.rowOffset(j), kernel);
                    labels[j] = (labels[j] - labelShift) / labelScale;
                }
            }
        };
    }
}
