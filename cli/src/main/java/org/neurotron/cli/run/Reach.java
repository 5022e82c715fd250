package org.neurotron.cli.run;

import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.training.Algorithm;

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
}
