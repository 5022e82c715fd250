package org.neurotron.cli.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.neurotron.cli.option.Interval;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.training.NonFiniteException;
import org.neurotron.training.RecordingSchedule;
import org.neurotron.training.TrainingRun;

/**
 * A run in a folder, from where it is to its end or to a signal: trace and checkpoints are saved on the way, and if
 * they cannot be, the run goes on and tries again.
 */
public final class TrainingSession {

    /** How long to compute before looking at clock and signals. */
    private static final long NANOS_BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(50);

    /** How often the records are handed to the system. */
    private static final long NANOS_BETWEEN_FLUSHES = TimeUnit.SECONDS.toNanos(1);

    private final TrainingRun run;
    private final List<String> arguments;
    private final RunFolder folder;
    private final TraceFile trace;
    private final Interval interval;
    private final PrintWriter err;
    private long savedIteration;
    private long savedTime = System.nanoTime();
    private long flushTime = savedTime;
    private boolean failing;

    /**
     * Prepares a session.
     *
     * @param run       the run
     * @param arguments the options of {@code train}, in full
     * @param folder    where checkpoints go
     * @param trace     where records go
     * @param interval  how often to save
     * @param err       where to complain
     */
    public TrainingSession(TrainingRun run, List<String> arguments, RunFolder folder, TraceFile trace, Interval interval,
                    PrintWriter err) {
        this.run = run;
        this.arguments = arguments;
        this.folder = folder;
        this.trace = trace;
        this.interval = interval;
        this.err = err;
        savedIteration = run.iteration();
    }

    /**
     * Runs, and saves the end.
     *
     * @param iterations where the run ends
     * @param schedule   which iterations to record
     * @param stop       request to end before that
     * @return 0, or the iteration at which the run diverged
     * @throws Failure if what must be saved cannot be
     */
    public long run(long iterations, RecordingSchedule schedule, StopRequest stop) {
        long chunk = 1;
        if (run.iteration() == 0) {
            // From here on there is something to go on from, whatever happens.
            save();
        }
        try (Progress progress = new Progress("train", run.iteration(), iterations, err)) {
            while (run.iteration() < iterations && !stop.isMade()) {
                long before = run.iteration();
                long start = System.nanoTime();
                long target = Math.min(iterations, before + Math.min(chunk, untilSave()));
                run.advance(target, schedule, trace::record);
                long now = System.nanoTime();
                chunk = Math.max(1, Math.min(2 * chunk,
                    (long) ((target - before) * (double) NANOS_BETWEEN_LOOKS / Math.max(1, now - start))));
                progress.stepped(target - before, run.error());
                if (interval.isOver(now - savedTime, target - savedIteration)) {
                    save();
                } else if (now - flushTime >= NANOS_BETWEEN_FLUSHES && !failing) {
                    flushTime = now;
                    handOver();
                }
                if (trace.pending() > TraceFile.MOST_PENDING) {
                    throw new Failure("the trace cannot be written, and there is too much of it to keep in memory; "
                        + saved());
                }
            }
        } catch (NonFiniteException e) {
            handOver();
            return e.iteration();
        }
        if (!save()) {
            throw new Failure("the run is at iteration " + run.iteration() + ", which could not be saved; " + saved());
        }
        return 0;
    }

    private long untilSave() {
        return interval.steps() == 0 ? Long.MAX_VALUE
            : Math.max(1, savedIteration + interval.steps() - run.iteration());
    }

    private void handOver() {
        try {
            trace.flush();
        } catch (IOException e) {
            complain(e);
        }
    }

    private boolean save() {
        savedTime = System.nanoTime();
        flushTime = savedTime;
        try {
            trace.force();
            folder.save(new Checkpoint(arguments, run.state(), trace.position()));
            savedIteration = run.iteration();
            failing = false;
            return true;
        } catch (IOException e) {
            complain(e);
            return false;
        }
    }

    private void complain(IOException e) {
        if (!failing) {
            failing = true;
            err.printf(Locale.ROOT, "neurotron: cannot save at iteration %d (%s); going on, and trying again. %s%n",
                run.iteration(), Messages.of(e), saved());
            err.flush();
        }
    }

    private String saved() {
        return "Saved is iteration " + savedIteration + ", in " + folder;
    }
}
