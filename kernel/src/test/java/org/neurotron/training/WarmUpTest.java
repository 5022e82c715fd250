package org.neurotron.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.random.InputDistribution;

/** Breaks if a run that changes its kernel on the way has other bits, or if short work changes over at all. */
class WarmUpTest {

    private static final RecordingSchedule EVERY = new RecordingSchedule.Every(1);

    /** Another kernel than the portable one, also where there is no vector unit. */
    private static Kernel other() {
        List<Kernel> available = Kernels.available();
        return available.size() > 1 ? available.getLast()
            : Kernels.parallel(Kernels.portable(), ForkJoinPool.commonPool(), 1);
    }

    private static TrainingRun run(Algorithm algorithm, double eta, Kernel kernel) {
        Problem problem = Problem.draw(new ProblemSettings(20, 6, 4), 3, 1);
        return TrainingRun.of(problem, new OracleSettings(new InputDistribution.StudentT(4), Attack.UNIFORM, 0.5, 0.4),
            new LearnerSettings(algorithm, 5, eta), 3, 1, kernel);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void aRunThatChangesOverHasTheSameBits(Algorithm algorithm) {
        Kernel kernel = other();
        TrainingRun run = run(algorithm, 1e-4, Kernels.portable());
        List<Double> errors = new ArrayList<>();
        long divergedAt = TrainingLoop.run(run, Long.MAX_VALUE, EVERY, (_, error) -> errors.add(error),
            WarmUp.of(Kernels.portable(), kernel, Long.MAX_VALUE, 1), new TrainingLoop.Watcher() {
                private int after;

                @Override
                public boolean advanced(long steps) {
                    // Some pieces beyond the change.
                    after += run.kernel() == kernel ? 1 : 0;
                    return after < 5;
                }
            });
        assertEquals(0, divergedAt);
        assertSame(kernel, run.kernel());
        TrainingRun whole = run(algorithm, 1e-4, Kernels.portable());
        List<Double> expected = new ArrayList<>();
        whole.advance(run.iteration(), EVERY, (_, error) -> expected.add(error));
        assertEquals(expected, errors);
        assertArrayEquals(whole.filter(), run.filter());
    }

    @Test
    void shortWorkStaysWhereItIsFastAtOnce() {
        TrainingRun run = run(Algorithm.TRON, 1e-4, Kernels.portable());
        TrainingLoop.run(run, 500, EVERY, (_, _) -> { }, WarmUp.of(Kernels.portable(), other(), 500, 1), _ -> true);
        assertSame(Kernels.portable(), run.kernel());
        assertEquals(500, run.iteration());
    }

    @Test
    void withoutWarmingUpNothingChanges() {
        WarmUp none = WarmUp.none(other());
        assertSame(none.kernel(), none.first());
        TrainingRun run = run(Algorithm.SGD, 1e-4, none.first());
        TrainingLoop.run(run, 100, EVERY, (_, _) -> { }, none, _ -> true);
        assertSame(none.kernel(), run.kernel());
    }

    @Test
    void aLoopStopsWhenItsWatcherHasSeenEnoughAndEndsPiecesWhereItSays() {
        TrainingRun run = run(Algorithm.TRON, 1e-4, Kernels.portable());
        List<Long> ends = new ArrayList<>();
        long divergedAt = TrainingLoop.run(run, 1_000, EVERY, (_, _) -> { }, WarmUp.none(Kernels.portable()),
            new TrainingLoop.Watcher() {
                @Override
                public boolean advanced(long steps) {
                    ends.add(run.iteration());
                    return run.iteration() < 70;
                }

                @Override
                public long pieceEnd(long iteration) {
                    return (iteration / 7 + 1) * 7;
                }
            });
        assertEquals(0, divergedAt);
        assertEquals(70, run.iteration());
        for (long multiple = 7; multiple <= 70; multiple += 7) {
            assertTrue(ends.contains(multiple), "no piece ended at " + multiple + ": " + ends);
        }
    }

    @Test
    void aLoopSaysWhereARunDivergedAndTellsOfEveryStep() {
        TrainingRun run = run(Algorithm.TRON, 1e3, Kernels.portable());
        long[] told = {0};
        long divergedAt = TrainingLoop.run(run, 100_000, EVERY, (_, _) -> { }, WarmUp.none(Kernels.portable()),
            steps -> {
                told[0] += steps;
                return true;
            });
        assertTrue(divergedAt > 0);
        assertEquals(run.iteration(), told[0]);
    }
}
