package org.neurotron.cli.result;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neurotron.cli.figure.Curve;
import org.neurotron.cli.figure.Ends;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.figure.Points;
import org.neurotron.cli.figure.Words;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.option.ListedOption;
import org.neurotron.study.Outcome;
import org.neurotron.training.RunSettings;

/** The errors of a sweep over the iterations. */
final class ErrorFigure {

    static final int MOST_PANELS = 12;

    /** Columns of bars beside a panel, which would be too narrow if there were more. */
    private static final int MOST_ENDS = 4;

    private final SweepData sweep;
    private final SweepWords words;
    private final SweepInks inks;

    /** Panels side by side. */
    private final int columns;

    ErrorFigure(SweepData sweep) {
        this.sweep = sweep;
        words = new SweepWords(sweep);
        // Bands of algorithms, of which some runs get stuck, hide each other: they have panels of their own.
        boolean apart = sweep.replicates() > 1 && sweep.varied().contains(ListedOption.ALGORITHM);
        inks = apart && sweep.all().size() <= MOST_PANELS ? new SweepInks(sweep, null)
            : SweepInks.of(sweep, apart ? sweep.variedWithout(ListedOption.ALGORITHM) : sweep.varied());
        columns = apart ? sweep.values(ListedOption.ALGORITHM).size() : 0;
    }

    /** The figure, if it does not need too many panels. */
    Optional<Figure> figure() throws IOException {
        Map<String, List<Integer>> groups = sweep.groupedBy(sweep.variedWithout(inks.colours()));
        if (groups.size() > MOST_PANELS) {
            return Optional.empty();
        }
        List<Points> points = sweep.quantiles();
        List<List<Ends.End>> ends = groups.values().stream().allMatch(group -> group.size() <= MOST_ENDS)
            ? sweep.ends() : List.of();
        List<Panel> panels = new ArrayList<>();
        groups.forEach((name, members) -> panels.add(panel(name, members, points, ends)));
        boolean single = groups.values().stream().allMatch(this::isNamed);
        Figure.Axis axis = sweep.iterations();
        boolean explained = panels.stream().anyMatch(panel -> !panel.levels().isEmpty());
        return Optional.of(new Figure.Curves(new Figure.Text(FileNames.ERROR_FIGURE, "‖w − w*‖ over the iterations",
            words.errors() + (single ? "" : words.became()) + SweepWords.apart(panels)
                + (ends.isEmpty() ? "" : SweepWords.ends()) + ExpectedLine.explanation(panels, sweep.replicates())
                + (explained ? TheoryLevel.EXPLANATION : ""),
            Words.describe("Error over " + Label.count(axis.last()) + " iterations", panels)), axis,
            columns > 0 ? columns : panels.size() == 1 ? 1 : 2, panels));
    }

    /** Whether the title of a panel says what became of its runs. */
    private boolean isNamed(List<Integer> members) {
        return members.size() == 1
            && (sweep.replicates() > 1 || sweep.share(members.getFirst(), Outcome.DIVERGED) > 0);
    }

    private Panel panel(String name, List<Integer> members, List<Points> points, List<List<Ends.End>> ends) {
        List<Curve> curves = new ArrayList<>();
        List<Panel.Level> levels = new ArrayList<>();
        List<Ends> own = new ArrayList<>();
        List<Panel.Guide> guides = new ArrayList<>();
        for (int i : members) {
            RunSettings one = sweep.settings(i);
            curves.add(new Curve(inks.name(one), inks.ink(one), range(sweep, List.of(i)), points.get(i)));
            TheoryLevel.of(one, sweep.seed(), 0, sweep.replicates(), inks.suffix(one), inks.ink(one))
                .ifPresent(levels::add);
            sweep.expected(i).map(ExpectedLine::guide).ifPresent(guides::add);
            if (!ends.isEmpty()) {
                own.add(new Ends(inks.ink(one), ends.get(i)));
            }
        }
        boolean named = isNamed(members);
        return new Panel(name + (named && !name.isEmpty() ? ":\n" : "") + (named ? words.became(members.getFirst())
            : ""), curves, levels, own, guides);
    }

    /** What the range of a curve of some settings is: one run has no quantiles. */
    static Curve.Range range(SweepData sweep, List<Integer> settings) {
        return sweep.replicates() == 1 ? Curve.Range.EXTREMES
            : settings.stream().anyMatch(sweep::endsApart) ? Curve.Range.APART : Curve.Range.QUANTILES;
    }
}
