package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import org.apache.commons.csv.CSVPrinter;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.result.Residuals;
import org.neurotron.data.Model;
import org.neurotron.data.Samples;
import org.neurotron.data.Split;
import org.neurotron.data.Suspects;
import org.neurotron.kernel.Kernel;

/**
 * Labels that the model does not believe, and how many of them are false where that is known.
 *
 * @param place    what the number of a sample is: its line in a table, or its row in an array, from 0
 * @param lines    gives that number
 * @param suspects the labels
 * @param poisoned how many labels were poisoned on purpose
 * @param found    how many of those are suspected
 * @param training how many are suspected in the training part, which alone is poisoned
 */
public record DoubtfulLabels(String place, LongUnaryOperator lines, Suspects suspects, long poisoned, long found,
                             long training) {

    /** Counts labels of the training part. */
    private static final class Count {
        private long poisoned;
        private long found;
        private long training;

        void add(boolean isSuspected, boolean isFalse) {
            poisoned += isFalse ? 1 : 0;
            training += isSuspected ? 1 : 0;
            found += isSuspected && isFalse ? 1 : 0;
        }
    }

    /**
     * Looks for them.
     *
     * @param model    the model
     * @param data     where the data are from
     * @param raw      the data with their true labels
     * @param labelled the same with the labels that training saw
     * @param split    which were trained on
     * @param unit     the threshold for residuals, or what stands for it
     * @param sample   receives some of all rows
     */
    static DoubtfulLabels of(Model model, FitSource.Data data, Samples raw, Samples labelled, Split split, double unit,
                             Residuals.Sample sample, Kernel kernel) {
        double[] input = new double[raw.n()];
        Count count = new Count();
        Suspects.Listener each = (place, index, label, prediction, suspected) -> {
            if (sample.takes(place)) {
                sample.add(place, data.line(index), label, prediction);
            }
            if (place < split.training()) {
                boolean isFalse = labelled != raw && label != raw.read(index, input, 0);
                count.add(suspected, isFalse);
            }
        };
        Suspects suspects = Suspects.of(model, labelled, raw, split, unit, each, kernel);
        return new DoubtfulLabels(data.table() == null ? "row" : "line", data::line, suspects, count.poisoned,
            count.found, count.training);
    }

    /** As a table, those furthest away first. */
    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        CSVPrinter csv = Csv.printer(text);
        csv.printRecord(place, "label", "prediction", "thresholds");
        for (Suspects.Suspect one : suspects.worst()) {
            csv.printRecord(lines.applyAsLong(one.index()), one.label(), one.prediction(),
                one.residual() / suspects.threshold());
        }
        return text.toString();
    }

    /** The share of the suspected training labels that are false; NaN if none is suspected. */
    double precision() {
        return (double) found / training;
    }

    /** The share of the false labels that are suspected; NaN if none is false. */
    double recall() {
        return (double) found / poisoned;
    }

    boolean isPoisonKnown() {
        return poisoned > 0;
    }

    /** As a line. */
    public String line() {
        String known = isPoisonKnown()
            ? String.format(Locale.ROOT, ": precision %.3f, recall %.3f", precision(), recall()) : "";
        return String.format(Locale.ROOT, "%d labels may be false (more than %.0f x %.4g from the prediction)%s%n",
            suspects.count(), Suspects.LIMIT, suspects.threshold(), known);
    }

    void addTo(ObjectNode node) {
        node.put("count", suspects.count());
        RunJson.putNumber(node, "threshold", suspects.threshold());
        if (isPoisonKnown()) {
            node.put("poisoned", poisoned);
            RunJson.putNumber(node, "precision", precision());
            RunJson.putNumber(node, "recall", recall());
        }
    }
}
