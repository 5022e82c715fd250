package org.neurotron.cli.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.neurotron.cli.figure.Curve;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.figure.Points;
import org.neurotron.cli.figure.Scale;
import org.neurotron.cli.figure.Words;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.option.ListedOption;
import org.neurotron.study.Outcome;

/** How the runs of a sweep ended over the one parameter that varies and is a number. */
final class ParameterFigures {

    /** The 97.5 % quantile of N(0, 1), for intervals of 95 %. */
    private static final double QUANTILE = 1.959964;

    /** Theory is asked for so many settings at most. */
    private static final int MOST_EXPECTED = 200;

    private final SweepData sweep;
    private final SweepWords words;
    private final ListedOption<?> option;
    private final Figure.Quantity quantity;
    private final SweepInks inks;
    private final Figure.Axis axis;

    /** Whether the value 0 is left out. */
    private final boolean withoutZero;

    ParameterFigures(SweepData sweep, ListedOption<?> option, Figure.Quantity quantity) {
        this.sweep = sweep;
        this.option = option;
        this.quantity = quantity;
        words = new SweepWords(sweep);
        inks = SweepInks.of(sweep, sweep.variedWithout(option));
        Figure.Parameter parameter = sweep.parameter(option);
        double[] positive = Arrays.stream(parameter.values()).filter(value -> value > 0).toArray();
        boolean hasZero = positive.length < parameter.values().length && positive.length > 1;
        // A logarithmic axis has no place for 0, and on a linear one a line of errors from there would say what nobody
        // measured; of shares it says where there is no attack.
        withoutZero = hasZero && quantity == Figure.Quantity.ERROR;
        double[] values = withoutZero ? positive : parameter.values();
        axis = new Figure.Axis(option.symbol(), values[0], values[values.length - 1],
            withoutZero ? Scale.LOGARITHMIC : parameter.scale(), values);
    }

    /** The figure, if there is something to be seen in it, and it does not need too many panels. */
    Optional<Figure> figure() {
        return quantity == Figure.Quantity.ERROR ? finalErrors() : recovered();
    }

    private Optional<Figure> finalErrors() {
        List<Panel> panels = panels(own -> ErrorFigure.range(sweep, own), this::finalError, this::expected);
        List<String> atZero = new ArrayList<>();
        groups().forEach((name, members) -> atZero.addAll(atZero(name, members)));
        return panels.isEmpty() ? Optional.empty() : Optional.of(new Figure.Curves(new Figure.Text(
            FileNames.FINAL_ERROR_FIGURE, "‖w − w*‖ at the end over " + option.symbol(), words.finalErrors()
            + words.became() + SweepWords.apart(panels)
            + ExpectedLine.explanation(panels, sweep.replicates()) + (atZero.isEmpty() ? "" : " Not drawn, for "
            + option.symbol() + " = 0: " + String.join("; ", atZero) + "."),
            Words.describe("Final error over " + option.symbol(), panels)), axis, panels.size() == 1 ? 1 : 2, panels));
    }

    /** If the shares differ, and there are runs enough to speak of shares. */
    private Optional<Figure> recovered() {
        boolean differ = IntStream.range(0, sweep.all().size()).mapToDouble(this::recovered).distinct().count() > 1;
        if (!differ || sweep.replicates() < SweepWords.ENOUGH_FOR_SHARES) {
            return Optional.empty();
        }
        List<Panel> panels = panels(_ -> Curve.Range.QUANTILES, this::share, _ -> Optional.empty());
        return panels.isEmpty() ? Optional.empty() : Optional.of(new Figure.Curves(new Figure.Text(
            FileNames.RECOVERED_FIGURE, "Runs that recovered w* over " + option.symbol(), words.recovered(),
            Words.describe("Share of runs that recovered w* over " + option.symbol(), panels)), axis,
            quantity, panels.size() == 1 ? 1 : 2, panels));
    }

    private double recovered(int setting) {
        return sweep.share(setting, Outcome.RECOVERED);
    }

    /** Settings that differ in the parameter alone, by what they have in common. */
    private Map<String, List<Integer>> groups() {
        return sweep.groupedBy(sweep.variedWithout(option, inks.colours()));
    }

    /** A panel for each group; none if there would be too many. */
    private List<Panel> panels(Function<List<Integer>, Curve.Range> range, Function<List<Integer>, Points> points,
                               Function<List<Integer>, Optional<Panel.Guide>> guide) {
        if (groups().size() > ErrorFigure.MOST_PANELS) {
            return List.of();
        }
        List<Panel> panels = new ArrayList<>();
        groups().forEach((name, members) -> {
            Map<String, List<Integer>> byName = byName(members);
            panels.add(new Panel(name, curves(byName, range, points), List.of(), List.of(),
                byName.values().stream().flatMap(own -> guide.apply(own).stream()).toList()));
        });
        return panels;
    }

    private double value(int setting) {
        return option.number(sweep.settings(setting));
    }

    private boolean isDrawn(int setting) {
        return !withoutZero || value(setting) > 0;
    }

    private List<Curve> curves(Map<String, List<Integer>> byName, Function<List<Integer>, Curve.Range> range,
                               Function<List<Integer>, Points> points) {
        List<Curve> curves = new ArrayList<>();
        byName.forEach((name, own) -> curves.add(new Curve(name, inks.ink(sweep.settings(own.getFirst())),
            range.apply(own), points.apply(own))));
        return curves;
    }

    /** The settings of each curve in the order of the values, by its name in the order of the settings. */
    private Map<String, List<Integer>> byName(List<Integer> members) {
        Map<String, List<Integer>> byName = new LinkedHashMap<>();
        members.stream().filter(this::isDrawn).forEach(i ->
            byName.computeIfAbsent(inks.name(sweep.settings(i)), _ -> new ArrayList<>()).add(i));
        byName.values().forEach(own -> own.sort(Comparator.comparingDouble(this::value)));
        return byName;
    }

    /** What theory expects at the end, where it has something to say. */
    private Optional<Panel.Guide> expected(List<Integer> settings) {
        if (sweep.all().size() > MOST_EXPECTED) {
            return Optional.empty();
        }
        List<double[]> points = new ArrayList<>();
        for (int i : settings) {
            sweep.expected(i).ifPresent(curve -> points.add(new double[] {value(i), curve.last()}));
        }
        return points.size() < 2 ? Optional.empty() : Optional.of(new Panel.Guide(
            points.stream().mapToDouble(point -> point[0]).toArray(),
            points.stream().mapToDouble(point -> point[1]).toArray()));
    }

    private double[] values(List<Integer> settings) {
        return settings.stream().mapToDouble(this::value).toArray();
    }

    private Points finalError(List<Integer> settings) {
        List<double[]> errors = SweepData.FINAL_ERRORS.stream()
            .map(column -> settings.stream().mapToDouble(i -> sweep.result(i, column)).toArray()).toList();
        return new Points(values(settings), errors.get(0), errors.get(1), errors.get(2));
    }

    /** Shares with their confidence intervals by Wilson (1927), which stay between 0 and 1. */
    private Points share(List<Integer> settings) {
        double[] share = settings.stream().mapToDouble(this::recovered).toArray();
        double[] least = new double[share.length];
        double[] most = new double[share.length];
        double n = sweep.replicates();
        double z2 = QUANTILE * QUANTILE;
        for (int i = 0; i < share.length; i++) {
            double middle = (share[i] + z2 / (2 * n)) / (1 + z2 / n);
            double half = QUANTILE * Math.sqrt(share[i] * (1 - share[i]) / n + z2 / (4 * n * n)) / (1 + z2 / n);
            least[i] = Math.max(0, middle - half);
            most[i] = Math.min(1, middle + half);
        }
        return new Points(values(settings), share, least, most);
    }

    /** What would stand where the axis has no place. */
    private List<String> atZero(String panel, List<Integer> members) {
        return members.stream().filter(i -> !isDrawn(i)).map(i -> (panel.isEmpty() ? "" : panel + ", ")
            + inks.name(sweep.settings(i)) + ": " + Label.rounded(sweep.result(i, SweepData.MEDIAN), 2)).toList();
    }
}
