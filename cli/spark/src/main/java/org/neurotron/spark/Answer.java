package org.neurotron.spark;

import java.io.Serializable;
import java.util.List;
import org.neurotron.study.SweepRun;

/**
 * What a task sends back.
 *
 * @param place   where it was computed
 * @param runs    the first of the runs that were asked for, in that order; all, unless time was up or one failed
 * @param failure why the run after them could not be computed, in a line, or null
 * @param seconds how long it took
 */
record Answer(Place place, List<SweepRun> runs, String failure, double seconds)
    implements Serializable {

    /**
     * An executor.
     *
     * @param executor its name
     * @param host     the machine it runs on
     * @param kernel   what computes in it, in words
     * @param obstacle why that is not the vector unit although nobody has asked for another kernel, or null
     */
    record Place(String executor, String host, String kernel, String obstacle) implements Serializable {

        @Override
        public String toString() {
            return "executor " + executor + " on " + host;
        }
    }
}
