package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.cli.Cli;
import org.neurotron.data.Model;

/**
 * Breaks if fit and predict make other inputs of texts, missing cells or numbered rows than a person would by hand, do
 * so without a word, or no longer read models that know only numbers.
 */
class TableCommandTest {

    private static final String OLD = "model-of-format-1/";

    @TempDir
    private Path folder;

    private Path table(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Cli.Result fit(Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of("fit", "--data", data.toString(), "--target", "v", "--k", "2",
            "--b", "4", "--epochs", "2", "--eta", "1e-3", "--out", folder.resolve("fit").toString(), "--overwrite"));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private Cli.Result predict(Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of("predict", "--data", data.toString(), "--model",
            folder.resolve("fit/model.npz").toString(), "--out", folder.resolve("out.csv").toString()));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    /** What is said of the table; that two epochs do not make a good model is another matter. */
    private static void requireGood(Cli.Result result, String... remarks) {
        assertEquals(0, result.exitCode(), result.err());
        List<String> said = result.errorLines().stream()
            .filter(line -> !line.startsWith("neurotron fit: the model is worse than")).toList();
        assertEquals(remarks.length, said.size(), result.err());
        for (int i = 0; i < remarks.length; i++) {
            assertTrue(said.get(i).endsWith(remarks[i]), result.err());
        }
    }

    private static void requireRefused(Cli.Result result, String message) {
        assertEquals(2, result.exitCode(), result.err());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains(message), result.err());
    }

    private List<String> predictions() throws IOException {
        return Files.readAllLines(folder.resolve("out.csv"));
    }

    private Map<String, String> properties() throws IOException {
        return Model.load(folder.resolve("fit/model.npz")).properties();
    }

    /** A table of rows of which each is made from its number. */
    private static String rows(String header, int count, IntFunction<String> row) {
        return IntStream.range(0, count).mapToObj(row).collect(Collectors.joining("\n", header + "\n", "\n"));
    }

    /** What is predicted from a table by a model fitted to it, both of which must be done without a word. */
    private List<String> byHand(String fitted, String predicted) throws IOException {
        requireGood(fit(table("byhand.csv", fitted)));
        requireGood(predict(table("byhand-new.csv", predicted)));
        return predictions();
    }

    @Test
    void aTextIsAnInputForEachCategory() throws IOException {
        String[] cells = {"\"b,\n=\"\"x\"\"\"", "b", " a=1 ", "\"\u00e9\"", "B"};
        // By the order of their characters: B, a=1, b, "b,\n=..., é
        int[] places = {3, 2, 1, 4, 0};
        List<String> expected = byHand(rows("x,c0,c1,c2,c3,c4,y,v", 25, i -> i % 7 + "," + oneHot(places[i % 5], 5)
            + "," + i % 3 + "," + i), rows("x,c0,c1,c2,c3,c4,y", 10, i -> i + "," + oneHot(places[i % 5], 5) + ",1"));
        Path data = table("data.csv", rows("x,\"a,b=c\",y,v", 25, i -> i % 7 + "," + cells[i % 5] + "," + i % 3 + ","
            + i));
        requireGood(fit(data));
        // Columns are found by their names.
        requireGood(predict(table("new.csv", rows("y,\"a,b=c\",other,x", 10, i -> "1," + cells[i % 5] + ",z," + i))));
        assertEquals(expected, predictions());
        Map<String, String> properties = properties();
        assertEquals("a,b=c=b,\n=\"x\"", properties.get("feature.4"));
        assertEquals("a,b=c", properties.get("column.4"));
        assertEquals("b,\n=\"x\"", properties.get("category.4"));
        assertEquals("y", properties.get("feature.6"));
        assertFalse(properties.containsKey("column.6"));
    }

    private static String oneHot(int place, int count) {
        return IntStream.range(0, count).mapToObj(i -> i == place ? "1" : "0").collect(Collectors.joining(","));
    }

    /** The numbers have been read before anything says that they are texts. */
    @Test
    void aColumnOfTextsMayBeginWithNumbers() throws IOException {
        String[] cells = {"07", "7", "7.0", "x"};
        List<String> expected = byHand(rows("c0,c1,c2,c3,v", 40, i -> oneHot(i / 10, 4) + "," + i),
            rows("c0,c1,c2,c3", 4, i -> oneHot(i, 4)));
        requireGood(fit(table("data.csv", rows("c,v", 40, i -> cells[i / 10] + "," + i))),
            "column 'c' is taken for texts, as 10 of 40 cells are no numbers, the first being 'x' in line 32");
        requireGood(predict(table("new.csv", rows("c", 4, i -> cells[i]))));
        assertEquals(expected, predictions());
    }

    @Test
    void aCategoryThatWasNotThereIsNone() throws IOException {
        byHand(rows("x,c0,c1,d0,d1,v", 20, i -> i + "," + oneHot(i % 2, 2) + "," + oneHot(i / 10, 2) + "," + i),
            "x,c0,c1,d0,d1\n1,0,0,0,1\n2,0,1,0,0\n3,0,0,0,0\n4,1,0,1,0\n");
        List<String> expected = predictions();
        requireGood(fit(table("data.csv", rows("x,c,d,v", 20, i -> i + "," + "pq".charAt(i % 2) + "," + "rs".charAt(i
            / 10) + "," + i))));
        requireGood(predict(table("new.csv", "x,c,d\n1,P,s\n2,q,t\n3,pq,12\n4,p,r\n")),
            "new.csv: 4 cells of columns 'c', 'd' held texts that the model does not know and count as no category");
        assertEquals(expected, predictions());
        requireGood(predict(table("new.csv", "x,c,d\n1,P,s\n")),
            "new.csv: 1 cell of column 'c' held texts that the model does not know and count as no category");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "NA", "N/A", "NaN", "nan", "null", "?", "\"\"", "\" NA\""})
    void missingCellsAreRefusedDroppedOrFilled(String nothing) throws IOException {
        IntFunction<String> row = i -> (i == 4 ? nothing : i) + "," + (i == 9 ? nothing : "pq".charAt(i % 2)) + ","
            + (i == 14 ? nothing : i);
        Path data = table("data.csv", rows("x,c,v", 20, row));
        String cell = nothing.replace("\"", "").isBlank() ? "the cell is empty" : "'" + nothing.replaceAll("[\" ]", "")
            + "'";
        requireRefused(fit(table("x.csv", rows("x,c,v", 14, row))), "line 6, column 'x': " + cell
            + "; must be a finite number (or see --missing)");
        requireRefused(fit(table("c.csv", rows("x,c,v", 14, i -> i == 4 ? "4,p,4" : row.apply(i)))),
            "line 11, column 'c': " + cell + "; must be a text (or see --missing)");
        requireRefused(fit(data), "line 16, column 'v': " + cell + "; must be a finite number (or see --missing)");

        IntFunction<String> number = i -> i + "," + oneHot(i % 2, 2) + "," + i;
        String fresh = rows("x,c0,c1", 8, i -> i + "," + oneHot(i % 2, 2));
        List<String> expected = byHand(rows("x,c0,c1,v", 20, i -> i == 4 || i == 9 || i == 14 ? "" : number.apply(i)),
            fresh);
        requireGood(fit(data, "--missing", "drop"), "data.csv: 3 rows were left out, as a cell was missing");
        requireGood(predict(table("new.csv", rows("x,c", 8, i -> i + "," + "pq".charAt(i % 2)))));
        assertEquals(expected, predictions());

        // The mean of x in the rows with a label: all from 0 to 19 but 4 and 14.
        double mean = (190.0 - 4 - 14) / 18;
        expected = byHand(rows("x,c0,c1,v", 20, i -> i == 14 ? "" : i == 4 ? mean + ",1,0,4" : i == 9 ? "9,0,0,9"
            : number.apply(i)), "x,c0,c1\n" + mean + ",1,0\n1,0,0\n2,1,0\n");
        requireGood(fit(data, "--missing", "mean"), "data.csv: 1 row was left out, as the target was missing",
            "data.csv: 2 cells of columns 'c', 'x' held nothing and count as means, or as no category");
        Path gaps = table("new.csv", "x,c\n" + nothing + ",p\n1," + nothing + "\n2,p\n");
        String filled = "new.csv: 2 cells of columns 'c', 'x' held nothing and count as means, or as no category";
        requireGood(predict(gaps), filled);
        assertEquals(expected, predictions());
        requireRefused(predict(gaps, "--missing", "refuse"), "new.csv, line 2, column 'x': " + cell);
    }

    @Test
    void predictLeavesOutNoRow() throws IOException {
        requireGood(fit(table("data.csv", "x,y,v\n1,1,1\n,1,2\n4,0,3\n"), "--missing", "drop"),
            "data.csv: 1 row was left out, as a cell was missing");
        Path gap = table("new.csv", "y,x\n2,3\n0,\n");
        requireRefused(predict(gap), "new.csv, line 3, column 'x': the cell is empty; must be a finite number (or see");
        requireRefused(predict(gap, "--missing", "drop"), "'--missing': 'drop' must be refuse or mean");
        requireGood(predict(gap, "--missing", "mean"),
            "new.csv: 1 cell of column 'x' held nothing and count as means, or as no category");
        List<String> predictions = predictions();
        requireGood(predict(table("new.csv", "y,x\n2,3\n0,2.5\n")));
        assertEquals(predictions(), predictions);
        assertEquals(3, predictions.size());
    }

    /** Blank lines are cells there, and each has its prediction. */
    @Test
    void emptyLinesOfASingleColumnAreFilled() throws IOException {
        requireGood(fit(table("data.csv", "x,v\n1,1\n,2\n5,3\n"), "--missing", "mean"),
            "data.csv: 1 cell of column 'x' held nothing and count as means, or as no category");
        requireGood(predict(table("new.csv", "x\n1\n\n\n7\n\n")),
            "new.csv: 2 cells of column 'x' held nothing and count as means, or as no category");
        List<String> predictions = predictions();
        requireGood(predict(table("new.csv", "x\n1\n3\n3\n7\n")));
        assertEquals(predictions(), predictions);
    }

    @Test
    void meansOfTheLargestAndSmallestNumbersAreRight() throws IOException {
        requireGood(fit(table("data.csv", "x,y,v\n8e307,1e-310,1\n8.5e307,3e-310,2\n,,3\n8.4e307,2e-310,1\n"),
            "--missing", "mean", "--standardize"),
            "data.csv: 2 cells of columns 'x', 'y' held nothing and count as means, or as no category");
        assertEquals(8.3e307, Double.parseDouble(properties().get("mean.0")), 1e294);
        assertEquals(2e-310, Double.parseDouble(properties().get("mean.1")), 1e-320);
    }

    @Test
    void columnsAndRowsWithoutContentAreLeftOut() throws IOException {
        String text = "x,y,v\n1,,1\n2,NA,2\n";
        requireRefused(fit(table("data.csv", text)), "line 2, column 'y': the cell is empty");
        for (String missing : List.of("drop", "mean")) {
            requireGood(fit(table("data.csv", text), "--missing", missing),
                "data.csv: column 'y' is left out, as it holds nothing");
            assertEquals("x", properties().get("feature.0"));
            assertFalse(properties().containsKey("feature.1"));
        }
        requireRefused(fit(table("data.csv", "x,y,v\n1,,1\n,2,2\n"), "--missing", "drop"),
            "of 2 rows of " + folder.resolve("data.csv") + " none is left");
        requireRefused(fit(table("data.csv", "x,v\n1,\n2,NA\n"), "--missing", "mean"), "has no number in column 'v'");
        requireRefused(fit(table("data.csv", "x,v\nNA,1\n,2\n"), "--missing", "mean"),
            "has no column besides the target that a model could learn from: column 'x' is left out, as it holds");
    }

    @Test
    void aColumnThatNamesTheRowsIsLeftOut() throws IOException {
        List<String> expected = byHand(rows("x,v", 60, i -> i + "," + i), "x\n5\n");
        requireGood(fit(table("data.csv", rows("id,x,v", 60, i -> "n" + i + "," + i + "," + i))),
            "data.csv: column 'id' is left out, as it holds 60 different texts in 60 rows");
        requireGood(predict(table("new.csv", "x\n5\n")));
        assertEquals(expected, predictions());
        requireGood(fit(table("data.csv", rows("id,x,v", 4000, i -> "n" + i % 1001 + "," + i % 9 + ",1"))),
            "data.csv: column 'id' is left out, as it holds more than 1000 different texts in 4000 rows");
        requireGood(fit(table("data.csv", rows("id,x,v", 50, i -> "n" + i + "," + i + "," + i))));
        assertEquals("id=n9", properties().get("feature.49"));
        requireGood(fit(table("data.csv", rows("id,x,v", 2000, i -> "n" + i % 1000 + "," + i % 9 + ",1"))));
        assertEquals("id", properties().get("column.999"));
        requireGood(fit(table("data.csv", rows("id,x,v", 20, i -> "n".repeat(i == 9 ? 1001 : 1) + "," + i + "," + i))),
            "data.csv: column 'id' is left out, as it holds texts of more than 1000 characters");
    }

    @Test
    void aMistakeAmongNumbersIsNoText() throws IOException {
        requireRefused(fit(table("data.csv", rows("x,v", 10, i -> (i == 6 ? "1.2.3" : i) + "," + i))),
            "line 8, column 'x': '1.2.3'; must be a finite number, as 9 of the column's 10 cells are");
        requireRefused(fit(table("data.csv", rows("x,v", 10, i -> (i == 6 ? "inf" : i) + "," + i))),
            "line 8, column 'x': 'inf'; must be a finite number, as 9 of the column's 10 cells are");
        requireRefused(fit(table("data.csv", rows("x,v", 2000, i -> (i % 5 == 0 ? "unknown" : i) + "," + i))),
            "line 2, column 'x': 'unknown'; must be a finite number, as 1600 of the column's 2000 cells are");
        requireGood(fit(table("data.csv", rows("x,v", 5, i -> (i == 3 ? "1.2.3" : i) + "," + i))),
            "data.csv: column 'x' is taken for texts, as 1 of 5 cells are no numbers, the first being '1.2.3' in "
                + "line 5");
        requireRefused(fit(table("data.csv", "x,v\n1,a\n2,b\n")), "line 2, column 'v': 'a'; must be a finite number");
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "'', 1", "Unnamed: 0, 0", "Unnamed: 12, 1"})
    void aColumnThatNumbersTheRowsIsLeftOut(String name, int first) throws IOException {
        List<String> expected = byHand(rows("x,v", 20, i -> i % 3 + "," + i), "x\n5\n");
        Path data = table("data.csv", rows(name + ",x,v", 20, i -> first + i + "," + i % 3 + "," + i));
        String remark = "data.csv: column '" + name + "' is left out, as it has no name and numbers the rows";
        requireGood(fit(data), remark);
        requireGood(predict(table("new.csv", name + ",x\n0,5\n")));
        assertEquals(expected, predictions());
        // With texts the table is read twice.
        requireGood(fit(table("data.csv", rows(name + ",x,v", 20, i -> first + i + "," + "pqr".charAt(i % 3) + ","
            + i))), remark);
        assertEquals("x=p", properties().get("feature.0"));
    }

    @Test
    void aColumnThatNumbersNothingIsKept() throws IOException {
        for (String text : List.of(rows(",x,v", 20, i -> (i == 7 ? 8 : i) + "," + i % 3 + "," + i),
            rows(",x,v", 20, i -> 2 + i + "," + i % 3 + "," + i), rows("i,x,v", 20, i -> i + "," + i % 3 + "," + i))) {
            requireGood(fit(table("data.csv", text)));
            assertEquals(text.substring(0, text.indexOf(',')), properties().get("feature.0"));
            assertEquals("x", properties().get("feature.1"));
        }
        Path data = table("data.csv", rows("Unnamed: 0,x,v", 20, i -> i + "," + i % 3 + "," + i));
        requireGood(fit(data, "--features", "x,Unnamed: 0"));
        assertEquals("Unnamed: 0", properties().get("feature.1"));
        requireGood(fit(table("data.csv", rows(",v", 20, i -> i + "," + i))));
        assertEquals("", properties().get("feature.0"));
    }

    @Test
    void aModelThatKnowsOnlyNumbersIsRead() throws IOException {
        for (String name : List.of("model.npz", "new.csv", "predictions.csv")) {
            try (InputStream in = TableCommandTest.class.getResourceAsStream(OLD + name)) {
                Files.createDirectories(folder.resolve("fit"));
                Files.write(folder.resolve("fit").resolve(name), in.readAllBytes());
            }
        }
        Path data = folder.resolve("fit/new.csv");
        requireGood(predict(data));
        assertEquals(Files.readAllLines(folder.resolve("fit/predictions.csv")), predictions());
        assertEquals(11, predictions().size());
        requireRefused(predict(data, "--missing", "mean"), "--missing mean must have the means of the columns, which");
        requireRefused(predict(table("new.csv", "a,\"b, so to say\",c=d\n1,,2\n")),
            "line 2, column 'b, so to say': the cell is empty; must be a finite number");
    }

    @Test
    void missingDoesNotGoWithArrays() {
        requireRefused(Cli.run("predict", "--model", "m.npz", "--inputs", "X.npy", "--missing", "mean"),
            "--missing does not go with --inputs");
    }
}
