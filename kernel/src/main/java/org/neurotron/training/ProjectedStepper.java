package org.neurotron.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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

    /** A sampler of a number for each sample, its scale, and where they go; null where all have the scale 1. */
    private final InputSampler scale;
    private final Matrix scales;

    /** The scale of each sample as the learner sees it, or null where all have the scale 1. */
    private final double[] seen;

    /** An attack on inputs, or null. */
    private final InputCorruption corruption;

    private final ProjectedEvaluator evaluator;
    private final Adversary adversary;
    private final double[] probabilities;

    /** Labels that the adversary would have the learner take for true, or null. */
    private final double[] otherLabels;

    private final int learner;
    private final double[] labels;
    private final double[] outputs;
    private final Residuals residuals;
    private final double[] weights;
    private final double[] gradient;

    /** For the median of means, or null, with the gradients of groups in coordinates and their median in those of w. */
    private final MedianOfGroups groups;
    private final double[][] groupGradients;
    private final double[] median;

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
        int samples = Lanes.pad(b);
        labels = new double[samples];
        outputs = new double[samples];
        weights = new double[samples];
        gradient = new double[this.position.length];

        normals = InputSampler.normal(streams.inputs(), 0, 1);
        scale = mixture(oracle).scales(streams.inputs());
        scales = scale == null ? null : new Matrix(new double[samples], 0, 1, b, b);
        adversary = new Adversary(oracle.distortion(problem), streams.attacks(), b, kernel);
        probabilities = new double[BlockGenerator.wholeBlocks(b)];
        Arrays.fill(probabilities, oracle.beta());

        double[] coordinates = reduced.coordinates(teacher);
        List<double[]> fixed = adversary.distortion() instanceof Distortion.Realizable realizable
            ? List.of(coordinates, reduced.coordinates(realizable.adversary())) : List.of(coordinates);
        learner = fixed.size();
        boolean exactSgd = algorithm == Algorithm.SGD;
        if (settings.robust() instanceof Robust.MedianOfMeans means) {
            int count = means.groups(b);
            int[] starts = IntStream.rangeClosed(0, count).map(group -> means.start(group, b)).toArray();
            evaluator = reduced.evaluator(fixed, starts, exactSgd, kernel);
            groups = new MedianOfGroups(means, samples, teacher.length);
            groups.begin(b);
            groupGradients = new double[count][gradient.length];
            median = new double[teacher.length];
        } else {
            evaluator = reduced.evaluator(fixed, b, exactSgd, kernel);
            groups = null;
            groupGradients = null;
            median = null;
        }
        residuals = new Residuals(settings.robust(), b, kernel);
        corruption = InputCorruption.of(adversary.distortion(), mixture(oracle), streams.attacks(), b, evaluator);
        seen = corruption != null ? corruption.scales() : scales == null ? null : scales.values();
        otherLabels = learner > 1 || corruption != null ? new double[samples] : null;
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
            long sums = settings.robust() instanceof Robust.MedianOfMeans means ? means.groups(settings.b()) : 1;
            long projected = 2 * k * settings.b()
                + reduced.rank() * sums * (settings.algorithm() == Algorithm.SGD ? k : 1);
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
        double[] attacked = adversary.choose(b, probabilities);
        if (corruption != null) {
            corruption.draw(attacked, scales, otherLabels);
        }
        output(0, labels);
        if (learner > 1) {
            output(1, otherLabels);
        }
        output(learner, outputs);
        adversary.poison(b, null, otherLabels, this, labels);
        residuals.weights(b, labels, 0, outputs, weights);
    }

    private void learn() {
        if (algorithm == Algorithm.SGD_PUBLISHED) {
            // All residuals are taken as weights of the first input.
            scaleAsFirst(weights);
        } else {
            scale(weights);
        }
        if (groups == null) {
            switch (algorithm) {
                case TRON -> evaluator.tronGradient(weights, gradient);
                case SGD -> evaluator.sgdGradient(weights, gradient);
                case SGD_PUBLISHED -> evaluator.publishedSgdGradient(weights, gradient);
            }
        } else {
            medianOfGroups();
        }
        kernel.addScaled(position.length, eta, gradient, 0, position, 0);
    }

    /** The median is of the coordinates of w, so the gradients must leave those of the reduced network for it. */
    private void medianOfGroups() {
        if (algorithm == Algorithm.SGD) {
            evaluator.sgdGradients(weights, groupGradients);
        } else {
            evaluator.tronGradients(weights, groupGradients);
        }
        for (int group = 0; group < groupGradients.length; group++) {
            reduced.filter(kernel, groupGradients[group], groups.gradient(group));
        }
        groups.median(median);
        reduced.coordinates(kernel, median, gradient);
    }

    private void output(int filter, double[] f) {
        evaluator.outputs(filter, f);
        scale(f);
    }

    private void scale(double[] x) {
        if (seen != null) {
            kernel.multiplyElements(b, x, 0, seen, 0, x, 0);
        }
    }

    private void scaleAsFirst(double[] x) {
        if (seen != null) {
            double factor = seen[0];
            for (int j = 0; j < b; j++) {
                x[j] *= factor;
            }
        }
    }

    @Override
    public double[] outputs() {
        return outputs;
    }

    @Override
    public Residuals residuals() {
        return residuals;
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
