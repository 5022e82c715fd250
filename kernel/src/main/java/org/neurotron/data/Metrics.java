package org.neurotron.data;

import java.util.Arrays;

/**
 * How well predictions fit labels.
 *
 * @param count               number of samples
 * @param meanSquaredError    mean of (v − f)²; NaN if there is no sample
 * @param meanAbsoluteError   mean of |v − f|; NaN if there is no sample
 * @param medianAbsoluteError median of |v − f|, which labels that are false do not move much; of very many samples the
 *                            median of an even selection; NaN if there is no sample
 * @param determination       R² = 1 − Σ(v − f)² / Σ(v − v̄)²; NaN if the labels do not vary
 */
public record Metrics(long count, double meanSquaredError, double meanAbsoluteError, double medianAbsoluteError,
                      double determination) {

    /** Adds samples up one by one. */
    static final class Sum {

        private long count;
        private double squares;
        private double absolutes;
        private double mean;
        private double deviations;
        private final Selection magnitudes = new Selection();

        void add(double label, double prediction) {
            double residual = label - prediction;
            count++;
            squares += residual * residual;
            absolutes += Math.abs(residual);
            magnitudes.add(Math.abs(residual));
            double difference = label - mean;
            mean += difference / count;
            deviations += difference * (label - mean);
        }

        /** The |v − f| below which a share of them lies. */
        double quantile(double share) {
            return magnitudes.quantile(share);
        }

        Metrics metrics() {
            return new Metrics(count, squares / count, absolutes / count, magnitudes.quantile(0.5),
                deviations > 0 ? 1 - squares / deviations : Double.NaN);
        }
    }

    /**
     * The first of many numbers, then every second, every fourth … of them, so that memory does not depend on how many
     * there are, and what is kept is spread evenly over all.
     */
    static final class Selection {

        private static final int MOST = 1 << 17;
        private static final int FIRST = 1 << 8;

        private double[] kept = new double[FIRST];
        private int count;
        private long stride = 1;
        private long seen;

        void add(double number) {
            if (seen++ % stride != 0) {
                return;
            }
            if (count == MOST) {
                for (int i = 0; i < MOST / 2; i++) {
                    kept[i] = kept[2 * i];
                }
                count = MOST / 2;
                stride *= 2;
            }
            if (count == kept.length) {
                kept = Arrays.copyOf(kept, Math.min(MOST, 2 * count));
            }
            kept[count++] = number;
        }

        /** Of what is kept, how far it is from a number. */
        Selection distancesFrom(double centre) {
            Selection distances = new Selection();
            for (int i = 0; i < count; i++) {
                distances.add(Math.abs(kept[i] - centre));
            }
            return distances;
        }

        /** The number below which a share of them lies; in the middle of two for a half; NaN if there is none. */
        double quantile(double share) {
            if (count == 0) {
                return Double.NaN;
            }
            Arrays.sort(kept, 0, count);
            double place = share * (count - 1);
            int below = (int) place;
            double low = kept[below];
            double high = kept[Math.min(count - 1, below + 1)];
            return place == below || low == high ? low : low + (place - below) * (high - low);
        }
    }

    /**
     * The same in other units.
     *
     * @param scale what one unit of label and prediction is worth
     * @return metrics of labels and predictions multiplied by it
     */
    public Metrics times(double scale) {
        return new Metrics(count, meanSquaredError * scale * scale, meanAbsoluteError * scale,
            medianAbsoluteError * scale, determination);
    }
}
