package org.neurotron.spark;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.cli.run.SweepEngine;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.kernel.Kernel;
import org.neurotron.study.Sweep;
import org.neurotron.study.SweepRun;

/**
 * Has Spark compute runs. Every task is a job of its own, and there are about twice as many as there are cores: so the
 * driver holds few results, however many there are, tasks can be cut by what those before have taken, and results are
 * saved by the thread that waits for them and by none of Spark's.
 */
final class SparkEngine implements SweepEngine {

    /** So many tasks for each core are under way: one is computed, another is there when it ends. */
    private static final int TASKS_PER_CORE = 2;

    /** So often the driver looks whether it is to stop. */
    private static final long MILLIS_BETWEEN_LOOKS = 50;

    /** After this time without executors it says what it waits for. */
    private static final long NANOS_OF_PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private static final String GOES_ON = "runs that have ended are saved, and neurotron resume goes on";

    private final Computation.Source source;
    private final Terminal terminal;
    private final Map<String, Answer.Place> places = new TreeMap<>();
    private String master = "";

    /**
     * An engine.
     *
     * @param source   where the runs come from
     * @param terminal where to warn
     */
    SparkEngine(Computation.Source source, Terminal terminal) {
        this.source = source;
        this.terminal = terminal;
    }

    /** None: where the master is local, executors look themselves whether a run fits into memory. */
    @Override
    public int threads() {
        return 0;
    }

    @Override
    public String words(Kernel kernel) {
        Collection<String> kernels = places.values().stream().map(Answer.Place::kernel)
            .collect(Collectors.toCollection(TreeSet::new));
        return places.isEmpty() ? "nothing was left to compute" : "Spark at " + master + ", "
            + Messages.counted(places.size(), "executor") + ", kernel " + String.join(" and ", kernels);
    }

    private record Done(long[] share, Answer answer) {
    }

    @Override
    public void run(SweepOptions.Plan plan, SelectedKernel kernel, Sweep.Listener listener)
        throws InterruptedException, ExecutionException {
        try {
            Shares shares = new Shares(plan.sweep(), listener);
            // To start Spark takes seconds.
            if (shares.hasNext()) {
                run(plan, shares, listener);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new ExecutionException(e);
        }
    }

    private void run(SweepOptions.Plan plan, Shares shares, Sweep.Listener listener) throws Exception {
        // Closed in the opposite order: when Spark has stopped, nobody waits for a task any more.
        try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor(); JavaSparkContext spark = start()) {
            master = spark.master();
            try {
                run(plan, shares, listener, spark, new ExecutorCompletionService<>(waiting));
            } catch (IllegalStateException | SparkException e) {
                if (spark.sc().isStopped()) {
                    throw new Failure("Spark has ended: its master at " + master + " cannot be reached, or has ended "
                        + "the program; " + GOES_ON);
                }
                throw e;
            }
        }
    }

    private void run(SweepOptions.Plan plan, Shares shares, Sweep.Listener listener, JavaSparkContext spark,
                     CompletionService<Done> tasks) throws Exception {
        Complaints complaints = new Complaints();
        spark.sc().addSparkListener(complaints);
        RunsTask task = new RunsTask(spark.broadcast(Computation.Order.of(plan)), source);
        long since = System.nanoTime();
        boolean patient = true;
        int open = 0;
        while (!listener.isStopped() && (open > 0 || shares.hasNext())) {
            int cores = spark.defaultParallelism();
            for (; open < TASKS_PER_CORE * cores && shares.hasNext(); open++) {
                long[] share = shares.next(cores);
                tasks.submit(() -> new Done(share,
                    spark.parallelize(List.of(share), 1).map(task).collect().getFirst()));
            }
            Future<Done> done = tasks.poll(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
            complaints.throwAny();
            if (done != null) {
                open--;
                receive(got(done, complaints, spark), plan.sweep(), shares, listener);
            } else if (patient && places.isEmpty() && System.nanoTime() - since > NANOS_OF_PATIENCE) {
                patient = !sayWhatIsMissing(spark);
            }
        }
    }

    private static JavaSparkContext start() {
        SparkConf conf = new SparkConf();
        conf.setIfMissing("spark.app.name", "neurotron");
        // Others cannot send records.
        conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
        try {
            return new JavaSparkContext(conf);
        } catch (Exception e) {
            // Scala does not declare what it throws.
            throw new Failure("Spark does not start: " + words(e));
        }
    }

    private static Done got(Future<Done> done, Complaints complaints, JavaSparkContext spark) throws Exception {
        try {
            return done.get();
        } catch (ExecutionException e) {
            // Of a task that was tried several times it is known why.
            complaints.throwAny();
            if (spark.sc().isStopped() && e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new Failure("Spark has given up: " + words(e.getCause()) + "; " + GOES_ON);
        }
    }

    /** What Spark says, without the stack. */
    private static String words(Throwable e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.lines().takeWhile(line -> !line.startsWith("\tat ")).map(String::strip)
            .filter(line -> !line.isEmpty() && !line.equals("Driver stacktrace:")).collect(Collectors.joining(" "));
    }

    private void receive(Done done, Sweep sweep, Shares shares, Sweep.Listener listener) throws Exception {
        Answer answer = done.answer();
        meet(answer.place());
        int count = 0;
        for (SweepRun run : answer.runs()) {
            long number = done.share()[count++];
            listener.completed((int) (number / sweep.replicates()), (int) (number % sweep.replicates()), run);
            listener.stepped(sweep.iterations());
        }
        if (answer.failure() != null) {
            long number = done.share()[count];
            throw new Failure("replicate " + number % sweep.replicates() + " of the settings that are number "
                + (1 + number / sweep.replicates()) + " failed in " + answer.place() + ": " + answer.failure());
        }
        shares.took(done.share(), count, answer.seconds());
    }

    private void meet(Answer.Place place) {
        if (places.put(place.executor(), place) == null && place.obstacle() != null) {
            terminal.warn("neurotron: %s computes on the portable kernel, which is slower: %s", place,
                place.obstacle());
        }
    }

    /** Whether there are no executors; if so, it is said. */
    private boolean sayWhatIsMissing(JavaSparkContext spark) {
        boolean none = spark.statusTracker().getExecutorInfos().length < 2 && !spark.isLocal();
        if (none) {
            terminal.warn("neurotron: still waiting for executors from %s; are there workers with as many cores and as "
                + "much memory as are asked for, and can they reach this machine?", spark.master());
        }
        return none;
    }
}
