package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Tree;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.fuzz.Sealed;

/**
 * A folder from somebody else can be looked at and gone on with, whatever is in it: nothing in it becomes a command, a
 * script, the name of another file, or a message that does something to the terminal.
 */
class HostileFolderTest {

    private static final int LONGEST = 2_000;

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeResults() throws IOException {
        run(0, "reproduce", "--sims", "sim01", "--algorithms", "tron", "--iterations", "30", "--no-figures", "--out",
            shared.resolve("study").toString());
        run(0, "sweep", "--n", "4", "--r", "2", "--k", "2", "--b", "2", "--iterations", "20", "--theta", "0,1",
            "--replicates", "2", "--out", shared.resolve("sweep").toString());
        run(0, "train", "--n", "4", "--r", "2", "--k", "2", "--b", "2", "--iterations", "20", "--out",
            shared.resolve("train").toString());
        Path data = Files.writeString(shared.resolve("data.csv"), "a,y\n1,1\n2,2\n3,3\n4,4\n");
        run(0, "fit", "--data", data.toString(), "--target", "y", "--k", "2", "--epochs", "1", "--out",
            shared.resolve("fit").toString());
    }

    private static Cli.Result run(int code, String... arguments) {
        Cli.Result result = Cli.run(arguments);
        assertEquals(code, result.exitCode(), result.err());
        return result;
    }

    private Path copy(String kind) throws IOException {
        return Tree.copy(shared.resolve(kind), folder.resolve(kind));
    }

    private static void replace(Path file, String what, String by) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.contains(what), () -> file + " has no " + what);
        // One of many is enough: such a text is long.
        Files.writeString(file, text.replaceFirst(Pattern.quote(what), Matcher.quoteReplacement(by)));
    }

    /** One line, short, and nothing in it that a terminal acts on. */
    private static void requireHarmless(Cli.Result result, String said) {
        assertAll(
            () -> assertTrue(result.exitCode() == 1 || result.exitCode() == 2, "exit code " + result.exitCode()),
            () -> assertEquals("", result.out()),
            () -> assertEquals(1, result.errorLines().size(), result.err()),
            () -> assertTrue(result.err().strip().length() <= LONGEST, result.err().length() + " characters"),
            () -> assertTrue(result.err().strip().codePoints().noneMatch(Character::isISOControl), result.err()),
            () -> assertTrue(result.err().contains(said), result.err()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"study", "sweep", "train", "fit"})
    void whatIsNoOptionIsRefused(String kind) throws IOException {
        Path results = copy(kind);
        replace(results.resolve(FileNames.RUN), "\"seed\" : 1", "\"seed\" : 1, \"x;touch P;#\" : true");
        Map<String, byte[]> before = Tree.files(results);
        for (String command : List.of("plot", "report")) {
            Cli.Result result = run(2, command, results.toString());
            requireHarmless(result, "run.json is damaged: 'x;touch P;#' is no option of ");
        }
        Tree.assertSame(before, Tree.files(results));
    }

    @Test
    void aSweepDoesNotGoOnWithWhatIsNoOption() throws IOException {
        Path sweep = copy("sweep");
        Files.delete(sweep.resolve(FileNames.SUMMARY));
        replace(sweep.resolve(FileNames.RUN), "\"seed\" : 1", "\"seed\" : 1, \"x\" : \"@/etc/passwd\"");
        requireHarmless(Cli.run("resume", sweep.toString()), "--x");
        assertFalse(Files.exists(sweep.resolve(FileNames.SUMMARY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[[1]]", "[{\"a\": 1}]", "\"sim01\\u001b[201~\\rtouch P\\r\"", "\"a\\nb\""})
    void aValueThatNoOptionHasIsRefused(String value) throws IOException {
        Path study = copy("study");
        replace(study.resolve(FileNames.RUN), "[ \"sim01\" ]", value);
        requireHarmless(Cli.run("report", study.toString()),
            "run.json is damaged: 'sims' has a value that no option has");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x;touch P;#=true", "$(touch P)", "`touch P`", "'; touch P; '", "a b", "x&touch P", "!!",
        "~", "sim01=true", "*"})
    void theCommandToCopyIsNothingMoreToAShell(String value) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell here");
        Path study = copy("study");
        replace(study.resolve(FileNames.RUN), "[ \"sim01\" ]", "\"" + value + "\"");
        run(0, "report", study.toString());
        Matcher code = Pattern.compile("<code>(.*?)</code>", Pattern.DOTALL)
            .matcher(Files.readString(study.resolve(FileNames.PAGE)));
        assertTrue(code.find());
        String command = code.group(1).lines().findFirst().orElseThrow().replaceAll("</?span>", "").replace("&lt;", "<")
            .replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        Path place = Files.createDirectories(folder.resolve("place/cli")).getParent();
        Path stub = Files.writeString(place.resolve("cli/neurotron"), "#!/bin/sh\nprintf '%s\\n' \"$@\" > arguments\n");
        assertTrue(stub.toFile().setExecutable(true));
        Process shell = new ProcessBuilder("/bin/sh", "-c", command).directory(place.toFile()).start();
        assertEquals(0, shell.waitFor(), command);
        assertEquals(Set.of("cli", "arguments"), Tree.names(place), command);
        String sims = Files.readAllLines(place.resolve("arguments")).get(1);
        assertEquals("--sims=" + value, sims + (value.endsWith("=true") ? "=true" : ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@/etc/passwd", "@FILE", "--record=@FILE", "--distribution=@FILE", "--seed=@FILE"})
    void aCheckpointNamesNoFileToBeRead(String argument) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "--password\nsecret\n");
        Path train = copy("train");
        Path checkpoint = train.resolve(FileNames.CHECKPOINT);
        Files.deleteIfExists(train.resolve(FileNames.PREVIOUS_CHECKPOINT));
        List<String> arguments = List.of("--n=4", "--r=2", "--k=2", "--b=2",
            argument.replace("FILE", secret.toString()));
        Files.write(checkpoint, Sealed.withArguments(Files.readAllBytes(checkpoint), arguments));
        Cli.Result result = Cli.run("--quiet", "resume", train.toString());
        requireHarmless(result, "@");
        assertFalse(result.err().contains("password"), result.err());
        assertFalse(result.err().contains("root:"), result.err());
    }

    /** In every file whose words a message repeats: too many of them, and characters that are commands. */
    @ParameterizedTest
    @CsvSource({
        "train, report, run.json, '\"command\" : \"train\"', '\"command\" : \"X\"'",
        "train, report, run.json, '\"seed\" : 1', '\"X\" : 1'",
        "train, report, run.json, '\"distribution\" : \"normal:1.0\"', '\"distribution\" : \"X\"'",
        "train, plot, run.json, '\"algorithm\" : \"tron\"', '\"algorithm\" : \"X\"'",
        "train, plot, run.json, '\"n\" : 4', '\"n\" : \"X\"'",
        "train, report, trace.csv, '\n5,', '\nX,'",
        "train, report, trace.csv, 'iteration', 'X'",
        "fit, report, run.json, '\"seed\" : 1', '\"X\" : 1'",
        "fit, plot, run.json, '\"target\" : \"y\"', '\"target\" : \"X\"'",
        "fit, report, loss.csv, 'clip:0.5', 'X'",
        "fit, report, loss.csv, 'training_mse', 'X'",
        "fit, report, residuals.csv, ',training,', ',X,'",
        "fit, plot, suspects.csv, 'line', 'X'",
        "fit, report, metrics.json, '\"suspects\"', '\"X\"'",
        "fit, plot, metrics.json, '\"threshold\" :', '\"threshold\" : \"X\", \"t\" :'",
        "sweep, report, summary.csv, 'stuck', 'X'",
        "sweep, plot, summary.csv, ',tron,', ',tron,X'",
        "sweep, report, quantiles.csv, 'alternating', 'X'",
        "sweep, plot, run.json, '\"sensing\" : \"gaussian\"', '\"sensing\" : \"X\"'",
        "study, report, summary.csv, 'sim01,', 'X,'",
        "study, plot, sim01_tron.csv, ',', ',X,'",
        "study, report, thinned/sim01.csv, ',', ',X,'"})
    void messagesAreShortAndOnlyWords(String kind, String command, String file, String what, String by)
        throws IOException {
        for (String odd : List.of("\u001b[2J\u009b31m\0\u202e", "\\u001b]0;x\\u0007\\u0000", "x".repeat(800_000))) {
            Path results = copy(kind);
            replace(results.resolve(file), what, by.replace("X", odd));
            Cli.Result result = Cli.run(command, results.toString());
            if (result.exitCode() != 0) {
                requireHarmless(result, "");
            }
        }
    }

    @Test
    void namesOfFilesAreShownWithoutCommandsForTheTerminal() throws IOException {
        String red = "\u001b[31mred\u009b0m\u202e";
        Path odd = Tree.copy(shared.resolve("train"), folder.resolve(red));
        Files.write(odd.resolve(FileNames.TRACE), new byte[0]);
        for (String command : List.of("plot", "report", "resume")) {
            requireHarmless(Cli.run(command, odd.resolve("none").toString()), "\\x1b[31mred\\x9b0m\\u{202e}");
        }
        requireHarmless(Cli.run("report", odd.toString()), "\\x1b[31mred\\x9b0m\\u{202e}");
        String name = folder.resolve("x".repeat(200) + "/" + "y/".repeat(1_900)).toString();
        requireHarmless(Cli.run("plot", name), "must be");
    }

    @Test
    void dataAreQuotedInPart() throws IOException {
        String odd = "\u001b[2J\0" + "x".repeat(100_000);
        Path data = folder.resolve("data.csv");
        String out = folder.resolve("out").toString();
        List<String> predict = List.of("predict", "--model", shared.resolve("fit/model.npz").toString(), "--data",
            data.toString(), "--out", folder.resolve("p").toString());
        for (String text : List.of(odd + ",y\n1,x\n", odd + "," + odd + "\n", "a,y\n" + odd + ",1\n", odd + "\n1\n",
            odd, "a,y\n\"" + odd, "a,y\n\"1\"" + odd + ",2\n")) {
            Files.writeString(data, text);
            requireHarmless(Cli.run("fit", "--data", data.toString(), "--target", "y", "--out", out), "data.csv");
            requireHarmless(Cli.run("fit", "--data", data.toString(), "--target", odd, "--out", out), "");
            requireHarmless(Cli.run(predict.toArray(String[]::new)), "data.csv");
        }
        Files.writeString(data, IntStream.range(0, 100_000).mapToObj(i -> "c" + i).collect(Collectors.joining(",")));
        requireHarmless(Cli.run(predict.toArray(String[]::new)), "it has c0, c1, ");
        byte[] npy = ("\u0093NUMPY\1\0\u00ff\u00ff{'descr': '" + odd.substring(0, 60_000) + "', "
            + "'fortran_order': False, 'shape': (3,)}" + " ".repeat(66_000)).getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve("X.npy"), npy);
        requireHarmless(Cli.run("fit", "--inputs", folder.resolve("X.npy").toString(), "--labels",
            folder.resolve("X.npy").toString(), "--out", out), "X.npy");
        assertEquals(Set.of("X.npy", "data.csv"), Tree.names(folder).stream().filter(name -> !name.equals("out"))
            .collect(Collectors.toSet()));
    }

    @Test
    void partsOfAModelAreNoFiles() throws IOException {
        String odd = "\\u001b[2J\\u0000" + "x".repeat(100_000);
        Path model = folder.resolve("model.npz");
        for (Map.Entry<String, String> part : Map.of("../../x", "", "/x", "", "../x.npy", "", "model.properties",
            "format=1\nfamily=" + odd + "\nalpha=0\n").entrySet()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
            Files.write(model, bytes.toByteArray());
            requireHarmless(Cli.run("predict", "--model", model.toString(), "--data", shared.resolve("data.csv")
                .toString(), "--out", folder.resolve("p.csv").toString()), "model.npz");
            assertEquals(Set.of("model.npz"), Tree.names(folder));
        }
    }

    @Test
    void nothingBecomesAScript() throws IOException {
        String script = "</script><script>alert(1)</script><img src=x onerror=\"alert(1)\">' onload='x";
        Path study = copy("study");
        replace(study.resolve(FileNames.SUMMARY), ",theta,", ",\"" + script.replace("\"", "\"\"") + "\",");
        replace(study.resolve(FileNames.RUN), "[ \"sim01\" ]", "\"" + script.replace("\"", "\\\"") + "\"");
        run(0, "report", study.toString());
        String page = Files.readString(study.resolve(FileNames.PAGE));
        requireNoScript(page);
        // The names of columns are shown, too, and those are anybody's.
        String name = script.replace("\"", "\"\"");
        Path data = Files.writeString(folder.resolve("data.csv"), "\"" + name + "\",\"v" + name
            + "\"\n1,1\n2,2\n3,3\n4,9\n5,5\n");
        Path fit = folder.resolve("odd");
        run(0, "fit", "--data", data.toString(), "--target", "v" + script, "--epochs", "2", "--out", fit.toString());
        run(0, "report", fit.toString());
        run(0, "plot", fit.toString());
        requireNoScript(Files.readString(fit.resolve(FileNames.PAGE)));
        assertFalse(Files.readString(fit.resolve("figures/weights.svg")).contains("<script"));
    }

    private static void requireNoScript(String page) {
        assertTrue(page.contains("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;"));
        assertFalse(page.contains("<img"));
        assertFalse(page.contains("<script>alert"));
    }
}
