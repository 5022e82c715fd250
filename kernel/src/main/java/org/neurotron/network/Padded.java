package org.neurotron.network;

import java.util.Arrays;
import org.neurotron.kernel.Matrix;

/**
 * A matrix with its own columns, and the same memory with the columns extended over the zeros of the padding.
 */
record Padded(Matrix exact, Matrix padded) {

    static Padded zeros(int rows, int columns) {
        Matrix exact = Matrix.zeros(rows, columns);
        return new Padded(exact, exact.padded());
    }

    /** The view whose columns are those of some inputs, padded or not. */
    Matrix like(Matrix x) {
        return x.columns() == exact.columns() ? exact : padded;
    }

    /**
     * Sets the padding to zero after a product with inputs that have none. Such a product writes the exact columns
     * only, and an earlier call, with padded inputs that were not finite, may have left NaN behind them.
     */
    void clearPadding(Matrix x) {
        if (like(x) == exact && exact.columns() < padded.columns()) {
            for (int i = 0; i < exact.rows(); i++) {
                int row = exact.rowOffset(i);
                Arrays.fill(exact.values(), row + exact.columns(), row + padded.columns(), 0);
            }
        }
    }
}
