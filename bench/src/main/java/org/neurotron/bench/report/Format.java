package org.neurotron.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers for people.
 */
final class Format {

    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

    private Format() {
    }

    /** With three significant digits, and never with an exponent. */
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(THREE_DIGITS);
        int digitsBeforePoint = rounded.precision() - rounded.scale();
        return rounded.setScale(Math.max(0, 3 - digitsBeforePoint)).toPlainString();
    }

    /** A time in the unit that suits it. */
    static String time(double nanoseconds) {
        if (nanoseconds < 1e3) {
            return number(nanoseconds) + " ns";
        }
        if (nanoseconds < 1e6) {
            return number(nanoseconds / 1e3) + " µs";
        }
        return nanoseconds < 1e9 ? number(nanoseconds / 1e6) + " ms" : number(nanoseconds / 1e9) + " s";
    }

    /** A part of one. */
    static String percent(double value) {
        return Math.round(100 * value) + " %";
    }
}
