package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Tree;
import org.neurotron.cli.file.CsvTable;

/**
 * Breaks if reproduce leaves other figures or thinned traces than those of its run, or plot and report do not find in
 * its folder what it did.
 */
class StudyFiguresTest {

    private static final List<String> ARGUMENTS = List.of("--sims", "sim01,sim05,q-assist", "--iterations", "300");
    private static final List<String> FIGURES = List.of("figure-1a", "figure-1b", "figure-2a", "figure-2b",
        "figure-g6", "figure-h-q1", "figure-h-q10");

    @TempDir
    private static Path shared;

    /** A part of the study; tests copy it before they change anything. */
    private static Path study;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runTheStudy() {
        study = shared.resolve("study");
        reproduce(study, ARGUMENTS.toArray(String[]::new));
    }

    private static Cli.Result reproduce(Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("reproduce", "--out", out.toString()));
        arguments.addAll(List.of(more));
        return succeed(arguments.toArray(String[]::new));
    }

    private static Cli.Result succeed(String... arguments) {
        Cli.Result result = Cli.run(arguments);
        assertEquals(0, result.exitCode(), result.err());
        return result;
    }

    /** Without the name of the folder. */
    private static List<String> titles(Cli.Result result) {
        return result.out().lines().map(line -> line.replaceFirst(".*/", "")).toList();
    }

    @Test
    void theFiguresAndThinnedTracesAreThoseOfTheRun() throws IOException {
        assertEquals(Tree.pictures(FIGURES), Tree.names(study.resolve("figures")));
        assertEquals(Set.of("sim01.csv", "sim05.csv", "q_assist.csv"), Tree.names(study.resolve("thinned")));
    }

    @Test
    void runningItAgainLeavesTheSameBytes() throws IOException {
        Path again = Tree.copy(study, folder.resolve("again"));
        reproduce(again, Stream.concat(ARGUMENTS.stream(), Stream.of("--threads", "1")).toArray(String[]::new));
        Tree.assertSame(Tree.files(study), Tree.files(again));
    }

    @Test
    void withoutFiguresThereAreNoneNotEvenOlderOnes() throws IOException {
        Path older = Tree.copy(study, folder.resolve("older"));
        Files.writeString(older.resolve("figures/mine.txt"), "keep me");
        Cli.Result result = reproduce(older, "--sims", "sim02", "--iterations", "20", "--no-figures");
        assertFalse(result.out().contains("figures"), result.out());
        assertEquals(Set.of("mine.txt"), Tree.names(older.resolve("figures")));
        assertFalse(Files.exists(older.resolve("index.html")));
        assertEquals(Set.of("sim02.csv"), Tree.names(older.resolve("thinned")));
        Path fresh = folder.resolve("fresh");
        reproduce(fresh, "--sims", "sim02", "--iterations", "20", "--no-figures");
        assertFalse(Files.exists(fresh.resolve("figures")));
    }

    @Test
    void whatAnEarlierRunLeftIsNotTakenForThisOne() throws IOException {
        Path smaller = Tree.copy(study, folder.resolve("smaller"));
        reproduce(smaller, "--sims", "sim01", "--algorithms", "tron", "--iterations", "200");
        Path clean = folder.resolve("clean");
        reproduce(clean, "--sims", "sim01", "--algorithms", "tron", "--iterations", "200");
        Set<String> own = Tree.pictures(List.of("figure-1a", "figure-2a", "figure-g6"));
        assertEquals(own, Tree.names(smaller.resolve("figures")));
        assertEquals(Set.of("sim01.csv"), Tree.names(smaller.resolve("thinned")));
        Tree.assertSame(Tree.files(clean.resolve("figures")), Tree.files(smaller.resolve("figures")));
        assertEquals(Tree.names(clean), Tree.names(smaller));
        succeed("plot", smaller.toString(), "--out", folder.resolve("plotted").toString());
        Tree.assertSame(Tree.files(clean.resolve("figures")), Tree.files(folder.resolve("plotted")));
    }

    @Test
    void plotDrawsWhatReproduceDrew() throws IOException {
        Path other = folder.resolve("other");
        Cli.Result result = succeed("plot", study.toString(), "--out", other.toString(), "--threads", "1");
        Tree.assertSame(Tree.files(study.resolve("figures")), Tree.files(other));
        assertEquals(FIGURES.stream().map(id -> id + ".png and .svg: Figure").toList(),
            titles(result).stream().map(line -> line.substring(0, line.indexOf("Figure") + 6)).toList());
        assertEquals("", result.err());
        Path copy = Tree.copy(study, folder.resolve("copy"));
        succeed("plot", copy.toString());
        Tree.assertSame(Tree.files(study), Tree.files(copy));
    }

    @Test
    void withAStrideItDoesTheSame() throws IOException {
        Path sparse = folder.resolve("sparse");
        reproduce(sparse, "--sims", "sim08", "--algorithms", "sgd", "--iterations", "205", "--stride", "10");
        assertEquals(Tree.pictures(List.of("figure-3b")), Tree.names(sparse.resolve("figures")));
        Path plotted = folder.resolve("plotted");
        succeed("plot", sparse.toString(), "--out", plotted.toString());
        Tree.assertSame(Tree.files(sparse.resolve("figures")), Tree.files(plotted));
        List<CSVRecord> thinned = CsvTable.readAll(sparse.resolve("thinned/sim08.csv"), _ -> { });
        assertEquals(7 * 20, thinned.size());
        assertEquals("10", thinned.getFirst().get("iteration"));
    }

    @Test
    void aStudyOfOneStepIsDrawn() throws IOException {
        reproduce(folder, "--sims", "q-assist", "--iterations", "1");
        assertEquals(Tree.pictures(List.of("figure-h-q1", "figure-h-q10")), Tree.names(folder.resolve("figures")));
    }

    @Test
    void thinnedTracesAgreeWithTheWholeOnes() throws IOException {
        // With more iterations than pieces a piece holds several rows.
        Path longer = folder.resolve("longer");
        reproduce(longer, "--sims", "sim01,q-assist", "--iterations", "1000", "--no-figures");
        for (String simulation : List.of("sim01", "q_assist")) {
            List<CSVRecord> rows = CsvTable.readAll(longer.resolve("thinned/" + simulation + ".csv"), _ -> { });
            assertEquals(List.of("file", "value", "iteration", "error", "least", "greatest"),
                rows.getFirst().getParser().getHeaderNames());
            Map<String, List<CSVRecord>> byFile = rows.stream().collect(Collectors.groupingBy(row -> row.get("file")));
            assertEquals(Tree.names(longer).stream().filter(name -> name.startsWith(simulation + "_"))
                .collect(Collectors.toSet()), byFile.keySet());
            for (Map.Entry<String, List<CSVRecord>> file : byFile.entrySet()) {
                requireThinned(longer.resolve(file.getKey()), file.getValue());
            }
        }
    }

    private static void requireThinned(Path file, List<CSVRecord> rows) throws IOException {
        double[][] whole = Files.readAllLines(file).stream().map(line -> Arrays.stream(line.split(","))
            .mapToDouble(Double::parseDouble).toArray()).toArray(double[][]::new);
        Map<String, List<CSVRecord>> byValue = rows.stream().collect(Collectors.groupingBy(row -> row.get("value")));
        List<String> values = rows.stream().map(row -> row.get("value")).distinct().toList();
        assertEquals(whole[0].length, values.size());
        for (int column = 0; column < whole[0].length; column++) {
            List<CSVRecord> own = byValue.get(values.get(column));
            assertEquals(320, own.size());
            int before = 0;
            for (CSVRecord row : own) {
                int iteration = Integer.parseInt(row.get("iteration"));
                int index = column;
                double[] piece = Arrays.stream(whole, before, iteration).mapToDouble(line -> line[index]).toArray();
                assertEquals(rounded(piece[piece.length - 1]), row.get("error"));
                assertEquals(rounded(Arrays.stream(piece).min().orElseThrow()), row.get("least"));
                assertEquals(rounded(Arrays.stream(piece).max().orElseThrow()), row.get("greatest"));
                before = iteration;
            }
            assertEquals(whole.length, before);
        }
    }

    private static String rounded(double number) {
        return Double.toString(new BigDecimal(number).round(new MathContext(5)).doubleValue());
    }

    @Test
    void runsThatDivergedAreDrawnAsFarAsTheyWent() throws IOException {
        // No run of the study diverges, so that two columns are made to look like it.
        Path diverged = Tree.copy(study, folder.resolve("diverged"));
        Path trace = diverged.resolve("sim01_sgd.csv");
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(trace)) {
            String[] cells = line.split(",");
            cells[1] = "NaN";
            cells[2] = lines.size() > 100 ? "NaN" : lines.size() == 100 ? "Infinity" : cells[2];
            lines.add(String.join(",", cells));
        }
        Files.write(trace, lines);
        succeed("plot", diverged.toString());
        String svg = Files.readString(diverged.resolve("figures/figure-2a.svg"));
        assertTrue(svg.contains("SGD diverged"), "the description does not say it");
        assertFalse(svg.contains("NaN"));
        String summary = Files.readString(diverged.resolve("summary.csv"));
        Files.writeString(diverged.resolve("summary.csv"),
            summary.replaceFirst("(sim01_sgd.csv,sim01,sgd,theta,0.125),[^,]*,", "$1,NaN,1"));
        succeed("report", diverged.toString());
        assertTrue(Files.readString(diverged.resolve("index.html")).contains("<td>diverged</td>"));
    }

    @Test
    void aFolderThatCannotBeMadeCostsNothing() throws IOException {
        for (String name : List.of("thinned", "figures")) {
            Path blocked = Tree.copy(study, folder.resolve(name));
            for (Map.Entry<String, byte[]> file : Tree.files(blocked.resolve(name)).entrySet()) {
                Files.delete(blocked.resolve(name).resolve(file.getKey()));
            }
            Files.delete(blocked.resolve(name));
            Files.writeString(blocked.resolve(name), "keep me");
            Map<String, byte[]> before = Tree.files(blocked);
            Cli.Result result = Cli.run("reproduce", "--out", blocked.toString(), "--iterations", "10");
            assertEquals(2, result.exitCode());
            assertEquals(1, result.errorLines().size(), result.err());
            assertTrue(result.err().contains("--out") && result.err().contains("it is a file"), result.err());
            Tree.assertSame(before, Tree.files(blocked));
        }
    }

    @Test
    void aMissingTraceIsLeftOut() throws IOException {
        Path some = Tree.copy(study, folder.resolve("some"));
        for (String name : List.of("sim01_tron.csv", "sim05_sgd.csv", "q_assist_neuro1_0_tron.csv")) {
            Files.delete(some.resolve(name));
        }
        Path out = folder.resolve("out");
        succeed("plot", some.toString(), "--out", out.toString());
        assertEquals(Tree.pictures(List.of("figure-1b", "figure-2a", "figure-2b", "figure-h-q1", "figure-h-q10")),
            Tree.names(out));
        assertArrayEquals(Files.readAllBytes(study.resolve("figures/figure-1b.png")),
            Files.readAllBytes(out.resolve("figure-1b.png")));
        // The page needs the thinned ones only.
        succeed("report", some.toString());
    }
}
