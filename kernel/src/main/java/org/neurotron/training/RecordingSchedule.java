package org.neurotron.training;

import org.neurotron.internal.Check;

/**
 * After which iterations the error is recorded.
 */
public sealed interface RecordingSchedule {

    /** What {@link #parse} accepts, for messages. */
    String FORMS = "every:S or log:PER_DECADE";

    /**
     * The next recorded iteration.
     *
     * @param iteration number of updates done, ≥ 0
     * @return the least recorded iteration above {@code iteration}; {@code Long.MAX_VALUE} if there is none
     */
    long next(long iteration);

    /**
     * Reads the form that {@link Object#toString} of every schedule writes.
     *
     * @param text {@code every:S} or {@code log:PER_DECADE}
     * @return the schedule
     * @throws IllegalArgumentException if it is neither
     */
    static RecordingSchedule parse(String text) {
        int colon = text.indexOf(':');
        try {
            if (colon > 0) {
                long number = Long.parseLong(text.substring(colon + 1));
                switch (text.substring(0, colon)) {
                    case "every":
                        return new Every(number);
                    case "log":
                        return new Logarithmic(Math.toIntExact(number));
                    default:
                        break;
                }
            }
        } catch (ArithmeticException | IllegalArgumentException e) {
            // Refused below, with a message that says what is allowed.
        }
        throw Check.illegal("record", text, "must be " + FORMS + " with whole numbers >= 1, PER_DECADE <= "
            + Logarithmic.MAX_PER_DECADE);
    }

    /**
     * Iterations S, 2S, 3S, ….
     *
     * @param stride S, ≥ 1
     */
    record Every(long stride) implements RecordingSchedule {

        /**
         * Checks the stride.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Every {
            Check.positive("stride", stride);
        }

        @Override
        public long next(long iteration) {
            long next = (iteration / stride + 1) * stride;
            return next > iteration ? next : Long.MAX_VALUE;
        }

        @Override
        public String toString() {
            return "every:" + stride;
        }
    }

    /**
     * The whole numbers nearest to 10^(i/P) as computed in double precision, i = 0, 1, 2, …: the same number of records
     * in every decade, as far as there are so many whole numbers in it.
     *
     * @param perDecade P, from 1 to 1 000 000
     */
    record Logarithmic(int perDecade) implements RecordingSchedule {

        static final int MAX_PER_DECADE = 1_000_000;

        /**
         * Checks the density.
         *
         * @throws IllegalArgumentException if it is out of range
         */
        public Logarithmic {
            if (perDecade < 1 || perDecade > MAX_PER_DECADE) {
                throw Check.illegal("perDecade", perDecade, "must be from 1 to " + MAX_PER_DECADE);
            }
        }

        @Override
        public long next(long iteration) {
            if (iteration < 1) {
                return 1;
            }
            // The strict functions: the schedule must not depend on the machine either. What rounds to the next
            // whole number starts half a step above this one.
            long i = Math.max(0, (long) (StrictMath.log10(iteration + 0.5) * perDecade) - 1);
            long next = at(i);
            while (next <= iteration && next < Long.MAX_VALUE) {
                next = at(++i);
            }
            return next;
        }

        private long at(long i) {
            return Math.round(StrictMath.pow(10, (double) i / perDecade));
        }

        @Override
        public String toString() {
            return "log:" + perDecade;
        }
    }
}
