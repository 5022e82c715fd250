package org.neurotron.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The reader of the recordings. Without this, a misread recording would be taken for a wrong trajectory.
 */
class NpyTest {

    @Test
    void version1() throws IOException {
        Npy npy = read(file(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", 1, 2, 3, 4, 5, 6));
        assertArrayEquals(new int[] {2, 3}, npy.shape());
        assertArrayEquals(new double[] {4, 5, 6}, npy.row(1));
        assertEquals("Matrix[2 x 3, offset 0, leading dimension 3]", npy.matrix(0).toString());
    }

    @Test
    void version2() throws IOException {
        Npy npy = read(file(2, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1, 2), }  \n", 1, 2, 3, -0.0));
        assertArrayEquals(new int[] {2, 1, 2}, npy.shape());
        assertArrayEquals(new double[] {1, 2, 3, -0.0}, npy.values());
        assertEquals(3, npy.matrix(1).get(0, 0));
    }

    @Test
    void oneDimension() throws IOException {
        Npy npy = read(file(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }", 1, 2, 3));
        assertArrayEquals(new int[] {3}, npy.shape());
    }

    @Test
    void otherFormatsAreRefused() {
        String good = "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }";
        assertThrows(IOException.class, () -> read(file(3, good, 1)));
        assertThrows(IOException.class, () -> read(file(1, good, 1, 2)));
        assertThrows(IOException.class, () -> read(file(1, good)));
        assertThrows(IOException.class, () -> read(file(1, good.replace('<', '>'), 1)));
        assertThrows(IOException.class, () -> read(file(1, good.replace("False", "True"), 1)));
        byte[] other = file(1, good, 1);
        other[0] = 0;
        assertThrows(IOException.class, () -> read(other));
    }

    private static Npy read(byte[] file) throws IOException {
        return Npy.read(new ByteArrayInputStream(file));
    }

    private static byte[] file(int version, String header, double... values) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer file = ByteBuffer.allocate(8 + 2 * version + text.length + 8 * values.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1))
            .put((byte) version).put((byte) 0);
        if (version == 1) {
            file.putShort((short) text.length);
        } else {
            file.putInt(text.length);
        }
        file.put(text);
        for (double value : values) {
            file.putDouble(value);
        }
        return Arrays.copyOf(file.array(), file.position());
    }
}
