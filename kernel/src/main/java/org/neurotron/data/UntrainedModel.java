package org.neurotron.data;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SensingFamily;
import org.neurotron.network.SingleGate;

/**
 * What is fitted to data, before it is. Treat the array as read-only.
 *
 * @param preprocessing what is done to the data before the network sees them
 * @param network       the network
 * @param tronMatrix    M of the Tron-gradient, r × n, or null for the mean of the sensing matrices
 * @param start         w₁, r finite elements
 * @since 0.2
 */
public record UntrainedModel(Preprocessing preprocessing, Network network, Matrix tronMatrix, double[] start) {

    /** The property of a model with its {@link #threshold}. */
    public static final String THRESHOLD = "threshold";

    /**
     * Checks what can be checked.
     *
     * @throws NullPointerException if something but the matrix is null
     */
    public UntrainedModel {
        Objects.requireNonNull(preprocessing, "preprocessing");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(start, "start");
    }

    /**
     * The single leaky gate on all inputs that fits any table: inputs standardised, an intercept, the usual leak.
     *
     * @param samples the data as training is to see them
     * @param split   which of them are trained on
     * @return a model that predicts the median of the labels
     * @throws IllegalArgumentException if numbers are too large for differences of them to be finite
     */
    public static UntrainedModel singleGate(Samples samples, Split split) {
        OpenGate gate = OpenGate.of(samples, split.order(), split.training(), true);
        return new UntrainedModel(gate.preprocessing(), new Network(new SingleGate(gate.start().length),
            OpenGate.USUAL_LEAK), null, gate.start());
    }

    /**
     * About how much work it is to see some samples, for updates and for measuring.
     *
     * @param b       size of the mini-batches
     * @param samples how many samples, each as often as it is seen
     * @return a number of multiply-adds
     */
    public double operations(int b, double samples) {
        SensingFamily family = network.family();
        double projections = family instanceof AffineFamily ? 2 : family.k();
        return samples * projections * family.n() * (3 + 2.0 * family.r() / b);
    }

    /**
     * The threshold for residuals at the end of training.
     *
     * @param fit what was trained
     * @return in the units of the data; 0 without one
     */
    public double threshold(MiniBatchFit fit) {
        return fit.threshold() * preprocessing.labelScale();
    }

    /**
     * The model with the filter that training has found.
     *
     * @param fit        what was trained
     * @param properties whatever else is to be known of it; the threshold is added, if there is one
     * @return the model
     */
    public Model trained(MiniBatchFit fit, Map<String, String> properties) {
        Map<String, String> all = new TreeMap<>(properties);
        if (threshold(fit) > 0) {
            // In the units of the data, as it separates the labels that the model believes from those it does not.
            all.put(THRESHOLD, Double.toString(threshold(fit)));
        }
        return new Model(network, fit.filter(), preprocessing, all);
    }
}
