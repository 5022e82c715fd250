package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.NetworkOptions;
import org.neurotron.cli.option.RobustOptions;
import org.neurotron.network.Network;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;

/**
 * A fit as it was asked for.
 *
 * @param source      where the data come from
 * @param network     what is fitted
 * @param learner     algorithm, size of the mini-batches, learning rate
 * @param epochs      how often to go through the data
 * @param inOrder     whether in the order of the file
 * @param validation  share of the data that is kept for validation
 * @param standardize whether inputs and labels are scaled
 * @param intercept   whether there is an input that is always 1
 * @param poison      distortion of the training labels, or null
 * @param seed        the seed
 * @param trace       where every filter goes, or null
 */
public record FitPlan(FitSource source, NetworkOptions network, LearnerSettings learner, int epochs, boolean inOrder,
                      double validation, boolean standardize, boolean intercept, Poison poison, long seed, Path trace) {

    /**
     * Poison for training labels.
     *
     * @param theta  bound on the distortion
     * @param beta   probability of it
     * @param attack its kind
     */
    public record Poison(double theta, double beta, Attack attack) {

        @Override
        public String toString() {
            return "theta=" + theta + ",beta=" + beta + ",attack=" + attack.id();
        }
    }

    /** All of it under the names of the options. */
    ObjectNode description(Network chosen) {
        ObjectNode node = RunJson.object();
        node.put("command", "fit");
        source.addTo(node);
        node.put("epochs", epochs);
        node.put("b", learner.b());
        node.put("eta", learner.eta());
        node.put("algorithm", learner.algorithm().id());
        node.put("robust", learner.robust().toString());
        RobustOptions.addTo(node, learner.robust());
        node.put("no-shuffle", inOrder);
        node.put("validation", validation);
        node.put("standardize", standardize);
        node.put("intercept", intercept);
        if (poison != null) {
            node.put("poison", poison.toString());
        }
        network.addTo(node, chosen);
        node.put("seed", seed);
        return node;
    }
}
