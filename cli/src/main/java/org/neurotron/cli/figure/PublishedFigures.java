package org.neurotron.cli.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neurotron.random.InputDistribution;
import org.neurotron.study.PlannedRun;
import org.neurotron.study.PublishedStudy;
import org.neurotron.study.TraceTable;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Robust;
import org.neurotron.training.RunSettings;

/**
 * The figures of the paper (§4, Appendices F to H), from as much of the study as has been run: what is missing is left
 * out. May be filled by several threads.
 */
public final class PublishedFigures {

    private static final String ERROR = "‖w − w*‖ (logarithmic) over the iterations";

    private static final String PUBLISHED = " The paper's SGD curves are those of “SGD as published”: its code takes "
        + "the derivative of the gates at the first sample of each batch for all samples.";
    private static final String EXACT = " “SGD” is mini-batch SGD as it is defined, which the paper does not show.";
    private static final String SHARED = " The algorithms share w* and the sensing matrices of a panel.";

    /** What Figures 2, 3, F.4 and F.5 show of the columns. */
    private static final List<Double> COMPARED_THETAS = List.of(0.125, 0.5, 1.0, 2.0, 4.0);
    private static final List<Double> COMPARED_BETAS = List.of(0.005, 0.1, 0.2, 0.5, 0.9);

    private final double iterations;
    private final List<Robust> rules;
    private final Map<String, List<Points>> traces = new ConcurrentHashMap<>();

    /**
     * Figures without curves.
     *
     * @param iterations steps of every run
     * @param rules      what is done about false labels, in curves beside those where nothing is
     */
    public PublishedFigures(long iterations, List<Robust> rules) {
        this.iterations = iterations;
        this.rules = List.copyOf(rules);
    }

    /** The rules that some of the curves may be of. */
    public List<Robust> rules() {
        return rules;
    }

    /**
     * Adds the traces of a table.
     *
     * @param table  the table
     * @param curves a thinned trace for every column
     */
    public void add(TraceTable table, List<Points> curves) {
        traces.put(table.fileName(), List.copyOf(curves));
    }

    /**
     * The traces that have been added.
     *
     * @param table a table
     * @return a thinned trace for every column, or none
     */
    public List<Points> of(TraceTable table) {
        return traces.getOrDefault(table.fileName(), List.of());
    }

    /**
     * Everything that can be drawn.
     *
     * @return the figures in the order of the paper
     */
    public List<Figure.Curves> figures() {
        List<Figure.Curves> figures = new ArrayList<>();
        List<String> thetas = List.of("sim01", "sim02", "sim03", "sim04");
        List<String> betas = List.of("sim05", "sim06", "sim07", "sim08");
        figures.add(sideBySide("1a", thetas, "for growing θ", false, Robust.NONE));
        figures.add(sideBySide("1b", betas, "for growing β", false, Robust.NONE));
        for (Robust rule : rules) {
            figures.add(sideBySide("1a", thetas, "for growing θ", false, rule));
            figures.add(sideBySide("1b", betas, "for growing β", false, rule));
        }
        figures.add(stacked("2a", "sim01", COMPARED_THETAS));
        figures.add(stacked("2b", "sim05", COMPARED_BETAS));
        figures.add(stacked("3a", "sim04", COMPARED_THETAS));
        figures.add(stacked("3b", "sim08", COMPARED_BETAS));
        figures.add(stacked("f4a", "sim03", COMPARED_THETAS));
        figures.add(stacked("f4b", "sim07", COMPARED_BETAS));
        figures.add(stacked("f5a", "sim02", COMPARED_THETAS));
        figures.add(stacked("f5b", "sim06", COMPARED_BETAS));
        figures.add(sideBySide("g6", thetas, "without and with a small attack", true, Robust.NONE));
        figures.add(outerWeights("h-q1", 0));
        figures.add(outerWeights("h-q10", 1));
        return figures.stream().filter(figure -> !figure.panels().isEmpty()).toList();
    }

    private static String fileName(String id) {
        return "figure-" + id;
    }

    /** A name such as Figure F.4 (a) for an id such as f4a. */
    private static String figure(String id) {
        String name = id.startsWith("h-") ? "H" : id.toUpperCase(Locale.ROOT);
        char last = name.charAt(name.length() - 1);
        String part = Character.isLetter(last) && name.length() > 1 ? " (" + Character.toLowerCase(last) + ")" : "";
        String stem = part.isEmpty() ? name : name.substring(0, name.length() - 1);
        return "Figure " + (Character.isLetter(stem.charAt(0)) && stem.length() > 1
            ? stem.charAt(0) + "." + stem.substring(1) : stem) + part;
    }

    private static TraceTable table(String simulation, Algorithm algorithm) {
        return PublishedStudy.tables(simulation, algorithm).getFirst();
    }

    private static InputDistribution law(TraceTable table) {
        return table.columns().getFirst().settings().oracle().distribution();
    }

    private static String symbol(String simulation) {
        return Names.symbol(PublishedStudy.variedParameter(simulation).id());
    }

    /** Says what does not vary. */
    private static String fixed(String simulation) {
        PlannedRun run = table(simulation, Algorithm.TRON).columns().getFirst();
        return PublishedStudy.variedParameter(simulation) == PublishedStudy.Parameter.THETA
            ? "β = " + Label.number(run.settings().oracle().beta())
            : "θ = " + Label.number(run.settings().oracle().theta());
    }

    /** Says how large the networks and steps of some tables are: n and η with which inputs, where they differ. */
    private static String sizes(List<TraceTable> tables) {
        if (tables.isEmpty()) {
            return "";
        }
        Map<String, List<String>> laws = new LinkedHashMap<>();
        for (TraceTable table : tables) {
            RunSettings own = table.columns().getFirst().settings();
            laws.computeIfAbsent("n = " + own.problem().n() + ", η = " + Label.number(own.learner().eta()),
                _ -> new ArrayList<>()).add(Names.of(law(table)));
        }
        RunSettings first = tables.getFirst().columns().getFirst().settings();
        return " r = " + first.problem().r() + ", k = " + first.problem().k() + ", b = " + first.learner().b() + "; "
            + laws.entrySet().stream().map(one -> one.getKey() + " with inputs " + String.join(" and ", one.getValue()))
                .collect(Collectors.joining("; ")) + ".";
    }

    /** Neuro-Tron in a panel per distribution, for the values above 0, or for 0 and the next. */
    private Figure.Curves sideBySide(String id, List<String> simulations, String how, boolean fromZero, Robust rule) {
        List<Panel> panels = new ArrayList<>();
        for (String simulation : simulations) {
            TraceTable table = table(simulation, Algorithm.TRON).with(rule);
            List<Points> columns = of(table);
            List<Curve> curves = new ArrayList<>();
            int first = fromZero ? 0 : 1;
            int end = fromZero ? Math.min(2, columns.size()) : columns.size();
            for (int i = first; i < end; i++) {
                double value = PublishedStudy.variedParameter(simulation).of(table.columns().get(i));
                curves.add(new Curve(symbol(simulation) + " = " + Label.number(value),
                    Ink.shade(Algorithm.TRON, i - first, end - first), Curve.Range.EXTREMES, columns.get(i)));
            }
            if (!curves.isEmpty()) {
                panels.add(new Panel("inputs " + Names.of(law(table)), curves, List.of()));
            }
        }
        String fixed = fixed(simulations.getFirst());
        // What is seen after as many steps as in the paper.
        boolean plain = rule.equals(Robust.NONE);
        String seen = iterations < PublishedStudy.ITERATIONS || !plain ? "" : fromZero
            ? " Without an attack the error falls to rounding; with the least one it levels off far above."
            : " Every curve falls and then levels off; the stronger the attack, the higher.";
        return figure(id, rule, "Neuro-Tron" + (plain ? " " : " with " + Names.of(rule) + " ") + how + ", " + fixed,
            ERROR + ", one run each." + seen + " Every curve has a problem of its own." + sizes(simulations.stream()
                .map(simulation -> table(simulation, Algorithm.TRON).with(rule)).filter(table -> !of(table).isEmpty())
                .toList()), panels.size() > 1 ? 2 : 1, panels);
    }

    /** The algorithms in a panel per value. */
    private Figure.Curves stacked(String id, String simulation, List<Double> values) {
        List<Panel> panels = new ArrayList<>();
        for (double value : values) {
            List<Curve> curves = new ArrayList<>();
            for (Algorithm algorithm : Algorithm.values()) {
                addCurve(table(simulation, algorithm), value, curves);
            }
            for (Robust rule : rules) {
                Stream.of(Algorithm.values()).filter(Algorithm::takesRules)
                    .forEach(algorithm -> addCurve(table(simulation, algorithm).with(rule), value, curves));
            }
            if (!curves.isEmpty()) {
                panels.add(new Panel(symbol(simulation) + " = " + Label.number(value), curves, List.of()));
            }
        }
        List<Algorithm> present = Stream.of(Algorithm.values())
            .filter(algorithm -> !of(table(simulation, algorithm)).isEmpty()).toList();
        String shown = !present.contains(Algorithm.TRON) ? "SGD"
            : present.size() == 1 ? "Neuro-Tron" : "Neuro-Tron beside SGD";
        return figure(id, shown + ", inputs " + Names.of(law(table(simulation, Algorithm.TRON))) + ", "
            + fixed(simulation), ERROR + ", one run each."
            + (present.contains(Algorithm.SGD_PUBLISHED) ? PUBLISHED : "")
            + (present.contains(Algorithm.SGD) ? EXACT : "") + (present.size() > 1 ? SHARED : "")
            + sizes(List.of(table(simulation, Algorithm.TRON))), 1, panels);
    }

    /** Adds the curve of a table for one value of what varies in it, if it is there. */
    private void addCurve(TraceTable table, double value, List<Curve> curves) {
        List<Points> columns = of(table);
        Robust rule = table.robust();
        for (int i = 0; i < columns.size(); i++) {
            if (PublishedStudy.variedParameter(table.simulation()).of(table.columns().get(i)) == value) {
                curves.add(new Curve(Names.of(table.algorithm()) + (rule.equals(Robust.NONE) ? ""
                    : ", " + Names.of(rule)), Ink.of(table.algorithm(), rule), Curve.Range.EXTREMES, columns.get(i)));
            }
        }
    }

    /** The curves of q-assist for one q, of which there are as many tables as values of θ. */
    private Figure.Curves outerWeights(String id, int which) {
        List<TraceTable> tables = PublishedStudy.tables(PublishedStudy.Q_ASSIST, Algorithm.TRON);
        List<TraceTable> own = tables.subList(which * tables.size() / 2, (which + 1) * tables.size() / 2);
        List<Curve> curves = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            for (Points points : of(own.get(i))) {
                double theta = own.get(i).columns().getFirst().settings().oracle().theta();
                curves.add(new Curve("θ = " + Label.number(theta), Ink.shade(Algorithm.TRON, i, own.size()),
                    Curve.Range.EXTREMES, points));
            }
        }
        PlannedRun run = own.getFirst().columns().getFirst();
        String q = Label.number(run.settings().problem().q().getFirst());
        return figure(id, "Neuro-Tron with all outer weights q = " + q + ", β = "
            + Label.number(run.settings().oracle().beta()), ERROR + ", one run each, with the same problem for both q. "
            + "Here" + sizes(own.subList(0, 1)), 1,
            curves.isEmpty() ? List.of() : List.of(new Panel("", curves, List.of())));
    }

    private Figure.Curves figure(String id, String title, String caption, int columns, List<Panel> panels) {
        return figure(id, Robust.NONE, title, caption, columns, panels);
    }

    private Figure.Curves figure(String id, Robust rule, String title, String caption, int columns,
                                 List<Panel> panels) {
        String file = fileName(id) + (rule.equals(Robust.NONE) ? "" : "-" + rule.name());
        return new Figure.Curves(new Figure.Text(file, figure(id) + ". " + title, caption,
            Words.describe("Error over " + Label.count(iterations) + " iterations", panels)),
            Figure.Axis.ofIterations(iterations, Scale.LINEAR),
            columns, panels);
    }
}
