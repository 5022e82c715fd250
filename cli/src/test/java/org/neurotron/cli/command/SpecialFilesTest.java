package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Tree;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.run.Checkpoint;

/** Pipes, devices and links where files are expected, file systems that cannot do all, and two processes at once. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpecialFilesTest {

    private static final String EXEC = "exec \"$@\"";

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        data = folder.resolve("data.csv");
        StringBuilder rows = new StringBuilder("a,b,v\n");
        for (int i = 0; i < 40; i++) {
            rows.append(i % 7).append(',').append(i % 5).append(',').append(i % 3).append('\n');
        }
        Files.writeString(data, rows);
    }

    private static void succeed(Cli.Result result) {
        assertEquals(0, result.exitCode(), result.err());
    }

    private static void refuse(Cli.Result result, int exitCode, String message) {
        assertEquals(exitCode, result.exitCode(), result.err());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains(message), result.err());
    }

    private static String[] with(List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private String[] train(Path out, String... more) {
        return with(List.of("train", "--n", "20", "--r", "5", "--k", "4", "--iterations", "50", "--out",
            out.toString()), more);
    }

    private String[] fit(Path out, String... more) {
        return with(List.of("fit", "--data", data.toString(), "--target", "v", "--k", "4", "--eta", "1e-4", "--out",
            out.toString()), more);
    }

    private String[] predict(Path model, String... more) {
        return with(List.of("predict", "--model", model.resolve("model.npz").toString(), "--data", data.toString()),
            more);
    }

    private Path pipe(Path path) throws Exception {
        Files.deleteIfExists(path);
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        return path;
    }

    private static FutureTask<byte[]> reader(Path pipe) {
        FutureTask<byte[]> reader = new FutureTask<>(() -> {
            try (InputStream in = Files.newInputStream(pipe)) {
                return in.readAllBytes();
            }
        });
        Thread.ofPlatform().daemon().start(reader);
        return reader;
    }

    private Path model() {
        Path out = folder.resolve("model");
        succeed(Cli.run(fit(out)));
        return out;
    }

    @Test
    void predictionsGoThroughAPipe() throws Exception {
        Path model = model();
        Path file = folder.resolve("file.csv");
        succeed(Cli.run(predict(model, "--out", file.toString())));
        Path pipe = pipe(folder.resolve("pipe"));
        FutureTask<byte[]> reader = reader(pipe);
        succeed(Cli.run(predict(model, "--out", pipe.toString())));
        assertArrayEquals(Files.readAllBytes(file), reader.get());
        assertFalse(Files.isRegularFile(pipe), "the pipe is gone");
        // An array begins with its length, which is known last.
        Path array = folder.resolve("file.npy");
        succeed(Cli.run(predict(model, "--out", array.toString())));
        Path arrayPipe = pipe(folder.resolve("pipe.npy"));
        FutureTask<byte[]> arrayReader = reader(arrayPipe);
        succeed(Cli.run(predict(model, "--out", arrayPipe.toString())));
        assertArrayEquals(Files.readAllBytes(array), arrayReader.get());
    }

    @Test
    void filtersGoThroughAPipe() throws Exception {
        Path file = folder.resolve("w.npy");
        succeed(Cli.run(fit(folder.resolve("one"), "--trace", file.toString())));
        Path pipe = pipe(folder.resolve("pipe"));
        FutureTask<byte[]> reader = reader(pipe);
        succeed(Cli.run(fit(folder.resolve("two"), "--trace", pipe.toString())));
        assertArrayEquals(Files.readAllBytes(file), reader.get());
    }

    @Test
    void devicesStayWhatTheyAre() throws Exception {
        Path model = model();
        Path stdout = Path.of("/dev/stdout");
        assumeTrue(Files.exists(stdout) && Files.exists(Path.of("/dev/null")), "there are no such devices here");
        succeed(Cli.run(predict(model, "--out", "/dev/null")));
        succeed(Cli.run(fit(folder.resolve("other"), "--trace", "/dev/null")));
        assertFalse(Files.isRegularFile(Path.of("/dev/null")), "the device has become a file");
        boolean isLink = Files.isSymbolicLink(stdout);
        for (String script : List.of(EXEC, "\"$@\" | cat", "\"$@\" >" + folder.resolve("redirected")
            + "; cat " + folder.resolve("redirected"))) {
            Cli.Result result = Cli.runInShell(script, predict(model, "--out", "/dev/stdout"));
            succeed(result);
            assertEquals(41, result.out().lines().count(), script);
            assertEquals(isLink, Files.isSymbolicLink(stdout));
        }
    }

    @Test
    void aLinkStaysAndWhatItLeadsToIsReplaced() throws Exception {
        Path model = model();
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Path target = Files.writeString(elsewhere.resolve("target.csv"), "older");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("elsewhere/target.csv"));
        Path chain = Files.createSymbolicLink(folder.resolve("chain"), link);
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), elsewhere.resolve("new.csv"));
        for (Path name : List.of(link, chain, dangling)) {
            Files.writeString(target, "older");
            succeed(Cli.run(predict(model, "--out", name.toString())));
            assertTrue(Files.isSymbolicLink(name), name + " is no link any more");
            assertEquals(41, Files.readAllLines(name).size());
        }
        assertEquals(Set.of("target.csv", "new.csv"), Tree.names(elsewhere));
        Path self = Files.createSymbolicLink(folder.resolve("self.npy"), model.resolve("model.npz"));
        refuse(Cli.run(fit(model, "--overwrite", "--trace", self.toString())), 2, "must be another file");
    }

    @Test
    void plantedLinksAreNotFollowed() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "keep me");
        Path shared = Files.createDirectories(folder.resolve("shared"));
        for (String name : List.of("trace.csv", "trace.csv.part", "checkpoint.part", "checkpoint.previous",
            "run.json.part", "index.html")) {
            Files.createSymbolicLink(shared.resolve(name), victim);
        }
        succeed(Cli.run(train(shared, "--overwrite")));
        succeed(Cli.run("report", shared.toString()));
        assertEquals("keep me", Files.readString(victim));
        assertTrue(Files.isRegularFile(shared.resolve("trace.csv"), LinkOption.NOFOLLOW_LINKS));
        // When it goes on, too.
        Files.move(shared.resolve("trace.csv"), folder.resolve("trace"));
        Files.createSymbolicLink(shared.resolve("trace.csv"), folder.resolve("trace"));
        byte[] before = Files.readAllBytes(folder.resolve("trace"));
        refuse(Cli.run("--quiet", "resume", shared.toString(), "--iterations", "60"), 2, "is a symbolic link");
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("trace")));
        Path locked = Files.createDirectories(folder.resolve("locked"));
        Files.createSymbolicLink(locked.resolve("lock"), folder.resolve("made"));
        refuse(Cli.run(train(locked)), 2, "is a symbolic link");
        assertFalse(Files.exists(folder.resolve("made")));
    }

    /** None may wait for somebody to write into the pipe. */
    @ParameterizedTest
    @CsvSource({"run.json,plot", "run.json,report", "run.json,train", "trace.csv,plot", "trace.csv,resume",
        "checkpoint,resume", "lock,resume", "lock,report"})
    void aPipeInTheFolderIsRefused(String name, String command) throws Exception {
        Path out = folder.resolve("out");
        succeed(Cli.run(train(out)));
        pipe(out.resolve(name));
        if (name.equals("checkpoint")) {
            Files.deleteIfExists(out.resolve("checkpoint.previous"));
            Files.copy(folder.resolve("data.csv"), out.resolve("checkpoint.previous"));
        }
        refuse(Cli.run(command.equals("train") ? train(out) : new String[] {"--quiet", command, out.toString()}), 2,
            out.resolve(name) + " must be a file, and is a pipe, a device or a socket");
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs.bin", "model.npz"})
    void otherPipesAreRefused(String name) throws Exception {
        Path out = folder.resolve("out");
        if (name.equals("model.npz")) {
            succeed(Cli.run(fit(out)));
            pipe(out.resolve(name));
            refuse(Cli.run(predict(out)), 2, "must be a file");
        } else {
            succeed(Cli.run("sweep", "--n", "20", "--r", "5", "--k", "4", "--iterations", "50", "--replicates", "2",
                "--out", out.toString()));
            Files.delete(out.resolve("summary.csv"));
            pipe(out.resolve(name));
            refuse(Cli.run("resume", out.toString()), 2, out.resolve(name) + " must be a file");
        }
    }

    @Test
    void dataMayComeFromAPipe() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/stdin")), "there is no /dev/stdin here");
        Path model = model();
        Path piped = folder.resolve("piped");
        String script = "cat " + data + " | \"$@\"";
        succeed(Cli.runInShell(script, with(List.of("fit"), "--data", "/dev/stdin", "--target", "v", "--k", "4",
            "--eta", "1e-4", "--out", piped.toString())));
        assertArrayEquals(Files.readAllBytes(model.resolve("loss.csv")), Files.readAllBytes(piped.resolve("loss.csv")));
        Cli.Result predicted = Cli.runInShell(script, "predict", "--model", model.resolve("model.npz").toString(),
            "--data", "/dev/stdin");
        succeed(predicted);
        assertEquals(41, predicted.out().lines().count());
    }

    /** Compiles what stands between Java and the system. */
    private Map<String, String> shim(String name) throws Exception {
        Path source = folder.resolve(name + ".c");
        try (InputStream in = Cli.class.getResourceAsStream(name + ".c")) {
            Files.copy(in, source);
        }
        Path library = folder.resolve(name + ".so");
        int compiled;
        try {
            compiled = new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("gcc").toFile()).start().waitFor();
        } catch (IOException e) {
            compiled = -1;
        }
        assumeTrue(compiled == 0, "there is no gcc here that works");
        return Map.of("LD_PRELOAD", library.toString());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutHardLinksCheckpointsAreSavedAllTheSame() throws Exception {
        Path out = folder.resolve("out");
        Cli.Result result = Cli.runInShell(shim("link_eperm"), EXEC, train(out, "--checkpoint-every", "20"));
        succeed(result);
        assertFalse(result.err().contains("cannot save"), result.err());
        assertEquals(50, Checkpoint.of(Files.readAllBytes(out.resolve("checkpoint"))).state().iteration());
        assertEquals(40, Checkpoint.of(Files.readAllBytes(out.resolve("checkpoint.previous"))).state().iteration());
        assertEquals(Set.of("checkpoint", "checkpoint.previous", "run.json", "trace.csv"), Tree.names(out));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutLocksItSaysWhatCanBeDone() throws Exception {
        Path out = folder.resolve("out");
        Map<String, String> shim = shim("lock_enolck");
        refuse(Cli.runInShell(shim, EXEC, train(out)), 1, out.resolve("lock") + " cannot be locked (");
        refuse(Cli.runInShell(shim, EXEC, fit(out)), 1, "choose one on a file system that has locks");
    }

    @Test
    void twoAtOnceAreKeptApart() throws Exception {
        Path out = folder.resolve("out");
        succeed(Cli.run(fit(out)));
        Set<String> before = Tree.names(out);
        try (ResultFolder _ = ResultFolder.open(out)) {
            for (String[] command : List.of(fit(out, "--overwrite"), train(out, "--overwrite"),
                    with(List.of("reproduce"), "--sims", "sim01", "--overwrite", "--out", out.toString()),
                    with(List.of("sweep"), "--overwrite", "--out", out.toString()))) {
                refuse(Cli.runInNewJvm(Cli.shortLived(), command), 1,
                    "is in use by another neurotron");
            }
            assertEquals(before, Tree.names(out));
        }
    }

    @Test
    void aRunCanBeLookedAtAndNotReplacedWhileItGoesOn() throws Exception {
        Path out = folder.resolve("out");
        Process process = Cli.start(folder.resolve("output"), "train", "--iterations", "1e9", "--record", "every:1000",
            "--out", out.toString());
        try {
            Path trace = out.resolve("trace.csv");
            while (!Files.exists(trace) || Files.size(trace) < 100) {
                assertTrue(process.isAlive(), () -> "it ended by itself");
                Thread.sleep(20);
            }
            refuse(Cli.run(fit(out, "--overwrite")), 1, "is in use by another neurotron");
            succeed(Cli.run("plot", out.toString()));
            succeed(Cli.run("report", out.toString()));
            assertTrue(process.isAlive() && Files.exists(out.resolve("checkpoint")));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Each prediction is of one process or the other. */
    @Test
    void twoPredictionsIntoOneFileDoNotMix() throws Exception {
        Path one = model();
        Path two = folder.resolve("other");
        succeed(Cli.run(fit(two, "--seed", "2")));
        Path out = folder.resolve("p.csv");
        List<byte[]> alone = new ArrayList<>();
        for (Path model : List.of(one, two)) {
            succeed(Cli.run(predict(model, "--out", out.toString())));
            alone.add(Files.readAllBytes(out));
        }
        List<Process> both = new ArrayList<>();
        for (Path model : List.of(one, two)) {
            both.add(Cli.start(folder.resolve("output"), predict(model, "--out", out.toString())));
        }
        for (Process process : both) {
            assertEquals(0, process.waitFor(), () -> "see " + folder.resolve("output"));
        }
        byte[] last = Files.readAllBytes(out);
        assertTrue(Arrays.equals(last, alone.getFirst()) || Arrays.equals(last, alone.getLast()));
        assertEquals(List.of(), Tree.names(folder).stream().filter(name -> name.endsWith(".part")).toList());
    }

    /** A limit for the length of files does what a full disk would. */
    @Test
    void whatIsPartlyWrittenGoesAndTheFileIsNamed() throws Exception {
        Path model = model();
        Path out = folder.resolve("p.npy");
        Cli.Result result = Cli.runInShell("ulimit -f 0; " + EXEC, predict(model, "--out", out.toString()));
        refuse(result, 1, out + ": ");
        Path csv = folder.resolve("p.csv");
        refuse(Cli.runInShell("ulimit -f 0; " + EXEC, predict(model, "--out", csv.toString())), 1, csv + ": ");
        Path fit = folder.resolve("fit");
        refuse(Cli.runInShell("ulimit -f 0; " + EXEC, fit(fit)), 1, fit + "/");
        assertEquals(Set.of(), Tree.names(fit));
        assertEquals(List.of(), Tree.names(folder).stream().filter(name -> name.startsWith("p.")).toList());
    }

    @Test
    void whenTheFolderIsRemovedNothingIsCalledSaved() throws Exception {
        Path out = folder.resolve("out");
        Path output = folder.resolve("output");
        Process process = Cli.start(output, "sweep", "--n", "20", "--r", "5", "--k", "4", "--iterations", "3000",
            "--record", "every:3000", "--replicates", "300", "--out", out.toString());
        Path runs = out.resolve("runs.bin");
        while (!Files.exists(runs) || Files.size(runs) < 1) {
            assertTrue(process.isAlive(), () -> "it ended by itself");
            Thread.sleep(5);
        }
        for (String name : Tree.names(out)) {
            Files.delete(out.resolve(name));
        }
        Files.delete(out.resolve("lock"));
        Files.delete(out);
        assertNotEquals(0, process.waitFor());
        String said = Files.readString(output);
        assertTrue(said.contains("nothing is saved of 300 runs"), said);
        assertFalse(said.contains("saved are"), said);
    }

    @Test
    void aKilledFitLeavesNoCopyOfTheDataForGood() throws Exception {
        Path out = folder.resolve("out");
        Process process = Cli.start(folder.resolve("output"), fit(out, "--epochs", "1000000"));
        while (!Files.exists(out.resolve("run.json"))) {
            assertTrue(process.isAlive(), () -> "it ended by itself");
            Thread.sleep(5);
        }
        process.destroyForcibly().waitFor();
        assertTrue(Tree.names(out).stream().anyMatch(name -> name.startsWith("inputs.")), "it has left no copy");
        succeed(Cli.run(fit(out)));
        assertEquals(Set.copyOf(FileNames.FIT), Tree.names(out));
    }

    @Test
    void anInterruptedFitLeavesNothingHalfWritten() throws Exception {
        Path out = folder.resolve("out");
        Process process = Cli.start(folder.resolve("output"), fit(out, "--epochs", "1000000"));
        while (!Files.exists(out.resolve("run.json"))) {
            assertTrue(process.isAlive(), () -> "it ended by itself");
            Thread.sleep(5);
        }
        process.destroy();
        assertEquals(143, process.waitFor());
        assertEquals(Set.of("run.json"), Tree.names(out));
    }
}
