package org.neurotron.oracle;

import java.util.Arrays;
import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import org.neurotron.random.BernoulliSampler;
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.InputSampler;

/**
 * Who falsifies labels: decides for each sample, with its probability, whether it is attacked, and by how much its
 * label is changed (§2, "Training labels and the stochastic oracle").
 *
 * <p>For each batch: {@link #choose}, and then {@link #poison}; in between, for an attack on inputs, {@link #corrupt}.
 * From its stream every batch takes whole blocks, one number a sample for the decision and, where the attack is random,
 * those for it, whether a sample is attacked or not; so neither θ nor β shifts what later samples get. Nothing is
 * allocated. Not safe for use by several threads.
 *
 * @since 0.2
 */
public final class Adversary {

    private final Kernel kernel;
    private final Distortion distortion;
    private final BernoulliSampler coin;
    private final InputSampler uniform;
    private final Matrix uniforms;
    private final double[] attacked;
    private final double[] clean;
    private final View view = new View();

    /** What is added at each place of a batch, if it is always the same. */
    private final double[] fixed;

    /** Draws what inputs are changed by, or to; null if they are not. */
    private final InputSampler corruption;

    /** What it has drawn; null until the dimension of the inputs is known. */
    private Matrix corruptions;

    /**
     * An adversary.
     *
     * @param distortion ξ
     * @param stream     source of randomness, used by the adversary alone from now on
     * @param batchSize  largest batch, ≥ 1
     * @param kernel     kernel to compute with
     * @throws IllegalArgumentException if the batch size is below 1
     */
    public Adversary(Distortion distortion, BlockGenerator stream, int batchSize, Kernel kernel) {
        this.kernel = Objects.requireNonNull(kernel, "kernel");
        this.distortion = Objects.requireNonNull(distortion, "distortion");
        Objects.requireNonNull(stream, "stream");
        coin = new BernoulliSampler(stream, Check.positive("batchSize", batchSize));
        uniform = InputSampler.uniform(stream, -1, 1);
        uniforms = Matrix.zeros(1, batchSize);
        attacked = new double[BlockGenerator.wholeBlocks(batchSize)];
        clean = new double[batchSize];
        fixed = new double[batchSize];
        boolean alternating = distortion instanceof Distortion.Alternating;
        Arrays.setAll(fixed, j -> alternating && j % 2 == 0 ? -distortion.theta() : distortion.theta());
        corruption = switch (distortion) {
            case Distortion.NoisyInput noisy -> InputSampler.normal(stream, 0, noisy.deviation());
            case Distortion.ReplacedInput replaced -> replaced.law().sampler(stream);
            default -> null;
        };
    }

    /**
     * How it changes labels.
     *
     * @return ξ
     */
    public Distortion distortion() {
        return distortion;
    }

    /**
     * Decides which samples of a batch are attacked.
     *
     * @param b             number of samples, at most what this was made for
     * @param probabilities β of each sample, from 0 to 1; an array of at least {@link BlockGenerator#wholeBlocks}
     *                      elements, of which b count
     * @return 1 for each sample that is, 0 for others, b elements; this adversary's own, not to be changed
     */
    public double[] choose(int b, double[] probabilities) {
        coin.draw(b, probabilities, attacked);
        return attacked;
    }

    /**
     * Changes the attacked inputs, if that is the attack.
     *
     * @param x the inputs of the batch, one a row, of the dimension of the first that was given here
     */
    public void corrupt(Matrix x) {
        if (corruption == null) {
            return;
        }
        if (corruptions == null) {
            corruptions = Matrix.zeros(uniforms.columns(), x.columns());
        }
        corruption.fill(corruptions);
        boolean replaces = distortion instanceof Distortion.ReplacedInput;
        for (int j = 0; j < x.rows(); j++) {
            if (attacked[j] != 0) {
                double[] from = corruptions.values();
                int offset = corruptions.rowOffset(j);
                if (replaces) {
                    System.arraycopy(from, offset, x.values(), x.rowOffset(j), x.columns());
                } else {
                    kernel.addScaled(x.columns(), 1, from, offset, x.values(), x.rowOffset(j));
                }
            }
        }
    }

    /**
     * Adds distortions to the labels of the attacked samples.
     *
     * @param b      number of samples
     * @param x      the inputs, one a row; null if there are none, which only a {@link Distortion.Supplied} needs
     * @param other  outputs of the filter of a {@link Distortion.Realizable}, or, for an attack on inputs, the labels
     *               of the inputs before it, b elements; else not looked at
     * @param target the learner; null if it is not known
     * @param labels the true labels of the inputs as the learner sees them, b elements, changed
     * @throws IllegalStateException if the function of a {@link Distortion.Supplied} returns NaN, or the attack needs
     *                               to know the learner
     */
    public void poison(int b, Matrix x, double[] other, Target target, double[] labels) {
        double theta = distortion.theta();
        if (distortion instanceof Distortion.Uniform) {
            uniform.fill(uniforms);
        }
        // Without branches on the coins, half of which a processor would guess wrong: ξ times 0 or 1.
        switch (distortion) {
            case Distortion.Alternating _, Distortion.Constant _ -> {
                kernel.multiplyElements(b, attacked, 0, fixed, 0, attacked, 0);
                kernel.addScaled(b, 1, attacked, 0, labels, 0);
            }
            case Distortion.Uniform _ -> {
                double[] numbers = uniforms.values();
                int offset = uniforms.offset();
                for (int j = 0; j < b; j++) {
                    labels[j] += attacked[j] * (theta * numbers[offset + j]);
                }
            }
            case Distortion.Realizable _, Distortion.NoisyInput _, Distortion.ReplacedInput _ -> {
                for (int j = 0; j < b; j++) {
                    // Between labels beyond all numbers this is NaN, and whoever learns from it diverges.
                    labels[j] += attacked[j] * distortion.capped(other[j] - labels[j]);
                }
            }
            case Distortion.Scaled scaled -> {
                for (int j = 0; j < b; j++) {
                    labels[j] += attacked[j] * scaled.of(labels[j]);
                }
            }
            case Distortion.Worst _ -> {
                double[] outputs = known(target).outputs();
                for (int j = 0; j < b; j++) {
                    labels[j] -= attacked[j] * (theta * Math.signum(labels[j] - outputs[j]));
                }
            }
            case Distortion.Informed _ -> {
                double[] outputs = known(target).outputs();
                kernel.scaledDifference(b, labels, 0, outputs, 0, 1, clean, 0);
                double size = target.mostHarmful(b, clean, attacked);
                for (int j = 0; j < b; j++) {
                    labels[j] += attacked[j] * distortion.capped(-size * Math.signum(clean[j]) - clean[j]);
                }
            }
            case Distortion.Supplied supplied -> {
                view.set(x, labels, target);
                for (int j = 0; j < b; j++) {
                    if (attacked[j] != 0) {
                        view.row = j;
                        labels[j] += distortion.capped(number(supplied.function().distortion(view)));
                    }
                }
            }
        }
    }

    private static Target known(Target target) {
        if (target == null) {
            throw new IllegalStateException("the attack needs to know the learner, which must draw the batches");
        }
        return target;
    }

    private static double number(double xi) {
        if (Double.isNaN(xi)) {
            throw new IllegalStateException("distortion = NaN: must be a number");
        }
        return xi;
    }

    /** One sample of the batch after the other. */
    private static final class View implements Distortion.Sample {

        private Matrix x;
        private double[] labels;
        private Target target;
        private int row;

        void set(Matrix newX, double[] newLabels, Target newTarget) {
            x = newX;
            labels = newLabels;
            target = newTarget;
        }

        @Override
        public int position() {
            return row + 1;
        }

        @Override
        public double[] x() {
            return x.values();
        }

        @Override
        public int offset() {
            return x.rowOffset(row);
        }

        @Override
        public int n() {
            return x.columns();
        }

        @Override
        public double label() {
            return labels[row];
        }

        @Override
        public double output() {
            return known(target).outputs()[row];
        }

        @Override
        public long iteration() {
            return known(target).iteration();
        }
    }
}
