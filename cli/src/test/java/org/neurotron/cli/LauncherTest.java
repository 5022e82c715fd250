package org.neurotron.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script {@code cli/neurotron} in each shell that is a {@code /bin/sh} somewhere and found here. It starts scripts
 * in the place of Java and Maven, from a folder that looks built, so that a test takes a fraction of a second.
 */
@DisabledOnOs(OS.WINDOWS)
@ParameterizedClass
@MethodSource("shells")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherTest {

    private static final String WARNING = "WARNING: Using incubator modules: jdk.incubator.vector\n";

    private static final String BUILDING = "neurotron: building (once)...";

    /** What Java would print of its arguments: one on a line. */
    private static final String PRINT_ARGUMENTS = "for argument; do printf '<%s>\\n' \"$argument\"; done\n";

    /**
     * A command and its stderr. This is a pipe with a name since the filter may outlive Java by a moment, and whoever
     * reads a process by its {@link Process} gets nothing that comes after its end.
     */
    private record Running(Process process, InputStream err) {
    }

    /** Words that come before the script's name; none where the script is to find its shell itself. */
    @Parameter
    private List<String> shell;

    @TempDir
    private Path folder;

    private Path project;

    private Path launcher;

    private Path jdk;

    /** The first folder of the PATH. */
    private Path bin;

    /** The folder for temporary files, which must be empty at the end. */
    private Path temporary;

    private Map<String, String> environment;

    static Stream<List<String>> shells() throws IOException {
        Set<Path> seen = new LinkedHashSet<>();
        List<List<String>> shells = new ArrayList<>();
        for (List<String> shell : List.of(List.of("sh"), List.of("dash"), List.of("bash"), List.of("busybox", "sh"))) {
            Path program = program(shell.getFirst());
            if (program != null && seen.add(program.toRealPath())) {
                shells.add(shell.getFirst().equals("sh") ? List.of() : shell);
            }
        }
        return shells.stream();
    }

    private static Path program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(entry -> Path.of(entry, name))
            .filter(Files::isExecutable).findFirst().orElse(null);
    }

    @BeforeEach
    void build() throws IOException {
        project = Files.createDirectories(folder.toRealPath().resolve("a project"));
        launcher = project.resolve("cli/neurotron");
        Files.createDirectories(project.resolve("cli/target"));
        Files.createDirectories(project.resolve("cli/src/main"));
        Files.writeString(project.resolve("pom.xml"), "");
        Files.copy(Path.of("neurotron"), launcher);
        assertTrue(launcher.toFile().setExecutable(true));
        Files.writeString(project.resolve("cli/target/neurotron-cli.jar"), "");
        Files.writeString(project.resolve("cli/target/neurotron.built"), "");
        jdk = jdk("jdk", "25.0.1");
        bin = Files.createDirectories(folder.resolve("bin"));
        temporary = Files.createDirectories(folder.resolve("temporary files"));
        environment = new TreeMap<>(Map.of("JAVA_HOME", jdk.toString(), "HOME", folder.toString(), "TMPDIR",
            temporary.toString(), "PATH", bin + File.pathSeparator + System.getenv("PATH"), "FOLDER",
            folder.toString()));
        java(PRINT_ARGUMENTS);
        program("mvn", "echo 'there was no need to build' >&2; exit 1");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertEquals(Set.of(), Tree.names(temporary));
        assertFalse(Files.exists(project.resolve("cli/target/neurotron.lock")));
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.toRealPath().resolve(name);
        script(home.resolve("bin/java"), "echo " + name);
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nLIBC=\"x\"\n");
        return home;
    }

    private static void script(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    /** What Java does. */
    private void java(String script) throws IOException {
        script(jdk.resolve("bin/java"), script);
    }

    private void program(String name, String script) throws IOException {
        script(bin.resolve(name), script);
    }

    private List<String> command(Path path, String... arguments) {
        List<String> command = new ArrayList<>(shell);
        command.add(path.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Around a command, what only a shell can do, such as closing descriptors. */
    private static List<String> inShell(String script, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        whole.addAll(command);
        return whole;
    }

    private Running start(List<String> command) throws Exception {
        Path pipe = folder.resolve("err");
        if (!Files.exists(pipe)) {
            assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        }
        // Each side of a pipe waits for the other.
        FutureTask<InputStream> err = new FutureTask<>(
            () -> new BufferedInputStream(new FileInputStream(pipe.toFile())));
        Thread.ofVirtual().start(err);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile()).redirectError(pipe.toFile());
        builder.environment().keySet().removeIf(name -> name.contains("JAVA"));
        builder.environment().putAll(environment);
        return new Running(builder.start(), err.get());
    }

    private Cli.Result run(List<String> command, String input) throws Exception {
        Running running = start(command);
        try (OutputStream in = running.process().getOutputStream()) {
            in.write(input.getBytes(ISO_8859_1));
        } catch (IOException e) {
            // It did not want to read it.
        }
        return end(running);
    }

    private Cli.Result end(Running running) throws Exception {
        try (InputStream in = running.err()) {
            String err = new String(in.readAllBytes(), ISO_8859_1);
            int exitCode = running.process().waitFor();
            return new Cli.Result(exitCode, Files.readString(folder.resolve("out"), ISO_8859_1), err);
        }
    }

    private Cli.Result run(List<String> command) throws Exception {
        return run(command, "");
    }

    private void assertStarts(List<String> command) throws Exception {
        Cli.Result result = run(command);
        assertEquals("", result.err());
        assertEquals(0, result.exitCode());
        assertTrue(result.out().endsWith("<-jar>\n<" + project.resolve("cli/target/neurotron-cli.jar") + ">\n<info>\n"),
            result.out());
    }

    /** Waits until Java or Maven has written a file. */
    private static void await(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(5);
        }
    }

    private static void kill(String signal, String process) throws Exception {
        assertEquals(0, new ProcessBuilder("/bin/kill", "-" + signal, "--", process).start().waitFor());
    }

    private static void assumeSignalsCanBeSent(String signal) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there is no /bin/kill here");
        assumeFalse(signal.equals("INT") && Cli.interruptIsIgnored(),
            "a background job of a shell ignores SIGINT");
    }

    @Test
    void argumentsInputAndExitCodePass() throws Exception {
        environment.put("NEUROTRON_JAVA_OPTS", " -Xmx8g  -Dx=1 ");
        java(PRINT_ARGUMENTS + "cat; echo said >&2; exit 7");
        Cli.Result result = run(command(launcher, "two words", "", "*", "a\nb", "--jdk", "'\"$x\\n"), "input\n");
        assertEquals(7, result.exitCode());
        assertEquals("said\n", result.err());
        String jar = project.resolve("cli/target/neurotron-cli.jar").toString();
        // What the compiler is told is checked by what it does, not here.
        String passed = result.out().lines().filter(line -> !line.startsWith("<-XX:CompileCommand="))
            .map(line -> line + "\n").collect(Collectors.joining());
        Stream<String> expected = Stream.of("--add-modules", "jdk.incubator.vector", "-Dneurotron.terminalWidth=0",
            "-Dneurotron.stdoutIsTerminal=false", "-Xmx8g", "-Dx=1", "-XX:ObjectAlignmentInBytes=64", "-jar", jar,
            "two words", "", "*", "a\nb", "--jdk",
            "'\"$x\\n").map(argument -> "<" + argument + ">\n");
        assertEquals(expected.collect(Collectors.joining()) + "input\n", passed);
    }

    @Test
    void symbolicLinksLeadToIt() throws Exception {
        Path links = Files.createDirectories(folder.resolve("links/of mine"));
        Path absolute = Files.createSymbolicLink(links.resolve("absolute"), launcher);
        Path relative = Files.createSymbolicLink(links.resolve("relative"), Path.of("../../a project/cli/neurotron"));
        Path chain = Files.createSymbolicLink(folder.resolve("chain"), Path.of("links/of mine/relative"));
        Path toFolder = Files.createSymbolicLink(links.resolve("cli"), Path.of("../../a project/cli"));
        // Its target is relative to the folder that it is really in.
        Files.createSymbolicLink(folder.resolve("linked"), links);
        for (Path path : List.of(launcher, absolute, relative, chain, toFolder.resolve("neurotron"),
                folder.resolve("linked/relative"), Path.of("chain"), Path.of("links/of mine/cli/neurotron"))) {
            // A name without a slash would be looked for on the PATH, but by a shell that is told to run it.
            assertStarts(path.getNameCount() == 1 && shell.isEmpty() ? List.of("sh", path.toString(), "info")
                : command(path, "info"));
        }
        Files.createSymbolicLink(bin.resolve("neurotron"), Path.of("../chain"));
        assertStarts(List.of("sh", "-c", "neurotron info"));
    }

    static List<List<String>> whatJavaSays() {
        String toolOptions = "Picked up JAVA_TOOL_OPTIONS: -Dx=1\n";
        String others = "NOTE: Picked up JDK_JAVA_OPTIONS: -Da=b\n" + toolOptions + "Picked up _JAVA_OPTIONS: -Dy=2\n"
            + "OpenJDK 64-Bit Server VM warning: Options -Xverify:none and -noverify were deprecated\n";
        String lines = "Picked up JAVA_TOOL_OPTIONS: -Dx=1\n  -Dy=1\n-Dz=1\n\n";
        String everyByte = IntStream.range(0, 256).mapToObj(Character::toString).collect(Collectors.joining());
        return List.of(
            List.of("", ""),
            List.of(WARNING, ""),
            List.of(WARNING + "\r  3 %\r  4 %", "\r  3 %\r  4 %"),
            List.of(WARNING + everyByte, everyByte),
            List.of(WARNING + " \\n%s\\\n", " \\n%s\\\n"),
            List.of(toolOptions + WARNING + "more\n", toolOptions + "more\n"),
            List.of(others + WARNING + "more", others + "more"),
            List.of(lines + WARNING + "more", lines + "more"),
            List.of("[0.002s][warning][cds] no\n" + WARNING, "[0.002s][warning][cds] no\n"),
            // What only looks like it, and what is said later, is none of the filter's business.
            List.of(WARNING + WARNING, WARNING),
            List.of("Error: \\t%d\n" + WARNING, "Error: \\t%d\n" + WARNING),
            List.of("WARNING: Using incubator modules: other\nmore", "WARNING: Using incubator modules: other\nmore"),
            List.of(toolOptions + "Error", toolOptions + "Error"),
            List.of(WARNING.strip(), WARNING.strip()),
            List.of("half a line \\", "half a line \\"));
    }

    @Test
    void onlyTheIncubatorWarningIsTakenAway() throws Exception {
        java("cat \"$FOLDER/said\" >&2");
        for (List<String> saidAndSeen : whatJavaSays()) {
            Files.writeString(folder.resolve("said"), saidAndSeen.get(0), ISO_8859_1);
            assertEquals(saidAndSeen.get(1), run(command(launcher)).err());
        }
    }

    @Test
    void whatJavaSaysIsSeenAtOnce() throws Exception {
        java("printf '" + WARNING + "\\r 50 %%' >&2; read -r line; printf '\\r100 %%' >&2");
        Running running = start(command(launcher));
        assertEquals("\r 50 %", new String(running.err().readNBytes(6), ISO_8859_1));
        running.process().getOutputStream().close();
        assertEquals(new Cli.Result(0, "", "\r100 %"), end(running));
    }

    /** So that nothing is left however Java ends. */
    @Test
    void nothingIsThereWhileJavaRuns() throws Exception {
        java("ls -A \"$TMPDIR\"");
        assertEquals(new Cli.Result(0, "", ""), run(command(launcher)));
    }

    @Test
    void aKillOfJavaIsPassedOn() throws Exception {
        java("kill -KILL $$");
        assertEquals(new Cli.Result(137, "", ""), run(command(launcher)));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalReachesJava(String signal, int exitCode) throws Exception {
        assumeSignalsCanBeSent(signal);
        java("trap 'echo saved >&2; exit " + exitCode + "' " + signal + "\n: >\"$FOLDER/runs\"\n"
            + "while :; do sleep 0.05; done");
        Running running = start(command(launcher));
        await(folder.resolve("runs"));
        kill(signal, Long.toString(running.process().pid()));
        assertEquals(new Cli.Result(exitCode, "", "saved\n"), end(running));
    }

    /** As {@code timeout} and a terminal send it. */
    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSignalToTheWholeGroupLeavesJavaAVoice(String signal, int exitCode) throws Exception {
        assumeSignalsCanBeSent(signal);
        assumeTrue(program("setsid") != null, "there is no setsid here");
        java("trap 'sleep 0.2; echo saved >&2; exit " + exitCode + "' " + signal + "\nprintf '" + WARNING + "' >&2\n"
            + ": >\"$FOLDER/runs\"\nwhile :; do sleep 0.05; done");
        List<String> command = command(launcher);
        command.addFirst("setsid");
        Running running = start(command);
        await(folder.resolve("runs"));
        kill(signal, "-" + running.process().pid());
        Cli.Result result = end(running);
        assertEquals(exitCode, result.exitCode());
        // The shell in the place of Java may mention that its sleep was killed, too.
        assertTrue(result.err().endsWith("saved\n"), result.err());
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSignalBeforeJavaStartsLeavesNothing(String signal, int exitCode) throws Exception {
        assumeSignalsCanBeSent(signal);
        program("mkfifo", program("mkfifo") + " \"$@\" && ls -A \"$TMPDIR\" && kill -" + signal + " $PPID");
        Cli.Result result = run(command(launcher));
        assertEquals(exitCode, result.exitCode());
        assertTrue(result.out().matches("neurotron\\.\\d+\n"), result.out());
    }

    @Test
    void withoutAPipeTheWarningIsSeen() throws Exception {
        java("printf '" + WARNING + "said' >&2; exit 3");
        Cli.Result expected = new Cli.Result(3, "", WARNING + "said");
        program("mkfifo", "echo 'mkfifo: no' >&2; exit 1");
        assertEquals(expected, run(command(launcher)));
        Files.delete(bin.resolve("mkfifo"));
        for (Path impossible : List.of(folder.resolve("nowhere"), launcher)) {
            environment.put("TMPDIR", impossible.toString());
            assertEquals(expected, run(command(launcher)));
        }
        Path readOnly = Files.createDirectory(folder.resolve("read only"));
        assertTrue(readOnly.toFile().setWritable(false));
        environment.put("TMPDIR", readOnly.toString());
        Cli.Result result = run(command(launcher));
        // The superuser may write everywhere.
        assertEquals(Files.isWritable(readOnly) ? new Cli.Result(3, "", "said") : expected, result);
    }

    /** Of what is closed, only stderr can be used; but a file that Java opens is not taken for any of them. */
    @ParameterizedTest
    @ValueSource(strings = {"<&-", ">&-", "2>&-", ">&- 2>&-", "<&- 2>&-", "<&- >&-", "<&- >&- 2>&-"})
    void closedDescriptorsAreOccupied(String closed) throws Exception {
        java("""
            report=
            { true 3<&0; } 2>/dev/null || report="$report stdin is free"
            { true 3>&1; } 2>/dev/null || report="$report stdout is free"
            true 3>&2 || report="$report stderr is free"
            [ -r "$FOLDER" ] && echo said >&2 || report="$report stderr cannot be written"
            cat >/dev/null 2>&1 || report="$report no stdin"
            { echo printed; } 2>/dev/null || report="$report no stdout"
            printf '%s\\n' "$report" >"$FOLDER/report"
            exit 5
            """);
        Cli.Result result = run(inShell("exec \"$@\" " + closed, command(launcher)));
        boolean out = !(" " + closed).contains(" >&-");
        assertEquals(new Cli.Result(5, out ? "printed\n" : "", closed.contains("2>&-") ? "" : "said\n"), result);
        assertEquals((closed.contains("<&-") ? " no stdin" : "") + (out ? "" : " no stdout"),
            Files.readString(folder.resolve("report")).stripTrailing());
    }

    @Test
    void otherDescriptorsPass() throws Exception {
        java("for i in 3 4 5 6; do { eval \"echo $i >&$i\"; } 2>/dev/null || echo \"$i is closed\"; done");
        assertEquals("3 is closed\n4 is closed\n5 is closed\n6 is closed\n", run(command(launcher)).out());
        String files = "exec \"$@\" 3>three 4>four 5>five 6>six";
        assertEquals(new Cli.Result(0, "", ""), run(inShell(files, command(launcher))));
        assertEquals(List.of("3\n", "4\n", "5\n", "6\n"), List.of(Files.readString(folder.resolve("three")),
            Files.readString(folder.resolve("four")), Files.readString(folder.resolve("five")),
            Files.readString(folder.resolve("six"))));
    }

    @Test
    void findsTheJdk() throws Exception {
        List<String> which = command(launcher, "--jdk");
        assertEquals(new Cli.Result(0, jdk + "\n", ""), run(which));
        Path next = jdk("next", "26-ea");
        environment.put("JAVA_HOME", next.toString());
        assertEquals(new Cli.Result(0, next + "\n", ""), run(which));
        Files.createSymbolicLink(folder.resolve("current"), Path.of("next"));
        Files.createSymbolicLink(folder.resolve("java"), Path.of("current/bin/java"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../java"));
        for (String old : List.of("1.8.0_432", "9", "24.0.2", "")) {
            environment.put("JAVA_HOME", jdk("old" + old, old).toString());
            assertEquals(new Cli.Result(0, next + "\n", ""), run(which));
        }
        environment.remove("JAVA_HOME");
        assertEquals(new Cli.Result(0, next + "\n", ""), run(which));
        assertEquals("next\n", run(command(launcher, "info")).out());
        assertNotEquals(0, run(inShell("exec \"$@\" >&-", which)).exitCode());
    }

    /** As it lies in an archive, which has neither sources nor a build: nothing is looked for, and nothing built. */
    @Test
    void unpackedItUsesTheJavaBesideIt() throws Exception {
        Path unpacked = Files.createDirectories(folder.toRealPath().resolve("un packed"));
        Path inside = Files.createDirectory(unpacked.resolve("bin")).resolve("neurotron");
        Files.copy(launcher, inside);
        assertTrue(inside.toFile().setExecutable(true));
        Path jar = Files.writeString(unpacked.resolve("neurotron-cli.jar"), "");
        String missing = "neurotron: " + unpacked + "/runtime/bin/java is missing or not executable; "
            + "unpack the archive again, as a whole\n";
        assertEquals(new Cli.Result(1, "", missing), run(command(inside, "info")));
        script(unpacked.resolve("runtime/bin/java"), PRINT_ARGUMENTS);
        Path link = Files.createSymbolicLink(folder.resolve("link"), inside);
        for (Path path : List.of(inside, link)) {
            assertEquals(new Cli.Result(0, unpacked + "/runtime\n", ""), run(command(path, "--jdk")));
            Cli.Result result = run(command(path, "info"));
            assertEquals("", result.err());
            assertTrue(result.out().endsWith("<-jar>\n<" + jar + ">\n<info>\n"), result.out());
            // The same options for Java as among sources.
            assertEquals(run(command(launcher, "info")).out().replace(project + "/cli/target/", unpacked + "/"),
                result.out());
        }
    }

    /** A Maven that makes the jar, and is not above reading stdin. */
    private void mavenBuilds(String before) throws IOException {
        program("mvn", before + "\ncat >/dev/null; pwd >>\"$FOLDER/builds\"; echo noise\n"
            + ": >cli/target/neurotron-cli.jar");
    }

    private void assertBuilds(int times) throws IOException {
        assertEquals((project + "\n").repeat(times), Files.readString(folder.resolve("builds")));
    }

    @Test
    void buildsWhenSourcesAreNewer() throws Exception {
        Files.delete(project.resolve("cli/target/neurotron-cli.jar"));
        Files.delete(project.resolve("cli/target/neurotron.built"));
        Files.delete(project.resolve("cli/target"));
        mavenBuilds("");
        java("cat");
        assertEquals(new Cli.Result(0, "input", BUILDING + "\n"), run(command(launcher, "info"), "input"));
        assertEquals(new Cli.Result(0, "input", ""), run(command(launcher, "info"), "input"));
        assertBuilds(1);
        Path built = project.resolve("cli/target/neurotron.built");
        Files.setLastModifiedTime(built, FileTime.fromMillis(1_000_000_000_000L));
        assertEquals(new Cli.Result(0, jdk + "\n", ""), run(command(launcher, "--jdk")));
        assertEquals(new Cli.Result(0, "", BUILDING + "\n"), run(command(launcher, "info")));
        assertBuilds(2);
    }

    @Test
    void aBuildThatFailsIsShown() throws Exception {
        Files.delete(project.resolve("cli/target/neurotron.built"));
        program("mvn", "echo broken; exit 9");
        for (int times = 0; times < 2; times++) {
            assertEquals(new Cli.Result(1, "", BUILDING + "\nbroken\nneurotron: the build failed, see above\n"),
                run(command(launcher, "info")));
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "HUP, 129"})
    void aBuildThatIsInterruptedLeavesNoLock(String signal, int exitCode) throws Exception {
        assumeSignalsCanBeSent(signal);
        Files.delete(project.resolve("cli/target/neurotron.built"));
        mavenBuilds(": >\"$FOLDER/runs\"; sleep 0.3");
        Running running = start(command(launcher, "info"));
        await(folder.resolve("runs"));
        kill(signal, Long.toString(running.process().pid()));
        assertEquals(new Cli.Result(exitCode, "", BUILDING + "\n"), end(running));
    }

    /** Runs something on a terminal, where stdout and stderr are one. */
    private String onATerminal(List<String> command) throws Exception {
        assumeTrue(program("script") != null && OS.LINUX.isCurrentOs(), "there is no script of util-linux here");
        String line = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Cli.Result result = run(List.of("script", "-q", "-e", "-c", "stty cols 97; " + line, "/dev/null"));
        assertEquals(0, result.exitCode(), result.err());
        return result.out();
    }

    @Test
    void aLongBuildGivesSignsOfLifeOnATerminal() throws Exception {
        Files.delete(project.resolve("cli/target/neurotron.built"));
        mavenBuilds("sleep 2.4");
        java("echo \"$3\"");
        String width = "-Dneurotron.terminalWidth=97\r\n";
        String seen = onATerminal(command(launcher, "info"));
        assertTrue(seen.matches(BUILDING.replaceAll("[().]", "\\\\$0") + "(\r" + BUILDING.replaceAll("[().]", "\\\\$0")
            + " [0-9]+ s)+\r\n" + width), seen);
        assertEquals(width, onATerminal(command(launcher, "info")));
        assertBuilds(1);
    }

    /** Java itself can tell only whether stdin and stdout both are terminals. */
    @Test
    void whetherStdoutIsATerminalIsSaid() throws Exception {
        java("for word; do case $word in *stdoutIsTerminal*) echo \"$word\" ;; esac; done");
        assertEquals("-Dneurotron.stdoutIsTerminal=true\r\n", onATerminal(command(launcher, "info")));
        assertEquals("-Dneurotron.stdoutIsTerminal=false\n", run(command(launcher, "info")).out());
    }

    /** In the locale C, or one that is not installed, Java would lose all characters but ASCII. */
    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=C", "LC_ALL=POSIX", "LC_ALL=xx_XX.UTF-8", "LC_CTYPE=C", "LANG=C", "LANG="})
    void javaGetsALocaleWithUtf8(String variable) throws Exception {
        java("charmap=$(locale charmap 2>/dev/null) || charmap=UTF-8; printf '%s\\n' \"$charmap\"");
        Cli.Result result = run(inShell("unset LC_ALL LC_CTYPE LANG; export " + variable + "; exec \"$@\"",
            command(launcher, "info")));
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("UTF-8\n", result.out());
    }

    @Test
    void aLocaleWithUtf8IsLeftAlone() throws Exception {
        java("printf '%s\\n' \"$LC_ALL\"");
        environment.put("LC_ALL", "C.UTF-8");
        assertEquals("C.UTF-8\n", run(command(launcher, "info")).out());
    }

    /** The whole program, installed in a folder with such a name and started without any locale. */
    @Test
    void namesNeedNotBeAscii() throws Exception {
        java("while [ \"$1\" != -jar ]; do shift; done\n[ -f \"$2\" ] || exit 9\nshift 2\n"
            + "exec \"$REAL_JAVA\" -cp \"$REAL_CLASSES\" org.neurotron.cli.Main \"$@\"");
        environment.put("REAL_JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
        environment.put("REAL_CLASSES", System.getProperty("java.class.path"));
        // Written by the shell, as this process may itself have a locale without such characters.
        Cli.Result result = run(inShell("unset LC_ALL LC_CTYPE LANG; name=$(printf 'd\\303\\274n'); "
            + "mv \"$FOLDER/a project\" \"$FOLDER/$name\" && "
            + "sh \"$FOLDER/$name/cli/neurotron\" \"$@\" --out \"$FOLDER/out-$name\" && "
            + "test -f \"$FOLDER/out-$name/trace.csv\"", List.of("train", "--n", "20", "--r", "5", "--k", "4",
            "--iterations", "20")));
        assertEquals(0, result.exitCode(), result.err());
        // Without the launcher nothing lands elsewhere.
        Cli.Result refused = run(inShell("LC_ALL=C; export LC_ALL; exec \"$REAL_JAVA\" -cp \"$REAL_CLASSES\" "
            + "org.neurotron.cli.Main train --out \"$FOLDER/lost-$(printf 'd\\303\\274n')\"", List.of()));
        assertEquals(2, refused.exitCode(), refused.err());
        assertTrue(refused.err().contains("set LC_ALL=C.UTF-8"), refused.err());
        assertEquals(List.of(), Tree.names(folder).stream().filter(name -> name.startsWith("lost")).toList());
    }
}
