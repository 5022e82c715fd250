package org.neurotron.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Writes an NPY file (version 1.0, little-endian float64, C order) row by row; how many rows there are is said in its
 * header when it is closed.
 */
public final class NpyWriter implements AutoCloseable {

    /** Magic number, version, length and text together, so that the elements are aligned as NumPy wants them. */
    private static final int HEADER = 128;

    private final Path file;
    private final FileChannel channel;
    private final long[] rowShape;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private final int rowLength;
    private long rows;

    /**
     * Starts a file in the place of any other.
     *
     * @param file     where
     * @param rowShape shape of a row: the array's shape without its first dimension; nothing for a vector
     * @throws IOException if it cannot be written
     */
    public NpyWriter(Path file, int... rowShape) throws IOException {
        this(file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING), rowShape);
    }

    /**
     * Starts an empty file that is open.
     *
     * @param file     what it is called, if something goes wrong
     * @param channel  where to write; it is closed with this
     * @param rowShape shape of a row: the array's shape without its first dimension; nothing for a vector
     */
    public NpyWriter(Path file, FileChannel channel, int... rowShape) {
        this.file = file;
        this.channel = channel;
        this.rowShape = Arrays.stream(rowShape).asLongStream().toArray();
        rowLength = Arrays.stream(rowShape).reduce(1, Math::multiplyExact);
        buffer.put(header(shape(0)));
    }

    private long[] shape(long length) {
        return LongStream.concat(LongStream.of(length), Arrays.stream(rowShape)).toArray();
    }

    private static byte[] header(long... shape) {
        String lengths = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String text = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + lengths + (shape.length == 1 ? ",)" : ")")
            + ", }";
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(NpyFile.MAGIC).put((byte) 1).put((byte) 0).putShort((short) (HEADER - NpyFile.MAGIC.length - 4));
        header.put(text.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }

    /**
     * A whole NPY file in memory.
     *
     * @param values the elements, the last index running fastest
     * @param shape  length of each dimension
     * @return its bytes
     */
    static byte[] bytes(double[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(header(shape)).asDoubleBuffer().put(values);
        return bytes.array();
    }

    /**
     * Writes a row.
     *
     * @param values array with the row
     * @param offset where it starts
     * @throws IOException if it cannot be written
     */
    public void write(double[] values, int offset) throws IOException {
        for (int i = 0; i < rowLength; i++) {
            if (buffer.remaining() < Double.BYTES) {
                flush();
            }
            buffer.putDouble(values[offset + i]);
        }
        rows++;
    }

    private void flush() throws IOException {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            // Java does not say where there is no space left.
            IOException named = new FileSystemException(file.toString(), null, e.getMessage());
            named.initCause(e);
            throw named;
        }
        buffer.clear();
    }

    /**
     * Completes the file.
     *
     * @throws IOException if it cannot be written
     */
    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
            ByteBuffer header = ByteBuffer.wrap(header(shape(rows)));
            for (long at = 0; header.hasRemaining();) {
                at += channel.write(header, at);
            }
        }
    }
}
