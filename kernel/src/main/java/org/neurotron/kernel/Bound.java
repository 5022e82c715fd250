package org.neurotron.kernel;

/**
 * How a residual d is bounded by a threshold c &gt; 0, d ↦ ψ(d): the score functions of robust estimation. All leave
 * residuals up to c as they are, and keep the sign.
 *
 * @since 0.2
 */
public enum Bound {

    /** ψ(d) = ±c beyond c (Huber 1964). */
    CLIP {
        @Override
        double beyond(double size, double threshold) {
            return threshold;
        }
    },

    /** ψ(d) = 0 beyond c: such samples are skipped. */
    TRIM {
        @Override
        double beyond(double size, double threshold) {
            return 0;
        }
    },

    /** ψ(d) = ±c up to 2c, from there in a straight line to 0 at 4c, and 0 beyond (Hampel's three parts, 1974). */
    HAMPEL {
        @Override
        double beyond(double size, double threshold) {
            return Math.max(Math.min((4 * threshold - size) * 0.5, threshold), 0);
        }
    };

    /**
     * Bounds a residual.
     *
     * @param d         the residual; NaN stays NaN
     * @param threshold c, ≥ 0
     * @return ψ(d)
     */
    public final double of(double d, double threshold) {
        double size = Math.abs(d);
        if (!(size > threshold)) {
            return d;
        }
        return d < 0 ? -beyond(size, threshold) : beyond(size, threshold);
    }

    /** |ψ(d)| for |d| = size &gt; c. */
    abstract double beyond(double size, double threshold);
}
