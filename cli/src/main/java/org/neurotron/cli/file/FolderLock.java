package org.neurotron.cli.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.neurotron.cli.terminal.Failure;

/** Possession of a folder, which keeps other processes out and dies with this one. */
public final class FolderLock implements AutoCloseable {

    private final FileChannel channel;

    /**
     * Takes possession of a folder.
     *
     * @param folder an existing folder
     * @throws Failure if another process has it
     */
    public FolderLock(Path folder) throws IOException {
        channel = FileChannel.open(folder.resolve(FileNames.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean free = false;
        try {
            free = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // This process has it already.
        } finally {
            if (!free) {
                channel.close();
            }
        }
        if (!free) {
            throw new Failure(folder + " is in use by another neurotron");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
