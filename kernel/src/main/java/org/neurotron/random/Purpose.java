package org.neurotron.random;

/**
 * What a random stream is used for. Each purpose has a stream of its own, so that a change in one place (another
 * attack, say) leaves the numbers of the others as they were (contract C2).
 */
public enum Purpose {

    /** The sensing matrices, the teacher w* and the adversary's filter. */
    PROBLEM(1),

    /** The inputs x. */
    INPUTS(2),

    /** Which labels are attacked, and random distortions. */
    ATTACK(3),

    /** The order of finite data in an epoch. */
    SHUFFLE(4),

    /** Which part of finite data is kept for validation. */
    SPLIT(5),

    /** What is estimated by simulation outside of any run, such as the prediction risk. */
    ESTIMATE(6);

    private final long code;

    Purpose(long code) {
        this.code = code;
    }

    /** A number that stays the same when purposes are added or reordered. */
    long code() {
        return code;
    }
}
