package org.neurotron.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.neurotron.cli.command.Neurotron;

/** Breaks if Spark on one machine does not give the files of a sweep, or if what ends it is not met as promised. */
@Timeout(600)
class LocalTest {

    private static final List<String> MASTER = List.of("--master", "local[2]", "--driver-memory", "512m");

    @TempDir
    private Path folder;

    @BeforeEach
    void thisProcessMayBeADriver() {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.driver.host", "127.0.0.1");
        System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    }

    @AfterEach
    void thisProcessIsNoneAnyMore() {
        List.of("spark.master", "spark.ui.enabled", "spark.driver.host", "spark.driver.bindAddress")
            .forEach(System::clearProperty);
    }

    private static Programs.Result run(Computation.Source source, String... args) {
        return Programs.run(Main.commandLine(source), args);
    }

    @Test
    void theFilesAreThoseOfOneMachine() throws Exception {
        Path whole = Programs.onOneMachine(folder.resolve("whole"));
        Path spark = folder.resolve("spark");
        Path output = folder.resolve("output");
        Programs.assertEnds(0, Programs.submit(output, MASTER, Programs.sweep(spark)), output);
        Programs.assertSameFiles(whole, spark);
        assertTrue(Files.readString(output).contains("Spark at local[2], 1 executor"), Files.readString(output));
    }

    @Test
    void shardsOfItAreThoseOfOneMachine() throws Exception {
        Path whole = Programs.onOneMachine(folder.resolve("whole"), "--replicates", "4");
        Programs.Result result = run(Computation.Source.OF_SWEEPS, Programs.sweep(folder.resolve("0"), "--replicates",
            "4", "--shard", "0/2"));
        assertEquals(0, result.exitCode(), result.err());
        Programs.onOneMachine(folder.resolve("1"), "--replicates", "4", "--shard", "1/2");
        Path merged = folder.resolve("merged");
        result = Programs.run(Neurotron.commandLine(), "merge", folder.resolve("0").toString(),
            folder.resolve("1").toString(), "--out", merged.toString());
        assertEquals(0, result.exitCode(), result.err());
        Programs.assertSameFiles(whole, merged);
    }

    @Test
    void aSignalKeepsTheRunsThatHaveEnded() throws Exception {
        Path cut = folder.resolve("cut");
        Path output = folder.resolve("output");
        Process process = Programs.submit(output, MASTER, Programs.sweep(cut, "--replicates", "100000"));
        Path slots = cut.resolve("runs.bin");
        while (!Files.exists(slots) || Files.size(slots) < 200) {
            assertTrue(process.isAlive(), () -> "it ended by itself");
            Thread.sleep(20);
        }
        // SIGTERM: the script has become the driver.
        process.destroy();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it goes on");
        String said = Files.readString(output);
        assertEquals(143, process.waitFor(), said);
        assertTrue(said.matches("(?s).*interrupted; saved are [1-9]\\d* of 1600000 runs.*go on with: neurotron "
            + "resume .*"), said);
    }

    @Test
    void divergingRunsAreSaid() {
        Programs.Result result = run(Computation.Source.OF_SWEEPS, Programs.sweep(folder.resolve("diverging"),
            "--replicates", "2", "--eta", "100"));
        assertEquals(1, result.exitCode());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains("32 of 32 runs diverged"), result.err());
    }

    @Test
    void aRunThatThrowsIsNamed() {
        Path out = folder.resolve("throwing");
        Programs.Result result = run((computation, setting, replicate) -> {
            if (setting == 3 && replicate == 1) {
                throw new IllegalStateException("it cannot be");
            }
            return computation.run(setting, replicate);
        }, Programs.sweep(out, "--replicates", "3"));
        assertEquals(1, result.exitCode());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().startsWith("neurotron sweep: replicate 1 of the settings that are number 4 failed in "
            + "executor driver on 127.0.0.1: java.lang.IllegalStateException: it cannot be (LocalTest.java:"),
            result.err());
        // What had ended is not lost.
        result = run(Computation.Source.OF_SWEEPS, "resume", out.toString());
        assertEquals(0, result.exitCode(), result.err());
    }

    @Test
    void badUsageIsSaidWithoutSpark() {
        Path out = folder.resolve("bad");
        for (List<String> bad : List.of(List.of("--beta", "2", "'2' must be from 0 to 1"), List.of("--threads", "2",
            "unknown option '--threads'"))) {
            Programs.Result result = run(Computation.Source.OF_SWEEPS, Programs.sweep(out, bad.get(0), bad.get(1)));
            assertEquals(2, result.exitCode());
            assertEquals(1, result.err().lines().count(), result.err());
            assertTrue(result.err().contains(bad.get(2)), result.err());
        }
        assertEquals(2, run(Computation.Source.OF_SWEEPS, "plot", out.toString()).exitCode());
        assertFalse(Files.exists(out));
    }

    @Test
    void aMasterThatMakesNoSenseIsRefused() {
        System.setProperty("spark.master", "nowhere");
        Programs.Result result = run(Computation.Source.OF_SWEEPS, Programs.sweep(folder.resolve("bad")));
        assertEquals(1, result.exitCode());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().startsWith("neurotron sweep: Spark does not start: "), result.err());
        assertTrue(result.err().contains("'nowhere'"), result.err());
    }

    @Test
    void whatDoesNotFitIntoMemoryIsRefused() {
        Programs.Result result = run(Computation.Source.OF_SWEEPS, "sweep", "--n", "100000", "--r", "50000",
            "--iterations", "1", "--replicates", "1", "--eta", "1e-9", "--out", folder.resolve("large").toString());
        assertEquals(1, result.exitCode());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains("of memory, an executor has"), result.err());
    }
}
