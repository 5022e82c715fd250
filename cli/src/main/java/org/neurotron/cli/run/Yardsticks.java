package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiFunction;
import org.neurotron.data.LinearFit;
import org.neurotron.data.Metrics;
import org.neurotron.data.Samples;
import org.neurotron.data.Split;
import org.neurotron.kernel.Kernel;

/**
 * What a model is to be compared with: the median of the labels, and least squares.
 *
 * @param median       predicts the median of the training labels, whatever the inputs
 * @param leastSquares on the same columns, or null if there are too many of them
 */
public record Yardsticks(Pair median, Pair leastSquares) {

    /** So many columns need a matrix of 128 MiB. */
    private static final int MOST_COLUMNS = 4096;

    /** So many multiply-adds take about a second; of more samples that many are enough. */
    private static final double MOST_WORK = 4e9;

    /** But so many times the columns at least. */
    private static final long FEWEST_PER_COLUMN = 20;

    /**
     * On true labels.
     *
     * @param training   of the training part
     * @param validation of what was kept, or null
     */
    public record Pair(Metrics training, Metrics validation) {

        static Pair of(LinearFit line, Samples clean, Split split, double unit, Kernel kernel) {
            return new Pair(line.measure(clean, split, 0, split.training(), kernel).times(unit),
                split.validation() == 0 ? null
                : line.measure(clean, split, split.training(), split.validation(), kernel).times(unit));
        }

        /** What counts: what was kept, if there is any. */
        Metrics judged() {
            return validation == null ? training : validation;
        }

        private void addTo(ObjectNode node) {
            Fit.add(node, "training", training);
            Fit.add(node, "validation", validation);
        }
    }

    /**
     * Fits them.
     *
     * @param seen  the samples as training sees them
     * @param clean the samples with their true labels
     * @param split which are trained on
     * @param unit  the unit of their labels
     */
    static Yardsticks of(Samples seen, Samples clean, Split split, double unit, Kernel kernel) {
        long n = seen.n();
        Pair line = n > MOST_COLUMNS ? null : Pair.of(LinearFit.leastSquares(seen, split,
            Math.max(FEWEST_PER_COLUMN * n, (long) (MOST_WORK / ((double) n * n))), kernel), clean, split, unit,
            kernel);
        return new Yardsticks(Pair.of(LinearFit.median(seen, split), clean, split, unit, kernel), line);
    }

    /** As lines of a table. */
    public String rows(BiFunction<String, Metrics, String> row) {
        Metrics medians = median.judged();
        String part = median.validation() == null ? ", training" : ", validation";
        return row.apply("median" + part, medians)
            + (leastSquares == null ? "" : row.apply("least squares" + part, leastSquares.judged()));
    }

    void addTo(ObjectNode node) {
        median.addTo(node.putObject("median"));
        if (leastSquares != null) {
            leastSquares.addTo(node.putObject("leastSquares"));
        }
    }
}
