package org.neurotron.cli.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.neurotron.training.RunState;

/** A checkpoint is read as it was written or not at all: a wrong one would go on with wrong numbers unnoticed. */
class CheckpointTest {

    private static final Checkpoint CHECKPOINT = new Checkpoint(List.of("--n=3", "--record=every:10"),
        new RunState(1L << 40, new double[] {1, -0.0, 1e-300}, new long[] {1, -2, Long.MIN_VALUE}, new long[] {5}),
        123_456_789_012L);

    @Test
    void isReadAsItWasWritten() throws Checkpoint.UnreadableException {
        Checkpoint read = Checkpoint.of(CHECKPOINT.toBytes());
        assertEquals(CHECKPOINT.arguments(), read.arguments());
        assertEquals(CHECKPOINT.tracePosition(), read.tracePosition());
        assertEquals(CHECKPOINT.state().iteration(), read.state().iteration());
        assertArrayEquals(CHECKPOINT.state().filter(), read.state().filter());
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
        bytes[11] = 2;
        assertTrue(assertThrows(Checkpoint.UnreadableException.class, () -> Checkpoint.of(bytes)).getMessage()
            .contains("format version 2"));
    }
}
