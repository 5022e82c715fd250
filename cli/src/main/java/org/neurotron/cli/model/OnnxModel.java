package org.neurotron.cli.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.List;
import java.util.Map;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Version;
import org.neurotron.data.BadDataException;
import org.neurotron.data.Model;
import org.neurotron.data.UntrainedModel;

/**
 * A model as ONNX, all of it in double precision:
 *
 * <pre>
 *   inputs [N, n] ── Sub mean ── Div scale ── Gemm directions, offsets ── y [N, k] ──┬── Mul α ── Max ── MatMul shares
 *                                                                                    └─────────────┘          │
 *                                                      prediction [N] ── Add labelShift ── Mul labelScale ────┘
 * </pre>
 *
 * The words are those of {@link Gates}. Inputs are shifted and divided as {@code predict} does it, which rounds the
 * same and takes every scale; put into the weights, a mean that is large beside its scale would cost digits.
 */
public final class OnnxModel {

    /** The name of what goes in: N x n numbers, the features in the units of the data. */
    public static final String INPUTS = "inputs";

    /** The name of what comes out: N numbers in the units of the labels. */
    public static final String PREDICTION = "prediction";

    /** ONNX 1.8 of the year 2020, which has all these operators for double precision. */
    private static final int OPERATORS = 13;

    /** The version of the file format that goes with it. */
    private static final int FORMAT = 7;

    /** Weights of a file, which has at most 2 GB and holds some smaller things, too. */
    private static final long MOST_WEIGHTS = (1L << 28) - (1 << 20);

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("neurotron");

    private OnnxModel() {
    }

    /**
     * The bytes of the file, the same for the same model and version of this program.
     *
     * @param model the model
     * @throws BadUsage         if it has more weights than such a file holds
     * @throws BadDataException if its weights are not within the range of double precision
     */
    public static byte[] bytes(Model model) throws BadDataException {
        Gates gates = new Gates(model);
        if ((gates.n() + 4L) * gates.k() + 2L * gates.n() > MOST_WEIGHTS) {
            throw new BadUsage("the network has k x n = " + gates.k() + " x " + gates.n() + " weights, and an ONNX "
                + "file holds at most " + MOST_WEIGHTS);
        }
        ModelProto.Builder onnx = ModelProto.newBuilder().setIrVersion(FORMAT).setProducerName("neurotron")
            .setProducerVersion(Version.number()).setDomain("org.neurotron").setModelVersion(1)
            .setDocString("inputs are the features in their order and in the units of the data, N x n; columns that "
                + "fit made of a column of categories are called COLUMN=CATEGORY and are 1 or 0")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
            .setGraph(new OnnxModel().graph(gates));
        // As JSON, since a name may hold any character.
        addProperty(onnx, "features", RunJson.line(gates.names()));
        Map<String, String> about = gates.about();
        for (String name : List.of("target", UntrainedModel.THRESHOLD)) {
            if (about.containsKey(name)) {
                addProperty(onnx, name, about.get(name));
            }
        }
        return onnx.build().toByteArray();
    }

    private static void addProperty(ModelProto.Builder onnx, String key, String value) {
        onnx.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
    }

    private GraphProto graph(Gates gates) throws BadDataException {
        int n = gates.n();
        int k = gates.k();
        Tensor mean = new Tensor(n);
        Tensor scale = new Tensor(n);
        for (int j = 0; j < n; j++) {
            mean.put(gates.mean(j));
            scale.put(gates.scale(j));
        }
        Tensor directions = new Tensor(k, n);
        Tensor offsets = new Tensor(k);
        Tensor shares = new Tensor(k);
        for (int i = 0; i < k; i++) {
            double[] gate = gates.gate(i);
            for (int j = 0; j < n; j++) {
                directions.put(gate[j]);
            }
            offsets.put(gate[n]);
            shares.put(gates.share(i));
        }
        graph.addInput(value(INPUTS, n)).addOutput(value(PREDICTION));
        add("mean", mean);
        add("scale", scale);
        add("directions", directions);
        add("offsets", offsets);
        add("leak", scalar(gates.leak()));
        add("shares", shares);
        add("labelScale", scalar(gates.labelScale()));
        add("labelShift", scalar(gates.labelShift()));
        add("centred", "Sub", INPUTS, "mean");
        add("standardised", "Div", "centred", "scale");
        graph.addNode(node("preactivations", "Gemm", "standardised", "directions", "offsets")
            .addAttribute(AttributeProto.newBuilder().setName("transB").setType(AttributeProto.AttributeType.INT)
                .setI(1)));
        // Not LeakyRelu: some runtimes have it for single precision only. The leak is below 1.
        add("leaked", "Mul", "preactivations", "leak");
        add("gates", "Max", "preactivations", "leaked");
        add("output", "MatMul", "gates", "shares");
        add("scaled", "Mul", "output", "labelScale");
        add(PREDICTION, "Add", "scaled", "labelShift");
        return graph.build();
    }

    /** A value that is a number of rows of some length, or of single numbers. */
    private static ValueInfoProto value(String name, int... rowShape) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
        for (int length : rowShape) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(length));
        }
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.DOUBLE.getNumber()).setShape(shape);
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder().setTensorType(tensor)).build();
    }

    private void add(String output, String operator, String... inputs) {
        graph.addNode(node(output, operator, inputs));
    }

    /** An operation, which has the name of what comes out of it. */
    private static NodeProto.Builder node(String output, String operator, String... inputs) {
        return NodeProto.newBuilder().setName(output).setOpType(operator).addAllInput(List.of(inputs))
            .addOutput(output);
    }

    private void add(String name, Tensor tensor) {
        graph.addInitializer(tensor.proto(name));
    }

    private static Tensor scalar(double value) throws BadDataException {
        Tensor scalar = new Tensor();
        scalar.put(value);
        return scalar;
    }

    /** An array on its way into the file. */
    private static final class Tensor {

        private final int[] shape;
        private final ByteBuffer bytes;
        private final DoubleBuffer numbers;

        Tensor(int... shape) {
            this.shape = shape;
            int count = 1;
            for (int length : shape) {
                count *= length;
            }
            bytes = ByteBuffer.allocate(count * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            numbers = bytes.asDoubleBuffer();
        }

        void put(double number) throws BadDataException {
            if (!Double.isFinite(number)) {
                throw new BadDataException("a gate would have the weight " + number + "; filter and sensing matrices "
                    + "must be so small that it is finite");
            }
            numbers.put(number);
        }

        /** Without a copy, as nothing is put into it any more. */
        TensorProto proto(String name) {
            TensorProto.Builder proto = TensorProto.newBuilder().setName(name)
                .setDataType(TensorProto.DataType.DOUBLE.getNumber())
                .setRawData(UnsafeByteOperations.unsafeWrap(bytes));
            for (int length : shape) {
                proto.addDims(length);
            }
            return proto.build();
        }
    }
}
