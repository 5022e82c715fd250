package org.neurotron.cli.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.cli.command.Neurotron;
import picocli.CommandLine;

/**
 * Odd input of every kind is taken or refused as {@link Trial} says. A failure names its seed: with it as
 * {@code -Dfuzz.seed} and {@code -Dfuzz=1} there is this one case; its files are kept in {@code target/fuzz}.
 */
@Tag("fuzz")
class FuzzTest {

    private static final int CASES = Integer.getInteger("neurotron.test.fuzz", 1_000);

    private static final long SEED = Long.getLong("neurotron.test.fuzz.seed", 1);

    /** More would not tell more. */
    private static final int MOST_FAILURES = 20;

    @TempDir
    private static Path shared;

    private static final Map<String, OddInput> KINDS = new LinkedHashMap<>();

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeGoodInput() throws IOException {
        Good good = Good.in(shared);
        OddData data = new OddData(good);
        OddFolders folders = new OddFolders(good, shared);
        KINDS.put("npy", data::arrays);
        KINDS.put("npz", data::models);
        KINDS.put("csv", data::tables);
        KINDS.put("run.json", folders::configurations);
        KINDS.put("results", folders::results);
        KINDS.put("checkpoint", folders::checkpoints);
        KINDS.put("slots", folders::slots);
        KINDS.put("options", new OddOptions(good)::lines);
    }

    static Set<String> kinds() {
        return KINDS.keySet();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isTakenOrRefusedInALine(String kind) throws IOException, InterruptedException {
        CommandLine commandLine = Neurotron.commandLine();
        StringBuilder failures = new StringBuilder();
        int left = MOST_FAILURES;
        for (long seed = SEED; seed < SEED + CASES && left > 0; seed++) {
            Path place = Files.createDirectory(folder.resolve("case"));
            List<List<String>> commands = KINDS.get(kind).put(new Mutator(seed), place);
            boolean good = true;
            for (int i = 0; good && i < commands.size(); i++) {
                Trial trial = Trial.of(commandLine, place, commands.get(i));
                good = trial.succeeded();
                if (!trial.problems().isEmpty()) {
                    failures.append(kind).append(", seed ").append(seed).append(": ").append(commands.get(i))
                        .append('\n').append(trial.problems());
                    keep(kind, seed);
                    left--;
                    good = false;
                }
            }
            remove(place);
        }
        assertEquals("", failures.toString());
    }

    private static void keep(String kind, long seed) throws IOException {
        Path kept = Path.of("target", "fuzz", kind + "-" + seed);
        remove(kept);
        KINDS.get(kind).put(new Mutator(seed), Files.createDirectories(kept));
    }

    private static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
