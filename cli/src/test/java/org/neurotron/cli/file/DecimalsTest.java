package org.neurotron.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Breaks if a number is rounded otherwise than Java rounds it, or if what is no number is taken for one. */
class DecimalsTest {

    private static void same(String text) {
        assertEquals(Double.doubleToRawLongBits(Double.parseDouble(text)),
            Double.doubleToRawLongBits(Decimals.parse(text)), text);
    }

    @Test
    void numbersAreRoundedAsJavaRoundsThem() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200_000; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(any)) {
                same(Double.toString(any));
            }
            same(Double.toString(random.nextDouble(-1000, 1000)));
            same(String.format(Locale.ROOT, "%." + random.nextInt(1, 20) + "f", random.nextDouble(-100, 100)));
            // Around what the fast way may take: 15 digits, and powers of ten up to 22.
            same((random.nextBoolean() ? "-" : "+") + random.nextLong(1L << random.nextInt(1, 63)) + "."
                + random.nextInt(1_000_000) + "e" + random.nextInt(-30, 31));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "+0", "-0.0e-5", "00012", "1.", ".5", "-.5E3", "1e22", "1e23", "1e-22", "1e-23",
        "999999999999999e22", "9007199254740993", "123456789012345.6", "1e400", "-1e400", "1e-400", "4.9e-324",
        "0e99999999999", "1e-99999999999", "0.00000000000000000000000000000000000001", "1E+05",
        "100000000000000000000000000000000000000000000000000"})
    void formsOfNumbersAreRead(String text) {
        same(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+", ".", "e5", "1e", "1e+", "1e5.", "1.2.3", "--1", "+-1", "1-1", "2020-01-01",
        "1f", "1d", "0x10", "0x1p3", "1 2", "1,5", "1_000", "NaN", "infinit", "\u0661", "12abc", "1e5e5", "."})
    void whatIsNoNumberIsNone(String text) {
        assertTrue(Double.isNaN(Decimals.parse(text)), text);
    }

    @Test
    void infinityIsANumberOutOfRange() {
        assertEquals(Double.POSITIVE_INFINITY, Decimals.parse("Infinity"));
        assertEquals(Double.POSITIVE_INFINITY, Decimals.parse("+inf"));
        assertEquals(Double.NEGATIVE_INFINITY, Decimals.parse("-INF"));
    }
}
