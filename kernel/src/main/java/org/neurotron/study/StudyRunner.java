package org.neurotron.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.training.RecordingSchedule;
import org.neurotron.training.TrainingLoop;
import org.neurotron.training.WarmUp;

/**
 * Runs the runs of many tables on several threads. Each run is computed by one thread from streams of its own, so the
 * results do not depend on the number of threads. The threads live no longer than a call of {@link #run}.
 *
 * @param iterations number of steps of every run, ≥ 1
 * @param stride     S: every S-th iteration is recorded, ≥ 1
 * @param seed       the user's seed
 * @param threads    number of threads, ≥ 1
 * @param kernel     the kernel to compute with
 */
public record StudyRunner(long iterations, int stride, long seed, int threads, Kernel kernel) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a number is below 1 or a trace would not fit into an array
     */
    public StudyRunner {
        Check.positive("iterations", iterations);
        Check.positive("stride", stride);
        Check.positive("threads", threads);
        Objects.requireNonNull(kernel, "kernel");
        if (iterations / stride > Integer.MAX_VALUE - Long.SIZE) {
            throw Check.illegal("iterations", iterations, "must give at most 2^31 records with stride " + stride);
        }
    }

    /**
     * Is told how the runs get on. Called from the threads that compute, possibly by several at once.
     */
    public interface Listener {

        /**
         * Some steps have been done.
         *
         * @param steps how many since the last call
         */
        void stepped(long steps);

        /**
         * All runs of a table have ended.
         *
         * @param table  the table
         * @param traces the traces, in the order of its columns
         * @throws Exception to end the whole study
         */
        void completed(TraceTable table, List<Trace> traces) throws Exception;
    }

    /**
     * How much memory the traces take at most at a time: as tables are handed over when they are complete, this is
     * little more than that of one table.
     *
     * @param tables the tables to run
     * @return bytes, as an estimate from above
     */
    public double traceBytes(List<TraceTable> tables) {
        int columns = tables.stream().mapToInt(table -> table.columns().size()).max().orElse(0);
        return (double) (columns + threads) * (iterations / stride) * Double.BYTES;
    }

    /**
     * Runs everything and returns when it is done.
     *
     * @param tables   the tables, worked on in this order
     * @param listener is told of progress and results
     * @throws InterruptedException if this thread is interrupted; the runs are then abandoned
     * @throws ExecutionException   if a run or the listener threw; the other runs are then abandoned
     */
    public void run(List<TraceTable> tables, Listener listener) throws InterruptedException, ExecutionException {
        run(tables, WarmUp.none(kernel), listener);
    }

    /**
     * The same, with a kernel that may be cold at first.
     *
     * @param tables   the tables, worked on in this order
     * @param warmUp   says which kernel the runs compute with, in the place of {@link #kernel}
     * @param listener is told of progress and results
     * @throws InterruptedException if this thread is interrupted; the runs are then abandoned
     * @throws ExecutionException   if a run or the listener threw; the other runs are then abandoned
     */
    public void run(List<TraceTable> tables, WarmUp warmUp, Listener listener)
        throws InterruptedException, ExecutionException {
        Objects.requireNonNull(listener, "listener");
        List<Column> columns = new ArrayList<>();
        for (TraceTable table : tables) {
            Trace[] traces = new Trace[table.columns().size()];
            AtomicInteger missing = new AtomicInteger(traces.length);
            for (int i = 0; i < traces.length; i++) {
                columns.add(new Column(table, i, traces, missing));
            }
        }
        Workers.run(threads, columns.size(), number -> run(columns.get((int) number), warmUp, listener));
    }

    /** A run of a table, and what it shares with the others of that table. */
    private record Column(TraceTable table, int index, Trace[] traces, AtomicInteger missing) {
    }

    private void run(Column column, WarmUp warmUp, Listener listener) throws Exception {
        Trace[] traces = column.traces();
        traces[column.index()] = trace(column.table().columns().get(column.index()), warmUp, listener);
        if (column.missing().decrementAndGet() == 0) {
            List<Trace> all = List.of(traces);
            // The listener has them now. A column is referred to until the study ends, and would keep them in memory.
            Arrays.fill(traces, null);
            listener.completed(column.table(), all);
        }
    }

    private Trace trace(PlannedRun plan, WarmUp warmUp, Listener listener) {
        double[] errors = new double[Math.toIntExact(iterations / stride)];
        long divergedAt = TrainingLoop.run(plan.start(seed, warmUp.first()), iterations,
            new RecordingSchedule.Every(stride),
            (iteration, error) -> errors[(int) (iteration / stride) - 1] = error, warmUp, steps -> {
                listener.stepped(steps);
                Workers.requireGoingOn();
                return true;
            });
        if (divergedAt != 0) {
            Arrays.fill(errors, (int) ((divergedAt - 1) / stride), errors.length, Double.NaN);
        }
        return new Trace(errors, stride, divergedAt);
    }
}
