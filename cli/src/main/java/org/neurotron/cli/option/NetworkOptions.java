package org.neurotron.cli.option;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.data.BadDataException;
import org.neurotron.data.NpyFile;
import org.neurotron.data.OpenGate;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SelectionFamily;
import org.neurotron.network.SensingFamily;
import org.neurotron.network.SensingSampling;
import org.neurotron.network.SingleGate;
import org.neurotron.training.Problem;
import org.neurotron.training.ProblemSettings;
import org.neurotron.training.TrainingRun;
import picocli.CommandLine.Option;

/** The network that data are fitted with: a single leaky gate, or another one, drawn from the seed or given. */
public final class NetworkOptions {

    /** The filter's dimension in the study, unless the inputs have less. */
    private static final int USUAL_R = 25;

    /** The network's width in the study. */
    private static final int USUAL_K = 10;

    /** The leak of the single gate that fits any table. */
    private static final double USUAL_LEAK = OpenGate.USUAL_LEAK;

    @Option(names = "--r", paramLabel = "R", converter = Numbers.Size.class,
        description = "dimension of the filter of a network that is drawn (default: that of the inputs, at most 25; "
            + "without any option for the network it is a single leaky gate on all inputs)")
    private Integer r;

    @Option(names = "--k", paramLabel = "K", converter = Numbers.Size.class,
        description = "width of a network that is drawn or affine, even (default: " + USUAL_K + ")")
    private Integer k;

    @Option(names = "--alpha", paramLabel = "ALPHA", converter = Numbers.Real.class,
        description = "leak of the activation, >= 0 and < 1 (default: 0, of the single gate " + USUAL_LEAK + ")")
    private Double alpha;

    @Option(names = "--q", paramLabel = "Q[,...]", split = ",", hideParamSyntax = true,
        converter = Numbers.Real.class,
        description = "outer weights: one number for all gates, or k numbers (default: 1)")
    private List<Double> q;

    @Option(names = "--sensing-matrices", paramLabel = "A.npy", description = "the sensing matrices, k x r x n")
    private Path sensingMatrices;

    @Option(names = "--affine", paramLabel = "M.npy,C.npy", split = ",", hideParamSyntax = true,
        description = "the matrices of an affine family, A_i = M + c_i C, each r x n")
    private List<Path> affine;

    @Option(names = "--convolution", paramLabel = "R,STRIDE", split = ",", hideParamSyntax = true,
        converter = Numbers.Size.class,
        description = "sliding windows of R inputs, STRIDE apart")
    private List<Integer> convolution;

    @Option(names = "--tron-matrix", paramLabel = "M.npy",
        description = "matrix of the Tron-gradient, r x n (default: the mean of the sensing matrices)")
    private Path tronMatrix;

    @Option(names = "--start", paramLabel = "w1.npy", description = "the filter to start from (default: all "
        + "ones; of the single gate the median of the labels)")
    private Path start;

    /** What was asked for. */
    public record Choice(Network network, Matrix tronMatrix, double[] start) {
    }

    /** Whether another network than the single gate that fits any table is asked for. */
    public boolean isAsked() {
        return r != null || k != null || q != null || sensingMatrices != null || affine != null || convolution != null
            || tronMatrix != null || start != null;
    }

    private double alpha() {
        return alpha != null ? alpha : isAsked() ? 0 : USUAL_LEAK;
    }

    private List<Double> q() {
        return q == null ? List.of(1.0) : q;
    }

    /** Whether there is a matrix for the Tron-gradient. */
    public boolean hasTronMatrix() {
        return tronMatrix != null;
    }

    /** The single gate that fits any table. */
    public Choice singleGate(double[] w1) {
        return new Choice(new Network(new SingleGate(w1.length), alpha()), null, w1);
    }

    /** Checks what can be checked without the data. */
    public void check() {
        List<String> given = new ArrayList<>();
        if (sensingMatrices != null) {
            given.add("--sensing-matrices");
        }
        if (affine != null) {
            given.add("--affine");
        }
        if (convolution != null) {
            given.add("--convolution");
        }
        if (given.size() > 1) {
            throw new BadUsage(String.join(" and ", given) + " must not both be given");
        }
        if (!given.isEmpty() && r != null) {
            throw new BadUsage("--r must not be given with " + given.getFirst()
                + ", which says it");
        }
        if ((sensingMatrices != null || convolution != null) && k != null) {
            throw new BadUsage("--k must not be given with " + given.getFirst()
                + ", which says it");
        }
        requirePair("--affine", affine, "M.npy,C.npy");
        requirePair("--convolution", convolution, "R,STRIDE");
        DataOptions.requireFile("--sensing-matrices", sensingMatrices);
        DataOptions.requireFile("--tron-matrix", tronMatrix);
        DataOptions.requireFile("--start", start);
        if (affine != null) {
            affine.forEach(file -> DataOptions.requireFile("--affine", file));
        }
    }

    private static void requirePair(String option, List<?> values, String form) {
        if (values != null && values.size() != 2) {
            throw BadUsage.of(option,
                String.join(",", values.stream().map(Object::toString).toList()), "must be " + form);
        }
    }

    private int k() {
        return k == null ? USUAL_K : k;
    }

    /**
     * Makes the network.
     *
     * @param n    dimension of its inputs
     * @param b    size of the mini-batches that it is to see
     * @param seed seed of what is drawn
     * @throws BadDataException if a file does not fit
     * @throws BadUsage         if there is no memory for it
     */
    public Choice choose(int n, int b, long seed) throws IOException {
        SensingFamily family = family(n, b, seed);
        Network network = new Network(family, ProblemSettings.outerWeights(q(), family.k()), alpha());
        return new Choice(network, tronMatrix(family), start(family));
    }

    /** Before anything of it is allocated: matrices as they are and side by side, a batch, and what comes of it. */
    private static void requireMemory(String what, double matrices, double r, double n, double k, double b) {
        double padding = 16;
        double elements = 2 * matrices * r * (n + padding) + (b + padding) * (n + padding) + padding * (n + b + k + r);
        Memory.require(elements * Double.BYTES, what + " with " + (long) n + " inputs and --b " + (long) b);
    }

    private SensingFamily family(int n, int b, long seed) throws IOException {
        if (sensingMatrices != null) {
            try (NpyFile file = NpyFile.open(sensingMatrices)) {
                file.requireShape("k x r x " + n + ", as the inputs have " + n + " coordinates", -1, -1, n);
                requireMemory("--sensing-matrices of shape " + file.shape(), file.shape().get(0),
                    file.shape().get(1), n, file.shape().get(0), b);
                return new DenseFamily(file.readMatrices());
            }
        }
        if (affine != null) {
            try (NpyFile m = NpyFile.open(affine.get(0)); NpyFile c = NpyFile.open(affine.get(1))) {
                m.requireShape("r x " + n + ", as the inputs have " + n + " coordinates", -1, n);
                c.requireShape(m.rows() + " x " + n + ", as " + m, m.rows(), n);
                requireMemory("--affine of shape " + m.shape() + " and --k " + k(), 2, m.shape().get(0),
                    n, k(), b);
                return new AffineFamily(m.readMatrix(), c.readMatrix(), k());
            }
        }
        if (convolution != null) {
            int window = convolution.get(0);
            if (window > n) {
                throw BadUsage.of("--convolution", window + ","
                    + convolution.get(1), "must have R at most " + n + ", the number of inputs");
            }
            int windows = (n - window) / convolution.get(1) + 1;
            // A window takes no matrix but the numbers of its elements.
            requireMemory("--convolution " + window + "," + convolution.get(1), (double) windows / n, window, n,
                windows, b);
            return SelectionFamily.slidingWindows(n, window, convolution.get(1));
        }
        int rows = r == null ? Math.min(n, USUAL_R) : r;
        requireMemory("--r " + rows + " --k " + k(), 2, rows, n, k(), b);
        ProblemSettings settings = new ProblemSettings(n, rows, k(), alpha(), List.of(1.0),
            new SensingSampling.Gaussian());
        return Problem.draw(settings, seed, 0).network().family();
    }

    private Matrix tronMatrix(SensingFamily family) throws IOException {
        if (tronMatrix == null) {
            return null;
        }
        try (NpyFile file = NpyFile.open(tronMatrix)) {
            file.requireShape("r x n = " + family.r() + " x " + family.n(), family.r(), family.n());
            return file.readMatrix();
        }
    }

    private double[] start(SensingFamily family) throws IOException {
        if (start == null) {
            return TrainingRun.usualStart(family.r());
        }
        try (NpyFile file = NpyFile.open(start)) {
            file.requireShape("(r,) = (" + family.r() + ",)", family.r());
            return file.readAll();
        }
    }

    /** What was asked for, under the names of the options. */
    public void addTo(ObjectNode node, Network network) {
        if (sensingMatrices != null) {
            node.put("sensing-matrices", sensingMatrices.toString());
        } else if (affine != null) {
            node.put("affine", affine.get(0) + "," + affine.get(1));
        } else if (convolution != null) {
            node.put("convolution", convolution.get(0) + "," + convolution.get(1));
        } else if (isAsked()) {
            node.put("r", network.family().r());
        }
        if (isAsked() && sensingMatrices == null && convolution == null) {
            node.put("k", k());
        }
        node.put("alpha", alpha());
        node.put("q", String.join(",", q().stream().map(Object::toString).toList()));
        if (tronMatrix != null) {
            node.put("tron-matrix", tronMatrix.toString());
        }
        if (start != null) {
            node.put("start", start.toString());
        }
    }
}
