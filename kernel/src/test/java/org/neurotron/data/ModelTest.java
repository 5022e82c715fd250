package org.neurotron.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
            new Preprocessing(new double[] {1, -2}, new double[] {0.5, 4}, 3, true),
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

    /** f = 3 σ(w · ((x − mean) / scale, 1)), by hand. */
    @Test
    void predictionsScaleTheirDataAsInTraining() {
        Model model = model(new SingleGate(3), 1, 2, 3);
        Matrix x = Matrix.of(new double[] {2, 6, -9, -2}, 2, 2);
        double[] f = new double[2];
        model.predictor(2, Kernels.selected()).predict(x, f);
        assertArrayEquals(new double[] {3 * (2 + 4 + 3), 3 * 0.25 * (-20 + 0 + 3)}, f, 1e-13);
        assertArrayEquals(new double[] {2, 6, -9, -2}, x.values());
        assertThrows(IllegalArgumentException.class,
            () -> model.predictor(1, Kernels.selected()).predict(x, new double[2]));
        assertThrows(IllegalArgumentException.class,
            () -> model.predictor(2, Kernels.selected()).predict(matrix(2, 3, 0), new double[2]));
    }

    /** At some lengths only the archive's table of contents is missing; then nothing of the model is. */
    @Test
    void aFileThatIsCutOffIsRefusedOrLacksNothingOfTheModel() throws IOException {
        Path file = folder.resolve("model.npz");
        Model model = models().getFirst();
        model.save(file);
        byte[] bytes = Files.readAllBytes(file);
        int refused = 0;
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            try {
                assertArrayEquals(predictions(model), predictions(Model.load(file)));
            } catch (BadDataException e) {
                assertTrue(e.getMessage().startsWith(file.toString()) || e.getMessage().contains(".npy in "),
                    e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > bytes.length / 2, refused + " of " + bytes.length);
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
        rewrite(file, "format=1", "format=7");
        assertTrue(assertThrows(BadDataException.class, () -> Model.load(file)).getMessage()
            .endsWith("has format version 7, and this version reads up to 1"));
        models().getFirst().save(file);
        rewrite(file, "family=affine", "family=fancy");
        assertTrue(assertThrows(BadDataException.class, () -> Model.load(file)).getMessage()
            .contains("unknown family 'fancy'"));
        models().getFirst().save(file);
        rewrite(file, "alpha=0.25", "alpha=2.0");
        assertTrue(assertThrows(BadDataException.class, () -> Model.load(file)).getMessage().contains("leak = 2.0"));
        assertThrows(IOException.class, () -> Model.load(folder.resolve("none")));
    }

    /** Changes the properties, with the checksum that belongs to them. */
    private static void rewrite(Path file, String line, String other) throws IOException {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file));
             ZipOutputStream out = new ZipOutputStream(changed)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(entry.getName().endsWith(".npy") ? content
                    : new String(content, StandardCharsets.UTF_8).replace(line, other)
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.write(file, changed.toByteArray());
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
