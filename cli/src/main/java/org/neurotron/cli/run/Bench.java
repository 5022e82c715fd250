package org.neurotron.cli.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.neurotron.cli.option.BenchOptions;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.InterruptionNotice;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import org.neurotron.oracle.Batch;
import org.neurotron.random.InputSampler;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;
import org.neurotron.training.Learner;
import org.neurotron.training.NonFiniteException;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.Problem;
import org.neurotron.training.RunSettings;
import org.neurotron.training.TrainingRun;

/**
 * How fast this machine does what training is made of, in one thread, with one kernel from the beginning.
 *
 * @param plan      what was asked for
 * @param kernel    what computed
 * @param step      an update of the filter by a batch that is there: forward pass, gradient, update
 * @param iteration a step of a run: drawing inputs, their labels and the attack, the update, the error
 * @param projected the same with projected inputs; null for laws of which there are none
 * @param number    drawing a number of an input
 * @param warm      whether there was time enough to get the code compiled before all that
 */
public record Bench(BenchOptions.Plan plan, Kernel kernel, Timing step, Timing iteration, Timing projected,
                    Timing number, boolean warm) {

    private static final long SEED = 1;

    /** Parts of all the time: warming up takes four of them, and up to three more while there is something gained. */
    private static final int PARTS = 10;
    private static final int LEAST_WARM_UP = 4;
    private static final int MOST_WARM_UP = 7;

    /** In less than this the compiler is seldom done. */
    private static final double LEAST_WARM_UP_SECONDS = 2;

    /** More than by chance. */
    private static final double GAIN = 1.5;

    /**
     * So long one is measured before it is the turn of the next, so that what else the machine does falls upon all
     * alike …
     */
    private static final long NANOS_PER_TURN = TimeUnit.MILLISECONDS.toNanos(20);

    /** … and so many turns each has at least, if its calls are short. */
    private static final int TURNS = 20;

    /**
     * Measures.
     *
     * @param plan     what to measure
     * @param kernel   what to compute with
     * @param terminal where to show progress
     */
    public static Bench of(BenchOptions.Plan plan, Kernel kernel, Terminal terminal) {
        try (InterruptionNotice _ = new InterruptionNotice("neurotron bench: interrupted", terminal)) {
            List<Stopwatch> watches;
            try (Progress _ = terminal.working("bench", "setting up")) {
                watches = watches(plan, kernel);
            }
            WarmUp warmUp;
            try (Progress progress = terminal.progress("bench", "seconds", 0, (long) Math.ceil(plan.seconds()))) {
                warmUp = warmUp(watches, plan.seconds(), progress);
                measure(watches, warmUp.seconds, plan.seconds(), progress);
            } catch (NonFiniteException e) {
                throw new Failure("there is nothing to measure with inputs of " + plan.run().oracle().distribution()
                    + ": " + e.getMessage());
            }
            List<Timing> timings = watches.stream().map(Stopwatch::timing).toList();
            return new Bench(plan, kernel, timings.get(0), timings.get(1),
                plan.canBeProjected() ? timings.get(2) : null, timings.getLast(), warmUp.settled
                && warmUp.seconds >= LEAST_WARM_UP_SECONDS && timings.stream().noneMatch(Timing::falling));
        }
    }

    /** How long it took, and whether nothing was gained any more at its end. */
    private record WarmUp(double seconds, boolean settled) {
    }

    private static WarmUp warmUp(List<Stopwatch> watches, double seconds, Progress progress) {
        double[] medians = new double[watches.size()];
        boolean settled = false;
        int part = 0;
        while (part < LEAST_WARM_UP || !settled && part < MOST_WARM_UP) {
            measure(watches, part * seconds / PARTS, (part + 1) * seconds / PARTS, progress);
            double[] before = medians;
            medians = watches.stream().mapToDouble(watch -> watch.timing().median()).toArray();
            watches.forEach(Stopwatch::forget);
            settled = isSettled(before, medians);
            part++;
        }
        return new WarmUp(part * seconds / PARTS, settled);
    }

    /** Whether the code is as fast as it was a little earlier: it is compiled, then, or the compiler takes long. */
    private static boolean isSettled(double[] before, double[] now) {
        return IntStream.range(0, now.length).allMatch(i -> before[i] <= GAIN * now[i]);
    }

    /** For step, iteration, projected iteration where there is one, and number. */
    private static List<Stopwatch> watches(BenchOptions.Plan plan, Kernel kernel) {
        RunSettings run = plan.run();
        Problem problem = Problem.draw(run.problem(), SEED, 0);
        Batch batch = new Batch(run.learner().b(), run.problem().n());
        InputSampler sampler = sampler(run, kernel);
        List<Stopwatch> watches = new ArrayList<>();
        watches.add(new Stopwatch(step(run, problem, batch, kernel), 1));
        watches.add(new Stopwatch(iteration(run, problem, run.oracle(), kernel), 1));
        if (plan.canBeProjected()) {
            watches.add(new Stopwatch(iteration(run, problem, plan.projected(), kernel), 1));
        }
        // Drawn into a batch, as iterations do it, but not into the one from which the learner learns.
        Matrix inputs = new Batch(run.learner().b(), run.problem().n()).inputs();
        watches.add(new Stopwatch(() -> sampler.fill(inputs), (double) inputs.rows() * inputs.columns()));
        return watches;
    }

    private static InputSampler sampler(RunSettings run, Kernel kernel) {
        return run.oracle().distribution().sampler(RandomStreams.open(SEED, 1, Purpose.INPUTS, kernel.random()));
    }

    private static Runnable step(RunSettings run, Problem problem, Batch batch, Kernel kernel) {
        sampler(run, kernel).fill(batch.inputs());
        problem.network().evaluator(batch.size(), kernel).forward(problem.teacher(), batch.paddedInputs(),
            batch.labels(), 0);
        Learner learner = new Learner(problem.network(), run.learner(), kernel);
        double[] filter = TrainingRun.usualStart(run.problem().r());
        return () -> learner.update(filter, batch.paddedInputs(), batch.labels(), 0);
    }

    private static Runnable iteration(RunSettings run, Problem problem, OracleSettings oracle, Kernel kernel) {
        return TrainingRun.of(problem, oracle, run.learner(), SEED, 0, kernel)::step;
    }

    /** All in turn, each at least once, and that which has had the least time first: a call of some takes long. */
    private static void measure(List<Stopwatch> watches, double from, double to, Progress progress) {
        double nanos = (to - from) * 1e9;
        long turn = (long) Math.min(NANOS_PER_TURN, nanos / (TURNS * watches.size()));
        long start = System.nanoTime();
        double shown = from;
        Stopwatch next = watches.getFirst();
        do {
            next.measure(turn);
            double now = Math.min(to, from + (System.nanoTime() - start) / 1e9);
            progress.stepped((long) now - (long) shown);
            shown = now;
            next = Collections.min(watches, Comparator.comparingLong(Stopwatch::spent));
        } while (System.nanoTime() - start < nanos || next.spent() == 0);
    }
}
