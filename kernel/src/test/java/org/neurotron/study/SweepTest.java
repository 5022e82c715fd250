package org.neurotron.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertRefused;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.random.InputDistribution;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.ProblemSettings;
import org.neurotron.training.RecordingSchedule;
import org.neurotron.training.RunSettings;
import org.neurotron.training.TrainingRun;
import org.neurotron.training.WarmUp;

/**
 * Breaks if a run of a sweep differs from the same run done alone, depends on threads, kernel or on what else is run,
 * if settings are not compared on the same problems, or if skipping, stopping, divergence or failure go wrong.
 */
class SweepTest {

    private static RunSettings settings(Algorithm algorithm, double theta, double eta) {
        return new RunSettings(new ProblemSettings(12, 5, 4),
            new OracleSettings(new InputDistribution.Normal(1), Attack.UNIFORM, theta, 0.5),
            new LearnerSettings(algorithm, 3, eta));
    }

    private static final List<RunSettings> SETTINGS = List.of(settings(Algorithm.TRON, 0, 1e-3),
        settings(Algorithm.SGD, 0.5, 1e-3), settings(Algorithm.SGD_PUBLISHED, 0.5, 2e-3));

    private record Key(int setting, int replicate) {
    }

    private static class Collector implements Sweep.Listener {

        final Map<Key, SweepRun> runs = new ConcurrentHashMap<>();
        final AtomicLong steps = new AtomicLong();

        @Override
        public boolean isWanted(int setting, int replicate) throws Exception {
            return true;
        }

        @Override
        public void stepped(long count) {
            assertTrue(count > 0);
            steps.addAndGet(count);
        }

        @Override
        public boolean isStopped() {
            return false;
        }

        @Override
        public void completed(int setting, int replicate, SweepRun run) throws IOException {
            assertNull(runs.put(new Key(setting, replicate), run), "twice");
        }
    }

    private static Collector run(Sweep sweep, int threads, Kernel kernel) throws Exception {
        Collector collector = new Collector();
        sweep.run(threads, kernel, collector);
        assertEquals(sweep.settings().size() * sweep.replicates(), collector.runs.size());
        assertEquals(sweep.settings().size() * sweep.replicates() * sweep.iterations(), collector.steps.get());
        return collector;
    }

    private static void assertSameRun(SweepRun expected, SweepRun actual) {
        assertArrayEquals(expected.errors(), actual.errors());
        assertEquals(expected.ending(), actual.ending());
    }

    @Test
    void resultsDependNeitherOnThreadsNorOnTheKernelNorOnOtherRuns() throws Exception {
        RecordingSchedule schedule = new RecordingSchedule.Logarithmic(7);
        Sweep sweep = new Sweep(SETTINGS, 4, 1_500, schedule, 3);
        Collector reference = run(sweep, 1, Kernels.portable());
        for (int threads = 1; threads <= 3; threads++) {
            Collector other = run(sweep, threads, Kernels.selected());
            reference.runs.forEach((key, run) -> assertSameRun(run, other.runs.get(key)));
        }
        Collector less = run(new Sweep(List.of(SETTINGS.get(2), SETTINGS.get(1)), 2, 1_500, schedule, 3), 2,
            Kernels.selected());
        less.runs.forEach((key, run) ->
            assertSameRun(reference.runs.get(new Key(2 - key.setting(), key.replicate())), run));
    }

    /** The looks of the ending do not depend on the schedule: a thousand at most, in the last tenth. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "19, 1, 1", "2500, 1, 250", "10009, 1, 1000", "20000, 2, 1000", "20019, 3, 667"})
    void aRunOfASweepEqualsTheSameRunAlone(int iterations, int looksEvery, int looks) throws Exception {
        TrainingRun alone = PlannedRun.replicate(SETTINGS.get(1), 2).start(5, Kernels.selected());
        double initial = alone.error();
        double[] all = new double[iterations];
        alone.advance(iterations, new RecordingSchedule.Every(1),
            (iteration, error) -> all[(int) iteration - 1] = error);
        int stride = Math.max(1, iterations / 7);
        Sweep sweep = new Sweep(SETTINGS, 3, iterations, new RecordingSchedule.Every(stride), 5);
        SweepRun run = run(sweep, 2, Kernels.selected()).runs.get(new Key(1, 2));
        assertArrayEquals(IntStream.rangeClosed(1, iterations / stride).mapToDouble(i -> all[i * stride - 1]).toArray(),
            run.errors());
        assertArrayEquals(IntStream.rangeClosed(1, iterations / stride).mapToLong(i -> (long) i * stride).toArray(),
            sweep.recordedIterations());
        double[] seen = IntStream.rangeClosed(iterations - Math.max(1, iterations / 10) + 1, iterations)
            .filter(i -> i % looksEvery == 0).mapToDouble(i -> all[i - 1]).toArray();
        assertEquals(looks, seen.length);
        assertEquals(new SweepRun.Ending(initial, median(seen, 0, looks), median(seen, 0, (looks + 1) / 2),
            median(seen, looks / 2, looks), 0), run.ending());
    }

    /** As another process computes it that was sent the settings, and sends back what came out. */
    @Test
    void aRunThatIsComputedByItselfIsThatOfTheSweep() throws Exception {
        List<RunSettings> settings = List.of(SETTINGS.get(1), settings(Algorithm.TRON, 0, 10));
        Sweep sweep = new Sweep(settings, 3, 4_000, new RecordingSchedule.Logarithmic(5), 7);
        Map<Key, SweepRun> runs = run(sweep, 2, Kernels.selected()).runs;
        for (Key key : runs.keySet()) {
            Collector watcher = new Collector();
            SweepRun alone = sweep.run(key.setting(), key.replicate(), WarmUp.none(Kernels.portable()), watcher);
            assertEquals(sweep.iterations(), watcher.steps.get());
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
                out.writeObject(alone);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
                assertSameRun(runs.get(key), (SweepRun) in.readObject());
            }
        }
        assertNull(new Sweep(settings, 3, 1_000_000_000_000L, new RecordingSchedule.Every(1_000_000_000L), 7).run(0, 2,
            WarmUp.none(Kernels.selected()), new Collector() {
                @Override
                public boolean isStopped() {
                    return true;
                }
            }), "a run that was stopped");
        for (int wrong : new int[] {-1, 3}) {
            assertRefused("setting", wrong,
                () -> sweep.run(wrong, 0, WarmUp.none(Kernels.portable()), new Collector()));
            assertRefused("replicate", wrong,
                () -> sweep.run(0, wrong, WarmUp.none(Kernels.portable()), new Collector()));
        }
    }

    private static double median(double[] values, int from, int to) {
        double[] sorted = IntStream.range(from, to).mapToDouble(i -> values[i]).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The same problem for all, so the same distance to start from; another one for each replicate. */
    @Test
    void settingsAreComparedOnTheSameProblems() throws Exception {
        Map<Key, SweepRun> runs = run(new Sweep(SETTINGS, 3, 1, new RecordingSchedule.Every(1), 1), 1,
            Kernels.selected()).runs;
        for (int replicate = 0; replicate < 3; replicate++) {
            assertEquals(runs.get(new Key(0, replicate)).ending().initialError(),
                runs.get(new Key(2, replicate)).ending().initialError());
        }
        assertEquals(3, runs.values().stream().map(run -> run.ending().initialError()).distinct().count());
    }

    @Test
    void aDivergingRunIsMarkedAndTheOthersGoOn() throws Exception {
        Sweep sweep = new Sweep(List.of(settings(Algorithm.TRON, 0, 1e-3), settings(Algorithm.TRON, 0, 10)), 3, 4_000,
            new RecordingSchedule.Every(5), 1);
        Map<Key, SweepRun> runs = run(sweep, 2, Kernels.selected()).runs;
        for (int replicate = 0; replicate < 3; replicate++) {
            assertEquals(0, runs.get(new Key(0, replicate)).ending().divergedAt());
            SweepRun diverged = runs.get(new Key(1, replicate));
            long at = diverged.ending().divergedAt();
            assertTrue(at > 5 && at < 4_000, () -> "diverged at " + at);
            assertEquals(Double.POSITIVE_INFINITY, diverged.ending().finalError());
            for (int i = 0; i < diverged.errors().length; i++) {
                assertEquals((i + 1) * 5 < at, Double.isFinite(diverged.errors()[i]));
            }
        }
    }

    @Test
    void runsThatAreNotWantedAreSkipped() throws Exception {
        Set<Key> wanted = Set.of(new Key(0, 1), new Key(2, 0));
        Collector collector = new Collector() {
            @Override
            public boolean isWanted(int setting, int replicate) {
                return wanted.contains(new Key(setting, replicate));
            }
        };
        new Sweep(SETTINGS, 2, 10, new RecordingSchedule.Every(1), 1).run(2, Kernels.selected(), collector);
        assertEquals(wanted, collector.runs.keySet());
    }

    @Test
    @Timeout(60)
    void aSweepStopsWhenAsked() throws Exception {
        Collector collector = new Collector() {
            @Override
            public boolean isStopped() {
                return steps.get() > 20_000;
            }
        };
        new Sweep(SETTINGS, 1_000_000, 1_000_000_000_000L, new RecordingSchedule.Every(1_000_000_000L), 1)
            .run(2, Kernels.selected(), collector);
        assertTrue(collector.runs.isEmpty());
    }

    @Test
    @Timeout(60)
    void aFailingRunEndsTheSweep() {
        List<IOException> thrown = new ArrayList<>();
        Collector collector = new Collector() {
            @Override
            public void completed(int setting, int replicate, SweepRun run) throws IOException {
                synchronized (thrown) {
                    thrown.add(new IOException("disk full, say"));
                    throw thrown.getLast();
                }
            }
        };
        Sweep sweep = new Sweep(SETTINGS, 1_000_000, 100, new RecordingSchedule.Every(1), 1);
        ExecutionException e = assertThrows(ExecutionException.class,
            () -> sweep.run(2, Kernels.selected(), collector));
        // Both threads may have come so far.
        assertTrue(thrown.stream().anyMatch(exception -> exception == e.getCause()));
    }

    @Test
    void wrongArgumentsAreRefused() {
        RecordingSchedule schedule = new RecordingSchedule.Every(10);
        assertRefused("settings", List.of(), () -> new Sweep(List.of(), 1, 10, schedule, 1));
        assertRefused("replicates", 0, () -> new Sweep(SETTINGS, 0, 10, schedule, 1));
        assertRefused("replicates", 1_000_001, () -> new Sweep(SETTINGS, 1_000_001, 10, schedule, 1));
        assertRefused("iterations", 0L, () -> new Sweep(SETTINGS, 1, 0, schedule, 1));
        assertRefused("record", schedule, () -> new Sweep(SETTINGS, 1, 9, schedule, 1));
        assertRefused("record", schedule, () -> new Sweep(SETTINGS, 1, 10_000_010, schedule, 1));
        assertRefused("record", schedule, () -> new Sweep(SETTINGS, 1, Long.MAX_VALUE, schedule, 1));
        assertRefused("threads", 0, () -> new Sweep(SETTINGS, 1, 10, schedule, 1).run(0, Kernels.portable(),
            new Collector()));
        assertTrue(new Sweep(SETTINGS, 1_000_000, 10, schedule, 1).memoryBytes(2) < 1e6);
    }
}
