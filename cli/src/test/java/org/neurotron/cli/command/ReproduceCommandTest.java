package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Tree;
import org.neurotron.cli.file.FileNames;

/** The study's files: names, layout, and the same bytes whatever computes them. */
class ReproduceCommandTest {

    private static final List<String> WITH_MODULE = List.of("--add-modules=jdk.incubator.vector");

    @TempDir
    private Path folder;

    @Test
    void writesTheWholeStudyInThePublishedLayout() throws IOException {
        Cli.Result result = Cli.run("reproduce", "--iterations", "30", "--out", folder.toString());
        assertEquals(0, result.exitCode(), result.err());
        Set<String> expected = new TreeSet<>(Set.of("run.json", "summary.csv", "index.html",
            "thinned/q_assist.csv"));
        Tree.pictures(FileNames.STUDY_FIGURES).forEach(name -> expected.add("figures/" + name));
        for (int sim = 1; sim <= 8; sim++) {
            expected.add("thinned/sim0" + sim + ".csv");
            for (String algorithm : List.of("tron", "sgd", "sgd-published")) {
                expected.add("sim0" + sim + "_" + algorithm + ".csv");
            }
        }
        for (int q : new int[] {1, 10}) {
            for (int theta = 0; theta < 3; theta++) {
                expected.add("q_assist_neuro" + q + "_" + theta + "_tron.csv");
            }
        }
        assertEquals(expected, Tree.files(folder).keySet());
        for (String name : expected) {
            if (name.endsWith("sgd.csv") || name.endsWith("tron.csv") || name.endsWith("published.csv")) {
                double[][] table = table(folder.resolve(name));
                assertEquals(30, table.length, name);
                for (double[] row : table) {
                    assertEquals(name.startsWith("sim") ? 7 : 1, row.length, name);
                    for (double error : row) {
                        assertTrue(error > 0 && error < Double.POSITIVE_INFINITY, name);
                    }
                }
            }
        }
        // 24 tables of 7 columns and 6 of one.
        assertEquals(1 + 24 * 7 + 6, Files.readAllLines(folder.resolve("summary.csv")).size());
        for (String shown : List.of("sim01", "sim08", "q-assist", "tron, q=10", "sgd-published")) {
            assertTrue(result.out().contains(shown), result.out());
        }
    }

    /** Equal in law to drawn inputs, to which the numbers above belong; equal in bits among kernels. */
    @Test
    void simulationsWithNormalInputsCanBeProjected() throws IOException {
        Cli.Result result = Cli.run("reproduce", "--sims", "sim01,sim02,sim05,sim06,q-assist", "--sampling",
            "projected", "--iterations", "300", "--no-figures", "--out", folder.resolve("one").toString());
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(Files.readString(folder.resolve("one/run.json")).contains("\"sampling\" : \"projected\""));
        Cli.Result again = Cli.run("reproduce", "--sims", "sim01,q-assist", "--sampling", "projected", "--iterations",
            "300", "--no-figures", "--threads", "1", "--out", folder.resolve("two").toString());
        assertEquals(0, again.exitCode(), again.err());
        for (String name : List.of("sim01_sgd.csv", "sim01_tron.csv", "q_assist_neuro10_2_tron.csv")) {
            assertEquals(Files.readString(folder.resolve("one").resolve(name)),
                Files.readString(folder.resolve("two").resolve(name)), name);
        }
    }

    /** On the same problems, inputs and attacks; the tables as published stay as they are. */
    @Test
    void rulesAgainstFalseLabelsAreAnExtraSetOfCurves() throws IOException {
        Path plain = folder.resolve("plain");
        Path more = folder.resolve("more");
        String[] line = {"reproduce", "--sims", "sim01,sim03,q-assist", "--iterations", "200", "--out"};
        assertEquals(0, Cli.run(Stream.concat(Stream.of(line), Stream.of(plain.toString())).toArray(String[]::new))
            .exitCode());
        Cli.Result result = Cli.run(Stream.concat(Stream.of(line), Stream.of(more.toString(), "--robust",
            "clip:0.3,mom:4", "--robust-start", "2")).toArray(String[]::new));
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("tron, clip:0.3") && result.out().contains("tron, q=10, mom:4"), result.out());
        int tables = 0;
        for (String name : Tree.names(plain)) {
            if (name.endsWith(".csv") && !name.equals("summary.csv")) {
                assertEquals(Files.readString(plain.resolve(name)), Files.readString(more.resolve(name)), name);
                tables++;
            }
        }
        assertEquals(2 * 3 + 6, tables);
        for (String name : List.of("sim01_tron_clip.csv", "sim03_sgd_mom.csv", "q_assist_neuro1_2_tron_clip.csv",
            "figures/figure-1a-clip.png", "figures/figure-1a-mom.svg")) {
            assertTrue(Files.exists(more.resolve(name)), name);
        }
        assertFalse(Files.exists(more.resolve("sim01_sgd-published_clip.csv")));
        assertEquals(1 + (2 * 3 + 2 * 2 * 2) * 7 + 3 * 6, Files.readAllLines(more.resolve("summary.csv")).size());
        String run = Files.readString(more.resolve("run.json"));
        assertTrue(run.contains("\"robust\" : [ \"clip:0.3\", \"mom:4\" ]") && run.contains("\"robust-start\" : 2.0"),
            run);
        byte[] page = Files.readAllBytes(more.resolve("index.html"));
        assertEquals(0, Cli.run("report", more.toString()).exitCode());
        assertArrayEquals(page, Files.readAllBytes(more.resolve("index.html")));
        assertTrue(new String(page, StandardCharsets.UTF_8).contains("SGD, median of 4 means"));
        assertEquals(0, Cli.run("plot", more.toString()).exitCode());
        // What is replaced is gone, whatever rules it had.
        assertEquals(0, Cli.run("reproduce", "--sims", "sim01", "--iterations", "100", "--no-figures", "--out",
            more.toString()).exitCode());
        assertFalse(Files.exists(more.resolve("sim01_tron_clip.csv")));
        assertFalse(Files.exists(more.resolve("figures")));
        Cli.Result twice = Cli.run("reproduce", "--robust", "clip:0.3,clip:0.4", "--out", more.toString());
        assertEquals(2, twice.exitCode());
        assertTrue(twice.err().contains("must not name a rule twice"), twice.err());
    }

    @Test
    void aPaperSizedTableHasThePublishedShape() throws IOException {
        Cli.Result result = Cli.run("reproduce", "--sims", "sim01", "--algorithms", "tron", "--out", folder.toString());
        assertEquals(0, result.exitCode(), result.err());
        double[][] table = table(folder.resolve("sim01_tron.csv"));
        assertEquals(40_000, table.length);
        assertEquals(7, table[0].length);
        assertTrue(table[39_999][0] < 1e-12, "theta = 0 ends at " + table[39_999][0]);
    }

    @Test
    void theBytesDependNeitherOnThreadsNorOnTheKernel() throws IOException, InterruptedException {
        Map<String, byte[]> expected = null;
        List<List<String>> ways = new ArrayList<>();
        ways.add(List.of("--threads", "1"));
        ways.add(List.of("--threads", "3", "--kernel", "portable"));
        for (List<String> way : ways) {
            Path out = folder.resolve(String.join("", way));
            List<String> args = new ArrayList<>(way.size() > 2 ? way.subList(2, 4) : List.of());
            args.addAll(List.of("reproduce", "--sims", "sim03,q-assist", "--iterations", "300",
                "--out", out.toString()));
            args.addAll(way.subList(0, 2));
            Cli.Result result = Cli.runInNewJvm(WITH_MODULE, args.toArray(String[]::new));
            assertEquals(0, result.exitCode(), result.err());
            Map<String, byte[]> files = results(out);
            // Traces, the summary, the page, five figures twice each, and thinned traces.
            assertEquals(3 + 6 + 2 + 2 * 5 + 2, files.size());
            if (expected == null) {
                expected = files;
            }
            Tree.assertSame(expected, files);
        }
    }

    @Test
    void withoutTheModuleTheBytesAreTheSameAndOneWarningIsGiven() throws IOException, InterruptedException {
        String[] args = {"reproduce", "--sims", "sim02", "--iterations", "100", "--out", ""};
        args[args.length - 1] = folder.resolve("with").toString();
        assertEquals(0, Cli.runInNewJvm(WITH_MODULE, args).exitCode());
        args[args.length - 1] = folder.resolve("without").toString();
        Cli.Result without = Cli.runInNewJvm(List.of(), args);
        assertEquals(0, without.exitCode(), without.err());
        assertEquals(1, without.err().lines().filter(line -> line.contains("portable kernel")).count(), without.err());
        Tree.assertSame(results(folder.resolve("with")), results(folder.resolve("without")));
    }

    @Test
    void aPartOfTheStudyEqualsTheSamePartOfTheWhole() throws IOException {
        Path whole = folder.resolve("whole");
        Path part = folder.resolve("part");
        Cli.run("reproduce", "--iterations", "20", "--out", whole.toString());
        Cli.run("reproduce", "--iterations", "20", "--sims", "sim04", "--algorithms", "sgd", "--out", part.toString());
        assertEquals(Set.of("run.json", "summary.csv", "sim04_sgd.csv", "thinned/sim04.csv", "figures/figure-3a.png",
            "figures/figure-3a.svg", "index.html"), Tree.files(part).keySet());
        assertArrayEquals(Files.readAllBytes(whole.resolve("sim04_sgd.csv")),
            Files.readAllBytes(part.resolve("sim04_sgd.csv")));
    }

    @Test
    void commonInputsChangeSgdAndLeaveNeuroTron() throws IOException {
        Path own = folder.resolve("own");
        Path common = folder.resolve("common");
        String[] base = {"reproduce", "--sims", "sim01", "--algorithms", "tron,sgd", "--iterations", "5", "--out"};
        assertEquals(0, Cli.run(with(base, own.toString())).exitCode());
        assertEquals(0, Cli.run(with(base, common.toString(), "--common-inputs")).exitCode());
        assertEquals(Files.readString(own.resolve("sim01_tron.csv")),
            Files.readString(common.resolve("sim01_tron.csv")));
        assertNotEquals(Files.readString(own.resolve("sim01_sgd.csv")),
            Files.readString(common.resolve("sim01_sgd.csv")));
    }

    @Test
    void strideKeepsEverySthRow() throws IOException {
        Path all = folder.resolve("all");
        Path some = folder.resolve("some");
        String[] base = {"reproduce", "--sims", "sim01", "--algorithms", "tron", "--iterations", "25", "--out"};
        Cli.run(with(base, all.toString()));
        Cli.run(with(base, some.toString(), "--stride", "10"));
        double[][] everyRow = table(all.resolve("sim01_tron.csv"));
        double[][] everyTenth = table(some.resolve("sim01_tron.csv"));
        assertEquals(2, everyTenth.length);
        assertArrayEquals(everyRow[9], everyTenth[0]);
        assertArrayEquals(everyRow[19], everyTenth[1]);
    }

    @Test
    void anotherSeedGivesAnotherStudy() throws IOException {
        String[] base = {"reproduce", "--sims", "sim01", "--algorithms", "tron", "--iterations", "5", "--out"};
        Cli.run(with(base, folder.resolve("1").toString()));
        Cli.run(with(base, folder.resolve("2").toString(), "--seed", "2"));
        assertNotEquals(Files.readString(folder.resolve("1/sim01_tron.csv")),
            Files.readString(folder.resolve("2/sim01_tron.csv")));
    }

    @Test
    void jsonIsOneObjectAndRunJsonTellsTheConfiguration() throws IOException {
        Cli.Result result = Cli.run("reproduce", "--sims", "sim05", "--algorithms", "tron", "--iterations", "10",
            "--json", "--out", folder.toString());
        assertEquals(0, result.exitCode(), result.err());
        JsonNode printed = new ObjectMapper().readTree(result.out());
        assertEquals(7, printed.get("results").size());
        assertEquals(0.005, printed.get("results").get(1).get("value").asDouble());
        JsonNode run = new ObjectMapper().readTree(folder.resolve("run.json").toFile());
        assertEquals("reproduce", run.get("command").asText());
        assertEquals(1, run.get("seed").asLong());
        assertEquals(10, run.get("iterations").asLong());
        assertEquals("sim05", run.get("sims").get(0).asText());
        for (String key : List.of("version", "kernel", "vectorBits", "jdk", "stride", "algorithms")) {
            assertTrue(run.has(key), key);
        }
        assertFalse(run.has("seconds"), "the same run must give the same file");
    }

    private static String[] with(String[] args, String... more) {
        return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
    }

    /** All files but run.json, which differs with the kernel on purpose. */
    private static Map<String, byte[]> results(Path folder) throws IOException {
        Map<String, byte[]> files = Tree.files(folder);
        files.remove("run.json");
        return files;
    }

    private static double[][] table(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> Stream.of(line.split(",")).mapToDouble(Double::parseDouble).toArray())
                .toArray(double[][]::new);
        }
    }
}
