package org.neurotron.cli.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.cli.command.Neurotron;
import picocli.CommandLine;

/**
 * Odd input of every kind is taken or refused as {@link Trial} says. A failure names its seed: with it as
 * {@code -Dfuzz.seed} and {@code -Dfuzz=1} there is this one case; its files are kept in {@code target/fuzz}. There are
 * two such tests, for two processes.
 */
@Tag("fuzz")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Fuzzing {

    private static final int CASES = Integer.getInteger("neurotron.test.fuzz", 1_000);

    private static final long SEED = Long.getLong("neurotron.test.fuzz.seed", 1);

    /** More would not tell more. */
    private static final int MOST_FAILURES = 20;

    private Map<String, OddInput> kinds;

    @TempDir
    private Path folder;

    /** What makes input of each kind. */
    abstract Map<String, OddInput> makers(Good good, Path shared) throws IOException;

    @BeforeAll
    void makeGoodInput(@TempDir Path shared) throws IOException {
        kinds = new TreeMap<>(makers(Good.in(shared), shared));
    }

    Set<String> kinds() {
        return kinds.keySet();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isTakenOrRefusedInALine(String kind) throws IOException, InterruptedException {
        CommandLine commandLine = Neurotron.commandLine();
        StringBuilder failures = new StringBuilder();
        int left = MOST_FAILURES;
        for (long seed = SEED; seed < SEED + CASES && left > 0; seed++) {
            Path place = Files.createDirectory(folder.resolve("case"));
            List<List<String>> commands = kinds.get(kind).put(new Mutator(seed), place);
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

    private void keep(String kind, long seed) throws IOException {
        Path kept = Path.of("target", "fuzz", kind + "-" + seed);
        remove(kept);
        kinds.get(kind).put(new Mutator(seed), Files.createDirectories(kept));
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
