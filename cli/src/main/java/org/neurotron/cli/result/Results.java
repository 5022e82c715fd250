package org.neurotron.cli.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Scale;
import org.neurotron.cli.figure.Thinner;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.cli.option.TrainOptions;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;
import picocli.CommandLine.ParameterException;

/**
 * What a folder of results holds, made ready to be looked at.
 *
 * @param title   what it is, in a line
 * @param run     what stands in its {@code run.json}
 * @param figures its figures
 * @param tables  what came out
 * @param lacks   what there would be more, in lines of words
 */
public record Results(String title, ObjectNode run, List<? extends Figure> figures, List<Table> tables,
                      List<String> lacks) {

    /** More than a picture has columns of pixels. */
    private static final int PIECES = 2_000;

    /**
     * Of a folder in which nothing is wanting.
     *
     * @param title   what it is, in a line
     * @param run     what stands in its {@code run.json}
     * @param figures its figures
     * @param tables  what came out
     */
    Results(String title, ObjectNode run, List<? extends Figure> figures, List<Table> tables) {
        this(title, run, figures, tables, List.of());
    }

    /**
     * A table.
     *
     * @param title what it shows
     * @param rows  the header and the rows
     */
    public record Table(String title, List<List<String>> rows) {
    }

    /** How much of the traces is wanted. */
    public enum Detail {
        /** As much as a picture shows. */
        PICTURE,
        /** As much as a page carries. */
        PAGE
    }

    /**
     * Reads a folder.
     *
     * @param folder      the folder of a run, a sweep, the study or a fit
     * @param detail      for what
     * @param threads     how many may read
     * @throws ParameterException if it is no such folder, or what is in it is not complete
     * @throws BadUsage           if what is in it is damaged
     */
    public static Results read(Path folder, Detail detail, int threads)
        throws IOException, InterruptedException {
        ObjectNode run = Files.isDirectory(folder) ? RunJson.read(folder.resolve(FileNames.RUN)) : null;
        if (run == null) {
            throw new BadUsage("'" + folder
                + "' must be a folder of reproduce, train, sweep or fit" + (Files.isDirectory(folder) ? ": it has "
                + "no " + FileNames.RUN : Files.exists(folder) ? ": it is a file" : ": there is no such folder"));
        }
        String command = run.path("command").asText();
        Results results = switch (command) {
            case "reproduce" -> StudyResults.read(folder, run, detail, threads);
            case "train" -> TrainResults.read(folder, run);
            case "sweep" -> SweepResults.read(folder, run);
            case "fit" -> FitResults.read(folder, run);
            default -> throw new BadUsage("'" + folder
                + "' must be a folder of reproduce, train, sweep or fit; it is one of " + (command.isEmpty()
                ? "something else" : Messages.shortened(command)));
        };
        RunJson.requireOptions(run, switch (command) {
            case "train" -> TrainOptions.names();
            case "sweep" -> SweepOptions.names();
            case "fit" -> FitResults.OPTIONS;
            default -> StudyResults.OPTIONS;
        }, folder);
        return results;
    }

    /**
     * The axis of the iterations of a run or a sweep, as it recorded them.
     *
     * @param run    what stands in its {@code run.json}
     * @param folder where it is
     */
    static Figure.Axis iterations(ObjectNode run, Path folder) {
        return Figure.Axis.ofIterations(RunJson.count(run, "iterations", folder),
            run.path("record").asText().startsWith("log") ? Scale.LOGARITHMIC : Scale.LINEAR);
    }

    /** Thins to what a picture can show of such an axis. */
    static Thinner thinner(Figure.Axis axis) {
        return new Thinner(PIECES, axis.first(), axis.last(), axis.scale());
    }

    /** Figures that there may be of other results of the same kind, and not of these. */
    public List<String> olderFigures() {
        List<String> ids = new ArrayList<>();
        switch (run.path("command").asText()) {
            case "reproduce" -> {
                ids.addAll(FileNames.STUDY_FIGURES);
                ids.addAll(FileNames.RULE_FIGURES);
            }
            case "fit" -> ids.addAll(FileNames.FIT_FIGURES);
            default -> ids.addAll(FileNames.RUN_FIGURES);
        }
        figures.forEach(figure -> ids.remove(figure.text().id()));
        return ids;
    }

    /** Whether this is of data that somebody has, whose true filter nobody knows. */
    boolean isOfData() {
        return run.path("command").asText().equals("fit");
    }

    /** The command that computes the same again, but for its folder; a shell takes nothing in it for more than text. */
    public String again() {
        return "cli/neurotron " + run.path("command").asText() + " " + String.join(" ", RunJson.configuration(run)
            .stream().map(Results::spelled).filter(option -> !option.endsWith("=false")).map(Results::quoted)
            .toList());
    }

    /** An option that says no to what is usual. */
    private static String spelled(String option) {
        String[] parts = option.substring(2).split("=", 2);
        return parts[1].equals("false") && FitResults.NEGATABLE.contains(parts[0]) ? "--no-" + parts[0] + "=true"
            : option;
    }

    private static String quoted(String option) {
        String word = option.endsWith("=true") ? option.substring(0, option.lastIndexOf('=')) : option;
        return word.matches("[A-Za-z0-9_.,:=/+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
