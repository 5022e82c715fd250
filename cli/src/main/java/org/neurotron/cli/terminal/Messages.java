package org.neurotron.cli.terminal;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** The wording that messages have in common. */
public final class Messages {

    /** Of a value no more is shown: enough to find it again. */
    private static final int LONGEST_VALUE = 60;

    /** Nor of a message: what it quotes may come from files, and be of any length. */
    private static final int LONGEST_LINE = 2_000;

    /** What stands for what is left out in the middle of a message. */
    private static final String LEFT_OUT = " [...] ";

    private Messages() {
    }

    /**
     * A value as it was given, in quotes: at most {@value #LONGEST_VALUE} characters of it, and none that a terminal
     * would take for a command.
     */
    public static String quoted(Object value) {
        return "'" + shortened(String.valueOf(value)) + "'";
    }

    /** The beginning of a text, as {@link #quoted} shows it. */
    public static String shortened(String text) {
        return printable(text.codePointCount(0, text.length()) <= LONGEST_VALUE ? text
            : text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE - 1)) + "…");
    }

    /** The beginning and the end of a text, of which what is between is left out if there is much of it. */
    public static String bothEnds(String text) {
        int length = text.codePointCount(0, text.length());
        return printable(length <= 2 * LONGEST_VALUE ? text : text.substring(0, text.offsetByCodePoints(0,
            LONGEST_VALUE)) + "…" + text.substring(text.offsetByCodePoints(text.length(), 1 - LONGEST_VALUE)));
    }

    /** A text without characters that a terminal would take for commands; those are shown as escape sequences. */
    public static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        shown.append(String.format(Locale.ROOT, "\\x%02x", c));
                    } else if (isInvisible(c)) {
                        shown.append(String.format(Locale.ROOT, "\\u{%x}", c));
                    } else {
                        shown.appendCodePoint(c);
                    }
                }
            }
        });
        return shown.toString();
    }

    /**
     * A message as one line that a terminal can be trusted with, of at most {@value #LONGEST_LINE} characters. Of one
     * that is longer the middle is left out, as what is wrong is said first and what is allowed last.
     */
    public static String line(String message) {
        // Once before as well, so that no time is lost on what is not shown.
        return withoutMiddle(printable(withoutMiddle(message).replaceAll("\\s*\\R\\s*", " ")));
    }

    private static String withoutMiddle(String text) {
        int length = text.codePointCount(0, text.length());
        if (length <= LONGEST_LINE) {
            return text;
        }
        int end = (LONGEST_LINE - LEFT_OUT.length()) / 2;
        return text.substring(0, text.offsetByCodePoints(0, end)) + LEFT_OUT
            + text.substring(text.offsetByCodePoints(text.length(), -end));
    }

    /** What turns the direction of writing, joins, breaks lines, or stands for no character at all. */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** One line for an exception that a user can do something about. */
    public static String of(Exception e) {
        if (e instanceof FileSystemException file) {
            String reason = switch (file) {
                case AccessDeniedException _ -> "permission denied";
                case NoSuchFileException _ -> "no such file or folder";
                case FileAlreadyExistsException _ -> "it is there already, and no folder";
                default -> file.getReason() != null ? file.getReason() : file.getClass().getSimpleName();
            };
            return file.getFile() + ": " + reason;
        }
        return e.getMessage() != null ? e.getMessage() : e.toString();
    }

    /** A number of bytes as a person would say it. */
    public static String bytes(double bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
        int i = 0;
        double value = bytes;
        while (value >= 1000 && i < units.length - 1) {
            value /= 1000;
            i++;
        }
        return String.format(Locale.ROOT, value < 10 && i > 0 ? "%.1f %s" : "%.0f %s", value, units[i]);
    }

    /** A number of things: "1 table", "2 tables". */
    public static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
