package org.neurotron.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SelectionFamily;
import org.neurotron.network.SensingFamily;
import org.neurotron.network.SingleGate;

/** Breaks if a model is not what it was after it has been saved, or a bad file is taken for a model. */
class ModelTest {

    @TempDir
    private Path folder;

    private static Matrix matrix(int r, int n, double first) {
        Matrix matrix = Matrix.zeros(r, n);
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < n; j++) {
                matrix.set(i, j, Math.sin(first + i * n + j));
            }
        }
        return matrix;
    }

    private static Model model(SensingFamily family, double... filter) {
        double[] q = new double[family.k()];
        Arrays.setAll(q, i -> 1 + i / 8.0);
        return new Model(new Network(family, q, 0.25), filter,
            new Preprocessing(new double[] {1, -2}, new double[] {0.5, 4}, 0.5, 3, true),
            Map.of("feature.0", "a = b\n: ü", "empty", ""));
    }

    private static List<Model> models() {
        return List.of(model(new AffineFamily(matrix(2, 3, 0), matrix(2, 3, 9), 4), 0.5, -1.5),
            model(new DenseFamily(List.of(matrix(2, 3, 1), matrix(2, 3, 2), matrix(2, 3, 3))), 1, 2),
            model(new SelectionFamily(new int[][] {{2, 0}, {1, 2}, {0, 1}, {2, 1}}, 3), -1, 0.5),
            model(new SingleGate(3), 1, 2, 3));
    }

    private static double[] predictions(Model model) {
        double[] f = new double[4];
        model.predictor(8, Kernels.selected()).predict(matrix(4, 2, 5), f);
        return f;
    }

    @Test
    void aSavedModelIsReadUnchanged() throws IOException {
        Path file = folder.resolve("model.npz");
        for (Model model : models()) {
            model.save(file);
            byte[] bytes = Files.readAllBytes(file);
            Model again = Model.load(file);
            assertArrayEquals(model.filter(), again.filter());
            assertArrayEquals(model.network().outerWeights(), again.network().outerWeights());
            assertEquals(0.25, again.network().leak());
            assertEquals(model.properties(), again.properties());
            assertInstanceOf(model.network().family().getClass(), again.network().family());
            assertArrayEquals(predictions(model), predictions(again));
            again.save(file);
            assertArrayEquals(bytes, Files.readAllBytes(file));
            assertFalse(Files.exists(folder.resolve("model.npz.part")));
        }
    }

    /** f = 0.5 + 3 σ(w · ((x − mean) / scale, 1)), by hand. */
    @Test
    void predictionsScaleTheirDataAsInTraining() {
        Model model = model(new SingleGate(3), 1, 2, 3);
        Matrix x = Matrix.of(new double[] {2, 6, -9, -2}, 2, 2);
        double[] f = new double[2];
        model.predictor(2, Kernels.selected()).predict(x, f);
        assertArrayEquals(new double[] {0.5 + 3 * (2 + 4 + 3), 0.5 + 3 * 0.25 * (-20 + 0 + 3)}, f, 1e-13);
        assertArrayEquals(new double[] {2, 6, -9, -2}, x.values());
        assertThrows(IllegalArgumentException.class,
            () -> model.predictor(1, Kernels.selected()).predict(x, new double[2]));
        assertThrows(IllegalArgumentException.class,
            () -> model.predictor(2, Kernels.selected()).predict(matrix(2, 3, 0), new double[2]));
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws IOException {
        Path file = folder.resolve("model.npz");
        Model model = models().getFirst();
        model.save(file);
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            String said = assertThrows(BadDataException.class, () -> Model.load(file), "length " + length).getMessage();
            assertTrue(said.startsWith(file.toString()), said);
        }
        for (int more = 1; more < 100; more += 7) {
            Files.write(file, Arrays.copyOf(bytes, bytes.length + more));
            assertThrows(BadDataException.class, () -> Model.load(file), more + " bytes more");
        }
    }

    @Test
    void aDamagedFileIsRefusedOrPredictsTheSame() throws IOException {
        Path file = folder.resolve("model.npz");
        Model model = models().get(1);
        model.save(file);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 4;
            Files.write(file, damaged);
            try {
                assertArrayEquals(predictions(model), predictions(Model.load(file)), "byte " + i);
            } catch (BadDataException e) {
                assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
            }
        }
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path file = folder.resolve("model.npz");
        Files.writeString(file, "no model");
        assertTrue(assertThrows(BadDataException.class, () -> Model.load(file)).getMessage().contains("is no model"));
        models().getFirst().save(file);
        rewrite(file, "format=2", "format=7");
        assertTrue(assertThrows(BadDataException.class, () -> Model.load(file)).getMessage()
            .endsWith("has format version 7, and this version reads up to 2"));
        models().getFirst().save(file);
        rewrite(file, "family=affine", "family=fancy");
        assertTrue(assertThrows(BadDataException.class, () -> Model.load(file)).getMessage()
            .contains("unknown family 'fancy'"));
        models().getFirst().save(file);
        rewrite(file, "alpha=0.25", "alpha=2.0");
        assertTrue(assertThrows(BadDataException.class, () -> Model.load(file)).getMessage().contains("alpha = 2.0"));
        assertThrows(IOException.class, () -> Model.load(folder.resolve("none")));
    }

    /** Of before there was a shift. */
    @Test
    void theFirstFormatIsRead() throws IOException {
        Path file = folder.resolve("model.npz");
        Model model = model(new SingleGate(3), 1, 2, 3);
        model.save(file);
        rewrite(file, "format=2", "format=1");
        rewrite(file, "labelShift=0.5", "about.none=0");
        Model again = Model.load(file);
        assertEquals(0, again.preprocessing().labelShift());
        double[] expected = predictions(model);
        double[] actual = predictions(again);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i] - 0.5, actual[i], 1e-13 * Math.abs(expected[i]) + 1e-15);
        }
    }

    /** As of a column that was constant in training. */
    @Test
    void whatIsLeftOutHasNoInfluence() throws IOException {
        Path file = folder.resolve("model.npz");
        new Model(new Network(new SingleGate(2), 0), new double[] {1, 5},
            new Preprocessing(new double[] {0, 3}, new double[] {1, Double.POSITIVE_INFINITY}, 1, 2, false), Map.of())
            .save(file);
        Model model = Model.load(file);
        assertTrue(model.preprocessing().leavesOut(1) && !model.preprocessing().leavesOut(0));
        double[] f = new double[2];
        model.predictor(2, Kernels.selected()).predict(Matrix.of(new double[] {4, 3, 4, -1e300}, 2, 2), f);
        assertArrayEquals(new double[] {9, 9}, f);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        format=2 | format=-1 | format = -1: must be 1 or 2
        format=2 | format=2.5 | has format version 2.5
        format=2 | format=2x | format = 2x: must be a number
        intercept=true | intercept=garbage | intercept = garbage: must be true or false
        intercept=true | more=true | intercept = null: must be true or false
        alpha=0.25 | alpha=x | alpha = x: must be a number
        labelShift=0.5 | labelShift=Infinity | labelShift
        labelScale=3.0 | labelScale=NaN | labelScale = NaN: must be > 0
        n=3 | n=1000000000 | n = 1000000000: must be 3
        n=3 | n=-1 | n = -1: must be 3
        """)
    void propertiesThatMakeNoSenseAreRefused(String line, String other, String said) throws IOException {
        Path file = folder.resolve("model.npz");
        models().get(2).save(file);
        rewrite(file, line, other);
        String message = assertThrows(BadDataException.class, () -> Model.load(file)).getMessage();
        assertTrue(message.startsWith(file + " ") && message.contains(said), message);
    }

    @Test
    void indicesMustBeWholeNumbers() throws IOException {
        Path file = folder.resolve("model.npz");
        models().get(2).save(file);
        for (double index : new double[] {0.5, -0.5, 1e300, 1L << 32}) {
            double[] indices = {2, index, 1, 2, 0, 1, 2, 1};
            put(file, Map.of("indices.npy", NpyWriter.bytes(indices, 4, 2)));
            String message = assertThrows(BadDataException.class, () -> Model.load(file)).getMessage();
            assertTrue(message.contains("indices[0][1] = " + index + ": must be a whole number"), message);
        }
    }

    /** The case would divide by zero. */
    @Test
    void aModelWithoutInputsIsRefused() throws Exception {
        Path file = Path.of(getClass().getResource("/data/model-zero-inputs.npz").toURI());
        assertTrue(assertThrows(BadDataException.class, () -> Model.load(file)).getMessage()
            .contains("number of inputs = 0: must be at least 1"));
    }

    /** Names, sizes, checksums and places stand twice in an archive; of two stories none is believed. */
    @Test
    void aDamagedTableOfContentsIsRefused() throws IOException {
        Path file = folder.resolve("model.npz");
        models().getFirst().save(file);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int table = buffer.getInt(bytes.length - 6);
        // Of the first entry: flags, method, checksum, sizes, lengths of name, extra field and comment, place, name.
        for (int at : new int[] {8, 10, 16, 20, 24, 28, 30, 32, 42, 46, 50}) {
            byte[] damaged = bytes.clone();
            damaged[table + at] ^= 1;
            Files.write(file, damaged);
            String said = assertThrows(BadDataException.class, () -> Model.load(file), "field at " + at).getMessage();
            assertTrue(said.contains("is damaged"), said);
        }
    }

    @Test
    void archivesOfOtherProgramsAreRead() throws IOException {
        Path file = folder.resolve("model.npz");
        Model model = models().getFirst();
        model.save(file);
        // Compressed, and with sizes and checksums behind the entries.
        put(file, Map.of());
        assertArrayEquals(predictions(model), predictions(Model.load(file)));
    }

    /** A thousand times as large when unpacked: refused before it is. */
    @Test
    void whatDoesNotFitIntoMemoryIsRefused() throws IOException {
        Path file = folder.resolve("model.npz");
        models().getFirst().save(file);
        int most = 1 << 22;
        assertEquals(7, NpzFile.read(file, most).size());
        put(file, Map.of("bomb", new byte[most]));
        assertTrue(Files.size(file) < most / 500, Files.size(file) + " bytes");
        for (Path large : List.of(file, Path.of("/dev/zero"))) {
            if (Files.exists(large)) {
                assertTrue(assertThrows(BadDataException.class, () -> NpzFile.read(large, most)).getMessage()
                    .startsWith(large + " is too large"));
            }
        }
    }

    /** Changes the properties, with the checksum that belongs to them. */
    private static void rewrite(Path file, String line, String other) throws IOException {
        byte[] text = entries(file).get("model.properties");
        String before = new String(text, StandardCharsets.UTF_8);
        assertTrue(("\n" + before).contains("\n" + line + "\n"), before);
        put(file, Map.of("model.properties", ("\n" + before).replace("\n" + line + "\n", "\n" + other + "\n")
            .getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    /** Adds or replaces entries; everything is compressed then. */
    private static void put(Path file, Map<String, byte[]> others) throws IOException {
        Map<String, byte[]> all = entries(file);
        all.putAll(others);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
    }

    @Test
    void partsOfAModelMustFitOneAnother() {
        Network network = new Network(new SingleGate(3), 0);
        Preprocessing none = Preprocessing.none(3, false);
        assertThrows(IllegalArgumentException.class, () -> new Model(network, new double[2], none, Map.of()));
        assertThrows(IllegalArgumentException.class,
            () -> new Model(network, new double[] {1, 2, Double.NaN}, none, Map.of()));
        assertThrows(IllegalArgumentException.class,
            () -> new Model(network, new double[3], Preprocessing.none(3, true), Map.of()));
    }
}
