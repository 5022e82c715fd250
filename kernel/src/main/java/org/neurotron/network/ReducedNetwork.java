package org.neurotron.network;

import java.util.Arrays;
import java.util.List;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;

/**
 * A network on normal inputs, in as few coordinates as the law of what it sees has.
 *
 * <p>Gates and gradients see an input x only through the products B_i x with the family's matrices: M and C of an
 * affine family, all A_i of a list, the identity of the single gate. Let the rows of E be an orthonormal basis of the
 * span of their rows, ρ of them. For x ~ N(0, σ²I_n) then E x = σz with z ~ N(0, I_ρ), and B_i x = (σ B_i Eᵀ) z: the
 * network with matrices σB_iEᵀ on ρ inputs is the same in law, and n is gone.
 *
 * <p>Both sides are turned further so that the matrix of the Tron-gradient, the mean, becomes diagonal: with the
 * singular value decomposition σĀEᵀ = PΛOᵀ, filters are given by coordinates Pᵀw, whose length is that of w, and z is
 * replaced by Oᵀz, which has the same law.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @since 0.2
 */
public final class ReducedNetwork {

    /** Singular values that are so much smaller than the largest are 0. */
    private static final double NEGLIGIBLE = 1e-13;

    private final Network network;
    private final int rank;

    /** Length of a row of numbers that has a place for each of the ρ inputs and for each coordinate of a filter. */
    private final int width;

    private final int r;

    /** Λ, r numbers ≥ 0, and zeros up to whole groups of lanes. */
    private final double[] mean;

    /** Whether the mean is one of the family's own matrices, and so the first. */
    private final boolean meanComesFirst;

    /** The other matrices, r × ρ each, side by side with rows padded to {@link #width}; or null. */
    private final Matrix others;

    /** Pᵀ, or null for the identity. */
    private final Matrix turn;

    private ReducedNetwork(Network network, int rank, double[] mean, boolean meanComesFirst, Matrix others,
                           Matrix turn) {
        this.network = network;
        this.rank = rank;
        r = mean.length;
        this.mean = Arrays.copyOf(mean, Lanes.pad(r));
        this.meanComesFirst = meanComesFirst;
        this.others = others;
        this.turn = turn;
        width = Lanes.pad(Math.max(rank, r));
    }

    /**
     * Reduces a network. Needs memory for ρ rows of n numbers, and some n·ρ² operations.
     *
     * @param network the network; any family but a {@link SelectionFamily}
     * @param sigma   standard deviation σ of the inputs' coordinates, &gt; 0
     * @return the same network for inputs z ~ N(0, I_ρ)
     * @throws IllegalArgumentException if σ is out of range, or the family is not one of those
     */
    public static ReducedNetwork of(Network network, double sigma) {
        Check.positive("sigma", sigma);
        return switch (network.family()) {
            case SingleGate gate -> {
                double[] mean = new double[gate.n()];
                Arrays.fill(mean, sigma);
                yield new ReducedNetwork(network, gate.n(), mean, true, null, null);
            }
            case AffineFamily family -> reduce(network, sigma, true, List.of(family.block(0), family.block(1)));
            case DenseFamily family -> {
                Matrix[] matrices = new Matrix[family.k() + 1];
                matrices[0] = family.mean();
                Arrays.setAll(matrices, i -> i == 0 ? matrices[0] : family.block(i - 1));
                yield reduce(network, sigma, false, List.of(matrices));
            }
            case SelectionFamily family -> throw Check.illegal("family", family.getClass().getSimpleName(),
                "must be an affine family, a list of matrices or a single gate");
        };
    }

    /** For matrices of which the first is the mean. */
    private static ReducedNetwork reduce(Network network, double sigma, boolean meanComesFirst,
                                         List<Matrix> matrices) {
        // Once a run: the portable kernel is quick at once, and has the bits of all.
        Kernel kernel = Kernels.portable();
        int r = network.family().r();
        int n = network.family().n();
        int count = matrices.size();
        Basis span = new Basis(Matrix.zeros(Math.min(n, Math.multiplyExact(count, r)), n), 0, kernel);
        double[][] rows = new double[count * r][];
        for (int i = 0; i < rows.length; i++) {
            Matrix matrix = matrices.get(i / r);
            rows[i] = new double[Math.min(n, rows.length)];
            span.add(matrix.values(), matrix.rowOffset(i % r), rows[i], 0);
        }
        // Matrices that are all zero see nothing; one input that makes no difference is kept.
        int rank = Math.max(1, span.size());

        double[][] mean = new double[r][];
        Arrays.setAll(mean, i -> Arrays.copyOf(rows[i], rank));
        double[][] turn = RowRotations.orthogonalise(mean);
        double[] singularValues = new double[r];
        Matrix axes = axes(mean, rank, singularValues);

        int width = Lanes.pad(Math.max(rank, r));
        Matrix others = Matrix.zeros(r, (count - 1) * width);
        double[] row = new double[rank];
        for (int i = 1; i < count; i++) {
            for (int to = 0; to < r; to++) {
                Arrays.fill(row, 0);
                for (int from = 0; from < r; from++) {
                    kernel.addScaled(rank, sigma * turn[to][from], rows[i * r + from], 0, row, 0);
                }
                kernel.multiply(axes, row, 0, others.values(), others.rowOffset(to) + (i - 1) * width);
            }
        }
        double[] scaled = Arrays.stream(singularValues).map(value -> sigma * value).toArray();
        Matrix pt = Matrix.zeros(r, r);
        for (int i = 0; i < r; i++) {
            System.arraycopy(turn[i], 0, pt.values(), pt.rowOffset(i), r);
        }
        return new ReducedNetwork(network, rank, scaled, meanComesFirst, others, pt);
    }

    /**
     * The axes of the inputs along which the turned mean is diagonal, as many as there are inputs.
     *
     * @param turned         the mean with orthogonal rows, from the longest to the shortest
     * @param rank           number of inputs
     * @param singularValues receives the lengths of its rows
     */
    private static Matrix axes(double[][] turned, int rank, double[] singularValues) {
        Matrix elements = Matrix.zeros(rank, rank);
        Basis axes = new Basis(elements, 0, Kernels.portable());
        double[] coordinates = new double[rank];
        for (int i = 0; i < turned.length; i++) {
            double length = Basis.norm(turned[i]);
            boolean counts = i < rank && length > NEGLIGIBLE * singularValues[0]
                && axes.add(turned[i], 0, coordinates, 0);
            singularValues[i] = counts ? length : 0;
        }
        double[] unit = new double[rank];
        for (int j = 0; j < rank; j++) {
            unit[j] = 1;
            axes.add(unit, 0, coordinates, 0);
            unit[j] = 0;
        }
        return elements;
    }

    /**
     * The network itself.
     *
     * @return what was reduced
     */
    public Network network() {
        return network;
    }

    /**
     * How many inputs are left.
     *
     * @return ρ, the rank of all rows of the family's matrices; less than their number where some depend on others
     */
    public int rank() {
        return rank;
    }

    /**
     * How many rows the family's matrices have, which ρ is if they are independent.
     *
     * @return 2r for an affine family, k·r for a list, n for the single gate; but not more than n
     */
    public int fullRank() {
        return (int) Math.min(network.family().n(), (long) blocks() * network.family().r());
    }

    /**
     * What computes with this on mini-batches.
     *
     * @param fixed     filters that do not change, in coordinates, the teacher first; not none
     * @param batchSize number of samples in a mini-batch, ≥ 1
     * @param exactSgd  whether {@link ProjectedEvaluator#sgdGradient} is going to be used, which needs more normal
     *                  numbers
     * @param kernel    the kernel to use
     * @return a new evaluator with buffers of its own
     * @throws IllegalArgumentException if an argument is out of range or the buffers would not fit into arrays
     */
    public ProjectedEvaluator evaluator(List<double[]> fixed, int batchSize, boolean exactSgd, Kernel kernel) {
        return evaluator(fixed, new int[] {0, batchSize}, exactSgd, kernel);
    }

    /**
     * The same for mini-batches in groups of neighbours, each of which gets a gradient of its own.
     *
     * @param fixed    filters that do not change, in coordinates, the teacher first; not none
     * @param groups   where each group begins, from 0 on, and last the size of the batches
     * @param exactSgd whether gradients are going to be those of exact SGD
     * @param kernel   the kernel to use
     * @return a new evaluator with buffers of its own
     * @throws IllegalArgumentException if an argument is out of range or the buffers would not fit into arrays
     */
    public ProjectedEvaluator evaluator(List<double[]> fixed, int[] groups, boolean exactSgd, Kernel kernel) {
        return new ProjectedEvaluator(this, fixed, groups, exactSgd ? blocks() : 1, kernel);
    }

    /**
     * The coordinates of a filter, or of a difference of filters.
     *
     * @param w r elements
     * @return Pᵀw, a new array
     * @throws IllegalArgumentException if it has the wrong length
     */
    public double[] coordinates(double[] w) {
        Check.length("w", w, r);
        double[] result = new double[r];
        coordinates(Kernels.portable(), w, result);
        return result;
    }

    /**
     * The same without a new array.
     *
     * @param kernel the kernel to use
     * @param w      at least r elements
     * @param result receives Pᵀw, at least r elements, of which no more are changed
     */
    public void coordinates(Kernel kernel, double[] w, double[] result) {
        if (turn == null) {
            System.arraycopy(w, 0, result, 0, r);
        } else {
            kernel.multiply(turn, w, 0, result, 0);
        }
    }

    /**
     * The filter with some coordinates.
     *
     * @param coordinates at least r elements
     * @return w, a new array of r elements
     * @throws IllegalArgumentException if there are too few
     */
    public double[] filter(double[] coordinates) {
        Check.range("coordinates", coordinates, 0, r);
        double[] result = new double[r];
        filter(Kernels.portable(), coordinates, result);
        return result;
    }

    /**
     * The same without a new array.
     *
     * @param kernel      the kernel to use
     * @param coordinates at least r elements
     * @param result      receives w, at least r elements, of which no more are changed
     */
    public void filter(Kernel kernel, double[] coordinates, double[] result) {
        if (turn == null) {
            System.arraycopy(coordinates, 0, result, 0, r);
        } else {
            kernel.multiplyTransposed(turn, coordinates, 0, result, 0);
        }
    }

    int width() {
        return width;
    }

    /** Number of matrices of which each gives the gates a row of preactivations. */
    int blocks() {
        return network.family().blocks();
    }

    /**
     * The directions of a filter in the space of the inputs, one row for each matrix: its rows of preactivations are
     * their products with z.
     *
     * @param coordinates those of the filter, with zeros up to whole groups of lanes
     * @param rows        receives {@link #blocks} rows of {@link #width} elements
     * @param offset      where the first starts; what is beyond the r-th of its elements stays as it is, 0
     */
    void project(Kernel kernel, double[] coordinates, double[] rows, int offset) {
        int next = offset;
        if (meanComesFirst) {
            kernel.multiplyElements(mean.length, mean, 0, coordinates, 0, rows, offset);
            next += width;
        }
        if (others != null) {
            kernel.multiplyTransposed(others, coordinates, 0, rows, next);
        }
    }

    /** g = Σ B_i y_i for rows as of {@link #project}, which change: its adjoint. */
    void backProject(Kernel kernel, double[] rows, int offset, double[] g) {
        if (others != null) {
            kernel.multiply(others, rows, meanComesFirst ? offset + width : offset, g, 0);
        }
        if (meanComesFirst) {
            if (others == null) {
                Arrays.fill(g, 0);
            }
            kernel.multiplyElements(mean.length, mean, 0, rows, offset, rows, offset);
            kernel.addScaled(r, 1, rows, offset, g, 0);
        }
    }

    /** g = Ā y for a row y, with zeros up to whole groups of lanes. */
    void multiplyByMean(Kernel kernel, double[] y, int offset, double[] g) {
        kernel.multiplyElements(mean.length, mean, 0, y, offset, g, 0);
    }
}
