package org.neurotron.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.neurotron.cli.terminal.Messages;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where data come from, shared by {@code fit} and {@code predict}. */
public final class DataOptions {

    @Option(names = "--data", paramLabel = "FILE.csv", description = "data as CSV with a row of column names")
    private Path data;

    @Option(names = "--inputs", paramLabel = "X.npy", description = "inputs as NPY, N x n, float64 or float32")
    private Path inputs;

    /** The CSV file, or null. */
    public Path data() {
        return data;
    }

    /** The NPY file, or null. */
    public Path inputs() {
        return inputs;
    }

    /** Checks that there is one of the two, and that it is there. */
    public void check(CommandLine commandLine) {
        if ((data == null) == (inputs == null)) {
            throw new ParameterException(commandLine, "one of --data and --inputs must be given"
                + (data == null ? "" : ", not both"));
        }
        requireFile(data == null ? "--inputs" : "--data", data == null ? inputs : data, commandLine);
    }

    /** Checks that a file is there, if it was named. */
    public static void requireFile(String option, Path file, CommandLine commandLine) {
        if (file != null && !Files.isReadable(file) || file != null && Files.isDirectory(file)) {
            throw new ParameterException(commandLine,
                Messages.invalid(option, file, "must be a file that can be read"));
        }
    }

    /** Checks that options which belong to the other kind of data are not given. */
    public void requireAbsent(List<String> options, List<?> values, CommandLine commandLine) {
        for (int i = 0; i < options.size(); i++) {
            if (values.get(i) != null) {
                throw new ParameterException(commandLine, options.get(i) + " does not go with "
                    + (data == null ? "--inputs" : "--data"));
            }
        }
    }
}
