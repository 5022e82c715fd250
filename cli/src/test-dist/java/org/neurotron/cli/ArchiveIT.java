package org.neurotron.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive that the profile dist makes, unpacked where there is no Java and next to nothing else. Beside it the same
 * program is started among sources by the JDK of this test; both must say and write the same.
 */
class ArchiveIT {

    private static final long LARGEST = 70_000_000;

    /** What the launcher uses of a system. */
    private static final List<String> TOOLS = List.of("cat", "mkfifo", "readlink", "rm");

    /** How long something took, which is never the same, and on which kernel it ended, which depends on that. */
    private static final String DURATION = " \\([0-9.]+ s, [^)]*\\)";

    @TempDir
    private static Path folder;

    /** The unpacked archive. */
    private static Path unpacked;

    /** The only folder of the PATH. */
    private static Path tools;

    /** A project that looks built, so that this one is not built amidst its build. */
    private static Path project;

    @BeforeAll
    static void unpack() throws Exception {
        Path archive = Path.of(System.getProperty("neurotron.test.archive"));
        assertTrue(Files.size(archive) <= LARGEST, Files.size(archive) + " bytes");
        assertEquals(0, new ProcessBuilder("tar", "-xzf", archive.toString()).directory(folder.toFile()).inheritIO()
            .start().waitFor());
        String name = archive.getFileName().toString().replaceFirst("\\.tar\\.gz$", "");
        assertEquals(Set.of(name), Tree.names(folder));
        // Where it was unpacked does not matter, and the path may have spaces.
        unpacked = Files.move(folder.resolve(name), folder.resolve("some where"));
        tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : TOOLS) {
            Path script = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + program(tool) + " \"$@\"\n");
            assertTrue(script.toFile().setExecutable(true));
        }
        project = folder.resolve("project");
        Path target = Files.createDirectories(project.resolve("cli/target"));
        Path launcher = Files.copy(Path.of("neurotron"), project.resolve("cli/neurotron"));
        assertTrue(launcher.toFile().setExecutable(true));
        Files.copy(Path.of("target/neurotron-cli.jar"), target.resolve("neurotron-cli.jar"));
        Tree.copy(Path.of("target/lib"), target.resolve("lib"));
        Files.createFile(target.resolve("neurotron.built"));
        Tree.copy(Path.of("../results/fit"), project.resolve("results/fit"));
    }

    private static Path program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(entry -> Path.of(entry, name))
            .filter(Files::isExecutable).findFirst().orElseThrow();
    }

    /** Starts a launcher and waits for it and for its stderr, which may be written by a process that ends after it. */
    private static Cli.Result run(Path root, Path launcher, Map<String, String> environment, String command)
        throws IOException, InterruptedException {
        Path said = Files.createTempDirectory(folder, "said");
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", "cat=$1; said=$2; shift 2\n"
            + "{ \"$@\" 2>&1 >\"$said/out\" </dev/null; echo $? >\"$said/code\"; } | \"$cat\" >\"$said/err\"", "sh",
            program("cat").toString(), said.toString(), launcher.toString()));
        words.addAll(List.of(command.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(words).directory(root.toFile()).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(environment);
        assertEquals(0, builder.start().waitFor());
        return new Cli.Result(Integer.parseInt(Files.readString(said.resolve("code")).strip()),
            Files.readString(said.resolve("out")).replaceAll(DURATION, ""),
            Files.readString(said.resolve("err")).replaceAll(DURATION, ""));
    }

    private static Cli.Result runUnpacked(String command) throws IOException, InterruptedException {
        return run(unpacked, unpacked.resolve("bin/neurotron"), Map.of("PATH", tools.toString()), command);
    }

    /** What two launchers write by the same command, in folders of the same content, is compared by the caller. */
    private static void assertBothSay(int exitCode, String command) throws Exception {
        FutureTask<Cli.Result> ordinary = new FutureTask<>(() -> run(project, project.resolve("cli/neurotron"),
            Map.of("PATH", System.getenv("PATH"), "JAVA_HOME", System.getProperty("java.home")), command));
        Thread.ofVirtual().start(ordinary);
        Cli.Result alone = runUnpacked(command);
        assertEquals(ordinary.get(), alone, command);
        assertEquals(exitCode, alone.exitCode(), alone.err());
    }

    private static void assertBothWrote(String name) throws IOException {
        Path expected = project.resolve(name);
        Path actual = unpacked.resolve(name);
        assertTrue(Files.exists(expected), name);
        if (Files.isDirectory(expected)) {
            Tree.assertSame(Tree.files(expected), Tree.files(actual));
        } else {
            assertEquals(-1, Files.mismatch(expected, actual), name);
        }
    }

    @Test
    void theStudy() throws Exception {
        assertBothSay(0, "reproduce --iterations 400 --out all");
        assertBothWrote("all");
        assertTrue(Files.exists(unpacked.resolve("all/figures/figure-1a.png")));
    }

    @Test
    void theOtherCommands() throws Exception {
        assertBothSay(0, "--version");
        assertBothSay(0, "info");
        assertBothSay(0, "train --n 20 --r 5 --k 4 --iterations 2000 --out one");
        assertBothSay(0, "resume one --iterations 4000");
        assertBothWrote("one");
        assertBothSay(0, "sweep --n 20 --r 5 --k 4 --theta 0,0.25 --replicates 2 --iterations 1000 --out sweep");
        assertBothWrote("sweep");
        assertBothSay(0, "fit --data results/fit/penguins.csv --target body_mass_g --out fit");
        assertBothSay(0, "inspect fit --json");
        assertBothWrote("fit");
        assertBothSay(0, "predict --model fit/model.npz --data results/fit/penguins.csv --out predictions.csv");
        assertBothWrote("predictions.csv");
        assertBothSay(0, "export fit --onnx penguins.onnx");
        assertBothWrote("penguins.onnx");
        assertBothSay(0, "theory --n 50 --r 5 --k 4 --theta 0.02 --beta 0.05");
        assertBothSay(0, "random --distribution student-t:3 --count 1000");
        assertBothSay(2, "train --beta 1.5");
    }

    @Test
    void itsOwnJavaIsUsed() throws Exception {
        String runtime = unpacked.toRealPath().resolve("runtime") + "\n";
        assertEquals(new Cli.Result(0, runtime, ""), runUnpacked("--jdk"));
        Map<String, String> other = Map.of("PATH", System.getenv("PATH"), "JAVA_HOME", System.getProperty("java.home"));
        assertEquals(new Cli.Result(0, runtime, ""), run(unpacked, unpacked.resolve("bin/neurotron"), other, "--jdk"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), unpacked.resolve("bin/neurotron"));
        assertEquals(new Cli.Result(0, runtime, ""), run(folder, link, Map.of("PATH", tools.toString()), "--jdk"));
    }

    /** Without mkfifo one sees a line of Java's more. */
    @Test
    void nothingOfTheSystemIsNeeded() throws Exception {
        Cli.Result result = run(unpacked, unpacked.resolve("bin/neurotron"), Map.of("PATH", ""), "--version");
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(List.of(), result.errorLines());
    }

    /** What is passed on to others comes with its licences; a new library needs a line there. */
    @Test
    void everyLibraryIsListedWithItsLicence() throws IOException {
        String readme = Files.readString(unpacked.resolve("README.md"));
        assertFalse(readme.contains("${"), readme);
        assertTrue(Files.exists(unpacked.resolve("LICENSE")));
        for (String library : Tree.names(unpacked.resolve("lib"))) {
            String name = library.replaceFirst("-[0-9][^-]*\\.jar$", "");
            boolean listed = name.startsWith("neurotron-") || readme.contains(name)
                || readme.contains(name.replaceFirst("-.*", "-\\\\*"));
            assertTrue(listed, library + " is not in README.md of the archive, cli/src/dist/README.md");
        }
    }

    /** Nothing of the machine on which it was built. */
    @Test
    void noPathOfTheBuildIsInIt() throws IOException {
        String built = Path.of("").toAbsolutePath().getParent().toString();
        for (String name : List.of("neurotron-cli.jar", "README.md", "bin/neurotron", "runtime/release")) {
            assertFalse(Files.readString(unpacked.resolve(name), ISO_8859_1).contains(built), name);
        }
    }
}
