package org.neurotron.cli.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.csv.CSVPrinter;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.CsvTable;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.data.Split;

/**
 * Labels beside what a model predicts, of at most {@value #MOST} rows of each part of the data, evenly chosen: enough
 * for a picture, in a file that does not grow with the data.
 *
 * @param place     what the number of a row is: its line in a table, or its row in an array, from 0
 * @param threshold the unit of residuals
 * @param rows      the training part first, each in the order of the data
 */
public record Residuals(String place, double threshold, List<Row> rows) {

    static final int MOST = 2_000;

    /** What the number of a row may be called. */
    private static final List<String> PLACES = List.of("line", "row");

    /** What is done with a row. */
    public enum Part {
        TRAINING("training"),
        VALIDATION("validation");

        private final String word;

        Part(String word) {
            this.word = word;
        }

        /** What it is called. */
        public String word() {
            return word;
        }

        static Part of(String word) {
            for (Part part : values()) {
                if (part.word.equals(word)) {
                    return part;
                }
            }
            throw new IllegalArgumentException("'" + word + "' is neither training nor validation");
        }
    }

    /**
     * A row.
     *
     * @param place      its line or row
     * @param part       what is done with it
     * @param label      as it is given; of the training part as training saw it
     * @param prediction what the model says
     */
    public record Row(long place, Part part, double label, double prediction) {

        /** How far the label is from the prediction. */
        public double residual() {
            return label - prediction;
        }
    }

    /** Copies the list. */
    public Residuals {
        rows = List.copyOf(rows);
    }

    /** Chooses rows, always the same of the same data. */
    public static final class Sample {

        private final Split split;
        private final List<Row> rows = new ArrayList<>();

        /**
         * Prepares the choice.
         *
         * @param split which samples are trained on
         */
        public Sample(Split split) {
            this.split = split;
        }

        /** Whether the sample at a place of the split is one of those that are kept. */
        public boolean takes(long at) {
            return at < split.training() ? isChosen(at, split.training())
                : isChosen(at - split.training(), split.validation());
        }

        private static boolean isChosen(long at, long count) {
            return count <= MOST || (at + 1) * MOST / count > at * MOST / count;
        }

        /**
         * Keeps a row.
         *
         * @param at         its place in the split
         * @param place      where it is to be found in the data
         * @param label      its label
         * @param prediction what the model says
         */
        public void add(long at, long place, double label, double prediction) {
            rows.add(new Row(place, at < split.training() ? Part.TRAINING : Part.VALIDATION, label, prediction));
        }

        /**
         * What has been kept.
         *
         * @param place     what the number of a row is
         * @param threshold the unit of residuals
         */
        public Residuals residuals(String place, double threshold) {
            return new Residuals(place, threshold, rows.stream().sorted(Comparator.comparing(Row::part)
                .thenComparing(Row::place)).toList());
        }
    }

    /** As a table. */
    public String text() throws IOException {
        StringBuilder text = new StringBuilder();
        CSVPrinter csv = Csv.printer(text);
        csv.printRecord(place, "part", "label", "prediction", "thresholds");
        for (Row row : rows) {
            csv.printRecord(row.place(), row.part().word(), row.label(), row.prediction(),
                row.residual() / threshold);
        }
        return text.toString();
    }

    /**
     * Reads them again.
     *
     * @param file      the table
     * @param threshold the unit of residuals
     * @throws BadUsage if it is damaged
     */
    static Residuals read(Path file, double threshold) throws IOException {
        List<Row> rows = new ArrayList<>();
        String[] place = {PLACES.getFirst()};
        CsvTable.read(file, row -> {
            place[0] = PLACES.stream().filter(row::isMapped).findFirst().orElse(place[0]);
            if (rows.size() == MOST * Part.values().length) {
                throw new IllegalArgumentException("there are more than " + rows.size() + " rows");
            }
            rows.add(new Row(Long.parseLong(row.get(place[0])), Part.of(row.get("part")),
                finite(row.get("label")), Double.parseDouble(row.get("prediction"))));
        });
        if (rows.isEmpty()) {
            throw new BadUsage(file + " is damaged: it has no rows");
        }
        return new Residuals(place[0], threshold, rows);
    }

    private static double finite(String label) {
        double number = Double.parseDouble(label);
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("the label " + label + " is no finite number");
        }
        return number;
    }
}
