package org.neurotron.training;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.oracle.AttackProbability;
import org.neurotron.oracle.Batch;
import org.neurotron.oracle.Oracle;
import org.neurotron.oracle.PoisoningOracle;

/** Draws a batch from an oracle and learns from it. Its position is the filter w. */
final class DrawnStepper implements Stepper {

    private final Oracle oracle;
    private final Learner learner;
    private final Batch batch;
    private final double[] teacher;
    private final double[] filter;
    private final Kernel kernel;

    /** Whether the learner has met the present batch, as an adversary wanted to see its outputs. */
    private boolean met;

    /** With an oracle of the caller's own. */
    DrawnStepper(Problem problem, Oracle oracle, LearnerSettings settings, double[] position, Kernel kernel) {
        this.kernel = Objects.requireNonNull(kernel, "kernel");
        this.oracle = Objects.requireNonNull(oracle, "oracle");
        learner = new Learner(problem.network(), settings, kernel);
        batch = new Batch(settings.b(), problem.network().family().n());
        teacher = problem.teacher();
        filter = Check.finite("start", Check.length("start", position, teacher.length)).clone();
    }

    /** With an oracle as configured. */
    DrawnStepper(Problem problem, OracleSettings oracle, LearnerSettings settings, Streams streams,
                 double[] position, Kernel kernel) {
        this(problem, new PoisoningOracle(problem.network(), problem.teacher(),
            oracle.distribution().sampler(streams.inputs()), AttackProbability.constant(oracle.beta()),
            oracle.distortion(problem), streams.attacks(), settings.b(), kernel), settings, position, kernel);
    }

    @Override
    public void step() {
        met = false;
        oracle.draw(batch, this);
        meet();
        learner.learn(filter, batch.labels(), 0);
    }

    @Override
    public double[] outputs() {
        meet();
        return learner.outputs();
    }

    private void meet() {
        if (!met) {
            learner.meet(filter, batch.paddedInputs());
            met = true;
        }
    }

    @Override
    public Residuals residuals() {
        return learner.residuals();
    }

    @Override
    public double squaredError() {
        return kernel.squaredDistance(filter.length, filter, 0, teacher, 0);
    }

    @Override
    public double[] filter() {
        return filter.clone();
    }

    @Override
    public double[] position() {
        return filter();
    }
}
