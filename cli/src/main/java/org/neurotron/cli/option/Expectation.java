package org.neurotron.cli.option;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.kernel.Kernel;
import org.neurotron.random.InputDistribution;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;
import org.neurotron.theory.ExpectedError;
import org.neurotron.theory.LabelNoise;
import org.neurotron.theory.LocalUpdate;
import org.neurotron.theory.Moments;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Problem;
import org.neurotron.training.Robust;
import org.neurotron.training.RunSettings;
import org.neurotron.training.TrainingRun;

/** What is to be expected of a run: which runs theory has numbers for, and the learning rate that it advises. */
public final class Expectation {

    /** Inputs whose updates are looked at: for numbers that are shown, and to choose by. */
    public static final int SAMPLES = 4096;
    private static final int FEW_SAMPLES = 1024;

    /** Numbers drawn for them at most. */
    private static final long MOST_NUMBERS = 1L << 26;
    private static final int FEWEST_SAMPLES = 256;

    /** Matrices with more rows take too long. */
    private static final int LARGEST = 128;

    /** The largest problems of which something is known at once. */
    private static final int QUICK_R = 64;
    private static final int QUICK_N = 1000;

    /** Fourth powers of deviations times as much again are representable, and one divided by that. */
    private static final double LEAST_VARIANCE = 1e-50;

    /** The share of the largest learning rate that is taken where no floor is known by which to choose. */
    private static final double SHARE = 0.1;

    private Expectation() {
    }

    /**
     * Why theory has no numbers for a run.
     *
     * @param run the run
     * @return a reason, in words that follow "unknown, as"; empty if it has
     */
    public static Optional<String> objection(RunSettings run) {
        Optional<String> stable = objectionToStability(run);
        return stable.isPresent() ? stable : objectionToFloor(run);
    }

    /** Why not even the largest learning rate is known. */
    private static Optional<String> objectionToStability(RunSettings run) {
        InputDistribution law = run.oracle().distribution();
        double variance = Moments.ofNorm(law, 1).of(2);
        return run.learner().algorithm() == Algorithm.SGD_PUBLISHED
            ? Optional.of("sgd-published does not follow the mean of a batch")
            : !Double.isFinite(variance) ? Optional.of("inputs of " + law + " have no variance")
            : !(variance > LEAST_VARIANCE && variance < 1 / LEAST_VARIANCE)
                ? Optional.of("the variance " + variance + " of the inputs is beyond what is computed with")
            : run.problem().n() < run.problem().r() ? Optional.of("w cannot reach w* with n below r")
            : run.problem().r() > LARGEST ? Optional.of("it would take too long for r above " + LARGEST)
            : Optional.empty();
    }

    private static Optional<String> objectionToFloor(RunSettings run) {
        boolean blind = switch (run.oracle().attack().kind()) {
            case ALTERNATING, UNIFORM, CONSTANT -> true;
            case REALIZABLE, WORST, INFORMED, FLIP, ZERO, SCALE, INPUTS, REPLACED_INPUTS -> false;
        };
        return !run.learner().robust().equals(Robust.NONE)
            ? Optional.of("--robust " + run.learner().robust() + " bounds residuals")
            : !blind && run.oracle().beta() > 0
                ? Optional.of("what attack " + run.oracle().attack() + " does depends on the inputs")
                : Optional.empty();
    }

    /**
     * What theory has to say.
     *
     * @param run       a run without an {@linkplain #objection objection}
     * @param problem   its problem
     * @param seed      the seed
     * @param replicate which of its problems
     * @param samples   how many inputs to look at, fewer where they are large
     * @param kernel    what to compute with
     */
    public static ExpectedError of(RunSettings run, Problem problem, long seed, long replicate, int samples,
                                   Kernel kernel) {
        boolean without = run.oracle().beta() == 0 || objectionToFloor(run).isPresent();
        LabelNoise noise = without ? LabelNoise.NONE : LabelNoise.of(
            run.oracle().attack().onLabels(run.oracle().theta()), run.oracle().beta(), run.learner().b());
        return new ExpectedError(update(run, problem, seed, replicate, samples, kernel), noise, run.learner().b());
    }

    private static LocalUpdate update(RunSettings run, Problem problem, long seed, long replicate, int samples,
                                      Kernel kernel) {
        int count = Math.clamp(MOST_NUMBERS / run.problem().n(), FEWEST_SAMPLES, samples);
        InputDistribution law = run.oracle().distribution();
        var stream = RandomStreams.open(seed, replicate, Purpose.ESTIMATE, kernel.random());
        return run.learner().algorithm() == Algorithm.TRON
            ? LocalUpdate.ofNeuroTron(problem.network(), problem.teacher(), law, stream, count, kernel)
            : LocalUpdate.ofSgd(problem.network(), problem.teacher(), law, stream, count, kernel);
    }

    /**
     * What a computation gives, or nothing where its numbers are beyond the range of double precision, as options allow
     * them to be: a run will tell what comes of it.
     *
     * @param computation the computation
     */
    public static <T> Optional<T> within(Supplier<T> computation) {
        try {
            return Optional.of(computation.get());
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /**
     * What a few inputs tell of a run, where that keeps nobody waiting.
     *
     * @param run       the run
     * @param drawn     gives its problem, if that is needed
     * @param seed      the seed
     * @param replicate which of its problems that is
     * @param kernel    what to compute with
     * @param question  what to ask, of the problem as well
     */
    public static <T> Optional<T> atOnce(RunSettings run, Supplier<Problem> drawn, long seed, long replicate,
                                         Kernel kernel, BiFunction<ExpectedError, Problem, T> question) {
        if (run.problem().r() > QUICK_R || run.problem().n() > QUICK_N || objection(run).isPresent()) {
            return Optional.empty();
        }
        Problem problem = drawn.get();
        return within(() -> question.apply(of(run, problem, seed, replicate, FEW_SAMPLES, kernel), problem));
    }

    /** w_1 - w* of a run that starts as usual. */
    public static double[] initial(Problem problem) {
        double[] initial = TrainingRun.usualStart(problem.teacher().length);
        for (int i = 0; i < initial.length; i++) {
            initial[i] -= problem.teacher()[i];
        }
        return initial;
    }

    /**
     * The learning rate with the least expected error at the end, or where floors are not known, a tenth of the largest
     * one. It has two digits, which is as many as it deserves.
     *
     * @param run        the run, in which another learning rate stands for it
     * @param seed       the seed
     * @param replicate  which of its problems
     * @param iterations number of steps
     * @throws BadUsage if there is none
     */
    public static double bestEta(RunSettings run, long seed, long replicate, long iterations) {
        objectionToStability(run).ifPresent(reason -> {
            throw none("of the best one nothing is known here, as " + reason);
        });
        Problem problem = Problem.draw(run.problem(), seed, replicate);
        Kernel kernel = SelectedKernel.orBadUsage();
        double eta = within(() -> {
            ExpectedError expected = of(run, problem, seed, replicate, FEW_SAMPLES, kernel);
            return !(expected.largestEta() > 0) ? 0 : objectionToFloor(run).isPresent()
                ? SHARE * expected.largestEta() : expected.best(initial(problem), iterations).eta();
        }).filter(Double::isFinite).orElseThrow(() -> none("numbers are too large or too small to find one"));
        if (eta == 0) {
            throw none("none leads to w* here: A Sigma M^T has an eigenvalue whose real part is not positive");
        }
        return new BigDecimal(eta).round(new MathContext(2)).doubleValue();
    }

    private static BadUsage none(String reason) {
        return BadUsage.of("--eta", RunOptions.AUTO, "must be a number, as " + reason);
    }
}
