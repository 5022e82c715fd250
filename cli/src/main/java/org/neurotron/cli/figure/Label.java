package org.neurotron.cli.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * Numbers as pictures, pages and tables show them, all in one way. The page's script writes those under the pointer,
 * and is held to this by a test.
 */
public final class Label {

    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final double SMALL = 1e-3;
    private static final double LARGE = 1e5;

    /** From here on the digits of a number stand in threes. */
    private static final double GROUPED = 1e4;

    private Label() {
    }

    /**
     * A power of ten.
     *
     * @param exponent its exponent
     * @return such as 10⁻³
     */
    public static String power(int exponent) {
        StringBuilder text = new StringBuilder("10");
        for (char c : Integer.toString(exponent).toCharArray()) {
            text.append(c == '-' ? '⁻' : SUPERSCRIPTS.charAt(c - '0'));
        }
        return text.toString();
    }

    /**
     * Any number in few characters, exactly.
     *
     * @param value the number
     * @return such as 0.125, 40 000, 10⁻⁴ or 2.5·10⁻⁴
     */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return value > 0 ? "∞" : Double.toString(value);
        }
        double size = Math.abs(value);
        if (size != 0 && (size < SMALL || size >= LARGE)) {
            BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
            int exponent = decimal.precision() - decimal.scale() - 1;
            String digits = decimal.scaleByPowerOfTen(-exponent).toPlainString();
            return (digits.equals("1") ? "" : digits + "·") + power(exponent);
        }
        return new DecimalFormat(size < GROUPED ? "0.##########" : "#,##0.####", symbols()).format(value);
    }

    /** Digits in threes, with a space that does not break. */
    private static DecimalFormatSymbols symbols() {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setGroupingSeparator('\u00A0');
        return symbols;
    }

    /**
     * A number of things that are counted, such as iterations, in full.
     *
     * @param value a whole number
     * @return such as 2000 or 1 234 567
     */
    public static String count(double value) {
        return new DecimalFormat(Math.abs(value) < GROUPED ? "0" : "#,##0", symbols()).format(value);
    }

    /**
     * A rounded number.
     *
     * @param value  the number
     * @param digits how many digits
     * @return such as 2.2·10⁻³
     */
    public static String rounded(double value, int digits) {
        return Double.isFinite(value)
            ? number(new BigDecimal(value).round(new MathContext(digits)).doubleValue()) : number(value);
    }
}
