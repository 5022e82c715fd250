package org.neurotron.cli.run;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.file.ResultKind;
import org.neurotron.cli.option.Interval;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.study.LastTenth;
import org.neurotron.study.SweepRun;
import org.neurotron.training.RecordingSchedule;
import org.neurotron.training.TrainingLoop;
import org.neurotron.training.TrainingRun;
import org.neurotron.training.WarmUp;

/**
 * A run, from where it is to its end or to a signal. In a folder, trace and checkpoints are saved on the way, and if
 * they cannot be, the run goes on and tries again; without one, the trace goes to stdout, and what cannot be written
 * ends the run.
 */
final class TrainingSession implements TrainingLoop.Watcher {

    /** How often the records are handed to the system. */
    private static final long NANOS_BETWEEN_FLUSHES = TimeUnit.SECONDS.toNanos(1);

    /** How long to wait at least before saving is tried again. */
    private static final long NANOS_BETWEEN_ATTEMPTS = TimeUnit.SECONDS.toNanos(1);

    private final TrainingRun run;
    private final List<String> arguments;
    private final ResultFolder folder;
    private final Checkpoints checkpoints;
    private final TraceFile trace;
    private final Interval interval;
    private final StopRequest stop;
    private final Terminal terminal;
    private final SteadyRate rate;
    private Progress progress;
    private LastTenth lastTenth;
    private long savedIteration;
    private long triedIteration;
    private long triedTime = System.nanoTime();
    private long flushTime = triedTime;
    private boolean failing;

    /**
     * Prepares a session.
     *
     * @param run       the run
     * @param arguments the options of {@code train}, in full
     * @param folder    where checkpoints go, or null for a run on stdout
     * @param trace     where records go
     * @param interval  how often to save
     * @param stop      request to end before the end
     * @param terminal  where to show progress and to complain
     */
    TrainingSession(TrainingRun run, List<String> arguments, ResultFolder folder, TraceFile trace, Interval interval,
                    StopRequest stop, Terminal terminal) {
        this.run = run;
        this.arguments = arguments;
        this.folder = folder;
        checkpoints = folder == null ? null : new Checkpoints(folder);
        this.trace = trace;
        this.interval = interval;
        this.stop = stop;
        this.terminal = terminal;
        rate = new SteadyRate(run);
        savedIteration = run.iteration();
        triedIteration = savedIteration;
    }

    /**
     * Runs, and saves the end.
     *
     * @param iterations where the run ends
     * @param schedule   which iterations to record
     * @param warmUp     which kernel it computes with
     * @return 0, or the iteration at which the run diverged
     * @throws Failure     if what must be saved cannot be
     * @throws IOException if stdout does not take the trace
     */
    long run(long iterations, RecordingSchedule schedule, WarmUp warmUp) throws IOException {
        if (folder != null && run.iteration() == 0) {
            // From here on there is something to go on from, whatever happens.
            save();
        }
        long divergedAt;
        lastTenth = new LastTenth(iterations, run.iteration());
        try (Progress shown = progress(iterations)) {
            progress = shown;
            divergedAt = TrainingLoop.run(run, iterations, schedule, (_, _) -> trace.record(run), warmUp, this);
        } catch (UnwritableException e) {
            throw e.getCause();
        }
        if (folder == null || divergedAt != 0) {
            handOver();
        } else if (!save()) {
            throw new Failure("the run is at iteration " + run.iteration() + ", which could not be saved; " + saved());
        }
        return divergedAt;
    }

    private Progress progress(long iterations) {
        // The records of a run that a person watches show how far it is, and a line about it would come between them.
        return trace.isShown() ? terminal.noProgress()
            : terminal.progress("train", "steps", run.iteration(), iterations);
    }

    /** How many steps a second were done, without those that were done while the kernel was cold. */
    double stepsPerSecond() {
        return rate.perSecond();
    }

    /**
     * How a run ended that has come to its end.
     *
     * @param initialError its error before its first step
     * @return its ending, or null if it was at its end before
     */
    SweepRun.Ending ending(double initialError) {
        return lastTenth.ending(initialError);
    }

    @Override
    public long pieceEnd(long iteration) {
        return Math.min(lastTenth.nextLook(), folder == null || interval.steps() == 0 ? Long.MAX_VALUE
            : Math.max(iteration + 1, triedIteration + interval.steps()));
    }

    @Override
    public boolean advanced(long steps) {
        if (rate.advanced()) {
            progress.measureFromHere();
        }
        progress.stepped(steps, run.error());
        lastTenth.advanced(run);
        long now = System.nanoTime();
        if (folder != null && interval.isOver(now - triedTime, run.iteration() - triedIteration)) {
            if (!failing || now - triedTime >= NANOS_BETWEEN_ATTEMPTS) {
                save();
            } else {
                // Where saving fails the run shall not suffer from trying: an interval later, then.
                triedIteration = run.iteration();
            }
        } else if (now - flushTime >= NANOS_BETWEEN_FLUSHES && !failing) {
            flushTime = now;
            try {
                handOver();
            } catch (IOException e) {
                throw new UnwritableException(e);
            }
        }
        if (trace.pending() > TraceFile.MOST_PENDING) {
            throw new Failure("the trace cannot be written, and there is too much of it to keep in memory; " + saved());
        }
        return !stop.isMade();
    }

    /** Stdout does not take the trace. */
    private static final class UnwritableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnwritableException(IOException cause) {
            super(cause);
        }

        @Override
        public synchronized IOException getCause() {
            return (IOException) super.getCause();
        }
    }

    private void handOver() throws IOException {
        try {
            trace.flush();
        } catch (IOException e) {
            if (folder == null) {
                throw e;
            }
            complain(e);
        }
    }

    private boolean save() {
        triedTime = System.nanoTime();
        triedIteration = run.iteration();
        flushTime = triedTime;
        try {
            trace.force();
            checkpoints.save(new Checkpoint(arguments, run.state(), trace.position(), trace.checksum()));
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
            terminal.warn("neurotron: cannot save at iteration %d (%s); going on, and trying again. %s",
                run.iteration(), Messages.of(e), saved());
        }
    }

    private String saved() {
        return ResultKind.canBeResumed(folder.path())
            ? String.format(Locale.ROOT, "Saved is iteration %d, in %s", savedIteration, folder)
            : "Nothing is saved in " + folder;
    }
}
