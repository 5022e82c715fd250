package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.cli.Cli;
import org.neurotron.cli.file.CsvTable;

/** What the theorem says of a configuration, and that training can do as it prescribes. */
class TheoryCommandTest {

    /** A configuration that the theorem covers with few steps. */
    private static final List<String> COVERED = List.of("--n", "50", "--r", "2", "--k", "2", "--theta", "0.01",
        "--beta", "0.05", "--epsilon", "0.5");

    /** What was computed before: of a network as large as the study's it takes seconds. */
    private static final Map<List<String>, Cli.Result> KNOWN = new HashMap<>();

    @TempDir
    private Path folder;

    @Test
    void thePublishedStudyIsNotCoveredAndTheReportSaysWhy() throws IOException {
        Cli.Result result = theory();
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("\n  NO   c_trade-off = -0.5842 <= 0 because beta_1 = 4.988 is not below"),
            result.out());
        assertTrue(result.out().contains("Not covered: c_trade-off"), result.out());
        assertTrue(result.out().contains("the largest beta that would be covered"), result.out());
        assertTrue(result.out().contains("Without the attack (theta = 0) it would be covered."), result.out());
        JsonNode json = known("--json");
        assertFalse(json.get("covered").asBoolean());
        assertTrue(json.get("prescription").isNull());
        assertEquals(-0.5842, json.get("tradeOff").asDouble(), 1e-3);
        // Below that beta it is covered.
        double beta = json.get("largestBeta").asDouble();
        assertTrue(theorem("--beta", 0.999 * beta).get("covered").asBoolean());
        assertFalse(theorem("--beta", 1.001 * beta).get("covered").asBoolean());
        double upscaling = json.get("leastUpscaling").asDouble();
        assertTrue(theorem("--q", 1.001 * upscaling).get("covered").asBoolean());
        assertFalse(theorem("--q", 0.999 * upscaling).get("covered").asBoolean());
        // Without the attack the learning rate is of order 1e-9.
        JsonNode unattacked = theorem("--theta", 0);
        assertTrue(unattacked.get("covered").asBoolean());
        assertEquals(unattacked.get("prescription"), json.get("withoutAttack"));
        assertEquals(2.788e-9, unattacked.get("prescription").get("eta").asDouble(), 1e-12);
        assertTrue(unattacked.get("prescription").get("steps").asLong() > 100_000_000);
    }

    /** The theorem is the same for every attack; for this one nothing else is computed. */
    private static JsonNode theorem(String option, double value) throws IOException {
        return json("theory", "--json", "--attack", "worst", option, Double.toString(value));
    }

    @Test
    void numbersInJsonFitTogether() throws IOException {
        JsonNode json = json(command("theory", "--json", "--alpha", "0.25", "--q", "1,3", "--b", "3", "--gamma", "4"));
        JsonNode p = json.get("prescription");
        double beta1 = json.get("betaMoment1").asDouble();
        double b = (beta1 * m(json, 2) + m(json, 2) * m(json, 2)) * (2 / 3.0)
            + (json.get("betaMoment3").asDouble() + m(json, 4)) / 3;
        double eta = beta1 * json.get("tradeOff").asDouble() / (4 * 1.25 * 1.25 * json.get("lambda2").asDouble()
            * json.get("lambda3").asDouble() * b);
        assertEquals(eta, p.get("eta").asDouble(), 1e-12 * eta);
        assertEquals(4, p.get("gamma").asDouble());
        assertFalse(json.get("symmetric").asBoolean());
        assertEquals(0.05 * m(json, 1), beta1, 1e-15);
        assertEquals(50, m(json, 2), 1e-12);
        json.get("conditions").forEach(condition -> assertTrue(condition.get("holds").asBoolean()));
        assertTrue(json.get("risk").get("initial").asDouble()
            > 20 * json.get("risk").get("initialStandardError").asDouble());
    }

    private static double m(JsonNode json, int order) {
        return json.get("m" + order).asDouble();
    }

    @Test
    void conditionsThatFailAreNamed() throws IOException {
        JsonNode heavy = json(command("theory", "--json", "--distribution", "student-t:4", "--theta", "0"));
        assertTrue(heavy.get("m4").isNull());
        assertTrue(heavy.get("largestBeta").isNull(), "what it bears means nothing");
        assertTrue(heavy.get("risk").get("largestBeta").isNull());
        assertEquals("fourth moment infinite: m_4 = E||x||^4 must be finite", violated(heavy, "finite-moments"));
        assertTrue(violated(json(command("theory", "--json", "--q", "-1")), "lambda1")
            .contains("must be positive definite"));
        assertTrue(violated(json("theory", "--json", "--r", "30", "--n", "20"), "lambda1")
            .startsWith("lambda_1 = 0 "));
        assertTrue(violated(json(command("theory", "--json", "--q", "0")), "lambda3").contains("must not all be zero"));
        assertTrue(violated(json(command("theory", "--json", "--theta", "5")), "theta")
            .contains("is not below theta*"));
        assertTrue(violated(json(command("theory", "--json", "--epsilon", "90")), "start").contains("as near to w*"));
        assertTrue(violated(json(command("theory", "--json", "--gamma", "0.5")), "gamma").contains("must be above"));
        for (String[] options : new String[][] {{"--q", "-1"}, {"--distribution", "student-t:1.5"}, {"--q", "0"},
            {"--beta", "0"}, {"--sensing", "wishart"}, {"--distribution", "normal:1e-200"},
            {"--distribution", "laplace:1e90"}}) {
            Cli.Result result = Cli.run(command("theory", options));
            assertEquals(0, result.exitCode(), result.err());
            assertFalse(result.out().contains("NaN"), result.out());
        }
    }

    private static String violated(JsonNode json, String name) {
        assertFalse(json.get("covered").asBoolean());
        for (JsonNode condition : json.get("conditions")) {
            if (condition.get("name").asText().equals(name)) {
                assertFalse(condition.get("holds").asBoolean());
                return condition.get("text").asText();
            }
        }
        throw new AssertionError(json.toString());
    }

    @Test
    void whatWouldBeCoveredRespectsTheStart() {
        String report = Cli.run("theory", "--epsilon", "100", "--beta", "0.01").out();
        assertTrue(report.contains("Not covered: epsilon^2 delta = 1000 is not below"), report);
        for (String line : List.of("theta +0 only", "beta +none", "epsilon +above 0.1777 and below 21.84",
            "outer weights +none")) {
            assertTrue(report.lines().anyMatch(said -> said.matches("  " + line + "(  .*)?")), report);
        }
        report = Cli.run(command("theory", "--beta", "1", "--distribution", "normal:4", "--theta", "20")).out();
        assertTrue(report.lines().anyMatch(said -> said.matches("  epsilon +none")), report);
    }

    @Test
    void theReportPromisesNoMoreThanItsNumbers() {
        String report = Cli.run(command("theory", "--theta", "0", "--delta", "0.9")).out();
        assertTrue(report.contains("||w_T - w*|| <= 0.5 with probability >= 1 - 0.9\n"), report);
        // Not covered, so that w_T need not be within epsilon.
        report = Cli.run("theory", "--distribution", "normal:0.01", "--n", "2", "--r", "1", "--k", "2", "--beta",
            "1e-4", "--theta", "10").out();
        assertTrue(report.contains("\nNot covered: theta"), report);
        assertTrue(report.contains(" < 1: R <= theta*^2 where ||w - w*|| <= epsilon"), report);
        assertTrue(Cli.run(command("theory", "--distribution", "student-t:4")).out().contains("as m_4 is infinite"));
        assertTrue(Cli.run(command("theory", "--distribution", "student-t:2")).out().contains("as m_2 is infinite"));
        assertFalse(theory().out().contains("is infinite"));
    }

    @Test
    void theStudyIsATableWithARowForEveryColumn() throws IOException {
        Cli.Result csv = Cli.run("theory", "--study");
        List<String> lines = csv.out().lines().toList();
        assertEquals(1 + 8 * 7 + 6, lines.size());
        assertTrue(lines.getFirst().startsWith("simulation,distribution,q,theta,beta,lambda1"));
        assertTrue(lines.stream().allMatch(line -> line.split(",", -1).length == lines.getFirst().split(",").length));
        JsonNode columns = json("theory", "--study", "--json").get("columns");
        assertEquals(62, columns.size());
        for (JsonNode column : columns) {
            boolean heavy = column.get("distribution").asText().startsWith("student-t");
            assertEquals(heavy, column.get("violated").asText().contains("finite-moments"));
            assertEquals(column.get("covered").asBoolean(), !column.get("eta").isNull());
            if (column.get("theta").asDouble() == 0 || column.get("beta").asDouble() == 0) {
                assertEquals(!heavy, column.get("covered").asBoolean(), column.toString());
            }
        }
        // Column 0 of sim01 is the default problem.
        assertEquals(known("--json").get("lambda1"), columns.get(0).get("lambda1"));
        Cli.Result refused = Cli.run("theory", "--study", "--n", "5");
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("--n must not be given with --study"), refused.err());
    }

    @Test
    void trainingAsPrescribedKeepsThePromiseAndRecordsTheNumber() throws IOException {
        JsonNode p = json(command("theory", "--json")).get("prescription");
        String steps = p.get("steps").asText();
        Cli.Result result = Cli.run(command("train", "--eta", "theorem", "--iterations", steps, "--json", "--out",
            folder.toString()));
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.err().contains("Theorem 1 prescribes eta = "), result.err());
        assertTrue(new ObjectMapper().readTree(result.out()).get("error").asDouble() <= 0.5, result.out());
        Path run = folder.resolve("run.json");
        assertEquals(p.get("eta"), new ObjectMapper().readTree(run.toFile()).get("eta"));
        // What goes on later goes on with the number.
        Cli.Result resumed = Cli.run("resume", folder.toString(), "--iterations",
            Long.toString(p.get("steps").asLong() + 10));
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertEquals(p.get("eta"), new ObjectMapper().readTree(run.toFile()).get("eta"));
    }

    @Test
    void trainingRefusesAPrescriptionThatDoesNotExist() {
        Path out = folder.resolve("out");
        for (List<String> line : List.of(
            List.of("train", "--eta", "theorem", "--out", out.toString()),
            List.of("train", "--eta", "theorem", "--distribution", "student-t:4", "--theta", "0", "--out",
                out.toString()),
            List.of("train", "--eta", "theorem", "--theta", "0", "--gamma", "1", "--out", out.toString()),
            List.of("train", "--eta", "theorem", "--theta", "0", "--algorithm", "sgd", "--out", out.toString()),
            List.of("train", "--eta", "theorem", "--theta", "0", "--delta", "2", "--out", out.toString()),
            List.of("train", "--eta", "theorem,1e-4", "--out", out.toString()),
            List.of("train", "--eta", "1e-4", "--gamma", "3", "--out", out.toString()),
            List.of("sweep", "--eta", "theorem", "--out", out.toString()))) {
            Cli.Result result = Cli.run(line.toArray(String[]::new));
            assertEquals(2, result.exitCode(), line.toString());
            assertEquals(1, result.errorLines().size(), result.err());
            assertTrue(result.err().contains("must be"), result.err());
            assertFalse(Files.exists(out), "wrote something");
        }
    }

    /** The median floors of 1 000 runs in results/replicates, and of 237 runs of SGD that were not stuck. */
    @Test
    void whatIsToBeExpectedIsWhatWasMeasured() throws IOException {
        JsonNode tron = known("--json").get("expected");
        assertEquals(2.2157e-3, tron.get("floorMedian").asDouble(), 0.01 * 2.2157e-3);
        assertEquals(2.210e-3, tron.get("floorLeadingOrder").asDouble(), 0.001e-3);
        assertTrue(tron.get("floorMedian").asDouble() < tron.get("floorRms").asDouble());
        // At 2.5e-3 it levels off, at 3.0e-3 it diverges.
        assertEquals(2.99e-3, tron.get("largestEta").asDouble(), 0.05e-3);
        assertTrue(tron.get("bestEta").asDouble() < 1e-4);
        assertTrue(tron.get("bestError").asDouble() < 1e-3);
        assertEquals(1.5525e-3, json("theory", "--algorithm", "sgd", "--json").get("expected").get("floorMedian")
            .asDouble(), 0.01 * 1.5525e-3);
        JsonNode longer = json("theory", "--iterations", "1e6", "--json").get("expected");
        assertTrue(longer.get("bestEta").asDouble() < 0.2 * tron.get("bestEta").asDouble());
        assertEquals(tron.get("floorRms"), longer.get("floorRms"));
    }

    @Test
    void whatIsToBeExpectedIsSaidInWords() {
        String report = theory().out();
        assertTrue(report.contains("\nWhat to expect\n  with eta = 0.0001000          levels off at about 0.0022"),
            report);
        assertTrue(report.contains("\n  diverges from eta             0.00"), report);
        assertTrue(report.indexOf("What to expect") < report.indexOf("\nTheorem 1\n"));
        assertTrue(Cli.run(command("theory", "--eta", "1")).out()
            .contains("  with eta = 1.000              diverges\n"));
        assertTrue(Cli.run(command("theory", "--theta", "0")).out().contains("falls to rounding, after about "));
        assertTrue(Cli.run(command("theory", "--distribution", "student-t:4")).out().contains("no moments of order 4"));
        report = Cli.run(command("theory", "--algorithm", "sgd")).out();
        assertTrue(report.contains("runs of SGD may also stay elsewhere"), report);
        assertTrue(report.contains("is not about this: ") && report.contains("must be tron"), report);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"--attack worst; depends on the inputs",
        "--distribution student-t:2; have no variance", "--n 10 --r 20; with n below r", "--r 200 --n 200; too long",
        "--eta theorem; prescribes no learning rate"})
    void whatIsNotKnownIsSaidToBeUnknown(String options, String reason) throws IOException {
        String[] line = Stream.concat(Stream.of("theory"), Arrays.stream(options.split(" "))).toArray(String[]::new);
        Cli.Result result = Cli.run(line);
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().lines().anyMatch(said -> said.startsWith("  unknown, as ") && said.contains(reason)),
            result.out());
        assertTrue(json(Stream.concat(Arrays.stream(line), Stream.of("--json")).toArray(String[]::new)).get("expected")
            .isNull());
    }

    /** With another attack, rule or algorithm that neither the theorem nor the expansion near w* is about. */
    @Test
    void whatNothingIsKnownOfIsRefused() {
        for (String options : List.of("--algorithm sgd-published", "--attack worst --robust clip",
            "--attack inputs:1 --algorithm sgd")) {
            Cli.Result result = Cli.run(("theory " + options).split(" "));
            assertEquals(2, result.exitCode(), options);
            assertEquals(1, result.errorLines().size(), result.err());
        }
    }

    @Test
    void trainingFindsTheBestLearningRate() throws IOException {
        Cli.Result result = Cli.run("train", "--n", "30", "--r", "8", "--iterations", "20000", "--eta", "auto",
            "--out", folder.toString());
        assertEquals(0, result.exitCode(), result.err());
        double eta = new ObjectMapper().readTree(folder.resolve("run.json").toFile()).get("eta").asDouble();
        JsonNode expected = json("theory", "--n", "30", "--r", "8", "--iterations", "20000", "--json").get("expected");
        assertEquals(expected.get("bestEta").asDouble(), eta, 0.15 * eta);
        assertEquals(eta, new BigDecimal(eta).round(new MathContext(2)).doubleValue());
        assertTrue(result.err().contains("eta = " + eta), result.err());
        assertEquals(0, Cli.run("resume", folder.toString(), "--iterations", "20001").exitCode());
        // Where residuals are bounded there is no floor to choose by.
        result = Cli.run("train", "--n", "30", "--r", "8", "--iterations", "10", "--eta", "auto", "--robust", "clip",
            "--quiet");
        assertEquals(0, result.exitCode(), result.err());
    }

    @Test
    void sweepsHaveALearningRateForEachSetting() throws IOException {
        Path out = folder.resolve("sweep");
        Cli.Result result = Cli.run("sweep", "--n", "30", "--r", "8", "--iterations", "2000", "--eta", "auto",
            "--theta", "0.1,1", "--algorithm", "tron,sgd", "--replicates", "2", "--out", out.toString());
        assertEquals(0, result.exitCode(), result.err());
        JsonNode run = new ObjectMapper().readTree(out.resolve("run.json").toFile());
        assertEquals("auto", run.get("eta").asText());
        assertEquals(4, run.get("eta-found").size());
        List<CSVRecord> rows = CsvTable.readAll(out.resolve("summary.csv"), _ -> { });
        for (int i = 0; i < 4; i++) {
            assertEquals(run.get("eta-found").get(i).asText(), rows.get(i).get("eta"));
        }
        assertTrue(Double.parseDouble(rows.get(0).get("eta")) > Double.parseDouble(rows.get(2).get("eta")));
        // θ is still the one parameter that varies.
        assertEquals(0, Cli.run("plot", out.toString()).exitCode());
        assertTrue(Files.exists(out.resolve("figures").resolve("final-error.svg")));
        assertEquals(0, Cli.run("resume", out.toString()).exitCode());
        assertEquals(0, Cli.run("report", out.toString()).exitCode());
        // One learning rate that is the best for all is like one that was given.
        Path one = folder.resolve("one");
        assertEquals(0, Cli.run("sweep", "--n", "30", "--r", "8", "--iterations", "2000", "--eta", "auto",
            "--replicates", "2", "--out", one.toString()).exitCode());
        assertTrue(new ObjectMapper().readTree(one.resolve("run.json").toFile()).get("eta").isNumber());
    }

    @Test
    void learningRatesThatCannotBeFoundAreRefused() {
        Path out = folder.resolve("out");
        for (String line : List.of("train --eta auto,1e-4", "sweep --eta 1e-4,auto", "train --eta auto --algorithm "
            + "sgd-published", "train --eta auto --n 5 --r 10", "train --eta auto --distribution student-t:2",
            "sweep --eta-found 1e-4", "sweep --eta auto --eta-found 1e-4,1e-5", "train --eta automatic")) {
            Cli.Result result = Cli.run((line + " --out " + out).split(" "));
            assertEquals(2, result.exitCode(), line);
            assertEquals(1, result.errorLines().size(), result.err());
            assertFalse(Files.exists(out), "wrote something");
        }
    }

    @Test
    void trainingWarnsOfALearningRateThatIsTooLarge() {
        Cli.Result result = Cli.run("train", "--iterations", "10", "--eta", "4e-3", "--json");
        assertTrue(result.err().contains("--eta 0.004 is above 0.00"), result.err());
        assertFalse(Cli.run("train", "--iterations", "10", "--eta", "2e-3", "--json").err().contains("is above"));
    }

    private static String[] command(String name, String... more) {
        List<String> line = new ArrayList<>(List.of(name));
        for (int i = 0; i < COVERED.size(); i += 2) {
            // Options of single values may stand once only.
            if (!List.of(more).contains(COVERED.get(i))) {
                line.addAll(COVERED.subList(i, i + 2));
            }
        }
        line.addAll(List.of(more));
        return line.toArray(String[]::new);
    }

    /** The theory of a network as large as the study's. */
    private static Cli.Result theory(String... options) {
        return KNOWN.computeIfAbsent(List.of(options),
            _ -> Cli.run(Stream.concat(Stream.of("theory"), Stream.of(options)).toArray(String[]::new)));
    }

    private static JsonNode known(String... options) throws IOException {
        return parsed(theory(options));
    }

    private static JsonNode json(String... line) throws IOException {
        return parsed(Cli.run(line));
    }

    private static JsonNode parsed(Cli.Result result) throws IOException {
        assertEquals(0, result.exitCode(), result.err());
        return new ObjectMapper().readTree(result.out());
    }
}
