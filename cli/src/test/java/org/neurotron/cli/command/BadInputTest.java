package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.cli.Cli;

/** Bad input ends with code 2 and one line that names option, value and what is allowed, and nothing is written. */
class BadInputTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --n | 0 | must be a whole number from 1
        --n | -3 | must be a whole number from 1
        --n | many | must be a whole number from 1
        --n | 2.5 | must be a whole number from 1
        --n | 3000000000 | must be a whole number from 1
        --r | 0 | must be a whole number from 1
        --r | x | must be a whole number from 1
        --k | 0 | must be a whole number from 1
        --k | 7 | must be even
        --b | -1 | must be a whole number from 1
        --b | NaN | must be a whole number from 1
        --iterations | 0 | must be a whole number from 1
        --iterations | -5 | must be a whole number from 1
        --iterations | 1e30 | must be a whole number from 1
        --iterations | soon | must be a whole number from 1
        --beta | 1.5 | must be from 0 to 1
        --beta | -0.1 | must be from 0 to 1
        --beta | NaN | must be from 0 to 1
        --beta | half | must be a number
        --theta | -1.0 | must be >= 0
        --theta | NaN | must be >= 0
        --theta | Infinity | must be finite for the attack alternating
        --eta | 0.0 | must be > 0
        --eta | -0.5 | must be > 0
        --eta | NaN | must be > 0
        --eta | Infinity | must be > 0
        --eta | fast | must be a number
        --alpha | 1.0 | must be >= 0 and < 1
        --alpha | -0.25 | must be >= 0 and < 1
        --q | 1,2 | must be one number or k = 10 numbers
        --q | NaN | must be finite
        --distribution | student-t:0 | must be normal:SIGMA, laplace:SCALE, student-t:NU, multivariate-t:NU
        --distribution | student-t:-4 | > 0
        --distribution | normal:-1 | > 0
        --distribution | laplace:NaN | > 0
        --distribution | normal | must be normal:SIGMA
        --distribution | cauchy:1 | must be normal:SIGMA
        --attack | sideways | must be one of alternating, uniform, constant, realizable
        --attack | scale | must be one of alternating, uniform, constant, realizable, worst, informed, flip
        --attack | scale:x | must be one of alternating
        --attack | scale:Infinity | must be finite
        --attack | inputs:0 | must be > 0 and finite
        --attack | inputs: | must be one of alternating
        --theta | inf | must be finite for the attack alternating
        --theta | much | must be a number or inf
        --theta | 1,inf | must not list inf with other numbers
        --robust | clop | must be none, clip[:TAU], trim[:TAU], hampel[:TAU], huber:C, median, mom:GROUPS
        --robust | clip:1 | must be > 0 and < 1
        --robust | huber:-1 | must be > 0 and finite
        --robust | huber | must be none, clip
        --robust | mom:17 | must be of at most b = 16 groups
        --robust | mom:1 | must be a whole number >= 2
        --robust | batch-trim:1 | must be >= 0 and < 1
        --robust | clip,trim | must be one value
        --algorithm | adam | must be one of tron, sgd, sgd-published
        --distribution | multivariate-t:0 | must be normal:SIGMA
        --sampling | guessed | must be one of drawn, projected
        --sensing | dense | must be gaussian, wishart
        --sensing | wishart:3 | must have at least r = 25
        --seed | lucky | must be a whole number
        --record | every:0 | must be every:S or log:PER_DECADE
        --record | sometimes | must be every:S or log:PER_DECADE
        --threads | 0 | must be a whole number from 1
        --checkpoint-every | 0s | must be a time such as 500ms, 60s, 5min or 2h, or a number of steps
        --checkpoint-every | 0 | must be a time such as 500ms, 60s, 5min or 2h, or a number of steps
        --checkpoint-every | 0ms | must be a time such as 500ms, 60s
        --checkpoint-every | -5min | must be a time such as 500ms, 60s
        --checkpoint-every | '' | must be a time such as 500ms, 60s
        --checkpoint-every | ms | must be a time such as 500ms, 60s
        --checkpoint-every | 5 parsecs | must be a time such as 500ms, 60s
        --checkpoint-every | often | must be a time such as 500ms, 60s, 5min or 2h, or a number of steps
        --checkpoint-every | 1e99s | must be a time such as 500ms, 60s, 5min or 2h, or a number of steps
        """)
    void trainNamesOptionValueAndWhatIsAllowed(String option, String value, String allowed) {
        Path out = folder.resolve("out");
        requireBadUsage(Cli.run("train", option, value, "--out", out.toString()), option, allowed,
            value.contains(",") ? value.substring(0, 1) : value);
        assertFalse(Files.exists(out), "wrote something");
    }

    /** Projected inputs must be normal, up to a common scale; one of several laws that is not is named. */
    @ParameterizedTest
    @ValueSource(strings = {"train", "sweep"})
    void whatCannotBeProjectedIsNamed(String command) {
        Path out = folder.resolve("out");
        for (String law : List.of("laplace:2.0", "student-t:4.0")) {
            requireBadUsage(Cli.run(command, "--sampling", "projected", "--distribution",
                command.equals("sweep") ? "normal:1," + law : law, "--out", out.toString()), "--sampling",
                "must be drawn for inputs of " + law, "projected");
        }
        assertFalse(Files.exists(out), "wrote something");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --sims | sim09 | must be one of sim01, sim02
        --sims | sim01,nonsense | must be one of sim01, sim02
        --sampling | projected | must be drawn for sim03
        --sampling | guessed | must be one of drawn, projected
        --algorithms | sgd,adam | must be one of tron, sgd, sgd-published
        --iterations | 0 | must be a whole number from 1
        --stride | 0 | must be a whole number from 1
        --stride | 50000 | must be at most --iterations = 40000
        --threads | 0 | must be a whole number from 1
        --threads | most | or all
        --seed | 1.5 | must be a whole number
        """)
    void reproduceNamesOptionValueAndWhatIsAllowed(String option, String value, String allowed) {
        Path out = folder.resolve("out");
        String culprit = value.substring(value.indexOf(',') + 1);
        requireBadUsage(Cli.run("reproduce", option, value, "--out", out.toString()), option, allowed, culprit);
        assertFalse(Files.exists(out), "wrote something");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --n | 0 | must be a whole number from 1
        --k | 7 | must be even
        --beta | 1.5 | must be from 0 to 1
        --theta | NaN | must be >= 0
        --theta | 1.0,2.0 | must be one value
        --alpha | 1.0 | must be >= 0 and < 1
        --distribution | cauchy:1 | must be normal:SIGMA
        --algorithm | sgd-published | must be tron
        --epsilon | 0.0 | must be > 0
        --epsilon | NaN | must be > 0
        --epsilon | near | must be a number
        --delta | 0.0 | must be > 0 and < 1
        --delta | 1.0 | must be > 0 and < 1
        --delta | NaN | must be > 0 and < 1
        --gamma | 0.0 | must be > 0
        --gamma | Infinity | must be > 0
        --gamma | low | must be a number
        --replicate | -1 | must be a whole number from 0
        --r | 2000000000 | must be at most
        --eta | slow | must be a number
        """)
    void theoryNamesOptionValueAndWhatIsAllowed(String option, String value, String allowed) {
        requireBadUsage(Cli.run("theory", option, value), option, allowed, value);
    }

    @ParameterizedTest
    @CsvSource({"--kernel,gpu,must be auto", "--vector-bits,100,must be 128"})
    void kernelOptionsNameWhatIsAllowed(String option, String value, String allowed) {
        requireBadUsage(Cli.run(option, value, "info"), option, allowed, value);
    }

    @Test
    void qAssistWithoutTronIsRefused() {
        Path out = folder.resolve("out");
        requireBadUsage(Cli.run("reproduce", "--sims", "q-assist", "--algorithms", "sgd", "--out", out.toString()),
            "--algorithms", "must contain tron", "sgd");
        assertFalse(Files.exists(out), "wrote something");
    }

    @Test
    void resumeWantsTheFolderOfARun() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "keep me");
        requireBadUsage(Cli.run("resume", folder.resolve("nowhere").toString()), "nowhere", "must be the folder", "");
        requireBadUsage(Cli.run("resume", file.toString()), "file", "must be the folder of a run", "");
        requireBadUsage(Cli.run("resume", folder.toString()), folder.toString(), "there is none in it", "");
        requireBadUsage(Cli.run("resume", folder.toString(), "--iterations", "0"), "--iterations",
            "must be a whole number from 1", "0");
        requireBadUsage(Cli.run("resume"), "DIR", "", "");
        assertEquals("keep me", Files.readString(file));
    }

    @Test
    void anOutputPathThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "keep me");
        for (String command : List.of("train", "reproduce")) {
            requireBadUsage(Cli.run(command, "--out", file.toString()), "--out", "must be a folder", file.toString());
        }
        requireBadUsage(Cli.run("train", "--out", file.resolve("below").toString()), "--out", "must be a folder",
            file.toString());
        assertEquals("keep me", Files.readString(file));
    }

    @Test
    void anOutputPathThatCannotBeMadeIsRefused() {
        // Not even root can make a folder there.
        if (Files.isDirectory(Path.of("/proc"))) {
            requireBadUsage(Cli.run("train", "--out", "/proc/neurotron"), "--out", "must be a folder",
                "/proc/neurotron");
        }
    }

    @ParameterizedTest
    @CsvSource({"--n,2000000000", "--r,2000000000", "--b,2000000000"})
    void sizesThatDoNotFitIntoMemoryAreRefused(String option, String value) {
        Path out = folder.resolve("out");
        requireBadUsage(Cli.run("train", option, value, "--out", out.toString()), option, "must be at most", value);
        assertFalse(Files.exists(out), "wrote something");
    }

    @Test
    void tracesThatDoNotFitIntoMemoryAreRefused() {
        Path out = folder.resolve("out");
        for (String iterations : List.of("1e12", "9223372036854775807")) {
            Cli.Result result = Cli.run("reproduce", "--iterations", iterations, "--out", out.toString());
            requireBadUsage(result, "--iterations", "must give at most 2^31 records with stride 1", iterations);
        }
        requireBadUsage(Cli.run("reproduce", "--iterations", "2e9", "--out", out.toString()), "--iterations",
            "must be at most", "--stride 1");
        assertFalse(Files.exists(out), "wrote something");
    }

    private static void requireBadUsage(Cli.Result result, String option, String allowed, String value) {
        assertAll(
            () -> assertEquals(2, result.exitCode()),
            () -> assertEquals("", result.out()),
            () -> assertEquals(1, result.errorLines().size(), result.err()),
            () -> assertTrue(result.err().contains(option), result.err()),
            () -> assertTrue(result.err().contains(value), result.err()),
            () -> assertTrue(result.err().contains(allowed), result.err()));
    }
}
