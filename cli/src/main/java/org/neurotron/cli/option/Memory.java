package org.neurotron.cli.option;

import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;

/** Refuses what would not fit into memory before anything is allocated. */
public final class Memory {

    /** The rest is for the JVM's own needs and for buffers. */
    private static final double USABLE = 0.9;

    private Memory() {
    }

    /**
     * Checks a need against the heap.
     *
     * @param bytes       what is needed
     * @param what        the options and values that need it
     */
    public static void require(double bytes, String what) {
        double most = USABLE * Runtime.getRuntime().maxMemory();
        if (bytes > most) {
            throw new BadUsage(what + " needs " + Messages.bytes(bytes)
                + " of memory; must be at most " + Messages.bytes(most)
                + " (more with NEUROTRON_JAVA_OPTS=-Xmx... if the machine has it)");
        }
    }
}
