package org.neurotron.cli.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.neurotron.cli.file.CsvRows;
import org.neurotron.cli.file.MissingCells;
import org.neurotron.cli.file.OutputFile;
import org.neurotron.cli.file.RegularFiles;
import org.neurotron.cli.file.TableColumns;
import org.neurotron.cli.file.TableRows;
import org.neurotron.cli.option.DataOptions;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Stdout;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import org.neurotron.data.BadDataException;
import org.neurotron.data.Model;
import org.neurotron.data.NpyFile;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Applying a fitted model. */
@Command(name = "predict", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Predicts with a model that fit has made.",
    footer = {"", "Data of any length are read and written as they come. A row for which the model gives no finite "
        + "number, as its inputs are too large, ends this with code 2, and --out is not written."})
final class PredictCommand implements Callable<Integer> {

    /** Inputs at a time, if they are not very long … */
    private static final int BATCH = 256;

    /** … so that about so many numbers are in memory. */
    private static final int MOST_NUMBERS = 1 << 22;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "model.npz of fit")
    private Path modelFile;

    @Mixin
    private DataOptions source;

    @Option(names = "--out", paramLabel = "FILE",
        description = "file for the predictions, as NPY if its name ends so, else as CSV (default: CSV to stdout)")
    private Path out;

    @Spec
    private CommandSpec spec;

    /** Where rows come from. */
    private interface Rows {

        boolean next(double[] target) throws IOException;

        /** Where the last one is: a number by which it can be found. */
        long place();

        /** What such a number says. */
        String named(long place);
    }

    /** The rows of a table. */
    private record Table(CsvRows rows, TableRows table, Progress progress) implements Rows {

        @Override
        public boolean next(double[] target) throws IOException {
            long before = rows.bytesRead();
            boolean there = table.next(target);
            progress.stepped(rows.bytesRead() - before);
            return there;
        }

        @Override
        public long place() {
            return rows.line();
        }

        @Override
        public String named(long place) {
            return rows.file() + ", line " + place;
        }
    }

    /** The rows of an array. */
    private static final class Array implements Rows {

        private final NpyFile rows;
        private final Progress progress;
        private long count;

        Array(NpyFile rows, Progress progress) {
            this.rows = rows;
            this.progress = progress;
        }

        @Override
        public boolean next(double[] target) throws IOException {
            if (count == rows.rows()) {
                return false;
            }
            rows.readFinite(count++, target, 0);
            progress.stepped(1);
            return true;
        }

        @Override
        public long place() {
            return count - 1;
        }

        @Override
        public String named(long place) {
            return rows + ", row " + place + " (from 0)";
        }
    }

    /** Where predictions go. */
    @FunctionalInterface
    private interface Sink {
        void put(double[] predictions, int count) throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        source.check();
        DataOptions.requireFile("--model", modelFile);
        // Said before any work is done.
        SelectedKernel.orBadUsage();
        Model model = Model.load(RegularFiles.toRead(modelFile));
        if (out == null) {
            Writer stdout = new BufferedWriter(new OutputStreamWriter(Stdout.stream(), StandardCharsets.UTF_8));
            predict(model, csv(stdout));
            stdout.flush();
            return CommandLine.ExitCode.OK;
        }
        OutputFile.requireFree("--out", out, "the model and the data", modelFile, source.data(), source.inputs());
        try (OutputFile file = new OutputFile(out)) {
            if (out.toString().endsWith(".npy")) {
                file.write(npy -> predict(model, (predictions, count) -> {
                    for (int i = 0; i < count; i++) {
                        npy.write(predictions, i);
                    }
                }));
            } else {
                predict(model, csv(file.writer()));
            }
            file.commit();
        }
        return CommandLine.ExitCode.OK;
    }

    /** One column, so there is nothing to quote. */
    private static Sink csv(Writer writer) throws IOException {
        writer.write("prediction\n");
        return (predictions, count) -> {
            for (int i = 0; i < count; i++) {
                writer.append(Double.toString(predictions[i])).append('\n');
            }
        };
    }

    private void predict(Model model, Sink sink) throws IOException {
        int n = model.preprocessing().rawDimension();
        if (source.data() != null) {
            TableRows table;
            try (CsvRows rows = new CsvRows(source.data());
                 Progress progress = progress("bytes", Files.size(source.data()))) {
                TableColumns columns = columns(model, n, rows);
                table = new TableRows(rows, columns, null, missing(model, columns));
                predict(model, new Table(rows, table, progress), sink);
            }
            table.remarks().forEach(remark -> Terminal.of(spec).warn("neurotron predict: %s: %s", source.data(),
                remark));
        } else {
            try (NpyFile rows = NpyFile.open(source.inputs())) {
                rows.requireShape("N x " + n + ", as what " + modelFile + " was fitted to", -1, n);
                try (Progress progress = progress("rows", rows.rows())) {
                    predict(model, new Array(rows, progress), sink);
                }
            }
        }
    }

    /** Predictions that a person watches show how far they are themselves. */
    private Progress progress(String what, long total) {
        Terminal terminal = Terminal.of(spec);
        return out == null && Terminal.showsStdout() ? terminal.noProgress()
            : terminal.progress("predict", what, 0, total);
    }

    /** What becomes of missing cells: rows are not left out, as all predictions behind would not be in their place. */
    private MissingCells missing(Model model, TableColumns columns) {
        if (source.missing() == MissingCells.DROP) {
            throw BadUsage.of("--missing", MissingCells.DROP.id(), "must be refuse or mean, as each row must have its "
                + "prediction");
        }
        boolean asFitted = MissingCells.MEAN.id().equals(model.properties().get(TableColumns.MISSING));
        MissingCells missing = source.missing() != null ? source.missing()
            : asFitted ? MissingCells.MEAN : MissingCells.REFUSE;
        if (missing == MissingCells.MEAN && !columns.haveMeans()) {
            throw new BadUsage("--missing mean must have the means of the columns, which " + modelFile
                + " does not hold");
        }
        return missing;
    }

    private TableColumns columns(Model model, int n, CsvRows rows) throws BadDataException {
        TableColumns columns = TableColumns.of(model.properties(), modelFile);
        if (columns.inputs() > 0) {
            if (columns.inputs() != n) {
                throw new BadDataException(modelFile + " makes no sense: it names " + columns.inputs()
                    + " inputs and takes " + n);
            }
            return columns;
        }
        if (rows.header().size() != n) {
            throw new BadDataException(source.data() + " has " + rows.header().size() + " columns; must have " + n
                + ", as what " + modelFile + " was fitted to");
        }
        // The model knows no names to look for, and a first row of data would be lost without a word.
        if (rows.hasNumbersForNames()) {
            throw new BadDataException(source.data() + " must begin with a row of column names; its first row holds "
                + "numbers");
        }
        return TableColumns.numeric(rows.header());
    }

    private static void predict(Model model, Rows rows, Sink sink) throws IOException {
        int n = model.preprocessing().rawDimension();
        int batch = Math.clamp(MOST_NUMBERS / n, 1, BATCH);
        // The first rows are done sooner by the portable kernel, with the same bits.
        double perRow = 2.0 * n * model.network().family().k();
        double done = 0;
        Kernel kernel = SelectedKernel.forWork(done);
        Model.Predictor predictor = model.predictor(batch, kernel);
        double[] values = new double[batch * n];
        double[] row = new double[n];
        double[] predictions = new double[batch];
        long[] places = new long[batch];
        boolean more = true;
        while (more) {
            int count = 0;
            while (count < batch && (more = rows.next(row))) {
                System.arraycopy(row, 0, values, count * n, n);
                places[count] = rows.place();
                count++;
            }
            if (count > 0) {
                predictor.predict(new Matrix(values, 0, count, n, n), predictions);
                for (int i = 0; i < count; i++) {
                    if (!Double.isFinite(predictions[i])) {
                        throw new BadDataException(rows.named(places[i]) + ": the prediction would be " + predictions[i]
                            + "; the inputs must be so small that the model gives a finite number");
                    }
                }
                sink.put(predictions, count);
                done += count * perRow;
                Kernel now = SelectedKernel.forWork(done);
                if (now != kernel) {
                    kernel = now;
                    predictor = model.predictor(batch, now);
                }
            }
        }
    }
}
