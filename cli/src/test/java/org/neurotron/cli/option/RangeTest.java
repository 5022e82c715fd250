package org.neurotron.cli.option;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.cli.terminal.BadUsage;

/** Values that are not typed one by one are those that one would have typed. */
class RangeTest {

    private static double[] values(String... texts) {
        return Range.expanded("--theta", List.of(texts), false).stream().mapToDouble(Double::parseDouble).toArray();
    }

    private static double[] typed(String list) {
        return Arrays.stream(list.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "0.1:1:10, 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1",
        "0:1:11, 0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1",
        "1:0:3, 1 0.5 0",
        "-1:1:5, -1 -0.5 0 0.5 1",
        "1e-4:3e-4:3, 1e-4 2e-4 3e-4",
        "0:1:4, 0 0.3333333333333333 0.6666666666666666 1",
        "log:1e-4:1e-1:4, 1e-4 1e-3 1e-2 1e-1",
        "log:1e-4:1e-1:7, 1e-4 0.00031622776601683794 1e-3 0.0031622776601683794 1e-2 0.03162277660168379 1e-1",
        "log:1:1024:11, 1 2 4 8 16 32 64 128 256 512 1024",
        "log:8:1:4, 8 4 2 1",
        "log:1e-300:1e300:3, 1e-300 1 1e300",
        "log:0.001:1000:7, 0.001 0.01 0.1 1 10 100 1000"})
    void theNearestDoubles(String range, String expected) {
        assertArrayEquals(typed(expected), values(range));
    }

    /** sqrt(10) and the square root of two to 17 digits, as every table of constants has them. */
    @Test
    void rootsAreRoundedRight() {
        assertEquals(3.1622776601683795, values("log:1:10:3")[1]);
        assertEquals(1.4142135623730951, values("log:1:2:3")[1]);
        assertEquals(Math.cbrt(2), values("log:1:2:4")[1], Math.ulp(1.0));
        assertEquals(1e5, values("log:1:1e10:9999")[4999], 0);
    }

    @Test
    void rangesStandBesideSingleValues() {
        assertArrayEquals(typed("0 0.001 0.01 0.1 1 5 6"), values("0", "log:1e-3:1:4", "5:6:2"));
        assertEquals(List.of("4", "8", "12"), Range.expanded("--k", List.of("4:12:3"), true));
        assertEquals(1_000, new Numbers.Size().valueOf("--k", Range.expanded("--k", List.of("log:10:1e3:3"), true)
            .getLast()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1:2", "1:2:3:4", ":", "a:1:3", "1:b:3", "1:2:x", "1:2:1", "1:2:0", "1:2:-3", "1:2:2.5",
        "1:2:1e9", "log:0:1:3", "log:-1:1:3", "log:1:2", "log:1:2:3:4", "ln:1:2:3", "1:Infinity:3", "NaN:1:3",
        "1:1e999:3", "1e-999999999:1:3", "1::3"})
    void whatIsNoRangeIsRefused(String text) {
        BadUsage refused = assertThrows(BadUsage.class, () -> values(text));
        assertEquals("invalid value for option '--theta': '" + text + "' must be FROM:TO:COUNT or log:FROM:TO:COUNT, "
            + "with numbers (of log > 0) and COUNT from 2 to 100000", refused.getMessage());
    }

    @Test
    void whereNumbersMustBeWholeRangesMustGiveThem() {
        assertEquals("invalid value for option '--k': '4:20:4' must give whole numbers; it gives 9.3333",
            assertThrows(BadUsage.class, () -> Range.expanded("--k", List.of("4:20:4"), true)).getMessage());
    }
}
