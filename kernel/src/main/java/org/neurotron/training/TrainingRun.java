package org.neurotron.training;

import java.util.Arrays;
import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.oracle.AttackProbability;
import org.neurotron.oracle.Batch;
import org.neurotron.oracle.Oracle;
import org.neurotron.oracle.PoisoningOracle;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;

/**
 * One run of training against an oracle, from w₁ = (1, …, 1) unless told otherwise.
 *
 * <p>Each step draws a batch, updates the filter and looks whether it is still finite; it allocates nothing. Not safe
 * for use by several threads.
 */
public final class TrainingRun {

    private final Learner learner;
    private final Oracle oracle;
    private final Kernel kernel;
    private final Batch batch;
    private final double[] teacher;
    private final double[] filter;
    private long iteration;
    private double squaredError;

    /**
     * A run with an oracle of the caller's own.
     *
     * @param problem  network and teacher
     * @param oracle   where batches come from; must be made for at least {@code settings.b()} samples
     * @param settings algorithm, batch size, learning rate
     * @param start    w₁, r finite elements; copied
     * @param kernel   the kernel to compute with
     * @throws IllegalArgumentException if the start has the wrong length or is not finite, or the batch would not fit
     *                                  into an array
     */
    public TrainingRun(Problem problem, Oracle oracle, LearnerSettings settings, double[] start, Kernel kernel) {
        this.oracle = Objects.requireNonNull(oracle, "oracle");
        this.kernel = Objects.requireNonNull(kernel, "kernel");
        learner = new Learner(problem.network(), settings, kernel);
        batch = new Batch(settings.b(), problem.network().family().n());
        teacher = problem.teacher();
        filter = Check.finite("start", Check.length("start", start, teacher.length)).clone();
        squaredError = kernel.squaredDistance(filter.length, filter, 0, teacher, 0);
    }

    /**
     * A run as configured, with the streams of (seed, index).
     *
     * @param problem  network and teacher
     * @param oracle   inputs and attack
     * @param settings algorithm, batch size, learning rate
     * @param seed     the user's seed
     * @param index    index of the run, which selects its inputs and its attacks
     * @param kernel   the kernel to compute with
     * @return the run, before its first step
     * @throws IllegalArgumentException if the batch would not fit into an array
     */
    public static TrainingRun of(Problem problem, OracleSettings oracle, LearnerSettings settings, long seed,
                                 long index, Kernel kernel) {
        PoisoningOracle poisoning = new PoisoningOracle(problem.network(), problem.teacher(),
            oracle.distribution().sampler(RandomStreams.open(seed, index, Purpose.INPUTS, kernel.random())),
            AttackProbability.constant(oracle.beta()), oracle.attack().distortion(oracle.theta(), problem),
            RandomStreams.open(seed, index, Purpose.ATTACK, kernel.random()), settings.b(), kernel);
        double[] ones = new double[problem.teacher().length];
        Arrays.fill(ones, 1);
        return new TrainingRun(problem, poisoning, settings, ones, kernel);
    }

    /**
     * How much memory a run and its problem take, before anything is allocated.
     *
     * @param problem sizes and shape
     * @param b       size of the mini-batches
     * @return bytes, as an estimate from above
     */
    public static double memoryBytes(ProblemSettings problem, int b) {
        double n = problem.n() + (double) Lanes.COUNT;
        double batch = b + (double) Lanes.COUNT;
        // M and C as drawn and side by side; the batch; projections, preactivations and gradients of learner and
        // oracle.
        double elements = 4.0 * problem.r() * n + batch * n + 16 * n + 16 * batch + 8.0 * problem.k()
            + 8.0 * problem.r();
        return elements * Double.BYTES;
    }

    /**
     * Does one step.
     *
     * @throws NonFiniteException if the filter or its error is not finite after it; the run is then over
     */
    public void step() {
        if (!(squaredError < Double.POSITIVE_INFINITY)) {
            throw new NonFiniteException(iteration);
        }
        oracle.draw(batch);
        learner.update(filter, batch.paddedInputs(), batch.labels(), 0);
        iteration++;
        squaredError = kernel.squaredDistance(filter.length, filter, 0, teacher, 0);
        if (!(squaredError < Double.POSITIVE_INFINITY)) {
            throw new NonFiniteException(iteration);
        }
    }

    /**
     * Steps until {@code iteration() == target}, and records the error at the iterations of a schedule.
     *
     * @param target   number of updates to have been done at the end
     * @param schedule after which iterations to record
     * @param recorder receives the records, in this thread
     * @throws NonFiniteException if the run diverges; what was recorded before stays recorded
     */
    public void advance(long target, RecordingSchedule schedule, ErrorRecorder recorder) {
        long next = schedule.next(iteration);
        while (iteration < target) {
            step();
            if (iteration == next) {
                recorder.record(iteration, error());
                next = schedule.next(iteration);
            }
        }
    }

    /**
     * How far the run has come.
     *
     * @return number of updates done
     */
    public long iteration() {
        return iteration;
    }

    /**
     * The error.
     *
     * @return ‖w − w*‖₂
     */
    public double error() {
        return Math.sqrt(squaredError);
    }

    /**
     * The filter.
     *
     * @return a copy of w
     */
    public double[] filter() {
        return filter.clone();
    }
}
