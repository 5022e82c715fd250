package org.neurotron.network;

import java.util.Arrays;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;

/**
 * An orthonormal basis that grows vector by vector: each is written as a combination of the basis, which gets a new
 * element where that is not enough (Gram–Schmidt, done twice, after which nothing of the rounding is left). The order
 * of all operations is fixed. Adding allocates nothing. Not safe for use by several threads.
 */
final class Basis {

    /** A vector that is nearer to the span of the others, relative to its length, is taken to lie in it. */
    private static final double DEPENDENT = 1e-13;

    private final Kernel kernel;
    private final Matrix elements;

    /** Views of the first elements: 1 of them, 2, and so on. */
    private final Matrix[] firsts;

    private final double[] rest;
    private final double[] part;
    private final double[] projections;
    private int size;

    /**
     * A basis whose first elements may be there already.
     *
     * @param elements room for its elements, one a row, with no padding between rows that is not zero
     * @param size     how many are there
     */
    Basis(Matrix elements, int size, Kernel kernel) {
        this.kernel = kernel;
        this.elements = elements;
        this.size = size;
        firsts = new Matrix[elements.rows()];
        Arrays.setAll(firsts, i -> elements.firstRows(i + 1));
        rest = new double[elements.columns()];
        part = new double[elements.columns()];
        projections = new double[elements.rows()];
    }

    /** Number of elements. */
    int size() {
        return size;
    }

    /** Goes back to the first elements. */
    void truncate(int count) {
        size = count;
    }

    /**
     * Writes a vector as a combination of elements, of which the last may be new.
     *
     * @param x            the vector, from {@code xOffset}
     * @param coordinates  receives a coordinate for each place of an element, 0 for those that are not there
     * @param cOffset      where they start
     * @return whether there is a new element
     */
    boolean add(double[] x, int xOffset, double[] coordinates, int cOffset) {
        int length = rest.length;
        System.arraycopy(x, xOffset, rest, 0, length);
        Arrays.fill(coordinates, cOffset, cOffset + elements.rows(), 0);
        double whole = norm(rest);
        for (int pass = 0; pass < 2 && size > 0; pass++) {
            Matrix first = firsts[size - 1];
            kernel.multiply(first, rest, 0, projections, 0);
            kernel.multiplyTransposed(first, projections, 0, part, 0);
            kernel.addScaled(length, -1, part, 0, rest, 0);
            kernel.addScaled(size, 1, projections, 0, coordinates, cOffset);
        }
        double left = norm(rest);
        // Not the other way round: NaN is to be seen, not to be taken for 0.
        if (left <= DEPENDENT * whole || size == firsts.length) {
            return false;
        }
        coordinates[cOffset + size] = left;
        for (int j = 0, row = elements.rowOffset(size); j < length; j++) {
            elements.values()[row + j] = rest[j] / left;
        }
        size++;
        return true;
    }

    /** ‖x‖. */
    static double norm(double[] x) {
        return Math.sqrt(RowRotations.dot(x, x));
    }
}
