package org.neurotron.cli.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.data.BadDataException;

/** The rows of a CSV file with a header, read one by one: some of its columns, as finite numbers. */
public final class CsvRows implements AutoCloseable {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;
    private final CountedInput input;
    private final BoundedReader text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> rows;
    private final List<String> header;
    private int[] chosen;
    private long line;

    /**
     * Opens a file and reads its header.
     *
     * @param file where it is
     * @throws BadDataException if it is empty or a name stands twice
     */
    public CsvRows(Path file) throws IOException {
        this.file = file;
        input = new CountedInput(Files.newInputStream(file));
        // A decoder of its own, as that refuses what is no text.
        text = new BoundedReader(new InputStreamReader(input, StandardCharsets.UTF_8.newDecoder()), file, true);
        Reader reader = new BufferedReader(text);
        boolean good = false;
        try {
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            parser = CSVFormat.RFC4180.builder().setIgnoreSurroundingSpaces(true).setIgnoreEmptyLines(false).get()
                .parse(reader);
            rows = parser.iterator();
            CSVRecord names = next();
            while (names != null && isBlank(names)) {
                names = next();
            }
            if (names == null) {
                throw new BadDataException(file + " is empty; it must begin with a row of column names");
            }
            header = names.toList();
            Set<String> seen = new HashSet<>();
            for (String name : header) {
                if (!seen.add(name)) {
                    throw new BadDataException(file + " has two columns " + Messages.quoted(name));
                }
            }
            good = true;
        } catch (CharacterCodingException e) {
            throw new BadDataException(file + " is no text in UTF-8");
        } finally {
            if (!good) {
                reader.close();
            }
        }
    }

    /** The next row, blank or not, and where it begins: quoted cells may go over several lines. */
    private CSVRecord next() throws IOException {
        line = parser.getCurrentLineNumber() + 1;
        text.startRow();
        try {
            return rows.hasNext() ? rows.next() : null;
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof BadDataException bad ? bad : e.getCause() instanceof CharacterCodingException
                ? new BadDataException(file + " is no text in UTF-8, in line " + line + " or soon after")
                : new BadDataException(file + ", line " + line + ", is no CSV: " + e.getCause().getMessage());
        }
    }

    private static boolean isBlank(CSVRecord cells) {
        return cells.size() == 1 && cells.get(0).isBlank();
    }

    /** How much of the file has been read, in bytes. */
    public long bytesRead() {
        return input.count();
    }

    /** The names of the columns. */
    public List<String> header() {
        return header;
    }

    /**
     * Chooses columns, in the order in which they are to come.
     *
     * @throws BadDataException if one is missing
     */
    public void choose(List<String> columns) throws BadDataException {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            places.put(header.get(i), i);
        }
        chosen = new int[columns.size()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = places.getOrDefault(columns.get(i), -1);
            if (chosen[i] < 0) {
                throw new BadDataException(file + " has no column " + Messages.quoted(columns.get(i)) + "; it has "
                    + Messages.shortened(String.join(", ", header)));
            }
        }
    }

    /**
     * Reads the next row.
     *
     * @param target receives the chosen columns
     * @return false if there is none
     * @throws BadDataException if a cell is missing or no finite number
     */
    public boolean next(double[] target) throws IOException {
        CSVRecord cells = next();
        long blank = 0;
        long firstBlank = line;
        while (cells != null && isBlank(cells)) {
            blank++;
            cells = next();
        }
        if (cells == null) {
            return false;
        }
        if (blank > 0 && header.size() == 1) {
            // What is nothing between the rows of several columns is an empty cell in a single one.
            line = firstBlank;
            throw bad("", header.getFirst());
        }
        if (cells.size() != header.size()) {
            throw new BadDataException(file + ", line " + line + " has " + cells.size() + " cells; the header has "
                + header.size());
        }
        for (int i = 0; i < chosen.length; i++) {
            target[i] = number(cells.get(chosen[i]), header.get(chosen[i]));
        }
        return true;
    }

    private double number(String cell, String column) throws BadDataException {
        double value = number(cell);
        if (Double.isFinite(value)) {
            return value;
        }
        throw bad(cell, column);
    }

    /** What a cell says, or NaN if it is no number. */
    private static double number(String cell) {
        String stripped = cell.strip();
        // Java would read 1f, 0x1p3, and a number between characters that are not to be seen, too.
        if (stripped.chars().allMatch(c -> c >= '0' && c <= '9' || ".+-eE".indexOf(c) >= 0)) {
            try {
                return Double.parseDouble(stripped);
            } catch (NumberFormatException e) {
                // Said with all else that is no number.
            }
        }
        return Double.NaN;
    }

    /**
     * Whether what should be names of columns is rather a first row of data: numbers, other than those by which
     * programs call columns without names, 0, 1, 2 … or 1, 2, 3 ….
     */
    public boolean hasNumbersForNames() {
        double[] numbers = header.stream().mapToDouble(CsvRows::number).toArray();
        boolean counted = numbers.length > 1 && (numbers[0] == 0 || numbers[0] == 1);
        for (int i = 0; i < numbers.length; i++) {
            if (Double.isNaN(numbers[i])) {
                return false;
            }
            counted &= numbers[i] == numbers[0] + i;
        }
        return !counted;
    }

    /** The line in which the last row begins, from 1. */
    public long line() {
        return line;
    }

    private BadDataException bad(String cell, String column) {
        return new BadDataException(file + ", line " + line + ", column " + Messages.quoted(column) + ": "
            + (cell.isBlank() ? "the cell is empty" : Messages.quoted(cell)) + "; must be a finite number");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
