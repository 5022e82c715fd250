package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Main;
import org.neurotron.kernel.Kernels;

/** What a short measurement says, in both forms; how fast this machine is, no test can know. */
@Timeout(120)
class BenchCommandTest {

    private static final String[] SHORT = {"bench", "--n", "20", "--r", "5", "--k", "4", "--b", "8", "--seconds",
        "0.2"};

    @TempDir
    private Path folder;

    private static Cli.Result shortly(String... more) {
        String[] line = Arrays.copyOf(SHORT, SHORT.length + more.length);
        System.arraycopy(more, 0, line, SHORT.length, more.length);
        Cli.Result result = Cli.run(line);
        assertEquals(0, result.exitCode(), result.err());
        return result;
    }

    @Test
    void theTableHasARowForEachThingWithItsSpread() {
        Cli.Result result = shortly();
        List<String> lines = result.out().lines().toList();
        assertEquals("n = 20, r = 5, k = 4, b = 8, tron, inputs normal:1.0; kernel " + Kernels.selected()
            + ", one thread", lines.getFirst());
        assertTrue(lines.get(2).strip().matches("median +5 % +95 % +a second"), lines.get(2));
        List<String> rows = List.of("step", "iteration", "projected iteration", "number of an input");
        assertEquals(3 + rows.size(), lines.size(), result.out());
        for (int i = 0; i < rows.size(); i++) {
            String line = lines.get(3 + i);
            assertTrue(line.matches(rows.get(i) + "( +[0-9.]+ (ns|µs|ms|s)){3} +[0-9.]+( [kMG])?"), line);
            assertEquals(lines.get(2).length(), line.length(), "columns");
        }
        // In a fifth of a second nothing is compiled, and one is told.
        assertEquals(2, result.errorLines().size(), result.err());
        assertTrue(result.errorLines().getFirst().contains("more --seconds"), result.err());
        assertTrue(result.errorLines().getLast().contains("JMH"), result.err());
        assertTrue(result.errorLines().getLast().contains("bench/run"), result.err());
        assertEquals("", shortly("--quiet").err());
    }

    @Test
    void jsonHasTheConfigurationAndTheSameThings() throws IOException {
        JsonNode json = new ObjectMapper().readTree(shortly("--algorithm", "sgd", "--robust", "clip:0.3", "--json")
            .out());
        assertEquals("bench", json.get("command").asText());
        assertEquals(20, json.get("n").asInt());
        assertEquals(5, json.get("r").asInt());
        assertEquals(4, json.get("k").asInt());
        assertEquals(8, json.get("b").asInt());
        assertEquals("sgd", json.get("algorithm").asText());
        assertEquals("clip:0.3", json.get("robust").asText());
        assertEquals(0.2, json.get("seconds").asDouble());
        assertEquals(Kernels.selected().name(), json.get("kernel").asText());
        assertEquals(Kernels.selected().vectorBits(), json.get("vectorBits").asInt());
        assertTrue(json.get("warm").isBoolean() && !json.get("warm").asBoolean(), json.toString());
        for (String name : List.of("step", "iteration", "projectedIteration", "number")) {
            JsonNode timing = json.get(name);
            double median = timing.get("medianNanos").asDouble();
            assertTrue(timing.get("p5Nanos").asDouble() > 0, json.toString());
            assertTrue(timing.get("p5Nanos").asDouble() <= median, json.toString());
            assertTrue(median <= timing.get("p95Nanos").asDouble(), json.toString());
            assertEquals(1e9 / median, timing.get("perSecond").asDouble());
            assertTrue(timing.get("batches").asInt() >= 1, json.toString());
        }
    }

    @Test
    void onlyMixturesOfNormalLawsAreProjected() throws IOException {
        for (String law : List.of("laplace:2.0", "student-t:4.0")) {
            String out = shortly("--distribution", law).out();
            assertTrue(out.contains("projected iteration  not for inputs of " + law), out);
            JsonNode json = new ObjectMapper().readTree(shortly("--distribution", law, "--json").out());
            assertTrue(json.get("projectedIteration").isNull(), json.toString());
            assertTrue(json.get("iteration").isObject(), json.toString());
        }
        String out = shortly("--distribution", "multivariate-t:4", "--robust", "mom:4").out();
        assertTrue(out.contains("tron with mom:4, inputs multivariate-t:4.0"), out);
        assertTrue(out.lines().anyMatch(line -> line.matches("projected iteration +[0-9.]+ .*")), out);
    }

    @Test
    void theKernelThatWasAskedForIsMeasured() throws IOException, InterruptedException {
        Cli.Result result = Cli.runInNewJvm(List.of("--add-modules=jdk.incubator.vector"), "bench", "--seconds", "0.2",
            "--kernel", "portable", "--json");
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("portable", new ObjectMapper().readTree(result.out()).get("kernel").asText());
        Cli.Result refused = Cli.runInNewJvm(List.of(), "bench", "--seconds", "0.2", "--kernel", "simd");
        assertEquals(2, refused.exitCode());
        assertEquals(1, refused.errorLines().size(), refused.err());
        assertTrue(refused.err().contains("jdk.incubator.vector"), refused.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --seconds 0 | '0' must be > 0 and at most 3600
        --seconds NaN | 'NaN' must be > 0 and at most 3600
        --seconds 4e3 | '4e3' must be > 0 and at most 3600
        --seconds soon | 'soon' must be a number
        --n 0 | '0' must be a whole number from 1
        --k 7 | '7' must be even
        --k 4,6 | '4,6' must be a whole number from 1
        --distribution cauchy:1 | 'cauchy:1' must be normal:SIGMA
        --algorithm adam | 'adam' must be one of tron, sgd, sgd-published
        --robust mom:17 | 'mom:17' must be of at most b = 16 groups
        --robust clip,trim | 'clip,trim' must be one rule
        --n 1e9 | --n 1000000000 --r 25 --k 10 --b 16 needs
        --b 2e9 | --n 100 --r 25 --k 10 --b 2000000000 needs
        --eta 1 | unknown option '--eta'
        """)
    void badInputIsNamedBeforeAnythingIsMeasured(String line, String message) {
        String[] words = line.split(" ");
        Cli.Result result = Cli.run("bench", words[0], words[1]);
        assertEquals(2, result.exitCode(), result.err());
        assertEquals("", result.out());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains(message), result.err());
    }

    @Test
    void inputsWhoseSquaresAreNoNumbersAreAFailure() {
        Cli.Result result = Cli.run("bench", "--distribution", "normal:1e200", "--seconds", "0.2");
        assertEquals(1, result.exitCode(), result.err());
        assertEquals(List.of("neurotron bench: there is nothing to measure with inputs of normal:1.0E200: the filter "
            + "is no longer finite after iteration 1"), result.errorLines());
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    @DisabledOnOs(OS.WINDOWS)
    void aSignalEndsIt(String signal) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there is no /bin/kill here");
        assumeTrue(signal.equals("TERM") || !Cli.interruptIsIgnored(), "a background job of a shell ignores SIGINT");
        Path output = folder.resolve("output");
        // As on a terminal, where one sees how far it is; and above the time limit of the test.
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dneurotron.terminalWidth=80", "--add-modules=jdk.incubator.vector", "-cp",
            System.getProperty("java.class.path"), Main.class.getName(), "bench", "--seconds", "600")
            .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        while (!Files.exists(output) || !Files.readString(output).contains(" of 600 seconds")) {
            assertTrue(process.isAlive(), () -> "it ended by itself");
            Thread.sleep(50);
        }
        new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        assertEquals(signal.equals("INT") ? 130 : 143, process.waitFor());
        List<String> lines = Files.readAllLines(output);
        assertEquals("neurotron bench: interrupted", lines.getLast());
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("step")), lines.toString());
    }
}
