package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.cli.Cli;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.ResultFolder;

/**
 * Breaks if shards that are put together are not, byte for byte, what one machine computes, whatever happened to them
 * on their way, or if what is no shard of the same sweep, there twice, damaged or missing is taken all the same.
 */
@Timeout(600)
class MergeCommandTest {

    /** One in ten of the kills of the build fall to shards. */
    private static final int KILLS = Integer.getInteger("neurotron.test.kills", 30) / 10;

    private static final int SHARDS = 3;

    /** Of 56 runs, so that shards differ in size. */
    private static final List<String> OPTIONS = List.of("--n", "20", "--r", "5", "--k", "4,2", "--b", "3", "--theta",
        "0,0.5", "--algorithm", "tron,sgd", "--eta", "1e-3", "--replicates", "7", "--iterations", "400", "--record",
        "every:50", "--attack", "uniform", "--keep-runs");

    @TempDir
    private static Path common;

    @TempDir
    private Path folder;

    /** The whole sweep and its shards, of which tests make copies. */
    @BeforeAll
    static void compute() {
        succeed(sweep(common.resolve("whole")));
        for (int i = 0; i < SHARDS; i++) {
            succeed(sweep(common.resolve("shard" + i), "--shard", i + "/" + SHARDS));
        }
    }

    private static Cli.Result sweep(Path out, String... more) {
        return Cli.run(arguments(out, more));
    }

    private static String[] arguments(Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("sweep"));
        arguments.addAll(OPTIONS);
        for (int i = 0; i < more.length; i += 2) {
            int known = arguments.indexOf(more[i]);
            if (known >= 0) {
                arguments.set(known + 1, more[i + 1]);
            } else {
                arguments.addAll(List.of(more[i], more[i + 1]));
            }
        }
        arguments.addAll(List.of("--out", out.toString()));
        return arguments.toArray(String[]::new);
    }

    private static Cli.Result merge(Path out, List<Path> shards, String... more) {
        List<String> arguments = new ArrayList<>(List.of("merge", "--out", out.toString()));
        shards.forEach(shard -> arguments.add(shard.toString()));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private static void succeed(Cli.Result result) {
        assertEquals(0, result.exitCode(), result.err());
    }

    private void refuse(List<Path> shards, String... words) {
        Path out = folder.resolve("refused");
        Cli.Result result = merge(out, shards);
        assertEquals(2, result.exitCode(), result.err());
        assertEquals(1, result.errorLines().size(), result.err());
        for (String word : words) {
            assertTrue(result.err().contains(word), result.err());
        }
        assertFalse(Files.exists(out), "wrote something");
    }

    private Path shard(int index) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("shard" + index));
        for (String name : names(common.resolve("shard" + index))) {
            Files.copy(common.resolve("shard" + index).resolve(name), copy.resolve(name));
        }
        return copy;
    }

    private List<Path> shards() throws IOException {
        return List.of(shard(0), shard(1), shard(2));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** All files, the configuration too. */
    private static void assertSameFolder(Path expected, Path actual) throws IOException {
        assertEquals(names(expected), names(actual));
        for (String name : names(expected)) {
            assertArrayEquals(Files.readAllBytes(expected.resolve(name)), Files.readAllBytes(actual.resolve(name)),
                name);
        }
    }

    private static void assertWhole(Path actual) throws IOException {
        assertSameFolder(common.resolve("whole"), actual);
    }

    @ParameterizedTest
    @CsvSource({"0,1,2", "0,2,1", "1,0,2", "1,2,0", "2,0,1", "2,1,0"})
    void inAnyOrderTheyAreWhatOneMachineComputes(int first, int second, int third) throws IOException {
        Path out = folder.resolve("out");
        List<Path> shards = List.of(shard(first), shard(second), shard(third));
        Cli.Result result = merge(out, shards);
        succeed(result);
        assertTrue(result.out().contains("56 runs of 400 iterations"), result.out());
        assertTrue(result.out().contains("from 3 shards"), result.out());
        assertWhole(out);
        for (int i = 0; i < SHARDS; i++) {
            assertSameFolder(common.resolve("shard" + i), folder.resolve("shard" + i));
        }
        succeed(Cli.run("report", out.toString()));
    }

    /** As many as there are runs, and a single one, which is a shard all the same. */
    @ParameterizedTest
    @CsvSource({"1", "14"})
    void anyNumberOfThemWillDo(int count) throws IOException {
        String[] less = {"--k", "2", "--theta", "0", "--shard", ""};
        Path whole = folder.resolve("whole");
        succeed(sweep(whole, Arrays.copyOf(less, 4)));
        List<Path> shards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            less[5] = i + "/" + count;
            shards.add(folder.resolve("part" + i));
            succeed(sweep(shards.getLast(), less));
        }
        Path out = folder.resolve("out");
        succeed(merge(out, shards));
        assertSameFolder(whole, out);
        less[5] = "0/15";
        Cli.Result tooMany = sweep(folder.resolve("too-many"), less);
        assertEquals(2, tooMany.exitCode());
        assertTrue(tooMany.err().contains("'--shard': '0/15' must be one of at most 14 shards"), tooMany.err());
    }

    @Test
    void aShardSaysWhatItIs() throws IOException {
        Path shard = shard(1);
        assertEquals(List.of("lock", "run.json", "runs.bin"), names(shard));
        Cli.Result complete = Cli.run("resume", shard.toString());
        succeed(complete);
        assertTrue(complete.err().contains("is complete"), complete.err());
        assertSameFolder(common.resolve("shard1"), shard);
        Files.delete(shard.resolve(FileNames.SLOTS));
        JsonNode json = new ObjectMapper().readTree(Cli.run("resume", shard.toString(), "--json").out());
        assertEquals(19, json.get("runs").asInt());
        assertEquals("1/3", json.get("shard").asText());
        assertSameFolder(common.resolve("shard1"), shard);
        for (String command : List.of("plot", "report")) {
            Cli.Result refused = Cli.run(command, shard.toString());
            assertEquals(2, refused.exitCode());
            assertTrue(refused.err().contains("neurotron merge"), refused.err());
        }
        assertTrue(sweep(shard).err().contains("must be a folder without a sweep"));
    }

    @Test
    void theIndexOfABatchSystemIsRead() throws Exception {
        assumeTrue(Cli.hasShell(), "there is no /bin/sh here");
        for (String variable : List.of("SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX")) {
            Path out = folder.resolve(variable);
            succeed(Cli.runInShell(Map.of(variable, "2"), "exec \"$@\"", arguments(out, "--shard", "auto/3")));
            assertArrayEquals(Files.readAllBytes(common.resolve("shard2").resolve(FileNames.SLOTS)),
                Files.readAllBytes(out.resolve(FileNames.SLOTS)));
            assertTrue(Files.readString(out.resolve(FileNames.RUN)).contains("\"shard\" : \"2/3\""));
        }
        Cli.Result result = Cli.runInShell(Map.of("SLURM_ARRAY_TASK_ID", "3"), "exec \"$@\"",
            arguments(folder.resolve("none"), "--shard", "auto/3"));
        assertEquals(2, result.exitCode());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains("'--shard': 'auto/3' must be given where SLURM_ARRAY_TASK_ID is a whole "
            + "number from 0 to 2; it is '3'"), result.err());
        assertFalse(Files.exists(folder.resolve("none")));
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        refuse(List.of(shard(2), shard(0)), "runs are missing: shard 1/3; ", "--partial");
        Path cut = shard(1);
        byte[] slots = Files.readAllBytes(cut.resolve(FileNames.SLOTS));
        int slot = slots.length / 19;
        Files.write(cut.resolve(FileNames.SLOTS), Arrays.copyOf(slots, 7 * slot));
        refuse(List.of(folder.resolve("shard0"), cut), "runs are missing: shard 2/3, and 12 of the 19 runs of shard "
            + "1/3 in '" + cut + "'");
        Files.delete(cut.resolve(FileNames.SLOTS));
        refuse(List.of(folder.resolve("shard0"), cut, folder.resolve("shard2")), "19 of the 19 runs of shard 1/3");
        Path many = folder.resolve("many");
        succeed(sweep(many, "--shard", "3/56"));
        refuse(List.of(many), "shards 0/56, 1/56, 2/56, 4/56, 5/56, 6/56, 7/56, 8/56, 9/56, 10/56 and 45 more");
    }

    @Test
    void withoutWhatIsMissingItIsASweepThatGoesOn() throws IOException {
        Path cut = shard(1);
        byte[] slots = Files.readAllBytes(cut.resolve(FileNames.SLOTS));
        int slot = slots.length / 19;
        slots[3 * slot + 50] ^= 4;
        Files.write(cut.resolve(FileNames.SLOTS), Arrays.copyOf(slots, 8 * slot));
        Path out = folder.resolve("out");
        Cli.Result result = merge(out, List.of(shard(2), cut), "--partial");
        succeed(result);
        assertEquals(2, result.errorLines().size(), result.err());
        // Number 3 of shard 1/3 is run 10: replicate 3 of the second settings.
        assertTrue(result.err().contains("has 1 damaged run, the first of them replicate 3 of the settings that are "
            + "number 2"), result.err());
        assertTrue(result.err().contains("runs are missing: shard 0/3, and 12 of the 19 runs of shard 1/3"),
            result.err());
        assertTrue(result.out().contains("25 of 56 runs"), result.out());
        assertTrue(result.out().contains("neurotron resume " + out), result.out());
        assertEquals(List.of("lock", "run.json", "runs.bin"), names(out));
        succeed(Cli.run("resume", out.toString()));
        assertWhole(out);
    }

    @Test
    void shardsOfOtherSweepsAreRefused() throws IOException {
        Path one = shard(0);
        for (String[] other : new String[][] {{"--seed", "2", "--seed=2"}, {"--iterations", "401", "--iterations=401"},
            {"--stuck-beyond", "0.2", "--stuck-beyond=0.2"}, {"--replicates", "8", "--replicates=8"}}) {
            Path out = folder.resolve(other[0]);
            succeed(sweep(out, other[0], other[1], "--shard", "1/3"));
            refuse(List.of(one, out, shard2()), "'" + out + "' must be of the same sweep as '" + one + "'", other[2]);
        }
        Path half = folder.resolve("half");
        succeed(sweep(half, "--shard", "1/2"));
        refuse(List.of(one, half), "'" + half + "' must be one of 3 shards, as '" + one + "' is: it is 1/2");
        refuse(List.of(one, common.resolve("whole")), "must be the folder of a shard: there is something else in it");
        refuse(List.of(one, folder.resolve("nowhere")), "must be the folder of a shard: there is no such folder");
        refuse(List.of(folder), "must be the folder of a shard: it has no run.json");
        refuse(List.of(one.resolve("run.json")), "must be the folder of a shard: it is a file");
        Files.writeString(half.resolve("run.json"), "{\"command\": \"sweep\", \"shard\": \"5/3\"}");
        refuse(List.of(half), "makes no sense: --shard '5/3' must be");
        Files.writeString(half.resolve("run.json"), "{");
        refuse(List.of(half), "is damaged");
    }

    private Path shard2() {
        return common.resolve("shard2");
    }

    @Test
    void aShardThatIsThereTwiceIsRefused() throws IOException {
        Path again = folder.resolve("again");
        succeed(sweep(again, "--shard", "2/3"));
        List<Path> shards = new ArrayList<>(shards());
        shards.add(again);
        refuse(shards, "'" + again + "' must be another shard than '" + folder.resolve("shard2") + "': both are 2/3");
    }

    @Test
    void damagedRunsAreRefusedAndComputedAnew() throws IOException {
        List<Path> shards = shards();
        Path slots = shards.get(1).resolve(FileNames.SLOTS);
        byte[] bytes = Files.readAllBytes(slots);
        bytes[bytes.length - 1] ^= 1;
        Files.write(slots, bytes);
        refuse(shards, "'" + shards.get(1) + "' has 1 damaged run, the first of them replicate 6 of the settings that "
            + "are number 8", "neurotron resume " + shards.get(1));
        succeed(Cli.run("resume", shards.get(1).toString()));
        assertSameFolder(common.resolve("shard1"), shards.get(1));
        // The runs of a shard are not those of another one, whatever run.json says.
        Path run = shards.get(1).resolve(FileNames.RUN);
        Files.writeString(run, Files.readString(run).replace("1/3", "2/3"));
        refuse(List.of(shards.get(0), shards.get(1)), "are of another configuration than run.json says");
        assertEquals(2, Cli.run("resume", shards.get(1).toString()).exitCode());
    }

    @Test
    void resultsAreReplacedOnlyIfAsked() throws IOException {
        Path out = folder.resolve("out");
        succeed(sweep(out, "--replicates", "1"));
        Cli.Result refused = merge(out, shards());
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("--overwrite"), refused.err());
        List<Path> shards = List.of(folder.resolve("shard0"), folder.resolve("shard1"), folder.resolve("shard2"));
        Cli.Result own = merge(shards.get(1), shards, "--overwrite");
        assertEquals(2, own.exitCode());
        assertTrue(own.err().contains("'--out'") && own.err().contains("must be another folder"), own.err());
        assertSameFolder(common.resolve("shard1"), shards.get(1));
        succeed(merge(out, shards, "--overwrite"));
        assertWhole(out);
    }

    @Test
    void aShardThatGoesOnIsRefused() throws IOException {
        List<Path> shards = shards();
        try (ResultFolder _ = ResultFolder.open(shards.get(2))) {
            Cli.Result result = merge(folder.resolve("out"), shards);
            assertEquals(1, result.exitCode());
            assertTrue(result.err().contains(shards.get(2) + " is in use by another neurotron"), result.err());
            assertFalse(Files.exists(folder.resolve("out")));
        }
    }

    @Test
    void divergingRunsEndShardsAndTheWholeWithOne() throws IOException {
        String[] options = {"--eta", "1e-3,100", "--k", "2", "--theta", "0", "--shard", ""};
        Path whole = folder.resolve("whole");
        assertEquals(1, sweep(whole, Arrays.copyOf(options, 6)).exitCode());
        List<Path> shards = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            options[7] = i + "/2";
            shards.add(folder.resolve("half" + i));
            Cli.Result result = sweep(shards.getLast(), options);
            assertEquals(1, result.exitCode());
            assertEquals(1, result.errorLines().size(), result.err());
            assertTrue(result.err().contains("7 of 14 runs diverged"), result.err());
            succeed(Cli.run("resume", shards.getLast().toString()));
        }
        Path out = folder.resolve("out");
        Cli.Result merged = merge(out, shards);
        assertEquals(1, merged.exitCode());
        assertTrue(merged.err().contains("14 of 28 runs diverged"), merged.err());
        assertSameFolder(whole, out);
    }

    @Test
    void aSignalKeepsTheRunsOfAShardThatHaveEnded() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there is no /bin/kill here");
        Path whole = folder.resolve("whole");
        succeed(Cli.runInNewJvm(Cli.shortLived(), arguments(whole, "--iterations", "20000")));
        List<Path> shards = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            shards.add(folder.resolve("half" + i));
            Path slots = shards.getLast().resolve(FileNames.SLOTS);
            Process process = Cli.start(folder.resolve("output"), arguments(shards.getLast(), "--iterations", "20000",
                "--shard", i + "/2", "--threads", "1"));
            while (!Files.exists(slots) || Files.size(slots) == 0) {
                assertTrue(process.isAlive(), () -> "it ended by itself");
                Thread.sleep(5);
            }
            new ProcessBuilder("/bin/kill", "-TERM", Long.toString(process.pid())).start().waitFor();
            assertEquals(143, process.waitFor());
        }
        String output = Files.readString(folder.resolve("output"));
        assertTrue(output.matches("(?s).*interrupted; saved are [1-9]\\d* of 28 runs, in .*half0; go on with: "
            + "neurotron resume .*half0.*"), output);
        for (Path shard : shards) {
            Cli.Result resumed = Cli.run("resume", shard.toString());
            succeed(resumed);
            assertTrue(resumed.out().contains("28 of 56 runs"), resumed.out());
        }
        succeed(merge(folder.resolve("out"), shards));
        assertSameFolder(whole, folder.resolve("out"));
    }

    /** Whatever is killed, shards go on by themselves, and so does one machine with what they had. */
    @Test
    void killedAtRandomInstantsTheyLoseNothing() throws Exception {
        Random random = new Random(2);
        Path whole = folder.resolve("whole");
        succeed(Cli.runInNewJvm(Cli.shortLived(), arguments(whole, "--iterations", "8000")));
        for (int kill = 0; kill < KILLS; kill++) {
            List<Path> shards = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Path shard = folder.resolve("cut" + kill + "." + i);
                shards.add(shard);
                Process process = Cli.start(folder.resolve("output"), arguments(shard, "--iterations", "8000",
                    "--shard", i + "/2"));
                while (!Files.exists(shard.resolve(FileNames.RUN))) {
                    assertTrue(process.isAlive(), () -> "it ended by itself");
                    Thread.sleep(5);
                }
                if (!process.waitFor(random.nextInt(1500), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
            if (random.nextBoolean()) {
                for (Path shard : shards) {
                    succeed(Cli.run("resume", shard.toString()));
                }
            }
            Path out = folder.resolve("out" + kill);
            Process process = Cli.start(folder.resolve("output"), "merge", "--partial", "--out", out.toString(),
                shards.get(1).toString(), shards.get(0).toString());
            if (!process.waitFor(200 + random.nextInt(600), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            if (!Files.exists(out.resolve(FileNames.RUN))) {
                succeed(merge(out, shards, "--partial"));
            }
            succeed(Cli.run("resume", out.toString()));
            assertSameFolder(whole, out);
        }
    }

    /** A limit for the length of files does what a full disk would. */
    @Test
    void aFullDiskIsSaid() throws Exception {
        assumeTrue(Cli.hasShell(), "there is no /bin/sh here");
        Path out = folder.resolve("out");
        Cli.Result result = Cli.runInShell("ulimit -f 4; exec \"$@\"", "--quiet", "merge", shard(0).toString(),
            shard(1).toString(), shard(2).toString(), "--out", out.toString());
        assertEquals(1, result.exitCode(), result.err());
        assertTrue(result.err().contains("cannot save a run (" + out.resolve(FileNames.SLOTS) + ": "), result.err());
        succeed(Cli.run("resume", out.toString()));
        assertWhole(out);
    }

    @Test
    void mistakesOnTheCommandLineAreNamed() {
        assertTrue(Cli.run("merge", "--out", "x").err().contains("DIR must be given"));
        assertTrue(Cli.run("merge", "x").err().contains("option '--out' must be given"));
        Cli.Result shard = sweep(folder.resolve("out"), "--shard", "3/3");
        assertNotEquals(0, shard.exitCode());
        assertEquals(1, shard.errorLines().size());
        assertTrue(shard.err().contains("'--shard': '3/3' must be I/N or auto/N"), shard.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }
}
