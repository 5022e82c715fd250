package org.neurotron.cli.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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

    /** Reads names as they stand in a header, quoted where they hold a comma. */
    public static final class RowConverter implements ITypeConverter<List<String>> {
        @Override
        public List<String> convert(String text) {
            try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
                List<CSVRecord> rows = parser.getRecords();
                if (rows.size() == 1) {
                    return rows.getFirst().toList();
                }
            } catch (IOException | UncheckedIOException e) {
                // Said below.
            }
            throw new TypeConversionException("'" + text + "' must be names of columns, separated by commas");
        }
    }
}
