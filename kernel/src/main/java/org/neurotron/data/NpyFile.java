package org.neurotron.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.neurotron.kernel.Matrix;

/**
 * An array in an NPY file (version 1.0, 2.0 or 3.0, little-endian float64 or float32, C order), read where it lies: the
 * file is mapped and may be larger than the memory. Its <i>rows</i> are what the first dimension counts.
 *
 * <p>Safe for reading by several threads.
 */
public final class NpyFile implements AutoCloseable {

    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final int NEWEST = 3;

    /** NumPy refuses headers of more than 10 000 bytes, too; ours have 128. */
    private static final int LONGEST_HEADER = 1 << 16;

    /** Little-endian, also said as the order of the machine that wrote it, which is taken for one like this. */
    private static final List<String> ORDERS = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
        ? List.of("<", "=", "") : List.of("<");

    /** Rows without elements take no bytes, so that a header could say any number of them. */
    private static final long MOST_EMPTY_ROWS = 1 << 20;

    private static final long EXPONENT = 0x7ff0_0000_0000_0000L;
    private static final long LOWEST_OF_EXPONENT = 0x0010_0000_0000_0000L;

    private static final ValueLayout.OfDouble DOUBLE =
        ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
        ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final Arena arena;
    private final MemorySegment elements;
    private final boolean isFloat;
    private final List<Long> shape;
    private final long rows;
    private final int rowLength;

    private NpyFile(String name, Arena arena, MemorySegment file) throws BadDataException {
        this.name = name;
        this.arena = arena;
        NpyHeader header = header(file);
        isFloat = ORDERS.stream().anyMatch(order -> header.dtype().equals(order + "f4"));
        if (!isFloat && ORDERS.stream().noneMatch(order -> header.dtype().equals(order + "f8"))) {
            throw bad("has dtype " + header.dtype() + "; must be <f8 or <f4 (little-endian float64 or float32)");
        }
        shape = header.shape();
        // What is long in one dimension only is the same in both orders.
        if (header.fortran() && shape.stream().filter(size -> size != 1).count() > 1) {
            throw bad("is in Fortran order; must be in C order (numpy.ascontiguousarray)");
        }
        long length = 1;
        long count = 1;
        for (int i = 0; i < shape.size(); i++) {
            if (i > 0) {
                length = product(length, shape.get(i));
            }
            count = product(count, shape.get(i));
        }
        if (length > Integer.MAX_VALUE - Long.SIZE) {
            throw bad("has rows of " + length + " numbers; they must fit into one array");
        }
        rowLength = (int) length;
        rows = shape.isEmpty() ? 1 : shape.getFirst();
        if (rowLength == 0 && rows > MOST_EMPTY_ROWS) {
            throw bad("has an impossible shape " + shapeText());
        }
        long bytes = product(count, isFloat ? Float.BYTES : Double.BYTES);
        long start = dataOffset(file);
        if (file.byteSize() - start != bytes) {
            throw bad("is " + (file.byteSize() - start < bytes ? "cut off" : "too long") + ": its shape " + shapeText()
                + " takes " + bytes + " bytes, and there are " + (file.byteSize() - start));
        }
        elements = file.asSlice(start, bytes);
    }

    /**
     * Opens a file.
     *
     * @param file where it is
     * @return the array
     * @throws BadDataException if it is not as above, or cut off, or no file but a pipe or a device
     * @throws IOException      if it cannot be read
     */
    public static NpyFile open(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new BadDataException(file + " is a pipe or a device; an NPY array must lie in a file, as it is read "
                + "in any order");
        }
        Arena arena = Arena.ofShared();
        boolean good = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            NpyFile array = new NpyFile(file.toString(), arena,
                channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
            good = true;
            return array;
        } finally {
            if (!good) {
                arena.close();
            }
        }
    }

    /**
     * An array in memory, as from an entry of an NPZ file.
     *
     * @param name  what to call it in messages
     * @param bytes the content of an NPY file
     * @return the array
     * @throws BadDataException if it is not as above, or cut off
     */
    static NpyFile of(String name, byte[] bytes) throws BadDataException {
        return new NpyFile(name, null, MemorySegment.ofArray(bytes));
    }

    private BadDataException bad(String what) {
        return new BadDataException(name + " " + what);
    }

    private long product(long a, long b) throws BadDataException {
        try {
            return Math.multiplyExact(a, b);
        } catch (ArithmeticException e) {
            throw bad("has an impossible shape " + shapeText());
        }
    }

    private static int byteAt(MemorySegment file, long at) {
        return Byte.toUnsignedInt(file.get(ValueLayout.JAVA_BYTE, at));
    }

    private NpyHeader header(MemorySegment file) throws BadDataException {
        for (int i = 0; i < MAGIC.length; i++) {
            if (file.byteSize() <= i || file.get(ValueLayout.JAVA_BYTE, i) != MAGIC[i]) {
                throw bad("is no NPY file");
            }
        }
        if (file.byteSize() < MAGIC.length + 2 || byteAt(file, MAGIC.length) < 1
            || byteAt(file, MAGIC.length) > NEWEST || byteAt(file, MAGIC.length + 1) != 0) {
            throw bad("must be of NPY version 1.0, 2.0 or 3.0");
        }
        long start = headerOffset(file);
        if (file.byteSize() < start || file.byteSize() < dataOffset(file)) {
            throw bad("is cut off in its header");
        }
        long length = dataOffset(file) - start;
        if (length > LONGEST_HEADER) {
            throw bad("has a header of " + length + " bytes; must be at most " + LONGEST_HEADER);
        }
        try {
            return NpyHeader.parse(new String(file.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE),
                StandardCharsets.ISO_8859_1));
        } catch (NpyHeader.MalformedException e) {
            throw bad("is no NPY array of numbers: " + e.getMessage());
        }
    }

    private static long headerOffset(MemorySegment file) {
        return MAGIC.length + 2 + (byteAt(file, MAGIC.length) == 1 ? 2 : 4);
    }

    private static long dataOffset(MemorySegment file) {
        long start = headerOffset(file);
        long length = 0;
        for (long at = start - 1; at >= MAGIC.length + 2; at--) {
            length = length << Byte.SIZE | byteAt(file, at);
        }
        return start + length;
    }

    private String shapeText() {
        return "(" + String.join(", ", shape.stream().map(Object::toString).toList()) + ")";
    }

    /**
     * The shape.
     *
     * @return the length of each dimension
     */
    public List<Long> shape() {
        return shape;
    }

    /**
     * Checks the shape.
     *
     * @param what    what it must be, for the message, such as "k x r x n"
     * @param lengths the length of each dimension, or a negative number where any will do
     * @throws BadDataException if it is another
     */
    public void requireShape(String what, long... lengths) throws BadDataException {
        boolean fits = lengths.length == shape.size();
        for (int i = 0; fits && i < lengths.length; i++) {
            fits = lengths[i] < 0 || lengths[i] == shape.get(i);
        }
        if (!fits) {
            throw bad("has shape " + shapeText() + "; must be " + what);
        }
    }

    /**
     * Number of rows.
     *
     * @return length of the first dimension; 1 if there is none
     */
    public long rows() {
        return rows;
    }

    /**
     * Length of a row.
     *
     * @return product of the other dimensions
     */
    public int rowLength() {
        return rowLength;
    }

    /**
     * Reads one row.
     *
     * @param row    which, from 0
     * @param target receives it
     * @param offset where in the target
     * @throws IndexOutOfBoundsException if there is no such row or not enough room
     * @throws UncheckedIOException      if the file has become shorter since it was opened; where the virtual machine
     *                                   notices that a moment later, an {@link InternalError} comes instead
     */
    public void read(long row, double[] target, int offset) {
        Objects.checkIndex(row, rows);
        Objects.checkFromIndexSize(offset, rowLength, target.length);
        try {
            copy(row * rowLength, target, offset);
        } catch (InternalError e) {
            throw shorter(e);
        }
    }

    /** One number of an array whose rows are single ones. */
    double element(long row) {
        Objects.checkIndex(row, rows);
        try {
            return isFloat ? elements.getAtIndex(FLOAT, row) : elements.getAtIndex(DOUBLE, row);
        } catch (InternalError e) {
            throw shorter(e);
        }
    }

    /** What the virtual machine says when there is nothing any more behind memory that is mapped. */
    private UncheckedIOException shorter(InternalError e) {
        return new UncheckedIOException(new IOException(name + " has become shorter while it was read", e));
    }

    private void copy(long first, double[] target, int offset) {
        if (isFloat) {
            for (int i = 0; i < rowLength; i++) {
                target[offset + i] = elements.getAtIndex(FLOAT, first + i);
            }
        } else {
            MemorySegment.copy(elements, DOUBLE, first * Double.BYTES, target, offset, rowLength);
        }
    }

    /**
     * Reads one row of finite numbers.
     *
     * @param row    which, from 0
     * @param target receives it
     * @param offset where in the target
     * @throws BadDataException          if an element is NaN or infinite
     * @throws IndexOutOfBoundsException if there is no such row or not enough room
     */
    public void readFinite(long row, double[] target, int offset) throws BadDataException {
        read(row, target, offset);
        if (areFinite(target, offset, rowLength)) {
            return;
        }
        for (int j = 0; j < rowLength; j++) {
            if (!Double.isFinite(target[offset + j])) {
                throw bad("holds " + target[offset + j] + " at "
                    + (shape.size() == 1 ? "element " + row : "row " + row + ", column " + j)
                    + " (from 0); must be finite");
            }
        }
    }

    /**
     * Whether all of some numbers are finite, in a form that compilers turn into vector code: exponents of NaN and the
     * infinities are all ones, so that one more carries into the sign.
     */
    private static boolean areFinite(double[] x, int offset, int length) {
        long carries = 0;
        for (int j = offset; j < offset + length; j++) {
            carries |= (Double.doubleToRawLongBits(x[j]) & EXPONENT) + LOWEST_OF_EXPONENT;
        }
        return carries >= 0;
    }

    /**
     * Checks that all elements are finite; the file is read once for it.
     *
     * @throws BadDataException if one is NaN or infinite
     */
    public void requireFinite() throws BadDataException {
        double[] row = new double[rowLength];
        for (long i = 0; i < rows; i++) {
            readFinite(i, row, 0);
        }
    }

    /**
     * Reads everything.
     *
     * @return a new array
     * @throws BadDataException if it would not fit into one, or an element is not finite
     */
    public double[] readAll() throws BadDataException {
        if (rows * rowLength > Integer.MAX_VALUE - Long.SIZE) {
            throw bad("has shape " + shapeText() + "; must fit into one array");
        }
        double[] all = new double[(int) rows * rowLength];
        for (int row = 0; row < rows; row++) {
            read(row, all, row * rowLength);
        }
        for (int i = 0; i < all.length; i++) {
            if (!Double.isFinite(all[i])) {
                throw bad("holds " + all[i] + " at element " + i + "; must be finite");
            }
        }
        return all;
    }

    /**
     * Reads a two-dimensional array.
     *
     * @return a new matrix
     * @throws BadDataException if it has another number of dimensions, is empty, too large, or not finite
     */
    public Matrix readMatrix() throws BadDataException {
        requireShape("a matrix", -1, -1);
        requireElements();
        return Matrix.of(readAll(), (int) rows, rowLength);
    }

    /**
     * Reads a three-dimensional array.
     *
     * @return a new matrix for each index of the first dimension
     * @throws BadDataException if it has another number of dimensions, is empty, too large, or not finite
     */
    public List<Matrix> readMatrices() throws BadDataException {
        requireShape("k x r x n", -1, -1, -1);
        requireElements();
        double[] all = readAll();
        int r = Math.toIntExact(shape.get(1));
        int n = Math.toIntExact(shape.get(2));
        List<Matrix> matrices = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            matrices.add(Matrix.of(Arrays.copyOfRange(all, i * rowLength, (i + 1) * rowLength), r, n));
        }
        return matrices;
    }

    private void requireElements() throws BadDataException {
        if (rows == 0 || rowLength == 0) {
            throw bad("has shape " + shapeText() + "; must not be empty");
        }
    }

    /** The name that messages call this file by. */
    @Override
    public String toString() {
        return name;
    }

    /** Unmaps the file, if it was mapped. */
    @Override
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }
}
