package org.neurotron.cli.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.neurotron.cli.terminal.Messages;

/** The rows of a table as inputs of a model, and what was not as it should be on the way. */
public final class TableRows {

    /** What can be done about a missing cell. */
    static final String SEE_MISSING = " (or see --missing)";

    private final CsvRows rows;
    private final List<TableColumns.Column> columns;
    private final int inputs;
    private final int target;
    private final MissingCells missing;
    private final Tally unseen = new Tally();
    private final Tally filled = new Tally();
    private long dropped;

    /** How many cells there were of a kind, and in which columns. */
    private static final class Tally {

        private long cells;
        private final Set<String> columns = new TreeSet<>();

        void add(String column) {
            cells++;
            columns.add(column);
        }

        @Override
        public String toString() {
            return Messages.counted(cells, "cell") + " of " + (columns.size() == 1 ? "column " : "columns ")
                + String.join(", ", columns.stream().map(Messages::quoted).toList());
        }
    }

    /**
     * Reads rows.
     *
     * @param rows    where from; their columns are chosen here
     * @param columns how they become inputs
     * @param target  a column of labels, to come behind the inputs, or null
     * @param missing what becomes of missing cells; rows are dropped only if there is a target
     */
    public TableRows(CsvRows rows, TableColumns columns, String target, MissingCells missing) throws IOException {
        this.rows = rows;
        this.columns = columns.columns();
        this.missing = missing;
        inputs = columns.inputs();
        List<String> names = new ArrayList<>(columns.names());
        this.target = target == null ? -1 : names.size();
        if (target != null) {
            names.add(target);
        }
        rows.choose(names);
        for (int i = 0; i < this.columns.size(); i++) {
            if (this.columns.get(i) instanceof TableColumns.Categorical) {
                rows.wantText(i);
            }
        }
    }

    /**
     * Reads the next row that is not dropped.
     *
     * @param x receives the inputs and, if there is a target, the label
     * @return false if there is none
     * @throws org.neurotron.data.BadDataException if a cell is not as it must be
     */
    public boolean next(double[] x) throws IOException {
        while (rows.next()) {
            if (read(x)) {
                return true;
            }
            dropped++;
        }
        return false;
    }

    /** False if the row is to be dropped. */
    private boolean read(double[] x) throws IOException {
        if (missing != MissingCells.REFUSE && isDropped()) {
            return false;
        }
        int at = 0;
        for (int i = 0; i < columns.size(); i++) {
            switch (columns.get(i)) {
                case TableColumns.Numeric(String name, double mean) ->
                    x[at] = rows.isText(i) ? numberFor(i, name, mean) : rows.numbers()[i];
                case TableColumns.Categorical column -> set(x, at, i, column);
            }
            at += columns.get(i).width();
        }
        if (target >= 0) {
            if (rows.isText(target)) {
                throw rows.bad(target, "be a finite number" + (rows.isMissing(target) ? SEE_MISSING : ""));
            }
            x[inputs] = rows.numbers()[target];
        }
        return true;
    }

    private boolean isDropped() {
        if (target < 0) {
            return false;
        }
        boolean drop = rows.isMissing(target);
        for (int i = 0; missing == MissingCells.DROP && i < columns.size() && !drop; i++) {
            drop = rows.isMissing(i);
        }
        return drop;
    }

    private double numberFor(int column, String name, double mean) throws IOException {
        if (!rows.isMissing(column)) {
            throw rows.bad(column, "be a finite number");
        }
        if (missing != MissingCells.MEAN) {
            throw rows.bad(column, "be a finite number" + SEE_MISSING);
        }
        filled.add(name);
        return mean;
    }

    private void set(double[] x, int at, int column, TableColumns.Categorical categorical) throws IOException {
        Map<String, Integer> categories = categorical.categories();
        for (int i = 0; i < categories.size(); i++) {
            x[at + i] = 0;
        }
        String cell = rows.text(column);
        Integer place = categories.get(cell);
        if (place != null) {
            x[at + place] = 1;
        } else if (!rows.isMissing(column)) {
            unseen.add(categorical.name());
        } else if (missing == MissingCells.MEAN) {
            filled.add(categorical.name());
        } else {
            throw rows.bad(column, "be a text" + SEE_MISSING);
        }
    }

    /** What is to be told about the rows, a line each. */
    public List<String> remarks() {
        List<String> all = new ArrayList<>();
        if (dropped > 0) {
            all.add(dropped(dropped, missing));
        }
        if (filled.cells > 0) {
            all.add(filled + " held nothing and count as means, or as no category");
        }
        if (unseen.cells > 0) {
            all.add(unseen + " held texts that the model does not know and count as no category");
        }
        return all;
    }

    /** How many rows were left out. */
    public long dropped() {
        return dropped;
    }

    /** What is to be told about rows that were left out. */
    public static String dropped(long rows, MissingCells missing) {
        return Messages.counted(rows, "row") + (rows == 1 ? " was" : " were") + " left out, as "
            + (missing == MissingCells.MEAN ? "the target" : "a cell") + " was missing";
    }
}
