package org.neurotron.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.neurotron.kernel.Matrix;

/**
 * An array from an NPY file of version 1.0 or 2.0 with little-endian float64 elements in C order.
 *
 * @param shape  the length of each dimension
 * @param values the elements, the last index running fastest
 */
record Npy(int[] shape, double[] values) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final Pattern HEADER = Pattern.compile(
        "\\{'descr': '<f8', 'fortran_order': False, 'shape': \\(((?:\\d+,? ?)*)\\), \\}\\s*");

    /** Reads a whole file; what is not as above is an {@link IOException}. */
    static Npy read(InputStream in) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        file.get(magic);
        int version = file.getShort();
        if (!Arrays.equals(magic, MAGIC) || version != 1 && version != 2) {
            throw new IOException("not NPY 1.0 or 2.0");
        }
        byte[] header = new byte[version == 1 ? Short.toUnsignedInt(file.getShort()) : file.getInt()];
        file.get(header);
        String text = new String(header, StandardCharsets.ISO_8859_1);
        Matcher matcher = HEADER.matcher(text);
        if (!matcher.matches()) {
            throw new IOException("not little-endian float64 in C order: " + text);
        }
        int[] shape = Pattern.compile("\\d+").matcher(matcher.group(1)).results()
            .mapToInt(number -> Integer.parseInt(number.group())).toArray();
        double[] values = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        if (file.remaining() != values.length * Double.BYTES) {
            throw new IOException(file.remaining() + " bytes for the shape " + Arrays.toString(shape));
        }
        file.asDoubleBuffer().get(values);
        return new Npy(shape, values);
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
