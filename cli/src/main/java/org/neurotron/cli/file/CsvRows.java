package org.neurotron.cli.file;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.data.BadDataException;

/**
 * The rows of a CSV file with a header, read one by one: the cells of some of its columns, as numbers and, where they
 * are none, as text. Blanks around a cell do not count, and empty lines between rows of several columns neither.
 */
public final class CsvRows implements AutoCloseable {

    /** More than a bounded text has in a row, so that it is that which refuses. */
    private static final int LARGEST_BUFFER = 1 << 27;

    private final Path file;
    private final CountedInput input;
    private final BoundedReader text;
    private final CsvReader<Cells> reader;
    private final Iterator<Cells> rows;
    private final Cells cells = new Cells();
    private final List<String> header;
    private List<String> columns = List.of();
    private long line;
    private long emptyCells;
    private Cell held;

    /** The only cell of a row, and its line. */
    private record Cell(double number, String text, long line) {
    }

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
        boolean good = false;
        try {
            reader = CsvReader.builder().skipEmptyLines(false).trimWhitespacesAroundQuotes(true)
                .allowExtraFields(true).allowMissingFields(true).maxBufferSize(LARGEST_BUFFER)
                .build(cells, new TableText(text));
            rows = reader.iterator();
            boolean there = advance();
            while (there && cells.isBlank()) {
                there = advance();
            }
            if (!there) {
                throw new BadDataException(file + " is empty; it must begin with a row of column names");
            }
            header = List.copyOf(cells.names);
            Set<String> seen = new HashSet<>();
            for (String name : header) {
                if (!seen.add(name)) {
                    throw new BadDataException(file + " has two columns " + Messages.quoted(name));
                }
            }
            choose(List.of());
            good = true;
        } finally {
            if (!good) {
                text.close();
            }
        }
    }

    /** Goes to the next row, blank or not. */
    private boolean advance() throws IOException {
        text.startRow();
        try {
            if (!rows.hasNext()) {
                return false;
            }
            rows.next();
        } catch (CsvParseException | UncheckedIOException e) {
            throw refused(e);
        } finally {
            line = cells.line;
        }
        if (cells.unclosed) {
            throw new BadDataException(file + ", line " + line + ", is no CSV: a quote is not closed");
        }
        return !cells.end;
    }

    /** What a reader of CSV has come upon, which it tells with exceptions in exceptions. */
    private IOException refused(RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        if (cause instanceof CharacterCodingException) {
            return new BadDataException(file + " is no text in UTF-8, in line " + Math.max(1, line) + " or soon after");
        }
        return cause instanceof IOException io ? io
            : new BadDataException(file + ", line " + cells.line + ", is no CSV: " + cause.getMessage());
    }

    /** How much of the file has been read, in bytes. */
    public long bytesRead() {
        return input.count();
    }

    /** The names of the columns. */
    public List<String> header() {
        return header;
    }

    /** Where the rows come from. */
    public Path file() {
        return file;
    }

    /**
     * Chooses columns, in the order in which they are to come.
     *
     * @throws BadDataException if one is missing
     */
    public void choose(List<String> names) throws BadDataException {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            places.put(header.get(i), i);
        }
        int[] chosen = new int[header.size()];
        Arrays.fill(chosen, -1);
        for (int i = 0; i < names.size(); i++) {
            Integer place = places.get(names.get(i));
            if (place == null) {
                throw new BadDataException(file + " has no column " + Messages.quoted(names.get(i)) + "; it has "
                    + Messages.shortened(String.join(", ", header)));
            }
            chosen[place] = i;
        }
        columns = List.copyOf(names);
        cells.choose(chosen, columns.size());
    }

    /**
     * Reads the next row.
     *
     * @return false if there is none
     * @throws BadDataException if it has not as many cells as the header
     */
    public boolean next() throws IOException {
        if (emptyCells > 0) {
            emptyCells--;
            line++;
            return set(Double.NaN, "");
        }
        if (held != null) {
            Cell cell = held;
            held = null;
            line = cell.line;
            return set(cell.number, cell.text);
        }
        boolean there = advance();
        long blank = 0;
        long firstBlank = line;
        while (there && cells.isBlank()) {
            blank++;
            there = advance();
        }
        if (!there) {
            return false;
        }
        if (cells.count != header.size()) {
            throw new BadDataException(file + ", line " + line + " has " + cells.count + " cells; the header has "
                + header.size());
        }
        if (blank > 0 && columns.size() == 1 && header.size() == 1) {
            // What is nothing between the rows of several columns is an empty cell in a single one.
            held = new Cell(cells.numbers[0], cells.texts[0], line);
            emptyCells = blank;
            line = firstBlank - 1;
            return next();
        }
        return true;
    }

    private boolean set(double number, String cell) {
        cells.numbers[0] = number;
        cells.texts[0] = cell;
        return true;
    }

    /**
     * The numbers of the present row, in the order in which the columns were chosen: not finite where the cell is no
     * number, or none in the range of double precision. Not to be changed, and good for this row only.
     */
    public double[] numbers() {
        return cells.numbers;
    }

    /** What a cell says that is no finite number. */
    public String text(int column) {
        return cells.texts[column];
    }

    /** From the next row on the text of a column's cells is to be had from numbers, too. */
    public void wantText(int column) {
        cells.textWanted[column] = true;
    }

    /** Whether a cell of the present row is no finite number. */
    public boolean isText(int column) {
        return !Double.isFinite(cells.numbers[column]);
    }

    /** Whether a cell of the present row holds nothing. */
    public boolean isMissing(int column) {
        return Double.isNaN(cells.numbers[column]) && MissingCells.isMissing(cells.texts[column]);
    }

    /**
     * Whether what should be names of columns is rather a first row of data: numbers, other than those by which
     * programs call columns without names, 0, 1, 2 … or 1, 2, 3 ….
     */
    public boolean hasNumbersForNames() {
        double[] numbers = header.stream().mapToDouble(Decimals::parse).toArray();
        boolean counted = numbers.length > 1 && (numbers[0] == 0 || numbers[0] == 1);
        for (int i = 0; i < numbers.length; i++) {
            if (Double.isNaN(numbers[i])) {
                return false;
            }
            counted &= numbers[i] == numbers[0] + i;
        }
        return !counted;
    }

    /** The line in which the present row begins, from 1. */
    public long line() {
        return line;
    }

    /** What is wrong with a cell of the present row, which is said with its place. */
    public BadDataException bad(int column, String must) {
        return bad(line, columns.get(column), cells.texts[column], must);
    }

    /** What is wrong with any cell. */
    BadDataException bad(long inLine, String column, String cell, String must) {
        return new BadDataException(file + ", line " + inLine + ", column " + Messages.quoted(column) + ": "
            + (cell.isEmpty() ? "the cell is empty" : Messages.quoted(cell)) + "; must " + must);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Takes the cells of a row as they are found: all as names first, then those of the chosen columns. */
    private static final class Cells extends AbstractBaseCsvCallbackHandler<Cells> {

        private List<String> names = new ArrayList<>();
        private int[] chosen;
        private double[] numbers;
        private String[] texts;
        private boolean[] textWanted;
        private int count;
        private boolean blank;
        private boolean end;
        private boolean unclosed;
        private long line;

        void choose(int[] places, int columns) {
            names = null;
            chosen = places;
            numbers = new double[columns];
            texts = new String[columns];
            textWanted = new boolean[columns];
        }

        boolean isBlank() {
            return count == 1 && blank;
        }

        @Override
        protected void handleBegin(long startingLine) {
            line = startingLine;
            count = 0;
            blank = false;
            if (names != null) {
                names.clear();
            }
        }

        @Override
        protected void handleEmpty() {
            count = 1;
            blank = true;
        }

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
            count = index + 1;
            if (length > 0 && buffer[offset + length - 1] == TableText.END) {
                end = true;
                unclosed = length > 1 || index > 0;
                return;
            }
            int from = offset;
            int to = offset + length;
            while (from < to && Character.isWhitespace(buffer[from])) {
                from++;
            }
            while (from < to && Character.isWhitespace(buffer[to - 1])) {
                to--;
            }
            if (index == 0) {
                blank = from == to;
            }
            if (names != null) {
                names.add(quoted ? new String(buffer, offset, length) : new String(buffer, from, to - from));
            } else if (index < chosen.length && chosen[index] >= 0) {
                take(chosen[index], buffer, from, to - from);
            }
        }

        private void take(int column, char[] buffer, int from, int length) {
            double number = Decimals.parse(buffer, from, length);
            numbers[column] = number;
            if (!Double.isFinite(number) || textWanted[column]) {
                texts[column] = new String(buffer, from, length);
            }
        }

        @Override
        protected Cells buildRecord() {
            return this;
        }
    }
}
