package org.neurotron.cli.run;

import java.util.concurrent.TimeUnit;
import org.neurotron.kernel.Kernel;
import org.neurotron.training.TrainingRun;

/** How fast a run computes once its kernel is warm. */
final class SteadyRate {

    /** In less time than this no rate can be measured well. */
    private static final long ENOUGH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final TrainingRun run;
    private final long startIteration;
    private final long start = System.nanoTime();
    private Kernel kernel;
    private long warmIteration;
    private long warm;

    SteadyRate(TrainingRun run) {
        this.run = run;
        startIteration = run.iteration();
        kernel = run.kernel();
        warmIteration = startIteration;
        warm = start;
    }

    /** The run has done something. Tells whether it has just changed its kernel. */
    boolean advanced() {
        if (run.kernel() == kernel) {
            return false;
        }
        kernel = run.kernel();
        warmIteration = run.iteration();
        warm = System.nanoTime();
        return true;
    }

    /** Steps a second since the last change of the kernel, or of the whole run if that was only just now. */
    double perSecond() {
        long now = System.nanoTime();
        boolean enough = now - warm >= ENOUGH_NANOS;
        return (run.iteration() - (enough ? warmIteration : startIteration)) * 1e9
            / Math.max(1, now - (enough ? warm : start));
    }
}
