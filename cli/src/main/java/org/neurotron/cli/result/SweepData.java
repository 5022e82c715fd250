package org.neurotron.cli.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.neurotron.cli.figure.Ends;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Points;
import org.neurotron.cli.figure.Scale;
import org.neurotron.cli.figure.Thinner;
import org.neurotron.cli.file.CsvTable;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.ListedOption;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.study.Outcome;
import org.neurotron.theory.ErrorCurve;
import org.neurotron.training.Robust;
import org.neurotron.training.RunSettings;

/** What the files of a complete sweep say, by the numbers of its settings, in their order. */
final class SweepData {

    /** The quantiles of the final errors: the median and the ends of the band around it. */
    static final List<String> FINAL_ERRORS = List.of("final_q50", "final_q05", "final_q95");
    static final String MEDIAN = FINAL_ERRORS.getFirst();

    /** Of more runs than this it is not looked at how each of them ended, which would take long to read. */
    private static final long MOST_RUNS = 200_000;

    /** From this ratio of the greatest to the least on, values are laid out by their logarithm. */
    private static final double FAR_APART = 8;

    private final ObjectNode run;
    private final Path folder;
    private final RunOptions.Settings settings;
    private final List<RunSettings> all;
    private final List<CSVRecord> summary;
    private final int replicates;
    private final List<ListedOption<?>> varied;

    /** By settings: several figures draw them. */
    private final Map<Integer, Optional<ErrorCurve>> expected = new HashMap<>();

    SweepData(Path folder, ObjectNode run) throws IOException {
        this.run = run;
        this.folder = folder;
        settings = RunOptions.of(run, folder);
        all = settings.all();
        Map<List<String>, Integer> numbers = numbers();
        int[] next = {0};
        summary = CsvTable.readAll(folder.resolve(FileNames.SUMMARY), row -> {
            Stream.concat(Stream.of(Outcome.values()).map(Outcome::id), FINAL_ERRORS.stream())
                .forEach(number -> Double.parseDouble(row.get(number)));
            if (number(numbers, row) != next[0]++) {
                throw new IllegalArgumentException("it is not in its place");
            }
        });
        replicates = (int) Math.min(RunJson.count(run, "replicates", folder), Integer.MAX_VALUE);
        varied = ListedOption.variedParts(all);
        if (summary.size() != all.size()) {
            throw new BadUsage(folder.resolve(FileNames.SUMMARY) + " is damaged: it has " + summary.size()
                + " rows, not one for each of the " + all.size() + " settings in " + FileNames.RUN);
        }
    }

    /** What stands in {@code run.json}. */
    ObjectNode run() {
        return run;
    }

    /** All settings. */
    List<RunSettings> all() {
        return all;
    }

    RunSettings settings(int number) {
        return all.get(number);
    }

    long seed() {
        return settings.seed();
    }

    int replicates() {
        return replicates;
    }

    /** The options of which there are several values. */
    List<ListedOption<?>> varied() {
        return varied;
    }

    /** The different values of an option, as they are shown. */
    List<String> values(ListedOption<?> option) {
        return all.stream().<String>map(option::shown).distinct().toList();
    }

    /** The values of an option that is a number, in order, and how they are best laid out. */
    Figure.Parameter parameter(ListedOption<?> option) {
        double[] values = all.stream().mapToDouble(option::number).distinct().sorted().toArray();
        boolean logarithmic = values[0] > 0 && values[values.length - 1] / values[0] >= FAR_APART;
        return new Figure.Parameter(option.symbol(), values, logarithmic ? Scale.LOGARITHMIC : Scale.LINEAR);
    }

    /** Numbers of settings that differ in no other option than the given ones, by what they have in common. */
    Map<String, List<Integer>> groupedBy(List<ListedOption<?>> others) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            RunSettings one = all.get(i);
            groups.computeIfAbsent(others.stream().map(option -> option.label(one)).collect(Collectors.joining(", ")),
                _ -> new ArrayList<>()).add(i);
        }
        return groups;
    }

    /** The options that vary, but for some. */
    List<ListedOption<?>> variedWithout(ListedOption<?>... some) {
        List<ListedOption<?>> rest = new ArrayList<>(varied);
        rest.removeAll(Arrays.asList(some));
        return rest;
    }

    /** A column of the summary. */
    double result(int setting, String column) {
        return Double.parseDouble(summary.get(setting).get(column));
    }

    /** The share of the runs of some settings that had an outcome. */
    double share(int setting, Outcome outcome) {
        return result(setting, outcome.id());
    }

    /** Whether some runs recovered w* and others ended far from it. */
    boolean endsApart(int setting) {
        return share(setting, Outcome.RECOVERED) > 0
            && share(setting, Outcome.STUCK) + share(setting, Outcome.DIVERGED) > 0;
    }

    /** What theory expects of the runs of a setting, on the first of their problems, if it has something to say. */
    Optional<ErrorCurve> expected(int setting) {
        return expected.computeIfAbsent(setting, i -> ExpectedLine.curve(all.get(i), settings.seed(), 0,
            Math.round(iterations().last())));
    }

    /** The axis of the iterations. */
    Figure.Axis iterations() {
        return Results.iterations(run, folder);
    }

    /** The numbers of the settings by their values as they stand in tables. */
    private Map<List<String>, Integer> numbers() {
        Map<List<String>, Integer> numbers = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            RunSettings one = all.get(i);
            numbers.put(ListedOption.ALL.stream().map(option -> option.text(one)).toList(), i);
        }
        return numbers;
    }

    /** Tables from before there were rules for residuals have no column of them. */
    private static int number(Map<List<String>, Integer> numbers, CSVRecord row) {
        Integer number = numbers.get(ListedOption.ALL.stream().map(option -> option == ListedOption.ROBUST
            && !row.isMapped(option.name()) ? Robust.NONE.toString() : row.get(option.name())).toList());
        if (number == null) {
            throw new IllegalArgumentException("its settings are not those of " + FileNames.RUN);
        }
        return number;
    }

    /** The median and the band of the errors over the iterations, of all settings. */
    List<Points> quantiles() throws IOException {
        Path file = folder.resolve(FileNames.QUANTILES);
        if (!Files.exists(file)) {
            throw new BadUsage(file + " is missing: the sweep is not complete without it");
        }
        Figure.Axis axis = iterations();
        List<Thinner> thinners = Stream.generate(() -> Results.thinner(axis)).limit(all.size()).toList();
        Map<List<String>, Integer> numbers = numbers();
        Order order = new Order();
        CsvTable.read(file, row -> {
            double[] own = Stream.of("iteration", "q50", "q05", "q95").map(row::get).mapToDouble(Double::parseDouble)
                .toArray();
            int number = number(numbers, row);
            order.require(number, own[0]);
            thinners.get(number).add(own[0], own[1], own[2], own[3]);
        });
        List<Points> points = thinners.stream().map(Thinner::points).toList();
        if (points.stream().mapToDouble(SweepData::end).distinct().count() > 1 || end(points.getFirst()) == 0) {
            throw new BadUsage(file + " is damaged: it has not as many rows for all settings");
        }
        return points;
    }

    private static double end(Points points) {
        return points.x().length == 0 ? 0 : points.x()[points.x().length - 1];
    }

    /**
     * How every run ended, of all settings.
     *
     * @return a list for each of the settings, or none where there is one run each, there are too many, or their file
     *     is not kept
     */
    List<List<Ends.End>> ends() throws IOException {
        Path file = folder.resolve(FileNames.RUNS);
        if (replicates == 1 || (long) replicates * all.size() > MOST_RUNS || !Files.exists(file)) {
            return List.of();
        }
        List<List<Ends.End>> ends = Stream.<List<Ends.End>>generate(ArrayList::new).limit(all.size()).toList();
        Map<List<String>, Integer> numbers = numbers();
        Order order = new Order();
        CsvTable.read(file, row -> {
            int number = number(numbers, row);
            order.require(number, Double.parseDouble(row.get("replicate")));
            ends.get(number).add(new Ends.End(Double.parseDouble(row.get("final_error")),
                Outcome.valueOf(row.get("outcome").toUpperCase(Locale.ROOT))));
        });
        return ends;
    }

    /** The order of the rows of a table: by settings, then by another number. Nothing else was ever written. */
    private static final class Order {

        private int setting;
        private double place = Double.NEGATIVE_INFINITY;

        void require(int nextSetting, double nextPlace) {
            if (nextSetting < setting || nextSetting == setting && !(nextPlace > place)) {
                throw new IllegalArgumentException("it is not in its place");
            }
            setting = nextSetting;
            place = nextPlace;
        }
    }
}
