package org.neurotron.cli.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files under names that no other process uses, {@code NAME.0123456789abcdef.part}, beside the ones that they are to
 * become. They are made new, so that nobody can have put a link or a pipe in their place, and go when they fail or the
 * process ends. Those of a process that was killed go when the next takes possession of the folder.
 */
final class TemporaryFiles {

    private static final Pattern NAME = Pattern.compile("(.+)\\.[0-9a-f]{16}\\.part", Pattern.DOTALL);

    /** What a name may be long, in bytes, so that there is room for what is put behind it. */
    private static final int LONGEST = 200;

    /** What has to go if the process ends now. */
    private static final Set<Path> LIVING = new LinkedHashSet<>();

    private static boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(TemporaryFiles::end));
    }

    /**
     * A new file.
     *
     * @param path    where it is
     * @param channel to write it, and to be closed
     */
    record Opened(Path path, FileChannel channel) {
    }

    private TemporaryFiles() {
    }

    /**
     * Makes a file.
     *
     * @param target what it is to become
     */
    static Opened create(Path target) throws IOException {
        String name = target.getFileName().toString();
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            name = "neurotron";
        }
        while (true) {
            Path path = target.resolveSibling(name + "."
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + FileNames.PART);
            try {
                return open(path);
            } catch (FileAlreadyExistsException e) {
                // Another name, then.
            }
        }
    }

    private static synchronized Opened open(Path path) throws IOException {
        waitIfEnding();
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        LIVING.add(path);
        return new Opened(path, channel);
    }

    /** Moves a file into its place. */
    static synchronized void place(Path path, Path target) throws IOException {
        waitIfEnding();
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        LIVING.remove(path);
    }

    /** Removes a file, if it is still there. */
    static synchronized void delete(Path path) throws IOException {
        LIVING.remove(path);
        Files.deleteIfExists(path);
    }

    private static synchronized void end() {
        ending = true;
        for (Path path : LIVING) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // The next process will.
            }
        }
    }

    /** A process that ends makes no more files: who wants one waits for that. */
    private static void waitIfEnding() {
        while (ending) {
            LockSupport.park();
        }
    }

    /**
     * Removes what processes have left that were killed.
     *
     * @param folder a folder in which no other process writes
     * @param own    which files are to be made there
     */
    static void removeLeft(Path folder, Predicate<String> own) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + FileNames.PART)) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && own.test(name.group(1))
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
