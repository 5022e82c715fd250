package org.neurotron.cli.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Locale;

/** Numbers as pictures show them. */
public final class Label {

    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final double SMALL = 1e-3;
    private static final double LARGE = 1e5;

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
        // Digits in threes, with a space that does not break.
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setGroupingSeparator('\u00A0');
        return new DecimalFormat(size < 10_000 ? "0.##########" : "#,##0.####", symbols).format(value);
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

    /** Writes the numbers of an axis. */
    abstract static class Format extends NumberFormat {

        private static final long serialVersionUID = 1L;

        abstract String text(double value);

        @Override
        public StringBuffer format(double value, StringBuffer target, FieldPosition position) {
            return target.append(text(value));
        }

        @Override
        public StringBuffer format(long value, StringBuffer target, FieldPosition position) {
            return target.append(text(value));
        }

        @Override
        public Number parse(String source, ParsePosition position) {
            throw new UnsupportedOperationException();
        }
    }

    /** Powers of ten. */
    static final class Powers extends Format {

        private static final long serialVersionUID = 1L;

        @Override
        String text(double value) {
            return power((int) Math.round(Math.log10(value)));
        }
    }

    /** Powers of ten, of which the numbers are the exponents. */
    static final class Exponents extends Format {

        private static final long serialVersionUID = 1L;

        @Override
        String text(double value) {
            return power((int) Math.round(value));
        }
    }

    /** Plain numbers, in some unit. */
    static final class Plain extends Format {

        private static final long serialVersionUID = 1L;

        private final double unit;

        Plain(double unit) {
            this.unit = unit;
        }

        @Override
        String text(double value) {
            return rounded(value / unit, 6);
        }
    }
}
