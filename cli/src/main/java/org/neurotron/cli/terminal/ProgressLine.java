package org.neurotron.cli.terminal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line such as {@code train  40 %  1.2 M of 3 M steps · 96 k/s · 0:31 left · error 2.2e-3}. */
final class ProgressLine {

    private static final String[] UNITS = {"", " k", " M", " G", " T", " P", " E"};

    private static final String BETWEEN = " · ";

    private static final long HOURS_PER_DAY = 24;

    private final String task;
    private final String what;
    private final long total;

    /**
     * Lines about a task.
     *
     * @param task  what is being done
     * @param what  of what, such as steps or bytes
     * @param total how many in all, or 0 if that is not known
     */
    ProgressLine(String task, String what, long total) {
        this.task = task;
        this.what = what;
        this.total = total;
    }

    /**
     * The line of a task that goes on.
     *
     * @param done      how much has been done
     * @param perSecond how much is done in a second, or NaN
     * @param seconds   how long it has taken, for a task whose end is not known
     * @param where     where such a task has come to, in words, or ""
     * @param error     the error, or NaN
     * @param width     how many characters there may be
     */
    String running(long done, double perSecond, double seconds, String where, double error, int width) {
        List<String> parts = new ArrayList<>();
        if (total == 0) {
            parts.add(open(done));
            if (!where.isEmpty()) {
                parts.add(where);
            }
            if (done > 0 && perSecond > 0) {
                parts.add(rate(perSecond) + "/s");
            }
            parts.add(duration(seconds));
        } else {
            // Not 100 % as long as there is something left to do, be it only the last files.
            parts.add(progress(Math.min(99, percent(done)), done));
            if (perSecond > 0) {
                parts.add(rate(perSecond) + "/s");
                parts.add(duration(Math.ceil(Math.max(0, total - done) / perSecond)) + " left");
            }
        }
        return line(parts, error, width);
    }

    /**
     * The line of a task that has ended, or was given up.
     *
     * @param done    how much has been done
     * @param seconds how long it took
     * @param error   the error, or NaN
     * @param width   how many characters there may be
     */
    String ended(long done, double seconds, double error, int width) {
        List<String> parts = new ArrayList<>();
        parts.add(total == 0 ? open(done) : progress(percent(done), done));
        parts.add(duration(seconds));
        return line(parts, error, width);
    }

    /** Of a task whose end is not known. */
    private String open(long done) {
        return task + "  " + (done == 0 ? "" : count(done) + " ") + what;
    }

    private int percent(long done) {
        return done >= total ? 100 : (int) Math.min(99, 100.0 * done / total);
    }

    private String progress(int percent, long done) {
        return String.format(Locale.ROOT, "%s  %d %%  %s of %s %s", task, percent, count(done), count(total), what);
    }

    private static String line(List<String> parts, double error, int width) {
        if (!Double.isNaN(error)) {
            parts.add(String.format(Locale.ROOT, "error %.1e", error).replaceFirst("e([-+])0", "e$1")
                .replace("e+", "e"));
        }
        // What does not fit is left out, from the end.
        while (parts.size() > 1 && String.join(BETWEEN, parts).length() > width) {
            parts.removeLast();
        }
        String line = String.join(BETWEEN, parts);
        return line.substring(0, Math.min(line.length(), width));
    }

    /** Measured, and therefore rounded to the nearest. */
    private static String rate(double perSecond) {
        return count(new BigDecimal(perSecond).round(new MathContext(3)).doubleValue());
    }

    /** A number in three characters and a unit, rounded down: what is not yet done is not to be shown as done. */
    static String count(double number) {
        double value = number;
        int unit = 0;
        while (value >= 1_000 && unit < UNITS.length - 1) {
            value /= 1_000;
            unit++;
        }
        String digits = value < 10 && (unit > 0 || value != Math.rint(value))
            ? String.format(Locale.ROOT, "%.1f", Math.floor(value * 10) / 10).replace(".0", "")
            : String.format(Locale.ROOT, "%.0f", Math.floor(value));
        return digits + UNITS[unit];
    }

    /** A time as 0:31, 1:02:03 or 4 d 5 h. */
    static String duration(double seconds) {
        long whole = (long) seconds;
        long minutes = whole / 60;
        long hours = minutes / 60;
        if (hours >= 2 * HOURS_PER_DAY) {
            long days = hours / HOURS_PER_DAY;
            return days > 3650 ? "more than 10 years" : days + " d " + hours % HOURS_PER_DAY + " h";
        }
        return hours > 0 ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes % 60, whole % 60)
            : String.format(Locale.ROOT, "%d:%02d", minutes, whole % 60);
    }
}
