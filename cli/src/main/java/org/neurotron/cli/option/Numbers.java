package org.neurotron.cli.option;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Readers of numbers that say what is allowed. */
public final class Numbers {

    private Numbers() {
    }

    private static long whole(String text, long least, long greatest) {
        try {
            long value = new BigDecimal(text.strip()).longValueExact();
            if (value >= least && value <= greatest) {
                return value;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Said below.
        }
        throw new TypeConversionException("'" + text + "' must be a whole number from " + least + " to " + greatest);
    }

    /** A whole number ≥ 1, also as 4e4. */
    public static final class Size implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) whole(text, 1, Integer.MAX_VALUE);
        }
    }

    /** A whole number ≥ 1 of 64 bits, also as 1e9. */
    public static final class Count implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return whole(text, 1, Long.MAX_VALUE);
        }
    }

    /** A whole number ≥ 0 of 64 bits. */
    public static final class Index implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return whole(text, 0, Long.MAX_VALUE);
        }
    }

    /** Any whole number of 64 bits. */
    public static final class Seed implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    /** A number of threads, or "all". */
    public static final class Threads implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (text.equals("all")) {
                return Runtime.getRuntime().availableProcessors();
            }
            try {
                return (int) whole(text, 1, MOST);
            } catch (TypeConversionException e) {
                throw new TypeConversionException(e.getMessage() + ", or all");
            }
        }

        private static final int MOST = 4096;
    }

    /** A real number; its range is the library's business. */
    public static final class Real implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                return Double.valueOf(text.strip());
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' must be a number");
            }
        }
    }
}
