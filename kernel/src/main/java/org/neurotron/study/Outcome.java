package org.neurotron.study;

import java.util.Locale;
import org.neurotron.internal.Check;

/**
 * What became of a run.
 */
public enum Outcome {
    /** It came about as near to w* as runs of its settings come, or so near that it does not matter. */
    RECOVERED,
    /** It stayed far from w*, and does not come nearer any more. */
    STUCK,
    /** Neither: still on its way, or at rest somewhat above the floor. */
    UNDECIDED,
    /** Its filter ceased to be finite. */
    DIVERGED;

    /** A run that falls by less than this share from one half of its last tenth to the other is at rest. */
    private static final double AT_REST = 0.01;

    /** This share of the initial error is near enough, even where other runs came nearer still. */
    private static final double NEAR_ENOUGH = 1e-6;

    /**
     * The name in files and tables.
     *
     * @return the name in small letters
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * How outcomes are told apart.
     *
     * <p>A run that went through is far from w* if its final error exceeds {@code stuckBeyond} times its initial error.
     * It is then stuck if the error falls by less than one per cent from the first half of the last tenth to the
     * second. A run that is not far has recovered w* if its final error is at most {@code recoveredWithin} times the
     * <i>floor</i>, the least final error of all replicates of its settings, or a millionth of its initial error:
     * without an attack errors go on falling to rounding, some runs' sooner than others'.
     *
     * @param recoveredWithin multiple of the floor, ≥ 1
     * @param stuckBeyond     share of the initial error, &gt; 0
     */
    public record Criteria(double recoveredWithin, double stuckBeyond) {

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is out of range
         */
        public Criteria {
            if (!(recoveredWithin >= 1 && recoveredWithin < Double.POSITIVE_INFINITY)) {
                throw Check.illegal("recoveredWithin", recoveredWithin, "must be >= 1 and finite");
            }
            Check.positive("stuckBeyond", stuckBeyond);
        }

        /**
         * Tells what became of a run.
         *
         * @param ending how it ended
         * @param floor  the floor of its settings
         * @return its outcome
         */
        public Outcome of(SweepRun.Ending ending, double floor) {
            if (ending.divergedAt() != 0) {
                return DIVERGED;
            }
            if (ending.finalError() > stuckBeyond * ending.initialError()) {
                return ending.laterError() > (1 - AT_REST) * ending.earlierError() ? STUCK : UNDECIDED;
            }
            return ending.finalError() <= Math.max(recoveredWithin * floor, NEAR_ENOUGH * ending.initialError())
                ? RECOVERED : UNDECIDED;
        }
    }
}
