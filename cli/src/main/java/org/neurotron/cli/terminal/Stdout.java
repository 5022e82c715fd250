package org.neurotron.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.FileSystemException;

/**
 * The stdout of the process. What it cannot take is said, and remembered: those who print text do not ask. From then on
 * nothing more is written, so that what comes out has no holes.
 */
public final class Stdout extends OutputStream {

    private static final Stdout ONLY = new Stdout(new FileOutputStream(FileDescriptor.out));

    private final OutputStream out;
    private IOException failure;

    Stdout(OutputStream out) {
        this.out = out;
    }

    /** Bytes to stdout; writing throws what goes wrong. */
    public static OutputStream stream() {
        return ONLY;
    }

    /** Text to stdout, in the characters of the terminal; what goes wrong is known by {@link #failure}. */
    public static PrintWriter writer() {
        return new PrintWriter(new OutputStreamWriter(ONLY, System.out.charset()));
    }

    /** What stdout could not take, or null if it has taken all. */
    public static IOException failure() {
        return ONLY.failure;
    }

    /**
     * Whether somebody reads no more of what is written, which is no failure: {@code neurotron … | head}. Java does not
     * tell by more than the message, which depends on the language of the system; so it is compared with that of a pipe
     * that has no reader for certain.
     */
    public static boolean isClosedPipe(IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        try {
            Pipe pipe = Pipe.open();
            pipe.source().close();
            try (Pipe.SinkChannel sink = pipe.sink()) {
                sink.write(ByteBuffer.allocate(1));
                return false;
            }
        } catch (IOException closed) {
            return closed.getMessage() != null && closed.getMessage().equals(reason);
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (failure == null) {
            try {
                out.write(bytes, offset, length);
                return;
            } catch (IOException e) {
                failure = new FileSystemException("stdout", null, e.getMessage());
                failure.initCause(e);
            }
        }
        throw failure;
    }
}
