package org.neurotron.cli.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.option.ListedOption;

/** The final errors of a sweep over two parameters, a map for each combination of the other options. */
final class HeatMapFigures {

    /** More would be too small. */
    private static final int SIDE_BY_SIDE = 2;

    private final SweepData sweep;
    private final ListedOption<?> across;
    private final ListedOption<?> up;
    private final Figure.Parameter x;
    private final Figure.Parameter y;

    /**
     * Chooses the parameters.
     *
     * @param sweep   the sweep
     * @param numbers the parameters that vary, two or more, those first that make the better axis across
     */
    HeatMapFigures(SweepData sweep, List<ListedOption<?>> numbers) {
        this.sweep = sweep;
        // Those with the most values; the first of them across.
        List<ListedOption<?>> two = numbers.stream()
            .sorted(Comparator.comparingInt((ListedOption<?> option) -> sweep.values(option).size()).reversed())
            .limit(2).toList();
        across = numbers.stream().filter(two::contains).findFirst().orElseThrow();
        up = two.get(0).equals(across) ? two.get(1) : two.get(0);
        x = sweep.parameter(across);
        y = sweep.parameter(up);
    }

    /**
     * A map with what is said of it.
     *
     * @param grid the map
     * @param law  what law it follows, if it does
     */
    private record Map(Figure.Grid grid, Optional<String> law) {

        DoubleStream numbers() {
            return Arrays.stream(grid.z()).flatMapToDouble(Arrays::stream);
        }

        private DoubleStream computed() {
            return numbers().filter(z -> !Double.isNaN(z));
        }

        boolean hasTheorem() {
            return grid.lines().stream().anyMatch(line -> !line.dashed());
        }

        /** For those who do not see it. */
        String words() {
            return (grid.title().isEmpty() ? "" : grid.title() + ": ") + "from "
                + Label.rounded(computed().min().orElse(Double.NaN), 2) + " to "
                + Label.rounded(computed().max().orElse(Double.NaN), 2);
        }
    }

    /** The figures, two maps each. */
    List<Figure> figures() {
        List<Map> maps = new ArrayList<>();
        sweep.groupedBy(sweep.variedWithout(across, up)).forEach((name, members) -> maps.add(map(name, members)));
        int shown = Math.min(maps.size(), FileNames.MOST_HEAT_MAPS * SIDE_BY_SIDE);
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < shown; i += SIDE_BY_SIDE) {
            String number = maps.size() <= SIDE_BY_SIDE ? "" : Integer.toString(i / SIDE_BY_SIDE + 1);
            figures.add(figure(maps.subList(i, Math.min(shown, i + SIDE_BY_SIDE)), number, maps.size() - shown));
        }
        return figures;
    }

    private Map map(String name, List<Integer> members) {
        double[][] z = new double[x.values().length][y.values().length];
        for (double[] column : z) {
            Arrays.fill(column, Double.NaN);
        }
        for (int i : members) {
            z[Arrays.binarySearch(x.values(), across.number(sweep.settings(i)))]
                [Arrays.binarySearch(y.values(), up.number(sweep.settings(i)))] = sweep.result(i, SweepData.MEDIAN);
        }
        Optional<LinearLaw> law = up == ListedOption.THETA ? LinearLaw.of(x.values(), y.values(), z)
            : Optional.empty();
        List<Figure.Line> lines = new ArrayList<>(law.map(LinearLaw::lines).orElse(List.of()));
        Optional<String> said = law.filter(_ -> !lines.isEmpty()).map(one -> sentence(name, one.words(x.name())));
        theorem(members.getFirst()).ifPresent(lines::add);
        return new Map(new Figure.Grid(name, z, lines), said);
    }

    private static String sentence(String name, String words) {
        return name.isEmpty() ? Character.toUpperCase(words.charAt(0)) + words.substring(1) : name + ": " + words;
    }

    /** A line where Theorem 1 ceases to cover anything, if that is within the map. */
    private Optional<Figure.Line> theorem(int setting) {
        if (across != ListedOption.BETA) {
            return Optional.empty();
        }
        OptionalDouble beta = TheoryLevel.largestProbability(sweep.settings(setting), sweep.seed(),
            sweep.replicates());
        if (beta.isEmpty() || beta.getAsDouble() < x.values()[0]
            || beta.getAsDouble() > x.values()[x.values().length - 1]) {
            return Optional.empty();
        }
        double[] place = new double[3];
        Arrays.fill(place, beta.getAsDouble());
        double top = y.values()[y.values().length - 1];
        // Its name stands at the middle one of its points.
        return Optional.of(new Figure.Line("Theorem 1", place, new double[] {y.values()[0], top, top}, false));
    }

    private Figure figure(List<Map> maps, String number, int left) {
        String title = "‖w − w*‖ at the end over " + x.name() + " and " + y.name()
            + (number.isEmpty() ? "" : " (" + number + ")");
        String words = "Final error for " + x.values().length + " values of " + x.name() + " and " + y.values().length
            + " of " + y.name() + ". " + maps.stream().map(Map::words).collect(Collectors.joining(". ")) + ".";
        return new Figure.HeatMap(new Figure.Text(FileNames.HEAT_MAP_FIGURE + (number.isEmpty() ? "" : "-" + number),
            title, caption(maps, left), words), x, y, "‖w − w*‖", maps.stream().map(Map::grid).toList());
    }

    private String caption(List<Map> maps, int left) {
        StringBuilder caption = new StringBuilder(new SweepWords(sweep).cells());
        String laws = maps.stream().flatMap(map -> map.law().stream()).collect(Collectors.joining(" "));
        if (!laws.isEmpty()) {
            caption.append(" Dashed: where the error is that power of ten by the law error = s·θ, with an s for each ")
                .append(x.name()).append(". ").append(laws);
        }
        if (maps.stream().anyMatch(Map::hasTheorem)) {
            caption.append(" Solid: Theorem 1 covers some attack left of it, and none right of it.");
        }
        if (maps.stream().flatMapToDouble(Map::numbers).anyMatch(Double::isInfinite)) {
            caption.append(" Grey: diverged.");
        }
        if (maps.stream().flatMapToDouble(Map::numbers).anyMatch(Double::isNaN)) {
            caption.append(" White: not computed.");
        }
        if (left > 0) {
            caption.append(' ').append(left).append(" more maps are left out; ").append(FileNames.SUMMARY)
                .append(" has them.");
        }
        return caption.toString();
    }
}
