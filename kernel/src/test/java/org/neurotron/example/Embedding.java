package org.neurotron.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.neurotron.data.Model;
import org.neurotron.data.Preprocessing;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.Evaluator;
import org.neurotron.network.Network;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Learner;
import org.neurotron.training.LearnerSettings;

/**
 * The library in a program of one's own: a network, steps on one's own arrays, a forward pass, a model saved and
 * loaded.
 */
public final class Embedding {

    private static final int N = 20;
    private static final int R = 5;
    private static final int BATCH = 16;

    private Embedding() {
    }

    /**
     * Trains, and says how well.
     *
     * @param args none
     * @throws IOException if the model cannot be saved
     */
    public static void main(String[] args) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Kernel kernel = Kernels.selected();
        Network network = new Network(new AffineFamily(gaussian(R, N, random), gaussian(R, N, random), 4), 0);

        // Labels of a teacher, a third of them falsified.
        double[] teacher = gaussian(1, R, random).values();
        Evaluator evaluator = network.evaluator(BATCH, kernel);
        Learner learner = new Learner(network, new LearnerSettings(Algorithm.TRON, BATCH, 1e-3), kernel);
        double[] w = new double[R];
        double[] inputs = new double[BATCH * N];
        double[] labels = new double[BATCH];
        Matrix batch = Matrix.of(inputs, BATCH, N);
        for (int step = 0; step < 20_000; step++) {
            Arrays.setAll(inputs, _ -> random.nextGaussian());
            evaluator.forward(teacher, batch, labels, 0);
            for (int j = 0; j < BATCH; j++) {
                labels[j] += random.nextInt(3) == 0 ? random.nextDouble(-0.5, 0.5) : 0;
            }
            learner.update(w, batch, labels, 0);
        }

        Path file = Files.createTempFile("model", ".npz");
        new Model(network, w, Preprocessing.none(N, false), Map.of("made by", "the example")).save(file);
        Model model = Model.load(file);
        Files.delete(file);
        double[] expected = new double[BATCH];
        double[] predictions = new double[BATCH];
        evaluator.forward(teacher, batch, expected, 0);
        model.predictor(BATCH, kernel).predict(batch, predictions);
        double largest = 0;
        for (int j = 0; j < BATCH; j++) {
            largest = Math.max(largest, Math.abs(predictions[j] - expected[j]));
        }
        System.out.printf(Locale.ROOT, "||w - w*|| = %.17g, largest error of a prediction %.1e%n",
            Math.sqrt(kernel.squaredDistance(R, w, 0, teacher, 0)), largest);
    }

    private static Matrix gaussian(int rows, int columns, SplittableRandom random) {
        double[] values = new double[rows * columns];
        Arrays.setAll(values, _ -> random.nextGaussian());
        return Matrix.of(values, rows, columns);
    }
}
