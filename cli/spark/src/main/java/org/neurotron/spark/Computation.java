package org.neurotron.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.TaskContext;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.kernel.Kernels;
import org.neurotron.study.Sweep;
import org.neurotron.study.SweepRun;

/** Computes runs of a sweep in an executor, whose tasks share it. */
final class Computation {

    /** So much of the memory is there for runs; the rest is Spark's. */
    private static final double USABLE = 0.6;

    /** The last, as an executor works for one sweep. Guarded by the class. */
    private static Computation last;

    /**
     * What an executor is told of a sweep: text, as settings cannot be sent.
     *
     * @param options    what decides the runs, as options
     * @param kernel     the kernel that was asked for, or null
     * @param vectorBits the width of vectors that was asked for, or null
     */
    record Order(List<String> options, String kernel, String vectorBits) implements Serializable {

        /** The order for a sweep, on the kernel that was asked for in this process. */
        static Order of(SweepOptions.Plan plan) {
            return new Order(plan.runsConfiguration(), System.getProperty(Kernels.KERNEL_PROPERTY),
                System.getProperty(Kernels.VECTOR_BITS_PROPERTY));
        }
    }

    /** Where the runs that are sent back come from. */
    interface Source extends Serializable {

        /** They are computed. */
        Source OF_SWEEPS = (computation, setting, replicate) -> computation.run(setting, replicate);

        /**
         * A run.
         *
         * @param computation what can compute it
         * @param setting     which settings
         * @param replicate   which replicate of them
         */
        SweepRun run(Computation computation, int setting, int replicate);
    }

    private final Order order;
    private final Sweep sweep;
    private final SelectedKernel kernel;

    private Computation(Order order) {
        this.order = order;
        set(Kernels.KERNEL_PROPERTY, order.kernel());
        set(Kernels.VECTOR_BITS_PROPERTY, order.vectorBits());
        SweepOptions.Plan plan = SweepOptions.of("what the driver has sent", order.options());
        sweep = plan.sweep();
        kernel = SelectedKernel.forRuns(plan.runs() * sweep.iterations(), Runtime.getRuntime().availableProcessors());
        double most = USABLE * Runtime.getRuntime().maxMemory();
        if (sweep.memoryBytes(1) > most) {
            throw new Failure("a run needs " + Messages.bytes(sweep.memoryBytes(1)) + " of memory, an executor has "
                + Messages.bytes(most) + " for it (more with --executor-memory, or with --driver-memory where the "
                + "master is local)");
        }
    }

    private static void set(String property, String value) {
        if (value != null) {
            System.setProperty(property, value);
        }
    }

    /** The one for an order, made once. */
    static synchronized Computation of(Order order) {
        if (last == null || !last.order.equals(order)) {
            last = new Computation(order);
        }
        return last;
    }

    /** What computes here, in words. */
    String kernel() {
        return kernel.kernel().toString();
    }

    /** Computes a run, or returns null if the task is not wanted any more. */
    SweepRun run(int setting, int replicate) {
        TaskContext task = TaskContext.get();
        return sweep.run(setting, replicate, kernel.warmUp(), new Sweep.Watcher() {
            @Override
            public void stepped(long steps) {
                // The driver counts the runs.
            }

            @Override
            public boolean isStopped() {
                return task.isInterrupted();
            }
        });
    }

    /**
     * Computes a run.
     *
     * @param source where from
     * @param number its number in the whole sweep
     */
    SweepRun run(Source source, long number) {
        return source.run(this, (int) (number / sweep.replicates()), (int) (number % sweep.replicates()));
    }
}
