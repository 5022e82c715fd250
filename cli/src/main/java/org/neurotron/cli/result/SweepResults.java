package org.neurotron.cli.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.ListedOption;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.network.SensingSampling;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.RunSettings;

/**
 * A sweep as figures: the errors over the iterations, for up to {@value #MOST_SETTINGS} settings; the final errors over
 * a parameter that varies alone, and as heat maps for two.
 */
public final class SweepResults {

    private static final int MOST_SETTINGS = 60;
    private static final int MOST_SHADES = 8;
    private static final int MOST_PANELS = 12;
    private static final int MAPS_SIDE_BY_SIDE = 2;
    private static final int MOST_ROWS = 500;
    private static final int ENOUGH_FOR_SHARES = 20;

    /** The options that are numbers, those first that make the better axis across. */
    private static final List<ListedOption<?>> NUMBERS = List.of(ListedOption.BETA, ListedOption.THETA,
        ListedOption.ETA, ListedOption.K, ListedOption.B);

    /** The columns of the summary that are shown. */
    private static final List<String> SHARES = List.of("recovered", "stuck", "undecided", "diverged");
    private static final List<String> FINAL_ERRORS = List.of("final_q50", "final_q05", "final_q95");
    private static final String MEDIAN = FINAL_ERRORS.getFirst();

    private final ObjectNode run;
    private final Path folder;
    private final RunOptions.Settings settings;
    private final List<RunSettings> all;
    private final List<CSVRecord> summary;
    private final int replicates;
    private final List<ListedOption<?>> varied;

    private SweepResults(Path folder, ObjectNode run) throws IOException {
        this.run = run;
        this.folder = folder;
        settings = RunOptions.of(run, folder);
        all = settings.all();
        summary = CsvTable.readAll(folder.resolve(FileNames.SUMMARY),
            row -> Stream.concat(SHARES.stream(), FINAL_ERRORS.stream())
                .forEach(number -> Double.parseDouble(row.get(number))));
        replicates = (int) Math.min(RunJson.count(run, "replicates", folder), Integer.MAX_VALUE);
        varied = ListedOption.varied(all);
        if (summary.size() != all.size()) {
            throw new Failure(folder.resolve(FileNames.SUMMARY) + " is damaged: it has " + summary.size()
                + " rows, not one for each of the " + all.size() + " settings in " + FileNames.RUN);
        }
    }

    static Results read(Path folder, ObjectNode run) throws IOException {
        if (!Files.exists(folder.resolve(FileNames.SUMMARY))) {
            throw new BadUsage("'" + folder + "' must be the folder of a complete sweep: its "
                + FileNames.SUMMARY + " is missing; go on with neurotron resume " + folder);
        }
        return new SweepResults(folder, run).results();
    }

    private Results results() throws IOException {
        List<Figure> figures = new ArrayList<>();
        if (all.size() <= MOST_SETTINGS) {
            overIterations().ifPresent(figures::add);
        }
        List<ListedOption<?>> numbers = NUMBERS.stream().filter(varied::contains).toList();
        if (numbers.size() == 1) {
            overParameter(numbers.getFirst()).ifPresent(figures::add);
        } else if (numbers.size() >= 2) {
            figures.addAll(new HeatMaps(numbers).figures());
        }
        String title = (replicates == 1 ? "One run" : Label.number(replicates) + " runs") + " of "
            + (all.size() == 1 ? "one configuration" : "each of " + Label.number(all.size()) + " configurations");
        return new Results(title, run, figures, List.of(table()));
    }

    private static String named(RunSettings one, List<ListedOption<?>> options) {
        return options.stream().map(option -> option.label(one)).collect(Collectors.joining(", "));
    }

    /** What does not vary, of what matters. */
    private String fixed() {
        List<String> same = new ArrayList<>(List.of("n = " + all.getFirst().problem().n(),
            "r = " + all.getFirst().problem().r()));
        for (ListedOption<?> option : List.of(ListedOption.K, ListedOption.B, ListedOption.THETA, ListedOption.BETA,
            ListedOption.ETA, ListedOption.DISTRIBUTION, ListedOption.ALGORITHM)) {
            if (!varied.contains(option)) {
                same.add(option.label(all.getFirst()));
            }
        }
        RunSettings first = all.getFirst();
        if (!varied.contains(ListedOption.ATTACK) && first.oracle().attack() != Attack.ALTERNATING) {
            same.add(ListedOption.ATTACK.label(first));
        }
        same.addAll(unusual(first));
        return String.join(", ", same);
    }

    /** What is not as it usually is, of what no sweep varies. */
    static List<String> unusual(RunSettings run) {
        List<String> unusual = new ArrayList<>();
        if (run.problem().alpha() != 0) {
            unusual.add("α = " + Label.number(run.problem().alpha()));
        }
        if (!run.problem().q().equals(List.of(1.0))) {
            unusual.add("q = " + run.problem().q().stream().map(Label::number).distinct()
                .collect(Collectors.joining(", ")));
        }
        if (!run.problem().sensing().equals(new SensingSampling.Gaussian())) {
            unusual.add(run.problem().sensing() + " sensing matrices");
        }
        return unusual;
    }

    /** What tells the curves of a panel apart, of the options that vary; null if nothing does. */
    private ListedOption<?> colours(List<ListedOption<?>> options) {
        if (options.contains(ListedOption.ALGORITHM)) {
            return ListedOption.ALGORITHM;
        }
        return options.stream().filter(option -> values(option).size() <= MOST_SHADES)
            .reduce((_, later) -> later).orElse(null);
    }

    private List<String> values(ListedOption<?> option) {
        return all.stream().<String>map(option::shown).distinct().toList();
    }

    private Ink ink(RunSettings one, ListedOption<?> colours) {
        Algorithm algorithm = one.learner().algorithm();
        if (colours == null || colours == ListedOption.ALGORITHM) {
            return Ink.of(algorithm);
        }
        List<String> values = values(colours);
        return Ink.shade(algorithm, values.indexOf(colours.shown(one)), values.size());
    }

    /** The algorithm is in it where it varies, as it decides the hue. */
    private String curveName(RunSettings one, ListedOption<?> colours) {
        String algorithm = Names.of(one.learner().algorithm());
        return colours == null || colours == ListedOption.ALGORITHM ? algorithm
            : varied.contains(ListedOption.ALGORITHM) ? algorithm + ", " + colours.label(one) : colours.label(one);
    }

    /** Numbers of settings that differ in no other option than the given ones, by what they have in common. */
    private Map<String, List<Integer>> grouped(List<ListedOption<?>> others) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            groups.computeIfAbsent(named(all.get(i), others), _ -> new ArrayList<>()).add(i);
        }
        return groups;
    }

    private static List<ListedOption<?>> without(List<ListedOption<?>> options, ListedOption<?>... some) {
        List<ListedOption<?>> rest = new ArrayList<>(options);
        rest.removeAll(Arrays.asList(some));
        return rest;
    }

    private String band() {
        return replicates == 1 ? "One run each" : "Median of " + Label.number(replicates) + " runs, and a shaded band "
            + (replicates < ENOUGH_FOR_SHARES ? "from their 5 % to their 95 % quantile"
                : "with nine of ten of them (5 % to 95 %)");
    }

    /** One run has no quantiles. */
    private Curve.Range range() {
        return replicates == 1 ? Curve.Range.EXTREMES : Curve.Range.QUANTILES;
    }

    /** Said where it is drawn. */
    private String published() {
        return all.stream().noneMatch(one -> one.learner().algorithm() == Algorithm.SGD_PUBLISHED) ? ""
            : " SGD as published takes the derivative of the gates at the first sample of each batch for all samples.";
    }

    private Optional<Figure> overIterations() throws IOException {
        // Bands of algorithms, of which some runs get stuck, hide each other: they have panels of their own.
        boolean apart = replicates > 1 && varied.contains(ListedOption.ALGORITHM);
        ListedOption<?> colours = colours(apart ? without(varied, ListedOption.ALGORITHM) : varied);
        if (apart && all.size() <= MOST_PANELS) {
            colours = null;
        }
        return overIterations(colours, apart ? values(ListedOption.ALGORITHM).size() : 0);
    }

    /**
     * Draws the errors over the iterations.
     *
     * @param colours what tells curves of a panel apart
     * @param columns panels side by side, 0 for any
     */
    private Optional<Figure> overIterations(ListedOption<?> colours, int columns) throws IOException {
        Map<String, List<Integer>> groups = grouped(without(varied, colours));
        if (groups.size() > MOST_PANELS) {
            return Optional.empty();
        }
        Figure.Axis axis = Results.iterations(run, folder);
        List<Points> points = quantiles(axis);
        List<Panel> panels = new ArrayList<>();
        boolean explained = false;
        for (Map.Entry<String, List<Integer>> group : groups.entrySet()) {
            List<Curve> curves = new ArrayList<>();
            List<Panel.Level> levels = new ArrayList<>();
            for (int i : group.getValue()) {
                RunSettings one = all.get(i);
                curves.add(new Curve(curveName(one, colours), ink(one, colours), range(), points.get(i)));
                String suffix = colours == null || colours == ListedOption.ALGORITHM ? "" : ", " + colours.label(one);
                TheoryLevel.of(one, settings.seed(), 0, replicates, suffix, ink(one, colours)).ifPresent(levels::add);
            }
            explained |= !levels.isEmpty();
            boolean single = group.getValue().size() == 1 && replicates > 1;
            String title = group.getKey() + (single && !group.getKey().isEmpty() ? ":\n" : "")
                + (single ? recovered(group.getValue().getFirst()) : "");
            panels.add(new Panel(title, curves, levels));
        }
        int across = columns > 0 ? columns : panels.size() == 1 ? 1 : 2;
        return Optional.of(new Figure.Curves(new Figure.Text(FileNames.ERROR_FIGURE,
            "‖w − w*‖ over the iterations", band() + "; " + fixed() + "." + published() + (explained ? TheoryLevel.EXPLANATION : ""), Words.describe("Error over "
            + Label.number(axis.last()) + " iterations", panels)), axis, across, panels));
    }

    private String recovered(int setting) {
        double stuck = result(setting, "stuck");
        return percent(result(setting, "recovered")) + " recovered w*"
            + (stuck == 0 ? "" : ", " + percent(stuck) + " stuck");
    }

    private static String percent(double share) {
        return Label.rounded(100 * share, 3) + "\u00A0%";
    }

    private List<Points> quantiles(Figure.Axis axis) throws IOException {
        Path file = folder.resolve(FileNames.QUANTILES);
        if (!Files.exists(file)) {
            throw new Failure(file + " is missing: the sweep is not complete without it");
        }
        List<Thinner> thinners = new ArrayList<>();
        Map<List<String>, Thinner> bySettings = new LinkedHashMap<>();
        for (RunSettings one : all) {
            Thinner thinner = Results.thinner(axis);
            thinners.add(thinner);
            bySettings.put(ListedOption.ALL.stream().map(option -> option.text(one)).toList(),
                thinner);
        }
        CsvTable.read(file, row -> {
            Thinner thinner = bySettings.get(ListedOption.ALL.stream().map(option -> row.get(option.name())).toList());
            if (thinner == null) {
                throw new IllegalArgumentException("its settings are not those of " + FileNames.RUN);
            }
            thinner.add(Double.parseDouble(row.get("iteration")), Double.parseDouble(row.get("q50")),
                Double.parseDouble(row.get("q05")), Double.parseDouble(row.get("q95")));
        });
        List<Points> points = thinners.stream().map(Thinner::points).toList();
        if (points.stream().mapToDouble(SweepResults::end).distinct().count() > 1 || end(points.getFirst()) == 0) {
            throw new Failure(file + " is damaged: it has not as many rows for all settings");
        }
        return points;
    }

    private static double end(Points points) {
        return points.x().length == 0 ? 0 : points.x()[points.x().length - 1];
    }

    /** The values of a parameter, in order, and how they are best laid out. */
    private Figure.Parameter parameter(ListedOption<?> option) {
        double[] values = all.stream().mapToDouble(one -> option.number(one)).distinct().sorted().toArray();
        boolean logarithmic = values[0] > 0 && values[values.length - 1] / values[0] >= 8;
        return new Figure.Parameter(option.symbol(), values, logarithmic ? Scale.LOGARITHMIC : Scale.LINEAR);
    }

    private double result(int setting, String column) {
        return Double.parseDouble(summary.get(setting).get(column));
    }

    private Optional<Figure> overParameter(ListedOption<?> option) {
        ListedOption<?> colours = colours(without(varied, option));
        Map<String, List<Integer>> groups = grouped(without(varied, option, colours));
        if (groups.size() > MOST_PANELS) {
            return Optional.empty();
        }
        String symbol = option.symbol();
        double[] every = parameter(option).values();
        // A logarithmic axis has no place for 0, and on a linear one a line from there would say what nobody measured.
        double[] positive = Arrays.stream(every).filter(value -> value > 0).toArray();
        boolean withoutZero = positive.length < every.length && positive.length > 1;
        double[] values = withoutZero ? positive : every;
        Scale scale = withoutZero ? Scale.LOGARITHMIC : parameter(option).scale();
        Figure.Axis axis = new Figure.Axis(symbol, values[0], values[values.length - 1], scale, values);
        List<String> atZero = new ArrayList<>();
        List<Panel> panels = new ArrayList<>();
        groups.forEach((name, members) -> {
            Map<String, List<Integer>> curves = new LinkedHashMap<>();
            members.forEach(i -> curves.computeIfAbsent(curveName(all.get(i), colours), _ -> new ArrayList<>())
                .add(i));
            List<Curve> drawn = new ArrayList<>();
            curves.forEach((label, members0) -> {
                List<Integer> own = new ArrayList<>(members0);
                if (withoutZero) {
                    members0.stream().filter(i -> option.number(all.get(i)) == 0).forEach(i -> {
                        own.remove(i);
                        atZero.add((name.isEmpty() ? "" : name + ", ") + label + ": "
                            + Label.rounded(result(i, MEDIAN), 2));
                    });
                }
                own.sort((i, j) -> Double.compare(option.number(all.get(i)), option.number(all.get(j))));
                double[][] errors = FINAL_ERRORS.stream().map(quantile -> own.stream()
                    .mapToDouble(i -> result(i, quantile)).toArray()).toArray(double[][]::new);
                drawn.add(new Curve(label, ink(all.get(own.getFirst()), colours), range(), new Points(
                    own.stream().mapToDouble(i -> option.number(all.get(i))).toArray(), errors[0], errors[1],
                    errors[2])));
            });
            panels.add(new Panel(name, drawn, List.of()));
        });
        return Optional.of(new Figure.Curves(new Figure.Text(FileNames.FINAL_ERROR_FIGURE, "‖w − w*‖ at the end over "
            + symbol, band() + "; a run's final error is its median over the last tenth of the iterations; "
            + fixed() + "." + published() + (atZero.isEmpty() ? "" : " Not drawn, for " + symbol + " = 0: "
            + String.join("; ", atZero) + "."), Words.describe("Final error over " + symbol, panels)), axis,
            panels.size() == 1 ? 1 : 2, panels));
    }

    private Results.Table table() {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(varied.stream().map(ListedOption::symbol).toList());
        header.addAll(SHARES);
        header.addAll(List.of("final error: median", "5 %", "95 %"));
        rows.add(header);
        for (int i = 0; i < Math.min(MOST_ROWS, all.size()); i++) {
            RunSettings one = all.get(i);
            List<String> row = new ArrayList<>(varied.stream().map(option -> option.shown(one)).toList());
            for (String share : SHARES) {
                row.add(percent(result(i, share)));
            }
            for (String quantile : FINAL_ERRORS) {
                row.add(Label.rounded(result(i, quantile), 3));
            }
            rows.add(row);
        }
        return new Results.Table("What became of the runs" + (all.size() > MOST_ROWS ? ", the first " + MOST_ROWS
            + " configurations; summary.csv has all" : ""), rows);
    }

    /** The final errors over two parameters. */
    private final class HeatMaps {

        private final ListedOption<?> across;
        private final ListedOption<?> up;
        private final Figure.Parameter x;
        private final Figure.Parameter y;

        HeatMaps(List<ListedOption<?>> numbers) {
            // Those with the most values; the first of them across.
            List<ListedOption<?>> two = numbers.stream().sorted((one, other) ->
                Integer.compare(values(other).size(), values(one).size())).limit(2).toList();
            across = numbers.stream().filter(two::contains).findFirst().orElseThrow();
            up = two.get(0).equals(across) ? two.get(1) : two.get(0);
            x = parameter(across);
            y = parameter(up);
        }

        List<Figure> figures() {
            List<Figure.Grid> grids = new ArrayList<>();
            Map<Figure.Grid, String> laws = new IdentityHashMap<>();
            List<String> words = new ArrayList<>();
            grouped(without(varied, across, up)).forEach((name, members) -> {
                double[][] z = new double[x.values().length][y.values().length];
                for (double[] column : z) {
                    Arrays.fill(column, Double.NaN);
                }
                for (int i : members) {
                    z[Arrays.binarySearch(x.values(), across.number(all.get(i)))]
                        [Arrays.binarySearch(y.values(), up.number(all.get(i)))] = result(i, MEDIAN);
                }
                List<Figure.Line> lines = new ArrayList<>();
                Optional<LinearLaw> law = up == ListedOption.THETA ? LinearLaw.of(x.values(), y.values(), z)
                    : Optional.empty();
                law.ifPresent(one -> lines.addAll(one.lines()));
                boolean lawful = !lines.isEmpty();
                if (across == ListedOption.BETA) {
                    TheoryLevel.largestProbability(all.get(members.getFirst()), settings.seed(), replicates)
                        .ifPresent(beta -> {
                            if (beta >= x.values()[0] && beta <= x.values()[x.values().length - 1]) {
                                double top = y.values()[y.values().length - 1];
                                lines.add(new Figure.Line("Theorem 1", new double[] {beta, beta, beta},
                                    new double[] {y.values()[0], top, top}, false));
                            }
                        });
                }
                Figure.Grid grid = new Figure.Grid(name, z, lines);
                grids.add(grid);
                if (lawful) {
                    String said = law.orElseThrow().words(x.name());
                    laws.put(grid, name.isEmpty() ? Character.toUpperCase(said.charAt(0)) + said.substring(1)
                        : name + ": " + said);
                }
                words.add((name.isEmpty() ? "" : name + ": ") + "from " + Label.rounded(Arrays.stream(z)
                    .flatMapToDouble(Arrays::stream).min().orElse(Double.NaN), 2) + " to " + Label.rounded(
                    Arrays.stream(z).flatMapToDouble(Arrays::stream).max().orElse(Double.NaN), 2));
            });
            List<Figure> figures = new ArrayList<>();
            for (int i = 0; i < Math.min(grids.size(), FileNames.MOST_HEAT_MAPS * MAPS_SIDE_BY_SIDE); i += MAPS_SIDE_BY_SIDE) {
                int end = Math.min(grids.size(), i + MAPS_SIDE_BY_SIDE);
                List<Figure.Grid> own = grids.subList(i, end);
                List<String> said = own.stream().map(laws::get).filter(Objects::nonNull).toList();
                boolean theorem = own.stream().flatMap(grid -> grid.lines().stream()).anyMatch(line -> !line.dashed());
                boolean diverged = own.stream().flatMap(grid -> Arrays.stream(grid.z())).flatMapToDouble(Arrays::stream)
                    .anyMatch(Double::isInfinite);
                int left = grids.size() - FileNames.MOST_HEAT_MAPS * MAPS_SIDE_BY_SIDE;
                String number = grids.size() <= MAPS_SIDE_BY_SIDE ? "" : "-" + (i / MAPS_SIDE_BY_SIDE + 1);
                figures.add(new Figure.HeatMap(new Figure.Text(FileNames.HEAT_MAP_FIGURE + number, "‖w − w*‖ at the end over " + x.name()
                    + " and " + y.name() + (number.isEmpty() ? "" : " (" + number.substring(1) + ")"),
                    (replicates == 1 ? "One run" : "Median of " + replicates + " runs") + " per cell; a run's final "
                        + "error is its median over the last tenth of the iterations; " + fixed() + "."
                        + (said.isEmpty() ? "" : " Dashed: where the error is that power of ten by the law error = s·θ,"
                            + " with an s for each " + x.name() + ". " + String.join(" ", said))
                        + (theorem ? " Solid: Theorem 1 covers some attack left of it, and none right of it." : "")
                        + (diverged ? " Grey: diverged." : "")
                        + (left > 0 ? " " + left + " more maps are left out; summary.csv has them." : ""),
                    "Final error for " + x.values().length + " values of " + x.name() + " and " + y.values().length
                        + " of " + y.name() + ". " + String.join(". ", words) + "."), x, y, "‖w − w*‖",
                    own));
            }
            return figures;
        }
    }
}
