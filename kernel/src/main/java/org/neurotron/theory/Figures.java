package org.neurotron.theory;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers in sentences: four significant digits. */
final class Figures {

    private static final MathContext DIGITS = new MathContext(4);

    private Figures() {
    }

    static String of(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "infinite" : "-infinite";
        }
        double size = Math.abs(value);
        if (size == 0 || size >= 1e-4 && size < 1e7) {
            BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
            return rounded.toPlainString();
        }
        return String.format(Locale.ROOT, "%.3e", value);
    }
}
