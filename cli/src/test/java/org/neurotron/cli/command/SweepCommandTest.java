package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.cli.Cli;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.option.ListedOption;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.cli.run.SweepEngine;
import org.neurotron.study.Sweep;

/**
 * Breaks if the tables of a sweep do not say what its runs were, depend on threads, kernel or interruptions, or if bad
 * input, a full disk or a second process is not met as promised.
 */
@Timeout(600)
class SweepCommandTest {

    /** The files whose bytes must not depend on anything but the configuration. */
    private static final List<String> RESULTS = List.of("quantiles.csv", "runs.csv", "traces.csv", "summary.csv");

    /** One in five of the kills of the build fall to sweeps. */
    private static final int KILLS = Integer.getInteger("neurotron.test.kills", 30) / 5;

    @TempDir
    private Path folder;

    private static String[] sweep(Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("sweep", "--n", "20", "--r", "5", "--k", "4,2", "--b", "3",
            "--theta", "0,0.5", "--distribution", "normal:1,student-t:4", "--algorithm", "tron,sgd", "--eta", "1e-3",
            "--replicates", "7", "--iterations", "2000", "--record", "every:250", "--attack", "uniform", "--keep-runs",
            "--out", out.toString()));
        for (int i = 0; i < more.length; i++) {
            int known = more[i].startsWith("--") ? arguments.indexOf(more[i]) : -1;
            if (known >= 0) {
                arguments.set(known + 1, more[++i]);
            } else {
                arguments.add(more[i]);
            }
        }
        return arguments.toArray(String[]::new);
    }

    private Path whole(String... more) {
        Path whole = folder.resolve("whole");
        Cli.Result result = Cli.run(sweep(whole, more));
        assertEquals(0, result.exitCode(), result.err());
        return whole;
    }

    private static void assertSameBytes(Path expected, Path actual) throws IOException {
        for (String name : RESULTS) {
            assertArrayEquals(Files.readAllBytes(expected.resolve(name)), Files.readAllBytes(actual.resolve(name)),
                name);
        }
        assertFalse(Files.exists(actual.resolve(FileNames.SLOTS)), "working data is left");
    }

    private static List<CSVRecord> read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get().parse(reader).getRecords();
        }
    }

    private static double number(CSVRecord row, String column) {
        return Double.parseDouble(row.get(column));
    }

    private static String settings(CSVRecord row) {
        return ListedOption.ALL.stream().map(option -> row.get(option.name())).collect(Collectors.joining(" "));
    }

    private static Map<String, List<CSVRecord>> grouped(List<CSVRecord> rows, Function<CSVRecord, String> key) {
        return rows.stream().collect(Collectors.groupingBy(key));
    }

    @Test
    void rangesAreWrittenOutAndCanBeReadAgain() throws IOException {
        Path ranges = folder.resolve("ranges");
        Path typed = folder.resolve("typed");
        for (List<String> lists : List.of(List.of("2:6:3", "0,log:1e-2:1:3", ranges.toString()),
            List.of("2,4,6", "0,0.01,0.1,1", typed.toString()))) {
            Cli.Result result = Cli.run(sweep(Path.of(lists.get(2)), "--algorithm", "tron", "--distribution",
                "normal:1", "--iterations", "20", "--record", "every:5", "--k", lists.get(0), "--theta", lists.get(1)));
            assertEquals(0, result.exitCode(), result.err());
        }
        assertSameBytes(typed, ranges);
        assertEquals(Files.readString(typed.resolve("run.json")), Files.readString(ranges.resolve("run.json")));
        assertEquals(0, Cli.run("report", ranges.toString()).exitCode());
    }

    @Test
    void quantilesAreThoseOfTheRuns() throws Exception {
        Path whole = whole("--recovered-within", "0.2", "--stuck-beyond", "0.3");
        List<CSVRecord> quantiles = read(whole.resolve("quantiles.csv"));
        Map<String, List<CSVRecord>> errors = grouped(read(whole.resolve("traces.csv")),
            row -> settings(row) + " " + row.get("iteration"));
        Map<String, List<CSVRecord>> runs = grouped(read(whole.resolve("runs.csv")), SweepCommandTest::settings);
        assertEquals(16, runs.size());
        assertEquals(16 * 8, quantiles.size());
        assertEquals(16 * 8, errors.size());
        for (CSVRecord row : quantiles) {
            double[] sorted = errors.get(settings(row) + " " + row.get("iteration")).stream()
                .mapToDouble(error -> number(error, "error")).sorted().toArray();
            assertEquals(7, sorted.length);
            assertEquals(sorted[0], number(row, "min"));
            assertEquals(sorted[6], number(row, "max"));
            // The least of the seven that 5, 25, 50, 75, 95 % do not exceed: ⌈7 p⌉ = 1, 2, 4, 6, 7.
            assertEquals(sorted[0], number(row, "q05"));
            assertEquals(sorted[1], number(row, "q25"));
            assertEquals(sorted[3], number(row, "q50"));
            assertEquals(sorted[5], number(row, "q75"));
            assertEquals(sorted[6], number(row, "q95"));
            assertEquals(Arrays.stream(sorted).sum() / 7, number(row, "mean"), 1e-12 * sorted[6]);
            List<CSVRecord> ended = runs.get(settings(row));
            for (String outcome : List.of("recovered", "stuck")) {
                assertEquals(ended.stream().filter(run -> run.get("outcome").equals(outcome)).count() / 7.0,
                    number(row, outcome));
            }
            assertEquals(0, number(row, "diverged"));
        }
        for (CSVRecord row : read(whole.resolve("summary.csv"))) {
            List<CSVRecord> ended = runs.get(settings(row));
            double floor = ended.stream().mapToDouble(run -> number(run, "final_error")).min().orElseThrow();
            assertEquals(floor, number(row, "floor"));
            assertEquals(1, number(row, "recovered") + number(row, "stuck") + number(row, "undecided"), 1e-12);
            for (CSVRecord run : ended) {
                double last = number(run, "final_error");
                double initial = number(run, "initial_error");
                assertEquals(last <= 0.2 * initial, run.get("outcome").equals("recovered"), run.toString());
            }
        }
    }

    @Test
    void neitherThreadsNorKernelMatter() throws Exception {
        Path whole = whole("--threads", "1");
        Path two = folder.resolve("two");
        assertEquals(0, Cli.run(sweep(two, "--threads", "2")).exitCode());
        assertSameBytes(whole, two);
        Path portable = folder.resolve("portable");
        List<String> arguments = new ArrayList<>(List.of("--kernel", "portable"));
        arguments.addAll(List.of(sweep(portable)));
        Cli.Result result = Cli.runInNewJvm(List.of(), arguments.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result.err());
        assertSameBytes(whole, portable);
    }

    /** Runs that come from elsewhere, the last first, as those of a cluster would. */
    private record Backwards(int threads) implements SweepEngine {

        @Override
        public void run(SweepOptions.Plan plan, SelectedKernel kernel, Sweep.Listener listener)
            throws ExecutionException {
            Sweep sent = SweepOptions.of("what was sent", plan.runsConfiguration()).sweep();
            try {
                for (int setting = sent.settings().size() - 1; setting >= 0; setting--) {
                    for (int replicate = sent.replicates() - 1; replicate >= 0; replicate--) {
                        if (listener.isWanted(setting, replicate)) {
                            listener.completed(setting, replicate,
                                sent.run(setting, replicate, kernel.warmUp(), listener));
                        }
                    }
                }
            } catch (Exception e) {
                throw new ExecutionException(e);
            }
        }
    }

    @Test
    void itDoesNotMatterWhereRunsComeFrom() throws Exception {
        Path whole = whole();
        Path elsewhere = folder.resolve("elsewhere");
        Cli.Result result = Cli.run(Neurotron.commandLine((threads, _) -> new Backwards(threads)), sweep(elsewhere));
        assertEquals(0, result.exitCode(), result.err());
        assertSameBytes(whole, elsewhere);
        Path resumed = folder.resolve("resumed");
        Files.createDirectories(resumed);
        Files.copy(whole.resolve("run.json"), resumed.resolve("run.json"));
        result = Cli.run(Neurotron.commandLine((threads, _) -> new Backwards(threads)), "resume", resumed.toString());
        assertEquals(0, result.exitCode(), result.err());
        assertSameBytes(whole, resumed);
    }

    @Test
    void aRunCanBeHadAlone() throws Exception {
        Path whole = whole();
        Path one = folder.resolve("one");
        Cli.Result result = Cli.run("train", "--n", "20", "--r", "5", "--k", "2", "--b", "3", "--theta", "0.5",
            "--distribution", "student-t:4", "--algorithm", "sgd", "--eta", "1e-3", "--iterations", "2000", "--record",
            "every:250", "--attack", "uniform", "--replicate", "6", "--out", one.toString());
        assertEquals(0, result.exitCode(), result.err());
        List<String> expected = read(whole.resolve("traces.csv")).stream().filter(row -> row.get("replicate")
            .equals("6") && settings(row).equals("student-t:4.0 uniform 2 3 0.5 0.5 0.001 sgd none"))
            .map(row -> row.get("iteration") + "," + row.get("error")).toList();
        assertEquals(8, expected.size());
        assertEquals(expected, Files.readAllLines(one.resolve("trace.csv")).stream().skip(1).toList());
    }

    @Test
    void theSummaryIsPrinted() throws Exception {
        Cli.Result text = Cli.run(sweep(folder.resolve("text")));
        assertEquals(0, text.exitCode(), text.err());
        assertEquals(1 + 16 + 1, text.out().lines().count(), text.out());
        assertTrue(text.out().lines().findFirst().orElseThrow().matches(
            " *distribution +k +theta +algorithm +recovered +stuck .*"), text.out());
        assertEquals("", text.err());
        Path out = folder.resolve("json");
        JsonNode json = new ObjectMapper().readTree(Cli.run(sweep(out, "--json")).out());
        assertEquals(16, json.get("results").size());
        assertEquals(7, json.get("replicates").asInt());
        List<CSVRecord> summary = read(out.resolve("summary.csv"));
        for (int i = 0; i < 16; i++) {
            assertEquals(number(summary.get(i), "final_q50"), json.get("results").get(i).get("finalMedian").asDouble());
            assertEquals(number(summary.get(i), "stuck"), json.get("results").get(i).get("stuck").asDouble());
        }
        JsonNode description = new ObjectMapper().readTree(Files.readString(out.resolve("run.json")));
        assertEquals("sweep", description.get("command").asText());
        assertEquals("[4,2]", description.get("k").toString());
        assertEquals("every:250", description.get("record").asText());
    }

    @Test
    void divergingRunsAreRowsMarkedSo() throws Exception {
        Path out = folder.resolve("diverging");
        Cli.Result result = Cli.run(sweep(out, "--eta", "1e-3,100"));
        assertEquals(1, result.exitCode());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains("112 of 224 runs diverged"), result.err());
        for (CSVRecord run : read(out.resolve("runs.csv"))) {
            boolean diverged = run.get("eta").equals("100.0");
            assertEquals(diverged, run.get("outcome").equals("diverged"), run.toString());
            assertEquals(diverged, !run.get("diverged_at").isEmpty());
            assertEquals(diverged, run.get("final_error").equals("Infinity"));
        }
        for (CSVRecord row : read(out.resolve("quantiles.csv"))) {
            assertEquals(row.get("eta").equals("100.0") ? 1 : 0, number(row, "diverged"), row.toString());
        }
    }

    /** Each kill comes when more has been saved than before, so that something is lost if anything can be. */
    @Test
    void killedAtRandomInstantsItLosesNothing() throws Exception {
        Random random = new Random(1);
        String[] more = {"--replicates", "20", "--iterations", "4000"};
        Path whole = whole(more);
        int kills = 0;
        for (int round = 0; kills < KILLS; round++) {
            Path cut = folder.resolve("cut" + round);
            boolean finished = false;
            while (!finished) {
                long saved = saved(cut);
                Process process = Cli.start(folder.resolve("output"), hasSweep(cut)
                    ? new String[] {"resume", cut.toString(), "--threads", Integer.toString(1 + random.nextInt(2))}
                    : sweep(cut, more));
                while (kills < KILLS && saved(cut) <= saved && process.isAlive()) {
                    Thread.sleep(5);
                }
                boolean ended = kills == KILLS || process.waitFor(random.nextInt(500), TimeUnit.MILLISECONDS);
                if (ended) {
                    assertEquals(0, process.waitFor(), () -> "it ended by itself, but not well: " + cut);
                    finished = true;
                } else {
                    process.destroyForcibly().waitFor();
                    kills++;
                }
            }
            assertSameBytes(whole, cut);
        }
    }

    private static long saved(Path cut) throws IOException {
        Path slots = cut.resolve(FileNames.SLOTS);
        return Files.exists(slots) ? Files.size(slots) : 0;
    }

    @Test
    void aSignalKeepsTheRunsThatHaveEnded() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there is no /bin/kill here");
        Path cut = folder.resolve("cut");
        Process process = Cli.start(folder.resolve("output"), sweep(cut, "--replicates", "100000"));
        while (!Files.exists(cut.resolve(FileNames.SLOTS)) || Files.size(cut.resolve(FileNames.SLOTS)) < 10_000) {
            assertTrue(process.isAlive(), () -> "it ended by itself");
            Thread.sleep(20);
        }
        new ProcessBuilder("/bin/kill", "-TERM", Long.toString(process.pid())).start().waitFor();
        assertEquals(143, process.waitFor());
        String output = Files.readString(folder.resolve("output"));
        assertTrue(output.matches("(?s).*interrupted; saved are [1-9]\\d* of 1600000 runs.*go on with: neurotron "
            + "resume .*"), output);
    }

    @Test
    void whatIsDamagedIsDoneAgain() throws Exception {
        Path whole = whole();
        Path cut = folder.resolve("cut");
        Files.createDirectories(cut);
        Files.copy(whole.resolve("run.json"), cut.resolve("run.json"));
        Files.write(cut.resolve(FileNames.SLOTS), new byte[5_000]);
        Cli.Result result = Cli.run("resume", cut.toString());
        assertEquals(0, result.exitCode(), result.err());
        assertSameBytes(whole, cut);
    }

    /** What had been computed for the configuration as it was is not thrown away for another one without a word. */
    @Test
    void runsOfAnotherConfigurationAreNotReplaced() throws Exception {
        Path cut = folder.resolve("cut");
        Path output = folder.resolve("output");
        Process process = Cli.start(output, sweep(cut, "--iterations", "50000"));
        while (!Files.exists(cut.resolve(FileNames.SLOTS)) || Files.size(cut.resolve(FileNames.SLOTS)) < 4_000) {
            assertTrue(process.isAlive(), () -> "it ended by itself");
            Thread.sleep(50);
        }
        process.destroyForcibly().waitFor();
        String description = Files.readString(cut.resolve("run.json"));
        byte[] slots = Files.readAllBytes(cut.resolve(FileNames.SLOTS));
        for (String[] edit : new String[][] {{"\"seed\" : 1", "\"seed\" : 2"}, {"every:250", "every:500"}}) {
            Files.writeString(cut.resolve("run.json"), description.replace(edit[0], edit[1]));
            Cli.Result result = Cli.run("resume", cut.toString());
            assertEquals(2, result.exitCode(), result.err());
            assertEquals(1, result.errorLines().size(), result.err());
            assertTrue(result.err().contains("are of another configuration than run.json says"), result.err());
            assertArrayEquals(slots, Files.readAllBytes(cut.resolve(FileNames.SLOTS)));
        }
    }

    /** A limit of no byte for the length of files does what a full disk would. */
    @Test
    void aFullDiskIsSaidAndTriedAgain() throws Exception {
        assumeTrue(Cli.hasShell(), "there is no /bin/sh here");
        Path whole = whole();
        Path cut = folder.resolve("cut");
        Files.createDirectories(cut);
        Files.copy(whole.resolve("run.json"), cut.resolve("run.json"));
        Cli.Result result = Cli.runInShell("ulimit -f 0; exec \"$@\"", "--quiet", "resume", cut.toString());
        assertEquals(1, result.exitCode(), result.err());
        assertEquals(2, result.errorLines().size(), result.err());
        assertTrue(result.err().contains("cannot save a run (" + cut.resolve(FileNames.SLOTS) + ": "), result.err());
        assertTrue(result.err().contains("saved are 0 of 112 runs"), result.err());
        assertEquals(0, Cli.run("resume", cut.toString()).exitCode());
        assertSameBytes(whole, cut);
    }

    @Test
    void aSweepIsNotReplacedUnasked() throws Exception {
        Path whole = whole();
        byte[] before = Files.readAllBytes(whole.resolve("summary.csv"));
        String data = Files.writeString(folder.resolve("data.csv"), "a,v\n1,2\n").toString();
        for (String[] command : new String[][] {sweep(whole), {"train", "--out", whole.toString()},
            {"reproduce", "--out", whole.toString()},
            {"fit", "--data", data, "--target", "v", "--out", whole.toString()}}) {
            Cli.Result refused = Cli.run(command);
            assertEquals(2, refused.exitCode());
            assertTrue(refused.err().contains("go on with it by neurotron resume"), refused.err());
        }
        assertArrayEquals(before, Files.readAllBytes(whole.resolve("summary.csv")));
        assertEquals(0, Cli.run(sweep(whole, "--overwrite", "--seed", "2")).exitCode());
        assertFalse(Arrays.equals(before, Files.readAllBytes(whole.resolve("summary.csv"))));
        Cli.Result complete = Cli.run("resume", whole.toString());
        assertEquals(0, complete.exitCode());
        assertTrue(complete.err().contains("is complete"), complete.err());
        assertEquals(0, Cli.run("plot", whole.toString()).exitCode());
        assertEquals(0, Cli.run("report", whole.toString()).exitCode());
        // What replaces a sweep is not to stand beside its results, and the other way round.
        assertEquals(0, Cli.run("train", "--iterations", "5", "--overwrite", "--out", whole.toString()).exitCode());
        assertEquals(List.of("checkpoint", "checkpoint.previous", "lock", "run.json", "trace.csv"), names(whole));
        assertEquals(0, Cli.run(sweep(whole, "--overwrite")).exitCode());
        assertEquals(List.of("lock", "quantiles.csv", "run.json", "runs.csv", "summary.csv", "traces.csv"),
            names(whole));
    }

    private static boolean hasSweep(Path folder) throws IOException {
        Path run = folder.resolve("run.json");
        return Files.exists(run) && Files.readString(run).contains("\"sweep\"");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aSecondProcessIsRefused() throws Exception {
        Path whole = whole();
        Files.delete(whole.resolve("summary.csv"));
        try (ResultFolder _ = ResultFolder.open(whole)) {
            Cli.Result result = Cli.runInNewJvm(Cli.shortLived(), "resume", whole.toString());
            assertEquals(1, result.exitCode());
            assertTrue(result.err().contains("is in use by another neurotron"), result.err());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --theta | 0.5,-1 | must be >= 0
        --theta | 0.5,x | must be a number
        --theta | 0.5,0.25,0.5 | must not name a value twice
        --distribution | normal:1,normal:1.0 | must not name a value twice
        --distribution | normal:1,cauchy:1 | must be normal:SIGMA
        --k | 4,3 | must be even
        --k | 4,0 | must be a whole number from 1
        --algorithm | tron,adam | must be one of tron
        --replicates | 0 | must be a whole number from 1
        --replicates | 1000001 | must be a whole number from 1 to 1000000
        --recovered-within | 0 | must be > 0
        --recovered-within | 0.5 | must be at most
        --recovered-within | much | must be a number
        --stuck-beyond | 0 | must be > 0
        --stuck-beyond | NaN | must be > 0
        --record | every:3000 | must be such that 1 to 1000000
        --record | never | must be every:S or log:PER_DECADE
        --iterations | 9e18 | must be at most
        --threads | none | or all
        """)
    void badInputIsNamed(String option, String value, String allowed) {
        Path out = folder.resolve("out");
        List<String> arguments = new ArrayList<>(List.of("sweep", "--iterations", "2000", "--out", out.toString()));
        if (option.equals("--iterations")) {
            arguments.subList(1, 3).clear();
        }
        arguments.addAll(List.of(option, value));
        Cli.Result result = Cli.run(arguments.toArray(String[]::new));
        assertEquals(2, result.exitCode(), result.err());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains(option), result.err());
        assertTrue(result.err().contains(allowed), result.err());
        assertFalse(Files.exists(out), "wrote something");
    }

    @Test
    void otherMistakesAreNamed() throws Exception {
        assertTrue(Cli.run("sweep").err().contains("--out"));
        Cli.Result large = Cli.run(sweep(folder.resolve("large"), "--b", "500000000,3"));
        assertEquals(2, large.exitCode(), large.err());
        assertTrue(large.err().contains("--b 500000000 --threads"), large.err());
        Cli.Result list = Cli.run("train", "--theta", "1,2");
        assertEquals(2, list.exitCode());
        assertTrue(list.err().contains("'--theta': '1,2' must be one value"), list.err());
        Path whole = whole();
        for (String option : List.of("--iterations", "--checkpoint-every")) {
            Cli.Result result = Cli.run("resume", whole.toString(), option, "10");
            assertEquals(2, result.exitCode());
            assertTrue(result.err().contains(option + " must not be given for a sweep"), result.err());
        }
        for (String text : List.of("{\"command\": ", "[1]", "")) {
            Files.writeString(whole.resolve("run.json"), text);
            Cli.Result result = Cli.run("resume", whole.toString());
            assertEquals(2, result.exitCode());
            assertTrue(result.err().contains("is damaged"), result.err());
        }
        Files.writeString(whole.resolve("run.json"), "{\"command\": \"sweep\", \"theta\": -1}");
        Cli.Result result = Cli.run("resume", whole.toString());
        assertEquals(2, result.exitCode());
        assertTrue(result.err().contains("makes no sense"), result.err());
    }
}
