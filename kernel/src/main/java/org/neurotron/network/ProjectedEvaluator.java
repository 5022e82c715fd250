package org.neurotron.network;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;
import org.neurotron.kernel.RandomKernel;

/**
 * The mini-batch operations of a network on normal inputs that are never drawn: what {@link Evaluator} computes from b
 * inputs comes here, with the same law, from about (filters · matrices) · b + ρ normal numbers.
 *
 * <p>Outputs depend on a sample z ~ N(0, I_ρ) through its products with a few directions, those of the learner and of
 * the filters that do not change (see {@link ReducedNetwork}). In an orthonormal basis Q of their span z is
 * Qζ + (z − QQᵀz) with ζ ~ N(0, I), and the second part, independent of ζ and so of all outputs and residuals, matters
 * only as it is summed over the batch with the gradient's weights d: Σ_j d_j z_j has, given the ζ_j, the law of
 * Q Σ_j d_j ζ_j + ‖d‖(ψ − QQᵀψ) with a single ψ ~ N(0, I_ρ). For the exact SGD gradient there are as many sums, and as
 * many ψ, as the family has matrices; their noise is mixed by a root of the Gram matrix of the weights.
 *
 * <p>The learner's directions are those of w − w*, so that all accuracy is kept as it vanishes. Part of the basis does
 * not change, and stands in the first rows; how the rest comes about, the directions themselves say, through their
 * Gram matrix and its Cholesky factor. Only where a direction is almost in the span of others, and the Gram matrix
 * would have lost half of its digits, are basis vectors computed.
 *
 * <p>For each batch: fill {@link #normals} with N(0, 1), {@link #meet} the learner, ask for {@link #outputs}, and then,
 * with residuals, for a gradient. All buffers are allocated on construction, and nothing afterwards. Not safe for use
 * by several threads.
 *
 * @since 0.2
 */
public final class ProjectedEvaluator {

    /** Directions whose squared distance from the span of others is smaller, relatively, are made orthogonal first. */
    private static final double CLOSE = 1e-6;

    /** Normal numbers come in blocks of so many. */
    private static final int NORMALS = RandomKernel.BLOCK;

    private final ReducedNetwork reduced;
    private final Network network;
    private final SensingFamily family;
    private final Kernel kernel;
    private final int r;
    private final int batch;

    /** Rows of preactivations of one filter. */
    private final int blocks;

    /** Elements of the basis that do not change. */
    private final int kept;

    /** Places for elements of the basis, and rows of ζ: those that are kept, and one for each of the learner's. */
    private final int places;

    /** Where the groups of a batch begin that get a gradient each, and the end of the last. */
    private final int[] groups;

    /** Number of sums that the gradients need. */
    private final int sums;

    // One array: the elements of the basis that are kept, the learner's directions, then what is drawn, the ψ and the
    // rows of ζ, and the weights of the samples. Neighbours are operands of one product.
    private final double[] values;
    private final int start;
    private final int width;
    private final int learnerAt;
    private final int weightsAt;
    private final Matrix normals;
    private final Matrix zeta;
    private final Matrix weights;
    private final Matrix zetaAndWeights;
    private final Matrix rows;
    private final Matrix firstColumns;
    private final Matrix directions;
    private final Matrix directionsAndPsi;

    /** For elements of the basis that have to be computed. */
    private final Basis basis;

    /** Whether the learner's rows are elements of the basis now, and not directions. */
    private boolean orthogonal;

    /** Products of the learner's rows and the ψ with the rows of the basis and the learner. */
    private final Matrix products;

    /** A row for each direction, first of the fixed filters, last of the learner: its coordinates in the basis. */
    private final Matrix coordinates;

    /** The learner's directions alone, without the teacher's. */
    private final double[] differences;

    /** Reciprocal diagonal of the Cholesky factor that these are. */
    private final double[] reciprocals;

    /** A row of preactivations for each direction. */
    private final Matrix z;

    private final Matrix[] preactivations;
    private final Matrix learnerFirst;
    private final Matrix weightsFirst;
    private final double[] residuals;

    private final Matrix weighted;
    private final double[] root;
    private final double[] noise;
    private final double[] combination;
    private final Matrix combinations;
    private final Matrix sum;
    private final double[] total = new double[1];

    /** The weights of a gradient of exact SGD before they are cut into groups; null if there is one group. */
    private final Matrix uncut;
    private final Matrix groupSums;

    /** What is drawn of other inputs, what makes of it an input like another, and the teacher's products with that. */
    private final Matrix others;
    private final Matrix othersMixed;
    private final Matrix teacherCoordinates;
    private final Matrix othersZ;

    ProjectedEvaluator(ReducedNetwork reduced, List<double[]> fixed, int[] groups, int sumsOfOne, Kernel kernel) {
        this.reduced = reduced;
        this.kernel = Objects.requireNonNull(kernel, "kernel");
        this.groups = groups.clone();
        int batchSize = groups[groups.length - 1];
        sums = Math.multiplyExact(groups.length - 1, sumsOfOne);
        network = reduced.network();
        family = network.family();
        r = family.r();
        batch = Check.positive("batchSize", batchSize);
        blocks = reduced.blocks();
        width = reduced.width();
        int filters = Check.positive("number of fixed filters", fixed.size());

        Matrix elements = Matrix.zeros(filters * blocks, width);
        Basis constant = new Basis(elements, 0, kernel);
        double[][] fixedCoordinates = new double[filters * blocks][filters * blocks];
        double[] rowsOfOne = new double[blocks * width];
        for (int i = 0; i < filters; i++) {
            reduced.project(kernel, Arrays.copyOf(Check.length("fixed filter", fixed.get(i), r), Lanes.pad(r)),
                rowsOfOne, 0);
            for (int block = 0; block < blocks; block++) {
                constant.add(rowsOfOne, block * width, fixedCoordinates[i * blocks + block], 0);
            }
        }
        kept = constant.size();
        places = kept + blocks;

        int samples = Lanes.pad(batch);
        int drawn = drawn(samples);
        Matrix all = Matrix.zeros(1, Math.addExact((kept + blocks) * width + sums * samples, drawn));
        values = all.values();
        start = all.offset();
        learnerAt = start + kept * width;
        int psiAt = learnerAt + blocks * width;
        weightsAt = psiAt + drawn;
        int zetaAt = weightsAt - places * samples;
        System.arraycopy(elements.values(), elements.offset(), values, start, kept * width);
        normals = new Matrix(values, psiAt, 1, weightsAt - psiAt, weightsAt - psiAt);
        zeta = new Matrix(values, zetaAt, places, samples, samples);
        weights = new Matrix(values, weightsAt, sums, samples, samples);
        zetaAndWeights = new Matrix(values, zetaAt, places + sums, samples, samples);
        rows = new Matrix(values, start, places + sums, width, width);
        firstColumns = rows.columns(0, Lanes.pad(r));
        directions = new Matrix(values, start, places, width, width);
        directionsAndPsi = new Matrix(values, learnerAt, blocks + sums, width, width);
        basis = new Basis(directions, kept, kernel);

        products = dense(blocks + sums, places);
        coordinates = dense((filters + 1) * blocks, places);
        for (int i = 0; i < fixedCoordinates.length; i++) {
            System.arraycopy(fixedCoordinates[i], 0, coordinates.values(), i * places, kept);
        }
        differences = new double[blocks * places];
        reciprocals = new double[blocks];
        z = dense((filters + 1) * blocks, samples);
        preactivations = new Matrix[filters + 1];
        Arrays.setAll(preactivations, i -> new Matrix(z.values(), i * blocks * samples, blocks, samples, samples));
        learnerFirst = preactivations[filters].columns(0, 1);
        weightsFirst = dense(blocks, 1);
        residuals = new double[samples];

        weighted = dense(sums, places + sums);
        root = new double[sums * sums];
        noise = new double[sums * places];
        combination = new double[places];
        combinations = dense(sums, places + sums);
        sum = dense(Math.max(sums, blocks), width);
        uncut = groups.length > 2 ? dense(blocks, samples) : null;
        groupSums = sum.firstRows(sums);
        // A teacher that is zero has no direction; the first of the learner's, of which it has nothing, does as well.
        int own = Math.max(1, kept);
        others = dense(own, samples);
        othersMixed = dense(own, samples);
        teacherCoordinates = coordinates.firstRows(blocks).columns(0, own);
        othersZ = dense(blocks, samples);
    }

    /** How many numbers are drawn: the ψ, the rows of ζ, and between them what makes it whole blocks. */
    private int drawn(int samples) {
        double count = sums * (double) width + places * (double) samples;
        if (count > Integer.MAX_VALUE / 2) {
            throw Check.illegal("numbers of a step", count, "must be at most " + Integer.MAX_VALUE / 2);
        }
        return (int) (count + NORMALS - 1) & -NORMALS;
    }

    private static Matrix dense(int rows, int columns) {
        return new Matrix(new double[Math.multiplyExact(rows, columns)], 0, rows, columns, columns);
    }

    /**
     * The normal numbers of a batch.
     *
     * @return one row, to be filled with independent numbers of N(0, 1) for each batch
     */
    public Matrix normals() {
        return normals;
    }

    /**
     * Lets a learner meet the batch: computes the preactivations of all filters.
     *
     * @param difference its w − w*, in coordinates, r elements and zeros up to whole groups of lanes; if not finite,
     *                   nor will the outputs be
     * @throws IllegalArgumentException if it has too few elements
     */
    public void meet(double[] difference) {
        Check.range("difference", difference, 0, Lanes.pad(r));
        if (orthogonal) {
            // The last step has left elements of the basis where the directions have zeros.
            Arrays.fill(values, learnerAt, learnerAt + blocks * width, 0);
        }
        reduced.project(kernel, difference, values, learnerAt);
        kernel.multiplyByTransposed(directionsAndPsi, directions, products);
        orthogonal = !factorise();
        if (orthogonal) {
            orthogonalise();
            kernel.multiplyByTransposed(directionsAndPsi, directions, products);
        }
        double[] all = coordinates.values();
        int learner = (coordinates.rows() - blocks) * places;
        for (int i = 0; i < blocks * places; i++) {
            all[learner + i] = all[i] + differences[i];
        }
        kernel.multiply(coordinates, zeta, z);
    }

    /** Cholesky factor of the Gram matrix of all directions; false if there is too little left of one. */
    private boolean factorise() {
        double[] p = products.values();
        double[] c = differences;
        for (int i = 0; i < blocks; i++) {
            int row = i * places;
            System.arraycopy(p, row, c, row, kept);
            for (int l = 0; l <= i; l++) {
                int other = l * places;
                double rest = less(p[row + kept + l], c, row, c, other, kept + l);
                if (l < i) {
                    c[row + kept + l] = rest * reciprocals[l];
                } else if (rest <= CLOSE * p[row + kept + i]) {
                    return false;
                } else {
                    double diagonal = Math.sqrt(rest);
                    c[row + kept + i] = diagonal;
                    reciprocals[i] = 1 / diagonal;
                }
            }
        }
        return true;
    }

    /**
     * A number less a few products. Loops of so few rounds cost more than the work in them; so the first are written
     * out.
     */
    private static double less(double number, double[] a, int aOffset, double[] b, int bOffset, int count) {
        double rest = number;
        if (count > 0) {
            rest = Math.fma(-a[aOffset], b[bOffset], rest);
        }
        if (count > 1) {
            rest = Math.fma(-a[aOffset + 1], b[bOffset + 1], rest);
        }
        if (count > 2) {
            rest = Math.fma(-a[aOffset + 2], b[bOffset + 2], rest);
        }
        for (int t = 3; t < count; t++) {
            rest = Math.fma(-a[aOffset + t], b[bOffset + t], rest);
        }
        return rest;
    }

    /** Puts elements of the basis into the places of the directions, or zeros where there are fewer. */
    private void orthogonalise() {
        basis.truncate(kept);
        for (int i = 0; i < blocks; i++) {
            basis.add(values, learnerAt + i * width, differences, i * places);
        }
        Arrays.fill(values, start + basis.size() * width, start + places * width, 0);
    }

    /**
     * Outputs of a filter for the batch.
     *
     * @param filter 0 for the teacher, and so on as the fixed filters were given; after the last of them the learner
     * @param f      the result, at least b elements rounded up to whole groups of lanes, of which b count
     * @throws IllegalArgumentException  if the result is too short
     * @throws IndexOutOfBoundsException if there is no such filter
     */
    public void outputs(int filter, double[] f) {
        family.gates(kernel, network, preactivations[Objects.checkIndex(filter, preactivations.length)], f);
    }

    /**
     * What the teacher's outputs for other inputs than the learner's depend on.
     *
     * @return a matrix to be filled with independent numbers of N(0, 1) before {@link #otherOutputs}
     */
    public Matrix others() {
        return others;
    }

    /**
     * Outputs of the teacher for other inputs, each like one of the batch to some degree.
     *
     * @param correlations of each sample, what the other input is made of: ϱ z + √(1 − ϱ²) z' with a z' of its own,
     *                     ϱ from 0 to 1; b elements
     * @param f            the result, as for {@link #outputs}
     * @throws IllegalArgumentException if a length is too short
     */
    public void otherOutputs(double[] correlations, double[] f) {
        Check.range("correlations", correlations, 0, batch);
        for (int j = 0; j < batch; j++) {
            double correlation = correlations[j];
            double rest = Math.sqrt(1 - correlation * correlation);
            for (int t = 0; t < others.rows(); t++) {
                othersMixed.set(t, j, Math.fma(correlation, zeta.get(t, j), rest * others.get(t, j)));
            }
        }
        kernel.multiply(teacherCoordinates, othersMixed, othersZ);
        family.gates(kernel, network, othersZ, f);
    }

    /**
     * The Tron-gradient g = Ā Σ_j d_j z_j, in coordinates.
     *
     * @param d d, b elements; for Algorithm 1 (v_j − f_w(x_j))/b
     * @param g the result, at least r elements rounded up to whole groups of lanes, of which r count
     * @throws IllegalArgumentException if a length is wrong
     */
    public void tronGradient(double[] d, double[] g) {
        setResiduals(d);
        Check.range("g", g, 0, Lanes.pad(r));
        kernel.multiply(zetaAndWeights, values, weightsAt, weighted.values(), 0);
        combine(1);
        kernel.multiplyTransposed(firstColumns, combinations.values(), 0, sum.values(), 0);
        reduced.multiplyByMean(kernel, sum.values(), 0, g);
    }

    /**
     * The exact SGD gradient g = Σ_j d_j (1/k) Σ_i q_i σ'(wᵀA_i x_j) A_i x_j, in coordinates.
     *
     * @param d d, b elements; for exact SGD (v_j − f_w(x_j))/b
     * @param g the result, at least r elements rounded up to whole groups of lanes, of which r count
     * @throws IllegalArgumentException if a length is wrong
     * @throws IllegalStateException    if this was not made for it
     */
    public void sgdGradient(double[] d, double[] g) {
        if (sums < blocks) {
            throw new IllegalStateException("made for gradients with one sum");
        }
        Check.range("d", d, 0, batch);
        Check.range("g", g, 0, Lanes.pad(r));
        System.arraycopy(d, 0, residuals, 0, batch);
        family.gateWeights(kernel, network, preactivations[preactivations.length - 1], residuals, weights);
        kernel.multiplyByTransposed(weights, zetaAndWeights, weighted);
        combine(sums);
        kernel.multiply(combinations, rows, sum);
        reduced.backProject(kernel, sum.values(), 0, g);
    }

    /**
     * The SGD gradient of the published simulation code, g = [Σ_j d_j] (1/k) Σ_i q_i σ'(wᵀA_i x_1) A_i x_1, in
     * coordinates.
     *
     * @param d d, b elements; (v_j − f_w(x_j))/b
     * @param g the result, at least r elements rounded up to whole groups of lanes, of which r count
     * @throws IllegalArgumentException if a length is wrong
     */
    public void publishedSgdGradient(double[] d, double[] g) {
        Check.range("g", g, 0, Lanes.pad(r));
        setResiduals(d);
        total[0] = kernel.sum(batch, d, 0);
        family.gateWeights(kernel, network, learnerFirst, total, weightsFirst);
        // The first sample itself: the sum whose weights are 1, 0, 0, …
        double[] first = weighted.values();
        for (int t = 0; t < places; t++) {
            first[t] = zeta.get(t, 0);
        }
        first[places] = 1;
        combine(1);
        double[] y = sum.values();
        kernel.multiplyTransposed(rows, combinations.values(), 0, y, 0);
        for (int i = blocks - 1; i >= 0; i--) {
            double weight = weightsFirst.get(i, 0);
            for (int j = 0; j < width; j++) {
                y[i * width + j] = weight * y[j];
            }
        }
        reduced.backProject(kernel, y, 0, g);
    }

    /**
     * Tron-gradients of the groups of the batch, each over the samples of its own group.
     *
     * @param d d, b elements
     * @param g the results, one for each group, as for {@link #tronGradient}
     * @throws IllegalArgumentException if a length is wrong
     * @throws IllegalStateException    if there is one group
     */
    public void tronGradients(double[] d, double[][] g) {
        requireGroups(d, 1);
        for (int group = 0; group < groups.length - 1; group++) {
            int from = groups[group];
            System.arraycopy(d, from, values, weightsAt + group * weights.columns() + from, groups[group + 1] - from);
        }
        sumGroups();
        for (int group = 0; group < groups.length - 1; group++) {
            Check.range("g", g[group], 0, Lanes.pad(r));
            reduced.multiplyByMean(kernel, sum.values(), group * width, g[group]);
        }
    }

    /**
     * Gradients of exact SGD, each over the samples of its own group.
     *
     * @param d d, b elements
     * @param g the results, one for each group, as for {@link #sgdGradient}
     * @throws IllegalArgumentException if a length is wrong
     * @throws IllegalStateException    if there is one group, or this was not made for exact SGD
     */
    public void sgdGradients(double[] d, double[][] g) {
        requireGroups(d, blocks);
        System.arraycopy(d, 0, residuals, 0, batch);
        family.gateWeights(kernel, network, preactivations[preactivations.length - 1], residuals, uncut);
        for (int group = 0; group < groups.length - 1; group++) {
            int from = groups[group];
            for (int i = 0; i < blocks; i++) {
                System.arraycopy(uncut.values(), uncut.rowOffset(i) + from, values,
                    weightsAt + (group * blocks + i) * weights.columns() + from, groups[group + 1] - from);
            }
        }
        sumGroups();
        for (int group = 0; group < groups.length - 1; group++) {
            Check.range("g", g[group], 0, Lanes.pad(r));
            reduced.backProject(kernel, sum.values(), group * blocks * width, g[group]);
        }
    }

    private void requireGroups(double[] d, int sumsOfOne) {
        if (groups.length == 2 || sums != (groups.length - 1) * sumsOfOne) {
            throw new IllegalStateException("not made for such gradients");
        }
        Check.range("d", d, 0, batch);
    }

    /** The sums of all groups from their weights. */
    private void sumGroups() {
        kernel.multiplyByTransposed(weights, zetaAndWeights, weighted);
        combine(sums);
        kernel.multiply(combinations, rows, groupSums);
    }

    private void setResiduals(double[] d) {
        Check.range("d", d, 0, batch);
        System.arraycopy(d, 0, values, weightsAt, batch);
    }

    /**
     * Given Σ_j d_j ζ_j and Σ_j d_j² for some sums, or their Gram matrix, finds the combinations of rows that the sums
     * are: of the basis or the directions, and of the ψ.
     */
    private void combine(int count) {
        double[] s = weighted.values();
        int stride = places + sums;
        factoriseWeights(count, s, stride);
        for (int l = 0; l < count; l++) {
            coordinatesOfNoise(l);
        }
        double[] result = combinations.values();
        for (int i = 0; i < count; i++) {
            // On the basis: Σ_j d_j ζ_j, less what the noise must not have.
            System.arraycopy(s, i * stride, combination, 0, places);
            for (int l = 0; l <= i; l++) {
                addTo(combination, -root[i * count + l], noise, l * places, places);
            }
            if (!orthogonal) {
                toDirections();
            }
            System.arraycopy(combination, 0, result, i * (places + sums), places);
            for (int l = 0; l < sums; l++) {
                result[i * (places + sums) + places + l] = l <= i ? root[i * count + l] : 0;
            }
        }
    }

    /** Cholesky factor of the Gram matrix of the weights. */
    private void factoriseWeights(int count, double[] s, int stride) {
        for (int i = 0; i < count; i++) {
            for (int l = 0; l <= i; l++) {
                double rest = less(s[i * stride + places + l], root, i * count, root, l * count, l);
                if (l < i) {
                    double diagonal = root[l * count + l];
                    root[i * count + l] = diagonal == 0 ? 0 : rest / diagonal;
                } else {
                    // What rounding leaves of nothing may be negative.
                    root[i * count + i] = rest <= 0 ? 0 : Math.sqrt(rest);
                }
            }
        }
    }

    /** Qᵀψ for one ψ. */
    private void coordinatesOfNoise(int l) {
        double[] p = products.values();
        int from = (blocks + l) * places;
        int to = l * places;
        System.arraycopy(p, from, noise, to, places);
        if (orthogonal) {
            return;
        }
        for (int i = 0; i < blocks; i++) {
            noise[to + kept + i] = reciprocals[i]
                * less(noise[to + kept + i], differences, i * places, noise, to, kept + i);
        }
    }

    /** From a combination of the basis to the same of its kept elements and the directions. */
    private void toDirections() {
        for (int i = blocks - 1; i >= 0; i--) {
            double factor = combination[kept + i] * reciprocals[i];
            addTo(combination, -factor, differences, i * places, kept + i);
            combination[kept + i] = factor;
        }
    }

    /** y ← y + factor · x for a few elements, likewise. */
    private static void addTo(double[] y, double factor, double[] x, int xOffset, int count) {
        if (count > 0) {
            y[0] = Math.fma(factor, x[xOffset], y[0]);
        }
        if (count > 1) {
            y[1] = Math.fma(factor, x[xOffset + 1], y[1]);
        }
        if (count > 2) {
            y[2] = Math.fma(factor, x[xOffset + 2], y[2]);
        }
        if (count > 3) {
            y[3] = Math.fma(factor, x[xOffset + 3], y[3]);
        }
        for (int t = 4; t < count; t++) {
            y[t] = Math.fma(factor, x[xOffset + t], y[t]);
        }
    }
}
