package org.neurotron.data;

/**
 * How well predictions fit labels.
 *
 * @param count               number of samples
 * @param meanSquaredError    mean of (v − f)²; NaN if there is no sample
 * @param meanAbsoluteError   mean of |v − f|; NaN if there is no sample
 * @param determination       R² = 1 − Σ(v − f)² / Σ(v − v̄)²; NaN if the labels do not vary
 */
public record Metrics(long count, double meanSquaredError, double meanAbsoluteError, double determination) {

    /** Adds samples up one by one. */
    static final class Sum {

        private long count;
        private double squares;
        private double absolutes;
        private double mean;
        private double deviations;

        void add(double label, double prediction) {
            double residual = label - prediction;
            count++;
            squares += residual * residual;
            absolutes += Math.abs(residual);
            double difference = label - mean;
            mean += difference / count;
            deviations += difference * (label - mean);
        }

        Metrics metrics() {
            return new Metrics(count, squares / count, absolutes / count,
                deviations > 0 ? 1 - squares / deviations : Double.NaN);
        }
    }

    /**
     * The same in other units.
     *
     * @param scale what one unit of label and prediction is worth
     * @return metrics of labels and predictions multiplied by it
     */
    public Metrics times(double scale) {
        return new Metrics(count, meanSquaredError * scale * scale, meanAbsoluteError * scale, determination);
    }
}
