package org.neurotron.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.kernel.Kernels;
import org.neurotron.study.SweepRun;

/**
 * What an executor does with the numbers of runs. Whatever a run throws is sent back as words: what a task throws Spark
 * would try again, and say at length.
 */
final class RunsTask implements Function<long[], Answer> {

    private static final long serialVersionUID = 1L;

    /** After this time no further run is begun: a task that is lost should not be much. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Broadcast<Computation.Order> order;
    private final Computation.Source source;

    /**
     * A task.
     *
     * @param order  which sweep
     * @param source where its runs come from
     */
    RunsTask(Broadcast<Computation.Order> order, Computation.Source source) {
        this.order = order;
        this.source = source;
    }

    @Override
    public Answer call(long[] numbers) {
        long start = System.nanoTime();
        // It may be gone when the task ends.
        SparkEnv env = SparkEnv.get();
        List<SweepRun> runs = new ArrayList<>();
        String kernel = "";
        String failure = null;
        try {
            Computation computation = Computation.of(order.value());
            kernel = computation.kernel();
            for (int i = 0; i < numbers.length && (i == 0 || System.nanoTime() - start < MOST_NANOS); i++) {
                SweepRun run = computation.run(source, numbers[i]);
                if (run == null) {
                    throw new CancellationException("the driver has ended the job");
                }
                runs.add(run);
            }
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            failure = words(e);
        }
        return new Answer(place(env, kernel), runs, failure, (System.nanoTime() - start) / 1e9);
    }

    private Answer.Place place(SparkEnv env, String kernel) {
        return new Answer.Place(env.executorId(), env.blockManager().blockManagerId().host(), kernel, obstacle());
    }

    /** The library says it where a narrow one is asked for by name. */
    private String obstacle() {
        if (!"auto".equals(System.getProperty(Kernels.KERNEL_PROPERTY, "auto"))) {
            return null;
        }
        try {
            Kernels.simd(128);
            return null;
        } catch (UnsupportedOperationException e) {
            return e.getMessage();
        }
    }

    /** What was thrown, and the place in this program. */
    private static String words(Throwable e) {
        if (e instanceof Failure || e instanceof BadUsage) {
            return e.getMessage();
        }
        return e + Arrays.stream(e.getStackTrace()).filter(frame -> frame.getClassName().startsWith("org.neurotron."))
            .findFirst().map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")").orElse("");
    }
}
