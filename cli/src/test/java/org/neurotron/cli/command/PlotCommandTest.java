package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Tree;
import org.neurotron.cli.figure.Curve;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Ink;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.figure.Points;
import org.neurotron.cli.figure.Scale;
import org.neurotron.cli.file.CsvTable;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.result.LinearLaw;
import org.neurotron.cli.result.Results;
import org.neurotron.cli.result.TheoryLevel;
import org.neurotron.training.Algorithm;

/** Breaks if the pictures of a run, a sweep or a fit show something else than what it recorded. */
class PlotCommandTest {

    private static final List<String> SMALL = List.of("--n", "10", "--r", "3", "--k", "4", "--b", "2", "--eta",
        "1e-3");

    @TempDir
    private Path folder;

    private Path out(String name) {
        return folder.resolve(name);
    }

    private static Cli.Result run(String command, Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command));
        List<String> own = List.of(more);
        for (int i = 0; i < SMALL.size(); i += 2) {
            if (!own.contains(SMALL.get(i))) {
                arguments.addAll(SMALL.subList(i, i + 2));
            }
        }
        arguments.addAll(own);
        arguments.addAll(List.of("--out", out.toString()));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private Path train(String... more) {
        Path run = out("run");
        Cli.Result result = run("train", run, more);
        assertEquals(0, result.exitCode(), result.err());
        return run;
    }

    private Path sweep(String... more) {
        Path sweep = out("sweep");
        Cli.Result result = run("sweep", sweep, more);
        assertEquals(0, result.exitCode(), result.err());
        return sweep;
    }

    private static Map<String, Figure> figures(Path results, String... ids) throws IOException, InterruptedException {
        Map<String, Figure> figures = new TreeMap<>();
        Results.read(results, Results.Detail.PICTURE, 1).figures()
            .forEach(figure -> figures.put(figure.text().id(), figure));
        assertEquals(List.of(ids), List.copyOf(figures.keySet()));
        return figures;
    }

    /** The figures, and that they are drawn. */
    private static Map<String, Figure> plot(Path results, String... ids) throws IOException, InterruptedException {
        Cli.Result result = Cli.run("plot", results.toString());
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("", result.err());
        assertEquals(Tree.pictures(List.of(ids)), Tree.names(results.resolve("figures")));
        assertEquals(ids.length, result.out().lines().count(), result.out());
        return figures(results, ids);
    }

    private static Figure.Curves curves(Figure figure) {
        return (Figure.Curves) figure;
    }

    private static List<String> titles(Figure.Curves figure) {
        return figure.panels().stream().map(Panel::title).toList();
    }

    private static List<String> names(Panel panel) {
        return panel.curves().stream().map(Curve::name).toList();
    }

    private static double[][] trace(Path run) throws IOException {
        return Files.readAllLines(run.resolve("trace.csv")).stream().skip(1).map(line -> Arrays.stream(line.split(","))
            .mapToDouble(Double::parseDouble).toArray()).toArray(double[][]::new);
    }

    private static void requireTrace(double[][] trace, Points points) {
        assertEquals(trace.length, points.x().length);
        for (int i = 0; i < trace.length; i++) {
            assertEquals(trace[i][0], points.x()[i]);
            assertEquals(trace[i][1], points.value()[i]);
            assertEquals(trace[i][1], points.least()[i]);
            assertEquals(trace[i][1], points.most()[i]);
        }
    }

    @Test
    void aRunIsACurve() throws Exception {
        Path run = train("--iterations", "500", "--theta", "0.5", "--distribution", "laplace:2", "--algorithm",
            "sgd-published");
        Figure.Curves figure = curves(plot(run, "error").get("error"));
        assertEquals("SGD as published, inputs Laplace(0, 2), θ = 0.5, β = 0.5", figure.text().title());
        assertEquals(Scale.LINEAR, figure.x().scale());
        assertEquals(500, figure.x().last());
        Curve curve = figure.panels().getFirst().curves().getFirst();
        assertEquals("SGD as published", curve.name());
        assertEquals(Ink.of(Algorithm.SGD_PUBLISHED).light(), curve.ink().light());
        assertEquals(Curve.Range.EXTREMES, curve.range());
        requireTrace(trace(run), curve.points());
        for (String said : List.of("n = 10", "r = 3", "k = 4", "b = 2", "η = 0.001")) {
            assertTrue(figure.text().caption().contains(said), figure.text().caption());
        }
        assertFalse(figure.text().caption().contains("Theorem"));
    }

    @Test
    void recordsPerDecadeAreDrawnPerDecade() throws Exception {
        Path run = train("--iterations", "1000", "--record", "log:10");
        Figure.Curves figure = curves(plot(run, "error").get("error"));
        assertEquals(Scale.LOGARITHMIC, figure.x().scale());
        assertEquals(1, figure.x().first());
        requireTrace(trace(run), figure.panels().getFirst().curves().getFirst().points());
    }

    @Test
    void whereTheTheoremHoldsALineShowsIt() throws Exception {
        Path run = train("--n", "50", "--r", "2", "--k", "2", "--theta", "0.01", "--beta", "0.05", "--iterations",
            "50", "--replicate", "5", "--seed", "3");
        Figure.Curves figure = curves(figures(run, "error").get("error"));
        RunOptions.Settings settings = RunOptions.of(RunJson.read(run.resolve("run.json")), run);
        assertEquals(List.of(TheoryLevel.of(settings.only(), 3, 5, 1, "", Ink.of(Algorithm.TRON)).orElseThrow()),
            figure.panels().getFirst().levels());
        assertTrue(figure.text().caption().endsWith(TheoryLevel.EXPLANATION));
    }

    @Test
    void aRunThatDivergedIsDrawnAsFarAsItWent() throws Exception {
        Path run = out("run");
        assertEquals(1, run("train", run, "--eta", "1", "--iterations", "2000").exitCode());
        double[][] trace = trace(run);
        assertTrue(trace.length > 1 && trace.length < 2000, trace.length + " records");
        Figure.Curves figure = curves(plot(run, "error").get("error"));
        requireTrace(trace, figure.panels().getFirst().curves().getFirst().points());
        assertEquals(trace[trace.length - 1][0], figure.x().last());
    }

    @Test
    void ofAnUnfinishedRunTheLastLineMayBeHalf() throws Exception {
        Path run = train("--iterations", "100");
        List<String> lines = Files.readAllLines(run.resolve("trace.csv"));
        String whole = String.join("\n", lines.subList(0, 31)) + "\n";
        double[][] trace = Arrays.copyOf(trace(run), 30);
        // An end within a number is not to be taken for a number: 0.0123 would become 0.01.
        for (String half : List.of("", "3", "31", "31,", "31,1", "31,0.0", "31,1.5e", "31,1.5e-")) {
            Files.writeString(run.resolve("trace.csv"), whole + half);
            requireTrace(trace, curves(figures(run, "error").get("error")).panels().getFirst().curves().getFirst()
                .points());
        }
        assertEquals(0, Cli.run("plot", run.toString()).exitCode());
    }

    @Test
    void aLongTraceIsThinned() throws Exception {
        Path run = train("--iterations", "6000", "--record", "every:1");
        double[][] trace = trace(run);
        assertEquals(6000, trace.length);
        Points points = curves(figures(run, "error").get("error")).panels().getFirst().curves().getFirst().points();
        assertEquals(2000, points.x().length);
        for (int i = 0; i < 2000; i++) {
            double[] piece = Arrays.stream(trace, 3 * i, 3 * i + 3).mapToDouble(row -> row[1]).toArray();
            assertEquals(3 * i + 3, points.x()[i]);
            assertEquals(piece[2], points.value()[i]);
            assertEquals(Arrays.stream(piece).min().orElseThrow(), points.least()[i]);
            assertEquals(Arrays.stream(piece).max().orElseThrow(), points.most()[i]);
        }
    }

    @Test
    void oneConfigurationIsOnePanel() throws Exception {
        Path sweep = sweep("--eta", "5e-4", "--replicates", "5", "--iterations", "200", "--record", "every:20");
        Figure.Curves figure = curves(figures(sweep, "error").get("error"));
        assertEquals(1, figure.panels().size());
        String title = titles(figure).getFirst();
        // What none of the runs did is not said.
        assertEquals("40\u00A0% stuck, 60\u00A0% undecided", title);
        assertEquals(List.of("Neuro-Tron"), names(figure.panels().getFirst()));
        Points points = figure.panels().getFirst().curves().getFirst().points();
        List<CSVRecord> rows = CsvTable.readAll(sweep.resolve("quantiles.csv"), _ -> { });
        assertEquals(10, points.x().length);
        for (int i = 0; i < 10; i++) {
            assertEquals(Double.parseDouble(rows.get(i).get("iteration")), points.x()[i]);
            assertEquals(Double.parseDouble(rows.get(i).get("q50")), points.value()[i]);
            assertEquals(Double.parseDouble(rows.get(i).get("q05")), points.least()[i]);
            assertEquals(Double.parseDouble(rows.get(i).get("q95")), points.most()[i]);
        }
        assertTrue(figure.text().caption().startsWith("Median of 5 runs,"), figure.text().caption());
    }

    @Test
    void aRecordAtTheEndOnlyIsAPoint() throws Exception {
        Path sweep = sweep("--replicates", "3", "--iterations", "100", "--record", "every:100", "--theta", "0,1");
        Figure.Curves figure = curves(figures(sweep, "error", "final-error").get("error"));
        assertEquals(1, figure.panels().getFirst().curves().getFirst().points().x().length);
    }

    @Test
    void oneParameterOfOneRunEachIsCurvesInOnePanelAndAnAxis() throws Exception {
        // A list that contains 0 has no place on a logarithmic axis, and comes in any order.
        Path sweep = sweep("--replicates", "1", "--iterations", "100", "--record", "every:10", "--theta", "4,0,0.25");
        Map<String, Figure> figures = plot(sweep, "error", "final-error");
        Figure.Curves error = curves(figures.get("error"));
        assertEquals(List.of(""), titles(error));
        assertEquals(List.of("θ = 4", "θ = 0", "θ = 0.25"), names(error.panels().getFirst()));
        assertTrue(error.text().caption().startsWith("One run each;"), error.text().caption());
        Figure.Curves end = curves(figures.get("final-error"));
        assertEquals("θ", end.x().name());
        assertEquals(Scale.LOGARITHMIC, end.x().scale());
        assertEquals(List.of(0.25, 4.0), Arrays.stream(end.x().marks()).boxed().toList());
        assertTrue(end.text().caption().contains("Not drawn, for θ = 0: Neuro-Tron: "), end.text().caption());
        Points points = end.panels().getFirst().curves().getFirst().points();
        assertEquals(List.of(0.25, 4.0), Arrays.stream(points.x()).boxed().toList());
        List<CSVRecord> rows = CsvTable.readAll(sweep.resolve("summary.csv"), _ -> { });
        for (int i = 0; i < 2; i++) {
            assertEquals(Double.parseDouble(rows.get((i + 2) % 3).get("final_q50")), points.value()[i]);
        }
    }

    @Test
    void algorithmsHavePanelsOfTheirOwnWhereThereAreBands() throws Exception {
        Path sweep = sweep("--replicates", "4", "--iterations", "50", "--record", "every:10", "--eta", "1e-4,1e-2",
            "--algorithm", "tron,sgd");
        Map<String, Figure> figures = figures(sweep, "error", "final-error");
        Figure.Curves error = curves(figures.get("error"));
        assertEquals(2, error.columns());
        assertEquals(List.of("η = 10⁻⁴, Neuro-Tron", "η = 10⁻⁴, SGD", "η = 0.01, Neuro-Tron", "η = 0.01, SGD"),
            titles(error).stream().map(title -> title.substring(0, title.indexOf(':'))).toList());
        Figure.Curves end = curves(figures.get("final-error"));
        assertEquals(Scale.LOGARITHMIC, end.x().scale());
        assertEquals(List.of("Neuro-Tron", "SGD"), names(end.panels().getFirst()));
        requireOneInkPerName(figures);
    }

    /** Of 20 runs and more, with confidence intervals; rules have inks of their own, and 0 a place. */
    @Test
    void sharesOfRunsThatRecoveredAreDrawn() throws Exception {
        Path sweep = sweep("--replicates", "20", "--iterations", "2000", "--record", "every:100", "--beta",
            "0,0.1,0.9", "--robust", "none,clip", "--attack", "flip,zero", "--eta", "0.03");
        Map<String, Figure> figures = plot(sweep, "error", "final-error", "recovered");
        Figure.Curves recovered = curves(figures.get("recovered"));
        assertEquals(Figure.Quantity.SHARE, recovered.quantity());
        assertEquals(Scale.LINEAR, recovered.x().scale());
        assertEquals(List.of("flip attack", "zero attack"), titles(recovered));
        assertEquals(List.of("no defence", "clip τ = 0.4"), names(recovered.panels().getFirst()));
        List<CSVRecord> rows = CsvTable.readAll(sweep.resolve("summary.csv"), _ -> { });
        for (CSVRecord row : rows) {
            Points points = recovered.panels().get(row.get("attack").equals("flip") ? 0 : 1).curves()
                .get(row.get("robust").equals("none") ? 0 : 1).points();
            int i = List.of("0.0", "0.1", "0.9").indexOf(row.get("beta"));
            assertEquals(Double.parseDouble(row.get("beta")), points.x()[i]);
            assertEquals(Double.parseDouble(row.get("recovered")), points.value()[i]);
            assertTrue(0 <= points.least()[i] && points.least()[i] <= points.value()[i]
                && points.value()[i] <= points.most()[i] && points.most()[i] <= 1);
        }
        // Wilson's interval for 20 of 20.
        Points clip = recovered.panels().getFirst().curves().get(1).points();
        assertEquals(1, clip.value()[0]);
        assertEquals(0.8389, clip.least()[0], 1e-4);
        requireOneInkPerName(figures);
        assertEquals(0, Cli.run("report", sweep.toString()).exitCode());
    }

    /** Where theory knows what to expect, it stands beside what was done. */
    @Test
    void whatIsExpectedIsDrawnAsWell() throws Exception {
        Path sweep = sweep("--replicates", "15", "--iterations", "3000", "--record", "every:100", "--theta", "0.2,1,5",
            "--eta", "0.03");
        Map<String, Figure> figures = figures(sweep, "error", "final-error");
        List<Panel.Guide> guides = curves(figures.get("error")).panels().getFirst().guides();
        assertEquals(3, guides.size());
        Panel.Guide ends = curves(figures.get("final-error")).panels().getFirst().guides().getFirst();
        assertArrayEquals(new double[] {0.2, 1, 5}, ends.x());
        List<CSVRecord> rows = CsvTable.readAll(sweep.resolve("summary.csv"), _ -> { });
        for (int i = 0; i < 3; i++) {
            double measured = Double.parseDouble(rows.get(i).get("final_q50"));
            assertEquals(1, ends.y()[i] / measured, 0.2, "theta " + ends.x()[i]);
            Panel.Guide guide = guides.get(i);
            assertEquals(3000, guide.x()[guide.x().length - 1]);
            assertEquals(ends.y()[i], guide.y()[guide.y().length - 1]);
        }
        assertTrue(figures.get("error").text().caption().contains("Dotted: what theory expects"));
        assertEquals(0, Cli.run("report", sweep.toString()).exitCode());
    }

    @Test
    void whereNothingIsExpectedNothingIsDrawn() throws Exception {
        Path sweep = sweep("--replicates", "2", "--iterations", "300", "--attack", "flip,worst", "--theta", "1",
            "--robust", "none,clip");
        Figure.Curves figure = curves(figures(sweep, "error").get("error"));
        assertTrue(figure.panels().stream().allMatch(panel -> panel.guides().isEmpty()));
        assertFalse(figure.text().caption().contains("Dotted"));
    }

    /** Rules that differ in their quantiles alone are laid out over the quantile. */
    @Test
    void theQuantileOfRulesIsAParameter() throws Exception {
        Path sweep = sweepOfRules("0.2", "clip:0.2,clip:0.4,clip:0.6");
        Map<String, Figure> figures = figures(sweep, "error", "final-error", "recovered");
        assertEquals(List.of("τ = 0.2", "τ = 0.4", "τ = 0.6"), names(curves(figures.get("error")).panels().getFirst()));
        assertEquals("τ", curves(figures.get("recovered")).x().name());
        assertTrue(figures.get("final-error").text().caption().contains(", clip"),
            figures.get("final-error").text().caption());
    }

    @Test
    void theQuantileOfRulesIsOneOfTwoParameters() throws Exception {
        Path sweep = sweepOfRules("0.1,0.3", "clip:0.2,hampel:0.4,clip:0.4");
        Figure.HeatMap map = assertInstanceOf(Figure.HeatMap.class,
            figures(sweep, "error", "heat-map").get("heat-map"));
        assertEquals("β", map.x().name());
        assertEquals("τ", map.y().name());
        assertArrayEquals(new double[] {0.2, 0.4}, map.y().values());
        assertEquals(List.of("clip", "hampel"), map.panels().stream().map(Figure.Grid::title).toList());
        for (CSVRecord row : CsvTable.readAll(sweep.resolve("summary.csv"), _ -> { })) {
            String[] rule = row.get("robust").split(":");
            assertEquals(Double.parseDouble(row.get("final_q50")), map.panels().get(rule[0].equals("clip") ? 0 : 1)
                .z()[row.get("beta").equals("0.1") ? 0 : 1][rule[1].equals("0.2") ? 0 : 1]);
        }
        assertTrue(Double.isNaN(map.panels().get(1).z()[0][0]));
        assertTrue(map.text().caption().endsWith("White: not computed."), map.text().caption());
        assertEquals(0, Cli.run("report", sweep.toString()).exitCode());
    }

    private Path sweepOfRules(String beta, String rules) throws Exception {
        return sweep("--replicates", "20", "--iterations", "2000", "--record", "every:100", "--eta", "0.03",
            "--attack", "worst", "--theta", "1", "--beta", beta, "--robust", rules);
    }

    @Test
    void shadesOfSeveralAlgorithmsAreNamedByBoth() throws Exception {
        // Too many for a panel each.
        Path sweep = sweep("--replicates", "2", "--iterations", "20", "--record", "every:10", "--theta",
            "0,0.25,0.5,1,2,4,8", "--algorithm", "tron,sgd");
        Map<String, Figure> figures = figures(sweep, "error", "final-error");
        Figure.Curves error = curves(figures.get("error"));
        assertEquals(List.of("Neuro-Tron", "SGD"), titles(error));
        assertEquals("SGD, θ = 0.25", names(error.panels().get(1)).get(1));
        requireOneInkPerName(figures);
    }

    private static void requireOneInkPerName(Map<String, Figure> figures) {
        for (Figure figure : figures.values()) {
            if (figure instanceof Figure.Curves curves) {
                Map<String, Ink> inks = new HashMap<>();
                curves.panels().stream().flatMap(panel -> panel.curves().stream()).forEach(curve -> assertEquals(
                    inks.computeIfAbsent(curve.name(), _ -> curve.ink()).light(), curve.ink().light(), curve.name()));
            }
        }
    }

    @Test
    void twoParametersAreAHeatMap() throws Exception {
        Path sweep = sweep("--replicates", "2", "--iterations", "50", "--record", "every:10", "--theta", "0.5,2,8",
            "--k", "2,4", "--distribution", "normal:1,laplace:2");
        Map<String, Figure> figures = figures(sweep, "error", "heat-map");
        Figure.HeatMap map = (Figure.HeatMap) figures.get("heat-map");
        assertEquals("θ", map.x().name());
        assertEquals("k", map.y().name());
        assertEquals(Scale.LOGARITHMIC, map.x().scale());
        assertEquals(List.of("inputs N(0, 1)", "inputs Laplace(0, 2)"),
            map.panels().stream().map(Figure.Grid::title).toList());
        List<CSVRecord> rows = CsvTable.readAll(sweep.resolve("summary.csv"), _ -> { });
        List<Double> expected = rows.stream().map(row -> Double.parseDouble(row.get("final_q50"))).toList();
        List<Double> actual = new ArrayList<>();
        // In the order of the summary: distribution, k, θ.
        for (Figure.Grid grid : map.panels()) {
            for (int k = 0; k < 2; k++) {
                for (int theta = 0; theta < 3; theta++) {
                    actual.add(grid.z()[theta][k]);
                }
            }
        }
        assertEquals(expected, actual);
    }

    @Test
    void threeParametersAreSeveralHeatMaps() throws Exception {
        Path sweep = sweep("--replicates", "1", "--iterations", "10", "--record", "every:10", "--theta", "0,1",
            "--beta", "0.1,0.2,0.5", "--k", "2,4,6,8");
        // 24 settings in panels of 8 at most are curves, too.
        Map<String, Figure> figures = figures(sweep, "error", "heat-map");
        Figure.HeatMap map = (Figure.HeatMap) figures.get("heat-map");
        assertEquals("β", map.x().name());
        assertEquals("k", map.y().name());
        assertEquals(List.of("θ = 0", "θ = 1"), map.panels().stream().map(Figure.Grid::title).toList());
    }

    @Test
    void moreThanTwoHeatMapsAreSeveralPictures() throws Exception {
        Path sweep = sweep("--replicates", "1", "--iterations", "10", "--record", "every:10", "--theta", "0,1",
            "--beta", "0.1,0.2", "--attack", "uniform,constant,alternating");
        Map<String, Figure> figures = plot(sweep, "error", "heat-map-1", "heat-map-2");
        assertEquals(List.of("alternating attack"), ((Figure.HeatMap) figures.get("heat-map-2")).panels().stream()
            .map(Figure.Grid::title).toList());
    }

    @Test
    void lawAndTheoremAreDrawnIntoHeatMaps() throws Exception {
        String thetas = "0.001,0.01,0.1,1,10";
        Path sweep = sweep("--n", "30", "--r", "2", "--k", "2", "--b", "4", "--eta", "0.03", "--replicates", "3",
            "--iterations", "300", "--record", "every:100", "--theta", thetas, "--beta", "0.002,0.02,0.1,0.3,0.99");
        Figure.HeatMap map = (Figure.HeatMap) plot(sweep, "error", "heat-map").get("heat-map");
        Figure.Grid grid = map.panels().getFirst();
        RunOptions.Settings settings = RunOptions.of(RunJson.read(sweep.resolve("run.json")), sweep);
        double beta = TheoryLevel.largestProbability(settings.only(), 1, 3).orElseThrow();
        assertTrue(beta > 0.002 && beta < 0.99, "β = " + beta);
        Figure.Line theorem = grid.lines().stream().filter(line -> !line.dashed()).findFirst().orElseThrow();
        assertEquals("Theorem 1", theorem.name());
        assertEquals(beta, theorem.x()[0], 1e-15);
        assertTrue(map.text().caption().contains("Solid: Theorem 1"), map.text().caption());
        assertEquals(LinearLaw.of(map.x().values(), map.y().values(), grid.z()).map(law -> law.lines().size())
            .orElse(0), (int) grid.lines().stream().filter(Figure.Line::dashed).count());
    }

    @Test
    void aTheoremThatCoversNothingShownIsNotMentioned() throws Exception {
        Path sweep = sweep("--replicates", "1", "--iterations", "10", "--record", "every:10", "--theta", "0,1",
            "--beta", "0.8,0.9", "--k", "2");
        Figure.HeatMap map = (Figure.HeatMap) figures(sweep, "error", "heat-map").get("heat-map");
        assertEquals(List.of(), map.panels().getFirst().lines());
        assertFalse(map.text().caption().contains("Theorem"), map.text().caption());
    }

    @Test
    void tooManySettingsForCurvesHaveAHeatMapOnly() throws Exception {
        Path sweep = sweep("--replicates", "1", "--iterations", "5", "--record", "every:5", "--theta",
            IntStream.range(0, 8).mapToObj(i -> Double.toString(i / 8.0)).reduce((a, b) -> a + "," + b).orElseThrow(),
            "--beta", "0,0.1,0.2,0.3,0.4,0.5,0.6,0.7");
        figures(sweep, "heat-map");
    }

    @Test
    void whatNoPictureShowsIsSaidSo() throws Exception {
        // 4 distributions times 4 attacks make 16 panels, and there is no number to be an axis.
        Path sweep = sweep("--replicates", "1", "--iterations", "5", "--record", "every:5", "--distribution",
            "normal:1,normal:2,laplace:1,laplace:2", "--attack", "uniform,constant,alternating,realizable",
            "--algorithm", "tron,sgd");
        Map<String, byte[]> before = Tree.files(sweep);
        Cli.Result result = Cli.run("plot", sweep.toString());
        assertEquals(1, result.exitCode());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains("too many settings vary"), result.err());
        Tree.assertSame(before, Tree.files(sweep));
        assertFalse(Files.exists(sweep.resolve("figures")));
        // The table is shown all the same.
        assertEquals(0, Cli.run("report", sweep.toString()).exitCode());
    }

    @Test
    void replicatesThatDivergedAreEndless() throws Exception {
        Path sweep = out("sweep");
        Cli.Result result = run("sweep", sweep, "--eta", "1e-3,0.15", "--replicates", "10", "--iterations", "2000",
            "--record", "every:100");
        assertEquals(1, result.exitCode());
        Map<String, Figure> figures = plot(sweep, "error", "final-error");
        List<Points> all = Stream.of("error", "final-error").flatMap(id -> curves(figures.get(id)).panels().stream())
            .flatMap(panel -> panel.curves().stream()).map(Curve::points).toList();
        assertTrue(all.stream().anyMatch(points -> Arrays.stream(points.most()).anyMatch(Double::isInfinite)));
        assertTrue(all.stream().noneMatch(points -> Arrays.stream(points.value()).anyMatch(Double::isNaN)));
        assertFalse(Files.readString(sweep.resolve("figures/error.svg")).contains("NaN"));
        for (String id : List.of("error", "final-error")) {
            String caption = figures.get(id).text().caption();
            assertTrue(caption.matches("(?s).* What became of the runs: .*; η = 0.15: [^;]*100\u00A0% diverged[.].*"),
                caption);
        }
    }

    @Test
    void aPanelOfRunsThatAllDivergedSaysSo() throws Exception {
        Path sweep = out("sweep");
        run("sweep", sweep, "--eta", "0.5", "--replicates", "3", "--iterations", "300", "--record", "every:10");
        assertEquals(List.of("100\u00A0% diverged"), titles(curves(figures(sweep, "error").get("error"))));
    }

    @Test
    void aRunThatDivergedSaysWhen() throws Exception {
        Path run = out("run");
        assertEquals(1, run("train", run, "--eta", "1", "--iterations", "2000").exitCode());
        List<String> trace = Files.readAllLines(run.resolve("trace.csv"));
        String last = trace.getLast().split(",")[0];
        Figure.Text text = figures(run, "error").get("error").text();
        assertTrue(text.title().endsWith(": diverged after iteration " + last), text.title());
        assertTrue(text.caption().contains(" It diverged: at iteration " + last + ", the last recorded, "),
            text.caption());
        // One that is stopped on the way there is on its way.
        Files.write(run.resolve("trace.csv"), trace.subList(0, 40));
        assertTrue(figures(run, "error").get("error").text().title().endsWith(": diverging"));
    }

    @Test
    void betweenTwoOutcomesABandIsAnOutline() throws Exception {
        Path sweep = sweep("--replicates", "2", "--iterations", "60", "--record", "every:10", "--theta", "0.1,1");
        Path summary = sweep.resolve("summary.csv");
        List<String> rows = Files.readAllLines(summary);
        List<String> header = List.of(rows.getFirst().split(","));
        String[] first = rows.get(1).split(",");
        for (String outcome : List.of("recovered", "stuck", "undecided", "diverged")) {
            first[header.indexOf(outcome)] = outcome.equals("recovered") || outcome.equals("stuck") ? "0.5" : "0.0";
        }
        Files.write(summary, List.of(rows.get(0), String.join(",", first), rows.get(2)));
        Map<String, Figure> figures = figures(sweep, "error", "final-error");
        Panel errors = curves(figures.get("error")).panels().getFirst();
        assertEquals(List.of(Curve.Range.APART, Curve.Range.QUANTILES),
            errors.curves().stream().map(Curve::range).toList());
        assertTrue(errors.outlined(errors.curves().getFirst()) && !errors.outlined(errors.curves().getLast()));
        assertEquals(List.of(Curve.Range.APART), curves(figures.get("final-error")).panels().getFirst().curves()
            .stream().map(Curve::range).toList());
        for (Figure figure : figures.values()) {
            assertTrue(figure.text().caption().contains("hardly more than its outline"), figure.text().caption());
        }
    }

    @Test
    void howEveryRunEndedIsShownBesideTheErrors() throws Exception {
        Path sweep = sweep("--replicates", "6", "--iterations", "300", "--record", "every:10", "--algorithm",
            "tron,sgd");
        Figure.Curves figure = curves(figures(sweep, "error").get("error"));
        List<CSVRecord> runs = CsvTable.readAll(sweep.resolve("runs.csv"), _ -> { });
        for (int i = 0; i < 2; i++) {
            Panel panel = figure.panels().get(i);
            assertEquals(1, panel.ends().size());
            assertEquals(runs.subList(6 * i, 6 * i + 6).stream().map(row -> row.get("outcome") + " "
                + row.get("final_error")).toList(), panel.ends().getFirst().all().stream()
                .map(end -> end.outcome().id() + " " + end.error()).toList());
        }
        assertTrue(figure.text().caption().contains("Bars at the right"), figure.text().caption());
        // The file of all runs is large, and not always kept.
        Files.delete(sweep.resolve("runs.csv"));
        figure = curves(figures(sweep, "error").get("error"));
        assertTrue(figure.panels().stream().allMatch(panel -> panel.ends().isEmpty()));
        assertFalse(figure.text().caption().contains("Bars"), figure.text().caption());
    }

    @Test
    void theSameFolderGivesTheSamePictures() throws Exception {
        Path sweep = sweep("--replicates", "3", "--iterations", "50", "--record", "every:10", "--theta", "0,1",
            "--beta", "0.1,0.2", "--algorithm", "tron,sgd");
        assertEquals(0, Cli.run("plot", sweep.toString(), "--threads", "1").exitCode());
        Map<String, byte[]> first = Tree.files(sweep);
        assertEquals(0, Cli.run("plot", sweep.toString(), "--threads", "4").exitCode());
        Tree.assertSame(first, Tree.files(sweep));
    }

    private static final int ROWS = 60;

    /** A table whose last labels are far from the others. */
    private Path table(int odd, String... names) throws IOException {
        StringBuilder text = new StringBuilder(String.join(",", names)).append(",v\n");
        for (int i = 0; i < ROWS; i++) {
            double sum = 5;
            for (int j = 0; j < names.length; j++) {
                double x = (i * (13 + 2 * j) % ROWS) / 10.0;
                sum += x / (j + 1) * (j % 2 == 0 ? 1 : -1);
                text.append(x).append(',');
            }
            text.append(sum + i % 5 / 10.0 + (i < ROWS - odd ? 0 : 1000)).append('\n');
        }
        return Files.writeString(out("data.csv"), text);
    }

    private Path fit(Path data, String... more) {
        Path fit = out("fit");
        List<String> arguments = new ArrayList<>(List.of("fit", "--data", data.toString(), "--target", "v", "--out",
            fit.toString()));
        arguments.addAll(List.of(more));
        Cli.Result result = Cli.run(arguments.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result.err());
        return fit;
    }

    private static double[] column(Path file, String name, String part) throws IOException {
        return CsvTable.readAll(file, _ -> { }).stream().filter(row -> part == null || row.get("part").equals(part))
            .mapToDouble(row -> Double.parseDouble(row.get(name))).toArray();
    }

    @Test
    void aFitIsFourFigures() throws Exception {
        Path fit = fit(table(4, "a", "b"));
        Map<String, Figure> figures = plot(fit, "loss", "predictions", "residuals", "weights");
        Figure.Curves loss = curves(figures.get("loss"));
        assertEquals(List.of("root of the mean square", "median"), titles(loss));
        double[] epochs = column(fit.resolve("loss.csv"), "epoch", null);
        Panel squares = loss.panels().getFirst();
        assertEquals(List.of("training", "validation"), names(squares));
        // Of more epochs than the picture has pieces the last value of a piece is there.
        Points validation = squares.curves().getLast().points();
        double[] squared = column(fit.resolve("loss.csv"), "validation_mse", null);
        assertEquals(epochs[epochs.length - 1], loss.x().last());
        assertEquals(Math.sqrt(squared[squared.length - 1]), validation.value()[validation.value().length - 1]);
        double[] medians = column(fit.resolve("loss.csv"), "training_median", null);
        assertEquals(medians[medians.length - 1], Arrays.stream(loss.panels().getLast().curves().getFirst().points()
            .value()).skip(validation.x().length - 1).findFirst().orElseThrow());
        assertEquals(List.of("median of the labels", "least squares"), squares.levels().stream()
            .map(Panel.Level::name).toList());
        List<Panel.Stage> stages = squares.stages().stream().filter(stage -> !stage.minor()).toList();
        assertEquals(List.of("course 1: clip τ = 0.5", "course 2: hampel τ = 0.5", "course 3: trim τ = 0.5",
            "then hampel τ = 0.4"), stages.stream().map(Panel.Stage::name).toList());
        assertEquals(0, stages.getFirst().at());
        List<CSVRecord> rows = CsvTable.readAll(fit.resolve("loss.csv"), _ -> { });
        double second = rows.stream().filter(row -> row.get("course").equals("2")).findFirst().map(row ->
            Double.parseDouble(row.get("epoch"))).orElseThrow();
        assertEquals(second - 1, stages.get(1).at());
        assertEquals(List.of("η / 2", "η / 4"), squares.stages().stream().filter(Panel.Stage::minor)
            .map(Panel.Stage::name).distinct().toList());
    }

    @Test
    void labelsAndResidualsOfAFitAreDots() throws Exception {
        Path fit = fit(table(4, "a", "b"), "--robust", "hampel:0.5", "--no-shuffle", "--validation", "0.3");
        Map<String, Figure> figures = figures(fit, "loss", "predictions", "residuals", "weights");
        Path kept = fit.resolve("residuals.csv");
        Figure.Curves predictions = curves(figures.get("predictions"));
        Panel over = predictions.panels().getFirst();
        assertEquals(List.of("believed", "may be false"), names(over));
        // The last four are those that are false, in the lines behind the header.
        Curve odd = over.curves().getLast();
        assertEquals(Curve.Range.NONE, odd.range());
        assertArrayEquals(new long[] {58, 59, 60, 61}, Arrays.stream(odd.rows().numbers()).sorted().toArray());
        assertEquals("line", odd.rows().word());
        assertEquals(14, over.curves().getFirst().points().x().length);
        double[] labels = column(kept, "label", "validation");
        assertArrayEquals(Arrays.stream(labels).sorted().toArray(), over.curves().stream().flatMapToDouble(curve ->
            Arrays.stream(curve.points().value())).sorted().toArray());
        assertEquals("v, as predicted", predictions.x().name());
        assertEquals("v, as given", predictions.quantity().title());
        assertTrue(predictions.text().caption().contains("18 rows kept for validation"), predictions.text().caption());
        Panel.Guide diagonal = over.guides().getFirst();
        assertArrayEquals(diagonal.x(), diagonal.y());

        Figure.Curves residuals = curves(figures.get("residuals"));
        assertEquals(List.of("training", "validation"), titles(residuals));
        assertEquals("Residuals: 4 labels may be false", residuals.text().title());
        double c = RunJson.read(fit.resolve("metrics.json")).at("/suspects/threshold").asDouble();
        for (Panel panel : residuals.panels()) {
            assertEquals(List.of(4 * c, c, -c, -4 * c), panel.levels().stream().map(Panel.Level::value).toList());
            for (Curve curve : panel.curves()) {
                boolean suspected = curve.name().equals("may be false");
                assertTrue(Arrays.stream(curve.points().value()).allMatch(r -> Math.abs(r) > 4 * c == suspected));
            }
        }
        // The limits are seen, whatever there is beyond them.
        assertTrue(residuals.range()[0] < -4 * c && residuals.range()[1] > 4 * c);
        assertTrue(residuals.text().caption().contains("is the threshold for residuals at the end of training"));
    }

    @Test
    void theWeightsOfAFitAreThoseOfInspect() throws Exception {
        String[] names = IntStream.range(0, 30).mapToObj(i -> "column number " + i + " of a table")
            .toArray(String[]::new);
        Path fit = fit(table(0, names), "--robust", "clip", "--epochs", "20");
        Figure.Bars bars = (Figure.Bars) figures(fit, "loss", "predictions", "residuals", "weights").get("weights");
        assertEquals("The 20 largest of the weights of 30 inputs", bars.text().title());
        ObjectMapper mapper = new ObjectMapper();
        JsonNode features = mapper.readTree(Cli.run("inspect", fit.toString(), "--json").out()).get("features");
        assertEquals(20, bars.bars().size());
        for (int i = 0; i < 20; i++) {
            assertEquals(features.get(i).get("name").asText(), bars.bars().get(i).name());
            double weight = features.get(i).get("weight").asDouble();
            assertEquals(Math.copySign(features.get(i).get("effect").asDouble(), weight), bars.bars().get(i).value());
        }
        assertTrue(bars.text().caption().contains("by its standard deviation"), bars.text().caption());
        fit = fit(table(0, "a"), "--no-standardize", "--overwrite", "--robust", "none", "--epochs", "2");
        Map<String, Figure> raw = plot(fit, "loss", "predictions", "residuals", "weights");
        assertTrue(raw.get("weights").text().caption().contains("inputs were taken as they are"));
        assertTrue(raw.get("residuals").text().caption().contains("the median of |v − f|, as training left no"));
        // One rule, but a rate that falls.
        assertEquals(List.of("no defence", "η / 2", "η / 4"), curves(raw.get("loss")).panels().getFirst().stages()
            .stream().map(Panel.Stage::name).toList());
    }

    @Test
    void withoutValidationTheTrainingPartIsShown() throws Exception {
        Path fit = fit(table(3, "a", "b"), "--validation", "0", "--eta", "0.01", "--epochs", "3", "--robust", "clip");
        Map<String, Figure> figures = plot(fit, "loss", "predictions", "residuals", "weights");
        Figure.Curves loss = curves(figures.get("loss"));
        assertEquals(List.of("training"), names(loss.panels().getFirst()));
        assertEquals(4, loss.panels().getFirst().curves().getFirst().points().x().length);
        assertEquals(List.of(), loss.panels().getFirst().stages());
        assertEquals(List.of("training"), titles(curves(figures.get("residuals"))));
        assertTrue(figures.get("predictions").text().caption().contains("60 rows trained on"));
    }

    private static String requireLack(String command, Path fit) {
        Cli.Result result = Cli.run(command, fit.toString());
        assertEquals(0, result.exitCode(), result.err());
        assertEquals(1, result.errorLines().size(), result.err());
        return result.err();
    }

    @Test
    void ofAnOlderFitThereIsDrawnWhatThereIs() throws Exception {
        Path fit = fit(table(3, "a", "b"), "--robust", "clip", "--epochs", "5");
        plot(fit, "loss", "predictions", "residuals", "weights");
        Files.delete(fit.resolve("residuals.csv"));
        for (String command : List.of("plot", "report")) {
            String said = requireLack(command, fit);
            assertTrue(said.startsWith("neurotron " + command + ": there is no residuals.csv in " + fit), said);
        }
        // Pictures of what is no longer there are not left beside those that are.
        assertEquals(Tree.pictures(List.of("loss", "weights")), Tree.names(fit.resolve("figures")));
        // Still older: no suspects, no medians and no courses.
        Files.delete(fit.resolve("suspects.csv"));
        ObjectNode metrics = RunJson.read(fit.resolve("metrics.json"));
        metrics.remove(List.of("suspects", "yardsticks", "courses", "eta"));
        Files.writeString(fit.resolve("metrics.json"), RunJson.text(metrics));
        List<String> loss = Files.readAllLines(fit.resolve("loss.csv"));
        Files.write(fit.resolve("loss.csv"), loss.stream().map(line -> line.split(",")).map(cells -> cells[0] + ","
            + cells[1] + "," + cells[2]).toList());
        requireLack("plot", fit);
        Figure.Curves figure = curves(figures(fit, "loss", "weights").get("loss"));
        assertEquals(List.of("root of the mean square"), titles(figure));
        assertEquals(List.of(), figure.panels().getFirst().levels());
        requireLack("report", fit);
    }

    @Test
    void ofAFitThatDivergedTheLossesAreDrawn() throws Exception {
        Path fit = out("fit");
        assertEquals(1, Cli.run("fit", "--data", table(0, "a").toString(), "--target", "v", "--eta", "1e30", "--epochs",
            "9", "--out", fit.toString()).exitCode());
        assertTrue(requireLack("plot", fit).contains("there is no model.npz in " + fit + ", as training came to"));
        assertEquals(Tree.pictures(List.of("loss")), Tree.names(fit.resolve("figures")));
        requireLack("report", fit);
    }

    /** Exact fits of labels that are true or far off, and labels that do not vary. */
    @Test
    void whereAFitIsExactThePicturesShowWhatIsNot() throws Exception {
        StringBuilder text = new StringBuilder("a,v\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(i * 13 % ROWS).append(',').append(i * 13 % ROWS + (i % 10 == 3 ? 40 : 0)).append('\n');
        }
        Path data = Files.writeString(out("exact.csv"), text);
        Map<String, Figure> figures = plot(fit(data), "loss", "predictions", "residuals", "weights");
        Figure.Curves residuals = curves(figures.get("residuals"));
        assertTrue(residuals.range()[1] > 30, Arrays.toString(residuals.range()));
        assertEquals("Residuals: 6 labels may be false", residuals.text().title());
        Files.writeString(data, "a,v\n1,5\n2,5\n3,5\n4,5\n");
        figures = plot(fit(data, "--overwrite"), "loss", "predictions", "residuals", "weights");
        assertEquals("Labels over predictions", figures.get("predictions").text().title());
        assertEquals("Residuals: no label is suspected", figures.get("residuals").text().title());
    }

    /** What is replaced goes with its pictures. */
    @Test
    void picturesOfAFitGoWithIt() throws Exception {
        Path data = table(0, "a");
        Path fit = fit(data, "--epochs", "2");
        Cli.run("plot", fit.toString());
        Cli.run("report", fit.toString());
        assertEquals(8, Tree.names(fit.resolve("figures")).size());
        fit(data, "--epochs", "2", "--overwrite");
        assertFalse(Files.exists(fit.resolve("figures")) || Files.exists(fit.resolve("index.html")));
    }
}
