package org.neurotron.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;
import picocli.CommandLine.ParameterException;

/**
 * A folder for results. Files are written beside their target and moved into place, so that under its name a file is
 * complete or absent (contract C5).
 */
public final class OutputFolder {

    /** The name of a file that is made and removed to see whether that can be done. */
    static final String PROBE = "neurotron";

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
                new NewFile(folder.resolve(PROBE)).close();
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
     * @return a writer; {@link NewFile#commit} moves the file into place
     */
    public NewFile start(String name) throws IOException {
        return new NewFile(folder.resolve(name));
    }

    /**
     * Writes a whole text file.
     *
     * @param name its name
     * @param text its content
     */
    public void write(String name, String text) throws IOException {
        try (NewFile part = start(name)) {
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
        try (NewFile part = start(name)) {
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
     * Removes a file, if it is there.
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
}
