package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.cli.Cli;
import org.neurotron.data.BadDataException;
import picocli.CommandLine;

/** Whatever is thrown becomes one line; what is a mistake of the program is said to be one, and where. */
class ErrorReportTest {

    @TempDir
    private Path folder;

    private static String report(int code, Throwable thrown) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Neurotron.commandLine();
        commandLine.setErr(new PrintWriter(err));
        assertEquals(code, ErrorReport.of(thrown, commandLine));
        return err.toString();
    }

    @Test
    void errorsAreSaidInALineToo() {
        assertEquals("neurotron: out of memory (Java heap space); give Java more with NEUROTRON_JAVA_OPTS=-Xmx...\n",
            report(1, new OutOfMemoryError("Java heap space")));
        assertEquals("neurotron: a file that was being read can no longer be read; has it been made shorter?\n",
            report(1, new InternalError("a fault occurred in an unsafe memory access operation")));
        assertEquals("neurotron: it is too short\n",
            report(1, new UncheckedIOException(new IOException("it is too short"))));
        assertEquals("neurotron: it is bad\n", report(2, new UncheckedIOException(new BadDataException("it is bad"))));
        assertTrue(report(1, new NoClassDefFoundError("a/B")).contains("too few open files"));
    }

    @Test
    void mistakesOfTheProgramAreToBeReported() {
        String line = report(1, new IllegalStateException("oh"));
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.startsWith("neurotron: internal error, please report it"), line);
        assertTrue(line.contains("IllegalStateException: oh (ErrorReportTest.java:"), line);
        System.setProperty("neurotron.debug", "true");
        try {
            String trace = report(1, new IllegalStateException("oh"));
            assertTrue(trace.contains("\tat org.neurotron.cli.command.ErrorReportTest"), trace);
            assertTrue(trace.contains("neurotron: internal error"), trace);
        } finally {
            System.clearProperty("neurotron.debug");
        }
    }

    /** Numbers at the ends of their range: what cannot be computed diverges, is refused, or is drawn without it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        --replicate 9223372036854775807 | 0 | 0
        --q 1e308 --eta 4.9e-324 | - | -
        --q 1e-320 --eta 4.9e-324 | 0 | 0
        --q 1e-300 | 0 | 0
        --distribution normal:1e150 --q 1e300 --attack realizable | 1 | -
        --distribution laplace:1e300 --q 1e150 --attack realizable --theta 4.9e-324 | 1 | -
        """)
    void extremeNumbersAreNoMistakesOfTheProgram(String options, Integer train, Integer others) {
        String out = folder.resolve("run").toString();
        String line = "train --n 10 --r 3 --k 2 " + options + " --iterations 5 --out " + out;
        requireOrderly(train, line.split(" "));
        for (String command : List.of("plot", "report", "resume")) {
            requireOrderly(others, command, out);
        }
        requireOrderly(null, ("theory --n 10 --r 3 --k 2 " + options).split(" "));
        if (!options.contains("--replicate")) {
            requireOrderly(train, ("sweep" + line.substring("train".length()) + "2 --replicates 2").split(" "));
            for (String command : List.of("plot", "report", "resume")) {
                requireOrderly(others, command, out + "2");
            }
        }
    }

    private static void requireOrderly(Integer code, String... arguments) {
        Cli.Result result = Cli.run(arguments);
        String what = String.join(" ", arguments) + "\n" + result.err();
        assertFalse(result.err().contains("internal error") || result.err().contains("\tat "), what);
        assertTrue(code == null || result.exitCode() == code, what);
    }

    /** Too few for the classes of the program itself, and then for what it reads and writes. */
    @Test
    void tooFewOpenFilesAreSaidInALine() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell here");
        for (int files : new int[] {8, 16, 24, 32, 48}) {
            Path err = folder.resolve("err");
            Process process = new ProcessBuilder("/bin/sh", "-c", "ulimit -n " + files + "; exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "org.neurotron.cli.Main", "--kernel", "portable", "train", "--n",
                "10", "--r", "3", "--iterations", "5", "--out", folder.resolve("few").toString(), "--overwrite")
                .redirectError(err.toFile()).start();
            process.getInputStream().readAllBytes();
            int code = process.waitFor();
            String said = Files.readString(err, StandardCharsets.UTF_8);
            assertTrue(code == 0 || code == 1 || code == 2, files + ": " + code + "\n" + said);
            assertFalse(said.contains("\tat org.neurotron"), files + ":\n" + said);
        }
    }
}
