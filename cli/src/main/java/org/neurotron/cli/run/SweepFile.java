package org.neurotron.cli.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.NewFile;
import org.neurotron.cli.file.RegularFiles;
import org.neurotron.cli.option.Shard;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.study.Outcome;
import org.neurotron.study.SweepRun;

/**
 * The runs of a sweep that have ended, on disk: a slot of the same size for each, at a place of its own, so that runs
 * can be added in any order by several threads. A slot has a checksum over the run, its number and the configuration of
 * the sweep; one that is empty, torn or from another sweep does not count. Big-endian.
 *
 * <p>The file of a shard has places for the runs of the shard only. Their slots are the same as in the whole sweep.
 */
public final class SweepFile implements AutoCloseable {

    /** The file's name in the folder of a sweep; it is gone when the tables are complete. */
    public static final String NAME = "runs.bin";

    /** Checksum, format, and the five numbers of an {@link SweepRun.Ending}. */
    private static final int HEADER = 2 * Integer.BYTES + Long.BYTES + 4 * Double.BYTES;

    private static final int FORMAT = 1;

    /** What is in the place of a run. */
    private enum Slot {
        /** Nothing. */
        EMPTY,
        /** Something that is not the run: damaged, or from another sweep or place. */
        DAMAGED,
        /** The run. */
        WHOLE
    }

    private final Path file;
    private final FileChannel channel;
    private final Shard part;
    private final int records;
    private final byte[] configuration;

    private SweepFile(Path file, FileChannel channel, SweepOptions.Plan plan) {
        this.file = file;
        this.channel = channel;
        part = plan.part();
        records = plan.sweep().recordedIterations().length;
        configuration = String.join("\n", plan.runsConfiguration()).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Opens the file or makes it.
     *
     * @param file where it is
     * @param plan the sweep, or shard of one
     */
    public static SweepFile toWrite(Path file, SweepOptions.Plan plan) throws IOException {
        return new SweepFile(file, RegularFiles.toWrite(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE), plan);
    }

    /**
     * Opens a file that is there.
     *
     * @param file where it is
     * @param plan the sweep, or shard of one
     */
    public static SweepFile toRead(Path file, SweepOptions.Plan plan) throws IOException {
        return new SweepFile(file, FileChannel.open(RegularFiles.toRead(file), StandardOpenOption.READ), plan);
    }

    private int slotBytes() {
        return HEADER + records * Double.BYTES;
    }

    private long start(long number) {
        return part.place(number) * slotBytes();
    }

    /** Adds a run. Safe for use by several threads. */
    void put(long number, SweepRun run) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(slotBytes());
        SweepRun.Ending ending = run.ending();
        slot.putInt(0).putInt(FORMAT).putLong(ending.divergedAt()).putDouble(ending.initialError())
            .putDouble(ending.finalError()).putDouble(ending.earlierError()).putDouble(ending.laterError());
        for (double error : run.errors()) {
            slot.putDouble(error);
        }
        slot.putInt(0, checksum(number, slot.array())).rewind();
        RegularFiles.write(file, channel, slot, start(number));
    }

    private int checksum(long number, byte[] slot) {
        CRC32C crc = new CRC32C();
        crc.update(configuration);
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
        crc.update(slot, Integer.BYTES, slot.length - Integer.BYTES);
        return crc.getValue() == 0 ? 1 : (int) crc.getValue();
    }

    /** Whether a run is there, whole. Safe for use by several threads. */
    boolean has(long number) throws IOException {
        return look(number, ByteBuffer.allocate(slotBytes())) == Slot.WHOLE;
    }

    /** The run, or null if it is not there, whole. */
    SweepRun get(long number) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(slotBytes());
        if (look(number, slot) != Slot.WHOLE) {
            return null;
        }
        SweepRun.Ending ending = ending(slot.rewind());
        double[] errors = new double[records];
        slot.asDoubleBuffer().get(errors);
        return new SweepRun(errors, ending);
    }

    private Slot look(long number, ByteBuffer slot) throws IOException {
        slot.clear();
        boolean all = read(slot, start(number));
        if (all && slot.getInt(0) == checksum(number, slot.array()) && slot.getInt(Integer.BYTES) == FORMAT) {
            return Slot.WHOLE;
        }
        for (int i = 0; i < slot.position(); i++) {
            if (slot.get(i) != 0) {
                return Slot.DAMAGED;
            }
        }
        return Slot.EMPTY;
    }

    /**
     * What is in the places of the runs.
     *
     * @param whole   number of runs that are there
     * @param damaged number of places with something else
     * @param first   number of the first damaged run in the whole sweep, or -1
     */
    record Tally(long whole, long damaged, long first) {
    }

    /**
     * Looks at the places of all runs.
     *
     * @param total number of runs of the whole sweep
     */
    Tally tally(long total) throws IOException {
        long[] counts = new long[Slot.values().length];
        long first = -1;
        ByteBuffer slot = ByteBuffer.allocate(slotBytes());
        for (long place = 0; place < part.size(total); place++) {
            Slot there = look(part.number(place), slot);
            counts[there.ordinal()]++;
            first = first < 0 && there == Slot.DAMAGED ? part.number(place) : first;
        }
        return new Tally(counts[Slot.WHOLE.ordinal()], counts[Slot.DAMAGED.ordinal()], first);
    }

    /**
     * Rather than to put the runs of one configuration in the place of those of another.
     *
     * @param total number of runs of the whole sweep
     * @throws BadUsage if there are runs of which none can be used, as they are of another configuration
     */
    void requireOwn(long total) throws IOException {
        long strangers = 0;
        long own = part.size(total);
        ByteBuffer slot = ByteBuffer.allocate(slotBytes());
        for (long place = 0; place * slotBytes() < channel.size(); place++) {
            Slot there = look(part.number(place), slot);
            if (there == Slot.WHOLE && place < own) {
                return;
            }
            strangers += there == Slot.EMPTY ? 0 : 1;
        }
        // A single one may be what a power cut has left of the first.
        if (strangers > 1) {
            throw new BadUsage("the " + strangers + " runs that are saved in " + file + " are of another configuration "
                + "than " + FileNames.RUN + " says. Nothing was changed; put it back as it was, or begin anew with "
                + "neurotron sweep --overwrite");
        }
    }

    /**
     * How many runs diverged, where all are there.
     *
     * @param criteria how that is told
     * @param total    number of runs of the whole sweep
     */
    long diverged(Outcome.Criteria criteria, long total) throws IOException {
        long diverged = 0;
        for (long place = 0; place < part.size(total); place++) {
            diverged += criteria.of(ending(part.number(place))) == Outcome.DIVERGED ? 1 : 0;
        }
        return diverged;
    }

    /** How a run that is there ended. */
    SweepRun.Ending ending(long number) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        requireRead(header, start(number));
        return ending(header.rewind());
    }

    /** How a run ended, of a slot from its start on; what remains are the errors. */
    private static SweepRun.Ending ending(ByteBuffer slot) {
        slot.position(2 * Integer.BYTES);
        long divergedAt = slot.getLong();
        return new SweepRun.Ending(slot.getDouble(), slot.getDouble(), slot.getDouble(), slot.getDouble(),
            divergedAt);
    }

    /**
     * Reads some of the errors of a run that is there.
     *
     * @param number which run
     * @param from   the first record
     * @param target receives that record and the ones after it, as many as fit
     */
    void errors(long number, int from, double[] target) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(target.length * Double.BYTES);
        requireRead(bytes, start(number) + HEADER + (long) from * Double.BYTES);
        bytes.flip().asDoubleBuffer().get(target);
    }

    private void requireRead(ByteBuffer target, long at) throws IOException {
        if (!read(target, at)) {
            throw new IOException("the file of the runs has become shorter");
        }
    }

    private boolean read(ByteBuffer target, long at) throws IOException {
        long position = at;
        while (target.hasRemaining()) {
            int count = channel.read(target, position);
            if (count < 0) {
                return false;
            }
            position += count;
        }
        return true;
    }

    /** Forces everything to disk. */
    void force() throws IOException {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw NewFile.named(file, e);
        }
        if (!isThere()) {
            throw new IOException(file + " is gone");
        }
    }

    /** Whether the file still has its name, so that what is written can be found again. */
    boolean isThere() {
        return Files.exists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
