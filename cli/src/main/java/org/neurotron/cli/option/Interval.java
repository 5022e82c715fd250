package org.neurotron.cli.option;

import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How often to save.
 *
 * @param nanos time between two checkpoints, or 0 if it does not count
 * @param steps steps between two checkpoints, or 0 if they do not count
 */
public record Interval(long nanos, long steps) {

    private static final String ALLOWED = "must be a time such as 60s or a number of steps such as 1e6";

    /** Whether it has gone by. */
    public boolean isOver(long nanosSince, long stepsSince) {
        return nanos > 0 ? nanosSince >= nanos : stepsSince >= steps;
    }

    @Override
    public String toString() {
        return nanos > 0 ? BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + "s"
            : Long.toString(steps);
    }

    /** Reads an interval. */
    public static final class Converter implements ITypeConverter<Interval> {

        private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(TimeUnit.DAYS.toSeconds(365));

        @Override
        public Interval convert(String text) {
            try {
                if (text.endsWith("s")) {
                    BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1).strip());
                    if (seconds.signum() > 0 && seconds.compareTo(MOST_SECONDS) <= 0) {
                        return new Interval(Math.max(1, seconds.movePointRight(9).longValue()), 0);
                    }
                } else {
                    return new Interval(0, new Numbers.Count().convert(text));
                }
            } catch (NumberFormatException | TypeConversionException e) {
                // Said below.
            }
            throw new TypeConversionException("'" + text + "' " + ALLOWED);
        }
    }
}
