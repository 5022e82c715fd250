package org.neurotron.cli.option;

import java.io.IOException;
import java.util.List;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.terminal.Messages;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads names of columns as they stand in a header, quoted where they hold a comma. */
public final class ColumnNames implements ITypeConverter<List<String>> {

    @Override
    public List<String> convert(String text) {
        try {
            List<String> names = Csv.cells(text);
            for (String name : names) {
                if (names.indexOf(name) != names.lastIndexOf(name)) {
                    throw new TypeConversionException(Messages.quoted(text) + " must not hold "
                        + Messages.quoted(name) + " twice");
                }
            }
            return names;
        } catch (IOException e) {
            throw new TypeConversionException(Messages.quoted(text)
                + " must be names of columns, separated by commas");
        }
    }
}
