package org.neurotron.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.Network;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Learner;
import org.neurotron.training.LearnerSettings;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One Neuro-Tron step without sampling at the paper's shape (n = 100, r = 25, k = 10, b = 16): forward pass,
 * Tron-gradient and update on a batch that stays the same.
 */
@State(Scope.Thread)
public class StepBenchmark extends AbstractBenchmark {

    private static final int N = 100;
    private static final int R = 25;
    private static final int K = 10;
    private static final int B = 16;

    /** So small that thousands of steps on one batch leave the filter, and with it the work, as it was. */
    private static final double ETA = 1e-15;

    /** Relative disagreement that rounding explains, with room to spare. */
    private static final double TOLERANCE = 1e-9;

    /** Who does the step: the textbook loops, or one of the library's kernels. */
    @Param({"textbook", "portable", "simd-128", "simd-256", "simd-512"})
    public String implementation;

    private final double[] start = new double[R];
    private final double[] w = new double[R];
    private final double[] v = new double[B];
    private Matrix x;
    private double[][] xRows;
    private Learner learner;
    private TextbookLearner textbook;

    /** Makes data and learners, and checks that they agree. */
    @Setup
    public void setUp() {
        SplittableRandom random = new SplittableRandom(1);
        AffineFamily family = new AffineFamily(gaussian(R, N, random), gaussian(R, N, random), K);
        Matrix inputs = gaussian(B, N, random);
        xRows = TextbookLearner.rows(inputs);
        x = inputs.padded();
        for (int j = 0; j < B; j++) {
            v[j] = random.nextGaussian();
        }
        Arrays.fill(start, 1);
        checkAgreement(family);
        textbook = implementation.equals("textbook") ? new TextbookLearner(family, ETA) : null;
        learner = textbook == null ? learner(family, kernel(), ETA) : null;
    }

    /** Restores the filter. */
    @Setup(Level.Iteration)
    public void restore() {
        System.arraycopy(start, 0, w, 0, R);
    }

    /**
     * A step.
     *
     * @return the filter, so that the work counts
     */
    @Benchmark
    public double[] tron() {
        if (textbook != null) {
            textbook.tronUpdate(w, xRows, v);
        } else {
            learner.update(w, x, v, 0);
        }
        return w;
    }

    private Kernel kernel() {
        return Kernels.available().stream().filter(kernel -> kernel.toString().equals(implementation)).findFirst()
            .orElseThrow(() -> new UnsupportedOperationException(implementation + " cannot run on this machine"));
    }

    private static Learner learner(AffineFamily family, Kernel kernel, double eta) {
        return new Learner(new Network(family, 0), new LearnerSettings(Algorithm.TRON, B, eta), kernel);
    }

    private void checkAgreement(AffineFamily family) {
        double eta = 1e-4;
        double[] expected = start.clone();
        new TextbookLearner(family, eta).tronUpdate(expected, xRows, v);
        for (Kernel kernel : Kernels.available()) {
            double[] actual = start.clone();
            learner(family, kernel, eta).update(actual, x, v, 0);
            for (int i = 0; i < R; i++) {
                if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE * Math.abs(expected[i]))) {
                    throw new IllegalStateException(kernel + " disagrees with the textbook: " + actual[i] + " against "
                        + expected[i]);
                }
            }
        }
    }

    private static Matrix gaussian(int rows, int columns, SplittableRandom random) {
        Matrix matrix = Matrix.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.set(i, j, random.nextGaussian());
            }
        }
        return matrix;
    }
}
