package org.neurotron.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.neurotron.cli.file.MissingCells;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where data come from, shared by {@code fit} and {@code predict}. */
public final class DataOptions {

    @Option(names = "--data", paramLabel = "FILE.csv", description = "data as CSV with a row of column names")
    private Path data;

    @Option(names = "--inputs", paramLabel = "X.npy", description = "inputs as NPY, N x n, float64 or float32")
    private Path inputs;

    @Option(names = "--missing", paramLabel = "WHAT", completionCandidates = Choices.OfMissing.class,
        converter = Missing.class,
        description = "what to do with cells of the table that are empty, NA, N/A, NaN, null or ?: refuse the table; "
            + "drop their rows (fit only); mean, which takes the mean of the column's numbers of fit, and of texts no "
            + "category; with drop and mean fit leaves out rows without a label (default: refuse; predict: mean if the "
            + "model was fitted so)")
    private MissingCells missing;

    /** Reads what to do with missing cells. */
    private static final class Missing implements ITypeConverter<MissingCells> {

        @Override
        public MissingCells convert(String text) {
            try {
                return MissingCells.of(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(Messages.quoted(text) + " " + e.getMessage());
            }
        }
    }

    /** What to do with missing cells, or null if that was not said. */
    public MissingCells missing() {
        return missing;
    }

    /** The CSV file, or null. */
    public Path data() {
        return data;
    }

    /** The NPY file, or null. */
    public Path inputs() {
        return inputs;
    }

    /** Checks that there is one of the two, and that it is there. */
    public void check() {
        if ((data == null) == (inputs == null)) {
            throw new BadUsage("one of --data and --inputs must be given"
                + (data == null ? "" : ", not both"));
        }
        if (data == null) {
            requireAbsent(List.of("--missing"), Collections.singletonList(missing));
        }
        requireFile(data == null ? "--inputs" : "--data", data == null ? inputs : data);
    }

    /** Checks that a file is there, if it was named. */
    public static void requireFile(String option, Path file) {
        if (file != null && !Files.isReadable(file) || file != null && Files.isDirectory(file)) {
            throw BadUsage.of(option, file, "must be a file that can be read");
        }
    }

    /** Checks that options which belong to the other kind of data are not given. */
    public void requireAbsent(List<String> options, List<?> values) {
        for (int i = 0; i < options.size(); i++) {
            if (values.get(i) != null) {
                throw new BadUsage(options.get(i) + " does not go with "
                    + (data == null ? "--inputs" : "--data"));
            }
        }
    }
}
