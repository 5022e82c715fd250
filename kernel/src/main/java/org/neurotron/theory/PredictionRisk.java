package org.neurotron.theory;

import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.network.Evaluator;
import org.neurotron.network.Network;
import org.neurotron.network.Projection;
import org.neurotron.random.InputSampler;

/**
 * The prediction risk R(w) = E(f_{w*}(x) − f_w(x))² (§3.4).
 */
public final class PredictionRisk {

    private PredictionRisk() {
    }

    /**
     * Estimates the risk of a filter by simulation.
     *
     * @param network the network
     * @param teacher w*, r elements
     * @param filter  w, r elements
     * @param inputs  source of inputs
     * @param samples number of inputs, ≥ 2
     * @param kernel  the kernel to compute with
     * @return the mean of (f_{w*}(x) − f_w(x))² and its standard error
     * @throws IllegalArgumentException if a filter has the wrong length or there are too few samples
     */
    public static Estimate estimate(Network network, double[] teacher, double[] filter, InputSampler inputs,
                                    int samples, Kernel kernel) {
        int n = network.family().n();
        int rows = Simulation.rows(n);
        Evaluator evaluator = network.evaluator(rows, kernel);
        Projection truth = evaluator.project(Check.length("teacher", teacher, network.family().r()));
        Projection learnt = evaluator.project(Check.length("filter", filter, network.family().r()));
        double[] labels = new double[rows];
        double[] outputs = new double[rows];
        RunningMean mean = new RunningMean();
        Simulation.run(inputs, n, samples, (x, count) -> {
            evaluator.forward(truth, x.padded(), labels, 0);
            evaluator.forward(learnt, x.padded(), outputs, 0);
            for (int j = 0; j < count; j++) {
                double difference = labels[j] - outputs[j];
                mean.add(difference * difference);
            }
        });
        return mean.estimate();
    }
}
