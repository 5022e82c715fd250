package org.neurotron.theory;

import java.util.function.DoubleUnaryOperator;

/** Search for a minimum. */
final class GoldenSection {

    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private GoldenSection() {
    }

    /**
     * Where a function that first falls and then rises is least.
     *
     * @param function  the function
     * @param from      left end of where to search
     * @param to        right end
     * @param tolerance how far the place may be off
     */
    static double minimum(DoubleUnaryOperator function, double from, double to, double tolerance) {
        double low = from;
        double high = to;
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double atLeft = function.applyAsDouble(left);
        double atRight = function.applyAsDouble(right);
        while (high - low > tolerance) {
            if (atLeft <= atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = function.applyAsDouble(left);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = function.applyAsDouble(right);
            }
        }
        return (low + high) / 2;
    }
}
