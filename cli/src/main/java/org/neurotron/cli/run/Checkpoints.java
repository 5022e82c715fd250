package org.neurotron.cli.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.NewFile;
import org.neurotron.cli.file.RegularFiles;
import org.neurotron.cli.file.ResultFolder;

/** The checkpoints of a run of {@code train} in its folder. */
public final class Checkpoints {

    private final ResultFolder folder;

    /**
     * The checkpoints in a folder.
     *
     * @param folder the folder, in possession of this process
     */
    public Checkpoints(ResultFolder folder) {
        this.folder = folder;
    }

    private Path last() {
        return folder.file(FileNames.CHECKPOINT);
    }

    private Path previous() {
        return folder.file(FileNames.PREVIOUS_CHECKPOINT);
    }

    /**
     * Saves a checkpoint, and keeps the one before it. At every instant there is a complete one.
     *
     * @param checkpoint the checkpoint
     */
    void save(Checkpoint checkpoint) throws IOException {
        try (NewFile file = new NewFile(last())) {
            file.write(checkpoint.toBytes());
            // Only what is safely on disk may cost the one before last.
            file.force();
            keepLast();
            file.place();
        }
        try (FileChannel directory = FileChannel.open(folder.path(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // Some systems cannot force a directory; there the file is in place all the same.
        }
    }

    private void keepLast() throws IOException {
        if (!Files.isRegularFile(last())) {
            return;
        }
        // A name that is free, for a link that then takes the place of the one before last at once.
        Path link;
        try (NewFile name = new NewFile(previous())) {
            link = name.path();
        }
        try {
            Files.createLink(link, last());
            Files.move(link, previous(), StandardCopyOption.ATOMIC_MOVE);
            // Where both are the same file already, moving does nothing.
            Files.deleteIfExists(link);
        } catch (IOException | UnsupportedOperationException e) {
            // A file system without links, such as FAT. The new one is safe, and if it does not come into its place,
            // the last one is found where the one before is.
            Files.deleteIfExists(link);
            Files.move(last(), previous(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * The newest good checkpoint.
     *
     * @param complaints receives a line for every checkpoint that cannot be read
     * @return the checkpoint, or null if there is no good one
     */
    public Checkpoint load(List<String> complaints) throws IOException {
        for (Path file : List.of(last(), previous())) {
            try {
                return Checkpoint.of(Files.readAllBytes(RegularFiles.toRead(file)));
            } catch (Checkpoint.UnreadableException e) {
                complaints.add(file + " cannot be used: " + e.getMessage());
            } catch (NoSuchFileException e) {
                // The other one, then.
            }
        }
        return null;
    }
}
