package org.neurotron.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.neurotron.kernel.Kernels;
import org.neurotron.training.Algorithm;
import org.neurotron.training.RecordingSchedule;
import org.neurotron.training.TrainingRun;
import org.neurotron.training.Sampling;

/** What is seen of the end of a run. */
class LastTenthTest {

    private static TrainingRun run() {
        return PublishedStudy.tables("sim01", Algorithm.TRON, false, Sampling.DRAWN).getFirst().columns().getFirst()
            .start(1, Kernels.portable());
    }

    @Test
    void everyIterationOfAShortLastTenthIsSeen() {
        TrainingRun run = run();
        LastTenth last = new LastTenth(100, 0);
        double[] errors = new double[101];
        while (run.iteration() < 100) {
            run.step();
            errors[(int) run.iteration()] = run.error();
            last.advanced(run);
        }
        SweepRun.Ending ending = last.ending(7);
        assertEquals(7, ending.initialError());
        assertEquals(median(errors, 91, 101), ending.finalError());
        assertEquals(median(errors, 91, 96), ending.earlierError());
        assertEquals(median(errors, 96, 101), ending.laterError());
        assertEquals(0, ending.divergedAt());
    }

    private static double median(double[] errors, int from, int to) {
        double[] some = Arrays.copyOfRange(errors, from, to);
        Arrays.sort(some);
        return (some[(some.length - 1) / 2] + some[some.length / 2]) / 2;
    }

    @Test
    void looksOfALongRunAreFewAndEvenlySpaced() {
        long iterations = 10_000_000_000L;
        assertEquals(9_001_000_000L, new LastTenth(iterations, 0).nextLook());
        assertEquals(9_500_000_000L, new LastTenth(iterations, 9_499_999_999L).nextLook());
    }

    @Test
    void ofARunThatWasAtItsEndNothingIsSeen() {
        LastTenth last = new LastTenth(100, 100);
        assertTrue(last.nextLook() > 100);
        assertNull(last.ending(1));
    }

    @Test
    void whatIsBeforeIsNotSeen() {
        TrainingRun run = run();
        LastTenth last = new LastTenth(100, 0);
        run.advance(90, new RecordingSchedule.Every(100), (_, _) -> { });
        last.advanced(run);
        assertNull(last.ending(1));
        assertEquals(91, last.nextLook());
    }
}
