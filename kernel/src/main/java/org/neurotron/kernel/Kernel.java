package org.neurotron.kernel;

import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * The operations over flat double arrays of which the mini-batch forward pass, the Tron-gradient and the SGD gradients
 * are made.
 *
 * <p><b>Same bits everywhere</b> (contract C1). Each operation fixes the order of its roundings, and every
 * implementation keeps it, at every vector width. There are two kinds of sums:
 * <ul>
 * <li><i>along rows</i> (the terms lie side by side in memory): eight logical lanes and one fold, as {@link Lanes}
 *     says;</li>
 * <li><i>down rows</i> (each element of the result has its own accumulator, and the terms come row by row): one
 *     accumulator from +0, one fused multiply-add per term, in increasing row. No order is left open here, because no
 *     lane is ever added to another.</li>
 * </ul>
 *
 * <p>The public methods check what they are given and throw {@link IllegalArgumentException} with the offending name
 * and value: null, ranges that leave an array, shapes that do not fit, and results that overlap an operand. Each is a
 * check and one call of its unchecked half, a protected method of the same name with {@code Unchecked} behind it, which
 * is what an implementation writes. Non-finite elements are not rejected; they propagate as IEEE 754 says.
 *
 * <p>A kernel has no state: one instance serves any number of threads.
 */
public abstract class Kernel {

    /**
     * For the implementations of this library. There are no others: what computes is trusted with arguments that only
     * the public methods check, and with an order of roundings that every result depends on. The class cannot be
     * sealed, because its vector implementation is defined anew for each width, as hidden classes that no list can
     * name.
     *
     * @throws IllegalCallerException if the class is of another package. That keeps out mistakes, not intent: on the
     *                                class path anyone may put a class into this package
     */
    protected Kernel() {
        requireOwn(getClass());
    }

    static void requireOwn(Class<?> implementation) {
        String here = Kernel.class.getPackageName();
        String there = implementation.getPackageName();
        if (!there.equals(here) && !there.equals(here + ".simd")) {
            throw new IllegalCallerException("no kernels but those of " + here + ": " + implementation.getName());
        }
    }

    /**
     * What this kernel is.
     *
     * @return {@code "portable"} or {@code "simd"}
     */
    public abstract String name();

    /**
     * The width of the vectors this kernel is written for.
     *
     * @return 128, 256 or 512, or 64 for the portable kernel
     */
    public abstract int vectorBits();

    /**
     * The operations on random numbers that go with this kernel.
     *
     * @return always the same instance
     */
    public abstract RandomKernel random();

    /**
     * Matrix times vector: y_i = Σ_j a_ij x_j, summed along rows.
     *
     * @param a       r × n
     * @param x       n elements from {@code xOffset}
     * @param xOffset where x starts
     * @param y       the result, r elements from {@code yOffset}
     * @param yOffset where y starts
     */
    public final void multiply(Matrix a, double[] x, int xOffset, double[] y, int yOffset) {
        Check.range("x", x, xOffset, a.columns());
        Check.range("y", y, yOffset, a.rows());
        requireDisjoint("y", y, yOffset, a.rows(), "a", a);
        requireDisjoint("y", y, yOffset, a.rows(), "x", x, xOffset, a.columns());
        multiplyUnchecked(a.rows(), a.columns(), a.values(), a.offset(), a.leadingDimension(), x, xOffset, y, yOffset);
    }

    /**
     * Transposed matrix times vector: y_j = Σ_i a_ij x_i, summed down rows.
     *
     * @param a       r × n
     * @param x       r elements from {@code xOffset}
     * @param xOffset where x starts
     * @param y       the result, n elements from {@code yOffset}
     * @param yOffset where y starts
     */
    public final void multiplyTransposed(Matrix a, double[] x, int xOffset, double[] y, int yOffset) {
        Check.range("x", x, xOffset, a.rows());
        Check.range("y", y, yOffset, a.columns());
        requireDisjoint("y", y, yOffset, a.columns(), "a", a);
        requireDisjoint("y", y, yOffset, a.columns(), "x", x, xOffset, a.rows());
        multiplyTransposedUnchecked(a.rows(), a.columns(), a.values(), a.offset(), a.leadingDimension(), x, xOffset,
            y, yOffset);
    }

    /**
     * All products of the rows of two matrices, C = A Bᵀ: c_ij = Σ_l a_il b_jl, summed along rows.
     *
     * @param a m × n
     * @param b p × n
     * @param c the result, m × p
     */
    public final void multiplyByTransposed(Matrix a, Matrix b, Matrix c) {
        multiplyByTransposed(a, b, c, null);
    }

    /**
     * The same with memory for partial sums, with which long rows are worked on piece by piece and stay in the cache.
     * The bits are the same.
     *
     * @param a         m × n
     * @param b         p × n
     * @param c         the result, m × p
     * @param workspace at least {@code workspaceLength(m)} elements, overwritten, which no operand shares; or null
     */
    public final void multiplyByTransposed(Matrix a, Matrix b, Matrix c, double[] workspace) {
        if (a.columns() != b.columns()) {
            throw Check.illegal("columns of b", b.columns(), "must be those of a, " + a.columns());
        }
        requireShape("c", c, a.rows(), b.rows());
        requireDisjoint("c", c, "a", a);
        requireDisjoint("c", c, "b", b);
        if (workspace != null) {
            if (workspace.length < workspaceLength(a.rows())) {
                throw Check.illegal("workspace", "an array of length " + workspace.length,
                    "must have at least " + workspaceLength(a.rows()));
            }
            requireDisjoint("workspace", workspace, 0, workspace.length, "a", a);
            requireDisjoint("workspace", workspace, 0, workspace.length, "b", b);
            requireDisjoint("workspace", workspace, 0, workspace.length, "c", c);
        }
        multiplyByTransposedUnchecked(a.rows(), b.rows(), a.columns(), a.values(), a.offset(), a.leadingDimension(),
            b.values(), b.offset(), b.leadingDimension(), c.values(), c.offset(), c.leadingDimension(), workspace);
    }

    /**
     * How long a workspace for {@link #multiplyByTransposed(Matrix, Matrix, Matrix, double[])} must be.
     *
     * @param m number of rows of the left matrix, ≥ 1
     * @return the length
     * @throws IllegalArgumentException if {@code m < 1} or no array could be so long
     */
    public static int workspaceLength(int m) {
        if (Check.positive("m", m) > Lanes.MAX_LENGTH / (4 * Lanes.COUNT)) {
            throw Check.illegal("m", m, "must be at most " + Lanes.MAX_LENGTH / (4 * Lanes.COUNT));
        }
        return 4 * Lanes.COUNT * m;
    }

    /**
     * The product of two matrices, C = A B: c_ij = Σ_l a_il b_lj, summed down the rows of B.
     *
     * @param a m × p
     * @param b p × n
     * @param c the result, m × n
     */
    public final void multiply(Matrix a, Matrix b, Matrix c) {
        if (a.columns() != b.rows()) {
            throw Check.illegal("rows of b", b.rows(), "must be the columns of a, " + a.columns());
        }
        requireShape("c", c, a.rows(), b.columns());
        requireDisjoint("c", c, "a", a);
        requireDisjoint("c", c, "b", b);
        multiplyUnchecked(a.rows(), a.columns(), b.columns(), a.values(), a.offset(), a.leadingDimension(),
            b.values(), b.offset(), b.leadingDimension(), c.values(), c.offset(), c.leadingDimension());
    }

    /**
     * All products of the rows of two matrices, C = A Bᵀ, where A is zero outside some groups of columns:
     * c_ij = Σ_l a_il b_jl over the columns l of those groups, summed along rows. Where B is finite that is
     * {@link #multiplyByTransposed(Matrix, Matrix, Matrix)} of A with all its zeros, to the bit but for the sign of a
     * zero: terms that vanish one and all from below leave −0 here, and may leave +0 there.
     *
     * @param pattern the groups of A, m × n
     * @param a       the values of A, {@code pattern.length()} elements from {@code aOffset}
     * @param aOffset where the values of A start
     * @param b       p × n
     * @param c       the result, m × p
     */
    public final void multiplyByTransposed(GroupPattern pattern, double[] a, int aOffset, Matrix b, Matrix c) {
        Check.range("a", a, aOffset, pattern.length());
        if (b.columns() != pattern.columns()) {
            throw Check.illegal("columns of b", b.columns(), "must be those of a, " + pattern.columns());
        }
        requireShape("c", c, pattern.rows(), b.rows());
        requireDisjoint("c", c, "a", a, aOffset, pattern.length());
        requireDisjoint("c", c, "b", b);
        multiplyByTransposedUnchecked(pattern.rows(), b.rows(), pattern.starts(), pattern.groupColumns(),
            pattern.first(), a, aOffset, b.values(), b.offset(), b.leadingDimension(),
            c.values(), c.offset(), c.leadingDimension());
    }

    /**
     * Adds some groups of columns of a product, Y ← Y + A B: for one row after the other, y_ij ← y_ij + Σ_l a_il b_lj
     * for the columns j of its groups, the sum taken down the rows of B. Rows that share values add to the same ones.
     *
     * @param a       m × p
     * @param b       at least p × n; rows from p on do not count
     * @param pattern the groups of Y, m × n
     * @param y       the values of Y, {@code pattern.length()} elements from {@code yOffset}, changed
     * @param yOffset where the values of Y start
     */
    public final void addProduct(Matrix a, Matrix b, GroupPattern pattern, double[] y, int yOffset) {
        if (a.rows() != pattern.rows()) {
            throw Check.illegal("rows of a", a.rows(), "must be those of y, " + pattern.rows());
        }
        if (b.rows() < a.columns()) {
            throw Check.illegal("rows of b", b.rows(), "must be at least the columns of a, " + a.columns());
        }
        if (b.columns() != pattern.columns()) {
            throw Check.illegal("columns of b", b.columns(), "must be those of y, " + pattern.columns());
        }
        Check.range("y", y, yOffset, pattern.length());
        requireDisjoint("y", y, yOffset, pattern.length(), "a", a);
        requireDisjoint("y", y, yOffset, pattern.length(), "b", b);
        addProductUnchecked(a.rows(), a.columns(), a.values(), a.offset(), a.leadingDimension(),
            b.values(), b.offset(), b.leadingDimension(), pattern.starts(), pattern.groupColumns(), pattern.first(),
            y, yOffset);
    }

    /**
     * Output of the gates of a network, f_j = scale · Σ_i q_i σ(z_ij), summed down rows (Definitions 1 and 2, with
     * scale = 1/k). σ(y) is y, or {@code leak · y} where y &lt; 0.
     *
     * @param z       preactivations wᵀA_i x_j, k × b
     * @param q       k outer weights
     * @param leak    α of the leaky ReLU
     * @param scale   common factor
     * @param f       the result, b elements from {@code fOffset}
     * @param fOffset where f starts
     */
    public final void gates(Matrix z, double[] q, double leak, double scale, double[] f, int fOffset) {
        Check.range("q", q, 0, z.rows());
        Check.range("f", f, fOffset, z.columns());
        requireDisjoint("f", f, fOffset, z.columns(), "z", z);
        requireDisjoint("f", f, fOffset, z.columns(), "q", q, 0, z.rows());
        gatesUnchecked(z.rows(), z.columns(), z.values(), z.offset(), z.leadingDimension(), q, leak, scale, f, fOffset);
    }

    /**
     * Output of the gates of an affine family, f_j = scale · Σ_i q_i σ(p_j + c_i s_j), where p + c_i s is one fused
     * multiply-add; otherwise as {@link #gates}.
     *
     * @param z       2 × b: row 0 is p_j = (Mᵀw)·x_j, row 1 is s_j = (Cᵀw)·x_j
     * @param c       k coefficients
     * @param q       k outer weights
     * @param leak    α of the leaky ReLU
     * @param scale   common factor
     * @param f       the result, b elements from {@code fOffset}
     * @param fOffset where f starts
     */
    public final void affineGates(Matrix z, double[] c, double[] q, double leak, double scale, double[] f,
                                  int fOffset) {
        requireShape("z", z, 2, z.columns());
        Check.range("q", q, 0, c.length);
        Check.range("f", f, fOffset, z.columns());
        requireDisjoint("f", f, fOffset, z.columns(), "z", z);
        requireDisjoint("f", f, fOffset, z.columns(), "c", c, 0, c.length);
        requireDisjoint("f", f, fOffset, z.columns(), "q", q, 0, c.length);
        affineGatesUnchecked(c.length, z.columns(), z.values(), z.offset(), z.leadingDimension(), c, q, leak, scale, f,
            fOffset);
    }

    /**
     * Output of the gates of an affine family with c_i = −k/2, …, −1, 1, …, k/2 (Remark 1) and one outer weight for all
     * gates: f_j = scale · Σ_i σ(p_j + c_i s_j). The active gates, those with c_i |s_j| &gt; −p_j, are the last ones in
     * the order of the c_i, so the sum has a closed form, whose cost does not depend on k.
     *
     * <p>With h = k/2 and τ = p/|s|: m = min(⌈τ⌉ − 1, h) if τ &gt; 0, else min(⌊−τ⌋, h), or h if there is no τ; there
     * are a = h + m active gates if τ &gt; 0, else h − m, and their coefficients add up to C = (h(h+1) − m(m+1))/2.
     * Then f = (leak · ((k − a) p − C|s|) + (a p + C|s|)) · scale, with a fused multiply-add at each sum.
     *
     * <p>τ is rounded, so a gate within an ulp of zero may be taken for inactive, which changes nothing that rounding
     * does not; and within a factor of k² of overflow the result may be NaN where the sum over the gates is not.
     *
     * @param z       2 × b: p and s, as for the general {@link #affineGates(Matrix, double[], double[], double, double,
     *                double[], int) affineGates}
     * @param k       number of gates, even, ≥ 2
     * @param leak    α of the leaky ReLU
     * @param scale   common factor, which contains the outer weight
     * @param f       the result, b elements from {@code fOffset}
     * @param fOffset where f starts
     */
    public final void affineGates(Matrix z, int k, double leak, double scale, double[] f, int fOffset) {
        requireEven(k);
        requireShape("z", z, 2, z.columns());
        Check.range("f", f, fOffset, z.columns());
        requireDisjoint("f", f, fOffset, z.columns(), "z", z);
        affineGatesUnchecked(k, z.columns(), z.values(), z.offset(), z.leadingDimension(), leak, scale, f, fOffset);
    }

    /**
     * What each gate contributes to the gradient, d_ij = (q_i σ'(z_ij) · scale) · residual_j. The derivative σ'(y) is
     * 1 where y &gt; 0 and {@code leak} elsewhere, as in the published study.
     *
     * @param z              preactivations, k × b
     * @param q              k outer weights
     * @param leak           α of the leaky ReLU
     * @param scale          common factor
     * @param residual       b elements from {@code residualOffset}
     * @param residualOffset where the residuals start
     * @param d              the result, k × b
     */
    public final void gateWeights(Matrix z, double[] q, double leak, double scale, double[] residual,
                                  int residualOffset, Matrix d) {
        requireShape("d", d, z.rows(), z.columns());
        Check.range("q", q, 0, z.rows());
        Check.range("residual", residual, residualOffset, z.columns());
        requireDisjoint("d", d, "z", z);
        requireDisjoint("d", d, "q", q, 0, z.rows());
        requireDisjoint("d", d, "residual", residual, residualOffset, z.columns());
        gateWeightsUnchecked(z.rows(), z.columns(), z.values(), z.offset(), z.leadingDimension(), q, leak, scale,
            residual, residualOffset, d.values(), d.offset(), d.leadingDimension());
    }

    /**
     * The same for an affine family: d_0j = (scale · Σ_i q_i σ'(p_j + c_i s_j)) · residual_j and
     * d_1j = (scale · Σ_i q_i c_i σ'(p_j + c_i s_j)) · residual_j, summed down rows; each q_i c_i is rounded once.
     *
     * @param z              2 × b: p and s, as for {@link #affineGates(Matrix, double[], double[], double, double,
     *                       double[], int) affineGates}
     * @param c              k coefficients
     * @param q              k outer weights
     * @param leak           α of the leaky ReLU
     * @param scale          common factor
     * @param residual       b elements from {@code residualOffset}
     * @param residualOffset where the residuals start
     * @param d              the result, 2 × b
     */
    public final void affineGateWeights(Matrix z, double[] c, double[] q, double leak, double scale,
                                        double[] residual, int residualOffset, Matrix d) {
        requireShape("z", z, 2, z.columns());
        requireShape("d", d, 2, z.columns());
        Check.range("q", q, 0, c.length);
        Check.range("residual", residual, residualOffset, z.columns());
        requireDisjoint("d", d, "z", z);
        requireDisjoint("d", d, "c", c, 0, c.length);
        requireDisjoint("d", d, "q", q, 0, c.length);
        requireDisjoint("d", d, "residual", residual, residualOffset, z.columns());
        affineGateWeightsUnchecked(c.length, z.columns(), z.values(), z.offset(), z.leadingDimension(), c, q, leak,
            scale, residual, residualOffset, d.values(), d.offset(), d.leadingDimension());
    }

    /**
     * The same with c_i = −k/2, …, −1, 1, …, k/2 and one outer weight for all gates, in closed form: with a and C of
     * {@link #affineGates(Matrix, int, double, double, double[], int)}, d_0j = ((a + leak (k − a)) · scale) ·
     * residual_j, the inner sum being one fused multiply-add, and d_1j = (((±C) (1 − leak)) · scale) · residual_j with
     * the sign of s_j.
     *
     * @param z              2 × b: p and s
     * @param k              number of gates, even, ≥ 2
     * @param leak           α of the leaky ReLU
     * @param scale          common factor, which contains the outer weight
     * @param residual       b elements from {@code residualOffset}
     * @param residualOffset where the residuals start
     * @param d              the result, 2 × b
     */
    public final void affineGateWeights(Matrix z, int k, double leak, double scale, double[] residual,
                                        int residualOffset, Matrix d) {
        requireEven(k);
        requireShape("z", z, 2, z.columns());
        requireShape("d", d, 2, z.columns());
        Check.range("residual", residual, residualOffset, z.columns());
        requireDisjoint("d", d, "z", z);
        requireDisjoint("d", d, "residual", residual, residualOffset, z.columns());
        affineGateWeightsUnchecked(k, z.columns(), z.values(), z.offset(), z.leadingDimension(), leak, scale, residual,
            residualOffset, d.values(), d.offset(), d.leadingDimension());
    }

    /**
     * d_j = (v_j − f_j) · scale.
     *
     * @param length  number of elements
     * @param v       labels, from {@code vOffset}
     * @param vOffset where v starts
     * @param f       outputs, from {@code fOffset}
     * @param fOffset where f starts
     * @param scale   common factor
     * @param d       the result, from {@code dOffset}; may be v or f themselves
     * @param dOffset where d starts
     */
    public final void scaledDifference(int length, double[] v, int vOffset, double[] f, int fOffset, double scale,
                                       double[] d, int dOffset) {
        Check.range("v", v, vOffset, length);
        Check.range("f", f, fOffset, length);
        Check.range("d", d, dOffset, length);
        requireSameOrDisjoint("d", d, dOffset, "v", v, vOffset, length);
        requireSameOrDisjoint("d", d, dOffset, "f", f, fOffset, length);
        scaledDifferenceUnchecked(length, v, vOffset, f, fOffset, scale, d, dOffset);
    }

    /**
     * d_j = ψ(v_j − f_j) · scale, with the difference bounded. Where none exceeds the threshold, that is
     * {@link #scaledDifference} to the bit.
     *
     * @param length    number of elements
     * @param v         labels, from {@code vOffset}
     * @param vOffset   where v starts
     * @param f         outputs, from {@code fOffset}
     * @param fOffset   where f starts
     * @param bound     ψ
     * @param threshold its c, ≥ 0
     * @param scale     common factor
     * @param d         the result, from {@code dOffset}; may be v or f themselves
     * @param dOffset   where d starts
     * @return how many differences are larger than c in size
     */
    public final int boundedDifference(int length, double[] v, int vOffset, double[] f, int fOffset, Bound bound,
                                       double threshold, double scale, double[] d, int dOffset) {
        Check.range("v", v, vOffset, length);
        Check.range("f", f, fOffset, length);
        Check.range("d", d, dOffset, length);
        Objects.requireNonNull(bound, "bound");
        requireSameOrDisjoint("d", d, dOffset, "v", v, vOffset, length);
        requireSameOrDisjoint("d", d, dOffset, "f", f, fOffset, length);
        return boundedDifferenceUnchecked(length, v, vOffset, f, fOffset, bound, threshold, scale, d, dOffset);
    }

    /**
     * y_j ← y_j + factor · x_j, each with one fused multiply-add.
     *
     * @param length  number of elements
     * @param factor  the factor
     * @param x       from {@code xOffset}
     * @param xOffset where x starts
     * @param y       updated, from {@code yOffset}
     * @param yOffset where y starts
     */
    public final void addScaled(int length, double factor, double[] x, int xOffset, double[] y, int yOffset) {
        Check.range("x", x, xOffset, length);
        Check.range("y", y, yOffset, length);
        requireSameOrDisjoint("y", y, yOffset, "x", x, xOffset, length);
        addScaledUnchecked(length, factor, x, xOffset, y, yOffset);
    }

    /**
     * Products element by element, y_j = a_j · x_j.
     *
     * @param length  number of elements
     * @param a       from {@code aOffset}
     * @param aOffset where a starts
     * @param x       from {@code xOffset}
     * @param xOffset where x starts
     * @param y       the result, from {@code yOffset}; may be a or x themselves
     * @param yOffset where y starts
     */
    public final void multiplyElements(int length, double[] a, int aOffset, double[] x, int xOffset, double[] y,
                                       int yOffset) {
        Check.range("a", a, aOffset, length);
        Check.range("x", x, xOffset, length);
        Check.range("y", y, yOffset, length);
        requireSameOrDisjoint("y", y, yOffset, "a", a, aOffset, length);
        requireSameOrDisjoint("y", y, yOffset, "x", x, xOffset, length);
        multiplyElementsUnchecked(length, a, aOffset, x, xOffset, y, yOffset);
    }

    /**
     * Standardises numbers in place, x_j ← (x_j − mean_j) / scale_j.
     *
     * @param length  number of elements
     * @param mean    what becomes 0, from element 0
     * @param scale   what becomes 1 more than that, from element 0
     * @param x       updated, from {@code xOffset}
     * @param xOffset where x starts
     */
    public final void standardize(int length, double[] mean, double[] scale, double[] x, int xOffset) {
        Check.range("mean", mean, 0, length);
        Check.range("scale", scale, 0, length);
        Check.range("x", x, xOffset, length);
        requireDisjoint("x", x, xOffset, length, "mean", mean, 0, length);
        requireDisjoint("x", x, xOffset, length, "scale", scale, 0, length);
        standardizeUnchecked(length, mean, scale, x, xOffset);
    }

    /**
     * ‖x − y‖², summed along rows.
     *
     * @param length  number of elements
     * @param x       from {@code xOffset}
     * @param xOffset where x starts
     * @param y       from {@code yOffset}
     * @param yOffset where y starts
     * @return the squared Euclidean distance
     */
    public final double squaredDistance(int length, double[] x, int xOffset, double[] y, int yOffset) {
        Check.range("x", x, xOffset, length);
        Check.range("y", y, yOffset, length);
        return squaredDistanceUnchecked(length, x, xOffset, y, yOffset);
    }

    /**
     * Σ_j x_j, summed along rows.
     *
     * @param length  number of elements
     * @param x       from {@code xOffset}
     * @param xOffset where x starts
     * @return the sum
     */
    public final double sum(int length, double[] x, int xOffset) {
        Check.range("x", x, xOffset, length);
        return sumUnchecked(length, x, xOffset);
    }

    // The unchecked half. Each method has the name of the public one, with "Unchecked" behind it, and computes the same
    // without looking at what it is given. Its arguments are the sizes, in the letters of the public method's Javadoc,
    // and then what the public method takes, in the same order; a matrix M comes as an array (m), where it begins in
    // it (mOffset), and how far apart its rows lie (ldm), a pattern as its arrays.

    /** Unchecked {@link #multiply(Matrix, double[], int, double[], int)}. */
    protected abstract void multiplyUnchecked(int r, int n, double[] a, int aOffset, int lda,
                                              double[] x, int xOffset, double[] y, int yOffset);

    /** Unchecked {@link #multiplyTransposed}. */
    protected abstract void multiplyTransposedUnchecked(int r, int n, double[] a, int aOffset, int lda,
                                                        double[] x, int xOffset, double[] y, int yOffset);

    /**
     * Unchecked {@link #multiplyByTransposed(Matrix, Matrix, Matrix, double[])}; the workspace may be null. Row i of
     * the result is B times row i of A.
     */
    protected void multiplyByTransposedUnchecked(int m, int p, int n, double[] a, int aOffset, int lda,
                                                 double[] b, int bOffset, int ldb, double[] c, int cOffset, int ldc,
                                                 double[] workspace) {
        for (int i = 0; i < m; i++) {
            multiplyUnchecked(p, n, b, bOffset, ldb, a, aOffset + i * lda, c, cOffset + i * ldc);
        }
    }

    /** Unchecked {@link #multiply(Matrix, Matrix, Matrix)}. Row i of the result is Bᵀ times row i of A. */
    protected void multiplyUnchecked(int m, int p, int n, double[] a, int aOffset, int lda,
                                     double[] b, int bOffset, int ldb, double[] c, int cOffset, int ldc) {
        for (int i = 0; i < m; i++) {
            multiplyTransposedUnchecked(p, n, b, bOffset, ldb, a, aOffset + i * lda, c, cOffset + i * ldc);
        }
    }

    /**
     * Unchecked {@link #multiplyByTransposed(GroupPattern, double[], int, Matrix, Matrix)}. Group g of the pattern
     * begins at column {@code groupColumns[g]}; row i of A has the groups from {@code starts[i]} to
     * {@code starts[i + 1]}, and its values begin at {@code first[i]}.
     */
    protected abstract void multiplyByTransposedUnchecked(int m, int p, int[] starts, int[] groupColumns, int[] first,
                                                          double[] a, int aOffset, double[] b, int bOffset, int ldb,
                                                          double[] c, int cOffset, int ldc);

    /** Unchecked {@link #addProduct}, with the pattern's arrays as above. */
    protected abstract void addProductUnchecked(int m, int p, double[] a, int aOffset, int lda,
                                                double[] b, int bOffset, int ldb, int[] starts, int[] groupColumns,
                                                int[] first, double[] y, int yOffset);

    /** Unchecked {@link #gates}. */
    protected abstract void gatesUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] q, double leak,
                                           double scale, double[] f, int fOffset);

    /** Unchecked {@link #affineGates(Matrix, double[], double[], double, double, double[], int)}. */
    protected abstract void affineGatesUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] c,
                                                 double[] q, double leak, double scale, double[] f, int fOffset);

    /** Unchecked {@link #affineGates(Matrix, int, double, double, double[], int)}, the closed form. */
    protected abstract void affineGatesUnchecked(int k, int b, double[] z, int zOffset, int ldz, double leak,
                                                 double scale, double[] f, int fOffset);

    /** Unchecked {@link #gateWeights}. */
    protected abstract void gateWeightsUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] q,
                                                 double leak, double scale, double[] residual, int residualOffset,
                                                 double[] d, int dOffset, int ldd);

    /** Unchecked {@link #affineGateWeights(Matrix, double[], double[], double, double, double[], int, Matrix)}. */
    protected abstract void affineGateWeightsUnchecked(int k, int b, double[] z, int zOffset, int ldz, double[] c,
                                                       double[] q, double leak, double scale, double[] residual,
                                                       int residualOffset, double[] d, int dOffset, int ldd);

    /** Unchecked {@link #affineGateWeights(Matrix, int, double, double, double[], int, Matrix)}, the closed form. */
    protected abstract void affineGateWeightsUnchecked(int k, int b, double[] z, int zOffset, int ldz, double leak,
                                                       double scale, double[] residual, int residualOffset,
                                                       double[] d, int dOffset, int ldd);

    /** Unchecked {@link #scaledDifference}. */
    protected abstract void scaledDifferenceUnchecked(int length, double[] v, int vOffset, double[] f, int fOffset,
                                                      double scale, double[] d, int dOffset);

    /** Unchecked {@link #boundedDifference}. */
    protected abstract int boundedDifferenceUnchecked(int length, double[] v, int vOffset, double[] f, int fOffset,
                                                      Bound bound, double threshold, double scale, double[] d,
                                                      int dOffset);

    /** Unchecked {@link #addScaled}. */
    protected abstract void addScaledUnchecked(int length, double factor, double[] x, int xOffset,
                                               double[] y, int yOffset);

    /** Unchecked {@link #multiplyElements}. */
    protected abstract void multiplyElementsUnchecked(int length, double[] a, int aOffset, double[] x, int xOffset,
                                                      double[] y, int yOffset);

    /** Unchecked {@link #standardize}. */
    protected abstract void standardizeUnchecked(int length, double[] mean, double[] scale, double[] x, int xOffset);

    /** Unchecked {@link #squaredDistance}. */
    protected abstract double squaredDistanceUnchecked(int length, double[] x, int xOffset, double[] y, int yOffset);

    /** Unchecked {@link #sum}. */
    protected abstract double sumUnchecked(int length, double[] x, int xOffset);

    private static void requireEven(int k) {
        if (k < 2 || k % 2 != 0) {
            throw Check.illegal("k", k, "must be even and >= 2");
        }
    }

    private static void requireShape(String name, Matrix matrix, int rows, int columns) {
        Objects.requireNonNull(matrix, name);
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw Check.illegal("shape of " + name, matrix.rows() + " x " + matrix.columns(),
                "must be " + rows + " x " + columns);
        }
    }

    private static void requireDisjoint(String name, Matrix result, String otherName, Matrix other) {
        requireDisjoint(name, result.values(), result.offset(), result.end() - result.offset(), otherName, other);
    }

    private static void requireDisjoint(String name, Matrix result, String otherName, double[] other, int otherOffset,
                                        int otherLength) {
        requireDisjoint(name, result.values(), result.offset(), result.end() - result.offset(), otherName, other,
            otherOffset, otherLength);
    }

    private static void requireDisjoint(String name, double[] result, int offset, int length, String otherName,
                                        Matrix other) {
        requireDisjoint(name, result, offset, length, otherName, other.values(), other.offset(),
            other.end() - other.offset());
    }

    /** Overlap is judged by the spans in the array, so interleaved rows of one array count as overlapping. */
    static void requireDisjoint(String name, double[] result, int offset, int length, String otherName,
                                double[] other, int otherOffset, int otherLength) {
        if (result == other && offset < otherOffset + otherLength && otherOffset < offset + length) {
            throw Check.illegal(name, "the memory of " + otherName, "must not overlap it");
        }
    }

    /** Element by element a result may replace its operand, but a shifted overlap would depend on the vector width. */
    private static void requireSameOrDisjoint(String name, double[] result, int offset, String otherName,
                                              double[] other, int otherOffset, int length) {
        if (offset != otherOffset) {
            requireDisjoint(name, result, offset, length, otherName, other, otherOffset, length);
        }
    }

    @Override
    public final String toString() {
        return name() + (vectorBits() > Double.SIZE ? "-" + vectorBits() : "");
    }
}
