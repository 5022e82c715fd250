package org.neurotron.cli.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;

/**
 * Possession of a folder, which keeps other processes out and dies with this one. There are two parts of it, so that a
 * run can be looked at while it goes on. They are bytes of the file {@code lock}.
 */
public final class FolderLock implements AutoCloseable {

    /** What can be had by one process alone. */
    public enum Part {
        /** The results themselves. */
        RESULTS,
        /** Pictures and page of them. */
        VIEWS
    }

    private final Path file;
    private final FileChannel channel;
    private final Map<Part, FileLock> held = new EnumMap<>(Part.class);

    /**
     * Takes possession of a folder.
     *
     * @param folder an existing folder
     * @param parts  of what
     * @throws Failure if another process has it
     */
    public FolderLock(Path folder, Part... parts) throws IOException {
        file = folder.resolve(FileNames.LOCK);
        channel = RegularFiles.toWrite(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean all = false;
        try {
            for (Part part : List.of(parts)) {
                take(part, folder);
            }
            all = true;
        } finally {
            if (!all) {
                channel.close();
            }
        }
    }

    /**
     * Takes possession of the pictures and the page in a folder, whose results another process may be writing.
     *
     * @param folder the folder
     * @return null if there are no results in it, to which others could belong
     * @throws Failure if another process has them
     */
    public static FolderLock ofViews(Path folder) throws IOException {
        return Files.exists(folder.resolve(FileNames.RUN)) ? new FolderLock(folder, Part.VIEWS) : null;
    }

    private void take(Part part, Path folder) {
        FileLock lock = null;
        try {
            lock = channel.tryLock(part.ordinal(), 1, false);
        } catch (OverlappingFileLockException e) {
            // This process has it already.
        } catch (IOException e) {
            throw new Failure(file + " cannot be locked (" + Messages.of(e) + "), and without that another process "
                + "could write into the same folder; choose one on a file system that has locks");
        }
        if (lock == null) {
            throw new Failure(folder + " is in use by another neurotron");
        }
        held.put(part, lock);
    }

    /** Lets others have a part. */
    void release(Part part) throws IOException {
        FileLock lock = held.remove(part);
        if (lock != null) {
            lock.release();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
