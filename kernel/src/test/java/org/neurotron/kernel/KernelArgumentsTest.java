package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.neurotron.internal.Refusals.assertIllegal;
import static org.neurotron.internal.Refusals.assertNull;

import org.junit.jupiter.api.Test;

/**
 * What the public operations refuse (contract C3). The inner methods check nothing, so a call that passes here reads
 * and writes whatever memory it names. The checks are common to all kernels, so one kernel shows them.
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

    // What the class promises, "results that overlap an operand" are refused, for operands that are plain arrays.

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
