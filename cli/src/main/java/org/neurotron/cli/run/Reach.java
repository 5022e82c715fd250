package org.neurotron.cli.run;

import org.neurotron.cli.option.Expectation;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.option.TrainOptions;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.kernel.Kernel;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Problem;

/** Whether a run can get to w* at all. */
final class Reach {

    private Reach() {
    }

    /**
     * Says beforehand that it cannot, if so.
     *
     * @param command  the command that is about to run
     * @param settings what is run
     * @param terminal where to say it
     */
    static void sayIfLimited(String command, RunOptions.Settings settings, Terminal terminal) {
        int n = settings.only().problem().n();
        int r = settings.only().problem().r();
        // An update of Neuro-Tron is M, the same in every step, times a vector of n numbers. SGD has other matrices.
        if (n < r && settings.all().stream().anyMatch(run -> run.learner().algorithm() == Algorithm.TRON)) {
            terminal.say("neurotron %s: --n %d is less than --r %d, so Neuro-Tron moves w in at most %d of its %d "
                + "directions and cannot reach w*; going on", command, n, r, n, r);
        }
    }

    /**
     * Says beforehand that the learning rate of a run is so large that w moves away from w*, if so, and if that can be
     * told without keeping the run waiting.
     *
     * @param plan     what is run
     * @param problem  its problem
     * @param kernel   what to compute with
     * @param terminal where to say it
     */
    static void sayIfUnstable(TrainOptions.Plan plan, Problem problem, Kernel kernel, Terminal terminal) {
        double eta = plan.run().learner().eta();
        Expectation.atOnce(plan.run(), () -> problem, plan.settings().seed(), plan.replicate(), kernel,
            (expected, _) -> expected.isStable(eta) ? Double.POSITIVE_INFINITY : expected.largestEta())
            .filter(largest -> eta >= largest).ifPresent(largest -> terminal.say("neurotron train: --eta %s is above "
                + "%.3g, from which on the error grows however small it is; going on", eta, largest));
    }
}
