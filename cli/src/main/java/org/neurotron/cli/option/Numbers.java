package org.neurotron.cli.option;

import java.math.BigDecimal;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Readers of numbers that say what is allowed. */
public final class Numbers {

    private Numbers() {
    }

    /**
     * Reads the value of an option.
     *
     * @param <T> what it is
     */
    public abstract static class Reader<T> implements ITypeConverter<T> {

        private final String allowed;

        /** A reader of values that must be as is said here. */
        protected Reader(String allowed) {
            this.allowed = allowed;
        }

        /** Reads a value; throws {@link NumberFormatException} or {@link ArithmeticException} if it is none. */
        protected abstract T read(String text);

        /** For the parser of the command line, which says which option it is. */
        @Override
        public final T convert(String text) {
            try {
                return read(text);
            } catch (NumberFormatException | ArithmeticException e) {
                throw new TypeConversionException(Messages.quoted(text) + " " + allowed);
            }
        }

        /** Reads the value of an option that the parser of the command line has left as text. */
        public final T valueOf(String option, String text) {
            try {
                return read(text);
            } catch (NumberFormatException | ArithmeticException e) {
                throw BadUsage.of(option, text, allowed);
            }
        }
    }

    private abstract static class Whole<T> extends Reader<T> {

        private final long least;
        private final long greatest;

        Whole(long least, long greatest, String more) {
            super("must be a whole number from " + least + " to " + greatest + more);
            this.least = least;
            this.greatest = greatest;
        }

        /** A whole number, also written as 4e4. */
        final long whole(String text) {
            long value = new BigDecimal(text.strip()).longValueExact();
            if (value < least || value > greatest) {
                throw new ArithmeticException("out of range");
            }
            return value;
        }
    }

    /** A whole number ≥ 1, also as 4e4. */
    public static final class Size extends Whole<Integer> {

        /** A reader of sizes. */
        public Size() {
            super(1, Integer.MAX_VALUE, "");
        }

        @Override
        protected Integer read(String text) {
            return (int) whole(text);
        }
    }

    private abstract static class Long64 extends Whole<Long> {

        Long64(long least) {
            super(least, Long.MAX_VALUE, "");
        }

        @Override
        protected Long read(String text) {
            return whole(text);
        }
    }

    /** A whole number ≥ 1 of 64 bits, also as 1e9. */
    public static final class Count extends Long64 {

        /** A reader of counts. */
        public Count() {
            super(1);
        }
    }

    /** A whole number ≥ 0 of 64 bits. */
    public static final class Index extends Long64 {

        /** A reader of indices. */
        public Index() {
            super(0);
        }
    }

    /** Any whole number of 64 bits. */
    public static final class Seed extends Long64 {

        /** A reader of seeds. */
        public Seed() {
            super(Long.MIN_VALUE);
        }
    }

    /** A number of threads, or "all". */
    public static final class Threads extends Whole<Integer> {

        private static final int MOST = 4096;

        /** A reader of numbers of threads. */
        public Threads() {
            super(1, MOST, ", or all");
        }

        @Override
        protected Integer read(String text) {
            return text.equals("all") ? Runtime.getRuntime().availableProcessors() : (int) whole(text);
        }
    }

    /** A real number; its range is the library's business. */
    public static class Real extends Reader<Double> {

        /** A reader of real numbers. */
        public Real() {
            this("must be a number");
        }

        private Real(String allowed) {
            super(allowed);
        }

        @Override
        protected Double read(String text) {
            return Double.valueOf(text.strip());
        }
    }

    /** A real number, or "inf". */
    public static final class Bound extends Real {

        /** What stands for infinity. */
        static final String NONE = "inf";

        /** A reader of bounds. */
        public Bound() {
            super("must be a number or " + NONE);
        }

        @Override
        protected Double read(String text) {
            return text.strip().equals(NONE) ? Double.POSITIVE_INFINITY : super.read(text);
        }
    }
}
