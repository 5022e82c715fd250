package org.neurotron.cli.option;

import org.neurotron.training.RecordingSchedule;
import picocli.CommandLine.Option;

/** The options that say how long runs are and what is recorded of them, shared by the commands that run something. */
public final class HorizonOptions {

    @Option(names = "--iterations", defaultValue = "40000", paramLabel = "T", converter = Numbers.Count.class,
        description = "number of steps, also as 1e9 (default: ${DEFAULT-VALUE})")
    private long iterations;

    @Option(names = "--record", paramLabel = "every:S|log:PER_DECADE",
        description = "which iterations to record (default: evenly spaced ones, not too many)")
    private String record;

    /** T. */
    public long iterations() {
        return iterations;
    }

    /**
     * Which iterations to record.
     *
     * @param usualRecords at most so many, unless told otherwise
     */
    public RecordingSchedule schedule(long usualRecords) {
        if (record == null) {
            return new RecordingSchedule.Every(Math.ceilDiv(iterations, usualRecords));
        }
        return RecordingSchedule.parse(record);
    }
}
