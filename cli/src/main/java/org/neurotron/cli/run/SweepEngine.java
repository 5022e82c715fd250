package org.neurotron.cli.run;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.kernel.Kernel;
import org.neurotron.study.Sweep;

/**
 * Where the runs of a sweep come from. All else about a sweep is the same whoever computes it: its folder, the file of
 * runs that have ended, signals, full disks and tables.
 */
public interface SweepEngine {

    /** Makes one for a command. */
    @FunctionalInterface
    interface Factory {

        /**
         * Makes one.
         *
         * @param threads  what {@code --threads} says
         * @param terminal where to say what must not be missed
         */
        SweepEngine of(int threads, Terminal terminal);
    }

    /** What it does, in a word. */
    default String task() {
        return "sweep";
    }

    /** How many runs are computed in this process at a time, which must fit into memory; 0 if none is. */
    int threads();

    /**
     * What computes, in words.
     *
     * @param kernel what does in this process
     */
    default String words(Kernel kernel) {
        return "kernel " + kernel;
    }

    /**
     * Hands all runs over that the listener wants, in any order, and returns when it has them all or wants no more. Of
     * a shard it wants those of the shard.
     *
     * @param plan     the sweep; {@link SweepOptions.Plan#runsConfiguration} is all that another process needs to know
     *                 of it to compute any of its runs
     * @param kernel   what computes in this process
     * @param listener is asked what to do, and told of progress and results; any thread of this process may call it
     * @throws ExecutionException if a run or the listener threw
     */
    void run(SweepOptions.Plan plan, SelectedKernel kernel, Sweep.Listener listener)
        throws IOException, InterruptedException, ExecutionException;

    /**
     * Threads of this process.
     *
     * @param threads how many, ≥ 1
     */
    static SweepEngine ofThreads(int threads) {
        return new Threads(threads);
    }

    /** Threads of this process. */
    record Threads(int threads) implements SweepEngine {

        @Override
        public void run(SweepOptions.Plan plan, SelectedKernel kernel, Sweep.Listener listener)
            throws InterruptedException, ExecutionException {
            plan.sweep().run(threads, kernel.warmUp(), listener);
        }
    }
}
