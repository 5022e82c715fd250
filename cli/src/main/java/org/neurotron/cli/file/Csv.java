package org.neurotron.cli.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** CSV as this command writes it: RFC 4180 with plain line feeds. */
public final class Csv {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

    private Csv() {
    }

    public static CSVPrinter printer(Appendable out) throws IOException {
        return new CSVPrinter(out, FORMAT);
    }

    /** Cells as one line. */
    public static String row(List<String> cells) {
        return FORMAT.format(cells.toArray());
    }

    /**
     * The cells of a line.
     *
     * @throws IOException if it is none, or several
     */
    public static List<String> cells(String line) throws IOException {
        try (CSVParser parser = CSVParser.parse(line, FORMAT)) {
            List<CSVRecord> rows = parser.getRecords();
            if (rows.size() != 1) {
                throw new IOException("not one row but " + rows.size());
            }
            return rows.getFirst().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
