package org.neurotron.cli.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.neurotron.training.RunState;

/**
 * All that {@code resume} needs: how the run was asked for, where it is, and how far its trace had come.
 *
 * <p>As bytes: the magic number, the version of the format, the length of the content, the content, and the SHA-256 of
 * all of it. Big-endian.
 *
 * @param arguments     the options of {@code train}, in full
 * @param state         the state of the run
 * @param tracePosition length of the trace at that moment, in bytes
 * @param traceChecksum CRC-32C of so much of the trace; absent in checkpoints of version 1
 */
public record Checkpoint(List<String> arguments, RunState state, long tracePosition, OptionalInt traceChecksum) {

    /** "NTRNCKPT". */
    private static final long MAGIC = 0x4E54_524E_434B_5054L;

    private static final int VERSION = 3;

    /** Since which a state has a threshold for residuals. */
    private static final int WITH_THRESHOLD = 3;

    /** In which an argument had at most 65 535 bytes, in a UTF-8 of Java's own, and there was no checksum. */
    private static final int FIRST_VERSION = 1;

    private static final int HEADER = Long.BYTES + 2 * Integer.BYTES;

    private static final int DIGEST = 32;

    /** A file that is no checkpoint, or not a whole one; the message says why. */
    public static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(String reason) {
            super(reason);
        }
    }

    /** Copies the list, and checks what else has a range. */
    public Checkpoint {
        arguments = List.copyOf(arguments);
        if (tracePosition < 0) {
            throw new IllegalArgumentException("the length of the trace must be >= 0");
        }
    }

    byte[] toBytes() {
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(content);
            out.writeInt(arguments.size());
            for (String argument : arguments) {
                byte[] text = argument.getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
            out.writeLong(tracePosition);
            out.writeBoolean(traceChecksum.isPresent());
            out.writeInt(traceChecksum.orElse(0));
            state.write(out);
            ByteBuffer bytes = ByteBuffer.allocate(HEADER + content.size() + DIGEST);
            bytes.putLong(MAGIC).putInt(VERSION).putInt(content.size()).put(content.toByteArray());
            bytes.put(digest(bytes.array(), bytes.position()));
            return bytes.array();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Checkpoint of(byte[] bytes) throws UnreadableException {
        ByteBuffer header = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER || header.getLong() != MAGIC) {
            throw new UnreadableException(bytes.length < HEADER ? "it is cut off" : "it is no checkpoint");
        }
        int version = header.getInt();
        int length = header.getInt();
        if (version > VERSION) {
            // The rest may look different there, the checksum too.
            throw new UnreadableException("it has format version " + version + ", and this neurotron reads up to "
                + VERSION);
        }
        if (version < 1 || length < 0 || bytes.length != (long) HEADER + length + DIGEST) {
            throw new UnreadableException("it is cut off or damaged");
        }
        if (!Arrays.equals(digest(bytes, HEADER + length), 0, DIGEST, bytes, HEADER + length, bytes.length)) {
            throw new UnreadableException("its checksum is wrong");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, HEADER, length));
        try {
            List<String> arguments = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                arguments.add(version == FIRST_VERSION ? in.readUTF() : text(in));
            }
            long tracePosition = in.readLong();
            OptionalInt checksum = version == FIRST_VERSION ? OptionalInt.empty() : checksum(in);
            Checkpoint checkpoint = new Checkpoint(arguments, version < WITH_THRESHOLD
                ? RunState.readWithoutThreshold(in) : RunState.read(in), tracePosition, checksum);
            if (in.available() > 0) {
                throw new UnreadableException("its content is longer than it should be");
            }
            return checkpoint;
        } catch (EOFException | UTFDataFormatException | CharacterCodingException | IllegalArgumentException e) {
            throw new UnreadableException("its content makes no sense");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        // What is in memory already is available; more is not there.
        if (length < 0 || length > in.available()) {
            throw new EOFException();
        }
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readNBytes(length))).toString();
    }

    private static OptionalInt checksum(DataInputStream in) throws IOException {
        boolean there = in.readBoolean();
        int checksum = in.readInt();
        return there ? OptionalInt.of(checksum) : OptionalInt.empty();
    }

    private static byte[] digest(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
