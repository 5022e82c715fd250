package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import org.apache.commons.csv.CSVPrinter;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.result.Residuals;
import org.neurotron.data.Model;
import org.neurotron.data.Samples;
import org.neurotron.data.Split;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;

/**
 * Labels that the model does not believe: those which are further from its predictions than {@link Residuals#LIMIT}
 * thresholds, where Hampel's rule gives a residual no weight.
 *
 * @param place     what the number of a sample is: its line in a table, or its row in an array, from 0
 * @param threshold the unit: the threshold for residuals at the end, or without one the median of |v − f|
 * @param worst     those that are furthest away, in this order
 * @param count     how many there are
 * @param poisoned  how many labels were poisoned on purpose
 * @param found     how many of those are suspected
 * @param training  how many are suspected in the training part, which alone is poisoned
 */
public record Suspects(String place, double threshold, List<Suspect> worst, long count, long poisoned, long found,
                       long training) {

    /** The file is to be looked at by people. */
    private static final int MOST = 100_000;

    private static final int BATCH = 256;

    /** Below this times the unit of the labels, differences from predictions are rounding and suspicious of nothing. */
    private static final double ROUNDING = 0x1p-30;

    /**
     * One of them.
     *
     * @param place      its line or row
     * @param label      as it is given
     * @param prediction what the model says
     */
    public record Suspect(long place, double label, double prediction) {

        double residual() {
            return label - prediction;
        }
    }

    /**
     * Looks for them.
     *
     * @param model     the model
     * @param data      where the data are from
     * @param raw       the data with their true labels
     * @param labelled  the same with the labels that training saw
     * @param split     which were trained on
     * @param unit      the threshold for residuals, or what stands for it
     * @param sample    receives some of all rows
     */
    static Suspects of(Model model, FitSource.Data data, Samples raw, Samples labelled, Split split, double unit,
                       Residuals.Sample sample, Kernel kernel) {
        double threshold = Math.max(unit, ROUNDING * model.preprocessing().labelScale());
        PriorityQueue<Suspect> worst = new PriorityQueue<>(
            Comparator.comparingDouble((Suspect one) -> Math.abs(one.residual())).thenComparing(
                Comparator.comparingLong(Suspect::place).reversed()));
        int n = raw.n();
        Model.Predictor predictor = model.predictor(BATCH, kernel);
        Matrix x = Matrix.zeros(BATCH, n);
        double[] f = new double[BATCH];
        double[] labels = new double[BATCH];
        double[] seen = new double[BATCH];
        long[] indices = new long[BATCH];
        long count = 0;
        long poisoned = 0;
        long found = 0;
        long training = 0;
        for (long first = 0; first < raw.size(); first += BATCH) {
            int some = (int) Math.min(BATCH, raw.size() - first);
            for (int j = 0; j < some; j++) {
                indices[j] = split.order().applyAsLong(first + j);
            }
            raw.read(indices, some, x, labels);
            int trained = Math.clamp(split.training() - first, 0, some);
            boolean[] isFalse = new boolean[some];
            if (labelled != raw) {
                labelled.read(indices, trained, x, seen);
                for (int j = 0; j < trained; j++) {
                    isFalse[j] = seen[j] != labels[j];
                    poisoned += isFalse[j] ? 1 : 0;
                }
                System.arraycopy(seen, 0, labels, 0, trained);
            }
            predictor.predict(x.firstRows(some), f);
            for (int j = 0; j < some; j++) {
                if (sample.takes(first + j)) {
                    sample.add(first + j, data.line(split.order().applyAsLong(first + j)), labels[j], f[j]);
                }
                if (!(Math.abs(labels[j] - f[j]) > Residuals.LIMIT * threshold)) {
                    continue;
                }
                count++;
                training += j < trained ? 1 : 0;
                found += isFalse[j] ? 1 : 0;
                worst.add(new Suspect(data.line(indices[j]), labels[j], f[j]));
                if (worst.size() > MOST) {
                    worst.remove();
                }
            }
        }
        List<Suspect> sorted = new ArrayList<>(worst);
        sorted.sort(worst.comparator().reversed());
        return new Suspects(data.table() == null ? "row" : "line", threshold, sorted, count, poisoned, found, training);
    }

    /** As a table, those furthest away first. */
    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        CSVPrinter csv = Csv.printer(text);
        csv.printRecord(place, "label", "prediction", "thresholds");
        for (Suspect one : worst) {
            csv.printRecord(one.place(), one.label(), one.prediction(), one.residual() / threshold);
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
            count, Residuals.LIMIT, threshold, known);
    }

    void addTo(ObjectNode node) {
        node.put("count", count);
        RunJson.putNumber(node, "threshold", threshold);
        if (isPoisonKnown()) {
            node.put("poisoned", poisoned);
            RunJson.putNumber(node, "precision", precision());
            RunJson.putNumber(node, "recall", recall());
        }
    }
}
