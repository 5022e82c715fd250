package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.cli.Cli;
import org.neurotron.data.Model;
import org.neurotron.data.Preprocessing;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SelectionFamily;
import org.neurotron.network.SensingFamily;
import org.neurotron.network.SingleGate;

/** Breaks if inspect shows weights that are not those of the predictions, leaves something out, or cannot be read. */
class InspectCommandTest {

    @TempDir
    private Path folder;

    private Path save(Model model) throws IOException {
        Path file = folder.resolve("model.npz");
        model.save(file);
        return file;
    }

    /** With w so great that the gates are open for what is asked of them. */
    private static Model model(SensingFamily family, double q, double leak) {
        double[] w = IntStream.range(0, family.r()).mapToDouble(l -> 1 + l).toArray();
        w[family.r() - 1] = 100;
        double[] outer = new double[family.k()];
        Arrays.fill(outer, q);
        return new Model(new Network(family, outer, leak), w, new Preprocessing(new double[] {5, -3, 0.25},
            new double[] {10, 0.5, 1e-3}, 0, 7, true), Map.of("feature.0", "length", "feature.1", "width", "algorithm",
            "tron", "eta", "0.01", "command", "fit", "threshold", "12.5"));
    }

    private static Cli.Result run(String... words) {
        Cli.Result result = Cli.run(words);
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(List.of(), result.errorLines());
        return result;
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(run("inspect", file.toString(), "--json").out());
    }

    private static double predict(Model model, double... x) {
        double[] prediction = new double[1];
        model.predictor(1, Kernels.portable()).predict(Matrix.of(x, 1, x.length), prediction);
        return prediction[0];
    }

    /** By predictions one step of a feature apart. */
    @ParameterizedTest
    @ValueSource(strings = {"single gate", "selection", "windows", "affine"})
    void weightsAreWhatAPredictionChangesBy(String kind) throws IOException {
        Matrix ones = Matrix.of(new double[] {1, 2, -1, 3, 0, 0, 1, 5}, 2, 4);
        Model model = model(switch (kind) {
            case "single gate" -> new SingleGate(4);
            case "selection" -> new SelectionFamily(new int[][] {{1, 3}}, 4);
            case "windows" -> new SelectionFamily(new int[][] {{0, 3}, {2, 3}, {1, 3}}, 4);
            default -> new AffineFamily(ones, Matrix.zeros(2, 4), 2);
        }, -2, 0.1);
        JsonNode shown = json(save(model));
        double[] x = {6, -2.9, 0.2501};
        double before = predict(model, x);
        double expected = shown.get("intercept").asDouble();
        Map<Integer, Double> effects = new HashMap<>();
        for (JsonNode feature : shown.get("features")) {
            int j = feature.get("column").asInt();
            double weight = feature.get("weight").asDouble();
            double scale = model.preprocessing().scale()[j];
            double[] moved = x.clone();
            moved[j] += scale;
            assertEquals(predict(model, moved) - before, weight * scale, 1e-9 * Math.abs(before), kind);
            assertEquals(Math.abs(weight) * scale, feature.get("effect").asDouble(), 1e-12 * Math.abs(before));
            assertEquals(model.preprocessing().mean()[j], feature.get("mean").asDouble());
            assertEquals(scale, feature.get("scale").asDouble());
            effects.put(effects.size(), feature.get("effect").asDouble());
            expected += weight * x[j];
        }
        assertEquals(expected, before, 1e-9 * Math.abs(before));
        assertEquals(3, effects.size());
        assertTrue(effects.get(0) >= effects.get(1) && effects.get(1) >= effects.get(2), effects.toString());
    }

    @Test
    void allThatIsKnownIsSaid() throws IOException {
        Path file = save(model(new SingleGate(4), 2, 0));
        assertEquals(List.of(
            "model          " + file,
            "network        single gate, n 4 (3 features and an intercept), r 4, k 1, leak 0, outer weight 2",
            "algorithm      tron",
            "eta            0.01",
            "labels         7 x output of the network",
            "threshold      12.5 (of the residuals, in the units of the labels)",
            "",
            "feature    weight  effect    mean   scale",
            "input 2     42000      42    0.25   0.001",
            "width          56      28      -3     0.5",
            "length        1.4      14       5      10",
            "intercept   -8939",
            "",
            "Where the prediction is below 0 the gate is closed: there the features give nothing."),
            run("inspect", folder.toString()).out().lines().toList());
    }

    @Test
    void jsonHasTheSame() throws IOException {
        JsonNode shown = json(save(model(new SelectionFamily(new int[][] {{0, 1}, {1, 3}}, 4), 2, 0.1)));
        assertEquals(new ObjectMapper().readTree("""
            {"family": "selection", "features": 3, "intercept": true, "n": 4, "r": 2, "k": 2, "leak": 0.1,
             "outerWeights": [2.0, 2.0]}"""), shown.get("network"));
        assertEquals(new ObjectMapper().readTree("{\"algorithm\": \"tron\", \"eta\": \"0.01\"}"),
            shown.get("training"));
        assertEquals(new ObjectMapper().readTree("{\"shift\": 0.0, \"scale\": 7.0}"), shown.get("labels"));
        assertEquals(12.5, shown.get("threshold").asDouble());
    }

    @Test
    void ofManyFeaturesTheFirstAreShown() throws IOException {
        int n = 50;
        double[] w = IntStream.range(0, n).mapToDouble(j -> j % 2 == 0 ? j : -j).toArray();
        Path file = save(new Model(new Network(new SingleGate(n), 0.1), w, Preprocessing.none(n, false), Map.of()));
        List<String> some = run("inspect", file.toString()).out().lines().toList();
        List<String> all = run("inspect", file.toString(), "--all").out().lines().toList();
        assertTrue(some.contains("feature    weight"), some.toString());
        assertTrue(some.contains("input 49      -49") && some.contains("input 30       30"), some.toString());
        assertFalse(some.toString().contains("input 29"), some.toString());
        assertTrue(some.contains("... and 30 more (--all)"), some.toString());
        assertEquals(some.size() + 30 - 1, all.size());
        assertEquals(50, json(file).get("features").size());
    }

    /** A name may hold anything. */
    @Test
    void namesDoNotBreakTheTable() throws IOException {
        Path file = save(new Model(new Network(new SingleGate(1), 0), new double[] {1}, Preprocessing.none(1, false),
            Map.of("feature.0", "\u001b[31m\n" + "x".repeat(100), "threshold", "none")));
        String out = run("inspect", file.toString()).out();
        assertFalse(out.contains("\u001b") || out.contains("x".repeat(61)), out);
        assertTrue(out.contains("\n\\x1b[31m\\nxxx"), out);
        assertTrue(json(file).get("features").get(0).get("name").asText().startsWith("\u001b[31m\nxxx"));
        assertTrue(json(file).get("threshold").isNull());
    }

    @Test
    void whatIsNoModelIsSaid() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no model");
        for (Path bad : List.of(folder, folder.resolve("none"), text)) {
            Cli.Result result = Cli.run("inspect", bad.toString());
            assertEquals(2, result.exitCode());
            assertEquals("", result.out());
            assertEquals(1, result.errorLines().size(), result.err());
            assertTrue(result.err().contains(bad.toString()), result.err());
        }
    }
}
