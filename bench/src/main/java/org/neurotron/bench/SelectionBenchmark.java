package org.neurotron.bench;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.neurotron.bench.peers.Implementations;
import org.neurotron.bench.peers.Workload;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.Evaluator;
import org.neurotron.network.Network;
import org.neurotron.network.SelectionFamily;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Learner;
import org.neurotron.training.LearnerSettings;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A convolution with one filter: sliding windows as a family of selections, and the same matrices as a dense list.
 */
@State(Scope.Thread)
public class SelectionBenchmark extends AbstractBenchmark {

    /** The kernel, see {@link Implementations}. */
    @Param("simd-512")
    public String implementation;

    /**
     * {@code vector}: windows of 25 in steps of 5 along 1 000 coordinates (k = 196), b = 16; {@code picture}: windows
     * of 5 × 5 over 28 × 28 (k = 576), b = 64.
     */
    @Param({"vector", "picture"})
    public String windows;

    /** {@code selection} or {@code dense}. */
    @Param({"selection", "dense"})
    public String family;

    private Evaluator evaluator;
    private Learner sgd;
    private Learner tron;
    private double[] w;
    private Matrix x;
    private double[] v;
    private double[] f;

    /** Makes the network; both families must give the same bits. */
    @Setup
    public void setUp() {
        SelectionFamily selection = switch (windows) {
            case "vector" -> SelectionFamily.slidingWindows(1_000, 25, 5);
            case "picture" -> SelectionFamily.slidingWindows(28, 28, 5, 5, 1, 1);
            default -> throw new IllegalArgumentException("windows = " + windows + ": must be vector or picture");
        };
        int b = windows.equals("vector") ? 16 : 64;
        Kernel kernel = Implementations.kernel(implementation);
        SplittableRandom random = new SplittableRandom(1);
        w = random.doubles(selection.r(), -1, 1).toArray();
        x = Matrix.of(random.doubles((long) b * selection.n(), -1, 1).toArray(), b, selection.n()).copy().padded();
        v = random.doubles(b, -1, 1).toArray();
        f = new double[b];
        DenseFamily dense = new DenseFamily(
            IntStream.range(0, selection.k()).mapToObj(selection::sensingMatrix).toList());
        double[][] expected = results(new Network(dense, 0), kernel);
        if (!Arrays.deepEquals(expected, results(new Network(selection, 0), kernel))) {
            throw new IllegalStateException("the families give different bits");
        }
        Network network = switch (family) {
            case "selection" -> new Network(selection, 0);
            case "dense" -> new Network(dense, 0);
            default -> throw new IllegalArgumentException("family = " + family + ": must be selection or dense");
        };
        evaluator = network.evaluator(b, kernel);
        sgd = new Learner(network, new LearnerSettings(Algorithm.SGD, b, Workload.ETA), kernel);
        tron = new Learner(network, new LearnerSettings(Algorithm.TRON, b, Workload.ETA), kernel);
    }

    private double[][] results(Network network, Kernel kernel) {
        double[] outputs = new double[f.length];
        network.evaluator(f.length, kernel).forward(w, x, outputs, 0);
        // From 0 even a step of this size shows.
        double[][] filters = new double[2][w.length];
        for (Algorithm algorithm : List.of(Algorithm.TRON, Algorithm.SGD)) {
            new Learner(network, new LearnerSettings(algorithm, f.length, 1), kernel)
                .update(filters[algorithm.ordinal()], x, v, 0);
        }
        return new double[][] {outputs, filters[0], filters[1]};
    }

    /**
     * A forward pass.
     *
     * @return its outputs, so that the work counts
     */
    @Benchmark
    public double[] forward() {
        evaluator.forward(w, x, f, 0);
        return f;
    }

    /**
     * A step of SGD.
     *
     * @return the filter, so that the work counts
     */
    @Benchmark
    public double[] sgdStep() {
        sgd.update(w, x, v, 0);
        return w;
    }

    /**
     * A step of Neuro-Tron.
     *
     * @return the filter, so that the work counts
     */
    @Benchmark
    public double[] tronStep() {
        tron.update(w, x, v, 0);
        return w;
    }
}
