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
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;

/**
 * One run of training against an oracle, from w₁ = (1, …, 1) unless told otherwise.
 *
 * <p>Each step draws a batch, updates the filter and looks whether it is still finite; it allocates nothing. Not safe
 * for use by several threads.
 */
public final class TrainingRun {

    private record Streams(BlockGenerator inputs, BlockGenerator attacks) {
    }

    private final Problem problem;
    private final LearnerSettings settings;

    /** What the oracle does, unless it is the caller's own. */
    private final OracleSettings oracleSettings;

    private final Batch batch;
    private final double[] teacher;

    private Kernel kernel;
    private Learner learner;
    private Oracle oracle;

    /** The streams behind the oracle, unless it is the caller's own. */
    private Streams streams;

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
        this(problem, null, settings, 0, start, kernel);
        this.oracle = Objects.requireNonNull(oracle, "oracle");
    }

    private TrainingRun(Problem problem, OracleSettings oracleSettings, LearnerSettings settings, long iteration,
                        double[] start, Kernel kernel) {
        this.problem = problem;
        this.oracleSettings = oracleSettings;
        this.settings = settings;
        this.iteration = iteration;
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
        double[] start = usualStart(problem.teacher().length);
        return of(problem, oracle, settings, new Streams(RandomStreams.open(seed, index, Purpose.INPUTS,
            kernel.random()), RandomStreams.open(seed, index, Purpose.ATTACK, kernel.random())), 0, start, kernel);
    }

    /**
     * The filter from which training starts unless told otherwise.
     *
     * @param r its dimension
     * @return w₁ = (1, …, 1), a new array
     */
    public static double[] usualStart(int r) {
        double[] ones = new double[r];
        Arrays.fill(ones, 1);
        return ones;
    }

    /**
     * A run that goes on from a state, on any kernel, with the bits of one that never stopped.
     *
     * @param problem  network and teacher, as before
     * @param oracle   inputs and attack, as before
     * @param settings algorithm, batch size, learning rate, as before
     * @param state    from {@link #state}
     * @param kernel   the kernel to compute with
     * @return the run, where it was
     * @throws IllegalArgumentException if the state does not fit the problem or is none of these streams
     */
    public static TrainingRun resume(Problem problem, OracleSettings oracle, LearnerSettings settings, RunState state,
                                     Kernel kernel) {
        return of(problem, oracle, settings, new Streams(BlockGenerator.restore(state.inputs(), kernel.random()),
            BlockGenerator.restore(state.attacks(), kernel.random())), state.iteration(), state.filter(), kernel);
    }

    private static TrainingRun of(Problem problem, OracleSettings oracle, LearnerSettings settings, Streams streams,
                                  long iteration, double[] filter, Kernel kernel) {
        TrainingRun run = new TrainingRun(problem, oracle, settings, iteration, filter, kernel);
        run.draw(streams);
        return run;
    }

    /** Takes batches from streams, by the settings of the oracle. */
    private void draw(Streams from) {
        streams = from;
        oracle = new PoisoningOracle(problem.network(), problem.teacher(),
            oracleSettings.distribution().sampler(from.inputs()), AttackProbability.constant(oracleSettings.beta()),
            oracleSettings.attack().distortion(oracleSettings.theta(), problem), from.attacks(), settings.b(), kernel);
    }

    /**
     * Goes on with another kernel, from here and with the same bits. Only for runs whose oracle is not the caller's
     * own.
     */
    void computeWith(Kernel other) {
        kernel = other;
        learner = new Learner(problem.network(), settings, other);
        draw(new Streams(BlockGenerator.restore(streams.inputs().save(), other.random()),
            BlockGenerator.restore(streams.attacks().save(), other.random())));
    }

    /** How it is learnt. */
    LearnerSettings learnerSettings() {
        return settings;
    }

    /** Where batches come from, or null if the oracle is the caller's own. */
    OracleSettings oracleSettings() {
        return oracleSettings;
    }

    /**
     * The kernel with which the run computes now.
     *
     * @return the kernel
     */
    public Kernel kernel() {
        return kernel;
    }

    /**
     * What the run needs to go on later.
     *
     * @return a copy of its state, for {@link #resume}
     * @throws IllegalStateException if the oracle is the caller's own, or the run has diverged
     */
    public RunState state() {
        if (streams == null) {
            throw new IllegalStateException("the oracle is the caller's own, and so is the state of its streams");
        }
        if (!(squaredError < Double.POSITIVE_INFINITY)) {
            throw new IllegalStateException("the run has diverged");
        }
        return new RunState(iteration, filter.clone(), streams.inputs().save(), streams.attacks().save());
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
        // In this order: M and C as drawn and again side by side; the batch; projections and combined inputs, of n
        // elements each; outputs, residuals and preactivations, of b each; outer weights and coefficients; filters.
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
