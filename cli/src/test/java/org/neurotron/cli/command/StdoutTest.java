package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.cli.Cli;

/** What becomes of a command whose stdout takes nothing, or of whose results nobody reads the end. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(300)
class StdoutTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void assumeAShell() {
        assumeTrue(Cli.hasShell(), "there is no /bin/sh here");
    }

    /** Words of a command; OUT stands for a new folder, and RUN for one with a run. */
    private String[] words(String command) {
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ")) {
            words.add(word.replace("OUT", folder.resolve("out").toString())
                .replace("RUN", folder.resolve("run").toString()));
        }
        if (command.contains("RUN")) {
            assertEquals(0, Cli.run("train", "--n", "20", "--r", "5", "--k", "4", "--iterations", "50", "--out",
                folder.resolve("run").toString()).exitCode());
        }
        return words.toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "info --json", "theory --n 20 --r 5 --k 4",
        "theory --n 20 --r 5 --k 4 --json", "theory --study", "--help", "--version",
        "bench --n 20 --r 5 --k 4 --seconds 0.05", "bench --n 20 --r 5 --k 4 --seconds 0.05 --json",
        "train --help", "help train", "completion bash", "completion fish", "plot RUN", "report RUN",
        "resume RUN --json", "--quiet train --n 20 --r 5 --k 4 --iterations 50",
        "--quiet train --n 20 --r 5 --k 4 --iterations 50 --out OUT",
        "--quiet train --n 20 --r 5 --k 4 --iterations 50 --out OUT --json",
        "--quiet sweep --n 20 --r 5 --k 4 --iterations 50 --replicates 2 --out OUT",
        "reproduce --sims sim01 --iterations 20 --out OUT --quiet", "random --bits", "random --bits --count 100",
        "random --distribution normal:1 --count 100", "random --distribution normal:1 --count 100 --binary"})
    void whatStdoutDoesNotTakeIsAFailure(String command) throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here");
        Cli.Result result = Cli.runInShell("exec \"$@\" >/dev/full", words("--quiet " + command.replace("--quiet", "")
            .strip().replace("  ", " ")));
        assertEquals(1, result.exitCode(), result.err());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains("stdout: "), result.err());
    }

    @Test
    void aFullDiskIsNoClosedPipe() throws Exception {
        Path out = folder.resolve("words");
        Cli.Result result = Cli.runInShell("ulimit -f 8; exec \"$@\" >" + out, "random", "--bits");
        assertEquals(1, result.exitCode(), result.err());
        assertTrue(result.err().contains("stdout: "), result.err());
    }

    /** As when the reader is head; here it is one that reads nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"info", "--help", "theory --study", "completion bash", "random --bits",
        "random --bits --count 1e6", "random --distribution normal:1 --count 1e6",
        "train --n 20 --r 5 --k 4 --iterations 1e6", "plot RUN"})
    void aClosedPipeIsTheEndAndNoFailure(String command) throws Exception {
        Path code = folder.resolve("code");
        Cli.Result result = Cli.runInShell("{ sleep 0.2; \"$@\"; echo $? >" + code + "; } | true",
            words("--quiet " + command));
        assertEquals(List.of(), result.errorLines());
        assertEquals("0", Files.readString(code).strip());
    }

    @Test
    void aSignalLeavesWholeRows() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there is no /bin/kill here");
        Path out = folder.resolve("trace");
        Process process = Cli.start(out, "--quiet", "train", "--n", "20", "--r", "5", "--k", "4", "--iterations", "1e9",
            "--record", "every:1");
        while (!Files.exists(out) || Files.size(out) < 1_000_000) {
            assertTrue(process.isAlive(), () -> "it ended by itself");
            Thread.sleep(10);
        }
        process.destroy();
        assertEquals(143, process.waitFor());
        List<String> rows = Files.readAllLines(out);
        assertTrue(Files.readString(out).endsWith("\n"));
        assertTrue(rows.getLast().matches("[0-9]+,[0-9.E-]+"), rows.getLast());
        assertEquals(rows.indexOf("iteration,error") + Integer.parseInt(rows.getLast().split(",")[0]), rows.size() - 1);
    }
}
