package org.neurotron.cli.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** Runs the few operators that exported models consist of, as ONNX describes them, on matrices of double precision. */
public final class OnnxInterpreter {

    private final ModelProto model;

    /** An array of at most two dimensions. */
    private record Tensor(long[] shape, double[] values) {

        int columns() {
            return shape.length == 0 ? 1 : (int) shape[shape.length - 1];
        }

        int rows() {
            return values.length / columns();
        }
    }

    private final Map<String, Tensor> values = new HashMap<>();

    /** Reads a file's bytes. */
    public OnnxInterpreter(byte[] bytes) throws InvalidProtocolBufferException {
        model = ModelProto.parseFrom(bytes);
        assertEquals(List.of(13L), model.getOpsetImportList().stream().map(set -> set.getVersion()).toList());
        assertEquals("", model.getOpsetImport(0).getDomain());
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            assertEquals(TensorProto.DataType.DOUBLE.getNumber(), tensor.getDataType());
            put(tensor.getName(), tensor.getDimsList().stream().mapToLong(Long::longValue).toArray(), numbers(tensor));
        }
    }

    private static double[] numbers(TensorProto tensor) {
        double[] numbers = new double[tensor.getRawData().size() / Double.BYTES];
        tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(numbers);
        return numbers;
    }

    /** Nothing is given a name twice, and shapes say how many numbers there are. */
    private void put(String name, long[] shape, double... numbers) {
        assertEquals(Arrays.stream(shape).reduce(1, (a, b) -> a * b), numbers.length, name);
        assertNull(values.put(name, new Tensor(shape, numbers)), name);
    }

    public String property(String key) {
        List<String> found = model.getMetadataPropsList().stream().filter(one -> one.getKey().equals(key))
            .map(one -> one.getValue()).toList();
        assertTrue(found.size() < 2, key);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** The predictions for some rows. */
    public double[] run(double[][] inputs) {
        GraphProto graph = model.getGraph();
        requireShape(graph.getInput(0), "inputs", inputs[0].length);
        requireShape(graph.getOutput(0), "prediction", -1);
        put("inputs", new long[] {inputs.length, inputs[0].length},
            Arrays.stream(inputs).flatMapToDouble(Arrays::stream).toArray());
        graph.getNodeList().forEach(this::run);
        Tensor prediction = values.get("prediction");
        assertEquals(1, prediction.shape.length);
        return prediction.values;
    }

    private static void requireShape(ValueInfoProto value, String name, int columns) {
        assertEquals(name, value.getName());
        assertEquals(TensorProto.DataType.DOUBLE.getNumber(), value.getType().getTensorType().getElemType());
        TensorShapeProto shape = value.getType().getTensorType().getShape();
        assertEquals("N", shape.getDim(0).getDimParam());
        assertEquals(columns < 0 ? 1 : 2, shape.getDimCount());
        assertTrue(columns < 0 || shape.getDim(1).getDimValue() == columns, shape.toString());
    }

    private void run(NodeProto node) {
        Tensor[] of = node.getInputList().stream().map(name -> {
            assertTrue(values.containsKey(name), name);
            return values.get(name);
        }).toArray(Tensor[]::new);
        Tensor result = switch (node.getOpType()) {
            case "Sub" -> each(of, (a, b) -> a - b);
            case "Div" -> each(of, (a, b) -> a / b);
            case "Mul" -> each(of, (a, b) -> a * b);
            case "Add" -> each(of, Double::sum);
            case "Max" -> each(of, Math::max);
            case "MatMul" -> product(of[0], of[1]);
            case "Gemm" -> {
                assertEquals("transB", node.getAttribute(0).getName());
                assertEquals(1, node.getAttribute(0).getI());
                yield each(new Tensor[] {product(of[0], transposed(of[1])), of[2]}, Double::sum);
            }
            default -> throw new AssertionError(node.getOpType());
        };
        put(node.getOutput(0), result.shape, result.values);
    }

    /** The second may be a row for each row of the first, one for all, or a number. */
    private static Tensor each(Tensor[] of, DoubleBinaryOperator operator) {
        assertEquals(2, of.length);
        double[] second = of[1].values;
        assertTrue(Arrays.equals(of[0].shape, of[1].shape) || of[1].shape.length == 0
            || of[1].shape.length == 1 && of[0].columns() == second.length, "shapes do not fit");
        double[] result = new double[of[0].values.length];
        Arrays.setAll(result, i -> operator.applyAsDouble(of[0].values[i], second[i % second.length]));
        return new Tensor(of[0].shape, result);
    }

    private static Tensor transposed(Tensor a) {
        double[] result = new double[a.values.length];
        Arrays.setAll(result, i -> a.values[i % a.rows() * a.columns() + i / a.rows()]);
        return new Tensor(new long[] {a.columns(), a.rows()}, result);
    }

    /** Of two matrices, or a matrix and a column that is written as a vector. */
    private static Tensor product(Tensor a, Tensor b) {
        int columns = b.shape.length == 1 ? 1 : b.columns();
        assertEquals(a.columns(), b.values.length / columns);
        double[] result = new double[a.rows() * columns];
        for (int i = 0; i < result.length; i++) {
            for (int l = 0; l < a.columns(); l++) {
                result[i] += a.values[i / columns * a.columns() + l] * b.values[l * columns + i % columns];
            }
        }
        return new Tensor(b.shape.length == 1 ? new long[] {a.rows()} : new long[] {a.rows(), columns}, result);
    }
}
