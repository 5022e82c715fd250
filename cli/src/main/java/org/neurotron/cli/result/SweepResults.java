package org.neurotron.cli.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.option.ListedOption;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.study.Outcome;

/**
 * A sweep as figures: the errors over the iterations, for up to {@value #MOST_SETTINGS} settings; the final errors over
 * a parameter that varies alone, and as heat maps for two.
 */
final class SweepResults {

    private static final int MOST_SETTINGS = 60;
    private static final int MOST_ROWS = 500;

    /** The options that are numbers, those first that make the better axis across. */
    private static final List<ListedOption<?>> NUMBERS = List.of(ListedOption.BETA, ListedOption.THETA,
        ListedOption.TAU, ListedOption.ETA, ListedOption.K, ListedOption.B);

    /** The columns of the table of outcomes. */
    private static final List<Outcome> OUTCOMES = List.of(Outcome.RECOVERED, Outcome.STUCK, Outcome.UNDECIDED,
        Outcome.DIVERGED);

    private SweepResults() {
    }

    static Results read(Path folder, ObjectNode run) throws IOException {
        if (!Files.exists(folder.resolve(FileNames.SUMMARY))) {
            throw new BadUsage("'" + folder + "' must be the folder of a complete sweep: "
                + (run.has(SweepOptions.SHARD) ? "it is that of a shard; put the shards together with neurotron merge"
                : "its " + FileNames.SUMMARY + " is missing; go on with neurotron resume " + folder));
        }
        SweepData sweep = new SweepData(folder, run);
        int settings = sweep.all().size();
        String title = (sweep.replicates() == 1 ? "One run" : Label.count(sweep.replicates()) + " runs") + " of "
            + (settings == 1 ? "one configuration" : "each of " + Label.count(settings) + " configurations");
        return new Results(title, run, figures(sweep), List.of(table(sweep)));
    }

    private static List<Figure> figures(SweepData sweep) throws IOException {
        List<Figure> figures = new ArrayList<>();
        if (sweep.all().size() <= MOST_SETTINGS) {
            new ErrorFigure(sweep).figure().ifPresent(figures::add);
        }
        List<ListedOption<?>> numbers = NUMBERS.stream().filter(sweep.varied()::contains).toList();
        if (numbers.size() == 1) {
            for (Figure.Quantity quantity : List.of(Figure.Quantity.ERROR, Figure.Quantity.SHARE)) {
                new ParameterFigures(sweep, numbers.getFirst(), quantity).figure().ifPresent(figures::add);
            }
        } else if (numbers.size() >= 2) {
            figures.addAll(new HeatMapFigures(sweep, numbers).figures());
        }
        return figures;
    }

    private static Results.Table table(SweepData sweep) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stream.of(sweep.varied().stream().map(ListedOption::symbol), OUTCOMES.stream().map(Outcome::id),
            Stream.of("final error: median", "5 %", "95 %")).flatMap(columns -> columns).toList());
        for (int i = 0; i < Math.min(MOST_ROWS, sweep.all().size()); i++) {
            List<String> row = new ArrayList<>();
            for (ListedOption<?> option : sweep.varied()) {
                row.add(option.shown(sweep.settings(i)));
            }
            for (Outcome outcome : OUTCOMES) {
                row.add(SweepWords.percent(sweep.share(i, outcome)));
            }
            for (String quantile : SweepData.FINAL_ERRORS) {
                row.add(Label.rounded(sweep.result(i, quantile), 3));
            }
            rows.add(row);
        }
        return new Results.Table("What became of the runs" + (sweep.all().size() > MOST_ROWS ? ", the first "
            + MOST_ROWS + " configurations; " + FileNames.SUMMARY + " has all" : ""), rows);
    }
}
