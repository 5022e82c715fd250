package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Tree;

/** One folder, several commands: each kind of results keeps the others out, and leaves nothing of them. */
@Timeout(600)
class FoldersTest {

    @TempDir
    private Path folder;

    private Path data;

    /** The commands that make results, all small. */
    private Map<String, List<String>> commands;

    @BeforeEach
    void prepare() throws IOException {
        data = folder.resolve("data.csv");
        StringBuilder rows = new StringBuilder("a,b,v\n");
        for (int i = 0; i < 40; i++) {
            rows.append(i % 7).append(',').append(i % 5).append(',').append(i % 3).append('\n');
        }
        Files.writeString(data, rows);
        commands = new LinkedHashMap<>();
        commands.put("train", List.of("train", "--n", "20", "--r", "5", "--k", "4", "--iterations", "50"));
        commands.put("sweep", List.of("sweep", "--n", "20", "--r", "5", "--k", "4", "--iterations", "50", "--theta",
            "0,1", "--beta", "0.1,0.2", "--replicates", "2"));
        commands.put("reproduce", List.of("reproduce", "--sims", "sim01", "--algorithms", "tron", "--iterations",
            "30"));
        commands.put("fit", List.of("fit", "--data", data.toString(), "--target", "v", "--k", "4", "--epochs", "2",
            "--eta", "1e-4"));
    }

    private Cli.Result run(String command, Path out, String... more) {
        List<String> arguments = new ArrayList<>(commands.get(command));
        arguments.addAll(List.of("--out", out.toString()));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private static void succeed(Cli.Result result) {
        assertEquals(0, result.exitCode(), result.err());
    }

    /** All files, by their paths, and folders. */
    private static Set<String> content(Path folder) throws IOException {
        Set<String> all = new TreeSet<>(Tree.files(folder).keySet());
        all.addAll(Tree.names(folder));
        return all;
    }

    @Test
    void noKindIsWrittenIntoAnotherUnaskedAndNothingOfItStays() throws IOException {
        Map<String, Set<String>> clean = new LinkedHashMap<>();
        for (String command : commands.keySet()) {
            succeed(run(command, folder.resolve("clean-" + command)));
            clean.put(command, content(folder.resolve("clean-" + command)));
        }
        for (String first : commands.keySet()) {
            for (String second : commands.keySet()) {
                Path out = folder.resolve(first + "-" + second);
                succeed(run(first, out));
                if (!first.equals("fit")) {
                    succeed(Cli.run("plot", out.toString()));
                    succeed(Cli.run("report", out.toString()));
                }
                Files.writeString(out.resolve("mine.txt"), "keep me");
                if (!first.equals("reproduce") || !second.equals("reproduce")) {
                    Map<String, byte[]> before = Tree.files(out);
                    Cli.Result refused = run(second, out);
                    assertEquals(2, refused.exitCode(), first + " " + second + refused.err());
                    assertEquals(1, refused.errorLines().size(), refused.err());
                    assertTrue(refused.err().contains("replace it with --overwrite"), refused.err());
                    Tree.assertSame(before, Tree.files(out));
                    succeed(run(second, out, "--overwrite"));
                } else {
                    succeed(run(second, out));
                }
                Set<String> expected = new TreeSet<>(clean.get(second));
                expected.add("mine.txt");
                assertEquals(expected, content(out), second + " after " + first);
            }
        }
    }

    @Test
    void theStudyReplacesItselfWholly() throws IOException {
        Path out = folder.resolve("out");
        succeed(Cli.run("reproduce", "--sims", "sim02,q-assist", "--iterations", "20", "--out", out.toString()));
        // What a killed one leaves: everything but what is written at the end.
        Files.delete(out.resolve("summary.csv"));
        Files.delete(out.resolve("index.html"));
        succeed(run("reproduce", out));
        Path clean = folder.resolve("clean");
        succeed(run("reproduce", clean));
        Tree.assertSame(Tree.files(clean), Tree.files(out));
        Cli.Result none = Cli.run("reproduce", "--sims", ",", "--out", out.toString());
        assertEquals(2, none.exitCode());
        Tree.assertSame(Tree.files(clean), Tree.files(out));
    }

    @Test
    void picturesOfAnEarlierStateGo() throws IOException {
        Path out = folder.resolve("out");
        succeed(run("sweep", out));
        succeed(Cli.run("plot", out.toString()));
        Path figures = out.resolve("figures");
        Set<String> own = Tree.names(figures);
        Files.writeString(figures.resolve("heat-map-6.png"), "older");
        Files.writeString(figures.resolve("mine.png"), "keep me");
        succeed(Cli.run("plot", out.toString()));
        own.add("mine.png");
        assertEquals(own, Tree.names(figures));
        Path run = folder.resolve("run");
        succeed(run("train", run));
        succeed(Cli.run("plot", run.toString()));
        succeed(Cli.run("report", run.toString()));
        succeed(Cli.run("resume", run.toString()));
        assertTrue(Files.exists(run.resolve("index.html")), "nothing has changed");
        succeed(Cli.run("resume", run.toString(), "--iterations", "80"));
        assertFalse(Files.exists(run.resolve("index.html")));
        assertFalse(Files.exists(run.resolve("figures")));
    }

    @Test
    void whatAKilledProcessLeftGoesWithTheNext() throws IOException {
        Path out = folder.resolve("out");
        succeed(run("fit", out));
        Set<String> clean = Tree.names(out);
        for (String left : List.of("inputs.0123456789abcdef.part", "labels.00000000000000ff.part",
            "loss.csv.fedcba9876543210.part")) {
            Files.writeString(out.resolve(left), "left");
        }
        List<String> foreign = List.of("thesis.0123456789abcdef.part", "inputs.part", "model.npz.0123.part");
        for (String name : foreign) {
            Files.writeString(out.resolve(name), "mine");
        }
        succeed(run("fit", out, "--overwrite"));
        Set<String> expected = new TreeSet<>(clean);
        expected.addAll(foreign);
        assertEquals(expected, Tree.names(out));
    }
}
