package org.neurotron.cli.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.zip.CRC32C;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.RegularFiles;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Stdout;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.training.TrainingRun;

/**
 * The trace of a run, {@code iteration,error} and, if it is wanted, {@code threshold}, appended to as the run goes on:
 * to a file, where what could not be written stays in memory for the next attempt, or to stdout.
 */
public final class TraceFile implements AutoCloseable {

    /** Characters of unwritten records from which on a run may not go on. */
    static final int MOST_PENDING = 1 << 26;

    /** Null for stdout. */
    private final Path file;

    /** Null for stdout, which may be a pipe: it is written in the order in which the records come. */
    private final FileChannel channel;

    /** Whether anybody wants the records. */
    private final boolean wanted;

    /** Whether the threshold for residuals is recorded, too. */
    private final boolean withThreshold;
    private final StringBuilder pending = new StringBuilder();

    /** Of what has been handed over: what a checkpoint knows of the trace, so that nobody goes on with another one. */
    private final CRC32C checksum = new CRC32C();
    private long position;

    private TraceFile(Path file, FileChannel channel, boolean wanted, boolean withThreshold, long position) {
        this.file = file;
        this.channel = channel;
        this.wanted = wanted;
        this.withThreshold = withThreshold;
        this.position = position;
    }

    /** A new trace in the place of any other. */
    static TraceFile create(Path file, boolean withThreshold) throws IOException {
        // Made new, as in a folder that others write to the name may be a link to something else.
        Files.deleteIfExists(file);
        TraceFile trace = new TraceFile(file, FileChannel.open(file, StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE), true, withThreshold, 0);
        trace.begin();
        return trace;
    }

    /** No trace. */
    static TraceFile toNowhere() {
        return new TraceFile(null, null, false, false, 0);
    }

    /** A new trace on stdout. */
    static TraceFile toStdout(boolean withThreshold) {
        TraceFile trace = new TraceFile(null, null, true, withThreshold, 0);
        trace.begin();
        return trace;
    }

    private void begin() {
        pending.append(FileNames.TRACE_HEADERS.get(withThreshold ? 1 : 0)).append('\n');
    }

    /**
     * A trace that goes on where a checkpoint was; what was written after that is cut off.
     *
     * @throws BadUsage if there is less of it than the checkpoint knows of, or something else
     */
    static TraceFile resume(Path file, Checkpoint checkpoint, boolean withThreshold) throws IOException {
        long position = checkpoint.tracePosition();
        long size = Files.exists(RegularFiles.toRead(file)) ? Files.size(file) : 0;
        if (size < position) {
            throw new BadUsage(file + " has " + size + " bytes and must have at least " + position
                + ", the length at the checkpoint: part of the trace is lost");
        }
        FileChannel channel = RegularFiles.toWrite(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        TraceFile trace = new TraceFile(file, channel, true, withThreshold, position);
        boolean good = false;
        try {
            trace.read();
            if (checkpoint.traceChecksum().isPresent()
                && checkpoint.traceChecksum().getAsInt() != trace.checksum().getAsInt()) {
                throw new BadUsage(file + " is not as it was when the checkpoint was saved: its first " + position
                    + " bytes have another checksum. Nothing was changed; put it back as it was, or begin anew with "
                    + "neurotron train --overwrite");
            }
            channel.truncate(position);
            good = true;
            return trace;
        } finally {
            if (!good) {
                channel.close();
            }
        }
    }

    /** Reads what is there, for its checksum, which goes on from there. */
    private void read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
        for (long at = 0; at < position;) {
            bytes.clear().limit((int) Math.min(bytes.capacity(), position - at));
            int count = channel.read(bytes, at);
            if (count < 0) {
                throw new IOException(file + " has become shorter while it was read");
            }
            at += count;
            checksum.update(bytes.flip());
        }
    }

    void record(TrainingRun run) {
        if (!wanted) {
            return;
        }
        pending.append(run.iteration()).append(',').append(run.error());
        if (withThreshold) {
            pending.append(',').append(run.threshold());
        }
        pending.append('\n');
    }

    /** Hands everything to the system, if it takes it. */
    void flush() throws IOException {
        byte[] rows = pending.toString().getBytes(StandardCharsets.US_ASCII);
        if (file == null) {
            Stdout.stream().write(rows);
        } else {
            RegularFiles.write(file, channel, ByteBuffer.wrap(rows), position);
        }
        checksum.update(rows);
        position += rows.length;
        pending.setLength(0);
    }

    /** Forces everything to disk. */
    void force() throws IOException {
        flush();
        if (file != null) {
            channel.force(true);
            if (!Files.exists(file) || Files.size(file) < position) {
                throw new IOException(file + " is gone");
            }
        }
    }

    /** Whether a person watches the records come. */
    boolean isShown() {
        return file == null && wanted && Terminal.showsStdout();
    }

    /** How much of the trace has been handed over, in bytes. */
    long position() {
        return position;
    }

    /** CRC-32C of so much of it. */
    OptionalInt checksum() {
        return OptionalInt.of((int) checksum.getValue());
    }

    /** How many characters wait to be written. */
    int pending() {
        return pending.length();
    }

    @Override
    public void close() throws IOException {
        // Stdout is not ours to close.
        if (file != null) {
            channel.close();
        }
    }
}
