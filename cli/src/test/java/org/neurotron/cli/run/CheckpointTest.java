package org.neurotron.cli.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.neurotron.training.RunState;

/** A checkpoint is read as it was written or not at all: a wrong one would go on with wrong numbers unnoticed. */
class CheckpointTest {

    private static final Checkpoint CHECKPOINT = new Checkpoint(List.of("--n=3", "--record=every:10"),
        new RunState(1L << 40, new double[] {1, -0.0, 1e-300}, 0.125, new long[] {1, -2, Long.MIN_VALUE},
            new long[] {5}), 123_456_789_012L, OptionalInt.of(-7));

    /** As the first version of the format wrote one, with the same content but for the checksum of the trace. */
    private static byte[] firstVersion(String argument, long position) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(content);
        out.writeInt(2);
        out.writeUTF(argument);
        out.writeUTF("--record=every:10");
        out.writeLong(position);
        out.write(stateWithoutThreshold());
        return whole(1, content.toByteArray());
    }

    /** Up to version 2. */
    private static byte[] stateWithoutThreshold() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CHECKPOINT.state().write(new DataOutputStream(bytes));
        int before = Long.BYTES + Integer.BYTES + Double.BYTES * CHECKPOINT.state().position().length;
        byte[] all = bytes.toByteArray();
        return ByteBuffer.allocate(all.length - Double.BYTES).put(all, 0, before)
            .put(all, before + Double.BYTES, all.length - before - Double.BYTES).array();
    }

    @Test
    void ofTheSecondVersionIsReadWithoutAThreshold() throws Exception {
        byte[] bytes = CHECKPOINT.toBytes();
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        CHECKPOINT.state().write(new DataOutputStream(state));
        int before = bytes.length - 32 - state.size();
        byte[] content = ByteBuffer.allocate(before - 16 + state.size() - Double.BYTES)
            .put(bytes, 16, before - 16).put(stateWithoutThreshold()).array();
        Checkpoint read = Checkpoint.of(whole(2, content));
        assertEquals(CHECKPOINT.traceChecksum(), read.traceChecksum());
        assertArrayEquals(CHECKPOINT.state().position(), read.state().position());
        assertArrayEquals(CHECKPOINT.state().attacks(), read.state().attacks());
        assertEquals(0, read.state().threshold());
    }

    private static byte[] whole(int version, byte... content) throws GeneralSecurityException {
        byte[] start = ByteBuffer.allocate(16 + content.length).put("NTRNCKPT".getBytes(StandardCharsets.US_ASCII))
            .putInt(version).putInt(content.length).put(content).array();
        return ByteBuffer.allocate(start.length + 32).put(start)
            .put(MessageDigest.getInstance("SHA-256").digest(start)).array();
    }

    @Test
    void ofTheFirstVersionIsReadToo() throws Exception {
        Checkpoint read = Checkpoint.of(firstVersion("--n=3", CHECKPOINT.tracePosition()));
        assertEquals(CHECKPOINT.arguments(), read.arguments());
        assertEquals(CHECKPOINT.tracePosition(), read.tracePosition());
        assertArrayEquals(CHECKPOINT.state().attacks(), read.state().attacks());
        assertEquals(OptionalInt.empty(), read.traceChecksum());
        assertThrows(Checkpoint.UnreadableException.class, () -> Checkpoint.of(firstVersion("--n=3", -1)));
        byte[] noText = firstVersion("--n=3", 0);
        byte[] content = Arrays.copyOfRange(noText, 16, noText.length - 32);
        content[6] = (byte) 0xff;
        assertThrows(Checkpoint.UnreadableException.class, () -> Checkpoint.of(whole(1, content)));
    }

    /** With a right checksum, as of a program that writes other things, or a person with bad intentions. */
    @Test
    void contentThatMakesNoSenseIsRefusedAndTakesNoMemory() throws Exception {
        byte[] bytes = CHECKPOINT.toBytes();
        byte[] content = Arrays.copyOfRange(bytes, 16, bytes.length - 32);
        assertArrayEquals(bytes, whole(3, content));
        for (int at = 0; at + 4 <= content.length; at++) {
            for (int count : new int[] {-1, Integer.MAX_VALUE, (1 << 28) - 1}) {
                byte[] odd = content.clone();
                ByteBuffer.wrap(odd).putInt(at, count);
                try {
                    Checkpoint.of(whole(3, odd));
                } catch (Checkpoint.UnreadableException e) {
                    assertTrue(e.getMessage().startsWith("its content"), e.getMessage());
                }
            }
        }
        assertThrows(Checkpoint.UnreadableException.class,
            () -> Checkpoint.of(whole(3, Arrays.copyOf(content, content.length + 1))));
    }

    @Test
    void argumentsMayHaveAnyLength() throws Checkpoint.UnreadableException {
        List<String> arguments = List.of("ü\0".repeat(100_000), "");
        assertEquals(arguments, Checkpoint.of(new Checkpoint(arguments, CHECKPOINT.state(), 0, OptionalInt.empty())
            .toBytes()).arguments());
    }

    @Test
    void isReadAsItWasWritten() throws Checkpoint.UnreadableException {
        Checkpoint read = Checkpoint.of(CHECKPOINT.toBytes());
        assertEquals(CHECKPOINT.arguments(), read.arguments());
        assertEquals(CHECKPOINT.tracePosition(), read.tracePosition());
        assertEquals(CHECKPOINT.traceChecksum(), read.traceChecksum());
        assertEquals(CHECKPOINT.state().iteration(), read.state().iteration());
        assertArrayEquals(CHECKPOINT.state().position(), read.state().position());
        assertArrayEquals(CHECKPOINT.state().inputs(), read.state().inputs());
        assertArrayEquals(CHECKPOINT.state().attacks(), read.state().attacks());
        assertArrayEquals(CHECKPOINT.toBytes(), read.toBytes());
    }

    @Test
    void isRefusedWhenCutAtAnyLength() {
        byte[] bytes = CHECKPOINT.toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(Checkpoint.UnreadableException.class, () -> Checkpoint.of(cut), "length " + length);
        }
        assertThrows(Checkpoint.UnreadableException.class,
            () -> Checkpoint.of(Arrays.copyOf(bytes, bytes.length + 1)));
    }

    @Test
    void isRefusedWithAnyByteChanged() {
        byte[] bytes = CHECKPOINT.toBytes();
        for (int i = 0; i < bytes.length; i++) {
            for (int change : new int[] {1, 0x80, 0xff}) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) change;
                assertThrows(Checkpoint.UnreadableException.class, () -> Checkpoint.of(damaged), "byte " + i);
            }
        }
    }

    @Test
    void ofANewerFormatIsRefusedForThatReason() {
        byte[] bytes = CHECKPOINT.toBytes();
        bytes[11] = 4;
        assertTrue(assertThrows(Checkpoint.UnreadableException.class, () -> Checkpoint.of(bytes)).getMessage()
            .contains("format version 4"));
    }
}
