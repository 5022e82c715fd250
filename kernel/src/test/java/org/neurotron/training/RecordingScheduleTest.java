package org.neurotron.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertRefused;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Breaks if an iteration is recorded that should not be or is left out, or if the end of the range of iterations is not
 * safe.
 */
class RecordingScheduleTest {

    private static final int END = 1_000_000;

    /** Walks from record to record, and asks again from just before and just after each. */
    private static void assertRecords(NavigableSet<Long> expected, RecordingSchedule schedule) {
        long iteration = 0;
        for (long next : expected) {
            assertEquals(next, schedule.next(iteration));
            assertEquals(next, schedule.next(next - 1));
            iteration = next;
        }
        assertTrue(schedule.next(iteration) > END);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 1_000, 999_983, 1_000_000, 1_000_001, Long.MAX_VALUE})
    void everyRecordsTheMultiples(long stride) {
        NavigableSet<Long> multiples = new TreeSet<>();
        for (long i = 1; i <= END; i++) {
            if (i % stride == 0) {
                multiples.add(i);
            }
        }
        assertRecords(multiples, new RecordingSchedule.Every(stride));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 37, 100, 1_000, 50_000})
    void logarithmicRecordsTheNearestToPowers(int perDecade) {
        NavigableSet<Long> powers = new TreeSet<>();
        for (int i = 0; i <= 6 * perDecade; i++) {
            powers.add(Math.round(StrictMath.pow(10, (double) i / perDecade)));
        }
        assertRecords(powers, new RecordingSchedule.Logarithmic(perDecade));
    }

    /**
     * m is the whole number nearest to 10^(i/P) if and only if (2m − 1)^P ≤ 2^P 10^i < (2m + 1)^P, in whole numbers.
     * Ten decades, because rounding i/P to a double moves the power by up to 10^(i/P) · i/P · ln 10 · 2⁻⁵³, which is
     * still far below ½ there.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 40})
    void nearestIsExact(int perDecade) {
        RecordingSchedule schedule = new RecordingSchedule.Logarithmic(perDecade);
        long m = 0;
        for (int i = 0; i <= 10 * perDecade; i++) {
            BigInteger power = BigInteger.TWO.pow(perDecade).multiply(BigInteger.TEN.pow(i));
            if (power.compareTo(odd(2 * m + 1, perDecade)) >= 0) {
                m = schedule.next(m);
            }
            assertTrue(odd(2 * m - 1, perDecade).compareTo(power) <= 0, () -> "too late after " + power);
            assertTrue(odd(2 * m + 1, perDecade).compareTo(power) > 0, () -> "too early after " + power);
        }
    }

    private static BigInteger odd(long number, int exponent) {
        return BigInteger.valueOf(number).pow(exponent);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE - 1, Long.MAX_VALUE / 2, 9_223_372_036_854_775_000L})
    void everyEndsWithoutOverflow(long iteration) {
        for (long stride : new long[] {1, 2, 3, 1_000, Long.MAX_VALUE / 2, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
            BigInteger step = BigInteger.valueOf(stride);
            BigInteger next = BigInteger.valueOf(iteration).divide(step).add(BigInteger.ONE).multiply(step);
            assertEquals(next.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact(),
                new RecordingSchedule.Every(stride).next(iteration));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1_000_000})
    @Timeout(10)
    void logarithmicEndsWithoutOverflow(int perDecade) {
        RecordingSchedule schedule = new RecordingSchedule.Logarithmic(perDecade);
        assertEquals(1_000_000_000_000_000_000L, schedule.next(999_999_999_999_999_999L));
        long[] late = LongStream.of(1, 1_000, 1_000_000_000, Long.MAX_VALUE / 4)
            .map(distance -> schedule.next(Long.MAX_VALUE - distance)).toArray();
        assertTrue(Arrays.stream(late, 0, 3).allMatch(next -> next == Long.MAX_VALUE), () -> Arrays.toString(late));
        assertTrue(late[3] > Long.MAX_VALUE - Long.MAX_VALUE / 4);
    }

    /** 10^18.96 is the first of a hundred per decade beyond 9e18, and far from the last. */
    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void logarithmicGoesOnToTheLastIteration() {
        RecordingSchedule schedule = new RecordingSchedule.Logarithmic(100);
        assertEquals(Math.round(StrictMath.pow(10, 18.96)), schedule.next(9_000_000_000_000_000_000L));
        assertEquals(Long.MAX_VALUE, schedule.next(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"every:1", "every:1000", "every:9223372036854775807", "log:1", "log:100", "log:1000000"})
    void textRoundTrips(String text) {
        assertEquals(text, RecordingSchedule.parse(text).toString());
    }

    @Test
    void textIsReadAsWritten() {
        assertEquals(new RecordingSchedule.Every(40_000_000_000L), RecordingSchedule.parse("every:40000000000"));
        assertEquals(new RecordingSchedule.Logarithmic(25), RecordingSchedule.parse("log:25"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "every", "every:", "every:0", "every:-1", "every:1.5", "every:x", "every: 1",
        "every:9223372036854775808", "log", "log:", "log:0", "log:-5", "log:1000001", "log:4294967297", "log:1e3",
        "Every:1", "each:1", ":1", "1"})
    void badTextIsRefused(String text) {
        assertEquals("every:S or log:PER_DECADE with whole numbers >= 1, PER_DECADE <= 1000000",
            assertRefused("record", text, () -> RecordingSchedule.parse(text)));
    }

    @Test
    void badNumbersAreRefused() {
        assertRefused("stride", 0L, () -> new RecordingSchedule.Every(0));
        assertRefused("stride", Long.MIN_VALUE, () -> new RecordingSchedule.Every(Long.MIN_VALUE));
        assertRefused("perDecade", 0, () -> new RecordingSchedule.Logarithmic(0));
        assertRefused("perDecade", 1_000_001, () -> new RecordingSchedule.Logarithmic(1_000_001));
    }
}
