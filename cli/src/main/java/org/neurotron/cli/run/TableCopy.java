package org.neurotron.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.neurotron.cli.file.CsvRows;
import org.neurotron.cli.file.LineNumbers;
import org.neurotron.cli.file.NewFile;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.file.TableColumns;
import org.neurotron.cli.file.TableRows;
import org.neurotron.cli.file.TableSurvey;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.data.BadDataException;
import org.neurotron.data.NpyWriter;

/**
 * A binary copy of a table. It is made while the table is looked at, in the hope that there are only numbers, and only
 * if that is not so in a second pass.
 */
final class TableCopy {

    private final FitSource.Table table;
    private final ResultFolder folder;
    private final Terminal terminal;
    private LineNumbers lines = new LineNumbers();
    private Progress progress;
    private int passes;
    private long shown;

    /** The files of a copy. They never get their names: nothing may come upon files that are mapped. */
    private record Copies(List<NewFile> files) implements AutoCloseable {

        static Copies in(ResultFolder folder) throws IOException {
            Copies copies = new Copies(new ArrayList<>());
            boolean good = false;
            try {
                for (String name : ResultFolder.COPIES) {
                    copies.files.add(new NewFile(folder.file(name)));
                }
                good = true;
                return copies;
            } finally {
                if (!good) {
                    copies.close();
                }
            }
        }

        NpyWriter inputs(int n) {
            return new NpyWriter(files.getFirst().target(), files.getFirst().channel(), n);
        }

        NpyWriter labels() {
            return new NpyWriter(files.getLast().target(), files.getLast().channel());
        }

        FitSource.Data open(TableColumns columns, String target, LineNumbers lines) throws IOException {
            return FitSource.Data.open(files.getFirst().path(), files.getLast().path(), columns, target, lines, files);
        }

        @Override
        public void close() throws IOException {
            for (NewFile file : files) {
                file.close();
            }
        }
    }

    /** What a first look has found. */
    private record Found(TableColumns columns, boolean copied) {
    }

    private TableCopy(FitSource.Table table, ResultFolder folder, Terminal terminal) {
        this.table = table;
        this.folder = folder;
        this.terminal = terminal;
        progress = terminal.noProgress();
    }

    /**
     * Copies a table.
     *
     * @param table    which one
     * @param folder   where the copy may lie
     * @param terminal where to show progress, and to tell what is left out
     */
    static FitSource.Data of(FitSource.Table table, ResultFolder folder, Terminal terminal) throws IOException {
        TableCopy copy = new TableCopy(table, folder, terminal);
        try {
            return copy.data();
        } finally {
            copy.progress.close();
        }
    }

    private FitSource.Data data() throws IOException {
        Copies copies = Copies.in(folder);
        boolean good = false;
        try {
            Found found = look(copies);
            if (!found.copied) {
                copies.close();
                copies = Copies.in(folder);
                lines = new LineNumbers();
                copy(copies, found.columns);
            }
            FitSource.Data data = copies.open(found.columns, table.target(), lines);
            good = true;
            return data;
        } finally {
            if (!good) {
                copies.close();
            }
        }
    }

    /** Finds out what the columns are, and copies them as long as they are numbers. */
    private Found look(Copies copies) throws IOException {
        try (CsvRows rows = new CsvRows(table.file())) {
            TableSurvey survey = new TableSurvey(rows, table.features(), table.target(), table.missing());
            boolean copied = survey.inputs() > 0;
            long dropped = 0;
            try (NpyWriter x = copies.inputs(survey.inputs()); NpyWriter v = copies.labels()) {
                while (rows.next()) {
                    TableSurvey.Row row = survey.add();
                    if (passes == 0) {
                        start(row == TableSurvey.Row.OPEN ? 2 : 1);
                    }
                    show(rows);
                    copied &= row != TableSurvey.Row.OPEN;
                    if (row == TableSurvey.Row.DROPPED) {
                        dropped++;
                    } else if (copied) {
                        x.write(rows.numbers(), 0);
                        v.write(rows.numbers(), survey.inputs());
                        lines.add(rows.line());
                    }
                }
            }
            if (survey.isIncomplete()) {
                completeTexts(survey);
            }
            TableColumns columns = survey.columns();
            survey.remarks().forEach(this::tell);
            copied &= columns.columns().size() == survey.inputs();
            if (copied) {
                requireRows(dropped);
                if (dropped > 0) {
                    tell(TableRows.dropped(dropped, table.missing()));
                }
            }
            return new Found(columns, copied);
        }
    }

    private void completeTexts(TableSurvey survey) throws IOException {
        again();
        try (CsvRows rows = new CsvRows(table.file())) {
            survey.prepare(rows);
            while (rows.next()) {
                survey.addTexts(rows);
                show(rows);
            }
        }
    }

    private void copy(Copies copies, TableColumns columns) throws IOException {
        again();
        try (CsvRows source = new CsvRows(table.file());
             NpyWriter x = copies.inputs(columns.inputs()); NpyWriter v = copies.labels()) {
            TableRows rows = new TableRows(source, columns, table.target(), table.missing());
            double[] row = new double[columns.inputs() + 1];
            while (rows.next(row)) {
                x.write(row, 0);
                v.write(row, columns.inputs());
                lines.add(source.line());
                show(source);
            }
            requireRows(rows.dropped());
            rows.remarks().forEach(this::tell);
        }
    }

    private void requireRows(long dropped) throws BadDataException {
        if (lines.count() == 0) {
            throw new BadDataException("of " + Messages.counted(dropped, "row") + " of " + table.file()
                + " none is left: a cell is missing in each");
        }
    }

    /** Prepares to read the file once more. */
    private void again() throws IOException {
        if (!Files.isRegularFile(table.file())) {
            throw new BadDataException(table.file() + " must be a file on a disk, as it has to be read more than once: "
                + "not all of its columns are numbers, or cells are missing");
        }
        if (passes == 1) {
            start(1);
        } else {
            passes--;
        }
    }

    /** Starts to show how far so many passes have come. */
    private void start(int planned) throws IOException {
        progress.close();
        progress = terminal.progress("reading", "bytes", 0, planned * Files.size(table.file()));
        passes = planned;
        shown = 0;
    }

    private void show(CsvRows rows) {
        long read = rows.bytesRead();
        // Less than before is the beginning of another pass.
        long more = read < shown ? read : read - shown;
        if (more > 0) {
            progress.stepped(more);
        }
        shown = read;
    }

    private void tell(String remark) {
        terminal.warn("neurotron fit: %s: %s", table.file(), remark);
    }
}
