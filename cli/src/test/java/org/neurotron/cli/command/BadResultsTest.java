package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Tree;
import org.neurotron.cli.file.FileNames;

/**
 * What plot and report are given may be no folder of results, incomplete or damaged: they say so in one line that names
 * what is wrong, with code 2, and leave nothing behind.
 */
class BadResultsTest {

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeResults() throws IOException {
        succeed("reproduce", "--sims", "sim01", "--algorithms", "tron", "--iterations", "30", "--no-figures", "--out",
            shared.resolve("study").toString());
        succeed("sweep", "--n", "10", "--r", "3", "--k", "2", "--b", "2", "--iterations", "40", "--record", "every:10",
            "--theta", "0,1", "--replicates", "3", "--out", shared.resolve("sweep").toString());
        succeed("train", "--n", "10", "--r", "3", "--k", "2", "--b", "2", "--iterations", "40", "--out",
            shared.resolve("train").toString());
        StringBuilder data = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 20; i++) {
            data.append(i).append(',').append(i * 7 % 20).append(',').append(3 * i + (i == 5 ? 100 : 0)).append('\n');
        }
        Path table = Files.writeString(shared.resolve("data.csv"), data);
        succeed("fit", "--data", table.toString(), "--target", "y", "--epochs", "5", "--robust", "hampel", "--out",
            shared.resolve("fit").toString());
    }

    private static void succeed(String... arguments) {
        Cli.Result result = Cli.run(arguments);
        assertEquals(0, result.exitCode(), result.err());
    }

    private static void requireComplaint(int code, String named, String said, String... arguments) {
        Cli.Result result = Cli.run(arguments);
        assertAll(Arrays.toString(arguments),
            () -> assertEquals(code, result.exitCode(), result.err()),
            () -> assertEquals("", result.out()),
            () -> assertEquals(1, result.errorLines().size(), result.err()),
            () -> assertTrue(result.err().contains(named), result.err()),
            () -> assertTrue(result.err().contains(said), result.err()));
    }

    private static void damage(Path file, String how, String what) throws IOException {
        switch (how) {
            case "remove" -> Files.delete(file);
            case "empty" -> Files.writeString(file, "");
            case "binary" -> {
                byte[] bytes = new byte[3000];
                new Random(1).nextBytes(bytes);
                Files.write(file, bytes);
            }
            case "lines" -> Files.write(file, Files.readAllLines(file).subList(0, Integer.parseInt(what)));
            case "append" -> Files.writeString(file, Files.readString(file) + what + "\n");
            case "write" -> Files.writeString(file, what);
            case "replace" -> {
                String[] fromTo = what.split("=>", -1);
                String text = Files.readString(file);
                assertTrue(text.contains(fromTo[0]), () -> file + " has no " + fromTo[0]);
                Files.writeString(file, text.replace(fromTo[0], fromTo[1]));
            }
            case "swap" -> {
                List<String> lines = new ArrayList<>(Files.readAllLines(file));
                int comma = what.indexOf(',');
                Collections.swap(lines, Integer.parseInt(what.substring(0, comma)) - 1,
                    Integer.parseInt(what.substring(comma + 1)) - 1);
                Files.write(file, lines);
            }
            default -> throw new IllegalArgumentException(how);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        study | plot   | summary.csv       | remove  |                             | summary.csv is missing
        study | report | summary.csv       | remove  |                             | summary.csv is missing
        study | plot   | summary.csv       | empty   |                             | is damaged
        study | report | summary.csv       | empty   |                             | is damaged
        study | plot   | summary.csv       | lines   | 1                           | is damaged
        study | plot   | summary.csv       | binary  |                             | is damaged
        study | report | summary.csv       | binary  |                             | is damaged
        study | report | summary.csv       | replace | ,theta,0.5,=>,theta,x,      | line 5
        study | report | summary.csv       | replace | ,theta,0.5,=>,theta,        | line 5
        study | report | summary.csv       | append  | a,sim09,tron,theta,1,1,     | line 9
        study | plot   | summary.csv       | append  | a,sim01,adam,theta,1,1,     | line 9
        study | report | summary.csv       | append  | a,sim01,tron,theta,1,x,     | line 9
        study | report | summary.csv       | swap    | 3,4                         | 'sim01_tron.csv' are not those
        study | report | summary.csv       | replace | sim01_tron.csv=>b           | 'b' are not those of the study
        study | report | summary.csv       | replace | median_error=>error         | median_error
        study | report | summary.csv       | replace | file,=>name,                | file
        study | plot   | sim01_tron.csv    | remove  |                             | traces, simNN_ALGORITHM.csv
        study | plot   | sim01_tron.csv    | empty   |                             | it has 0 lines, not 30
        study | plot   | sim01_tron.csv    | lines   | 17                          | it has 17 lines, not 30
        study | plot   | sim01_tron.csv    | append  | 1,2,3,4,5,6,7               | it has 31 lines, not 30
        study | plot   | sim01_tron.csv    | append  | 1,2,3,4,5,6                 | line 31 has 6 cells, not 7
        study | plot   | sim01_tron.csv    | append  | 1,2,3,4,5,6,7,8             | line 31 has 8 cells, not 7
        study | plot   | sim01_tron.csv    | append  | 1,2,3,4,5,6,x               | line 31
        study | plot   | sim01_tron.csv    | append  | 1,2,3,,5,6,7                | line 31
        study | plot   | sim01_tron.csv    | binary  |                             | line 1
        study | report | thinned/sim01.csv | remove  |                             | traces, thinned/simNN.csv
        study | report | thinned/sim01.csv | binary  |                             | is damaged
        study | report | thinned/sim01.csv | lines   | 100                         | not all curves of sim01
        study | report | thinned/sim01.csv | append  | sim01_tron.csv,4,5          | line 212
        study | report | thinned/sim01.csv | append  | sim01_tron.csv,4,5,6,7,x    | line 212
        study | report | thinned/sim01.csv | append  | sim01_tron.csv,4,5,,7,8     | line 212
        study | report | thinned/sim01.csv | append  | "sim01_tron.csv,4,5,6,7,8   | is damaged
        study | report | thinned/sim01.csv | replace | least=>most                 | least
        study | plot   | run.json          | replace | "iterations"=>"steps"       | must be a whole number
        study | report | run.json          | replace | "iterations" : 30=>"iterations" : 0 | iterations must
        study | plot   | run.json          | replace | "iterations" : 30=>"iterations" : "x" | iterations must
        study | plot   | run.json          | replace | "stride" : 1=>"stride" : -1 | stride must be
        study | plot   | run.json          | write   | {"command": "reproduce      | is damaged
        study | report | run.json          | write   | []                          | is damaged
        study | report | run.json          | empty   |                             | is damaged
        study | plot   | run.json          | append  | }                           | is damaged
        study | plot   | run.json          | replace | "stride" : 1=>"stride" : 1, "stride" : 2 | is damaged
        study | plot   | run.json          | binary  |                             | is damaged
        study | report | run.json          | remove  |                             | it has no run.json
        study | report | run.json          | write   | {}                          | it is one of something else
        study | plot   | run.json          | replace | "reproduce"=>"theory"       | it is one of theory
        sweep | plot   | summary.csv       | remove  |                             | go on with neurotron resume
        sweep | report | summary.csv       | remove  |                             | of a complete sweep
        sweep | plot   | summary.csv       | empty   |                             | it has 0 rows
        sweep | report | summary.csv       | lines   | 2                           | 1 rows, not one for each
        sweep | plot   | summary.csv       | swap    | 2,3                         | line 2: it is not in its place
        sweep | report | quantiles.csv     | swap    | 2,3                         | line 3: it is not in its place
        sweep | plot   | quantiles.csv     | swap    | 2,7                         | line 3: it is not in its place
        sweep | report | runs.csv          | swap    | 2,4                         | line 3: it is not in its place
        sweep | report | summary.csv       | replace | stuck=>fixed                | stuck
        sweep | plot   | summary.csv       | replace | final_q50=>final_q51        | final_q50
        sweep | plot   | summary.csv       | replace | none,3,=>none,3,x           | line 2
        sweep | plot   | summary.csv       | binary  |                             | is damaged
        sweep | plot   | quantiles.csv     | remove  |                             | quantiles.csv
        sweep | plot   | quantiles.csv     | empty   |                             | is damaged
        sweep | report | quantiles.csv     | lines   | 1                           | not as many rows
        sweep | report | quantiles.csv     | lines   | 8                           | not as many rows
        sweep | plot   | quantiles.csv     | replace | ,30,3,=>,x,3,               | line 4
        sweep | plot   | quantiles.csv     | replace | ,30,3,=>,30,                | line 4
        sweep | plot   | quantiles.csv     | replace | q95=>q96                    | q95
        sweep | plot   | quantiles.csv     | replace | alternating=>uniform        | its settings are not those
        sweep | plot   | quantiles.csv     | binary  |                             | is damaged
        sweep | plot   | run.json          | replace | "theta" : [ 0.0, 1.0 ]=>"theta" : -1 | theta
        sweep | report | run.json          | replace | "replicates" : 3=>"replicates" : 0 | replicates must be
        sweep | report | run.json          | replace | "replicates"=>"repetitions" | replicates must be
        sweep | plot   | run.json          | replace | "iterations"=>"steps"       | iterations must be
        train | plot   | trace.csv         | remove  |                             | with its trace.csv
        train | report | trace.csv         | remove  |                             | with its trace.csv
        train | plot   | trace.csv         | empty   |                             | nothing yet
        train | report | trace.csv         | lines   | 1                           | nothing yet
        train | plot   | trace.csv         | append  | 1,x                         | line 42 is no iteration
        train | plot   | trace.csv         | append  | 17                          | line 42 is no iteration
        train | report | trace.csv         | replace | iteration,error=>1,2        | must begin with iteration,error
        train | plot   | trace.csv         | append  | 1,2                         | line 42 is of iteration 1,
        train | report | trace.csv         | binary  |                             | must begin with iteration,error
        train | plot   | run.json          | replace | "iterations"=>"steps"       | iterations must be
        train | plot   | run.json          | replace | "n" : 10=>"n" : 0           | makes no sense
        fit   | plot   | loss.csv          | remove  |                             | with its loss.csv
        fit   | report | loss.csv          | empty   |                             | it has no rows
        fit   | plot   | loss.csv          | lines   | 1                           | it has no rows
        fit   | plot   | loss.csv          | binary  |                             | loss.csv is damaged
        fit   | report | loss.csv          | swap    | 2,3                         | line 2: it is of epoch 1, after -1
        fit   | plot   | loss.csv          | replace | training_mse=>mse           | training_mse
        fit   | plot   | loss.csv          | replace | hampel:0.4=>hampel:4        | line 2
        fit   | report | loss.csv          | replace | ,1,hampel=>,x,hampel        | line 2
        fit   | plot   | loss.csv          | append  | 5,1,1,1                     | not as many cells
        fit   | plot   | model.npz         | remove  |                             | its model.npz is missing
        fit   | report | model.npz         | empty   |                             | model.npz
        fit   | plot   | model.npz         | binary  |                             | model.npz
        fit   | plot   | metrics.json      | remove  |                             | its metrics.json is missing
        fit   | report | metrics.json      | empty   |                             | metrics.json is damaged
        fit   | plot   | metrics.json      | write   | []                          | metrics.json is damaged
        fit   | plot   | metrics.json      | replace | "count" : 16=>"count" : -1  | training.count must be
        fit   | report | metrics.json      | replace | "r2" : =>"r2" : "x", "x" :  | training.r2 must be
        fit   | plot   | metrics.json      | replace | "threshold"=>"limit"        | suspects.threshold must be
        fit   | report | metrics.json      | replace | "rules" : "hampel=>"rules" : "x | courses.rules
        fit   | plot   | residuals.csv     | empty   |                             | it has no rows
        fit   | report | residuals.csv     | binary  |                             | residuals.csv is damaged
        fit   | plot   | residuals.csv     | append  | 1,test,1,2,3                | 'test' is neither
        fit   | plot   | residuals.csv     | append  | 1,training,NaN,2,3          | no finite number
        fit   | report | residuals.csv     | append  | x,training,1,2,3            | line 22
        fit   | plot   | residuals.csv     | replace | line,part=>place,part       | line
        fit   | plot   | suspects.csv      | remove  |                             | its suspects.csv is missing
        fit   | report | suspects.csv      | binary  |                             | suspects.csv is damaged
        fit   | report | suspects.csv      | append  | 3,x,1,2                     | suspects.csv is damaged
        fit   | plot   | run.json          | binary  |                             | is damaged
        fit   | plot   | run.json          | replace | "seed"=>"seeds"             | 'seeds' is no option of fit
        train | plot   | run.json          | replace | "algorithm" : "tron"=>"algorithm" : "adam" | adam
        """)
    void whatIsWrongIsNamed(String kind, String command, String file, String how, String what, String said)
        throws IOException {
        Path results = Tree.copy(shared.resolve(kind), folder.resolve(kind));
        damage(results.resolve(file), how, what == null ? "" : what);
        Map<String, byte[]> before = Tree.files(results);
        requireComplaint(2, results.toString(), said, command, results.toString());
        Tree.assertSame(before, Tree.files(results));
        assertFalse(Files.exists(results.resolve("figures")), "a folder is left behind");
    }

    @Test
    void whatIsNoFolderOfResultsIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "keep me");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        for (String command : List.of("plot", "report")) {
            requireComplaint(2, file.toString(), "it is a file", command, file.toString());
            requireComplaint(2, empty.toString(), "it has no run.json", command, empty.toString());
            requireComplaint(2, "nowhere", "there is no such folder", command, folder.resolve("nowhere").toString());
            requireComplaint(2, "DIR", "", command);
        }
        assertEquals("keep me", Files.readString(file));
        assertEquals(0, Tree.names(empty).size());
        assertFalse(Files.exists(folder.resolve("nowhere")));
    }

    @Test
    void aSweepThatIsNotCompleteIsRefused() throws IOException {
        Path sweep = Tree.copy(shared.resolve("sweep"), folder.resolve("sweep"));
        for (String name : FileNames.SWEEP_TABLES) {
            Files.deleteIfExists(sweep.resolve(name));
        }
        for (String command : List.of("plot", "report")) {
            requireComplaint(2, sweep.toString(), "go on with neurotron resume", command, sweep.toString());
        }
    }

    @Test
    void aRunThatRecordedNothingIsRefused() throws IOException {
        Path run = folder.resolve("run");
        succeed("train", "--n", "10", "--r", "3", "--k", "2", "--b", "2", "--iterations", "40", "--record",
            "every:100", "--out", run.toString());
        for (String command : List.of("plot", "report")) {
            requireComplaint(2, run.toString(), "there is nothing yet in", command, run.toString());
        }
    }

    @Test
    void whereNothingCanBeWrittenThatIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "keep me");
        for (String kind : List.of("study", "sweep", "train", "fit")) {
            Path results = shared.resolve(kind);
            Map<String, byte[]> before = Tree.files(results);
            for (String command : List.of("plot", "report")) {
                requireComplaint(2, "--out", "it is a file", command, results.toString(), "--out", file.toString());
                requireComplaint(2, "--out", "must be a folder that can be written", command, results.toString(),
                    "--out", file.resolve("below").toString());
            }
            Tree.assertSame(before, Tree.files(results));
        }
        assertEquals("keep me", Files.readString(file));
    }

    @Test
    void notEvenRootCanWriteThere() {
        assumeTrue(Files.isDirectory(Path.of("/proc")), "there is no /proc here");
        for (String command : List.of("plot", "report")) {
            requireComplaint(2, "--out", "/proc/neurotron", command, shared.resolve("train").toString(), "--out",
                "/proc/neurotron");
        }
    }

    @Test
    void whatIsNoOptionOfTheseIsNamed() {
        String train = shared.resolve("train").toString();
        requireComplaint(2, "--threads", "must be a whole number from 1", "plot", train, "--threads", "0");
        requireComplaint(2, "--threads", "", "report", train, "--threads", "2");
        requireComplaint(2, "more", "", "plot", train, "more");
    }
}
