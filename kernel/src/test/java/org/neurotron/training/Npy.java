package org.neurotron.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.neurotron.data.NpyFile;
import org.neurotron.kernel.Matrix;

/**
 * An array of a recording.
 *
 * @param shape  the length of each dimension
 * @param values the elements, the last index running fastest
 */
record Npy(int[] shape, double[] values) {

    /** Reads a whole file. */
    static Npy read(Path path) throws IOException {
        try (NpyFile file = NpyFile.open(path)) {
            return new Npy(file.shape().stream().mapToInt(Math::toIntExact).toArray(), file.readAll());
        }
    }

    /** A view of one matrix of a two- or three-dimensional array. */
    Matrix matrix(int i) {
        int columns = shape[shape.length - 1];
        int rows = shape[shape.length - 2];
        return new Matrix(values, i * rows * columns, rows, columns, columns);
    }

    /** A copy of a row of a two-dimensional array. */
    double[] row(int i) {
        return Arrays.copyOfRange(values, i * shape[1], (i + 1) * shape[1]);
    }
}
