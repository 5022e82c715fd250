package org.neurotron.cli.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.data.BadDataException;

/**
 * Looks at all rows of a table to find out which of its columns hold numbers, which texts, and which nothing that a
 * model could learn from.
 *
 * <p>A column of which nine in ten cells are numbers is one of numbers, and a cell of it that is none is a mistake that
 * must be corrected. Any other column with a cell that is no number is one of texts. If it has so many different ones
 * that it rather names the rows, it is left out; unless half of its cells are numbers, as then it is hardly meant to.
 */
public final class TableSurvey {

    /** A column with more different texts than this is left out … */
    static final int MOST_CATEGORIES = 1_000;

    /** … and so is one with more than this, if they are more than half of its cells. */
    private static final int MOST_NAMES = 50;

    /** A text of more characters than this is none of a few that come again, and would only take memory. */
    private static final int LONGEST_CATEGORY = 1_000;

    /** What programs call the column of the rows' numbers, which has no name. */
    private static final Pattern UNNAMED = Pattern.compile("(Unnamed: \\d+)?");

    /** Of the largest numbers it keeps the sum finite; of the smallest the plain sum is right. */
    private static final double SMALL = 0x1p-64;

    private final CsvRows rows;
    private final MissingCells missing;
    private final Column[] columns;
    private final int inputs;
    private final boolean firstIsUnnamed;
    private final List<String> remarks = new ArrayList<>();
    private boolean firstCounts;
    private double firstNumber;
    private long count;
    private long withoutTarget;

    /** What may become of a row. */
    public enum Row {

        /** It holds numbers only. */
        NUMBERS,

        /** A cell of it is missing, for which it is left out if the cell's column is not. */
        DROPPED,

        /** It can be read when all columns are known. */
        OPEN
    }

    /** What was found in a column. */
    private static final class Column {

        private final String name;
        private double sum;
        private double smallSum;
        private long missing;
        private long infinite;
        private long texts;
        private Cell firstMissing;
        private Cell firstBad;
        private final Set<String> categories = new HashSet<>();
        private boolean incomplete;
        private boolean isLong;

        Column(String name) {
            this.name = name;
        }

        void addCategory(String cell) {
            if (cell.length() > LONGEST_CATEGORY) {
                isLong = true;
                categories.clear();
            }
            if (categories.size() <= MOST_CATEGORIES && !isLong) {
                categories.add(cell);
            }
        }

        double mean(long numbers) {
            return Double.isFinite(sum) ? sum / numbers : smallSum / numbers / SMALL;
        }

        /** Whether it is one of texts, if so many cells of it are not missing. */
        boolean isText(long present) {
            return texts > 0 && 10 * texts > present;
        }
    }

    /** A cell that may have to be named. */
    private record Cell(long line, String text) {
    }

    /**
     * Prepares to look.
     *
     * @param rows     the rows, of which none has been read; their columns are chosen here: what may become inputs,
     *                 the target, and perhaps one that does not count
     * @param features the columns that are to become inputs, or null for all but the target
     * @param target   the column of the labels
     * @param missing  what becomes of missing cells
     * @throws BadDataException if there are no such columns
     */
    public TableSurvey(CsvRows rows, List<String> features, String target, MissingCells missing)
        throws BadDataException {
        this.rows = rows;
        this.missing = missing;
        List<String> names = new ArrayList<>(features == null ? rows.header() : features);
        names.remove(target);
        if (names.isEmpty()) {
            throw new BadDataException(rows.file() + " has no column besides the target");
        }
        firstIsUnnamed = features == null && names.size() > 1 && names.getFirst().equals(rows.header().getFirst())
            && UNNAMED.matcher(names.getFirst()).matches();
        firstCounts = firstIsUnnamed;
        names.add(target);
        if (firstIsUnnamed) {
            names.add(names.removeFirst());
        }
        inputs = names.size() - (firstIsUnnamed ? 2 : 1);
        columns = names.stream().map(Column::new).toArray(Column[]::new);
        rows.choose(names);
    }

    /** How many of the chosen columns, from the first one, may become inputs without a second look. */
    public int inputs() {
        return inputs;
    }

    /**
     * Looks at the present row.
     *
     * @throws BadDataException if there is no label
     */
    public Row add() throws BadDataException {
        double[] numbers = rows.numbers();
        Row row = Row.NUMBERS;
        if (rows.isText(inputs)) {
            if (missing == MissingCells.REFUSE || !rows.isMissing(inputs)) {
                throw rows.bad(inputs, "be a finite number" + (rows.isMissing(inputs) ? TableRows.SEE_MISSING : ""));
            }
            row = Row.DROPPED;
        }
        if (firstCounts) {
            firstCounts = isNextNumber(numbers[inputs + 1]);
        }
        count++;
        if (row == Row.DROPPED) {
            withoutTarget++;
            return row;
        }
        for (int i = 0; i < columns.length; i++) {
            Column column = columns[i];
            if (rows.isText(i)) {
                Row other = addText(i, column);
                if (i < inputs && row != Row.OPEN) {
                    row = other;
                }
            } else {
                column.sum += numbers[i];
                column.smallSum += numbers[i] * SMALL;
                if (column.texts > 0) {
                    column.addCategory(rows.text(i));
                }
            }
        }
        return row;
    }

    private boolean isNextNumber(double number) {
        if (count == 0) {
            firstNumber = number;
            return number == 0 || number == 1;
        }
        return number == firstNumber + count;
    }

    private Row addText(int i, Column column) {
        if (rows.isMissing(i)) {
            column.missing++;
            if (column.firstMissing == null) {
                column.firstMissing = new Cell(rows.line(), rows.text(i));
            }
            return missing == MissingCells.DROP ? Row.DROPPED : Row.OPEN;
        }
        if (column.firstBad == null) {
            column.firstBad = new Cell(rows.line(), rows.text(i));
        }
        if (Double.isNaN(rows.numbers()[i])) {
            if (column.texts == 0) {
                rows.wantText(i);
                // The text of the numbers before was not kept.
                column.incomplete = present(column) > 1;
            }
            column.texts++;
        } else {
            column.infinite++;
        }
        column.addCategory(rows.text(i));
        return Row.OPEN;
    }

    /** How many of a column's cells are not missing, where there is a label. */
    private long present(Column column) {
        return count - withoutTarget - column.missing;
    }

    /** Whether the table must be read once more for the texts of columns that began with numbers. */
    public boolean isIncomplete() {
        for (int i = 0; i < columns.length; i++) {
            if (i != inputs && columns[i].incomplete && columns[i].isText(present(columns[i]))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Prepares to read the table once more for the texts.
     *
     * @param again its rows, of which none has been read; their columns are chosen here
     */
    public void prepare(CsvRows again) throws BadDataException {
        again.choose(Arrays.stream(columns).map(column -> column.name).toList());
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].incomplete) {
                again.wantText(i);
            }
        }
    }

    /** Takes the texts of the present row of a table that is read once more. */
    public void addTexts(CsvRows again) {
        for (int i = 0; i < columns.length && !again.isMissing(inputs); i++) {
            if (columns[i].incomplete && !again.isMissing(i)) {
                columns[i].addCategory(again.text(i));
            }
        }
    }

    /**
     * What the columns are, after all rows have been looked at.
     *
     * @throws BadDataException if a cell is not as it must be, or nothing is left
     */
    public TableColumns columns() throws BadDataException {
        if (count == 0) {
            throw new BadDataException(rows.file() + " has no rows below its header");
        }
        if (count == withoutTarget) {
            throw new BadDataException(rows.file() + " has no number in column "
                + Messages.quoted(columns[inputs].name));
        }
        List<TableColumns.Column> all = new ArrayList<>();
        Column refused = null;
        for (int i = 0; i < columns.length; i++) {
            // In the order of the file.
            Column column = columns[firstIsUnnamed ? (i + columns.length - 1) % columns.length : i];
            TableColumns.Column found = column == columns[inputs] ? null : found(column);
            if (found != null) {
                all.add(found);
                if (column.firstMissing != null
                    && (refused == null || column.firstMissing.line < refused.firstMissing.line)) {
                    refused = column;
                }
            }
        }
        if (missing == MissingCells.REFUSE && refused != null) {
            throw rows.bad(refused.firstMissing.line, refused.name, refused.firstMissing.text,
                (refused.isText(present(refused)) ? "be a text" : "be a finite number") + TableRows.SEE_MISSING);
        }
        if (all.isEmpty()) {
            throw new BadDataException(rows.file() + " has no column besides the target that a model could learn from"
                + (remarks.isEmpty() ? "" : ": " + String.join("; ", remarks)));
        }
        return new TableColumns(all);
    }

    /** What a column is, or null if it is left out. */
    private TableColumns.Column found(Column column) throws BadDataException {
        if (firstCounts && column == columns[columns.length - 1]) {
            leaveOut(column, "it has no name and numbers the rows");
            return null;
        }
        long present = present(column);
        if (present == 0 && missing != MissingCells.REFUSE) {
            leaveOut(column, "it holds nothing");
            return null;
        }
        long numbers = present - column.texts - column.infinite;
        if (!column.isText(present)) {
            if (column.texts + column.infinite > 0) {
                throw mistake(column, numbers, present);
            }
            return new TableColumns.Numeric(column.name, present == 0 ? Double.NaN : column.mean(numbers));
        }
        int different = column.categories.size();
        if (column.isLong || different > MOST_CATEGORIES || different > MOST_NAMES && 2L * different > present) {
            if (2 * numbers >= present) {
                throw mistake(column, numbers, present);
            }
            leaveOut(column, "it holds " + (column.isLong ? "texts of more than " + LONGEST_CATEGORY + " characters"
                : (different > MOST_CATEGORIES ? "more than " + MOST_CATEGORIES : different) + " different texts in "
                + Messages.counted(present, "row")));
            return null;
        }
        if (numbers > 0) {
            remarks.add("column " + Messages.quoted(column.name) + " is taken for texts, as " + column.texts + " of "
                + Messages.counted(present, "cell") + " are no numbers, the first being "
                + Messages.quoted(column.firstBad.text) + " in line " + column.firstBad.line);
        }
        Map<String, Integer> categories = new HashMap<>();
        new TreeSet<>(column.categories).forEach(category -> categories.put(category, categories.size()));
        return new TableColumns.Categorical(column.name, Map.copyOf(categories));
    }

    private void leaveOut(Column column, String why) {
        remarks.add("column " + Messages.quoted(column.name) + " is left out, as " + why);
    }

    private BadDataException mistake(Column column, long numbers, long present) {
        return rows.bad(column.firstBad.line, column.name, column.firstBad.text, "be a finite number"
            + (numbers == 0 ? "" : ", as " + numbers + " of the column's " + present + " cells are"));
    }

    /** What is to be told about the columns, a line each. */
    public List<String> remarks() {
        return remarks;
    }
}
