package org.neurotron.cli.terminal;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The wording of messages: each names the option, its value and what is allowed. */
public final class Messages {

    /** What the library's argument checks say, see org.neurotron.internal.Check. */
    private static final Pattern LIBRARY = Pattern.compile("(\\S+) = (.*): (must .*)", Pattern.DOTALL);

    private Messages() {
    }

    public static String invalid(String option, Object value, String allowed) {
        return "invalid value for option '" + option + "': '" + value + "' " + allowed;
    }

    /** The library's complaint about an argument, in terms of the option of the same name if there is one. */
    public static ParameterException badArgument(CommandLine commandLine, IllegalArgumentException e) {
        Matcher matcher = LIBRARY.matcher(String.valueOf(e.getMessage()));
        String option = matcher.matches() ? "--" + matcher.group(1) : "";
        return badArgument(commandLine, option, e);
    }

    /** The library's complaint about an argument that came from an option, if the command has that option. */
    public static ParameterException badArgument(CommandLine commandLine, String option, IllegalArgumentException e) {
        Matcher matcher = LIBRARY.matcher(String.valueOf(e.getMessage()));
        return matcher.matches() && commandLine.getCommandSpec().optionsMap().containsKey(option)
            ? new ParameterException(commandLine, invalid(option, matcher.group(2), matcher.group(3)))
            : new ParameterException(commandLine, e.getMessage());
    }

    /** One line for an exception that a user can do something about. */
    public static String of(Exception e) {
        if (e instanceof FileSystemException file) {
            String reason = file.getReason() != null ? file.getReason()
                : file instanceof AccessDeniedException ? "permission denied" : file.getClass().getSimpleName();
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
}
