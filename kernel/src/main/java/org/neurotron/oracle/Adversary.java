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
 * Who falsifies labels: decides for each sample, with its probability, whether its label is attacked, and by how much
 * it is changed (§2, "Training labels and the stochastic oracle").
 *
 * <p>From its stream every batch takes whole blocks, one number a sample for the decision and, under
 * {@link Distortion.Uniform}, one more for the distortion, whether a sample is attacked or not; so neither θ nor β
 * shifts what later samples get. Poisoning allocates nothing. Not safe for use by several threads.
 */
public final class Adversary {

    private final Kernel kernel;
    private final Distortion distortion;
    private final BernoulliSampler coin;
    private final InputSampler uniform;
    private final Matrix uniforms;
    private final double[] attacked;

    /** What is added at each place of a batch, if it is always the same. */
    private final double[] fixed;

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
        fixed = new double[batchSize];
        boolean alternating = distortion instanceof Distortion.Alternating;
        Arrays.setAll(fixed, j -> alternating && j % 2 == 0 ? -distortion.theta() : distortion.theta());
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
     * Adds distortions to labels.
     *
     * @param b             number of samples, at most what this was made for
     * @param probabilities β of each sample, from 0 to 1; an array of at least {@link BlockGenerator#wholeBlocks}
     *                      elements, of which b count
     * @param x             the inputs, one a row; null if there are none, which only a {@link Distortion.Supplied}
     *                      needs
     * @param other         outputs of the filter of a {@link Distortion.Realizable}, b elements; else not looked at
     * @param labels        b elements, changed
     * @throws IllegalStateException if the function of a {@link Distortion.Supplied} returns NaN
     */
    public void poison(int b, double[] probabilities, Matrix x, double[] other, double[] labels) {
        double theta = distortion.theta();
        coin.draw(b, probabilities, attacked);
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
            case Distortion.Realizable _ -> {
                for (int j = 0; j < b; j++) {
                    // Between labels beyond all numbers this is NaN, and whoever learns from it diverges.
                    labels[j] += attacked[j] * clip(other[j] - labels[j], theta);
                }
            }
            case Distortion.Supplied supplied -> {
                for (int j = 0; j < b; j++) {
                    if (attacked[j] != 0) {
                        labels[j] += clip(number(supplied.function()
                            .distortion(j + 1, x.values(), x.rowOffset(j), x.columns(), labels[j])), theta);
                    }
                }
            }
        }
    }

    private static double number(double xi) {
        if (Double.isNaN(xi)) {
            throw new IllegalStateException("distortion = NaN: must be a number");
        }
        return xi;
    }

    private static double clip(double xi, double theta) {
        return Math.max(-theta, Math.min(theta, xi));
    }
}
