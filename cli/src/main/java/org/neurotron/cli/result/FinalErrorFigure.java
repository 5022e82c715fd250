package org.neurotron.cli.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neurotron.cli.figure.Curve;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.figure.Points;
import org.neurotron.cli.figure.Scale;
import org.neurotron.cli.figure.Words;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.option.ListedOption;

/** The final errors of a sweep over the one parameter that varies and is a number. */
final class FinalErrorFigure {

    private final SweepData sweep;
    private final SweepWords words;
    private final ListedOption<?> option;
    private final SweepInks inks;
    private final Figure.Axis axis;

    /** Whether the value 0 is left out. */
    private final boolean withoutZero;

    FinalErrorFigure(SweepData sweep, ListedOption<?> option) {
        this.sweep = sweep;
        this.option = option;
        words = new SweepWords(sweep);
        inks = SweepInks.of(sweep, sweep.variedWithout(option));
        Figure.Parameter parameter = sweep.parameter(option);
        // A logarithmic axis has no place for 0, and on a linear one a line from there would say what nobody measured.
        double[] positive = Arrays.stream(parameter.values()).filter(value -> value > 0).toArray();
        withoutZero = positive.length < parameter.values().length && positive.length > 1;
        double[] values = withoutZero ? positive : parameter.values();
        axis = new Figure.Axis(option.symbol(), values[0], values[values.length - 1],
            withoutZero ? Scale.LOGARITHMIC : parameter.scale(), values);
    }

    /** The figure, if it does not need too many panels. */
    Optional<Figure> figure() {
        Map<String, List<Integer>> groups = sweep.groupedBy(sweep.variedWithout(option, inks.colours()));
        if (groups.size() > ErrorFigure.MOST_PANELS) {
            return Optional.empty();
        }
        List<Panel> panels = new ArrayList<>();
        List<String> atZero = new ArrayList<>();
        groups.forEach((name, members) -> {
            panels.add(new Panel(name, curves(members), List.of()));
            atZero.addAll(atZero(name, members));
        });
        return Optional.of(new Figure.Curves(new Figure.Text(FileNames.FINAL_ERROR_FIGURE, "‖w − w*‖ at the end over "
            + option.symbol(), words.finalErrors() + words.became() + SweepWords.apart(panels)
            + (atZero.isEmpty() ? "" : " Not drawn, for " + option.symbol() + " = 0: " + String.join("; ", atZero)
                + "."),
            Words.describe("Final error over " + option.symbol(), panels)), axis, panels.size() == 1 ? 1 : 2, panels));
    }

    private double value(int setting) {
        return option.number(sweep.settings(setting));
    }

    private boolean isDrawn(int setting) {
        return !withoutZero || value(setting) > 0;
    }

    private List<Curve> curves(List<Integer> members) {
        Map<String, List<Integer>> byName = new LinkedHashMap<>();
        members.stream().filter(this::isDrawn).sorted(Comparator.comparingDouble(this::value)).forEach(i ->
            byName.computeIfAbsent(inks.name(sweep.settings(i)), _ -> new ArrayList<>()).add(i));
        List<Curve> curves = new ArrayList<>();
        // In the order of the settings, not of the values.
        members.stream().map(i -> inks.name(sweep.settings(i))).distinct().filter(byName::containsKey)
            .forEach(name -> curves.add(curve(name, byName.get(name))));
        return curves;
    }

    private Curve curve(String name, List<Integer> settings) {
        List<double[]> errors = SweepData.FINAL_ERRORS.stream()
            .map(column -> settings.stream().mapToDouble(i -> sweep.result(i, column)).toArray()).toList();
        return new Curve(name, inks.ink(sweep.settings(settings.getFirst())), ErrorFigure.range(sweep, settings),
            new Points(settings.stream().mapToDouble(this::value).toArray(), errors.get(0), errors.get(1),
                errors.get(2)));
    }

    /** What would stand where the axis has no place. */
    private List<String> atZero(String panel, List<Integer> members) {
        return members.stream().filter(i -> !isDrawn(i)).map(i -> (panel.isEmpty() ? "" : panel + ", ")
            + inks.name(sweep.settings(i)) + ": " + Label.rounded(sweep.result(i, SweepData.MEDIAN), 2)).toList();
    }
}
