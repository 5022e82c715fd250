package org.neurotron.cli.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Named;
import org.neurotron.data.Model;
import org.neurotron.data.Preprocessing;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SelectionFamily;
import org.neurotron.network.SensingFamily;
import org.neurotron.network.SingleGate;

/** Models of every kind, and data for them. */
final class Models {

    static final int N = 7;

    /** Some columns have units of their own, at the ends of double precision. */
    private static final double[] UNITS = {1, 1e-3, 1e300, 1e-300, 40, 1e5, 1};

    private Models() {
    }

    /** Each family with and without leak, intercept and scaling. */
    static List<Named<Model>> all() {
        List<Named<Model>> models = new ArrayList<>();
        for (boolean scaled : new boolean[] {false, true}) {
            for (boolean intercept : new boolean[] {false, true}) {
                for (double leak : new double[] {0, 0.1}) {
                    for (SensingFamily family : families(N + (intercept ? 1 : 0))) {
                        models.add(Named.of(family.getClass().getSimpleName() + ", leak " + leak
                            + (intercept ? ", intercept" : "") + (scaled ? ", scaled" : ""),
                            model(family, leak, intercept, scaled)));
                    }
                }
            }
        }
        return models;
    }

    private static List<SensingFamily> families(int n) {
        SplittableRandom random = new SplittableRandom(n);
        return List.of(new SingleGate(n), new AffineFamily(matrix(random, 3, n), matrix(random, 3, n), 4),
            new DenseFamily(List.of(matrix(random, 2, n), matrix(random, 2, n), matrix(random, 2, n))),
            SelectionFamily.slidingWindows(n, 3, 2));
    }

    private static Model model(SensingFamily family, double leak, boolean intercept, boolean scaled) {
        SplittableRandom random = new SplittableRandom(5);
        double[] q = random.doubles(family.k(), -1, 2).toArray();
        q[0] = 1.5;
        double[] means = times(random.doubles(N, -0.3, 0.3).toArray(), UNITS);
        double[] scales = times(random.doubles(N, 0.5, 2).toArray(), UNITS);
        if (leak > 0) {
            // As of a column that did not vary in training.
            scales[1] = Double.POSITIVE_INFINITY;
        }
        Preprocessing preprocessing = scaled ? new Preprocessing(means, scales, leak > 0 ? -7e4 : 0, 3e4, intercept)
            : Preprocessing.none(N, intercept);
        return new Model(new Network(family, q, leak), numbers(random, family.r()), preprocessing,
            Map.of("feature.0", "a \"b\"\n", "target", "v"));
    }

    private static double[] times(double[] some, double... others) {
        double[] products = some.clone();
        Arrays.setAll(products, j -> some[j] * others[j]);
        return products;
    }

    private static double[] numbers(SplittableRandom random, int count) {
        return DoubleStream.generate(random::nextGaussian).limit(count).toArray();
    }

    private static Matrix matrix(SplittableRandom random, int rows, int columns) {
        return Matrix.of(numbers(random, rows * columns), rows, columns);
    }

    /** Data in the units of the model. */
    static double[][] inputs(Model model, int rows) {
        SplittableRandom random = new SplittableRandom(9);
        List<double[]> inputs = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            double[] row = numbers(random, N);
            inputs.add(model.preprocessing().labelScale() == 1 ? row : times(row, UNITS));
        }
        return inputs.toArray(double[][]::new);
    }

    /** What the library predicts. */
    static double[] predictions(Model model, double[][] inputs) {
        double[] predictions = new double[inputs.length];
        model.predictor(inputs.length, Kernels.portable()).predict(Matrix.of(Arrays.stream(inputs)
            .flatMapToDouble(Arrays::stream).toArray(), inputs.length, inputs[0].length), predictions);
        return predictions;
    }
}
