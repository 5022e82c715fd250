package org.neurotron.cli.option;

import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.neurotron.cli.terminal.Messages;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How often to save.
 *
 * @param nanos time between two checkpoints, or 0 if it does not count
 * @param steps steps between two checkpoints, or 0 if they do not count
 */
public record Interval(long nanos, long steps) {

    private static final String ALLOWED =
        "must be a time such as 500ms, 60s, 5min or 2h, or a number of steps such as 1e6";

    /** Whether it has gone by. */
    public boolean isOver(long nanosSince, long stepsSince) {
        return nanos > 0 ? nanosSince >= nanos : stepsSince >= steps;
    }

    @Override
    public String toString() {
        return nanos > 0 ? BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + "s"
            : Long.toString(steps);
    }

    /** Reads an interval: a time with its unit, or a number of steps. */
    public static final class Converter implements ITypeConverter<Interval> {

        private static final Pattern TIME = Pattern.compile("(.*?)(ms|s|min|h)");

        private static final BigDecimal MOST_NANOS = nanosPer("h").multiply(BigDecimal.valueOf(24 * 365));

        @Override
        public Interval convert(String text) {
            try {
                Matcher time = TIME.matcher(text.strip());
                if (!time.matches()) {
                    return new Interval(0, new Numbers.Count().convert(text));
                }
                BigDecimal nanos = new BigDecimal(time.group(1).strip()).multiply(nanosPer(time.group(2)));
                if (nanos.signum() > 0 && nanos.compareTo(MOST_NANOS) <= 0) {
                    return new Interval(Math.max(1, nanos.longValue()), 0);
                }
            } catch (NumberFormatException | TypeConversionException e) {
                // All that is allowed is said at once.
            }
            throw new TypeConversionException(Messages.quoted(text) + " " + ALLOWED);
        }

        private static BigDecimal nanosPer(String unit) {
            return BigDecimal.valueOf(switch (unit) {
                case "ms" -> TimeUnit.MILLISECONDS.toNanos(1);
                case "s" -> TimeUnit.SECONDS.toNanos(1);
                case "min" -> TimeUnit.MINUTES.toNanos(1);
                default -> TimeUnit.HOURS.toNanos(1);
            });
        }
    }
}
