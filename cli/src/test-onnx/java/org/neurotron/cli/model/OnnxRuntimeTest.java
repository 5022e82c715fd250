package org.neurotron.cli.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.cli.Cli;
import org.neurotron.data.Model;

/** Breaks if ONNX Runtime refuses an exported model or predicts something else than the model and {@code predict}. */
class OnnxRuntimeTest {

    /** What export promises, of the prediction. */
    private static final double TOLERANCE = 1e-6;

    @TempDir
    private Path folder;

    static List<Named<Model>> models() {
        return Models.all();
    }

    private static double[] run(byte[] bytes, double[][] inputs) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(bytes);
             OnnxTensor tensor = OnnxTensor.createTensor(environment, inputs);
             OrtSession.Result result = session.run(Map.of(OnnxModel.INPUTS, tensor))) {
            TensorInfo info = (TensorInfo) session.getInputInfo().get(OnnxModel.INPUTS).getInfo();
            assertEquals(OnnxJavaType.DOUBLE, info.type);
            assertArrayEquals(new long[] {-1, inputs[0].length}, info.getShape());
            assertEquals("neurotron", session.getMetadata().getProducerName());
            assertTrue(session.getMetadata().getCustomMetadata().containsKey("features"));
            return (double[]) result.get(OnnxModel.PREDICTION).orElseThrow().getValue();
        }
    }

    private static void requireSame(double[] expected, double... actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], TOLERANCE * Math.abs(expected[i]));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void itPredictsWhatTheModelPredicts(Model model) throws Exception {
        for (int rows : new int[] {1, 100}) {
            double[][] inputs = Models.inputs(model, rows);
            requireSame(Models.predictions(model, inputs), run(OnnxModel.bytes(model), inputs));
        }
    }

    /** Through files, from fit to predict. */
    @Test
    void itPredictsTheWeightOfPenguins() throws Exception {
        Path data = Path.of("..", "results", "fit", "penguins.csv");
        Path fit = folder.resolve("fit");
        Path onnx = folder.resolve("penguins.onnx");
        Path predictions = folder.resolve("predictions.csv");
        for (String[] command : new String[][] {{"fit", "--data", data.toString(), "--target", "body_mass_g",
            "--standardize", "--intercept", "--epochs", "20", "--convolution", "5,1", "--eta", "1e-2", "--out",
            fit.toString()}, {"export", fit.toString(), "--onnx", onnx.toString()}, {"predict", "--model",
            fit.resolve("model.npz").toString(), "--data", data.toString(), "--out", predictions.toString()}}) {
            assertEquals(0, Cli.run(command).exitCode(), command[0]);
        }
        double[][] inputs = Files.readAllLines(data).stream().skip(1).map(line -> Arrays.stream(line.split(","))
            .limit(4).mapToDouble(Double::parseDouble).toArray()).toArray(double[][]::new);
        requireSame(Files.readAllLines(predictions).stream().skip(1).mapToDouble(Double::parseDouble).toArray(),
            run(Files.readAllBytes(onnx), inputs));
        assertEquals(333, inputs.length);
    }
}
