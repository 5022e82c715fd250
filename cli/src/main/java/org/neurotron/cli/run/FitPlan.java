package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.NetworkOptions;
import org.neurotron.cli.option.RobustOptions;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.data.Split;
import org.neurotron.data.TableFit;
import org.neurotron.network.Network;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.Robust;

/**
 * A fit as it was asked for.
 *
 * @param source      where the data come from
 * @param network     what is fitted
 * @param training    how it is trained
 * @param inOrder     whether in the order of the file
 * @param validation  share of the data that is kept for validation, or null for the usual one of data that have enough
 * @param standardize whether inputs and labels are scaled, or null for the usual
 * @param intercept   whether there is an input that is always 1, or null for the usual
 * @param poison      distortion of the training labels, or null
 * @param seed        the seed
 * @param trace       where every filter goes, or null
 */
public record FitPlan(FitSource source, NetworkOptions network, Training training, boolean inOrder, Double validation,
                      Boolean standardize, Boolean intercept, Poison poison, long seed, Path trace) {

    /** How a filter is trained. */
    public sealed interface Training {

        Algorithm algorithm();

        int b();

        /** How often to go through the data, or null. */
        Integer epochs();

        /** How often it will be gone through at least, or about so often. */
        int fewestEpochs();

        /** Under the names of the options. */
        void addTo(ObjectNode node);
    }

    /**
     * At a learning rate that is given, as often as is said.
     *
     * @param learner algorithm, size of the mini-batches, learning rate, rule
     * @param epochs  how often to go through the data
     */
    public record AsTold(LearnerSettings learner, Integer epochs) implements Training {

        @Override
        public Algorithm algorithm() {
            return learner.algorithm();
        }

        @Override
        public int b() {
            return learner.b();
        }

        @Override
        public int fewestEpochs() {
            return epochs;
        }

        @Override
        public void addTo(ObjectNode node) {
            node.put("eta", learner.eta());
            node.put("robust", learner.robust().toString());
            RobustOptions.addTo(node, learner.robust());
        }
    }

    /**
     * At a learning rate from the data, until it no longer helps.
     *
     * @param algorithm the algorithm
     * @param b         size of the mini-batches
     * @param epochs    how often to go through the data at most under one rule, or null for the usual
     * @param rule      the rule for residuals, or null if it is to be found out
     */
    public record AsDataSay(Algorithm algorithm, int b, Integer epochs, Robust rule) implements Training {

        /** For the library. */
        TableFit.Settings settings(boolean inOrder, long seed) {
            return new TableFit.Settings(algorithm, b, epochs, rule, inOrder, seed);
        }

        @Override
        public int fewestEpochs() {
            return settings(false, 0).fewestEpochs();
        }

        @Override
        public void addTo(ObjectNode node) {
            node.put("eta", RunOptions.AUTO);
            node.put("robust", rule == null ? RunOptions.AUTO : rule.toString());
            if (rule != null) {
                RobustOptions.addTo(node, rule);
            }
        }
    }

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

    /** Whether inputs and labels are scaled: unless a network is asked for, which says what it expects. */
    boolean standardizes() {
        return standardize == null ? !network.isAsked() : standardize;
    }

    /** Whether there is an intercept: unless a network is asked for. */
    boolean hasIntercept() {
        return intercept == null ? !network.isAsked() : intercept;
    }

    /**
     * Which samples are trained on.
     *
     * @param size how many there are
     * @throws IllegalArgumentException if that leaves none to train on, or keeps none
     */
    Split split(long size) {
        return Split.byShare(size, validation, inOrder, seed);
    }

    /** All of it under the names of the options; what follows from the data as if it had been said. */
    ObjectNode description(Network chosen, Split split) {
        ObjectNode node = RunJson.object();
        node.put("command", "fit");
        source.addTo(node);
        if (training.epochs() != null) {
            node.put("epochs", training.epochs());
        }
        node.put("b", training.b());
        node.put("algorithm", training.algorithm().id());
        training.addTo(node);
        node.put("no-shuffle", inOrder);
        node.put("validation", validation != null ? validation : split.validation() == 0 ? 0 : Split.USUAL_VALIDATION);
        node.put("standardize", standardizes());
        node.put("intercept", hasIntercept());
        if (poison != null) {
            node.put("poison", poison.toString());
        }
        network.addTo(node, chosen);
        node.put("seed", seed);
        return node;
    }
}
