package org.neurotron.cli.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neurotron.cli.figure.Curve;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Ink;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.figure.Names;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.figure.Points;
import org.neurotron.cli.figure.Thinner;
import org.neurotron.cli.figure.Words;
import org.neurotron.cli.file.CsvTable;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.training.Robust;
import org.neurotron.training.RunSettings;

/** A run of {@code train} as a figure, finished or not. */
final class TrainResults {

    /** Characters of the longest line: numbers of 20, 24 and 24 digits at most. */
    private static final int LONGEST = 80;

    private static final int DIGITS = 5;

    private TrainResults() {
    }

    static Results read(Path folder, ObjectNode run) throws IOException {
        Path trace = folder.resolve(FileNames.TRACE);
        if (!Files.exists(trace)) {
            throw new BadUsage("'" + folder + "' must be a folder of train with its "
                + FileNames.TRACE + ": there is none in it");
        }
        RunOptions.Settings settings = RunOptions.of(run, folder);
        RunSettings only = settings.only();
        Points points = points(trace, Results.iterations(run, folder));
        if (points.x().length == 0) {
            throw new BadUsage("'" + folder + "' must be a folder of train in which something "
                + "is recorded: there is nothing yet in " + trace);
        }
        String name = Names.of(only.learner().algorithm());
        Optional<Panel.Level> level = TheoryLevel.of(only, settings.seed(), run.path("replicate").asLong(), 1, "",
            Ink.of(only.learner().algorithm()));
        Panel panel = new Panel("", List.of(new Curve(name, Ink.of(only.learner().algorithm()),
            Curve.Range.EXTREMES, points)), level.stream().toList(), List.of(), ExpectedLine.curve(only,
                settings.seed(), run.path("replicate").asLong(), Math.round(Results.iterations(run, folder).last()))
                .map(ExpectedLine::guide).stream().toList());
        Optional<Divergence> divergence = Divergence.of(points);
        // Beyond where a run has diverged there is nothing to be seen.
        Figure.Axis all = Results.iterations(run, folder);
        Figure.Axis axis = divergence.filter(Divergence::isOver).map(one -> Figure.Axis.ofIterations(one.iteration(),
            all.scale())).orElse(all);
        String title = name + ", inputs " + Names.of(only.oracle().distribution()) + ", θ = "
            + Label.number(only.oracle().theta()) + ", β = " + Label.number(only.oracle().beta())
            + divergence.map(Divergence::title).orElse("");
        List<String> configuration = new ArrayList<>(List.of("n = " + only.problem().n(), "r = " + only.problem().r(),
            "k = " + only.problem().k(), "b = " + only.learner().b(),
            "η = " + Label.rounded(only.learner().eta(), 5), only.oracle().attack().id() + " attack"));
        if (!only.learner().robust().equals(Robust.NONE)) {
            configuration.add(Names.of(only.learner().robust()));
        }
        configuration.addAll(SweepWords.unusual(only));
        Figure figure = new Figure.Curves(new Figure.Text(FileNames.ERROR_FIGURE, title,
            "‖w − w*‖ (logarithmic) over the iterations of one run: " + String.join(", ", configuration) + "."
                + divergence.map(Divergence::sentence).orElse("")
                + ExpectedLine.explanation(List.of(panel), 1) + (level.isPresent() ? TheoryLevel.EXPLANATION : ""),
            Words.describe("Error over " + Label.count(axis.last()) + " iterations", List.of(panel))), axis, 1,
            List.of(panel));
        int last = points.x().length - 1;
        return new Results(title, run, List.of(figure), List.of(new Results.Table("The run", List.of(
            List.of("algorithm", "last recorded iteration", "error there"),
            List.of(name, Label.count(points.x()[last]), Label.rounded(points.value()[last], DIGITS))))));
    }

    /** Reads line by line, as a trace may be longer than the memory is large. */
    private static Points points(Path file, Figure.Axis axis) throws IOException {
        Thinner thinner = Results.thinner(axis);
        try (BufferedReader in = CsvTable.open(file)) {
            StringBuilder line = new StringBuilder();
            long number = 0;
            long iteration = 0;
            // A line without its end is not there in full: a run is writing it, or was killed at that.
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    number++;
                    if (number > 1) {
                        iteration = add(line.toString(), number, iteration, thinner, axis, file);
                    } else if (!FileNames.TRACE_HEADERS.contains(line.toString())) {
                        throw new BadUsage(file + " is damaged: " + beginning());
                    }
                    line.setLength(0);
                } else if (line.length() < LONGEST) {
                    line.append((char) c);
                } else {
                    throw new BadUsage(file + " is damaged: " + (number == 0 ? beginning()
                        : "line " + (number + 1) + " does not end"));
                }
            }
        }
        return thinner.points();
    }

    private static String beginning() {
        return "it must begin with " + FileNames.TRACE_HEADERS.getFirst();
    }

    private static long add(String line, long number, long before, Thinner thinner, Figure.Axis axis, Path file) {
        int comma = line.indexOf(',');
        long iteration;
        double error;
        try {
            iteration = Long.parseLong(line.substring(0, Math.max(0, comma)));
            // A threshold may stand behind it.
            int second = line.indexOf(',', comma + 1);
            error = Double.parseDouble(line.substring(comma + 1, second < 0 ? line.length() : second));
        } catch (NumberFormatException e) {
            throw new BadUsage(file + " is damaged: line " + number + " is no iteration and error");
        }
        if (iteration <= before || iteration > axis.last()) {
            throw new BadUsage(file + " is damaged: line " + number + " is of iteration " + iteration + ", after "
                + before + " of " + Math.round(axis.last()));
        }
        thinner.add(iteration, error);
        return iteration;
    }
}
