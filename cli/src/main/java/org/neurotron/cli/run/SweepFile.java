package org.neurotron.cli.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.neurotron.cli.file.NewFile;
import org.neurotron.cli.file.RegularFiles;
import org.neurotron.study.SweepRun;

/**
 * The runs of a sweep that have ended, on disk: a slot of the same size for each, at a place of its own, so that runs
 * can be added in any order by several threads. A slot has a checksum over the run, its number and the configuration of
 * the sweep; one that is empty, torn or from another sweep does not count. Big-endian.
 */
public final class SweepFile implements AutoCloseable {

    /** The file's name in the folder of a sweep; it is gone when the tables are complete. */
    public static final String NAME = "runs.bin";

    /** Checksum, format, and the five numbers of an {@link SweepRun.Ending}. */
    private static final int HEADER = 2 * Integer.BYTES + Long.BYTES + 4 * Double.BYTES;

    private static final int FORMAT = 1;

    private final Path file;
    private final FileChannel channel;
    private final int records;
    private final byte[] configuration;

    /**
     * Opens the file or makes it.
     *
     * @param file          where it is
     * @param configuration the sweep's options, in full
     * @param records       number of recorded iterations of a run
     */
    public SweepFile(Path file, List<String> configuration, int records) throws IOException {
        this.file = file;
        channel = RegularFiles.toWrite(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE);
        this.records = records;
        this.configuration = String.join("\n", configuration).getBytes(StandardCharsets.UTF_8);
    }

    private int slotBytes() {
        return HEADER + records * Double.BYTES;
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
        RegularFiles.write(file, channel, slot, number * slotBytes());
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
        ByteBuffer slot = ByteBuffer.allocate(slotBytes());
        return read(slot, number * slotBytes()) && slot.getInt(0) == checksum(number, slot.array())
            && slot.getInt(Integer.BYTES) == FORMAT;
    }

    /**
     * How many runs are there of which none can be used, as they are of another configuration.
     *
     * @param total number of runs in all
     * @return 0 if one can be used, or none is there
     */
    long strangers(long total) throws IOException {
        long strangers = 0;
        ByteBuffer slot = ByteBuffer.allocate(slotBytes());
        for (long number = 0; number * slotBytes() < channel.size(); number++) {
            if (number < total && has(number)) {
                return 0;
            }
            slot.clear();
            read(slot, number * slotBytes());
            for (int i = 0; i < slot.position(); i++) {
                if (slot.get(i) != 0) {
                    strangers++;
                    break;
                }
            }
        }
        return strangers;
    }

    /** How a run that is there ended. */
    SweepRun.Ending ending(long number) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        requireRead(header, number * slotBytes());
        header.position(2 * Integer.BYTES);
        long divergedAt = header.getLong();
        return new SweepRun.Ending(header.getDouble(), header.getDouble(), header.getDouble(), header.getDouble(),
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
        requireRead(bytes, number * slotBytes() + HEADER + (long) from * Double.BYTES);
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
