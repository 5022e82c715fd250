package org.neurotron.network;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;

/**
 * Lays r × n matrices side by side, [A_1 | A_2 | …], each padded with zeros to whole groups of lanes. One product with
 * the wide matrix then serves all of them: transposed it projects w onto every A_i, and straight it sums A_i y_i.
 */
final class SideBySide {

    private SideBySide() {
    }

    /** A copy; checks that the shapes agree, the elements are finite and an array can hold them. */
    static Matrix of(Matrix... parts) {
        int r = parts[0].rows();
        int n = parts[0].columns();
        int width = Lanes.pad(n);
        if ((long) width * parts.length * r > Integer.MAX_VALUE - 2 * Lanes.COUNT) {
            throw Check.illegal("r x k x n", r + " x " + parts.length + " x " + n, "must fit into one array");
        }
        Matrix wide = Matrix.zeros(r, width * parts.length);
        for (int i = 0; i < parts.length; i++) {
            Matrix part = Objects.requireNonNull(parts[i], "sensing matrix");
            if (part.rows() != r || part.columns() != n) {
                throw Check.illegal("shape of A[" + i + "]", part.rows() + " x " + part.columns(),
                    "must be that of A[0], " + r + " x " + n);
            }
            if (!part.isFinite()) {
                throw Check.illegal("A[" + i + "]", "NaN or infinite elements", "must be finite");
            }
            for (int row = 0; row < r; row++) {
                System.arraycopy(part.values(), part.rowOffset(row), wide.values(), wide.rowOffset(row) + i * width, n);
            }
        }
        return wide;
    }
}
