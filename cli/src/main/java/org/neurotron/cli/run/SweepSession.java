package org.neurotron.cli.run;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.study.Sweep;
import org.neurotron.study.SweepRun;

/**
 * A sweep, from where it is to its end or to a signal. Every run is saved as it ends; if that fails, the sweep goes on
 * and tries again with the next.
 */
final class SweepSession implements Sweep.Listener {

    /** How often what has been saved is forced to disk. */
    private static final long NANOS_BETWEEN_FORCES = TimeUnit.SECONDS.toNanos(10);

    /** Bytes of unsaved runs from which on a sweep may not go on. */
    private static final long MOST_PENDING = 1 << 28;

    private record Ended(long number, SweepRun run) {
    }

    private final SweepOptions.Plan plan;
    private final Sweep sweep;
    private final SweepFile file;
    private final StopRequest stop;
    private final Terminal terminal;
    private final String folder;
    private final Deque<Ended> pending = new ArrayDeque<>();
    private final int records;
    private Progress progress;
    private long saved;
    private long forced = System.nanoTime();
    private boolean failing;

    /**
     * Prepares a session.
     *
     * @param plan     what to run
     * @param file     where ended runs go
     * @param stop     request to end before the end
     * @param folder   the folder, for messages
     * @param terminal where to show progress and to complain
     */
    SweepSession(SweepOptions.Plan plan, SweepFile file, StopRequest stop, String folder, Terminal terminal) {
        this.plan = plan;
        sweep = plan.sweep();
        this.file = file;
        this.stop = stop;
        this.folder = folder;
        this.terminal = terminal;
        records = sweep.recordedIterations().length;
    }

    /**
     * Runs what is not there yet.
     *
     * @param engine where the runs come from
     * @param kernel what computes
     * @throws Failure     if runs have ended that cannot be saved
     * @throws IOException if the file cannot be read
     */
    void run(SweepEngine engine, SelectedKernel kernel) throws IOException, InterruptedException {
        try (Progress shown = terminal.progress(engine.task(), "steps", 0, total() * sweep.iterations())) {
            progress = shown;
            engine.run(plan, kernel, this);
        } catch (ExecutionException e) {
            throw Failure.rethrow(e);
        }
        savePending(true);
        if (!pending.isEmpty() || failing) {
            throw new Failure("runs have ended that could not be saved; " + saved());
        }
    }

    /** Number of runs in all: of the shard, if it is one. */
    long total() {
        return plan.part().size(plan.runs());
    }

    /** Number of runs that are saved. */
    synchronized long count() {
        return saved;
    }

    /** Number of runs that are saved, in words. */
    synchronized String saved() {
        return file.isThere() ? "saved are " + saved + " of " + total() + " runs, in " + folder
            : "nothing is saved of " + total() + " runs, as the file of those that have ended is gone from " + folder;
    }

    private long number(int setting, int replicate) {
        return (long) setting * sweep.replicates() + replicate;
    }

    @Override
    public boolean isWanted(int setting, int replicate) throws IOException {
        long number = number(setting, replicate);
        if (!plan.part().has(number)) {
            return false;
        }
        if (!file.has(number)) {
            return true;
        }
        progress.skipped(sweep.iterations());
        synchronized (this) {
            saved++;
        }
        return false;
    }

    @Override
    public void stepped(long steps) {
        progress.stepped(steps);
    }

    @Override
    public boolean isStopped() {
        return stop.isMade();
    }

    @Override
    public synchronized void completed(int setting, int replicate, SweepRun run) {
        pending.add(new Ended(number(setting, replicate), run));
        savePending(false);
        if ((double) pending.size() * records * Double.BYTES > MOST_PENDING) {
            throw new Failure("runs have ended that cannot be saved, and there are too many of them to keep in memory; "
                + saved());
        }
    }

    private synchronized void savePending(boolean atLast) {
        try {
            while (!pending.isEmpty()) {
                file.put(pending.peek().number(), pending.peek().run());
                pending.remove();
                saved++;
            }
            if (atLast || failing || System.nanoTime() - forced >= NANOS_BETWEEN_FORCES) {
                file.force();
                forced = System.nanoTime();
            }
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                terminal.warn("neurotron: cannot save a run (%s); going on, and trying again; %s",
                    Messages.of(e), saved());
            }
        }
    }
}
