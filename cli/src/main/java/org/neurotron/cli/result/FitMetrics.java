package org.neurotron.cli.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.figure.Names;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.training.Robust;

/** What a fit has measured, read from its {@code metrics.json}; what an older one has not is not there. */
final class FitMetrics {

    private static final int DIGITS = 4;

    /** R² has no more digits behind its point. */
    private static final double FINEST_SHARE = 1e4;

    private final Path file;
    private final ObjectNode all;

    private FitMetrics(Path file, ObjectNode all) {
        this.file = file;
        this.all = all;
    }

    /**
     * Reads them.
     *
     * @param folder the folder of the fit
     * @return null if there is no such file
     */
    static FitMetrics read(Path folder) throws IOException {
        Path file = folder.resolve(FileNames.METRICS);
        return Files.exists(file) ? new FitMetrics(file, RunJson.read(file)) : null;
    }

    /** Whether there is such a part of it. */
    boolean has(String... names) {
        return at(names).isObject();
    }

    private JsonNode at(String... names) {
        JsonNode node = all;
        for (String name : names) {
            node = node.path(name);
        }
        return node;
    }

    /** A number; NaN if there is none. */
    double number(String... names) {
        JsonNode node = at(names);
        if (!node.isMissingNode() && !node.isNull() && !node.isNumber()) {
            throw new BadUsage(file + " is damaged: " + String.join(".", names) + " must be a number");
        }
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }

    /** A number of things. */
    long count(String... names) {
        double count = number(names);
        if (!(count >= 0)) {
            throw new BadUsage(file + " is damaged: " + String.join(".", names) + " must be a number >= 0");
        }
        return Math.round(count);
    }

    /** A number that makes no sense if it is not positive. */
    double positive(String... names) {
        double number = number(names);
        if (!(number > 0)) {
            throw new BadUsage(file + " is damaged: " + String.join(".", names) + " must be a number > 0");
        }
        return number;
    }

    /** What counts: what was kept, if there is any. */
    String judged() {
        return has("validation") ? "validation" : "training";
    }

    /** R² of a part, in words; none where the labels do not vary. */
    String determination(String part) {
        double share = number(part, "r2");
        return Double.isNaN(share) ? "" : "R² = " + (Math.abs(share) < FINEST_SHARE
            ? Label.number(Math.rint(share * FINEST_SHARE) / FINEST_SHARE) : Label.rounded(share, DIGITS));
    }

    /** The courses that were tried, the one that was taken first; none where there was nothing to be tried. */
    List<String> courses() {
        List<String> courses = new ArrayList<>();
        for (JsonNode course : at("courses")) {
            try {
                courses.add(Arrays.stream(course.path("rules").asText().split(",")).map(Robust::parse).map(Names::of)
                    .collect(Collectors.joining(", then ")));
            } catch (IllegalArgumentException e) {
                throw new BadUsage(file + " is damaged: courses.rules: " + e.getMessage());
            }
        }
        return courses;
    }

    /** How well the model and what it is compared with do. */
    Results.Table table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "samples", "root of the mean square", "mean of |v − f|", "median of |v − f|", "R²"));
        add(rows, "training", "training");
        add(rows, "training, as poisoned", "trainingAsPoisoned");
        add(rows, "validation", "validation");
        for (String part : List.of("training", "validation")) {
            add(rows, "median of the labels, " + part, "yardsticks", "median", part);
            add(rows, "least squares, " + part, "yardsticks", "leastSquares", part);
        }
        return new Results.Table("How well it does", rows);
    }

    private void add(List<List<String>> rows, String name, String... part) {
        if (has(part)) {
            rows.add(List.of(name, Label.count(number(below(part, "count"))),
                Label.rounded(Math.sqrt(number(below(part, "mse"))), DIGITS),
                Label.rounded(number(below(part, "mae")), DIGITS),
                Label.rounded(number(below(part, "medianAe")), DIGITS),
                Label.rounded(number(below(part, "r2")), DIGITS)));
        }
    }

    private static String[] below(String[] names, String name) {
        String[] all = Arrays.copyOf(names, names.length + 1);
        all[names.length] = name;
        return all;
    }
}
