package org.neurotron.cli.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.neurotron.cli.file.FileNames;
import org.neurotron.study.PublishedStudy;
import org.neurotron.study.TraceTable;
import org.neurotron.training.Algorithm;

/** Breaks if a figure shows anything else than the figure of the paper of its name. */
class PublishedFiguresTest {

    private static final long ITERATIONS = 1000;

    private static final List<String> LAWS = List.of("N(0, 1)", "N(0, 9)", "Laplace(0, 2)", "t(4)");
    private static final List<String> THETAS = List.of("0.125", "0.25", "0.5", "1", "2", "4");
    private static final List<String> BETAS = List.of("0.005", "0.05", "0.1", "0.2", "0.5", "0.9");
    private static final List<String> COMPARED_THETAS = List.of("0.125", "0.5", "1", "2", "4");
    private static final List<String> COMPARED_BETAS = List.of("0.005", "0.1", "0.2", "0.5", "0.9");

    /** The columns of Table 1, by the names of their values. */
    private static final List<String> ALL_THETAS = List.of("0", "0.125", "0.25", "0.5", "1", "2", "4");
    private static final List<String> ALL_BETAS = List.of("0", "0.005", "0.05", "0.1", "0.2", "0.5", "0.9");

    /** What was put in, by file and column. */
    private final Map<String, Points> traces = new HashMap<>();

    private PublishedFigures study(List<String> simulations, List<Algorithm> algorithms) {
        PublishedFigures study = new PublishedFigures(ITERATIONS, List.of());
        for (String simulation : simulations) {
            for (Algorithm algorithm : algorithms) {
                for (TraceTable table : PublishedStudy.tables(simulation, algorithm)) {
                    List<Points> columns = new ArrayList<>();
                    for (int i = 0; i < table.columns().size(); i++) {
                        Points points = points(1 + traces.size());
                        columns.add(points);
                        traces.put(table.fileName() + " " + i, points);
                    }
                    study.add(table, columns);
                }
            }
        }
        return study;
    }

    private PublishedFigures whole() {
        return study(PublishedStudy.simulations(), List.of(Algorithm.values()));
    }

    private static Points points(double value) {
        double[] x = {1, ITERATIONS};
        double[] y = {10 * value, value};
        return new Points(x, y, y, y);
    }

    private static Map<String, Figure.Curves> byId(PublishedFigures study) {
        Map<String, Figure.Curves> figures = new TreeMap<>();
        study.figures().forEach(figure -> figures.put(figure.text().id(), figure));
        return figures;
    }

    private static List<String> titles(Figure.Curves figure) {
        return figure.panels().stream().map(Panel::title).toList();
    }

    private static List<String> names(Panel panel) {
        return panel.curves().stream().map(Curve::name).toList();
    }

    private static List<String> with(String prefix, List<String> values) {
        return values.stream().map(value -> prefix + value).toList();
    }

    @Test
    void theFiguresAreThoseOfThePaperInItsOrder() {
        List<String> ids = List.of("figure-1a", "figure-1b", "figure-2a", "figure-2b", "figure-3a", "figure-3b",
            "figure-f4a", "figure-f4b", "figure-f5a", "figure-f5b", "figure-g6", "figure-h-q1", "figure-h-q10");
        List<Figure.Curves> figures = whole().figures();
        assertEquals(ids, figures.stream().map(figure -> figure.text().id()).toList());
        assertEquals(ids, FileNames.STUDY_FIGURES);
        assertEquals(List.of("Figure 1 (a)", "Figure 1 (b)", "Figure 2 (a)", "Figure 2 (b)", "Figure 3 (a)",
            "Figure 3 (b)", "Figure F.4 (a)", "Figure F.4 (b)", "Figure F.5 (a)", "Figure F.5 (b)", "Figure G.6",
            "Figure H", "Figure H"), figures.stream().map(figure -> figure.text().title().replaceFirst("\\. .*", ""))
            .toList());
        for (Figure.Curves figure : figures) {
            assertEquals(0, figure.x().first());
            assertEquals(ITERATIONS, figure.x().last());
            assertEquals(Scale.LINEAR, figure.x().scale());
            assertEquals("iteration", figure.x().name());
        }
    }

    @Test
    void captionsSayHowLargeEverythingIs() {
        Map<String, Figure.Curves> figures = byId(whole());
        String both = " r = 25, k = 10, b = 16; n = 100, η = 10⁻⁴ with inputs N(0, 1) and t(4); "
            + "n = 50, η = 5·10⁻⁵ with inputs N(0, 9) and Laplace(0, 2).";
        for (String id : List.of("figure-1a", "figure-1b", "figure-g6")) {
            assertTrue(figures.get(id).text().caption().endsWith(both), figures.get(id).text().caption());
        }
        Map.of("figure-2a", "n = 100, η = 10⁻⁴ with inputs N(0, 1).",
            "figure-3b", "n = 100, η = 10⁻⁴ with inputs t(4).",
            "figure-f4a", "n = 50, η = 5·10⁻⁵ with inputs Laplace(0, 2).", "figure-f5b",
            "n = 50, η = 5·10⁻⁵ with inputs N(0, 9).").forEach((id, own) ->
            assertTrue(figures.get(id).text().caption().endsWith(" r = 25, k = 10, b = 16; " + own), id));
        assertTrue(figures.get("figure-h-q10").text().caption().endsWith(" r = 20, k = 100, b = 64; n = 50, "
            + "η = 2·10⁻⁵ with inputs N(0, 1)."), figures.get("figure-h-q10").text().caption());
    }

    @Test
    void figure1ShowsNeuroTronForEveryDistribution() {
        requireSideBySide("figure-1a", List.of("sim01", "sim02", "sim03", "sim04"), "θ = ", THETAS, ALL_THETAS);
        requireSideBySide("figure-1b", List.of("sim05", "sim06", "sim07", "sim08"), "β = ", BETAS, ALL_BETAS);
    }

    @Test
    void figureG6ShowsNoAttackBesideTheLeastOne() {
        requireSideBySide("figure-g6", List.of("sim01", "sim02", "sim03", "sim04"), "θ = ", List.of("0", "0.125"),
            ALL_THETAS);
    }

    private void requireSideBySide(String id, List<String> simulations, String symbol, List<String> values,
                                   List<String> columns) {
        Figure.Curves figure = byId(whole()).get(id);
        assertEquals(with("inputs ", LAWS), titles(figure));
        assertEquals(2, figure.columns());
        for (int i = 0; i < 4; i++) {
            Panel panel = figure.panels().get(i);
            assertEquals(with(symbol, values), names(panel));
            assertEquals(List.of(), panel.levels());
            for (int j = 0; j < values.size(); j++) {
                Curve curve = panel.curves().get(j);
                assertSame(traces.get(simulations.get(i) + "_tron.csv " + columns.indexOf(values.get(j))),
                    curve.points());
                assertEquals(Curve.Range.EXTREMES, curve.range());
                assertEquals(Ink.shade(Algorithm.TRON, j, values.size()).light(), curve.ink().light());
            }
        }
    }

    @Test
    void figures2To5ShowTheAlgorithmsInAPanelPerValue() {
        requireStacked("figure-2a", "sim01", "N(0, 1)", "θ = ", COMPARED_THETAS, ALL_THETAS);
        requireStacked("figure-2b", "sim05", "N(0, 1)", "β = ", COMPARED_BETAS, ALL_BETAS);
        requireStacked("figure-3a", "sim04", "t(4)", "θ = ", COMPARED_THETAS, ALL_THETAS);
        requireStacked("figure-3b", "sim08", "t(4)", "β = ", COMPARED_BETAS, ALL_BETAS);
        requireStacked("figure-f4a", "sim03", "Laplace(0, 2)", "θ = ", COMPARED_THETAS, ALL_THETAS);
        requireStacked("figure-f4b", "sim07", "Laplace(0, 2)", "β = ", COMPARED_BETAS, ALL_BETAS);
        requireStacked("figure-f5a", "sim02", "N(0, 9)", "θ = ", COMPARED_THETAS, ALL_THETAS);
        requireStacked("figure-f5b", "sim06", "N(0, 9)", "β = ", COMPARED_BETAS, ALL_BETAS);
    }

    private void requireStacked(String id, String simulation, String law, String symbol, List<String> values,
                                List<String> columns) {
        Figure.Curves figure = byId(whole()).get(id);
        assertTrue(figure.text().title().contains("inputs " + law + ", " + (symbol.startsWith("θ") ? "β = 0.5"
            : "θ = 0.25")), figure.text().title());
        assertEquals(with(symbol, values), titles(figure));
        assertEquals(1, figure.columns());
        for (int i = 0; i < values.size(); i++) {
            List<Curve> curves = figure.panels().get(i).curves();
            assertEquals(List.of("Neuro-Tron", "SGD", "SGD as published"), names(figure.panels().get(i)));
            for (int j = 0; j < 3; j++) {
                Algorithm algorithm = Algorithm.values()[j];
                assertSame(traces.get(simulation + "_" + algorithm.id() + ".csv " + columns.indexOf(values.get(i))),
                    curves.get(j).points());
                assertEquals(Ink.of(algorithm).light(), curves.get(j).ink().light());
            }
        }
    }

    @Test
    void figureHShowsOuterWeightsInAPictureEach() {
        Map<String, Figure.Curves> figures = byId(whole());
        for (int q : new int[] {1, 10}) {
            Figure.Curves figure = figures.get("figure-h-q" + q);
            assertTrue(figure.text().title().contains("q = " + q + ","), figure.text().title());
            assertTrue(figure.text().caption().contains(q == 1 ? "η = 10⁻⁴" : "η = 2·10⁻⁵"), figure.text().caption());
            assertEquals(1, figure.panels().size());
            Panel panel = figure.panels().getFirst();
            assertEquals(List.of("θ = 0", "θ = 0.5", "θ = 1"), names(panel));
            for (int i = 0; i < 3; i++) {
                assertSame(traces.get("q_assist_neuro" + q + "_" + i + "_tron.csv 0"),
                    panel.curves().get(i).points());
            }
        }
    }

    @Test
    void ofOneSimulationThereIsWhatItCanShow() {
        Map<String, Figure.Curves> figures = byId(study(List.of("sim01"), List.of(Algorithm.values())));
        assertEquals(List.of("figure-1a", "figure-2a", "figure-g6"), List.copyOf(figures.keySet()));
        assertEquals(List.of("inputs N(0, 1)"), titles(figures.get("figure-1a")));
        assertEquals(1, figures.get("figure-1a").columns());
        assertEquals(List.of("inputs N(0, 1)"), titles(figures.get("figure-g6")));
        assertEquals(5, figures.get("figure-2a").panels().size());
        assertEquals(List.of("figure-3b"), List.copyOf(byId(study(List.of("sim08"), List.of(Algorithm.SGD))).keySet()));
        assertEquals(List.of("figure-1b", "figure-f4b"),
            List.copyOf(byId(study(List.of("sim07"), List.of(Algorithm.TRON))).keySet()));
        assertEquals(List.of("figure-h-q1", "figure-h-q10"),
            List.copyOf(byId(study(List.of("q-assist"), List.of(Algorithm.TRON))).keySet()));
        assertEquals(List.of(), new PublishedFigures(ITERATIONS, List.of()).figures());
    }

    @Test
    void ofOneAlgorithmThereAreItsCurves() {
        Map<String, Figure.Curves> tron = byId(study(PublishedStudy.simulations(), List.of(Algorithm.TRON)));
        assertEquals(13, tron.size());
        tron.get("figure-3a").panels().forEach(panel -> assertEquals(List.of("Neuro-Tron"), names(panel)));
        Map<String, Figure.Curves> others = byId(study(PublishedStudy.simulations(),
            List.of(Algorithm.SGD, Algorithm.SGD_PUBLISHED)));
        assertEquals(8, others.size());
        others.values().forEach(figure -> figure.panels().forEach(panel ->
            assertEquals(List.of("SGD", "SGD as published"), names(panel))));
    }

    @Test
    void ofOneQThereIsOnePicture() {
        PublishedFigures study = new PublishedFigures(ITERATIONS, List.of());
        TraceTable table = PublishedStudy.tables("q-assist", Algorithm.TRON).get(4);
        study.add(table, List.of(points(1)));
        Figure.Curves figure = study.figures().getFirst();
        assertEquals("figure-h-q10", figure.text().id());
        assertEquals(List.of("θ = 0.5"), names(figure.panels().getFirst()));
        assertEquals(1, study.figures().size());
    }

    @Test
    void theSameNameHasTheSameInkInAllPanels() {
        for (Figure.Curves figure : whole().figures()) {
            Map<String, Ink> inks = new HashMap<>();
            for (Panel panel : figure.panels()) {
                for (Curve curve : panel.curves()) {
                    Ink first = inks.computeIfAbsent(curve.name(), _ -> curve.ink());
                    assertEquals(first.light(), curve.ink().light(), figure.text().id());
                    assertEquals(first.dark(), curve.ink().dark(), figure.text().id());
                }
            }
        }
    }

    @Test
    void everyFigureSaysWhatItShows() {
        for (Figure.Curves figure : whole().figures()) {
            Figure.Text text = figure.text();
            for (String said : List.of(text.title(), text.caption(), text.alternative())) {
                assertFalse(said.contains("null") || said.contains("NaN"), said);
            }
            assertTrue(text.caption().endsWith("."), text.caption());
            for (Panel panel : figure.panels()) {
                assertTrue(text.alternative().contains(panel.title()), text.alternative());
                IntStream.range(0, panel.curves().size()).forEach(i -> assertTrue(text.alternative().contains(
                    names(panel).get(i) + " " + Label.rounded(panel.curves().get(i).points().value()[1], 2)),
                    text.alternative()));
            }
        }
        String caption = byId(whole()).get("figure-2a").text().caption();
        assertTrue(caption.contains("The paper's SGD curves are those of “SGD as published”"), caption);
    }
}
