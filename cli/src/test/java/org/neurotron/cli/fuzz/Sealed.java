package org.neurotron.cli.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Checkpoints and slots of any content with a checksum that is right, as somebody can make them who means harm. */
public final class Sealed {

    private static final int CHECKPOINT_HEADER = Long.BYTES + 2 * Integer.BYTES;
    private static final int CHECKPOINT_DIGEST = 32;

    private Sealed() {
    }

    /** What is between the header and the checksum of a good checkpoint. */
    static byte[] content(byte[] checkpoint) {
        return Arrays.copyOfRange(checkpoint, CHECKPOINT_HEADER, checkpoint.length - CHECKPOINT_DIGEST);
    }

    /** What is in a checkpoint's content behind its arguments. */
    static byte[] state(byte[] content) {
        ByteBuffer in = ByteBuffer.wrap(content);
        for (int left = in.getInt(); left > 0; left--) {
            in.position(in.position() + Integer.BYTES + in.getInt(in.position()));
        }
        return Arrays.copyOfRange(content, in.position(), content.length);
    }

    /** The content of a checkpoint. */
    static byte[] content(List<String> arguments, byte[] state) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(content);
        out.writeInt(arguments.size());
        for (String argument : arguments) {
            byte[] text = argument.getBytes(StandardCharsets.UTF_8);
            out.writeInt(text.length);
            out.write(text);
        }
        out.write(state);
        return content.toByteArray();
    }

    /** A checkpoint. */
    static byte[] checkpoint(byte[] content) {
        ByteBuffer bytes = ByteBuffer.allocate(CHECKPOINT_HEADER + content.length + CHECKPOINT_DIGEST);
        bytes.put("NTRNCKPT".getBytes(StandardCharsets.US_ASCII)).putInt(3).putInt(content.length).put(content);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.array(), 0, bytes.position());
            return bytes.put(digest.digest()).array();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A good checkpoint with other arguments. */
    public static byte[] withArguments(byte[] checkpoint, List<String> arguments) throws IOException {
        return checkpoint(content(arguments, state(content(checkpoint))));
    }

    /**
     * Puts the checksum into a slot of a sweep.
     *
     * @param slot          its bytes
     * @param number        its number
     * @param configuration the sweep's options, in full
     */
    static void seal(byte[] slot, long number, List<String> configuration) {
        CRC32C crc = new CRC32C();
        crc.update(String.join("\n", configuration).getBytes(StandardCharsets.UTF_8));
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
        crc.update(slot, Integer.BYTES, slot.length - Integer.BYTES);
        ByteBuffer.wrap(slot).putInt(crc.getValue() == 0 ? 1 : (int) crc.getValue());
    }
}
