package org.neurotron.cli.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.neurotron.cli.terminal.BadUsage;

/**
 * Files of results are files. In the place of one there may be a pipe, which would have its reader wait for ever, a
 * device, or, in a folder that others write to, a link to something that is not to be written.
 */
public final class RegularFiles {

    private RegularFiles() {
    }

    /**
     * Makes sure that what is to be read is a file, or is not there.
     *
     * @param file where it is; a link is followed
     * @return the same
     * @throws BadUsage if it is something else
     */
    public static Path toRead(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new BadUsage(file + " must be a file, and is " + (Files.isDirectory(file) ? "a folder"
                : "a pipe, a device or a socket"));
        }
        return file;
    }

    /**
     * Opens a file that is to be written in its place, and no link.
     *
     * @param file    where it is
     * @param options how
     * @throws BadUsage if it is something else
     */
    public static FileChannel toWrite(Path file, OpenOption... options) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new BadUsage(file + " must be a file, and is " + (Files.isSymbolicLink(file) ? "a symbolic link"
                : Files.isDirectory(file) ? "a folder" : "a pipe, a device or a socket"));
        }
        Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, all);
    }

    /**
     * Writes bytes at a place of a file.
     *
     * @param file    which file, for messages
     * @param channel to write it
     * @param bytes   what to write
     * @param start   where it starts
     */
    public static void write(Path file, FileChannel channel, ByteBuffer bytes, long start) throws IOException {
        long at = start;
        try {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw NewFile.named(file, e);
        }
    }
}
