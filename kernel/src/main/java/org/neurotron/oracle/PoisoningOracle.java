package org.neurotron.oracle;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.Evaluator;
import org.neurotron.network.Network;
import org.neurotron.network.Projection;
import org.neurotron.random.BernoulliSampler;
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.InputSampler;

/**
 * The oracle of the paper: draws x, labels it with the teacher f_{w*}, and with probability β(x) adds a distortion
 * (§2, "Training labels and the stochastic oracle").
 *
 * <p>Inputs and attack have separate streams. From the attack's stream every batch takes whole blocks, one number a
 * sample for the decision and, under {@link Distortion.Uniform}, one more for the distortion, whether a sample is
 * attacked or not; so neither θ nor β shifts what later samples get. Drawing allocates nothing. Not safe for use by
 * several threads.
 */
public final class PoisoningOracle implements Oracle {

    private final InputSampler inputs;
    private final AttackProbability attackProbability;
    private final Distortion distortion;
    private final BernoulliSampler coin;
    private final InputSampler uniform;
    private final Matrix uniforms;
    private final double[] probabilities;
    private final double[] attacked;
    private final Evaluator evaluator;
    private final Projection teacher;
    private final Projection adversary;
    private final double[] adversaryLabels;

    /**
     * Sets up an oracle.
     *
     * @param network           the network whose outputs are the true labels
     * @param teacher           w*, r elements; copied
     * @param inputs            source of inputs
     * @param attackProbability β(x)
     * @param distortion        ξ
     * @param attackStream      stream of the attack, used by the oracle alone from now on
     * @param batchSize         largest batch to be drawn, ≥ 1
     * @param kernel            kernel for the labels
     * @throws IllegalArgumentException if a filter has the wrong length or the batch size is below 1
     */
    public PoisoningOracle(Network network, double[] teacher, InputSampler inputs, AttackProbability attackProbability,
                           Distortion distortion, BlockGenerator attackStream, int batchSize, Kernel kernel) {
        this.inputs = Objects.requireNonNull(inputs, "inputs");
        this.attackProbability = Objects.requireNonNull(attackProbability, "attackProbability");
        this.distortion = Objects.requireNonNull(distortion, "distortion");
        Objects.requireNonNull(attackStream, "attackStream");
        coin = new BernoulliSampler(attackStream, Check.positive("batchSize", batchSize));
        uniform = InputSampler.uniform(attackStream, -1, 1);
        uniforms = Matrix.zeros(1, batchSize);
        probabilities = new double[BlockGenerator.wholeBlocks(batchSize)];
        attacked = new double[probabilities.length];
        evaluator = network.evaluator(batchSize, kernel);
        this.teacher = evaluator.project(Check.length("teacher", teacher, network.family().r()));
        if (distortion instanceof Distortion.Realizable realizable) {
            adversary = evaluator.project(Check.length("adversary", realizable.adversary(), network.family().r()));
            adversaryLabels = new double[Lanes.pad(batchSize)];
        } else {
            adversary = null;
            adversaryLabels = null;
        }
    }

    @Override
    public void draw(Batch batch) {
        inputs.fill(batch.inputs());
        evaluator.forward(teacher, batch.paddedInputs(), batch.labels(), 0);
        poison(batch);
    }

    private void poison(Batch batch) {
        Matrix x = batch.inputs();
        double[] labels = batch.labels();
        double theta = distortion.theta();
        if (adversary != null) {
            evaluator.forward(adversary, batch.paddedInputs(), adversaryLabels, 0);
        }
        for (int j = 0; j < batch.size(); j++) {
            double beta = attackProbability.at(x.values(), x.rowOffset(j), x.columns());
            if (!(beta >= 0 && beta <= 1)) {
                throw new IllegalStateException("beta(x) = " + beta + ": must be from 0 to 1");
            }
            probabilities[j] = beta;
        }
        coin.draw(batch.size(), probabilities, attacked);
        if (distortion instanceof Distortion.Uniform) {
            uniform.fill(uniforms);
        }
        for (int j = 0; j < batch.size(); j++) {
            if (attacked[j] != 0) {
                double xi = switch (distortion) {
                    case Distortion.Alternating _ -> j % 2 == 0 ? -theta : theta;
                    case Distortion.Uniform _ -> theta * uniforms.get(0, j);
                    case Distortion.Constant _ -> theta;
                    case Distortion.Realizable _ -> clip(adversaryLabels[j] - labels[j], theta);
                    case Distortion.Supplied supplied -> clip(number(supplied.function()
                        .distortion(j + 1, x.values(), x.rowOffset(j), x.columns(), labels[j])), theta);
                };
                // Between labels beyond all numbers a distortion is none either; whoever learns from it diverges.
                labels[j] += xi;
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
