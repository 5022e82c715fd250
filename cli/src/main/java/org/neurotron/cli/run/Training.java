package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.file.ResultKind;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.option.TrainOptions;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.study.Outcome;
import org.neurotron.study.SweepRun;
import org.neurotron.training.Problem;
import org.neurotron.training.TrainingRun;

/**
 * A run of {@code train}: on stdout, in a folder of its own, or going on in one.
 *
 * @param plan       what was asked for
 * @param problem    network and w*
 * @param run        the run, as far as it came
 * @param divergedAt the iteration at which it diverged, or 0
 * @param growth     if the run came to its end, but by the rule of sweeps it diverges: how many times its initial
 *                   error it has; else 0
 * @param signal     the exit code that a signal asks for which ended it, or 0
 * @param seconds    how long it took
 * @param rate       steps a second
 */
public record Training(TrainOptions.Plan plan, Problem problem, TrainingRun run, long divergedAt, double growth,
                       int signal, double seconds, double rate) {

    /** What else there is does not matter here: whether a run diverges does not depend on it. */
    private static final Outcome.Criteria CRITERIA = new Outcome.Criteria(0.01, 0.1);

    /** ‖w − w_adv‖, with the filter of the adversary who is consistent with another filter. */
    public double errorToAdversary() {
        return Math.sqrt(Kernels.portable().squaredDistance(plan.run().problem().r(), run.filter(), 0,
            problem.adversary(), 0));
    }

    /**
     * Trains, and writes the trace to stdout.
     *
     * @param plan      what to do
     * @param kernel    what to compute with
     * @param withTrace whether the trace is wanted
     * @param terminal  where to show progress
     */
    public static Training onStdout(TrainOptions.Plan plan, SelectedKernel kernel, boolean withTrace,
                                    Terminal terminal) throws IOException {
        Problem problem = problem(plan);
        try (TraceFile trace = withTrace ? TraceFile.toStdout(plan.withThreshold()) : TraceFile.toNowhere()) {
            TrainingRun run = start(plan, problem, kernel);
            Reach.sayIfLimited("train", plan.settings(), terminal);
            Reach.sayIfUnstable(plan, problem, kernel.warmUp().first(), terminal);
            return run(plan, problem, run, null, trace, kernel, terminal);
        }
    }

    /**
     * Trains in a folder.
     *
     * @param plan      what to do
     * @param out       the folder, made if need be
     * @param overwrite whether what is there may be replaced
     * @param kernel    what to compute with
     * @param terminal  where to show progress
     */
    public static Training inFolder(TrainOptions.Plan plan, Path out, boolean overwrite, SelectedKernel kernel,
                                    Terminal terminal) throws IOException {
        Problem problem = problem(plan);
        TrainingRun run = start(plan, problem, kernel);
        try (ResultFolder folder = ResultFolder.open(out)) {
            folder.requireFree(ResultKind.TRAIN, overwrite);
            folder.clear();
            folder.files().write(FileNames.RUN, description(plan, kernel.kernel()));
            folder.releaseViews();
            Reach.sayIfLimited("train", plan.settings(), terminal);
            Reach.sayIfUnstable(plan, problem, kernel.warmUp().first(), terminal);
            try (TraceFile trace = TraceFile.create(folder.file(FileNames.TRACE), plan.withThreshold())) {
                return run(plan, problem, run, folder, trace, kernel, terminal);
            }
        }
    }

    /**
     * Goes on in a folder.
     *
     * @param plan       what was asked for, with what is to be different now
     * @param folder     the folder, in possession of this process
     * @param checkpoint its last checkpoint
     * @param kernel     what to compute with
     * @param terminal   where to show progress
     */
    public static Training resumed(TrainOptions.Plan plan, ResultFolder folder, Checkpoint checkpoint,
                                   SelectedKernel kernel, Terminal terminal) throws IOException {
        Problem problem = problem(plan);
        TrainingRun run;
        try {
            run = TrainingRun.resume(problem, plan.run().oracle(), plan.run().learner(), checkpoint.state(),
                kernel.warmUp().first());
        } catch (IllegalArgumentException e) {
            throw new BadUsage("the checkpoint in " + folder + " does not fit its own configuration: "
                + e.getMessage());
        }
        // Before anything is changed: the trace may not be the one that the checkpoint knows.
        try (TraceFile trace = TraceFile.resume(folder.file(FileNames.TRACE), checkpoint, plan.withThreshold())) {
            folder.files().write(FileNames.RUN, description(plan, kernel.kernel()));
            if (plan.iterations() > run.iteration()) {
                folder.removeViews(ResultKind.TRAIN);
            }
            folder.releaseViews();
            terminal.say("neurotron resume: going on from iteration %d", checkpoint.state().iteration());
            return run(plan, problem, run, folder, trace, kernel, terminal);
        }
    }

    private static Problem problem(TrainOptions.Plan plan) {
        return Problem.draw(plan.run().problem(), plan.settings().seed(), plan.replicate());
    }

    private static TrainingRun start(TrainOptions.Plan plan, Problem problem, SelectedKernel kernel) {
        return TrainingRun.of(problem, plan.run().oracle(), plan.run().learner(), plan.settings().seed(),
            plan.replicate(), kernel.warmUp().first());
    }

    private static String description(TrainOptions.Plan plan, Kernel kernel) {
        ObjectNode description = RunJson.object();
        description.put("command", "train");
        plan.addTo(description);
        RunJson.addEnvironment(description, kernel);
        return RunJson.text(description);
    }

    private static Training run(TrainOptions.Plan plan, Problem problem, TrainingRun run, ResultFolder folder,
                                TraceFile trace, SelectedKernel kernel, Terminal terminal) throws IOException {
        long start = System.nanoTime();
        try (StopRequest stop = new StopRequest()) {
            TrainingSession session = new TrainingSession(run, plan.arguments(), folder, trace, plan.interval(), stop,
                terminal);
            long divergedAt = session.run(plan.iterations(), plan.schedule(), kernel.warmUp());
            boolean interrupted = stop.isMade() && divergedAt == 0 && run.iteration() < plan.iterations();
            double growth = interrupted || divergedAt != 0 ? 0 : growth(session, plan, problem);
            return new Training(plan, problem, run, divergedAt, growth, interrupted ? stop.exitCode() : 0,
                (System.nanoTime() - start) / 1e9, session.stepsPerSecond());
        }
    }

    private static double growth(TrainingSession session, TrainOptions.Plan plan, Problem problem) {
        int r = plan.run().problem().r();
        SweepRun.Ending ending = session.ending(Math.sqrt(Kernels.portable().squaredDistance(r,
            TrainingRun.usualStart(r), 0, problem.teacher(), 0)));
        return ending != null && CRITERIA.of(ending) == Outcome.DIVERGED
            ? ending.finalError() / ending.initialError() : 0;
    }
}
