package org.neurotron.training;

import org.neurotron.kernel.Matrix;
import org.neurotron.network.ProjectedEvaluator;
import org.neurotron.oracle.Distortion;
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.InputDistribution;
import org.neurotron.random.InputSampler;

/**
 * An attack on inputs that are never drawn. Of an attacked sample the learner sees another input than the one whose
 * label it gets. Both are normal, with scales and a correlation:
 *
 * <p>where it sees x' = x + S·u, with x = s·σ·z, that is x' = s'·σ·z' with s'² = s² + (S/σ)² and x = s·σ(ϱ z' + …) with
 * ϱ = s/s'; and where x is replaced, ϱ = 0 and the scale is another draw.
 */
final class InputCorruption {

    private final InputSampler normals;

    /** S/σ, or negative where inputs are replaced. */
    private final double noise;

    private final InputSampler newScale;
    private final Matrix newScales;
    private final ProjectedEvaluator evaluator;
    private final int b;
    private final double[] seen;
    private final double[] correlations;

    private InputCorruption(double noise, InputDistribution.NormalMixture law, BlockGenerator stream, int b,
                            ProjectedEvaluator evaluator) {
        this.noise = noise;
        this.b = b;
        this.evaluator = evaluator;
        normals = InputSampler.normal(stream, 0, 1);
        newScale = noise < 0 ? law.scales(stream) : null;
        newScales = Matrix.zeros(1, b);
        seen = new double[evaluator.others().columns()];
        correlations = new double[b];
    }

    /** The attack of a distortion, or null if that leaves inputs alone. */
    static InputCorruption of(Distortion distortion, InputDistribution.NormalMixture law, BlockGenerator stream, int b,
                              ProjectedEvaluator evaluator) {
        return switch (distortion) {
            case Distortion.NoisyInput noisy ->
                new InputCorruption(noisy.deviation() / law.sigma(), law, stream, b, evaluator);
            case Distortion.ReplacedInput _ -> new InputCorruption(-1, law, stream, b, evaluator);
            default -> null;
        };
    }

    /** The scales of the inputs that the learner sees; those of the last batch after {@link #draw}. */
    double[] scales() {
        return seen;
    }

    /**
     * Attacks a batch.
     *
     * @param attacked 1 for samples that are attacked, 0 for others
     * @param scales   scales of the inputs as they are, or null if they are 1
     * @param labels   receives the true labels of the inputs as they are; of those that are not attacked, too
     */
    void draw(double[] attacked, Matrix scales, double[] labels) {
        normals.fill(evaluator.others());
        if (newScale != null) {
            newScale.fill(newScales);
        }
        for (int j = 0; j < b; j++) {
            double own = scales == null ? 1 : scales.get(0, j);
            if (attacked[j] == 0) {
                seen[j] = own;
                correlations[j] = 1;
            } else if (noise < 0) {
                seen[j] = newScale == null ? 1 : newScales.get(0, j);
                correlations[j] = 0;
            } else {
                seen[j] = Math.sqrt(Math.fma(noise, noise, own * own));
                correlations[j] = own / seen[j];
            }
        }
        evaluator.otherOutputs(correlations, labels);
        for (int j = 0; j < b; j++) {
            labels[j] *= scales == null ? 1 : scales.get(0, j);
        }
    }
}
