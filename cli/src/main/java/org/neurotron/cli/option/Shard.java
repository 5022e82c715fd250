package org.neurotron.cli.option;

import java.util.List;
import java.util.Map;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A part of a sweep that is computed for itself: every run whose number leaves the remainder {@code index} when it is
 * divided by {@code count}. So all shards have runs of all settings, and take about as long.
 *
 * @param index which, from 0 to {@code count - 1}, as indexed jobs of Kubernetes are numbered
 * @param count how many there are
 */
public record Shard(int index, int count) {

    /** What is not divided. */
    public static final Shard ALL = new Shard(0, 1);

    /** How many shards there may be: as many as runs of one setting. */
    static final int MOST = 1_000_000;

    /** What stands for the index that a batch system has given to this process … */
    private static final String AUTO = "auto";

    /** … in the first of these that is set: of Slurm's job arrays, and of Kubernetes' indexed jobs. */
    private static final List<String> INDICES = List.of("SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX");

    /**
     * Reads what {@link #toString} writes.
     *
     * @param where what it stands in, for a message
     * @param text  what stands there
     * @throws BadUsage if it makes no sense
     */
    public static Shard of(String where, String text) {
        try {
            return new Converter(Map.of()).convert(text);
        } catch (TypeConversionException e) {
            throw new BadUsage(where + " makes no sense: --" + SweepOptions.SHARD + " " + e.getMessage());
        }
    }

    /**
     * Whether a run belongs to it.
     *
     * @param number the run's number in the whole sweep
     */
    public boolean has(long number) {
        return number % count == index;
    }

    /** The place of a run that belongs to it among all that do. */
    public long place(long number) {
        return number / count;
    }

    /** The number of the run at a place. */
    public long number(long place) {
        return place * count + index;
    }

    /**
     * How many runs belong to it.
     *
     * @param total number of runs in all
     */
    public long size(long total) {
        return Math.ceilDiv(Math.max(0, total - index), (long) count);
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }

    /** Reads {@code I/N} and {@code auto/N}. */
    static final class Converter implements ITypeConverter<Shard> {

        private final Map<String, String> environment;

        /** A reader for this process. */
        Converter() {
            this(System.getenv());
        }

        /** A reader for a process with these variables. */
        Converter(Map<String, String> environment) {
            this.environment = environment;
        }

        @Override
        public Shard convert(String text) {
            String[] parts = text.strip().split("/", -1);
            int count = parts.length == 2 ? number(parts[1], MOST + 1) : -1;
            int index = count < 1 ? -1 : parts[0].equals(AUTO) ? given(text, count) : number(parts[0], count);
            if (index < 0) {
                throw new TypeConversionException(Messages.quoted(text) + " must be I/N or " + AUTO
                    + "/N with whole numbers 0 <= I < N <= " + MOST);
            }
            return new Shard(index, count);
        }

        /** A whole number below an end, or -1. */
        private static int number(String text, int end) {
            try {
                int number = Integer.parseInt(text);
                return number < end ? number : -1;
            } catch (NumberFormatException e) {
                return -1;
            }
        }

        private int given(String text, int count) {
            for (String variable : INDICES) {
                String value = environment.getOrDefault(variable, "").strip();
                if (!value.isEmpty()) {
                    int index = number(value, count);
                    if (index < 0) {
                        throw new TypeConversionException(Messages.quoted(text) + " must be given where " + variable
                            + " is a whole number from 0 to " + (count - 1) + "; it is " + Messages.quoted(value));
                    }
                    return index;
                }
            }
            throw new TypeConversionException(Messages.quoted(text) + " must be given where "
                + String.join(" or ", INDICES) + " is set; else it is I/" + count);
        }
    }
}
