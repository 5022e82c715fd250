package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.neurotron.internal.Refusals.assertIllegal;
import static org.neurotron.internal.Refusals.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the public operations refuse (contract C3). Their unchecked halves look at nothing, so a call that passes here
 * reads and writes whatever memory it names. The checks are common to all kernels, so one kernel shows them.
 */
class KernelArgumentsTest {

    private final Kernel kernel = Kernels.portable();

    // Shapes: a and z are 3 x 5, pair is 2 x 5.
    private final Matrix a = Matrix.of(new double[15], 3, 5);
    private final Matrix pair = Matrix.of(new double[10], 2, 5);
    private final double[] three = new double[3];
    private final double[] five = new double[5];

    @Test
    void multiply() {
        assertNull("a", () -> kernel.multiply(null, five, 0, three, 0));
        assertNull("x", () -> kernel.multiply(a, null, 0, three, 0));
        assertNull("y", () -> kernel.multiply(a, five, 0, null, 0));
        assertIllegal("x", () -> kernel.multiply(a, new double[4], 0, three, 0));
        assertIllegal("x", () -> kernel.multiply(a, five, 1, three, 0));
        assertIllegal("x", () -> kernel.multiply(a, five, -1, three, 0));
        assertIllegal("x", () -> kernel.multiply(a, five, Integer.MAX_VALUE, three, 0));
        assertIllegal("y", () -> kernel.multiply(a, five, 0, new double[2], 0));
        assertIllegal("y", () -> kernel.multiply(a, five, 0, three, 1));
        assertIllegal("y", () -> kernel.multiply(a, five, 0, three, -1));
        assertIllegal("y", () -> kernel.multiply(a, five, 0, a.values(), 12));
        assertIllegal("y", () -> kernel.multiply(a, five, 0, five, 0));
        assertIllegal("y", () -> kernel.multiply(a, five, 0, five, 2));
    }

    @Test
    void multiplyTransposed() {
        assertNull("a", () -> kernel.multiplyTransposed(null, three, 0, five, 0));
        assertNull("x", () -> kernel.multiplyTransposed(a, null, 0, five, 0));
        assertNull("y", () -> kernel.multiplyTransposed(a, three, 0, null, 0));
        assertIllegal("x", () -> kernel.multiplyTransposed(a, new double[2], 0, five, 0));
        assertIllegal("x", () -> kernel.multiplyTransposed(a, three, 1, five, 0));
        assertIllegal("x", () -> kernel.multiplyTransposed(a, three, -1, five, 0));
        assertIllegal("y", () -> kernel.multiplyTransposed(a, three, 0, new double[4], 0));
        assertIllegal("y", () -> kernel.multiplyTransposed(a, three, 0, five, 1));
        assertIllegal("y", () -> kernel.multiplyTransposed(a, three, 0, five, -1));
        assertIllegal("y", () -> kernel.multiplyTransposed(a, three, 0, a.values(), 10));
        assertIllegal("y", () -> kernel.multiplyTransposed(a, five, 0, five, 0));
        assertIllegal("y", () -> kernel.multiplyTransposed(a, new double[7], 2, five, 5));
    }

    @Test
    void multiplyByTransposed() {
        Matrix c = Matrix.of(new double[6], 2, 3);
        assertNull("a", () -> kernel.multiplyByTransposed(null, a, c));
        assertNull("b", () -> kernel.multiplyByTransposed(pair, null, c));
        assertIllegal("b", () -> kernel.multiplyByTransposed(pair, a.columns(0, 4), c));
        assertIllegal("c", () -> kernel.multiplyByTransposed(a, pair, c));
        assertIllegal("c", () -> kernel.multiplyByTransposed(pair, a, c.columns(0, 2)));
        assertIllegal("c", () -> kernel.multiplyByTransposed(pair, a, Matrix.of(new double[9], 3, 3)));
        assertIllegal("c", () -> kernel.multiplyByTransposed(pair, a, Matrix.of(pair.values(), 2, 3)));
        assertIllegal("c", () -> kernel.multiplyByTransposed(pair, a, new Matrix(a.values(), 9, 2, 3, 3)));
    }

    @Test
    void multiplyByTransposedWithWorkspace() {
        Matrix c = Matrix.of(new double[6], 2, 3);
        double[] workspace = new double[64];
        kernel.multiplyByTransposed(pair, a, c, workspace);
        kernel.multiplyByTransposed(pair, a, c, null);
        assertNull("a", () -> kernel.multiplyByTransposed(null, a, c, workspace));
        assertNull("b", () -> kernel.multiplyByTransposed(pair, null, c, workspace));
        assertNull("c", () -> kernel.multiplyByTransposed(pair, a, null, workspace));
        assertIllegal("b", () -> kernel.multiplyByTransposed(pair, a.columns(0, 4), c, workspace));
        assertIllegal("c", () -> kernel.multiplyByTransposed(pair, a, c.columns(0, 2), workspace));
        assertIllegal("c", () -> kernel.multiplyByTransposed(pair, a, Matrix.of(pair.values(), 2, 3), workspace));
        assertIllegal("workspace", () -> kernel.multiplyByTransposed(pair, a, c, new double[63]));
        assertIllegal("workspace", () -> kernel.multiplyByTransposed(pair, a, c, new double[0]));
    }

    /** Wherever in the workspace an operand lies: all of the workspace may be overwritten. */
    @Test
    void aWorkspaceMustNotBeSharedWithAnOperand() {
        Matrix c = Matrix.of(new double[6], 2, 3);
        double[] shared = new double[100];
        assertIllegal("workspace",
            () -> kernel.multiplyByTransposed(new Matrix(shared, 90, 2, 5, 5), a, c, shared));
        assertIllegal("workspace",
            () -> kernel.multiplyByTransposed(pair, new Matrix(shared, 70, 3, 5, 5), c, shared));
        assertIllegal("workspace",
            () -> kernel.multiplyByTransposed(pair, a, new Matrix(shared, 94, 2, 3, 3), shared));
    }

    @Test
    void workspacesHoldEightLanesOfFourRowsForEachVector() {
        assertEquals(32, Kernel.workspaceLength(1));
        assertEquals(96, Kernel.workspaceLength(3));
        assertEquals(Integer.MAX_VALUE - 31, Kernel.workspaceLength((1 << 26) - 1));
    }

    /** 2²⁶ rows would need 2³¹ elements: a length that wraps around must not come out as a small one. */
    @Test
    void aWorkspaceThatNoArrayCanHoldIsRefused() {
        assertIllegal("m", () -> Kernel.workspaceLength(1 << 26));
        assertIllegal("m", () -> Kernel.workspaceLength(Integer.MAX_VALUE));
        assertIllegal("m", () -> Kernel.workspaceLength(0));
    }

    @Test
    void multiplyMatrices() {
        Matrix left = Matrix.of(new double[6], 2, 3);
        Matrix c = Matrix.of(new double[10], 2, 5);
        kernel.multiply(left, a, c);
        assertNull("a", () -> kernel.multiply(null, a, c));
        assertNull("b", () -> kernel.multiply(left, null, c));
        assertNull("c", () -> kernel.multiply(left, a, null));
        assertIllegal("b", () -> kernel.multiply(left.columns(0, 2), a, c));
        assertIllegal("b", () -> kernel.multiply(left, pair, c));
        assertIllegal("c", () -> kernel.multiply(left, a, a));
        assertIllegal("c", () -> kernel.multiply(left, a, c.columns(0, 4)));
        assertIllegal("c", () -> kernel.multiply(left, a, new Matrix(a.values(), 5, 2, 5, 5)));
        assertIllegal("c", () -> kernel.multiply(Matrix.of(c.values(), 2, 3), a, c));
    }

    @Test
    void multiplyGroupsByTransposed() {
        GroupPattern pattern = new GroupPattern(16, new int[][] {{0, 1}, {1}}, new int[] {0, 16});
        double[] values = new double[24];
        Matrix b = Matrix.of(new double[48], 3, 16);
        Matrix c = Matrix.of(new double[6], 2, 3);
        kernel.multiplyByTransposed(pattern, values, 0, b, c);
        assertNull("pattern", () -> kernel.multiplyByTransposed(null, values, 0, b, c));
        assertNull("a", () -> kernel.multiplyByTransposed(pattern, null, 0, b, c));
        assertNull("b", () -> kernel.multiplyByTransposed(pattern, values, 0, null, c));
        assertNull("c", () -> kernel.multiplyByTransposed(pattern, values, 0, b, null));
        assertIllegal("a", () -> kernel.multiplyByTransposed(pattern, values, 1, b, c));
        assertIllegal("a", () -> kernel.multiplyByTransposed(pattern, values, -1, b, c));
        assertIllegal("b", () -> kernel.multiplyByTransposed(pattern, values, 0, b.columns(0, 15), c));
        assertIllegal("c", () -> kernel.multiplyByTransposed(pattern, values, 0, b, c.columns(0, 2)));
        assertIllegal("c", () -> kernel.multiplyByTransposed(pattern, values, 0, b, Matrix.of(new double[9], 3, 3)));
        assertIllegal("c", () -> kernel.multiplyByTransposed(pattern, values, 0, b, Matrix.of(values, 2, 3)));
        assertIllegal("c", () -> kernel.multiplyByTransposed(pattern, values, 0, b, Matrix.of(b.values(), 2, 3)));
    }

    @Test
    void addProductToGroups() {
        GroupPattern pattern = new GroupPattern(16, new int[][] {{0, 1}, {1}}, new int[] {0, 16});
        double[] y = new double[24];
        Matrix left = Matrix.of(new double[6], 2, 3);
        Matrix b = Matrix.of(new double[64], 4, 16);
        kernel.addProduct(left, b, pattern, y, 0);
        assertNull("a", () -> kernel.addProduct(null, b, pattern, y, 0));
        assertNull("b", () -> kernel.addProduct(left, null, pattern, y, 0));
        assertNull("pattern", () -> kernel.addProduct(left, b, null, y, 0));
        assertNull("y", () -> kernel.addProduct(left, b, pattern, null, 0));
        assertIllegal("a", () -> kernel.addProduct(a, b, pattern, y, 0));
        assertIllegal("b", () -> kernel.addProduct(left, Matrix.of(b.values(), 2, 16), pattern, y, 0));
        assertIllegal("b", () -> kernel.addProduct(left, b.columns(0, 8), pattern, y, 0));
        assertIllegal("y", () -> kernel.addProduct(left, b, pattern, y, 1));
        assertIllegal("y", () -> kernel.addProduct(left, b, pattern, y, -1));
        assertIllegal("y", () -> kernel.addProduct(left, b, pattern, b.values(), 40));
        assertIllegal("y", () -> kernel.addProduct(Matrix.of(y, 2, 3), b, pattern, y, 0));
    }

    @Test
    void gates() {
        assertNull("z", () -> kernel.gates(null, three, 0, 1, five, 0));
        assertNull("q", () -> kernel.gates(a, null, 0, 1, five, 0));
        assertNull("f", () -> kernel.gates(a, three, 0, 1, null, 0));
        assertIllegal("q", () -> kernel.gates(a, new double[2], 0, 1, five, 0));
        assertIllegal("f", () -> kernel.gates(a, three, 0, 1, new double[4], 0));
        assertIllegal("f", () -> kernel.gates(a, three, 0, 1, five, 1));
        assertIllegal("f", () -> kernel.gates(a, three, 0, 1, five, -1));
        assertIllegal("f", () -> kernel.gates(a, three, 0, 1, a.values(), 0));
    }

    @Test
    void affineGates() {
        assertNull("z", () -> kernel.affineGates(null, three, three, 0, 1, five, 0));
        assertNull("c", () -> kernel.affineGates(pair, null, three, 0, 1, five, 0));
        assertNull("q", () -> kernel.affineGates(pair, three, null, 0, 1, five, 0));
        assertNull("f", () -> kernel.affineGates(pair, three, three, 0, 1, null, 0));
        assertIllegal("z", () -> kernel.affineGates(a, three, three, 0, 1, five, 0));
        assertIllegal("q", () -> kernel.affineGates(pair, three, new double[2], 0, 1, five, 0));
        assertIllegal("f", () -> kernel.affineGates(pair, three, three, 0, 1, new double[4], 0));
        assertIllegal("f", () -> kernel.affineGates(pair, three, three, 0, 1, five, 1));
        assertIllegal("f", () -> kernel.affineGates(pair, three, three, 0, 1, five, -1));
        assertIllegal("f", () -> kernel.affineGates(pair, three, three, 0, 1, pair.values(), 5));
    }

    @Test
    void affineGatesWithEqualOuterWeights() {
        assertNull("z", () -> kernel.affineGates(null, 2, 0, 1, five, 0));
        assertNull("f", () -> kernel.affineGates(pair, 2, 0, 1, null, 0));
        assertIllegal("z", () -> kernel.affineGates(a, 2, 0, 1, five, 0));
        assertIllegal("z", () -> kernel.affineGates(Matrix.of(five, 1, 5), 2, 0, 1, new double[5], 0));
        assertIllegal("f", () -> kernel.affineGates(pair, 2, 0, 1, new double[4], 0));
        assertIllegal("f", () -> kernel.affineGates(pair, 2, 0, 1, five, 1));
        assertIllegal("f", () -> kernel.affineGates(pair, 2, 0, 1, five, -1));
        assertIllegal("f", () -> kernel.affineGates(pair, 2, 0, 1, pair.values(), 5));
    }

    /** An odd number of gates has no coefficients −k/2, …, −1, 1, …, k/2. */
    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -2, -1, 0, 1, 3, 11, Integer.MAX_VALUE})
    void gatesWithEqualOuterWeightsComeInPairs(int k) {
        Matrix d = Matrix.of(new double[10], 2, 5);
        assertIllegal("k", () -> kernel.affineGates(pair, k, 0, 1, five, 0));
        assertIllegal("k", () -> kernel.affineGateWeights(pair, k, 0, 1, five, 0, d));
    }

    @Test
    void gateWeights() {
        Matrix d = Matrix.of(new double[15], 3, 5);
        assertNull("z", () -> kernel.gateWeights(null, three, 0, 1, five, 0, d));
        assertNull("q", () -> kernel.gateWeights(a, null, 0, 1, five, 0, d));
        assertNull("residual", () -> kernel.gateWeights(a, three, 0, 1, null, 0, d));
        assertIllegal("q", () -> kernel.gateWeights(a, new double[2], 0, 1, five, 0, d));
        assertIllegal("residual", () -> kernel.gateWeights(a, three, 0, 1, new double[4], 0, d));
        assertIllegal("residual", () -> kernel.gateWeights(a, three, 0, 1, five, 1, d));
        assertIllegal("residual", () -> kernel.gateWeights(a, three, 0, 1, five, -1, d));
        assertIllegal("d", () -> kernel.gateWeights(a, three, 0, 1, five, 0, pair));
        assertIllegal("d", () -> kernel.gateWeights(a, three, 0, 1, five, 0, d.columns(0, 4)));
        assertIllegal("d", () -> kernel.gateWeights(a, three, 0, 1, five, 0, a));
    }

    @Test
    void affineGateWeights() {
        Matrix d = Matrix.of(new double[10], 2, 5);
        assertNull("z", () -> kernel.affineGateWeights(null, three, three, 0, 1, five, 0, d));
        assertNull("c", () -> kernel.affineGateWeights(pair, null, three, 0, 1, five, 0, d));
        assertNull("q", () -> kernel.affineGateWeights(pair, three, null, 0, 1, five, 0, d));
        assertNull("residual", () -> kernel.affineGateWeights(pair, three, three, 0, 1, null, 0, d));
        assertIllegal("z", () -> kernel.affineGateWeights(a, three, three, 0, 1, five, 0, d));
        assertIllegal("q", () -> kernel.affineGateWeights(pair, three, new double[2], 0, 1, five, 0, d));
        assertIllegal("residual", () -> kernel.affineGateWeights(pair, three, three, 0, 1, new double[4], 0, d));
        assertIllegal("residual", () -> kernel.affineGateWeights(pair, three, three, 0, 1, five, 1, d));
        assertIllegal("residual", () -> kernel.affineGateWeights(pair, three, three, 0, 1, five, -1, d));
        assertIllegal("d", () -> kernel.affineGateWeights(pair, three, three, 0, 1, five, 0, a));
        assertIllegal("d", () -> kernel.affineGateWeights(pair, three, three, 0, 1, five, 0, d.columns(1, 4)));
        assertIllegal("d", () -> kernel.affineGateWeights(pair, three, three, 0, 1, five, 0, pair));
    }

    @Test
    void affineGateWeightsWithEqualOuterWeights() {
        Matrix d = Matrix.of(new double[10], 2, 5);
        assertNull("z", () -> kernel.affineGateWeights(null, 2, 0, 1, five, 0, d));
        assertNull("residual", () -> kernel.affineGateWeights(pair, 2, 0, 1, null, 0, d));
        assertNull("d", () -> kernel.affineGateWeights(pair, 2, 0, 1, five, 0, null));
        assertIllegal("z", () -> kernel.affineGateWeights(a, 2, 0, 1, five, 0, d));
        assertIllegal("residual", () -> kernel.affineGateWeights(pair, 2, 0, 1, new double[4], 0, d));
        assertIllegal("residual", () -> kernel.affineGateWeights(pair, 2, 0, 1, five, 1, d));
        assertIllegal("residual", () -> kernel.affineGateWeights(pair, 2, 0, 1, five, -1, d));
        assertIllegal("d", () -> kernel.affineGateWeights(pair, 2, 0, 1, five, 0, a));
        assertIllegal("d", () -> kernel.affineGateWeights(pair, 2, 0, 1, five, 0, d.columns(1, 4)));
        assertIllegal("d", () -> kernel.affineGateWeights(pair, 2, 0, 1, five, 0, pair));
        assertIllegal("d", () -> kernel.affineGateWeights(pair, 2, 0, 1, d.values(), 5, d));
    }

    @Test
    void scaledDifference() {
        double[] f = new double[5];
        double[] d = new double[5];
        double[] longer = new double[11];
        assertNull("v", () -> kernel.scaledDifference(5, null, 0, f, 0, 1, d, 0));
        assertNull("f", () -> kernel.scaledDifference(5, five, 0, null, 0, 1, d, 0));
        assertNull("d", () -> kernel.scaledDifference(5, five, 0, f, 0, 1, null, 0));
        assertIllegal("v", () -> kernel.scaledDifference(6, five, 0, longer, 0, 1, longer, 0));
        assertIllegal("f", () -> kernel.scaledDifference(6, longer, 0, five, 0, 1, longer, 0));
        assertIllegal("d", () -> kernel.scaledDifference(6, longer, 0, longer, 0, 1, five, 0));
        assertIllegal("v", () -> kernel.scaledDifference(-1, five, 0, f, 0, 1, d, 0));
        assertIllegal("v", () -> kernel.scaledDifference(5, five, -1, f, 0, 1, d, 0));
        assertIllegal("f", () -> kernel.scaledDifference(5, five, 0, f, 1, 1, d, 0));
        assertIllegal("d", () -> kernel.scaledDifference(5, five, 0, f, 0, 1, d, -1));
        assertIllegal("d", () -> kernel.scaledDifference(5, longer, 0, f, 0, 1, longer, 4));
        assertIllegal("d", () -> kernel.scaledDifference(5, f, 0, longer, 6, 1, longer, 5));
    }

    @Test
    void boundedDifference() {
        double[] f = new double[5];
        double[] d = new double[5];
        double[] longer = new double[11];
        assertNull("v", () -> kernel.boundedDifference(5, null, 0, f, 0, Bound.CLIP, 1, 1, d, 0));
        assertNull("f", () -> kernel.boundedDifference(5, five, 0, null, 0, Bound.CLIP, 1, 1, d, 0));
        assertNull("d", () -> kernel.boundedDifference(5, five, 0, f, 0, Bound.CLIP, 1, 1, null, 0));
        assertNull("bound", () -> kernel.boundedDifference(5, five, 0, f, 0, null, 1, 1, d, 0));
        assertIllegal("v", () -> kernel.boundedDifference(6, five, 0, longer, 0, Bound.TRIM, 1, 1, longer, 0));
        assertIllegal("f", () -> kernel.boundedDifference(6, longer, 0, five, 0, Bound.TRIM, 1, 1, longer, 0));
        assertIllegal("d", () -> kernel.boundedDifference(6, longer, 0, longer, 0, Bound.TRIM, 1, 1, five, 0));
        assertIllegal("d", () -> kernel.boundedDifference(5, longer, 0, f, 0, Bound.TRIM, 1, 1, longer, 4));
        assertIllegal("d", () -> kernel.boundedDifference(5, f, 0, longer, 6, Bound.TRIM, 1, 1, longer, 5));
    }

    @Test
    void addScaled() {
        double[] y = new double[5];
        double[] longer = new double[11];
        assertNull("x", () -> kernel.addScaled(5, 1, null, 0, y, 0));
        assertNull("y", () -> kernel.addScaled(5, 1, five, 0, null, 0));
        assertIllegal("x", () -> kernel.addScaled(6, 1, five, 0, longer, 0));
        assertIllegal("y", () -> kernel.addScaled(6, 1, longer, 0, y, 0));
        assertIllegal("x", () -> kernel.addScaled(-1, 1, five, 0, y, 0));
        assertIllegal("x", () -> kernel.addScaled(5, 1, five, 1, y, 0));
        assertIllegal("x", () -> kernel.addScaled(5, 1, five, -1, y, 0));
        assertIllegal("y", () -> kernel.addScaled(5, 1, five, 0, y, 1));
        assertIllegal("y", () -> kernel.addScaled(5, 1, five, 0, y, -1));
        assertIllegal("y", () -> kernel.addScaled(5, 1, longer, 0, longer, 1));
        assertIllegal("y", () -> kernel.addScaled(5, 1, longer, 5, longer, 1));
    }

    @Test
    void standardize() {
        double[] x = new double[11];
        double[] ones = {1, 1, 1, 1, 1};
        assertNull("mean", () -> kernel.standardize(5, null, ones, x, 0));
        assertNull("scale", () -> kernel.standardize(5, five, null, x, 0));
        assertNull("x", () -> kernel.standardize(5, five, ones, null, 0));
        assertIllegal("mean", () -> kernel.standardize(6, five, x, x, 0));
        assertIllegal("scale", () -> kernel.standardize(6, x, ones, x, 0));
        assertIllegal("x", () -> kernel.standardize(5, five, ones, x, 7));
        assertIllegal("x", () -> kernel.standardize(5, five, ones, x, -1));
        assertIllegal("x", () -> kernel.standardize(5, x, ones, x, 4));
        assertIllegal("x", () -> kernel.standardize(5, five, x, x, 4));
        kernel.standardize(5, x, x, x, 5);
        assertEquals(Double.NaN, x[5]);
    }

    @Test
    void squaredDistanceAndSum() {
        assertNull("x", () -> kernel.squaredDistance(5, null, 0, five, 0));
        assertNull("y", () -> kernel.squaredDistance(5, five, 0, null, 0));
        assertIllegal("x", () -> kernel.squaredDistance(4, five, 2, five, 0));
        assertIllegal("y", () -> kernel.squaredDistance(4, five, 0, five, 2));
        assertIllegal("x", () -> kernel.squaredDistance(-1, five, 0, five, 0));
        assertIllegal("y", () -> kernel.squaredDistance(1, five, 0, five, -1));
        assertNull("x", () -> kernel.sum(5, null, 0));
        assertIllegal("x", () -> kernel.sum(6, five, 0));
        assertIllegal("x", () -> kernel.sum(5, five, 1));
        assertIllegal("x", () -> kernel.sum(5, five, -1));
        assertIllegal("x", () -> kernel.sum(-1, five, 0));
    }

    @Test
    void neighboursInOneArrayDoNotOverlap() {
        double[] all = new double[30];
        Matrix m = new Matrix(all, 5, 3, 5, 5);
        kernel.multiply(m, all, 0, all, 20);
        kernel.multiplyTransposed(m, all, 20, all, 0);
        kernel.addScaled(5, 1, all, 0, all, 5);
        kernel.scaledDifference(5, all, 0, all, 10, 1, all, 5);
    }

    @Test
    void elementByElementAResultMayReplaceItsOperand() {
        double[] values = {1, 2, 3, 4};
        kernel.addScaled(3, 2, values, 1, values, 1);
        assertArrayEquals(new double[] {1, 6, 9, 12}, values);
        kernel.scaledDifference(2, values, 0, values, 2, 0.5, values, 0);
        assertArrayEquals(new double[] {-4, -3, 9, 12}, values);
        kernel.scaledDifference(2, values, 2, values, 0, 2, values, 0);
        assertArrayEquals(new double[] {26, 30, 9, 12}, values);
    }

    @Test
    void missingResultMatrices() {
        assertNull("c", () -> kernel.multiplyByTransposed(pair, a, null));
        assertNull("d", () -> kernel.gateWeights(a, three, 0, 1, five, 0, null));
        assertNull("d", () -> kernel.affineGateWeights(pair, three, three, 0, 1, five, 0, null));
    }

    // Kernel promises to refuse results that overlap an operand; here the operands are plain arrays.

    @Test
    void gatesMustNotOverwriteTheirOuterWeights() {
        double[] both = new double[8];
        assertIllegal("f", () -> kernel.gates(a, both, 0, 1, both, 2));
        assertIllegal("f", () -> kernel.affineGates(pair, three, both, 0, 1, both, 2));
    }

    @Test
    void gatesMustNotOverwriteTheirCoefficients() {
        double[] both = new double[8];
        assertIllegal("f", () -> kernel.affineGates(pair, both, new double[8], 0, 1, both, 3));
    }

    @Test
    void gateWeightsMustNotOverwriteTheirResiduals() {
        double[] both = new double[20];
        assertIllegal("d", () -> kernel.gateWeights(a, three, 0, 1, both, 0, Matrix.of(both, 3, 5)));
        assertIllegal("d", () -> kernel.affineGateWeights(pair, three, three, 0, 1, both, 1, Matrix.of(both, 2, 5)));
    }

    @Test
    void gateWeightsMustNotOverwriteTheirOuterWeights() {
        double[] both = new double[20];
        assertIllegal("d", () -> kernel.gateWeights(a, both, 0, 1, five, 0, Matrix.of(both, 3, 5)));
        assertIllegal("d", () -> kernel.affineGateWeights(pair, three, both, 0, 1, five, 0, Matrix.of(both, 2, 5)));
    }

    @Test
    void gateWeightsMustNotOverwriteTheirCoefficients() {
        double[] both = new double[20];
        Matrix d = new Matrix(both, 10, 2, 5, 5);
        assertIllegal("d", () -> kernel.affineGateWeights(pair, both, new double[20], 0, 1, five, 0, d));
    }

    /** Offset and length whose sum overflows an int, and the room left with it. */
    @Test
    void rangesFarBeyondAnArrayAreRefused() {
        int far = 1_500_000_000;
        assertIllegal("x", () -> kernel.sum(far, five, far));
        assertIllegal("x", () -> kernel.sum(Integer.MAX_VALUE, five, Integer.MAX_VALUE));
        assertIllegal("x", () -> kernel.addScaled(far, 1, five, far, three, 0));
        assertIllegal("v", () -> kernel.scaledDifference(far, five, far, five, 0, 1, three, 0));
    }
}
