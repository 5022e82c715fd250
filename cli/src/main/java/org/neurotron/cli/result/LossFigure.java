package org.neurotron.cli.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.neurotron.cli.figure.Curve;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Ink;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.figure.Names;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.figure.Points;
import org.neurotron.cli.figure.Scale;
import org.neurotron.cli.figure.Thinner;
import org.neurotron.cli.figure.Words;
import org.neurotron.cli.file.CsvTable;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.training.Robust;

/** How well a fit did after every epoch, and what was being done then. */
final class LossFigure {

    /** More names would not be read. */
    private static final int MOST_STAGES = 60;

    /** What is worse than the beginning by more is not what curves are to be measured by. */
    private static final double FAR = 10;

    private static final String TRAINING = "training";
    private static final String VALIDATION = "validation";

    private static final int DIGITS = 3;

    private final Path file;
    private final List<Panel.Stage> stages = new ArrayList<>();
    private long epochs = -1;
    private boolean hasMedians;
    private boolean hasStages;

    /** What was being done in the row before. */
    private String course;
    private String rule;
    private double rate;

    /** The rate under this rule at first. */
    private double firstRate;
    private boolean hasCourses;

    private LossFigure(Path file) {
        this.file = file;
    }

    /**
     * Reads the losses.
     *
     * @param folder  the folder of a fit
     * @param metrics what has been measured in the end, or null if training came to nothing
     */
    static Figure of(Path folder, FitMetrics metrics) throws IOException {
        LossFigure figure = new LossFigure(folder.resolve(FileNames.LOSS));
        // Once for the length and once for the curves, as there may be more epochs than a picture has columns.
        CsvTable.read(figure.file, figure::survey);
        if (figure.epochs < 0) {
            throw new BadUsage(figure.file + " is damaged: it has no rows");
        }
        return figure.figure(metrics);
    }

    private void survey(CSVRecord row) {
        long epoch = Long.parseLong(row.get("epoch"));
        if (epoch != epochs + 1) {
            throw new IllegalArgumentException("it is of epoch " + epoch + ", after " + epochs);
        }
        if (epoch == 0) {
            hasMedians = row.isMapped("training_median");
            hasStages = Stream.of("course", "rule", "eta").allMatch(row::isMapped);
        }
        if (hasStages) {
            stage(Math.max(0, epochs), row.get("course"), row.get("rule"), Double.parseDouble(row.get("eta")));
        }
        epochs = epoch;
    }

    /** Notes what begins with a row, the epoch of which has begun where the one before ended. */
    private void stage(long at, String ownCourse, String ownRule, double ownRate) {
        boolean otherCourse = !ownCourse.equals(course);
        boolean otherRule = !ownRule.equals(rule);
        if (otherCourse || otherRule) {
            String name = Names.of(Robust.parse(ownRule));
            add(new Panel.Stage(otherCourse ? "course " + Long.parseLong(ownCourse) + ": " + name : "then " + name, at,
                false));
            hasCourses |= course != null && otherCourse;
            firstRate = ownRate;
        } else if (ownRate != rate) {
            double share = firstRate / ownRate;
            add(new Panel.Stage(share > 1 ? "η / " + Label.rounded(share, DIGITS) : "η = "
                + Label.rounded(ownRate, DIGITS), at, true));
        }
        course = ownCourse;
        rule = ownRule;
        rate = ownRate;
    }

    private void add(Panel.Stage stage) {
        if (stages.size() < MOST_STAGES) {
            stages.add(stage);
        }
    }

    private Figure figure(FitMetrics metrics) throws IOException {
        Figure.Axis axis = new Figure.Axis("epoch", 0, Math.max(1, epochs), Scale.LINEAR);
        List<Panel> panels = new ArrayList<>();
        panels.add(panel("root of the mean square", axis, "mse", metrics));
        if (hasMedians) {
            panels.add(panel("median", axis, "median", metrics));
        }
        boolean levels = panels.stream().anyMatch(panel -> !panel.levels().isEmpty());
        List<String> courses = metrics == null ? List.of() : metrics.courses();
        String caption = "|v − f|, the distance of labels v from predictions f, after every epoch, of the training "
            + "part (labels as training saw them)" + (panels.getFirst().curves().size() > 1
            ? " and of what was kept for validation" : "") + ". "
            + (hasMedians ? "False labels outweigh all others in the mean of squares; the median hardly moves for "
            + "them. " : "")
            + (levels ? "Lines across: predicting the median of the training labels, and least squares. " : "")
            + (hasCourses ? "Courses are tried one after the other. " : "")
            + (stages.size() > 1 ? "η is the learning rate. " : "")
            + (courses.isEmpty() ? "" : "The model is what came of: " + courses.getFirst() + ".");
        return new Figure.Curves(new Figure.Text(FileNames.LOSS_FIGURE, "Distance from the labels over the epochs",
            caption.strip(), Words.describe("Distance of predictions from labels over " + Label.count(epochs)
            + " epochs", panels)), axis, Figure.Quantity.loss("|v − f|"), 1, panels);
    }

    private Panel panel(String title, Figure.Axis axis, String measure, FitMetrics metrics) throws IOException {
        Thinner training = Results.thinner(axis);
        Thinner validation = Results.thinner(axis);
        boolean[] kept = {false};
        CsvTable.read(file, row -> {
            double epoch = Double.parseDouble(row.get("epoch"));
            training.add(epoch, size(row.get(TRAINING + "_" + measure), measure));
            String own = row.get(VALIDATION + "_" + measure);
            kept[0] |= !own.isEmpty();
            validation.add(epoch, own.isEmpty() ? Double.NaN : size(own, measure));
        });
        List<Curve> curves = new ArrayList<>();
        curves.add(new Curve(TRAINING, Ink.MAIN, Curve.Range.EXTREMES, training.points()));
        if (kept[0]) {
            curves.add(new Curve(VALIDATION, Ink.OTHER, Curve.Range.EXTREMES, validation.points()));
        }
        return new Panel(title, curves, metrics == null ? List.of() : levels(metrics, measure, curves.getLast()
            .points()), List.of(), List.of(), stages.size() > 1 ? named() : List.of());
    }

    /** Of a single course nothing is said. */
    private List<Panel.Stage> named() {
        return hasCourses ? stages : stages.stream().map(stage -> new Panel.Stage(stage.name()
            .replaceFirst("^course \\d+: ", ""), stage.at(), stage.minor())).toList();
    }

    private static double size(String cell, String measure) {
        double number = Double.parseDouble(cell);
        return measure.equals("mse") ? Math.sqrt(number) : number;
    }

    /** What the model is compared with, on the data that count. */
    private static List<Panel.Level> levels(FitMetrics metrics, String measure, Points curve) {
        return Stream.of(level(metrics, "median", "median of the labels", measure, curve),
            level(metrics, "leastSquares", "least squares", measure, curve)).filter(Objects::nonNull).toList();
    }

    private static Panel.Level level(FitMetrics metrics, String yardstick, String name, String measure, Points curve) {
        double value = metrics.number("yardsticks", yardstick, metrics.judged(), measure.equals("mse") ? "mse"
            : "medianAe");
        double size = measure.equals("mse") ? Math.sqrt(value) : value;
        return size > 0 && size <= FAR * curve.value()[0] ? new Panel.Level(name, size, Ink.MEASURE) : null;
    }
}
