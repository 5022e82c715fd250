package org.neurotron.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.neurotron.internal.Refusals.assertRefused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Breaks if runs are counted as recovered or stuck that are not, or the other way round. */
class OutcomeTest {

    /** Recovered up to a hundredth of the initial error, far from half of it on. */
    @ParameterizedTest
    @CsvSource({
        "8, 1e-3, 1e-3, 1e-3, 0, RECOVERED",
        "8, 0.08, 0.08, 0.08, 0, RECOVERED",
        "8, 0.0801, 0.0801, 0.0801, 0, UNDECIDED",
        "8, 4, 4, 4, 0, UNDECIDED",
        "8, 4.001, 4.001, 4.001, 0, STUCK",
        "8, 9, 9.01, 8.99, 0, STUCK",
        "8, 5, 5.1, 4.9, 0, UNDECIDED",
        // Far beyond its start: at rest there it is stuck, growing it diverges, falling it is on its way.
        "8, 80, 79, 81, 0, STUCK",
        "8, 80.1, 80, 80.2, 0, DIVERGED",
        "8, 80.1, 80.1, 80.1, 0, STUCK",
        "8, 80.1, 90, 70, 0, UNDECIDED",
        "7, 4.5e9, 1e9, 8e9, 0, DIVERGED",
        "8, Infinity, Infinity, Infinity, 7, DIVERGED",
        // What begins at w* and stays there.
        "0, 0, 0, 0, 0, RECOVERED"})
    void everyEndingHasItsOutcome(double initial, double last, double earlier, double later, long divergedAt,
                                  Outcome expected) {
        assertEquals(expected, new Outcome.Criteria(0.01, 0.5)
            .of(new SweepRun.Ending(initial, last, earlier, later, divergedAt)));
    }

    @Test
    void namesAreInLowerCase() {
        assertEquals("recovered", Outcome.RECOVERED.id());
        assertEquals("diverged", Outcome.DIVERGED.id());
    }

    @Test
    void wrongCriteriaAreRefused() {
        assertRefused("recoveredWithin", 0.0, () -> new Outcome.Criteria(0, 0.1));
        assertRefused("recoveredWithin", Double.NaN, () -> new Outcome.Criteria(Double.NaN, 0.1));
        assertRefused("stuckBeyond", 0.0, () -> new Outcome.Criteria(0.01, 0));
        assertRefused("recoveredWithin", 0.01, () -> new Outcome.Criteria(0.01, 0.005));
        assertRefused("stuckBeyond", Double.POSITIVE_INFINITY, () -> new Outcome.Criteria(0.01, 1 / 0.0));
    }
}
