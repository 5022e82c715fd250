package org.neurotron.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often to save: what can be written, and that it can be read again. */
class IntervalTest {

    @ParameterizedTest
    @CsvSource({"500ms,500000000,0", "0.5s,500000000,0", "60s,60000000000,0", "5min,300000000000,0",
        "2h,7200000000000,0", "1.5 h,5400000000000,0", "1e-3ms,1000,0", "1000,0,1000", "1e6,0,1000000"})
    void timesHaveUnitsAndStepsHaveNone(String text, long nanos, long steps) {
        Interval interval = new Interval.Converter().convert(text);
        assertEquals(new Interval(nanos, steps), interval);
        assertEquals(interval, new Interval.Converter().convert(interval.toString()));
    }
}
