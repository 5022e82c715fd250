package org.neurotron.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Possession of a folder, which keeps other processes out and dies with this one. */
final class FolderLock implements AutoCloseable {

    private static final String NAME = "lock";

    private final FileChannel channel;

    /**
     * Takes possession of a folder.
     *
     * @param folder an existing folder
     * @throws Failure if another process has it
     */
    FolderLock(Path folder) throws IOException {
        channel = FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
