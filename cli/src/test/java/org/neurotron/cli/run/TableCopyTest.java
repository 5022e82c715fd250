package org.neurotron.cli.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neurotron.cli.Tree;
import org.neurotron.cli.command.Neurotron;
import org.neurotron.cli.file.MissingCells;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.data.NpySamples;
import picocli.CommandLine;

/** Breaks if a copy holds other numbers than its table, or says that they come from other lines. */
class TableCopyTest {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private void requireCopy(String text, MissingCells missing, List<String> columns, double[][] rows, long... lines)
        throws IOException {
        Path file = Files.writeString(folder.resolve("data.csv"), text);
        CommandLine command = Neurotron.commandLine();
        command.setErr(new PrintWriter(err));
        try (ResultFolder out = ResultFolder.open(folder.resolve("fit"));
             FitSource.Data data = new FitSource.Table(file, "v", null, missing)
                 .open(out, Terminal.of(command.getCommandSpec()))) {
            NpySamples samples = data.samples();
            assertEquals(rows.length, samples.size());
            assertEquals(columns, data.columns());
            double[] row = new double[samples.n() + 1];
            for (int i = 0; i < rows.length; i++) {
                row[samples.n()] = samples.read(i, row, 0);
                assertArrayEquals(rows[i], row, "row " + i);
            }
            assertArrayEquals(lines, LongStream.range(0, rows.length).map(data::line).toArray());
        }
        assertTrue(Tree.names(folder.resolve("fit")).isEmpty(), "left something");
    }

    @Test
    void numbersAreCopiedInOnePass() throws IOException {
        requireCopy("a,v,b\n1,2,3\n\n\n\"4\n\",5,6\n7,8,9\n", MissingCells.REFUSE, List.of("a", "b", "v"),
            new double[][] {{1, 3, 2}, {4, 6, 5}, {7, 9, 8}}, 2, 5, 7);
        requireCopy("a,v\n1,2\n,4\n5,\n7,8\n", MissingCells.DROP, List.of("a", "v"), new double[][] {{1, 2}, {7, 8}},
            2, 5);
        assertTrue(err.toString().contains("2 rows were left out"), err.toString());
        requireCopy(",a,v\n0,1,2\n1,3,4\n", MissingCells.REFUSE, List.of("a", "v"), new double[][] {{1, 2}, {3, 4}},
            2, 3);
    }

    @Test
    void textsAndMeansAreCopiedInTwo() throws IOException {
        requireCopy("t,v,b\nq,2,3\np,,6\nNA,8,9\n\np,1,?\n", MissingCells.MEAN, List.of("t=p", "t=q", "b", "v"),
            new double[][] {{0, 1, 3, 2}, {0, 0, 9, 8}, {1, 0, 6, 1}}, 2, 4, 6);
        requireCopy("t,v,b\nq,2,3\np,,6\nNA,8,9\n\np,1,?\np,3,4\n", MissingCells.DROP,
            List.of("t=p", "t=q", "b", "v"), new double[][] {{0, 1, 3, 2}, {1, 0, 4, 3}}, 2, 7);
        // What nothing is missing from is kept, though the first look could not know that.
        requireCopy("t,v,b\n1,2,\n2,4,\n", MissingCells.DROP, List.of("t", "v"), new double[][] {{1, 2}, {2, 4}}, 2, 3);
        requireCopy("Unnamed: 0,v,b\n0,2,5\n2,4,7\n", MissingCells.REFUSE, List.of("Unnamed: 0", "b", "v"),
            new double[][] {{0, 5, 2}, {2, 7, 4}}, 2, 3);
    }
}
