package org.neurotron.cli.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.neurotron.cli.figure.Curve;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Ink;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.figure.Points;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.data.Suspects;

/** Labels over predictions, and how far they are apart. */
final class ResidualFigures {

    private static final String BELIEVED = "believed";
    private static final String SUSPECTED = "may be false";

    /** Residuals are shown up to so many thresholds; beyond, one would not see the thresholds themselves … */
    private static final double FAR = 40;

    /** … unless they are so small, measured by the predictions, that the fit is exact and nothing is seen there. */
    private static final double EXACT = 1e-6;

    /** A little more than the limit beyond which labels are suspected, which is always seen. */
    private static final double LIMIT = 1.15 * Suspects.LIMIT;

    /** Characters of a name at an axis. */
    private static final int LONGEST = 32;

    private static final int DIGITS = 4;

    private final Residuals residuals;
    private final FitMetrics metrics;
    private final String label;

    /** What the threshold is. */
    private final String unit;

    /** Those rows for which there is a prediction that is a number. */
    private final List<Residuals.Row> rows;
    private final double least;
    private final double most;


    /**
     * Prepares both figures.
     *
     * @param residuals labels and predictions of some rows
     * @param metrics   what has been measured
     * @param target    what the labels are called, or null
     * @param followed  whether there is a threshold for residuals
     */
    ResidualFigures(Residuals residuals, FitMetrics metrics, String target, boolean followed) {
        this.residuals = residuals;
        this.metrics = metrics;
        label = target == null ? "label" : shortened(Messages.printable(target));
        unit = "c = " + Label.rounded(residuals.threshold(), DIGITS) + " is " + (followed
            ? "the threshold for residuals at the end of training" : "the median of |v − f|, as training left no "
            + "threshold for residuals");
        rows = residuals.rows().stream().filter(row -> Double.isFinite(row.residual()))
            .sorted(Comparator.comparingDouble(Residuals.Row::prediction)).toList();
        least = predictions().min().orElse(0);
        most = predictions().max().orElse(0);
    }

    private DoubleStream predictions() {
        return rows.stream().mapToDouble(Residuals.Row::prediction);
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST ? name
            : name.substring(0, name.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    private boolean isSuspected(Residuals.Row row) {
        return Math.abs(row.residual()) > Suspects.LIMIT * residuals.threshold();
    }

    private List<Residuals.Row> of(Residuals.Part part) {
        return rows.stream().filter(row -> row.part() == part).toList();
    }

    private List<Curve> curves(List<Residuals.Row> some, ToDoubleFunction<Residuals.Row> value) {
        List<Curve> curves = new ArrayList<>();
        for (boolean suspected : new boolean[] {false, true}) {
            List<Residuals.Row> own = some.stream().filter(row -> isSuspected(row) == suspected).toList();
            if (!own.isEmpty()) {
                double[] x = own.stream().mapToDouble(Residuals.Row::prediction).toArray();
                double[] y = own.stream().mapToDouble(value).toArray();
                curves.add(new Curve(suspected ? SUSPECTED : BELIEVED, suspected ? Ink.OTHER : Ink.MAIN,
                    Curve.Range.NONE, new Points(x, y, y, y), new Curve.Rows(residuals.place(),
                        own.stream().mapToLong(Residuals.Row::place).toArray())));
            }
        }
        return curves;
    }

    /** What is drawn of a part. */
    private String some(Residuals.Part part) {
        long all = metrics.count(part.word(), "count");
        int drawn = of(part).size();
        String rows = Label.count(drawn) + (drawn < all ? " of the " + Label.count(all) : "") + " row"
            + (all == 1 ? "" : "s");
        return rows + (part == Residuals.Part.TRAINING ? " trained on (labels as training saw them)"
            : " kept for validation") + (drawn < all ? ", evenly chosen" : "");
    }

    private String suspects() {
        return " Labels that are further from their predictions than " + Label.number(Suspects.LIMIT)
            + "c may be false; " + unit + ". suspects.csv lists them.";
    }

    /** Labels over predictions, of what was kept for validation, or trained on if nothing was. */
    Figure predictions(boolean ofValidation) {
        Residuals.Part part = ofValidation ? Residuals.Part.VALIDATION : Residuals.Part.TRAINING;
        List<Residuals.Row> own = of(part);
        double far = Math.max(FAR * residuals.threshold(), most - least);
        double lower = own.stream().mapToDouble(Residuals.Row::label).min().orElse(least);
        double upper = own.stream().mapToDouble(Residuals.Row::label).max().orElse(most);
        Figure.Axis axis = axis(own);
        Figure.Quantity quantity = Figure.Quantity.number(label + ", as given",
            Math.max(Math.min(lower, axis.first()), axis.first() - far),
            Math.min(Math.max(upper, axis.last()), axis.last() + far));
        double from = Math.max(axis.first(), quantity.least());
        double to = Math.min(axis.last(), quantity.most());
        List<Curve> curves = curves(own, Residuals.Row::label);
        String share = metrics.determination(part.word());
        return new Figure.Curves(new Figure.Text(FileNames.PREDICTIONS_FIGURE,
            "Labels over predictions" + (share.isEmpty() ? "" : ": " + share + " on " + part.word() + " rows"),
            "A dot for each of " + some(part) + ". On the dotted line label v and prediction f are equal." + suspects()
                + beyond(own.stream().filter(row -> row.label() < quantity.least() || row.label() > quantity.most())
                    .count()),
            "Labels from " + Label.rounded(lower, DIGITS) + " to " + Label.rounded(upper, DIGITS) + " over predictions "
                + "from " + Label.rounded(least, DIGITS) + " to " + Label.rounded(most, DIGITS)
                + (share.isEmpty() ? "" : "; " + share) + "." + counted(curves)),
            axis, quantity, 1, List.of(new Panel("", curves, List.of(), List.of(),
                    List.of(new Panel.Guide(new double[] {from, to}, new double[] {from, to})))));
    }

    private Figure.Axis axis(List<Residuals.Row> own) {
        return Figure.Axis.ofNumbers(label + ", as predicted",
            own.stream().mapToDouble(Residuals.Row::prediction).min().orElse(least),
            own.stream().mapToDouble(Residuals.Row::prediction).max().orElse(most));
    }

    private static String beyond(long count) {
        return count == 0 ? "" : count == 1 ? " The dot at an edge is further away."
            : " The " + Label.count(count) + " dots at an edge are further away.";
    }

    private static String counted(List<Curve> curves) {
        StringBuilder words = new StringBuilder();
        curves.forEach(curve -> words.append(' ').append(Label.count(curve.points().x().length)).append(' ')
            .append(curve.name()).append('.'));
        return words.toString();
    }

    /** Residuals over predictions, of each part. */
    Figure residuals() {
        double c = residuals.threshold();
        double far = c > EXACT * (most - least) ? FAR * c : most - least;
        double lower = Math.max(-far, Math.min(-LIMIT * c,
            rows.stream().mapToDouble(Residuals.Row::residual).min().orElse(0)));
        double upper = Math.min(far, Math.max(LIMIT * c,
            rows.stream().mapToDouble(Residuals.Row::residual).max().orElse(0)));
        Figure.Quantity quantity = Figure.Quantity.number("v − f", lower, upper);
        List<Panel.Level> levels = List.of(new Panel.Level(Label.number(Suspects.LIMIT) + "c", Suspects.LIMIT * c,
            Ink.MEASURE), new Panel.Level("c", c, Ink.MEASURE), new Panel.Level("−c", -c, Ink.MEASURE),
            new Panel.Level("−" + Label.number(Suspects.LIMIT) + "c", -Suspects.LIMIT * c, Ink.MEASURE));
        List<Panel> panels = new ArrayList<>();
        StringBuilder words = new StringBuilder("Residuals over predictions.");
        List<String> drawn = new ArrayList<>();
        for (Residuals.Part part : Residuals.Part.values()) {
            List<Residuals.Row> own = of(part);
            if (!own.isEmpty()) {
                List<Curve> curves = curves(own, Residuals.Row::residual);
                panels.add(new Panel(part.word(), curves, levels));
                words.append(' ').append(part.word()).append(':').append(counted(curves));
                drawn.add(some(part));
            }
        }
        long suspects = metrics.count("suspects", "count");
        return new Figure.Curves(new Figure.Text(FileNames.RESIDUALS_FIGURE, "Residuals: " + (suspects == 0
            ? "no label is suspected" : suspects == 1 ? "1 label may be false" : Label.count(suspects)
            + " labels may be false"), "The distance of labels v from predictions f for " + String.join(", and for ",
                drawn) + "." + suspects() + beyond(rows.stream().filter(row -> row.residual() < quantity.least()
                    || row.residual() > quantity.most()).count()), words.toString()),
            axis(rows), quantity, panels.size(), panels);
    }
}
