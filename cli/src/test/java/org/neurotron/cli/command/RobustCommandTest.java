package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.cli.Cli;
import org.neurotron.cli.file.CsvTable;
import org.neurotron.data.Model;

/** Breaks if a rule against false labels does not reach the learner, or is lost on the way to a file and back. */
class RobustCommandTest {

    @TempDir
    private Path folder;

    private static Cli.Result requireGood(Cli.Result result) {
        assertEquals(0, result.exitCode(), result.err());
        return result;
    }

    private static Cli.Result run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--n", "20", "--r", "5", "--k", "4", "--eta", "1e-3",
            "--sampling", "projected"));
        arguments.addAll(List.of(more));
        return requireGood(Cli.run(arguments.toArray(String[]::new)));
    }

    private List<String> trace(String... more) throws IOException {
        Path out = folder.resolve("trace");
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("--overwrite", "--out", out.toString()));
        run("train", arguments.toArray(String[]::new));
        return Files.readAllLines(out.resolve("trace.csv"));
    }

    @Test
    void theThresholdIsRecordedBesideTheError() throws IOException {
        Path out = folder.resolve("run");
        run("train", "--robust", "clip", "--attack", "flip", "--beta", "0.3", "--iterations", "20000", "--record",
            "log:2", "--record-threshold", "--out", out.toString());
        List<String> lines = Files.readAllLines(out.resolve("trace.csv"));
        assertEquals("iteration,error,threshold", lines.getFirst());
        double[] last = row(lines.getLast());
        double[] first = row(lines.get(1));
        assertTrue(last[1] < 1e-6 * first[1] && last[2] < 1e-5 * first[2], lines.getLast());
        String run = Files.readString(out.resolve("run.json"));
        assertTrue(run.contains("\"robust\" : \"clip:0.4\"") && run.contains("\"theta\" : \"inf\"")
            && run.contains("\"record-threshold\" : true"), run);
        requireGood(Cli.run("plot", out.toString()));
        requireGood(Cli.run("report", out.toString()));
        // Without it the errors are the same.
        List<String> plain = trace("--robust", "clip", "--attack", "flip", "--beta", "0.3", "--iterations", "20000",
            "--record", "log:2");
        assertEquals(plain, lines.stream().map(line -> line.substring(0, line.lastIndexOf(','))).toList());
    }

    private static double[] row(String line) {
        return Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    /** And what is taken up again is what it would have been. */
    @ParameterizedTest
    @ValueSource(strings = {"trim:0.6 --robust-rate 0.05 --robust-start 3", "hampel", "mom:4", "median",
        "batch-trim:0.25", "huber:0.5"})
    void aSweepOfRulesHoldsTheRunsOfEach(String rule) throws IOException {
        String[] options = ("--robust " + rule).split(" ");
        Path out = folder.resolve("sweep");
        List<String> arguments = new ArrayList<>(List.of("--attack", "informed,worst", "--theta", "1", "--iterations",
            "300", "--record", "every:100", "--replicates", "3", "--keep-runs", "--out", out.toString()));
        options[1] = "none," + options[1];
        arguments.addAll(List.of(options));
        run("sweep", arguments.toArray(String[]::new));
        List<CSVRecord> rows = CsvTable.readAll(out.resolve("traces.csv"), _ -> { });
        assertEquals(2 * 2 * 3 * 3, rows.size());
        options[1] = options[1].substring("none,".length());
        String name = rows.getLast().get("robust");
        List<String> alone = new ArrayList<>(List.of("--attack", "worst", "--theta", "1", "--iterations", "300",
            "--record", "every:100", "--replicate", "2"));
        alone.addAll(List.of(options));
        List<String> expected = trace(alone.toArray(String[]::new)).stream().skip(1).toList();
        List<String> swept = rows.stream().filter(row -> row.get("attack").equals("worst")
            && row.get("robust").equals(name) && row.get("replicate").equals("2"))
            .map(row -> row.get("iteration") + "," + row.get("error")).toList();
        assertEquals(expected, swept);
        requireGood(Cli.run("plot", out.toString()));
        assertTrue(Files.exists(out.resolve("figures")), "no picture");
    }

    @Test
    void everyAttackRunsWithBothSamplings() throws IOException {
        for (String attack : List.of("alternating", "uniform", "constant", "realizable", "worst", "informed", "flip",
            "zero", "scale:2.5", "inputs:0.5", "inputs:replace")) {
            for (String sampling : List.of("drawn", "projected")) {
                Path out = folder.resolve(sampling + attack.replace(':', '-'));
                requireGood(Cli.run("train", "--n", "20", "--r", "5", "--k", "4", "--eta", "1e-3", "--beta", "0.2",
                    "--attack", attack, "--robust", "hampel", "--sampling", sampling, "--iterations", "3000",
                    "--record", "every:3000", "--out", out.toString()));
                String last = Files.readAllLines(out.resolve("trace.csv")).getLast();
                assertTrue(row(last)[1] < 5, attack + ", " + sampling + ": " + last);
            }
        }
    }

    @Test
    void whatTheTheoremIsNotAboutIsRefused() {
        for (String[] options : new String[][] {{"--robust", "clip"}, {"--attack", "inputs:1"}, {"--attack", "flip"}}) {
            for (String[] command : new String[][] {{"theory"}, {"train", "--eta", "theorem"}}) {
                List<String> line = new ArrayList<>(List.of(command));
                line.addAll(List.of(options));
                Cli.Result result = Cli.run(line.toArray(String[]::new));
                assertEquals(2, result.exitCode());
                assertEquals(1, result.errorLines().size());
                assertTrue(result.err().contains("Theorem 1 is about no other"), result.err());
            }
        }
        Cli.Result mixed = Cli.run("sweep", "--attack", "flip,constant", "--out", folder.resolve("x").toString());
        assertEquals(2, mixed.exitCode());
        assertTrue(mixed.err().contains("--theta must be given with --attack flip,constant"), mixed.err());
        assertFalse(Files.exists(folder.resolve("x")));
        for (String option : List.of("--record-threshold", "--robust-rate=0.1", "--robust-start=2")) {
            Cli.Result without = Cli.run("train", option);
            assertEquals(2, without.exitCode());
            assertTrue(without.err().contains(option.split("=")[0] + " must be given with --robust clip, trim or "
                + "hampel only"), without.err());
        }
    }

    /** A third of the labels are lost; with the rule the model is nearly what it is of true ones. */
    @Test
    void fitIsDefendedAndTheModelKeepsTheThreshold() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder text = new StringBuilder("a,b,v\n");
        for (int i = 0; i < 1_000; i++) {
            double a = random.nextDouble();
            double b = random.nextDouble();
            text.append(a).append(',').append(b).append(',').append(3 * a - 2 * b + 10).append('\n');
        }
        Path data = Files.writeString(folder.resolve("data.csv"), text);
        double[] error = new double[2];
        for (int i = 0; i < 2; i++) {
            Path out = folder.resolve("fit" + i);
            requireGood(Cli.run("fit", "--data", data.toString(), "--target", "v", "--convolution", "3,1",
                "--intercept", "--validation", "0.2", "--epochs", "100", "--eta", "0.1", "--poison",
                "theta=inf,beta=0.33,attack=zero", "--robust", i == 0 ? "none" : "trim", "--out", out.toString()));
            error[i] = new ObjectMapper()
                .readTree(Files.readString(out.resolve("metrics.json"))).path("validation").path("mse").asDouble();
            Model model = Model.load(out.resolve("model.npz"));
            assertEquals(i == 1, model.properties().containsKey("threshold"));
            assertEquals(i == 0 ? "none" : "trim:0.5", model.properties().get("robust"));
        }
        assertTrue(error[0] > 1 && error[1] < 1e-3, error[0] + " and " + error[1]);
    }
}
