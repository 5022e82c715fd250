package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.FolderLock;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.result.FigureFiles;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Failure;

/** The folder of a run of {@code train}, locked while this lives: its checkpoints. */
public final class RunFolder implements AutoCloseable {

    private final Path folder;
    private final FolderLock lock;

    /**
     * Takes possession of a folder.
     *
     * @param folder an existing folder
     * @throws Failure if another process has it
     */
    public RunFolder(Path folder) throws IOException {
        this.folder = folder;
        lock = new FolderLock(folder);
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Whether there is a run in a folder: one to go on with, or one that starting anew would destroy. */
    public static boolean hasCheckpoint(Path folder) {
        return Files.exists(folder.resolve(FileNames.CHECKPOINT))
            || Files.exists(folder.resolve(FileNames.PREVIOUS_CHECKPOINT));
    }

    /**
     * Sees to it that a folder holds nothing to go on with.
     *
     * @param folder      the folder
     * @param overwrite   whether what is there may be replaced; then it is removed
     */
    public static void requireFree(Path folder, boolean overwrite) throws IOException {
        String there = hasCheckpoint(folder) ? "run" : isSweep(folder, overwrite) ? "sweep" : "";
        if (there.isEmpty()) {
            return;
        }
        if (!overwrite) {
            throw BadUsage.of("--out", folder,
                "must be a folder without a " + there + ": go on with it by neurotron resume " + folder
                    + ", or replace it with --overwrite");
        }
        // Results go, too, or they would speak for what comes instead.
        FigureFiles.remove(folder, FileNames.RUN_FIGURES);
        try {
            Files.deleteIfExists(folder.resolve(FileNames.FIGURES));
        } catch (DirectoryNotEmptyException e) {
            // What else is in it stays.
        }
        for (String name : List.of(FileNames.PREVIOUS_CHECKPOINT, FileNames.CHECKPOINT, FileNames.SLOTS,
            FileNames.TRACE, FileNames.PAGE)) {
            Files.deleteIfExists(folder.resolve(name));
        }
        for (String name : FileNames.SWEEP_TABLES) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    /** Whether a folder holds a sweep, complete or not. */
    public static boolean hasSweep(Path folder) throws IOException {
        ObjectNode description = RunJson.read(folder.resolve(FileNames.RUN));
        return description != null && description.path("command").asText().equals("sweep");
    }

    private static boolean isSweep(Path folder, boolean overwrite) throws IOException {
        try {
            return hasSweep(folder);
        } catch (Failure e) {
            // A damaged run.json is no reason not to replace what is there.
            if (overwrite) {
                return Files.exists(folder.resolve(FileNames.SLOTS));
            }
            throw e;
        }
    }

    /**
     * Saves a checkpoint, and keeps the one before it. At every instant there is a complete one.
     *
     * @param checkpoint the checkpoint
     */
    void save(Checkpoint checkpoint) throws IOException {
        try (OutputFolder.Part part = new OutputFolder.Part(file(FileNames.CHECKPOINT))) {
            part.write(checkpoint.toBytes());
            // Only what is safely on disk may cost the one before last.
            part.force();
            keepLast();
            part.commit();
        }
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // Some systems cannot force a directory; there the file is in place all the same.
        }
    }

    private void keepLast() throws IOException {
        if (Files.exists(file(FileNames.CHECKPOINT))) {
            Files.deleteIfExists(file(FileNames.PREVIOUS_CHECKPOINT));
            try {
                Files.createLink(file(FileNames.PREVIOUS_CHECKPOINT), file(FileNames.CHECKPOINT));
            } catch (UnsupportedOperationException e) {
                Files.copy(file(FileNames.CHECKPOINT), file(FileNames.PREVIOUS_CHECKPOINT));
            }
        }
    }

    /**
     * The newest good checkpoint.
     *
     * @param complaints receives a line for every checkpoint that cannot be read
     * @return the checkpoint, or null if there is no good one
     */
    public Checkpoint load(List<String> complaints) throws IOException {
        for (String name : List.of(FileNames.CHECKPOINT, FileNames.PREVIOUS_CHECKPOINT)) {
            try {
                return Checkpoint.of(Files.readAllBytes(file(name)));
            } catch (Checkpoint.UnreadableException e) {
                complaints.add(file(name) + " cannot be used: " + e.getMessage());
            } catch (NoSuchFileException e) {
                // The other one, then.
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
