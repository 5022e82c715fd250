package org.neurotron.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.neurotron.internal.Refusals.assertRefused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Breaks if runs are counted as recovered or stuck that are not, or the other way round. */
class OutcomeTest {

    /** With a floor of 1e-3, ten times that for recovery and half the initial error for stuck. */
    @ParameterizedTest
    @CsvSource({
        "8, 1e-3, 1e-3, 1e-3, 0, RECOVERED",
        "8, 1e-2, 1e-2, 1e-2, 0, RECOVERED",
        "8, 1.001e-2, 1.001e-2, 1.001e-2, 0, UNDECIDED",
        "8, 4, 4, 4, 0, UNDECIDED",
        "8, 4.001, 4.001, 4.001, 0, STUCK",
        "8, 9, 9.01, 8.99, 0, STUCK",
        "8, 5, 5.1, 4.9, 0, UNDECIDED",
        // At the floor, and yet far away and on its way.
        "1e-3, 1e-3, 1.1e-3, 0.9e-3, 0, UNDECIDED",
        // Far above a floor of 1e-3, and yet a millionth of what it was.
        "1e5, 0.09, 0.09, 0.09, 0, RECOVERED",
        "1e5, 0.11, 0.11, 0.11, 0, UNDECIDED",
        "8, Infinity, Infinity, Infinity, 7, DIVERGED",
        // A start next to w*, from which nothing moves: stuck, although it is at the floor.
        "1e-3, 1e-3, 1e-3, 1e-3, 0, STUCK"})
    void everyEndingHasItsOutcome(double initial, double last, double earlier, double later, long divergedAt,
                                  Outcome expected) {
        assertEquals(expected, new Outcome.Criteria(10, 0.5)
            .of(new SweepRun.Ending(initial, last, earlier, later, divergedAt), 1e-3));
    }

    @Test
    void namesAreInLowerCase() {
        assertEquals("recovered", Outcome.RECOVERED.id());
        assertEquals("diverged", Outcome.DIVERGED.id());
    }

    @Test
    void wrongCriteriaAreRefused() {
        assertRefused("recoveredWithin", 0.5, () -> new Outcome.Criteria(0.5, 0.1));
        assertRefused("recoveredWithin", Double.NaN, () -> new Outcome.Criteria(Double.NaN, 0.1));
        assertRefused("stuckBeyond", 0.0, () -> new Outcome.Criteria(10, 0));
        assertRefused("stuckBeyond", Double.POSITIVE_INFINITY, () -> new Outcome.Criteria(10, 1 / 0.0));
    }
}
