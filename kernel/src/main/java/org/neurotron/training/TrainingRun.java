package org.neurotron.training;

import java.util.Arrays;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.network.ReducedNetwork;
import org.neurotron.oracle.Oracle;

/**
 * One run of training against an oracle, from w₁ = (1, …, 1) unless told otherwise.
 *
 * <p>Each step draws a batch, or what it sees of one ({@link Sampling}), updates the filter and looks whether it is
 * still finite; it allocates nothing. Not safe for use by several threads.
 */
public final class TrainingRun {

    private final Problem problem;
    private final LearnerSettings settings;

    /** What the oracle does, unless it is the caller's own; then neither streams nor a reduced network are known. */
    private final OracleSettings oracleSettings;

    /** For projected sampling, else null. */
    private final ReducedNetwork reduced;

    private Streams streams;
    private Kernel kernel;
    private Stepper stepper;
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
        this.problem = problem;
        this.settings = settings;
        this.kernel = kernel;
        oracleSettings = null;
        reduced = null;
        stepper = new DrawnStepper(problem, oracle, settings, start, kernel);
        squaredError = stepper.squaredError();
    }

    /** For streams at their beginning; a run that goes on says then how far it is. */
    private TrainingRun(Problem problem, OracleSettings oracle, LearnerSettings settings, ReducedNetwork reduced,
                        Streams streams, double[] position, Kernel kernel) {
        this.problem = problem;
        this.settings = settings;
        this.reduced = reduced;
        oracleSettings = oracle;
        goOn(streams, position, kernel);
    }

    /** Steps from a position, with a kernel. */
    private void goOn(Streams from, double[] position, Kernel with) {
        streams = from;
        kernel = with;
        stepper = reduced == null ? new DrawnStepper(problem, oracleSettings, settings, from, position, with)
            : new ProjectedStepper(reduced, problem, oracleSettings, settings, from, position, with);
        squaredError = stepper.squaredError();
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
     * @throws IllegalArgumentException if the batch would not fit into an array, or inputs are to be projected and the
     *                                  network is not one for it
     */
    public static TrainingRun of(Problem problem, OracleSettings oracle, LearnerSettings settings, long seed,
                                 long index, Kernel kernel) {
        double[] teacher = problem.teacher();
        double[] start = usualStart(teacher.length);
        ReducedNetwork reduced = reduced(problem, oracle, settings);
        return new TrainingRun(problem, oracle, settings, reduced, Streams.open(seed, index, kernel.random()),
            reduced == null ? start : ProjectedStepper.position(reduced, start, teacher), kernel);
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
        TrainingRun run = new TrainingRun(problem, oracle, settings, reduced(problem, oracle, settings),
            Streams.restore(state, kernel.random()), state.position(), kernel);
        run.iteration = state.iteration();
        run.stepper.residuals().goOn(state.threshold(), state.iteration());
        return run;
    }

    private static ReducedNetwork reduced(Problem problem, OracleSettings oracle, LearnerSettings settings) {
        return oracle.sampling() == Sampling.PROJECTED ? ProjectedStepper.reduce(problem, oracle, settings) : null;
    }

    /**
     * Goes on with another kernel, from here and with the same bits. Only for runs whose oracle is not the caller's
     * own.
     */
    void computeWith(Kernel other) {
        double threshold = threshold();
        goOn(streams.with(other.random()), stepper.position(), other);
        stepper.residuals().goOn(threshold, iteration);
    }

    /**
     * The network as projected inputs meet it.
     *
     * @return it; or null if inputs are drawn
     */
    public ReducedNetwork reducedNetwork() {
        return reduced;
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
        return new RunState(iteration, stepper.position(), threshold(), streams.inputs().save(),
            streams.attacks().save());
    }

    /**
     * How much memory a run and its problem take, before anything is allocated.
     *
     * @param problem  sizes and shape
     * @param b        size of the mini-batches
     * @param sampling how samples come about
     * @return bytes, as an estimate from above
     */
    public static double memoryBytes(ProblemSettings problem, int b, Sampling sampling) {
        double n = problem.n() + (double) Lanes.COUNT;
        double batch = b + (double) Lanes.COUNT;
        // In this order: M and C as drawn and again side by side; the batch; projections and combined inputs, of n
        // elements each; outputs, residuals and preactivations, of b each; outer weights and coefficients; filters.
        double r = problem.r();
        double elements = 4 * r * n + 16 * n + 16 * batch + 8.0 * problem.k() + 8 * r;
        // The batch; or a basis of all rows and their coordinates in it, turned several times.
        double rank = Math.min(2 * r, n);
        elements += sampling == Sampling.DRAWN ? batch * n : rank * n + 12 * r * rank + 3 * rank * rank;
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
        stepper.step();
        iteration++;
        squaredError = stepper.squaredError();
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
     * The threshold of {@link Robust.Following} as it is now.
     *
     * @return c, in the units of the labels; 0 while it is not known, and for other rules
     */
    public double threshold() {
        return stepper.residuals().threshold();
    }

    /**
     * The filter.
     *
     * @return a copy of w
     */
    public double[] filter() {
        return stepper.filter();
    }
}
