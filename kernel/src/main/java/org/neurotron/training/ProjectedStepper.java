package org.neurotron.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.ProjectedEvaluator;
import org.neurotron.network.ReducedNetwork;
import org.neurotron.oracle.Adversary;
import org.neurotron.oracle.Distortion;
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.InputDistribution;
import org.neurotron.random.InputSampler;

/**
 * Draws what a step sees of normal inputs, and learns from that. Its position is w − w* in the coordinates of the
 * {@link ReducedNetwork}.
 *
 * <p>Where every input has a scale of its own ({@link InputDistribution.NormalMixture}), outputs are those of the
 * normal inputs times the scale, as the gates are linear on half-lines, and so are the inputs that residuals weight.
 */
final class ProjectedStepper implements Stepper {

    private final Algorithm algorithm;
    private final double eta;
    private final int b;
    private final ReducedNetwork reduced;
    private final double[] teacher;
    private final Kernel kernel;
    private final InputSampler normals;

    /** A number for each sample, and the sampler of it; or null. */
    private final Matrix scales;
    private final InputSampler scale;

    private final ProjectedEvaluator evaluator;
    private final Adversary adversary;
    private final double[] probabilities;

    /** Labels that the adversary would have the learner take for true, or null. */
    private final double[] otherLabels;

    private final int learner;
    private final double[] labels;
    private final double[] outputs;
    private final double[] residuals;
    private final double[] gradient;

    /** w − w* and zeros up to whole groups of lanes. */
    private final double[] position;
    private final double[] origin;

    /**
     * A step in parts. HotSpot's optimising compiler inlines all that it can into what runs hot, and what it has no
     * room for any more are operations on vectors, each of which then makes an object. A call that leads to many places
     * is not inlined, so every part is compiled by itself and has room enough.
     */
    private final Runnable[] parts = {this::draw, this::meet, this::label, this::learn};

    /**
     * Sets it up.
     *
     * @param reduced  the problem's network, from {@link #reduce}
     * @param position w − w* in its coordinates; copied
     */
    ProjectedStepper(ReducedNetwork reduced, Problem problem, OracleSettings oracle, LearnerSettings settings,
                     Streams streams, double[] position, Kernel kernel) {
        this.reduced = reduced;
        this.kernel = kernel;
        algorithm = settings.algorithm();
        eta = settings.eta();
        b = settings.b();
        teacher = problem.teacher();
        Check.finite("start", Check.length("start", position, teacher.length));
        this.position = Arrays.copyOf(position, Lanes.pad(teacher.length));
        origin = new double[this.position.length];
        normals = InputSampler.normal(streams.inputs(), 0, 1);
        scale = mixture(oracle).scales(streams.inputs());
        scales = scale == null ? null : Matrix.zeros(1, b);
        adversary = new Adversary(oracle.attack().distortion(oracle.theta(), problem), streams.attacks(), b,
            kernel);
        probabilities = new double[BlockGenerator.wholeBlocks(b)];
        Arrays.fill(probabilities, oracle.beta());
        List<double[]> fixed = new ArrayList<>(List.of(reduced.coordinates(teacher)));
        int samples = Lanes.pad(b);
        if (adversary.distortion() instanceof Distortion.Realizable realizable) {
            fixed.add(reduced.coordinates(realizable.adversary()));
            otherLabels = new double[samples];
        } else {
            otherLabels = null;
        }
        learner = fixed.size();
        evaluator = reduced.evaluator(fixed, b, algorithm == Algorithm.SGD, kernel);
        labels = new double[samples];
        outputs = new double[samples];
        residuals = new double[samples];
        gradient = new double[this.position.length];
    }

    private static InputDistribution.NormalMixture mixture(OracleSettings oracle) {
        return (InputDistribution.NormalMixture) oracle.distribution();
    }

    /**
     * Reduces a problem's network.
     *
     * @throws IllegalArgumentException if it cannot be, or if for a list of matrices that does not save numbers
     */
    static ReducedNetwork reduce(Problem problem, OracleSettings oracle, LearnerSettings settings) {
        ReducedNetwork reduced = ReducedNetwork.of(problem.network(), mixture(oracle).sigma());
        if (problem.network().family() instanceof DenseFamily family) {
            long k = family.k();
            long projected = 2 * k * settings.b() + reduced.rank() * (settings.algorithm() == Algorithm.SGD ? k : 1);
            long drawn = (long) settings.b() * family.n();
            if (projected >= drawn) {
                throw Check.illegal("sampling", Sampling.PROJECTED, "must be drawn for this list of matrices: a step "
                    + "would need " + projected + " numbers, and drawn inputs are " + drawn);
            }
        }
        return reduced;
    }

    /** The position of a filter. */
    static double[] position(ReducedNetwork reduced, double[] filter, double[] teacher) {
        double[] difference = Check.length("start", filter, teacher.length).clone();
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= teacher[i];
        }
        return reduced.coordinates(difference);
    }

    @Override
    public void step() {
        for (Runnable part : parts) {
            part.run();
        }
    }

    private void draw() {
        if (scale != null) {
            scale.fill(scales);
        }
        normals.fill(evaluator.normals());
    }

    private void meet() {
        evaluator.meet(position);
    }

    private void label() {
        output(0, labels);
        if (otherLabels != null) {
            output(1, otherLabels);
        }
        output(learner, outputs);
        adversary.poison(b, probabilities, null, otherLabels, labels);
        kernel.scaledDifference(b, labels, 0, outputs, 0, 1.0 / b, residuals, 0);
    }

    private void learn() {
        switch (algorithm) {
            case TRON -> {
                scale(residuals);
                evaluator.tronGradient(residuals, gradient);
            }
            case SGD -> {
                scale(residuals);
                evaluator.sgdGradient(residuals, gradient);
            }
            case SGD_PUBLISHED -> {
                // All residuals are taken as weights of the first input.
                scaleAsFirst(residuals);
                evaluator.publishedSgdGradient(residuals, gradient);
            }
        }
        kernel.addScaled(position.length, eta, gradient, 0, position, 0);
    }

    private void output(int filter, double[] f) {
        evaluator.outputs(filter, f);
        scale(f);
    }

    private void scale(double[] x) {
        if (scales != null) {
            kernel.multiplyElements(b, x, 0, scales.values(), scales.offset(), x, 0);
        }
    }

    private void scaleAsFirst(double[] x) {
        if (scales != null) {
            double factor = scales.get(0, 0);
            for (int j = 0; j < b; j++) {
                x[j] *= factor;
            }
        }
    }

    @Override
    public double squaredError() {
        return kernel.squaredDistance(position.length, position, 0, origin, 0);
    }

    @Override
    public double[] filter() {
        double[] filter = reduced.filter(position);
        for (int i = 0; i < filter.length; i++) {
            filter[i] += teacher[i];
        }
        return filter;
    }

    @Override
    public double[] position() {
        return Arrays.copyOf(position, teacher.length);
    }
}
