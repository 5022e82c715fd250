package org.neurotron.cli.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.data.BadDataException;
import org.neurotron.data.Model;
import org.neurotron.data.Preprocessing;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SelectionFamily;

/** Breaks if an exported model computes something else than the model, or is not the file that ONNX describes. */
class OnnxModelTest {

    /** Of the prediction; sums are taken in other orders, over at most eight numbers of about the same size. */
    private static final double TOLERANCE = 1e-11;

    static List<Named<Model>> models() {
        return Models.all();
    }

    @ParameterizedTest
    @MethodSource("models")
    void itPredictsWhatTheModelPredicts(Model model) throws Exception {
        double[][] inputs = Models.inputs(model, 100);
        double[] expected = Models.predictions(model, inputs);
        double[] actual = new OnnxInterpreter(OnnxModel.bytes(model)).run(inputs);
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], TOLERANCE * Math.abs(expected[i]));
        }
        // As otherwise nothing would have been compared.
        assertTrue(Arrays.stream(expected).filter(one -> one != 0).distinct().count() > 20);
    }

    @Test
    void theSameModelGivesTheSameBytes() throws Exception {
        List<Named<Model>> again = models();
        int i = 0;
        for (Named<Model> model : models()) {
            assertArrayEquals(OnnxModel.bytes(model.getPayload()), OnnxModel.bytes(again.get(i++).getPayload()));
        }
    }

    @Test
    void columnsAreNamed() throws Exception {
        Model model = models().getFirst().getPayload();
        OnnxInterpreter onnx = new OnnxInterpreter(OnnxModel.bytes(model));
        assertEquals(List.of("a \"b\"\n", "input 1", "input 2", "input 3", "input 4", "input 5", "input 6"),
            List.of(new ObjectMapper().readValue(onnx.property("features"), String[].class)));
        assertEquals("v", onnx.property("target"));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        int n = 1 << 20;
        SelectionFamily wide = SelectionFamily.slidingWindows(n, 1, 1024);
        assertTrue(assertThrows(BadUsage.class, () -> OnnxModel.bytes(new Model(new Network(wide, 0), new double[1],
            Preprocessing.none(n, false), Map.of()))).getMessage().contains("k x n = 1024 x 1048576"));
        Preprocessing one = Preprocessing.none(1, true);
        Network sum = new Network(new DenseFamily(List.of(Matrix.of(
            new double[] {1, 1, 1, 1}, 2, 2))), 0);
        assertTrue(assertThrows(BadDataException.class, () -> OnnxModel.bytes(new Model(sum,
            new double[] {1e308, 1e308}, one, Map.of()))).getMessage().contains("Infinity"));
    }
}
