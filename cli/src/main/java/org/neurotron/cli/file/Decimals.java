package org.neurotron.cli.file;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.util.Locale;

/** Numbers as they stand in tables: decimal, rounded to the nearest double as {@link Double#parseDouble} does. */
final class Decimals {

    /** Whole numbers of so many digits are doubles … */
    private static final int EXACT_DIGITS = 15;

    /** … and so are these powers of ten; a product or quotient of two doubles is rounded once. */
    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
        1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

    /** Exponents have no more digits here than in any number that is not zero or infinite. */
    private static final int LARGEST_EXPONENT = 99_999;

    private Decimals() {
    }

    static double parse(String text) {
        return parse(text.toCharArray(), 0, text.length());
    }

    /**
     * Reads a number. Java would read 1f and 0x1p3, too, which no other program writes into a table.
     *
     * @return NaN if it is none; infinite if it is beyond the range of double precision, or says that it is infinite
     */
    static double parse(char[] text, int offset, int length) {
        int end = offset + length;
        int at = offset;
        boolean negative = at < end && text[at] == '-';
        if (at < end && (negative || text[at] == '+')) {
            at++;
        }
        long digits = 0;
        int count = 0;
        int significant = 0;
        int exponent = 0;
        boolean fraction = false;
        for (; at < end; at++) {
            char c = text[at];
            if (c >= '0' && c <= '9') {
                count++;
                if (digits != 0 || c != '0') {
                    significant++;
                }
                if (significant <= EXACT_DIGITS) {
                    digits = 10 * digits + (c - '0');
                }
                if (fraction) {
                    exponent--;
                }
            } else if (c == '.' && !fraction) {
                fraction = true;
            } else {
                break;
            }
        }
        if (count == 0) {
            return infinite(text, at, end, negative);
        }
        if (at < end) {
            if (text[at] != 'e' && text[at] != 'E' || at + 1 == end) {
                return Double.NaN;
            }
            at++;
            boolean down = text[at] == '-';
            if (down || text[at] == '+') {
                at++;
            }
            int power = 0;
            if (at == end) {
                return Double.NaN;
            }
            for (; at < end; at++) {
                if (text[at] < '0' || text[at] > '9') {
                    return Double.NaN;
                }
                power = Math.min(LARGEST_EXPONENT, 10 * power + (text[at] - '0'));
            }
            exponent += down ? -power : power;
        }
        if (significant <= EXACT_DIGITS && Math.abs(exponent) < POWERS.length) {
            double value = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
            return negative ? -value : value;
        }
        return JavaDoubleParser.parseDouble(text, offset, length);
    }

    /** What programs write for what is beyond all numbers. */
    private static double infinite(char[] text, int from, int end, boolean negative) {
        int length = end - from;
        if (length == 3 || length == 8) {
            String word = new String(text, from, length).toLowerCase(Locale.ROOT);
            if (word.equals("inf") || word.equals("infinity")) {
                return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            }
        }
        return Double.NaN;
    }
}
