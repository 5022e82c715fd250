package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Tree;

/** How the command line is read: names, files of arguments, and what stands where. */
class CommandLineTest {

    @TempDir
    private Path folder;

    private static void requireLine(String expected, String... args) {
        Cli.Result result = Cli.run(args);
        assertEquals(List.of(expected), result.errorLines());
        assertEquals("", result.out());
        assertEquals(2, result.exitCode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        tarin | neurotron: unknown command 'tarin'; did you mean train? (see neurotron --help)
        swep --n 3 | neurotron: unknown command 'swep'; did you mean sweep? (see neurotron --help)
        rep | neurotron: unknown command 'rep'; did you mean report? (see neurotron --help)
        cook | neurotron: unknown command 'cook' (see neurotron --help)
        help tran | neurotron: unknown command 'tran'; did you mean train? (see neurotron --help)
        train --thetta=1 | neurotron train: unknown option '--thetta'; did you mean --theta?
        train --iter 10 | neurotron train: unknown option '--iter'; did you mean --iterations?
        train --distributoin a | neurotron train: unknown option '--distributoin'; did you mean --distribution?
        train --colour red | neurotron train: unknown option '--colour'
        train -x | neurotron train: unknown option '-x'
        train extra | neurotron train: unexpected argument 'extra'
        plot a b | neurotron plot: unexpected argument 'b'
        --n 3 train | neurotron: option '--n' must stand behind a command that takes it
        train --n | neurotron train: option '--n' must have a value, N
        train --n --b 3 | neurotron train: option '--n' must have a value, N
        sweep --out | neurotron sweep: option '--out' must have a value, DIR
        sweep | neurotron sweep: option '--out' must be given (folder for the files)
        plot | neurotron plot: DIR must be given (folder of the results)
        train --n 3 --n 4 | neurotron train: option '--n' must be given only once
        """)
    void whatIsWrongIsNamedInOneWay(String line, String expected) {
        requireLine(expected, line.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        train --json=maybe | --json | 'maybe' must be true or false, or left out
        train --q 1,x | --q | 'x' must be a number
        train --beta 0.2,1.50 | --beta | '1.50' must be from 0 to 1
        train --eta 1e-3,2.50 | --eta | '1e-3,2.50' must be one value; neurotron sweep takes lists
        sweep --out o --beta 0:2:5 | --beta | '1.5' must be from 0 to 1
        sweep --out o --beta 0,2e0 | --beta | '2e0' must be from 0 to 1
        reproduce --stride 4e5 | --stride | '4e5' must be at most --iterations = 40000
        train --out= | --out | '' must be the name of a file or folder
        fit --out o --poison theta | --poison | 'theta' must be theta=T,beta=B[,attack=KIND]
        """)
    void aBadValueIsShownAsItWasTyped(String line, String option, String expected) {
        String[] words = line.split(" ");
        requireLine("neurotron " + words[0] + ": invalid value for option '" + option + "': " + expected, words);
    }

    @Test
    void aLongOrUnprintableValueIsShownInPart() {
        Cli.Result result = Cli.run("train", "--n", "\033[31m" + "9".repeat(500));
        assertEquals("neurotron train: invalid value for option '--n': '\\x1b[31m" + "9".repeat(54)
            + "…' must be a whole number from 1 to 2147483647", result.err().strip());
    }

    /** The Arabic of Egypt has digits of its own, and Turkish an i of its own. */
    @Test
    void theLanguageOfTheMachineMakesNoDifference() throws IOException, InterruptedException {
        Path out = folder.resolve("sweep");
        List<String[]> commands = List.of(new String[] {"sweep", "--n", "10", "--r", "3",
            "--k", "2", "--theta", "0,1", "--iterations", "200", "--replicates", "2", "--overwrite", "--out",
            out.toString()}, new String[] {"plot", out.toString()}, new String[] {"report", out.toString()});
        Map<String, byte[]> expected = null;
        for (String[] place : new String[][] {{"en", "GB"}, {"ar", "EG"}, {"tr", "TR"}}) {
            for (String[] command : commands) {
                Cli.Result result = Cli.runInNewJvm(Cli.shortLived("-Duser.language=" + place[0],
                    "-Duser.country=" + place[1]), command);
                assertEquals(0, result.exitCode(), result.err());
                assertTrue(result.out().chars().allMatch(c -> c < 128 || !Character.isDigit(c)), result.out());
            }
            expected = expected == null ? Tree.files(out) : expected;
            Tree.assertSame(expected, Tree.files(out));
        }
    }

    @Test
    void withoutACommandTheUsageIsShown() {
        Cli.Result result = Cli.run();
        assertEquals(2, result.exitCode());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith("Usage: neurotron"), result.err());
        assertTrue(result.err().contains("reproduce"), result.err());
    }

    @Test
    void filesOfArgumentsAreRead() throws IOException {
        Path inner = Files.writeString(folder.resolve("inner"), "--record every:5 # the last one counts\n");
        Path outer = Files.writeString(folder.resolve("outer"), "--iterations 10 '@" + inner + "'\n--out '"
            + folder.resolve("a folder") + "' @" + inner.resolveSibling("empty"));
        Files.createFile(folder.resolve("empty"));
        Cli.Result result = Cli.run("train", "@" + outer);
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(3, Files.readAllLines(folder.resolve("a folder/trace.csv")).size());
    }

    @Test
    void filesOfArgumentsThatCannotBeReadAreNamedAsWhatTheyAre() throws IOException {
        Path itself = folder.resolve("me");
        Files.writeString(itself, "--n 3 @" + itself);
        Path noText = Files.write(folder.resolve("bin"), "\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        String must = "' must name a file of options: ";
        requireLine("neurotron: '@nofile" + must + "there is no such file; @@ stands for an @ that names none",
            "train", "--n", "@nofile");
        requireLine("neurotron: '@" + folder + must + "it is a folder", "train", "@" + folder);
        requireLine("neurotron: '@" + itself + must + "it contains itself", "train", "@" + itself);
        requireLine("neurotron: '@" + noText + must + "it is no text in UTF-8", "train", "@" + noText);
        requireLine("neurotron train: unexpected argument '@x'", "train", "@@x");
    }

    @Test
    void theKernelMayStandBehindTheCommandAndTheLastOneCounts() throws IOException, InterruptedException {
        for (List<String> line : List.of(List.of("info", "--kernel", "portable"),
            List.of("--kernel", "simd", "info", "--kernel", "portable"))) {
            Cli.Result result = Cli.runInNewJvm(List.of("--add-modules=jdk.incubator.vector"),
                line.toArray(String[]::new));
            assertTrue(result.out().contains("kernel         portable"), result.out() + result.err());
        }
        requireLine("neurotron: invalid value for option '--kernel': 'gpu' must be auto, portable or simd", "train",
            "--kernel", "gpu");
        assertFalse(Cli.run("train", "--help").out().contains("--kernel"));
    }
}
