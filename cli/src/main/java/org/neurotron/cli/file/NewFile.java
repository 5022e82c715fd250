package org.neurotron.cli.file;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * A file on its way: it is written under a name of its own beside its target and moved into place, so that under its
 * name it is complete or absent (contract C5). What is never committed goes when it is closed.
 */
public final class NewFile implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final Path target;
    private final TemporaryFiles.Opened part;
    private final Writer writer;

    /**
     * Starts a file.
     *
     * @param target where it is to be in the end
     */
    public NewFile(Path target) throws IOException {
        this.target = target;
        part = TemporaryFiles.create(target);
        writer = new BufferedWriter(new OutputStreamWriter(new Bytes(), StandardCharsets.UTF_8), BUFFER);
    }

    /** Where to write text. */
    public Writer writer() {
        return writer;
    }

    /** Where to write what is no text; it is closed with this file. */
    public FileChannel channel() {
        return part.channel();
    }

    /** Where it is to be in the end. */
    public Path target() {
        return target;
    }

    /** Where it lies as long as it is not in its place. */
    public Path path() {
        return part.path();
    }

    /** Writes bytes, to a file that is not text. */
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    private void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        try {
            while (buffer.hasRemaining()) {
                part.channel().write(buffer);
            }
        } catch (IOException e) {
            throw named(target, e);
        }
    }

    /** Forces the content to disk. */
    public void force() throws IOException {
        writer.flush();
        try {
            part.channel().force(true);
        } catch (IOException e) {
            throw named(target, e);
        }
    }

    /** Forces the content to disk and moves the file into place. */
    public void commit() throws IOException {
        force();
        place();
    }

    /** Moves the file into place, where all has been written. */
    public void place() throws IOException {
        part.channel().close();
        try {
            TemporaryFiles.place(part.path(), target);
        } catch (FileSystemException e) {
            // Of interest is what it was to become.
            throw e.getReason() == null ? e : named(target, new IOException(e.getReason(), e));
        }
    }

    @Override
    public void close() throws IOException {
        // After a failed write the buffer holds what cannot be written either; the channel must be closed anyway.
        try (FileChannel _ = part.channel()) {
            TemporaryFiles.delete(part.path());
        }
    }

    /** The text's bytes. */
    private final class Bytes extends OutputStream {

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            NewFile.this.write(bytes, offset, length);
        }
    }

    /**
     * The exception of a file that cannot be written, with its name: Java says "No space left on device" only.
     *
     * @param file which file
     * @param e    what happened
     */
    public static IOException named(Path file, IOException e) {
        if (e instanceof FileSystemException) {
            return e;
        }
        IOException named = new FileSystemException(file.toString(), null, e.getMessage());
        named.initCause(e);
        return named;
    }
}
