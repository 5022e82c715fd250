package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Tree;
import org.neurotron.cli.figure.Label;

/** Breaks if a page is not that of its folder, or does not tell how to get the same results again. */
class ReportCommandTest {

    private static final String TRAIN = "train --n 10 --r 3 --k 2 --b 2 --iterations 100 --theta 0.5 --q 1,2 "
        + "--distribution student-t:5 --record log:5 --replicate 3";
    private static final String SWEEP = "sweep --n 10 --r 3 --k 2 --b 2 --iterations 100 --theta 0,0.5 "
        + "--algorithm tron,sgd --replicates 3 --record every:10 --keep-runs --stuck-beyond 0.2";
    private static final String STUDY = "reproduce --sims sim02,q-assist --algorithms tron --iterations 40 --stride 2 "
        + "--common-inputs --seed 5 --no-figures";

    private static final String FIT = "fit --data ../results/fit/penguins.csv --target body_mass_g --epochs 5 "
        + "--poison theta=4000,beta=0.3,attack=constant --seed 3";

    /** What is not usual, and what would be another network if it were left out or said once more. */
    private static final String FIT_NETWORK = "fit --data ../results/fit/penguins.csv --target body_mass_g --epochs 2 "
        + "--features bill_length_mm,bill_depth_mm --k 4 --r 2 --q 1,2,3,4 --alpha 0.5 --standardize --no-shuffle "
        + "--eta 1e-3 --robust clip --validation 0";
    private static final String FIT_RAW = "fit --data ../results/fit/penguins.csv --target body_mass_g --epochs 2 "
        + "--no-standardize --no-intercept";

    @TempDir
    private Path folder;

    private static Cli.Result run(String words, Path out) {
        List<String> arguments = new ArrayList<>(Arrays.asList(words.split(" ")));
        arguments.addAll(List.of("--out", out.toString()));
        Cli.Result result = Cli.run(arguments.toArray(String[]::new));
        // A fit of a few epochs warns that it had not converged.
        assertEquals(0, result.exitCode(), result.err());
        return result;
    }

    private static String report(Path results) throws IOException {
        Cli.Result result = Cli.run("report", results.toString());
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(results + "/index.html\n", result.out().replace("\r", ""));
        assertEquals("", result.err());
        return Files.readString(results.resolve("index.html"));
    }

    @Test
    void theSameFolderGivesTheSamePage() throws IOException {
        for (String words : List.of(TRAIN, SWEEP, STUDY, FIT, FIT_NETWORK, FIT_RAW)) {
            Path results = folder.resolve("run" + words.hashCode());
            run(words, results);
            Map<String, byte[]> before = Tree.files(results);
            String page = report(results);
            assertEquals(page, report(results));
            Path elsewhere = folder.resolve("elsewhere" + words.hashCode());
            assertEquals(0, Cli.run("report", results.toString(), "--out", elsewhere.toString()).exitCode());
            assertEquals(page, Files.readString(elsewhere.resolve("index.html")));
            assertEquals(Set.of("index.html"), Tree.names(elsewhere));
            Map<String, byte[]> after = Tree.files(results);
            assertArrayEquals(page.getBytes(StandardCharsets.UTF_8), after.remove("index.html"));
            Tree.assertSame(before, after);
            // Neither folder nor machine is in it.
            assertFalse(page.contains(folder.toString()) || page.contains("vectorBits"), "it differs elsewhere");
        }
    }

    @Test
    void theCommandInItGivesTheSameResults() throws IOException {
        for (String words : List.of(TRAIN, SWEEP, STUDY, FIT, FIT_NETWORK, FIT_RAW)) {
            Path results = folder.resolve("run" + words.hashCode());
            run(words, results);
            String page = report(results);
            String command = page.substring(page.indexOf("<code>") + 6, page.indexOf("</code>"))
                .replaceAll("</?span>", "");
            assertTrue(command.startsWith("cli/neurotron "), command);
            String again = command.substring("cli/neurotron ".length(), command.indexOf(" --out DIR\n"));
            assertFalse(again.contains("&"), again);
            Path other = folder.resolve("again").resolve(results.getFileName());
            run(again, other);
            for (String name : Tree.names(other)) {
                if (name.endsWith(".csv") || name.equals("run.json")) {
                    assertArrayEquals(Files.readAllBytes(results.resolve(name)),
                        Files.readAllBytes(other.resolve(name)), name);
                }
            }
        }
    }

    @Test
    void aPageOfTheStudyHasItsFiguresAndTables() throws IOException {
        Path study = folder.resolve("study");
        run("reproduce --sims sim01,q-assist --iterations 20 --no-figures", study);
        String page = report(study);
        for (String heading : List.of("Figure 1 (a). ", "Figure 2 (a). ", "Figure G.6. ", "Figure H. ",
            "sim01: inputs N(0, 1), median error", "q-assist: inputs N(0, 1), median error", "Configuration",
            "How to reproduce it")) {
            assertTrue(page.contains("\">" + heading), heading);
        }
        for (String row : List.of("Neuro-Tron", "SGD", "SGD as published", "Neuro-Tron, q = 1", "Neuro-Tron, q = 10")) {
            assertTrue(page.contains("<th scope=\"row\">" + row + "</th>"), row);
        }
        assertTrue(page.contains("<tr><th scope=\"col\">θ</th><th scope=\"col\">0</th><th scope=\"col\">0.125</th>"));
        assertFalse(page.contains("Figure 1 (b)"));
    }

    @Test
    void aPageOfAFitSaysHowWellItDoesAndWhatItDoesNotBelieve() throws IOException {
        Path fit = folder.resolve("fit");
        run(FIT, fit);
        String page = report(fit);
        assertTrue(page.contains("<title>body_mass_g of penguins.csv: R² = "));
        for (String heading : List.of("Distance from the labels over the epochs", "Labels over predictions: R²",
            "Residuals: ", "The weights of the 4 inputs", "How well it does", "Configuration", "How to reproduce it")) {
            assertTrue(page.contains("\">" + heading), heading);
        }
        for (String row : List.of("training, as poisoned", "validation", "least squares, validation",
            "flipper_length_mm", "intercept")) {
            assertTrue(page.contains("<th scope=\"row\">" + row + "</th>"), row);
        }
        String[] worst = Files.readAllLines(fit.resolve("suspects.csv")).get(1).split(",");
        assertTrue(page.contains("<th scope=\"row\">" + worst[0] + "</th><td>"
            + Label.rounded(Double.parseDouble(worst[1]), 4) + "</td>"), worst[0]);
        assertFalse(page.contains("‖w − w*‖"), "there is no w* that anybody knows");
    }

    @Test
    void theConfigurationIsWrittenAsAllNumbersAre() throws IOException {
        Path run = folder.resolve("run");
        run(TRAIN + " --eta 2.5e-4", run);
        String page = report(run);
        for (String row : List.of("eta</th><td>2.5·10⁻⁴", "alpha</th><td>0")) {
            assertTrue(page.contains("<tr><th scope=\"row\">" + row), row);
        }
    }

    @Test
    void aPageOfASweepSaysWhatBecameOfTheRuns() throws IOException {
        Path sweep = folder.resolve("sweep");
        run(SWEEP, sweep);
        String page = report(sweep);
        assertTrue(page.contains("<title>3 runs of each of 4 configurations</title>"));
        assertTrue(page.contains("<tr><th scope=\"col\">θ</th><th scope=\"col\">algorithm</th>"
            + "<th scope=\"col\">recovered</th>"));
        assertTrue(page.contains("<tr><th scope=\"row\">0.5</th><td>SGD</td><td>"));
    }

    @Test
    void aPageOfARunSaysWhereItEnded() throws IOException {
        Path run = folder.resolve("run");
        run(TRAIN, run);
        String page = report(run);
        List<String> trace = Files.readAllLines(run.resolve("trace.csv"));
        String[] last = trace.getLast().split(",");
        assertTrue(page.contains("<th scope=\"row\">Neuro-Tron</th><td>" + last[0] + "</td><td>"
            + Label.rounded(Double.parseDouble(last[1]), 5) + "</td>"));
        // A run goes on, or was cut off: the page is of what is there.
        Files.write(run.resolve("trace.csv"), trace.subList(0, 5));
        Files.writeString(run.resolve("trace.csv"), String.join("\n", trace.subList(0, 5)) + "\n7,0.");
        assertTrue(report(run).contains("<td>" + trace.get(4).split(",")[0] + "</td>"));
    }
}
