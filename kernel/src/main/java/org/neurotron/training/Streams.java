package org.neurotron.training;

import org.neurotron.kernel.RandomKernel;
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;

/** The random streams of a run. */
record Streams(BlockGenerator inputs, BlockGenerator attacks) {

    /** Those of (seed, index), at their beginning. */
    static Streams open(long seed, long index, RandomKernel kernel) {
        return new Streams(RandomStreams.open(seed, index, Purpose.INPUTS, kernel),
            RandomStreams.open(seed, index, Purpose.ATTACK, kernel));
    }

    /** Those of a state. */
    static Streams restore(RunState state, RandomKernel kernel) {
        return new Streams(BlockGenerator.restore(state.inputs(), kernel),
            BlockGenerator.restore(state.attacks(), kernel));
    }

    /** The same, where they are, computed by another kernel. */
    Streams with(RandomKernel kernel) {
        return new Streams(BlockGenerator.restore(inputs.save(), kernel),
            BlockGenerator.restore(attacks.save(), kernel));
    }
}
