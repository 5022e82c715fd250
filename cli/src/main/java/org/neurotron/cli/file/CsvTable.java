package org.neurotron.cli.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.data.BadDataException;

/** Tables with a header that this command has written itself, read again. */
public final class CsvTable {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    /** Takes a row. */
    @FunctionalInterface
    public interface Row {
        void take(CSVRecord row);
    }

    private CsvTable() {
    }

    /**
     * Reads a table row by row.
     *
     * @param file where it is
     * @param each receives the rows
     * @throws BadUsage if a row lacks cells or a cell is no number where one must be
     */
    public static void read(Path file, Row each) throws IOException {
        long line = 1;
        try (BoundedReader text = bounded(file); CSVParser parser = FORMAT.parse(text)) {
            text.startRow();
            Iterator<CSVRecord> rows = parser.iterator();
            // A row begins where the one before it ended; it is read when it is asked for.
            for (line = parser.getCurrentLineNumber() + 1; rows.hasNext(); line = parser.getCurrentLineNumber() + 1) {
                CSVRecord row = rows.next();
                text.startRow();
                if (!row.isConsistent()) {
                    throw new BadUsage(file + " is damaged: line " + line + " has not as many cells as the header");
                }
                each.take(row);
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof BadDataException bad) {
                throw bad;
            }
            throw damaged(file, line, e.getCause());
        } catch (IllegalArgumentException | CSVException e) {
            throw damaged(file, line, e);
        }
    }

    private static BadUsage damaged(Path file, long line, Exception e) {
        return new BadUsage(file + " is damaged, in line " + line + ": " + e.getMessage());
    }

    /**
     * All rows of a small table.
     *
     * @param file  where it is
     * @param check throws an {@link IllegalArgumentException} if a row is not as it must be
     * @throws BadUsage if it does, or rows lack cells
     */
    public static List<CSVRecord> readAll(Path file, Row check) throws IOException {
        List<CSVRecord> rows = new ArrayList<>();
        read(file, row -> {
            check.take(row);
            rows.add(row);
        });
        return rows;
    }

    /**
     * Opens a text file. Bytes that are no text become characters that are in no number, so that whoever reads it finds
     * out where it is damaged.
     */
    public static BufferedReader open(Path file) throws IOException {
        return new BufferedReader(bounded(file));
    }

    private static BoundedReader bounded(Path file) throws IOException {
        return new BoundedReader(new InputStreamReader(Files.newInputStream(RegularFiles.toRead(file)),
            StandardCharsets.UTF_8), file, false);
    }
}
