package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neurotron.cli.Cli;

/** One run: its files, its summary, and how it ends when it diverges. */
class TrainCommandTest {

    @TempDir
    private Path folder;

    @Test
    void writesTraceAndConfiguration() throws IOException {
        Cli.Result result = Cli.run("train", "--iterations", "50", "--record", "every:10", "--theta", "0.5",
            "--distribution", "student-t:4", "--q", "2", "--algorithm", "sgd", "--out", folder.toString());
        assertEquals(0, result.exitCode(), result.err());
        List<String> lines = Files.readAllLines(folder.resolve("trace.csv"));
        assertEquals("iteration,error", lines.getFirst());
        assertEquals(List.of("10", "20", "30", "40", "50"),
            lines.subList(1, lines.size()).stream().map(line -> line.substring(0, line.indexOf(','))).toList());
        JsonNode run = new ObjectMapper().readTree(folder.resolve("run.json").toFile());
        assertEquals(0.5, run.get("theta").asDouble());
        assertEquals("student-t:4.0", run.get("distribution").asText());
        assertEquals("sgd", run.get("algorithm").asText());
        assertEquals("every:10", run.get("record").asText());
        assertTrue(result.out().contains("after 50 iterations"), result.out());
    }

    @Test
    void withoutAFolderTheTraceIsOnStdoutAndTheSummaryOnStderr() throws IOException, InterruptedException {
        Cli.Result result = Cli.runInNewJvm(Cli.shortLived(), "train", "--iterations", "3");
        assertEquals(0, result.exitCode(), result.err());
        List<String> lines = result.out().lines().toList();
        assertEquals("iteration,error", lines.getFirst());
        assertEquals(4, lines.size());
        assertTrue(result.err().contains("after 3 iterations"), result.err());
    }

    @Test
    void aTerminalGetsATraceThatAPersonCanRead() throws IOException, InterruptedException {
        for (String[] expected : new String[][] {{"true", "21"}, {"false", "40001"}}) {
            Cli.Result result = Cli.runInNewJvm(Cli.shortLived("-Dneurotron.stdoutIsTerminal=" + expected[0]), "train",
                "--n", "8", "--r", "3", "--k", "2", "--b", "1");
            assertEquals(0, result.exitCode(), result.err());
            assertEquals(expected[1], Long.toString(result.out().lines().count()));
        }
    }

    @Test
    void iterationsCanBeWrittenWithAnExponentAndRecordsAreThinned() throws IOException {
        assertEquals(0, Cli.run("train", "--iterations", "1e5", "--n", "8", "--r", "3", "--k", "2", "--b", "1",
            "--record", "log:1", "--out", folder.toString()).exitCode());
        assertEquals(List.of("1", "10", "100", "1000", "10000", "100000"),
            Files.readAllLines(folder.resolve("trace.csv")).stream().skip(1)
                .map(line -> line.substring(0, line.indexOf(','))).toList());
    }

    @Test
    void aDivergingRunStopsThereSaysSoAndKeepsItsRecords() throws IOException {
        Cli.Result result = Cli.run("train", "--eta", "10", "--out", folder.toString());
        assertEquals(1, result.exitCode());
        assertEquals(2, result.errorLines().size(), result.err());
        assertTrue(result.err().startsWith("neurotron train: --eta 10.0 is above "), result.err());
        List<String> lines = Files.readAllLines(folder.resolve("trace.csv"));
        long recorded = lines.size() - 1;
        assertTrue(result.err().contains("diverged at iteration " + (recorded + 1) + ":"), result.err());
        for (String line : lines.subList(1, lines.size())) {
            assertTrue(Double.isFinite(Double.parseDouble(line.substring(line.indexOf(',') + 1))), line);
        }
        Cli.Result json = Cli.run("train", "--eta", "10", "--json", "--overwrite", "--out", folder.toString());
        JsonNode summary = new ObjectMapper().readTree(json.out());
        assertEquals(1, json.exitCode());
        assertEquals(recorded + 1, summary.get("divergedAt").asLong());
        assertTrue(summary.get("error").isNull());
    }

    @Test
    void aRunThatEndsFarAwayAndStillGrowsFails() throws IOException {
        Path out = folder.resolve("out");
        String[] line = {"train", "--eta", "1", "--iterations", "30", "--out", out.toString(), "--overwrite", "--json"};
        Cli.Result result = Cli.run(line);
        assertEquals(1, result.exitCode());
        assertTrue(result.errorLines().getLast().matches("neurotron train: training diverges: the error is [0-9.e+]+ "
            + "times what it was at first, and still grows; a smaller --eta may help"), result.err());
        JsonNode summary = new ObjectMapper().readTree(result.out());
        assertTrue(summary.get("growth").asDouble() > 10, result.out());
        assertEquals(30, summary.get("iterations").asInt());
        assertEquals(31, Files.readAllLines(out.resolve("trace.csv")).size());
        // By the same rule as in a sweep.
        Cli.Result sweep = Cli.run("sweep", "--eta", "1", "--iterations", "30", "--replicates", "1", "--out",
            folder.resolve("sweep").toString());
        assertEquals(1, sweep.exitCode());
        assertTrue(sweep.err().contains("1 of 1 runs diverged"), sweep.err());
    }

    @Test
    void thatTheFilterCannotBeReachedIsSaidBeforehand() {
        String expected = ": --n 10 is less than --r 25, so Neuro-Tron moves w in at most 10 of its 25 directions and "
            + "cannot reach w*; going on";
        for (String command : List.of("train", "sweep")) {
            String[] line = {command, "--n", "10", "--iterations", "5", "--out", folder.resolve(command).toString()};
            Cli.Result result = Cli.run(line);
            assertEquals(0, result.exitCode(), result.err());
            assertEquals(List.of("neurotron " + command + expected), result.errorLines());
        }
        Cli.Result sgd = Cli.run("train", "--n", "10", "--iterations", "5", "--algorithm", "sgd", "--out",
            folder.resolve("sgd").toString());
        assertEquals(List.of(), sgd.errorLines());
    }

    @Test
    void theRealizableAttackOnEveryLabelLeadsToTheAdversary() throws IOException {
        Cli.Result result = Cli.run("train", "--attack", "realizable", "--theta", "1e6", "--beta", "1", "--json",
            "--iterations", "20000", "--out", folder.toString());
        assertEquals(0, result.exitCode(), result.err());
        JsonNode summary = new ObjectMapper().readTree(result.out());
        assertTrue(summary.get("errorToAdversary").asDouble() < 1e-6, result.out());
        assertTrue(summary.get("error").asDouble() > 1, result.out());
    }

    @Test
    void theWishartSamplingGivesAnotherProblem() throws IOException {
        assertEquals(0, Cli.run("train", "--sensing", "wishart:30", "--eta", "1e-6", "--iterations", "5", "--out",
            folder.toString()).exitCode());
        assertEquals("wishart:30", new ObjectMapper().readTree(folder.resolve("run.json").toFile())
            .get("sensing").asText());
    }
}
