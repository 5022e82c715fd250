package org.neurotron.cli.file;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.data.NpyWriter;

/**
 * A file that a user names, where anything may be. A file is replaced when the new one is complete, a symbolic link
 * stays and what it leads to is replaced, and what is no file, such as a pipe or {@code /dev/stdout}, is written to as
 * the content comes.
 */
public final class OutputFile implements AutoCloseable {

    /** More links than this lead in a circle. */
    private static final int MOST_LINKS = 40;

    /** What is to be moved into place, or null if it is written through. */
    private final NewFile file;

    /** What is no file, open, or null. */
    private final FileChannel special;

    private final Path path;
    private final Writer writer;

    /**
     * Checks that a file can be written without harm, before any work is done for it.
     *
     * @param option what names it
     * @param file   what the user calls it
     * @param words  what the inputs are called together
     * @param inputs what is read, or nulls
     * @throws BadUsage if it is a folder, in none, or one of the inputs
     */
    public static void requireFree(String option, Path file, String words, Path... inputs) throws IOException {
        if (Files.isDirectory(file) || !Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw BadUsage.of(option, file, "must be a file in a folder that is there");
        }
        for (Path input : inputs) {
            if (input != null && Files.exists(file) && Files.isSameFile(input, file)) {
                throw BadUsage.of(option, file, "must be another file than " + words);
            }
        }
    }

    /**
     * Opens a file.
     *
     * @param named what the user calls it
     */
    public OutputFile(Path named) throws IOException {
        path = target(named);
        if (isWrittenThrough(path)) {
            file = null;
            special = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            writer = new BufferedWriter(new OutputStreamWriter(new Through(), StandardCharsets.UTF_8));
        } else {
            file = new NewFile(path);
            special = null;
            writer = file.writer();
        }
    }

    /** What a name stands for in the end, whether it is there or not. */
    public static Path target(Path named) throws IOException {
        Path path = named.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(path) && !isWrittenThrough(path) && links < MOST_LINKS; links++) {
            path = path.resolveSibling(Files.readSymbolicLink(path));
        }
        return path;
    }

    /** What a file of the system leads to is open somewhere; another one in its place would reach nobody. */
    private static boolean isWrittenThrough(Path path) {
        Path normal = path.normalize();
        return Files.exists(path) && (normal.startsWith("/dev/fd") || normal.startsWith("/proc")
            || normal.startsWith("/dev/stdout") || normal.startsWith("/dev/stderr") || !Files.isRegularFile(path));
    }

    /** Where to write text. */
    public Writer writer() {
        return writer;
    }

    /** Writes bytes, to a file that is not text. */
    public void write(byte[] bytes) throws IOException {
        if (file != null) {
            file.write(bytes);
        } else {
            try (OutputStream out = new Through()) {
                out.write(bytes);
            }
        }
    }

    /**
     * Writes an array. As its length comes first and is known last, it is written as a file even where that then goes
     * elsewhere.
     *
     * @param content  writes the rows
     * @param rowShape shape of a row
     */
    public void write(Content content, int... rowShape) throws IOException {
        if (file != null) {
            write(file, content, rowShape);
            return;
        }
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try (NewFile whole = new NewFile(folder.resolve("neurotron.npy"))) {
            write(whole, content, rowShape);
            try (OutputStream out = new Through()) {
                Files.copy(whole.path(), out);
            }
        }
    }

    private static void write(NewFile target, Content content, int... rowShape) throws IOException {
        try (NpyWriter npy = new NpyWriter(target.target(), target.channel(), rowShape)) {
            content.write(npy);
        }
    }

    /** Writes rows. */
    @FunctionalInterface
    public interface Content {
        void write(NpyWriter rows) throws IOException;
    }

    /** Ends it well. */
    public void commit() throws IOException {
        writer.flush();
        if (file != null) {
            file.place();
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        } else {
            special.close();
        }
    }

    /** The way to what is no file. */
    private final class Through extends OutputStream {

        private final OutputStream out = Channels.newOutputStream(special);

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw NewFile.named(path, e);
            }
        }
    }
}
