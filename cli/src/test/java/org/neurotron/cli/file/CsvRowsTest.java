package org.neurotron.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neurotron.data.BadDataException;

/** Breaks if a table is split into other cells, or they are said to be in other lines, than by Apache Commons CSV. */
class CsvRowsTest {

    private static final int TABLES = 5_000;

    /** What a table is made of: single characters that matter, and pieces that make good tables more likely. */
    private static final String[] PIECES = {",", ",", ",", "\n", "\n", "\r", "\r\n", "\"", "\"", "\"\"", " ", "\t", "a",
        "bc", "1", "-2.5", "\"d\"", "\"e,f\"", "\"g\nh\"", " \"i\" ", "é", "="};

    @TempDir
    private Path folder;

    /** Lines and cells; or one that says that it is no table. */
    private static final List<List<String>> REFUSED = List.of(List.of("refused"));

    private static List<List<String>> expected(String text) throws IOException {
        List<List<String>> all = new ArrayList<>();
        try (CSVParser parser = CSVFormat.RFC4180.builder().setIgnoreSurroundingSpaces(true).setIgnoreEmptyLines(false)
            .get().parse(new BufferedReader(new StringReader(text)))) {
            Iterator<CSVRecord> records = parser.iterator();
            int columns = -1;
            long line = parser.getCurrentLineNumber() + 1;
            while (records.hasNext()) {
                CSVRecord record = records.next();
                if (record.size() > 1 || !record.get(0).isBlank()) {
                    if (columns < 0 && new HashSet<>(record.toList()).size() < record.size()
                        || columns >= 0 && record.size() != columns) {
                        return REFUSED;
                    }
                    List<String> row = new ArrayList<>(List.of(columns < 0 ? "" : String.valueOf(line)));
                    boolean header = columns < 0;
                    record.forEach(cell -> row.add(header ? cell : cell.strip()));
                    columns = record.size();
                    all.add(row);
                }
                line = parser.getCurrentLineNumber() + 1;
            }
            return all.isEmpty() ? REFUSED : all;
        } catch (UncheckedIOException e) {
            return REFUSED;
        }
    }

    private List<List<String>> actual(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), text);
        List<List<String>> all = new ArrayList<>();
        try (CsvRows rows = new CsvRows(file)) {
            List<String> header = new ArrayList<>(List.of(""));
            header.addAll(rows.header());
            all.add(header);
            int columns = rows.header().size();
            rows.choose(rows.header());
            IntStream.range(0, columns).forEach(rows::wantText);
            while (rows.next()) {
                if (columns > 1 || !rows.text(0).isEmpty()) {
                    List<String> row = new ArrayList<>(List.of(String.valueOf(rows.line())));
                    IntStream.range(0, columns).forEach(i -> row.add(rows.text(i)));
                    all.add(row);
                }
            }
            return all;
        } catch (BadDataException e) {
            return REFUSED;
        }
    }

    @Test
    void tablesAreSplitAsByCommonsCsv() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        int good = 0;
        for (int i = 0; i < TABLES; i++) {
            StringBuilder text = new StringBuilder();
            if (random.nextBoolean()) {
                // With a header of two columns and the rest by chance, many tables are good.
                text.append("x,y\n");
                for (int row = random.nextInt(5); row > 0; row--) {
                    text.append(cell(random)).append(',').append(cell(random)).append("\n");
                }
            }
            for (int piece = random.nextInt(12); piece > 0; piece--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            List<List<String>> expected = expected(text.toString());
            assertEquals(expected, actual(text.toString()), () -> "of " + text);
            good += expected.equals(REFUSED) ? 0 : 1;
        }
        assertTrue(good > TABLES / 4, good + " tables were good");
    }

    private static String cell(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> "" + random.nextInt(-9, 10);
            case 1 -> " \"" + "q\"\"\n,r".substring(0, random.nextInt(2) * 6) + "\"\t";
            case 2 -> "s" + " ".repeat(random.nextInt(3)) + "t\" ";
            case 3 -> "";
            default -> "\"" + "u\r\nv,".repeat(random.nextInt(3)) + "\"";
        };
    }

    /** What is read in pieces must not depend on where they end. */
    @Test
    void longTablesAreSplitAsByCommonsCsv() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        StringBuilder text = new StringBuilder("x,y,z\n");
        for (int row = 0; row < 20_000; row++) {
            text.append(cell(random)).append(',').append("long ".repeat(random.nextInt(20))).append(',')
                .append(cell(random)).append(random.nextBoolean() ? "\n" : "\r\n");
        }
        List<List<String>> expected = expected(text.toString());
        assertEquals(20_001, expected.size());
        assertEquals(expected, actual(text.toString()));
    }

    @Test
    void linesAreFoundAgain() {
        SplittableRandom random = new SplittableRandom(3);
        LineNumbers lines = new LineNumbers();
        long[] expected = new long[10_000];
        long line = 1;
        for (int i = 0; i < expected.length; i++) {
            line += random.nextInt(10) == 0 ? random.nextInt(1, 5) : 1;
            expected[i] = line;
            lines.add(line);
        }
        assertEquals(expected.length, lines.count());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], lines.of(i));
        }
    }
}
