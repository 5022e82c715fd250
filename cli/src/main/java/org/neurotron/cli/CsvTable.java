package org.neurotron.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Tables with a header that this command has written itself, read again. */
final class CsvTable {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    /** Takes a row. */
    @FunctionalInterface
    interface Row {
        void take(CSVRecord row);
    }

    private CsvTable() {
    }

    /**
     * Reads a table row by row.
     *
     * @param file where it is
     * @param each receives the rows
     * @throws Failure if a row lacks cells or a cell is no number where one must be
     */
    static void read(Path file, Row each) throws IOException {
        long number = 1;
        try (BufferedReader reader = Files.newBufferedReader(file); CSVParser rows = FORMAT.parse(reader)) {
            for (CSVRecord row : rows) {
                number++;
                if (!row.isConsistent()) {
                    throw new Failure(file + " is damaged: row " + number + " has not as many cells as the header");
                }
                each.take(row);
            }
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new Failure(file + " is damaged, at row " + number + ": " + e.getMessage());
        }
    }

    /** All rows of a small table. */
    static List<CSVRecord> read(Path file) throws IOException {
        List<CSVRecord> rows = new ArrayList<>();
        read(file, rows::add);
        return rows;
    }
}
