package org.neurotron.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of measured times. */
class TimingTest {

    @Test
    void quantilesAreThoseOfAllTimes() {
        // 37 has no divisor in common with 101, so that these are the numbers from 1 to 100 in disorder.
        double[] times = IntStream.rangeClosed(1, 100).mapToDouble(i -> 37 * i % 101).toArray();
        Timing timing = Timing.of(times);
        assertEquals(5, timing.low());
        assertEquals(50, timing.median());
        assertEquals(95, timing.high());
        assertEquals(100, timing.batches());
        assertEquals(1e9 / 50, timing.perSecond());
        assertEquals(new Timing(7, 7, 7, 1, false), Timing.of(new double[] {7}));
    }

    @Test
    void codeThatGetsFasterIsFoundOut() {
        double[] times = IntStream.range(0, 100).mapToDouble(i -> i < 20 ? 1000 : 100).toArray();
        assertTrue(Timing.of(times).falling());
        // As when another program is busy for a while.
        assertFalse(Timing.of(IntStream.range(0, 100).mapToDouble(i -> i < 10 ? 1000 : 100).toArray()).falling());
        assertFalse(Timing.of(IntStream.range(0, 100).mapToDouble(i -> i < 80 ? 100 : 1000).toArray()).falling());
    }

    @Test
    void aStopwatchMeasuresPiecesOfCalls() {
        int[] calls = {0};
        Stopwatch watch = new Stopwatch(() -> {
            calls[0]++;
            long start = System.nanoTime();
            while (System.nanoTime() - start < 1_000_000) {
                Thread.onSpinWait();
            }
        }, 10);
        watch.measure(0);
        assertEquals(1, calls[0], "once at least");
        assertTrue(watch.spent() >= 1_000_000, () -> watch.spent() + " ns");
        watch.forget();
        assertEquals(0, watch.spent());
        watch.measure(20_000_000);
        assertTrue(watch.spent() >= 20_000_000, () -> watch.spent() + " ns");
        Timing timing = watch.timing();
        assertEquals(calls[0] - 1, timing.batches(), "a call of a millisecond is a batch by itself");
        assertTrue(timing.low() >= 100_000, timing.toString());
    }

    /** As many calls as a batch has room for, twice as many each time. */
    @Test
    void shortCallsAreMeasuredTogether() {
        long[] calls = {0};
        Stopwatch watch = new Stopwatch(() -> calls[0]++, 1);
        for (int i = 0; i < 10; i++) {
            watch.measure(0);
        }
        assertTrue(calls[0] >= 10 && calls[0] <= (1 << 10) - 1, () -> calls[0] + " calls");
        watch.measure(0);
        assertEquals(11, watch.timing().batches());
        assertTrue(calls[0] > 11, "one at a time");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0.123 | 0.12 ns
        9.994 | 9.99 ns
        9.996 | 10.0 ns
        99.96 | 100 ns
        999.4 | 999 ns
        999.6 | 1.00 µs
        569 | 569 ns
        3412 | 3.41 µs
        2.5e7 | 25.0 ms
        3e9 | 3.00 s
        4.2e12 | 4200 s
        """)
    void timesHaveTheUnitThatSuitsThem(double nanos, String expected) {
        assertEquals(expected, BenchReport.scaled(nanos, new String[] {" ns", " µs", " ms", " s"}));
    }
}
