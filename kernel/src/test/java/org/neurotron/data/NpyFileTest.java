package org.neurotron.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Breaks if an NPY file is misread, written so that NumPy would misread it, or a bad one is taken for a good one. */
class NpyFileTest {

    private static final String GOOD = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";

    @TempDir
    private Path folder;

    private static byte[] file(int version, String header, double... values) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer file = ByteBuffer.allocate(12 + text.length + 8 * values.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1)).put((byte) version).put((byte) 0);
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

    private static NpyFile read(byte[] bytes) throws BadDataException {
        return NpyFile.of("it", bytes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        1 | {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }
        2 | {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }
        3 | {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }
        1 | {'shape': (2,3), 'fortran_order':False,'descr':'<f8'}
        1 | {'shape': (2L, 3L,), 'fortran_order': False, 'descr': '=f8'}
        1 | {"descr": "<f8", "fortran_order": False, "shape": (2, 3)}
        """)
    void allVersionsAreRead(int version, String header) throws IOException {
        try (NpyFile file = read(file(version, header, 1, 2, 3, 4, 5, -0.0))) {
            assertEquals(List.of(2L, 3L), file.shape());
            assertEquals(2, file.rows());
            assertEquals(3, file.rowLength());
            double[] row = new double[5];
            file.read(1, row, 1);
            assertArrayEquals(new double[] {0, 4, 5, -0.0, 0}, row);
            assertArrayEquals(new double[] {1, 2, 3, 4, 5, -0.0}, file.readAll());
            assertEquals(5, file.readMatrix().get(1, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> file.read(2, row, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> file.read(0, row, 3));
        }
    }

    @Test
    void floatsAreRead() throws IOException {
        byte[] bytes = file(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 0);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 8, 0.1f)
            .putFloat(bytes.length - 4, -3);
        assertArrayEquals(new double[] {0.1f, -3}, read(bytes).readAll());
    }

    @Test
    void threeDimensionsAreMatrices() throws IOException {
        NpyFile file = read(file(1, GOOD.replace("2, 3", "2, 1, 3"), 1, 2, 3, 4, 5, 6));
        assertEquals(2, file.readMatrices().size());
        assertEquals(6, file.readMatrices().get(1).get(0, 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        <f8 | >f8 | dtype
        <f8 | <i8 | dtype
        <f8 | O | dtype
        <f8 | =f9 | dtype
        False | True | Fortran order
        (2, 3) | (2, 4) | cut off
        (2, 3) | (2, 2) | too long
        (2, 3) | (99999999999999999999,) | impossible shape
        (2, 3) | (4294967296, 4294967296, 4294967296) | impossible shape
        (2, 3) | (9223372036854775807, 0) | impossible shape
        'shape' | 'form' | no NPY array
        (2, 3), | (2, 3), 'shape': (3, 2), | the key shape twice
        (2, 3), | (2, 3), 'shape': (2, 3), | the key shape twice
        (2, 3), | (2, 3), 'more': (2, 3), | must have the keys
        'descr': '<f8', | 'descr': [('x', '<f8')], | is not understood
        '<f8' | False | simple descr
        (2, 3), } | (2, 3), } and more | is not understood at its character 61
        (2, 3), } | (2, 3), | is not understood
        (2, 3) | (2 3) | is not understood
        (2, 3) | (2, -3) | is not understood
        (2, 3) | (2, 3.0) | is not understood
        (2, 3) | (6) | is not understood
        {'descr' | 'descr' | is not understood
        """)
    void headersThatAreNotUnderstoodAreRefused(String what, String other, String message) {
        byte[] bytes = file(1, GOOD.replace(what, other), 1, 2, 3, 4, 5, 6);
        String said = assertThrows(BadDataException.class, () -> read(bytes)).getMessage();
        assertTrue(said.startsWith("it ") && said.contains(message), said);
    }

    @Test
    void aFileThatIsCutOffAnywhereIsRefused() throws IOException {
        byte[] bytes = file(1, GOOD, 1, 2, 3, 4, 5, 6);
        for (int length = 0; length < bytes.length; length++) {
            Path file = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(bytes, length));
            String said = assertThrows(BadDataException.class, () -> NpyFile.open(file)).getMessage();
            assertTrue(said.startsWith(file.toString()), said);
        }
        assertThrows(BadDataException.class, () -> read(file(4, GOOD, 1, 2, 3, 4, 5, 6)));
        bytes[7] = 1;
        assertTrue(assertThrows(BadDataException.class, () -> read(bytes)).getMessage()
            .contains("version 1.0, 2.0 or"));
    }

    /** What NumPy writes for a vector from a Fortran-ordered matrix is in both orders at once. */
    @Test
    void vectorsAreInBothOrders() throws IOException {
        for (String shape : List.of("(6,)", "(6, 1)", "(1, 6)", "(1, 1, 6)")) {
            byte[] bytes = file(1, GOOD.replace("False", "True").replace("(2, 3)", shape), 1, 2, 3, 4, 5, 6);
            assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, read(bytes).readAll(), shape);
        }
    }

    /** Written by NumPy for Python 2 on Windows, by a program with double quotes, and in version 3.0. */
    @Test
    void filesOfOthersAreRead() throws Exception {
        for (String name : List.of("X_long", "X_dq", "X_v3")) {
            try (NpyFile file = NpyFile.open(Path.of(getClass().getResource("/data/" + name + ".npy").toURI()))) {
                assertEquals(List.of(40L, 3L), file.shape());
                file.requireFinite();
            }
        }
        try (NpyFile file = NpyFile.open(Path.of(getClass().getResource("/data/y_long.npy").toURI()))) {
            assertEquals(List.of(40L), file.shape());
        }
    }

    @Test
    void headersWithoutEndAreRefusedBeforeTheyAreRead() {
        byte[] bytes = file(2, GOOD + " ".repeat(100_000), 1, 2, 3, 4, 5, 6);
        assertTrue(assertThrows(BadDataException.class, () -> read(bytes)).getMessage().contains("has a header of"));
    }

    @Test
    void aFileThatBecomesShorterIsAnErrorOfInput() throws IOException {
        Path file = folder.resolve("shorter.npy");
        try (NpyWriter writer = new NpyWriter(file, 1000)) {
            for (int row = 0; row < 1000; row++) {
                writer.write(new double[1000], 0);
            }
        }
        try (NpyFile array = NpyFile.open(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(5000);
            }
            double[] row = new double[1000];
            array.read(0, row, 0);
            Throwable thrown = assertThrows(Throwable.class, () -> array.read(900, row, 0));
            // The virtual machine may notice a moment later, outside the method; the command line knows that, too.
            assertTrue(thrown instanceof InternalError || thrown instanceof UncheckedIOException
                && thrown.getMessage().contains("has become shorter"), thrown::toString);
        }
    }

    @Test
    void aDeviceIsRefusedInThoseWords() {
        Path device = Path.of("/dev/zero");
        assumeTrue(Files.exists(device), "there is no /dev/zero here");
        assertTrue(assertThrows(BadDataException.class, () -> NpyFile.open(device)).getMessage()
            .startsWith("/dev/zero is a pipe or a device"));
    }

    @Test
    void shapesAndNumbersAreChecked() throws IOException {
        NpyFile file = read(file(1, GOOD, 1, 2, Double.NaN, 4, 5, 6));
        file.requireShape("2 x n", 2, -1);
        assertEquals("it has shape (2, 3); must be 3 x n",
            assertThrows(BadDataException.class, () -> file.requireShape("3 x n", 3, -1)).getMessage());
        assertThrows(BadDataException.class, () -> file.requireShape("a vector", -1));
        assertThrows(BadDataException.class, file::readMatrices);
        assertTrue(assertThrows(BadDataException.class, file::readAll).getMessage().contains("NaN at element 2"));
        assertTrue(assertThrows(BadDataException.class, () -> read(file(1, GOOD.replace("2, 3", "0, 3"))).readMatrix())
            .getMessage().contains("must not be empty"));
    }

    @Test
    void writtenArraysAreReadUnchanged() throws IOException {
        Path file = folder.resolve("a.npy");
        double[] values = new double[30_000];
        Arrays.setAll(values, i -> Math.sqrt(i));
        try (NpyWriter writer = new NpyWriter(file, 3, 100)) {
            for (int row = 0; row < 100; row++) {
                writer.write(values, row * 300);
            }
        }
        try (NpyFile array = NpyFile.open(file)) {
            assertEquals(List.of(100L, 3L, 100L), array.shape());
            assertArrayEquals(values, array.readAll());
        }
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(128 + 8 * 30_000, bytes.length);
        assertTrue(new String(bytes, 10, 118, StandardCharsets.ISO_8859_1)
            .startsWith("{'descr': '<f8', 'fortran_order': False, 'shape': (100, 3, 100), }  "));
        assertEquals('\n', bytes[127]);
        try (NpyWriter writer = new NpyWriter(file)) {
            writer.write(values, 4);
        }
        try (NpyFile array = NpyFile.open(file)) {
            assertEquals(List.of(1L), array.shape());
            assertArrayEquals(new double[] {2}, array.readAll());
        }
        assertArrayEquals(Files.readAllBytes(file), NpyWriter.bytes(new double[] {2}, 1));
    }
}
