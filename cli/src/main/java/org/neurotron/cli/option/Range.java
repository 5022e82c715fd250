package org.neurotron.cli.option;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.neurotron.cli.terminal.BadUsage;

/**
 * Values that are not typed one by one: {@code 0.1:1:10} stands for 10 evenly spaced values from 0.1 to 1, {@code
 * log:1e-4:1e-1:7} for 7 values from 1e-4 to 1e-1 with equal ratios.
 *
 * <p>They are computed in decimals and rounded but once, so that they are the values a person would type: 0.3 and
 * 0.001, not 0.30000000000000004 and 0.0009999999999999998, and the same on every machine.
 */
final class Range {

    private static final String ALLOWED = "must be FROM:TO:COUNT or log:FROM:TO:COUNT, with numbers (of log > 0) and "
        + "COUNT from 2 to 100000";

    private static final String LOGARITHMIC = "log:";

    private static final int MOST = 100_000;

    /** Far more digits than a double has … */
    private static final MathContext PRECISE = new MathContext(60);

    /** … of which these hold after all roundings on the way. */
    private static final MathContext RESULT = new MathContext(40);

    /** Each doubles the number of digits that are right, from those of a double on. */
    private static final int MOST_NEWTON_STEPS = 12;

    private Range() {
    }

    /**
     * Writes ranges out.
     *
     * @param option its name, with dashes
     * @param texts  values and ranges
     * @param whole  whether only whole numbers are allowed
     * @return values only
     */
    static List<String> expanded(String option, List<String> texts, boolean whole) {
        List<String> all = new ArrayList<>();
        for (String text : texts) {
            if (text.indexOf(':') < 0) {
                all.add(text);
            } else {
                for (BigDecimal value : values(option, text)) {
                    BigDecimal rounded = value.round(RESULT).stripTrailingZeros();
                    if (whole && rounded.scale() > 0) {
                        throw BadUsage.of(option, text, "must give whole numbers; it gives "
                            + rounded.round(new MathContext(5)));
                    }
                    all.add(rounded.toString());
                }
            }
        }
        return all;
    }

    private static List<BigDecimal> values(String option, String text) {
        boolean logarithmic = text.startsWith(LOGARITHMIC);
        String[] parts = text.substring(logarithmic ? LOGARITHMIC.length() : 0).split(":", -1);
        BigDecimal from;
        BigDecimal to;
        int count;
        try {
            if (parts.length != 3) {
                throw new NumberFormatException("three parts are needed");
            }
            from = number(parts[0]);
            to = number(parts[1]);
            count = new BigDecimal(parts[2].strip()).intValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw BadUsage.of(option, text, ALLOWED);
        }
        if (count < 2 || count > MOST || logarithmic && (from.signum() <= 0 || to.signum() <= 0)) {
            throw BadUsage.of(option, text, ALLOWED);
        }
        List<BigDecimal> values = new ArrayList<>(count);
        values.add(from);
        for (int i = 1; i < count - 1; i++) {
            values.add(logarithmic ? between(from, to, i, count - 1)
                : from.add(to.subtract(from).multiply(BigDecimal.valueOf(i)).divide(BigDecimal.valueOf(count - 1),
                    PRECISE)));
        }
        values.add(to);
        return values;
    }

    /** A number that is one as a double, too: exponents beyond those would take forever to write out. */
    private static BigDecimal number(String text) {
        BigDecimal number = new BigDecimal(text.strip());
        double value = number.doubleValue();
        if (Double.isInfinite(value) || value == 0 && number.signum() != 0) {
            throw new NumberFormatException("out of range");
        }
        return number.signum() == 0 ? BigDecimal.ZERO : number;
    }

    /** from · (to / from)^(i / n), by Newton's iteration for the root. */
    private static BigDecimal between(BigDecimal from, BigDecimal to, int i, int n) {
        int common = BigInteger.valueOf(i).gcd(BigInteger.valueOf(n)).intValue();
        int power = i / common;
        int root = n / common;
        BigDecimal ratio = to.divide(from, PRECISE).pow(power, PRECISE);
        BigDecimal y = estimate(ratio, root);
        for (int step = 0; step < MOST_NEWTON_STEPS; step++) {
            BigDecimal slope = y.pow(root - 1, PRECISE).multiply(BigDecimal.valueOf(root), PRECISE);
            BigDecimal change = y.pow(root, PRECISE).subtract(ratio).divide(slope, PRECISE);
            y = y.subtract(change, PRECISE);
            if (change.abs().compareTo(y.movePointLeft(RESULT.getPrecision() + 5)) <= 0) {
                break;
            }
        }
        return from.multiply(y, PRECISE);
    }

    /** The root of x to about the precision of a double, however large or small x is. */
    private static BigDecimal estimate(BigDecimal x, int root) {
        int exponent = x.precision() - x.scale() - 1;
        double logarithm = (exponent + StrictMath.log10(x.movePointLeft(exponent).doubleValue())) / root;
        double whole = Math.floor(logarithm);
        return new BigDecimal(StrictMath.pow(10, logarithm - whole)).scaleByPowerOfTen((int) whole)
            .round(new MathContext(20, RoundingMode.HALF_EVEN));
    }
}
