package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Tree;
import org.neurotron.cli.model.OnnxInterpreter;

/** Breaks if export does not write what fit has made, writes where it must not, or leaves something behind. */
class ExportCommandTest {

    @TempDir
    private Path folder;

    private Path fit;

    private Path onnx;

    @BeforeEach
    void fit() throws IOException {
        StringBuilder rows = new StringBuilder("a,\"b, so to say\",v\n");
        for (int i = 0; i < 60; i++) {
            rows.append(i % 7).append(',').append(1000 + i % 5).append(',').append(i % 7 * 3 + i % 5).append('\n');
        }
        Files.writeString(folder.resolve("data.csv"), rows);
        fit = folder.resolve("fit");
        onnx = folder.resolve("model.onnx");
        run("fit", "--data", data(), "--target", "v", "--standardize", "--intercept", "--k", "4", "--alpha", "0.1",
            "--robust", "clip", "--out", fit.toString());
    }

    private String data() {
        return folder.resolve("data.csv").toString();
    }

    private static void run(String... words) {
        Cli.Result result = Cli.run(words);
        assertEquals(0, result.exitCode(), result.err());
    }

    @Test
    void theFilePredictsAsPredictDoes() throws IOException {
        Cli.Result result = Cli.run("export", fit.toString(), "--onnx", onnx.toString());
        assertEquals(new Cli.Result(0, "", ""), result);
        OnnxInterpreter exported = new OnnxInterpreter(Files.readAllBytes(onnx));
        assertEquals(List.of("a", "b, so to say"),
            List.of(new ObjectMapper().readValue(exported.property("features"), String[].class)));
        assertEquals("v", exported.property("target"));
        assertTrue(Double.parseDouble(exported.property("threshold")) > 0);
        Path predictions = folder.resolve("predictions.csv");
        run("predict", "--model", fit.resolve("model.npz").toString(), "--data", data(), "--out",
            predictions.toString());
        double[][] inputs = Files.readAllLines(folder.resolve("data.csv")).stream().skip(1).map(line -> Arrays.stream(
            line.split(",")).limit(2).mapToDouble(Double::parseDouble).toArray()).toArray(double[][]::new);
        double[] actual = exported.run(inputs);
        List<String> expected = Files.readAllLines(predictions);
        assertEquals(60, actual.length);
        for (int i = 0; i < actual.length; i++) {
            assertEquals(Double.parseDouble(expected.get(i + 1)), actual[i], 1e-9 * Math.abs(actual[i]));
        }
    }

    /** And whether the model is named or its folder. */
    @Test
    void whatIsThereIsReplacedByTheSameBytes() throws IOException {
        run("export", fit.toString(), "--onnx", onnx.toString());
        byte[] first = Files.readAllBytes(onnx);
        Files.writeString(onnx, "older");
        run("export", fit.resolve("model.npz").toString(), "--onnx", onnx.toString());
        assertArrayEquals(first, Files.readAllBytes(onnx));
        assertEquals(Set.of("data.csv", "fit", "model.onnx"), Tree.names(folder));
    }

    private void requireBad(String message, String... words) throws IOException {
        byte[] model = Files.readAllBytes(fit.resolve("model.npz"));
        Set<String> before = Tree.names(folder);
        Cli.Result result = Cli.run(words);
        assertEquals(2, result.exitCode(), result.err());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().startsWith("neurotron export: "), result.err());
        assertTrue(result.err().contains(message), result.err());
        assertEquals(before, Tree.names(folder));
        assertArrayEquals(model, Files.readAllBytes(fit.resolve("model.npz")));
    }

    @Test
    void whereItCannotGoIsSaid() throws IOException {
        String model = fit.resolve("model.npz").toString();
        for (Path bad : List.of(folder, folder.resolve("none/model.onnx"), folder.resolve("data.csv/model.onnx"))) {
            requireBad("option '--onnx': ", "export", model, "--onnx", bad.toString());
        }
        for (String same : List.of(model, fit + "/../fit/model.npz")) {
            requireBad("must be another file than the model", "export", fit.toString(), "--onnx", same);
        }
        requireBad("option '--onnx' must be given", "export", model);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkToTheModelIsTheModel() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.onnx"), fit.resolve("model.npz"));
        requireBad("must be another file than the model", "export", fit.toString(), "--onnx", link.toString());
    }

    @Test
    void whatIsNoModelIsSaid() throws IOException {
        String out = onnx.toString();
        requireBad("must be a model of fit that can be read, or a folder with a model.npz", "export", folder.toString(),
            "--onnx", out);
        requireBad("must be a model of fit", "export", folder.resolve("none").toString(), "--onnx", out);
        requireBad("is no model", "export", data(), "--onnx", out);
        Path cut = folder.resolve("cut.npz");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(fit.resolve("model.npz")), 700));
        requireBad("is damaged or cut off", "export", cut.toString(), "--onnx", out);
        requireBad("MODEL must be given", "export", "--onnx", out);
    }
}
