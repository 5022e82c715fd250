package org.neurotron.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SensingFamily;
import org.neurotron.network.SingleGate;

/**
 * What everyone computes with: one network (α = 0, q = 1), one mini-batch and one filter, a function of shape and kind
 * alone. Every method makes its result anew, so that nobody shares memory with another.
 *
 * @param shape the sizes
 * @param kind  the kind of sensing matrices
 */
public record Workload(Shape shape, Kind kind) {

    /** So small that thousands of steps on one batch leave the filter, and with it the work, as it was. */
    public static final double ETA = 1e-15;

    /** The kinds of sensing matrices. */
    public enum Kind {
        /** A_i = M + c_i C: two blocks. */
        AFFINE,
        /** Any list: k blocks. */
        DENSE,
        /** k = 1 and A = I: one block, which is never formed. */
        SINGLE
    }

    /**
     * Reads a workload.
     *
     * @param shape as {@link Shape#parse} takes it; with k = 1 and r = n it is the single gate, whatever the family
     * @param family {@code affine} or {@code dense}
     * @return the workload
     */
    public static Workload parse(String shape, String family) {
        Shape sizes = Shape.parse(shape);
        return new Workload(sizes, sizes.k() == 1 && sizes.r() == sizes.n() ? Kind.SINGLE
            : Kind.valueOf(family.toUpperCase(Locale.ROOT)));
    }

    /**
     * Number of r × n matrices that are multiplied once the A_i are not written out.
     *
     * @return 2, k or 1
     */
    public int blocks() {
        return switch (kind) {
            case AFFINE -> 2;
            case DENSE -> shape.k();
            case SINGLE -> 1;
        };
    }

    /**
     * One block: M and C of the affine family, A_i of the dense list.
     *
     * @param i from 0 to {@code blocks() - 1}
     * @return r · n elements, row-major
     */
    public double[] block(int i) {
        if (kind == Kind.SINGLE) {
            double[] identity = new double[shape.r() * shape.n()];
            for (int j = 0; j < shape.n(); j++) {
                identity[j * shape.n() + j] = 1;
            }
            return identity;
        }
        return numbers(shape.r() * shape.n(), 10 + i);
    }

    /**
     * The coefficients of the affine family.
     *
     * @return c_i = −k/2, …, −1, 1, …, k/2
     */
    public double[] coefficients() {
        double[] c = new double[shape.k()];
        for (int i = 0; i < c.length; i++) {
            c[i] = i < c.length / 2 ? i - c.length / 2 : i - c.length / 2 + 1;
        }
        return c;
    }

    /**
     * One sensing matrix, written out.
     *
     * @param i from 0 to k − 1
     * @return A_i, r · n elements, row-major
     */
    public double[] sensingMatrix(int i) {
        if (kind != Kind.AFFINE) {
            return block(i);
        }
        double coefficient = coefficients()[i];
        double[] a = block(0);
        double[] c = block(1);
        for (int j = 0; j < a.length; j++) {
            a[j] += coefficient * c[j];
        }
        return a;
    }

    /**
     * The matrix of the Tron-gradient, the mean of the A_i.
     *
     * @return M, r · n elements, row-major
     */
    public double[] tronMatrix() {
        double[] mean = block(0);
        if (kind == Kind.DENSE) {
            for (int i = 1; i < shape.k(); i++) {
                double[] a = block(i);
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += a[j];
                }
            }
            for (int j = 0; j < mean.length; j++) {
                mean[j] /= shape.k();
            }
        }
        return mean;
    }

    /**
     * The inputs.
     *
     * @return X, b · n elements, one sample a row
     */
    public double[] inputs() {
        return numbers(shape.b() * shape.n(), 1);
    }

    /**
     * The labels.
     *
     * @return v, b elements
     */
    public double[] labels() {
        return numbers(shape.b(), 2);
    }

    /**
     * The filter before the first step.
     *
     * @return w, r elements
     */
    public double[] start() {
        double[] w = new double[shape.r()];
        Arrays.fill(w, 1);
        return w;
    }

    /**
     * The network in the library's terms.
     *
     * @return a new network
     */
    public Network network() {
        SensingFamily family = switch (kind) {
            case AFFINE -> new AffineFamily(matrix(block(0)), matrix(block(1)), shape.k());
            case DENSE -> {
                List<Matrix> matrices = new ArrayList<>();
                for (int i = 0; i < shape.k(); i++) {
                    matrices.add(matrix(block(i)));
                }
                yield new DenseFamily(matrices);
            }
            case SINGLE -> new SingleGate(shape.n());
        };
        return new Network(family, 0);
    }

    private Matrix matrix(double[] values) {
        return Matrix.of(values, shape.r(), shape.n());
    }

    /** Numbers between −1 and 1, a function of the arguments. */
    static double[] numbers(int count, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextDouble(-1, 1);
        }
        return numbers;
    }
}
