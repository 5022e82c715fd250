package org.neurotron.oracle;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.Evaluator;
import org.neurotron.network.Network;
import org.neurotron.network.Projection;
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.InputSampler;

/**
 * The oracle of the paper: draws x, labels it with the teacher f_{w*}, and lets an {@link Adversary} change the label
 * with probability β(x) (§2, "Training labels and the stochastic oracle").
 *
 * <p>Inputs and attack have separate streams. Drawing allocates nothing. Not safe for use by several threads.
 */
public final class PoisoningOracle implements Oracle {

    private final InputSampler inputs;
    private final AttackProbability attackProbability;
    private final Adversary adversary;
    private final double[] probabilities;
    private final Evaluator evaluator;
    private final Projection teacher;

    /** The filter that the adversary would have the learner take for the teacher, or null. */
    private final Projection other;

    /** What its outputs are; or, for an attack on inputs, the labels before it. */
    private final double[] otherLabels;

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
        adversary = new Adversary(distortion, attackStream, batchSize, kernel);
        probabilities = new double[BlockGenerator.wholeBlocks(batchSize)];
        evaluator = network.evaluator(batchSize, kernel);
        this.teacher = evaluator.project(Check.length("teacher", teacher, network.family().r()));
        if (distortion instanceof Distortion.Realizable realizable) {
            other = evaluator.project(Check.length("adversary", realizable.adversary(), network.family().r()));
        } else {
            other = null;
        }
        otherLabels = new double[Lanes.pad(batchSize)];
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the attack needs to know the learner, or a function that was given returns what
     *                               it must not
     */
    @Override
    public void draw(Batch batch) {
        draw(batch, null);
    }

    @Override
    public void draw(Batch batch, Target target) {
        inputs.fill(batch.inputs());
        double[] labels = batch.labels();
        evaluator.forward(teacher, batch.paddedInputs(), labels, 0);
        Matrix x = batch.inputs();
        for (int j = 0; j < batch.size(); j++) {
            double beta = attackProbability.at(x.values(), x.rowOffset(j), x.columns());
            if (!(beta >= 0 && beta <= 1)) {
                throw new IllegalStateException("beta(x) = " + beta + ": must be from 0 to 1");
            }
            probabilities[j] = beta;
        }
        adversary.choose(batch.size(), probabilities);
        switch (adversary.distortion()) {
            case Distortion.Realizable _ -> evaluator.forward(other, batch.paddedInputs(), otherLabels, 0);
            case Distortion.NoisyInput _, Distortion.ReplacedInput _ -> {
                System.arraycopy(labels, 0, otherLabels, 0, batch.size());
                adversary.corrupt(x);
                evaluator.forward(teacher, batch.paddedInputs(), labels, 0);
            }
            default -> {
                // The inputs stay as they are, and no other labels are needed.
            }
        }
        adversary.poison(batch.size(), x, otherLabels, target, labels);
    }
}
