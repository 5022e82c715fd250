package org.neurotron.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neurotron.cli.file.FileNames;

/** Folders with all that is in them, but for their locks. */
public final class Tree {

    private Tree() {
    }

    /** Whether it is the empty file by which a process has the folder, and which stays. */
    private static boolean isLock(Path path) {
        return path.endsWith(FileNames.LOCK);
    }

    /** The content of all files, by their paths in the folder. */
    public static Map<String, byte[]> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            Map<String, byte[]> files = new TreeMap<>();
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)
                .filter(path -> !isLock(path))::iterator) {
                files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
            }
            return files;
        }
    }

    /** The names in a folder; none if there is no such folder. */
    public static Set<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return Set.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> !isLock(path)).map(path -> path.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The names of pictures that must both be there. */
    public static Set<String> pictures(List<String> ids) {
        return ids.stream().flatMap(id -> Stream.of(id + ".png", id + ".svg"))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    public static Path copy(Path from, Path to) throws IOException {
        for (Map.Entry<String, byte[]> file : files(from).entrySet()) {
            Path target = to.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        return to;
    }

    public static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
    }
}
