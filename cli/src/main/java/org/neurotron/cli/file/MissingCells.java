package org.neurotron.cli.file;

import java.util.Locale;
import java.util.Set;

/** What is to become of cells that hold nothing. */
public enum MissingCells {

    /** They are bad data. */
    REFUSE,

    /** Their rows are left out. */
    DROP,

    /** In place of a number there is the mean of its column; in place of a text, no category. */
    MEAN;

    /** What people and programs write where nothing is known. */
    private static final Set<String> WORDS = Set.of("", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NAN", "null", "NULL",
        "?");

    private static final int LONGEST_WORD = 4;

    /**
     * Looks a policy up.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static MissingCells of(String id) {
        for (MissingCells one : values()) {
            if (one.id().equals(id)) {
                return one;
            }
        }
        throw new IllegalArgumentException("must be refuse, drop or mean");
    }

    /** What it is called. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a cell holds nothing. */
    static boolean isMissing(String cell) {
        return cell.length() <= LONGEST_WORD && WORDS.contains(cell);
    }
}
