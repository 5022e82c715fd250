package org.neurotron.cli.file;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;
import picocli.CommandLine.ParameterException;

/**
 * A folder for results. Files are written beside their target and moved into place, so that under its name a file is
 * complete or absent (contract C5).
 */
public final class OutputFolder {

    private static final int BUFFER = 1 << 16;

    private final Path folder;

    /**
     * Makes sure of a folder that can be written, before any work is done.
     *
     * @param folder      the folder, created if need be
     * @throws ParameterException if there cannot be such a folder
     */
    public OutputFolder(Path folder) {
        this.folder = folder;
        String obstacle = null;
        try {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                obstacle = "it is a file";
            } else {
                Files.createDirectories(folder);
                Files.delete(Files.createTempFile(folder, "neurotron", FileNames.PART));
            }
        } catch (IOException e) {
            obstacle = Messages.of(e);
        }
        if (obstacle != null) {
            throw BadUsage.of("--out", folder,
                "must be a folder that can be written (" + obstacle + ")");
        }
    }

    /**
     * Starts a text file.
     *
     * @param name its name
     * @return a writer; {@link Part#commit} moves the file into place
     */
    public Part start(String name) throws IOException {
        return new Part(folder.resolve(name));
    }

    /**
     * Writes a whole text file.
     *
     * @param name its name
     * @param text its content
     */
    public void write(String name, String text) throws IOException {
        try (Part part = start(name)) {
            part.writer().write(text);
            part.commit();
        }
    }

    /**
     * Writes a whole file.
     *
     * @param name    its name
     * @param content its content
     */
    public void write(String name, byte[] content) throws IOException {
        try (Part part = start(name)) {
            part.write(content);
            part.commit();
        }
    }

    /**
     * A folder inside this one, created if need be.
     *
     * @param name its name
     */
    public OutputFolder inner(String name) {
        return new OutputFolder(folder.resolve(name));
    }

    /**
     * Removes a file that an earlier run may have left and that would otherwise speak for this one.
     *
     * @param name its name
     */
    public void remove(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    /** A file on its way. What is never committed stays beside the target as {@code NAME.part}. */
    public static final class Part implements AutoCloseable {

        private final Path target;
        private final Path part;
        private final FileChannel channel;
        private final Writer writer;

        /**
         * Starts a file.
         *
         * @param target where it is to be in the end
         */
        public Part(Path target) throws IOException {
            this.target = target;
            part = target.resolveSibling(target.getFileName() + FileNames.PART);
            channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
            writer = new BufferedWriter(
                new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8), BUFFER);
        }

        /** Where to write. */
        public Writer writer() {
            return writer;
        }

        /** Writes bytes, to a file that is not text. */
        public void write(byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        /** Forces the content to disk. */
        public void force() throws IOException {
            writer.flush();
            channel.force(true);
        }

        /** Forces the content to disk and moves the file into place. */
        public void commit() throws IOException {
            force();
            channel.close();
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void close() throws IOException {
            // After a failed write the buffer holds what cannot be written either; the channel must be closed anyway.
            channel.close();
        }
    }
}
