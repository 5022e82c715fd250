package org.neurotron.bench.peers;

import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.Evaluator;
import org.neurotron.network.Network;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Learner;
import org.neurotron.training.LearnerSettings;

/**
 * This library, with one of its kernels.
 */
final class Neurotron extends InJava {

    private final Evaluator evaluator;
    private final Learner learner;
    private final Matrix x;
    private final double[] v;

    Neurotron(Workload workload, Kernel kernel) {
        super(workload);
        Network network = workload.network();
        Shape shape = workload.shape();
        evaluator = network.evaluator(shape.b(), kernel);
        learner = new Learner(network, new LearnerSettings(Algorithm.TRON, shape.b(), Workload.ETA), kernel);
        x = Matrix.of(workload.inputs(), shape.b(), shape.n()).copy().padded();
        v = workload.labels();
    }

    @Override
    public void forward() {
        evaluator.forward(w, x, f, 0);
    }

    @Override
    public void tronGradient() {
        evaluator.tronGradient(w, x, v, 0, g);
    }

    @Override
    public void sgdGradient() {
        evaluator.sgdGradient(w, x, v, 0, g);
    }

    @Override
    public void step() {
        learner.update(w, x, v, 0);
    }
}
