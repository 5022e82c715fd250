package org.neurotron.cli.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Failure;

/**
 * A folder of results in possession of this process. Every command that writes into one goes through here, so that
 * there is one rule: a folder is for one process at a time; what is in it is replaced only if that was asked for; and
 * what is replaced goes, all of it, and nothing else does.
 */
public final class ResultFolder implements AutoCloseable {

    /** Copies of data that a fit makes. */
    public static final List<String> COPIES = List.of("inputs", "labels");

    private final Path folder;
    private final OutputFolder files;
    private final FolderLock lock;

    private ResultFolder(Path folder) throws IOException {
        this.folder = folder;
        files = new OutputFolder(folder);
        lock = new FolderLock(folder, FolderLock.Part.RESULTS, FolderLock.Part.VIEWS);
        boolean good = false;
        try {
            removeLeft();
            good = true;
        } finally {
            if (!good) {
                lock.close();
            }
        }
    }

    /**
     * Takes possession of a folder for results, and of its pictures and page.
     *
     * @param folder the folder, made if need be
     * @throws BadUsage if there cannot be such a folder
     * @throws Failure  if another process has it
     */
    public static ResultFolder open(Path folder) throws IOException {
        return new ResultFolder(folder);
    }

    /** Lets other processes draw what is in the folder, while this one goes on with it. */
    public void releaseViews() throws IOException {
        lock.release(FolderLock.Part.VIEWS);
    }

    /** Where to write. */
    public OutputFolder files() {
        return files;
    }

    /** The folder. */
    public Path path() {
        return folder;
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /**
     * Makes sure that results may come into the folder.
     *
     * @param kind      what is to come
     * @param overwrite whether what is there may be replaced
     * @throws BadUsage if there is something that may not
     */
    public void requireFree(ResultKind kind, boolean overwrite) throws IOException {
        if (overwrite) {
            return;
        }
        ObjectNode run = RunJson.read(file(FileNames.RUN));
        String command = run == null ? null : run.path("command").asText();
        if (run != null && ResultKind.of(command) == null) {
            throw refused("a " + FileNames.RUN + " of something else", false);
        }
        for (ResultKind there : ResultKind.values()) {
            // A run that is not yet saved and a fit that came to nothing leave no more than this file; what a sweep or
            // the study has begun counts.
            boolean begun = there.command().equals(command)
                && (there == ResultKind.SWEEP || there == ResultKind.REPRODUCE);
            boolean replacesItself = there == ResultKind.REPRODUCE && kind == there;
            if ((begun || there.isIn(folder)) && !replacesItself) {
                boolean resumable = there == ResultKind.TRAIN && ResultKind.canBeResumed(folder)
                    || there == ResultKind.SWEEP && begun;
                throw refused("a " + there.word(), resumable);
            }
        }
    }

    private BadUsage refused(String what, boolean resumable) {
        return BadUsage.of("--out", folder, "must be a folder without " + what
            + (resumable ? ": go on with it by neurotron resume " + folder : "") + ", or replace it with --overwrite");
    }

    /** Removes the results that are in the folder, of whatever kind, as they would speak for those that come. */
    public void clear() throws IOException {
        Set<ResultKind> kinds = EnumSet.noneOf(ResultKind.class);
        try {
            ObjectNode run = RunJson.read(file(FileNames.RUN));
            ResultKind said = run == null ? null : ResultKind.of(run.path("command").asText());
            if (said != null) {
                kinds.add(said);
            }
        } catch (Failure | BadUsage e) {
            // A damaged run.json is no reason not to replace what is there.
        }
        for (ResultKind kind : ResultKind.values()) {
            if (kind.isIn(folder)) {
                kinds.add(kind);
            }
        }
        for (ResultKind kind : kinds) {
            removeViews(kind);
            for (String name : kind.files()) {
                delete(name);
            }
        }
        removeIfEmpty(FileNames.THINNED);
        delete(FileNames.RUN);
    }

    /**
     * Removes pictures and page, which show less than there is to come.
     *
     * @param kind of what
     */
    public void removeViews(ResultKind kind) throws IOException {
        delete(FileNames.PAGE);
        for (String name : kind.pictures()) {
            delete(name);
        }
        removeIfEmpty(FileNames.FIGURES);
    }

    private void delete(String name) throws IOException {
        Path file = file(name);
        if (Files.isDirectory(file.getParent())) {
            Files.deleteIfExists(file);
        }
    }

    /** What else is in it stays. */
    private void removeIfEmpty(String name) throws IOException {
        if (Files.isDirectory(file(name), LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.delete(file(name));
            } catch (DirectoryNotEmptyException e) {
                // Somebody's.
            }
        }
    }

    /** Removes what processes have left here that were killed. */
    private void removeLeft() throws IOException {
        Set<String> own = new HashSet<>(COPIES);
        own.addAll(List.of(FileNames.RUN, FileNames.PAGE, OutputFolder.PROBE));
        Arrays.stream(ResultKind.values()).flatMap(kind -> Stream.concat(kind.files().stream(),
            kind.pictures().stream())).forEach(name -> own.add(name.substring(name.lastIndexOf('/') + 1)));
        for (String inner : List.of("", FileNames.FIGURES, FileNames.THINNED)) {
            TemporaryFiles.removeLeft(file(inner), own::contains);
        }
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
