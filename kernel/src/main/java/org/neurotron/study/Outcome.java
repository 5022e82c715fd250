package org.neurotron.study;

import java.util.Locale;
import org.neurotron.internal.Check;

/**
 * What became of a run.
 */
public enum Outcome {
    /** It came near to w*. */
    RECOVERED,
    /** It stayed far from w*, and does not come nearer any more. */
    STUCK,
    /** Neither: still on its way, or at rest between near and far. */
    UNDECIDED,
    /** Its filter ceased to be finite, or is about to: far beyond where it began, its error still grows. */
    DIVERGED;

    /** A run that falls by less than this share from one half of its last tenth to the other is at rest. */
    private static final double AT_REST = 0.01;

    /** No run that converges gets so many times as far from w* as it began, and stays there. */
    private static final double FAR_BEYOND = 10;

    /**
     * The name in files and tables.
     *
     * @return the name in small letters
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * How outcomes are told apart. All are told by the run itself, measured by its initial error, so that it does not
     * matter what other runs did.
     *
     * <p>A run has diverged if its filter ceased to be finite, or if its final error exceeds ten times its initial
     * error and still grows from the first half of the last tenth to the second. Else it has recovered w* if its final
     * error is at most {@code recoveredWithin} times its initial error, and is far from w* if it exceeds {@code
     * stuckBeyond} times its initial error; what is far is stuck if its error falls by less than one per cent from the
     * first half of the last tenth to the second.
     *
     * @param recoveredWithin share of the initial error, &gt; 0
     * @param stuckBeyond     share of the initial error, at least {@code recoveredWithin}
     */
    public record Criteria(double recoveredWithin, double stuckBeyond) {

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is out of range
         */
        public Criteria {
            Check.positive("recoveredWithin", recoveredWithin);
            Check.positive("stuckBeyond", stuckBeyond);
            if (recoveredWithin > stuckBeyond) {
                throw Check.illegal("recoveredWithin", recoveredWithin, "must be at most " + stuckBeyond
                    + ", from where on a run is far from w*");
            }
        }

        /**
         * Tells what became of a run.
         *
         * @param ending how it ended
         * @return its outcome
         */
        public Outcome of(SweepRun.Ending ending) {
            double share = ending.finalError() / ending.initialError();
            if (ending.divergedAt() != 0 || share > FAR_BEYOND && ending.laterError() > ending.earlierError()) {
                return DIVERGED;
            }
            // A run that begins at w* has nothing to recover.
            if (share <= recoveredWithin || ending.finalError() == 0) {
                return RECOVERED;
            }
            boolean atRest = ending.laterError() > (1 - AT_REST) * ending.earlierError();
            return share > stuckBeyond && atRest ? STUCK : UNDECIDED;
        }
    }
}
