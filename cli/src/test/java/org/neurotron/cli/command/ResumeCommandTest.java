package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.cli.Cli;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.file.ResultKind;
import org.neurotron.cli.run.Checkpoint;
import org.neurotron.training.RunState;

/**
 * A run that was cut ends with the bytes of one that was not, whatever cut it and wherever (contract C5).
 */
@Timeout(600)
class ResumeCommandTest {

    private static final List<String> WITH_MODULE = List.of("--add-modules=jdk.incubator.vector");

    /** How often processes are killed; the profile {@code many-kills} asks for more. */
    private static final int KILLS = Integer.getInteger("neurotron.test.kills", 30);

    @TempDir
    private Path folder;

    private static String[] train(Path out, long iterations, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "--n", "20", "--r", "5", "--k", "4", "--b", "3",
            "--iterations", Long.toString(iterations), "--record", "every:7", "--attack", "uniform", "--out",
            out.toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private Path uncut(long iterations, String... more) throws IOException {
        Path uncut = folder.resolve("uncut");
        Cli.Result result = Cli.run(train(uncut, iterations, more));
        assertEquals(0, result.exitCode(), result.err());
        return uncut;
    }

    private static void assertSameBytes(Path expected, Path actual) throws IOException, Checkpoint.UnreadableException {
        assertArrayEquals(Files.readAllBytes(expected.resolve("trace.csv")),
            Files.readAllBytes(actual.resolve("trace.csv")));
        assertArrayEquals(state(expected).position(), state(actual).position());
        assertArrayEquals(state(expected).inputs(), state(actual).inputs());
        assertArrayEquals(state(expected).attacks(), state(actual).attacks());
        assertEquals(state(expected).iteration(), state(actual).iteration());
    }

    private static RunState state(Path run) throws IOException, Checkpoint.UnreadableException {
        return Checkpoint.of(Files.readAllBytes(run.resolve("checkpoint"))).state();
    }

    @Test
    void aFinishedRunCanBeExtended() throws Exception {
        Path cut = folder.resolve("cut");
        assertEquals(0, Cli.run(train(cut, 100)).exitCode());
        for (int end : new int[] {100, 101, 500, 1000}) {
            Cli.Result result = Cli.run("resume", cut.toString(), "--iterations", Integer.toString(end));
            assertEquals(0, result.exitCode(), result.err());
            assertTrue(result.out().contains("after " + end + " iterations"), result.out());
        }
        assertSameBytes(uncut(1000), cut);
        Cli.Result back = Cli.run("resume", cut.toString(), "--iterations", "999");
        assertEquals(2, back.exitCode());
        assertTrue(back.err().contains("must be at least 1000"), back.err());
    }

    @Test
    void theOtherKernelGoesOnWithTheSameBits() throws Exception {
        Path cut = folder.resolve("cut");
        assertEquals(0, Cli.run(train(cut, 500)).exitCode());
        for (String[] step : new String[][] {{"portable", "700"}, {"auto", "1000"}}) {
            Cli.Result result = Cli.runInNewJvm(WITH_MODULE, "--kernel", step[0], "resume", cut.toString(),
                "--iterations", step[1]);
            assertEquals(0, result.exitCode(), result.err());
        }
        assertSameBytes(uncut(1000), cut);
    }

    /** Intervals of one step have the process almost always in the middle of saving; longer ones, of computing. */
    @ParameterizedTest
    @ValueSource(strings = {"--sampling drawn", "--sampling projected --robust hampel --record-threshold"})
    void killedAtRandomInstantsItLosesNothing(String line) throws Exception {
        String[] options = line.split(" ");
        Random random = new Random(1);
        Path expected = null;
        int kills = 0;
        for (int round = 0; kills < KILLS / 2; round++) {
            long iterations = 150_000;
            expected = expected == null ? uncut(iterations, options) : expected;
            Path cut = folder.resolve("cut" + round);
            boolean finished = false;
            while (!finished) {
                boolean started = Files.exists(cut.resolve("checkpoint"))
                    || Files.exists(cut.resolve("checkpoint.previous"));
                String interval = List.of("50", "0.01s", "3000").get(random.nextInt(3));
                String[] arguments = started
                    ? new String[] {"resume", cut.toString(), "--checkpoint-every", interval}
                    : train(cut, iterations, Stream.concat(Stream.of(options),
                        Stream.of("--checkpoint-every", interval)).toArray(String[]::new));
                Process process = start(arguments);
                // The first part of this time goes into starting Java.
                boolean ended = process.waitFor(400 + random.nextInt(900), TimeUnit.MILLISECONDS);
                if (ended || kills == KILLS / 2) {
                    int exitCode = process.waitFor();
                    String output = Files.readString(folder.resolve("output"));
                    assertEquals(0, exitCode, () -> "it ended by itself, but not well: " + output);
                    finished = true;
                } else {
                    process.destroyForcibly().waitFor();
                    kills++;
                }
            }
            assertSameBytes(expected, cut);
        }
    }

    /** What there is between the first bytes of a trace and the first checkpoint is nothing that anybody would miss. */
    @ParameterizedTest
    @ValueSource(strings = {"", "--record-threshold --robust clip"})
    void killedBeforeItsFirstCheckpointItBeginsAnew(String line) throws Exception {
        String[] command = train(folder.resolve("cut"), 1000, line.isEmpty() ? new String[0] : line.split(" "));
        assertEquals(0, Cli.run(command).exitCode());
        Path trace = folder.resolve("cut").resolve("trace.csv");
        List<String> lines = Files.readAllLines(trace);
        for (String written : List.of(lines.get(0) + "\n", lines.get(0).substring(0, 5), "",
                lines.get(0) + "\n" + lines.get(1) + "\n")) {
            Files.deleteIfExists(trace.resolveSibling("checkpoint"));
            Files.deleteIfExists(trace.resolveSibling("checkpoint.previous"));
            Files.writeString(trace, written);
            Cli.Result result = Cli.run(command);
            if (written.contains(lines.get(1))) {
                assertEquals(2, result.exitCode());
                assertTrue(result.err().contains("must be a folder without a run"), result.err());
                assertEquals(written, Files.readString(trace));
            } else {
                assertEquals(0, result.exitCode(), result.err());
                assertEquals(lines, Files.readAllLines(trace));
            }
        }
    }

    private Process start(String... arguments) throws IOException {
        return Cli.start(folder.resolve("output"), arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalSavesAndSaysHowToGoOn(String signal) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there is no /bin/kill here");
        assumeTrue(signal.equals("TERM") || !Cli.interruptIsIgnored(), "a background job of a shell ignores SIGINT");
        Path cut = folder.resolve("cut");
        Process process = start(train(cut, 100_000_000, "--checkpoint-every", "3600s"));
        while (!Files.exists(cut.resolve("trace.csv")) || Files.size(cut.resolve("trace.csv")) < 1000) {
            assertTrue(process.isAlive(), () -> "it ended by itself");
            Thread.sleep(50);
        }
        new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        assertEquals(signal.equals("INT") ? 130 : 143, process.waitFor());
        String output = Files.readString(folder.resolve("output"));
        assertTrue(output.contains("go on with: neurotron resume " + cut), output);
        long reached = state(cut).iteration();
        assertTrue(reached > 0);
        assertEquals(0, Cli.run("resume", cut.toString(), "--iterations", Long.toString(reached + 100)).exitCode());
        assertSameBytes(uncut(reached + 100), cut);
    }

    @Test
    void aDamagedCheckpointGivesWayToTheOneBefore() throws Exception {
        Path cut = folder.resolve("cut");
        assertEquals(0, Cli.run(train(cut, 1000, "--checkpoint-every", "400")).exitCode());
        byte[] damaged = Files.readAllBytes(cut.resolve("checkpoint"));
        damaged[damaged.length / 2] ^= 1;
        Files.write(cut.resolve("checkpoint"), damaged);
        Cli.Result result = Cli.run("resume", cut.toString());
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.err().contains("its checksum is wrong; going on from the one before"), result.err());
        assertSameBytes(uncut(1000), cut);
    }

    @Test
    void withoutAGoodCheckpointNothingIsTouched() throws Exception {
        Path cut = folder.resolve("cut");
        assertEquals(0, Cli.run(train(cut, 1000, "--checkpoint-every", "400")).exitCode());
        Files.write(cut.resolve("checkpoint"), new byte[10]);
        Files.write(cut.resolve("checkpoint.previous"), new byte[100]);
        byte[] trace = Files.readAllBytes(cut.resolve("trace.csv"));
        Cli.Result result = Cli.run("resume", cut.toString());
        assertEquals(2, result.exitCode());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains("no checkpoint is good"), result.err());
        assertArrayEquals(trace, Files.readAllBytes(cut.resolve("trace.csv")));
        assertEquals(10, Files.size(cut.resolve("checkpoint")));
        assertEquals(100, Files.size(cut.resolve("checkpoint.previous")));
    }

    @Test
    void aTraceThatHasLostItsEndIsNotGoneOnWith() throws Exception {
        Path cut = folder.resolve("cut");
        assertEquals(0, Cli.run(train(cut, 1000)).exitCode());
        Files.write(cut.resolve("trace.csv"), "iteration,error\n".getBytes());
        Cli.Result result = Cli.run("resume", cut.toString(), "--iterations", "2000");
        assertEquals(2, result.exitCode());
        assertTrue(result.err().contains("part of the trace is lost"), result.err());
    }

    /** Edits that leave the length as it is would otherwise end up between the records of the run. */
    @Test
    void aTraceThatHasBeenEditedIsNotGoneOnWith() throws Exception {
        Path cut = folder.resolve("cut");
        assertEquals(0, Cli.run(train(cut, 1000)).exitCode());
        Path trace = cut.resolve("trace.csv");
        byte[] original = Files.readAllBytes(trace);
        byte[] edited = original.clone();
        edited[original.length / 2] ^= 1;
        Files.write(trace, edited);
        byte[] description = Files.readAllBytes(cut.resolve("run.json"));
        Cli.Result result = Cli.run("resume", cut.toString(), "--iterations", "2000");
        assertEquals(2, result.exitCode());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains("trace.csv is not as it was when the checkpoint was saved"), result.err());
        assertArrayEquals(edited, Files.readAllBytes(trace));
        assertArrayEquals(description, Files.readAllBytes(cut.resolve("run.json")));
        Files.write(trace, original);
        assertEquals(0, Cli.run("resume", cut.toString(), "--iterations", "2000").exitCode());
        assertSameBytes(uncut(2000), cut);
    }

    @Test
    void optionsOfAnyLengthAreKept() throws Exception {
        Path cut = folder.resolve("cut");
        Path options = Files.writeString(folder.resolve("options"), "--q=" + "1.0,".repeat(20_001) + "1.0");
        assertEquals(0, Cli.run("train", "@" + options, "--n", "2", "--r", "1", "--k", "20002", "--b", "1",
            "--iterations", "3", "--out", cut.toString()).exitCode());
        Cli.Result result = Cli.run("resume", cut.toString(), "--iterations", "4");
        assertEquals(0, result.exitCode(), result.err());
    }

    @Test
    void aSecondProcessIsRefused() throws Exception {
        Path cut = folder.resolve("cut");
        assertEquals(0, Cli.run(train(cut, 10)).exitCode());
        try (ResultFolder taken = ResultFolder.open(cut)) {
            for (Cli.Result result : List.of(Cli.runInNewJvm(Cli.shortLived(), "resume", cut.toString()),
                    Cli.runInNewJvm(Cli.shortLived(), train(cut, 10, "--overwrite")))) {
                assertEquals(1, result.exitCode());
                assertEquals(1, result.errorLines().size(), result.err());
                assertTrue(result.err().contains("is in use by another neurotron"), result.err());
            }
            assertTrue(ResultKind.canBeResumed(cut), () -> taken + " has lost its checkpoints");
        }
        assertEquals(0, Cli.run("resume", cut.toString()).exitCode());
    }

    @Test
    void aRunIsNotReplacedUnasked() throws Exception {
        Path cut = folder.resolve("cut");
        assertEquals(0, Cli.run(train(cut, 10)).exitCode());
        Cli.Result refused = Cli.run(train(cut, 20));
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("go on with it by neurotron resume"), refused.err());
        assertEquals(10, state(cut).iteration());
        assertEquals(0, Cli.run(train(cut, 20, "--overwrite")).exitCode());
        assertEquals(20, state(cut).iteration());
    }

    /** A folder in the place of the file makes saving fail, for root too, as a full disk would. */
    @Test
    void whatCannotBeSavedIsTriedAgain() throws Exception {
        Path cut = folder.resolve("cut");
        Files.createDirectories(cut.resolve("checkpoint"));
        Thread repair = Thread.ofPlatform().start(() -> {
            try {
                while (!Files.exists(cut.resolve("trace.csv"))) {
                    Thread.sleep(5);
                }
                // Long enough for the first attempt, and not as long as the run.
                Thread.sleep(200);
                Files.delete(cut.resolve("checkpoint"));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Cli.Result result = Cli.run(train(cut, 400_000, "--checkpoint-every", "1000"));
        repair.join();
        assertEquals(0, result.exitCode(), result.err());
        // On a slow disk a line a minute says how far it is, besides.
        assertEquals(1, result.errorLines().stream()
            .filter(line -> line.contains("going on, and trying again")).count(),
            result.err());
        assertSameBytes(uncut(400_000), cut);
    }

    @Test
    void whatCanNeverBeSavedIsSaidAtTheEnd() throws Exception {
        Path cut = folder.resolve("cut");
        Files.createDirectories(cut.resolve("checkpoint"));
        Cli.Result result = Cli.run(train(cut, 1000));
        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("which could not be saved; Nothing is saved in"), result.err());
        assertFalse(Files.isRegularFile(cut.resolve("checkpoint")));
    }
}
