package org.neurotron.cli.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.file.CsvTable;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.model.ModelFile;
import org.neurotron.cli.model.ModelReport;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;

/**
 * A fit as figures and tables. What an older fit has not written, or one that came to nothing, is left out; what is
 * there has to be good.
 */
final class FitResults {

    /** Options that may stand in its {@code run.json}. */
    static final Set<String> OPTIONS = Set.of("data", "target", "features", "missing", "inputs", "labels", "epochs",
        "b", "algorithm", "eta", "robust", "robust-rate", "robust-start", "no-shuffle", "validation", "standardize",
        "intercept", "poison", "r", "k", "alpha", "q", "sensing-matrices", "affine", "convolution", "tron-matrix",
        "start", "seed");

    /** Options which are not the same as others that are not given if they are false. */
    static final Set<String> NEGATABLE = Set.of("standardize", "intercept");

    private static final int MOST_WEIGHTS = 20;
    private static final int MOST_SUSPECTS = 20;
    private static final int DIGITS = 4;

    private FitResults() {
    }

    static Results read(Path folder, ObjectNode run) throws IOException {
        if (!Files.exists(folder.resolve(FileNames.LOSS))) {
            throw new BadUsage("'" + folder + "' must be a folder of fit with its " + FileNames.LOSS
                + ": there is none in it");
        }
        FitMetrics metrics = FitMetrics.read(folder);
        Path model = folder.resolve(FileNames.MODEL);
        if (Files.exists(model) != (metrics != null)) {
            throw new BadUsage("'" + folder + "' must be a folder of a whole fit: its "
                + (metrics == null ? FileNames.METRICS : FileNames.MODEL) + " is missing");
        }
        List<Figure> figures = new ArrayList<>(List.of(LossFigure.of(folder, metrics)));
        List<String> lacks = new ArrayList<>();
        String data = name(run);
        if (metrics == null) {
            lacks.add("there is no " + FileNames.MODEL + " in " + folder + ", as training came to nothing: only its "
                + "losses are shown");
            return new Results("Training that came to nothing: " + data, asGiven(run), figures, List.of(), lacks);
        }
        ModelReport report = ModelReport.of(ModelFile.read(model));
        List<Results.Table> tables = new ArrayList<>(List.of(metrics.table()));
        addResiduals(folder, run, metrics, report, figures, lacks);
        WeightsFigure.of(report, MOST_WEIGHTS).ifPresent(figures::add);
        if (metrics.has("suspects")) {
            suspects(folder, metrics, tables);
        }
        tables.add(WeightsFigure.table(report, MOST_WEIGHTS));
        String part = metrics.judged();
        String share = metrics.determination(part);
        return new Results(data + ": " + (share.isEmpty() ? "" : share + " on ")
            + Label.count(metrics.count(part, "count")) + " " + part + " rows", asGiven(run), figures, tables, lacks);
    }

    private static void addResiduals(Path folder, ObjectNode run, FitMetrics metrics, ModelReport report,
                                     List<Figure> figures, List<String> lacks) throws IOException {
        Path file = folder.resolve(FileNames.RESIDUALS);
        if (!Files.exists(file)) {
            lacks.add("there is no " + FileNames.RESIDUALS + " in " + folder + ", which an older fit did not write: "
                + "predictions and residuals are not shown");
            return;
        }
        Residuals residuals = Residuals.read(file, metrics.positive("suspects", "threshold"));
        ResidualFigures both = new ResidualFigures(residuals, metrics,
            run.has("target") ? run.path("target").asText() : null, report.hasThreshold());
        figures.add(both.predictions(metrics.has("validation")));
        figures.add(both.residuals());
    }

    /** The first of them, and how many there are. */
    private static void suspects(Path folder, FitMetrics metrics, List<Results.Table> tables) throws IOException {
        Path file = folder.resolve(FileNames.SUSPECTS);
        if (!Files.exists(file)) {
            throw new BadUsage("'" + folder + "' must be a folder of a whole fit: its " + FileNames.SUSPECTS
                + " is missing");
        }
        long count = metrics.count("suspects", "count");
        List<List<String>> rows = new ArrayList<>();
        CsvTable.read(file, row -> {
            String place = row.isMapped("row") ? "row" : "line";
            if (rows.isEmpty()) {
                rows.add(List.of(place, "label v", "prediction f", "(v − f) / c"));
            }
            if (rows.size() <= MOST_SUSPECTS) {
                rows.add(List.of(Long.toString(Long.parseLong(row.get(place))), rounded(row.get("label")),
                    rounded(row.get("prediction")), rounded(row.get("thresholds"))));
            }
        });
        if (!rows.isEmpty()) {
            String known = metrics.has("suspects") && metrics.number("suspects", "poisoned") > 0 ? "; precision "
                + Label.rounded(metrics.number("suspects", "precision"), DIGITS) + ", recall "
                + Label.rounded(metrics.number("suspects", "recall"), DIGITS) : "";
            tables.add(new Results.Table((rows.size() <= count ? "The " + (rows.size() - 1) + " of "
                + Label.count(count) + " labels that may be false which are furthest from their predictions"
                : "Labels that may be false: " + Label.count(count)) + known, rows));
        }
    }

    private static String rounded(String number) {
        return Label.rounded(Double.parseDouble(number), DIGITS);
    }

    /** What was fitted. */
    private static String name(ObjectNode run) {
        String file = run.path(run.has("data") ? "data" : "inputs").asText();
        String last = Messages.shortened(file.substring(file.lastIndexOf('/') + 1));
        return run.has("target") ? Messages.shortened(run.path("target").asText()) + " of " + last : last;
    }

    /** What stands in a {@code run.json} without what would ask for another network than the single gate. */
    private static ObjectNode asGiven(ObjectNode run) {
        ObjectNode given = run.deepCopy();
        if (List.of("r", "sensing-matrices", "affine", "convolution").stream().noneMatch(run::has)) {
            given.remove("q");
        }
        return given;
    }
}
