package org.neurotron.cli.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.model.ModelReport;

/** The inputs of a model that have the greatest effects. */
final class WeightsFigure {

    private static final int DIGITS = 4;

    private WeightsFigure() {
    }

    private static String title(ModelReport report, int shown) {
        return shown < report.features() ? "The " + shown + " largest of the weights of "
            + Label.count(report.features()) + " inputs"
            : shown == 1 ? "The weight of the input" : "The weights of the " + shown + " inputs";
    }

    /**
     * The figure.
     *
     * @param report what is in the model
     * @param most   how many are shown
     * @return none if no input has a weight
     */
    static Optional<Figure> of(ModelReport report, int most) {
        List<Figure.Bar> bars = report.largest(most).stream().map(weight -> new Figure.Bar(weight.name(),
            weight.effect())).toList();
        if (bars.isEmpty()) {
            return Optional.empty();
        }
        String unit = report.takesInputsAsTheyAre() ? "by 1: inputs were taken as they are, so that weights compare "
            + "only where the inputs themselves do"
            : "by its standard deviation (by its scale in the model, which inspect shows)";
        List<String> words = bars.stream().map(bar -> bar.name() + " " + bar.label()).toList();
        return Optional.of(new Figure.Bars(new Figure.Text(FileNames.WEIGHTS_FIGURE, title(report, bars.size()),
            "What the prediction changes by where an input grows " + unit + ". " + report.note(),
            "Bars: " + String.join(", ", words) + "."), "raises the prediction", "lowers it", bars));
    }

    /**
     * The same with its scales.
     *
     * @param report what is in the model
     * @param most   how many are shown
     */
    static Results.Table table(ModelReport report, int most) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("input", "effect of one scale", "weight", "mean", "scale"));
        report.largest(most).forEach(weight -> rows.add(List.of(weight.name(), rounded(weight.effect()),
            rounded(weight.weight()), rounded(weight.mean()), rounded(weight.scale()))));
        rows.add(List.of("intercept", "", rounded(report.intercept()), "", ""));
        return new Results.Table(title(report, rows.size() - 2), rows);
    }

    private static String rounded(double number) {
        return Label.rounded(number, DIGITS);
    }
}
