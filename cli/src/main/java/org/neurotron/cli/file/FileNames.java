package org.neurotron.cli.file;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.neurotron.training.Robust;

/**
 * The names of all files and folders that commands leave in a folder of results. They stand here and nowhere else, so
 * that whoever writes, reads or replaces results need not know the commands that made them.
 */
public final class FileNames {

    // Every folder

    /** The configuration: all that is needed to compute the same again. */
    public static final String RUN = "run.json";

    /** Held by the process that has the folder. */
    public static final String LOCK = "lock";

    /** The page to explore, of {@code report}. */
    public static final String PAGE = "index.html";

    /** The folder of pictures, of {@code plot}. */
    public static final String FIGURES = "figures";

    /** What a file's name ends with as long as it is written. */
    public static final String PART = ".part";

    // train

    /** The records of a run. */
    public static final String TRACE = "trace.csv";

    /** Its first line, without and with thresholds. */
    public static final List<String> TRACE_HEADERS = List.of("iteration,error", "iteration,error,threshold");

    /** Where a run is, to go on from. */
    public static final String CHECKPOINT = "checkpoint";

    /** Where it was the time before, should the last checkpoint be damaged. */
    public static final String PREVIOUS_CHECKPOINT = "checkpoint.previous";

    // sweep and reproduce

    /** Written last by {@code sweep} and {@code reproduce}: where it is, everything has been computed. */
    public static final String SUMMARY = "summary.csv";

    /** The runs of a sweep that have ended; gone when the tables are complete. */
    public static final String SLOTS = "runs.bin";

    /** How every run of a sweep ended. */
    public static final String RUNS = "runs.csv";

    /** Quantiles of a sweep's errors. */
    public static final String QUANTILES = "quantiles.csv";

    /** Every recorded error of every run of a sweep. */
    public static final String TRACES = "traces.csv";

    /** The tables of a sweep. */
    public static final List<String> SWEEP_TABLES = List.of(SUMMARY, QUANTILES, RUNS, TRACES);

    /** The folder of the study's traces in small. */
    public static final String THINNED = "thinned";

    // fit

    /** The fitted model. */
    public static final String MODEL = "model.npz";

    /** How well it does. */
    public static final String METRICS = "metrics.json";

    /** How well it did after every epoch. */
    public static final String LOSS = "loss.csv";

    /** Labels that may be false. */
    public static final String SUSPECTS = "suspects.csv";

    /** Labels beside predictions, of some rows. */
    public static final String RESIDUALS = "residuals.csv";

    /** All that a fit leaves. */
    public static final List<String> FIT = List.of(MODEL, METRICS, LOSS, SUSPECTS, RESIDUALS, RUN);

    // Pictures of a fit, without what tells their format

    /** How well it did after every epoch. */
    public static final String LOSS_FIGURE = "loss";

    /** Labels over predictions. */
    public static final String PREDICTIONS_FIGURE = "predictions";

    /** Their distances over predictions. */
    public static final String RESIDUALS_FIGURE = "residuals";

    /** The inputs with the greatest weights. */
    public static final String WEIGHTS_FIGURE = "weights";

    /** All of them. */
    public static final List<String> FIT_FIGURES = List.of(LOSS_FIGURE, PREDICTIONS_FIGURE, RESIDUALS_FIGURE,
        WEIGHTS_FIGURE);

    // Pictures of runs and sweeps, without what tells their format

    /** The error over the iterations. */
    public static final String ERROR_FIGURE = "error";

    /** The final error over a parameter. */
    public static final String FINAL_ERROR_FIGURE = "final-error";

    /** The picture of the share of runs that recovered w* over a parameter. */
    public static final String RECOVERED_FIGURE = "recovered";

    /** The final error over two parameters; where there are several, each has a number from 1 behind a dash. */
    public static final String HEAT_MAP_FIGURE = "heat-map";

    /** The greatest number behind a heat map's name. */
    public static final int MOST_HEAT_MAPS = 6;

    /** All of them. */
    public static final List<String> RUN_FIGURES = Stream.concat(
        Stream.of(ERROR_FIGURE, FINAL_ERROR_FIGURE, RECOVERED_FIGURE, HEAT_MAP_FIGURE),
        IntStream.rangeClosed(1, MOST_HEAT_MAPS).mapToObj(i -> HEAT_MAP_FIGURE + "-" + i)).toList();

    /** The pictures of the study: figures of the paper. */
    public static final List<String> STUDY_FIGURES = Stream.of("1a", "1b", "2a", "2b", "3a", "3b", "f4a", "f4b", "f5a",
        "f5b", "g6", "h-q1", "h-q10").map(number -> "figure-" + number).toList();

    /** And those of rules against false labels. */
    public static final List<String> RULE_FIGURES = Robust.NAMES.stream()
        .flatMap(rule -> Stream.of("figure-1a-" + rule, "figure-1b-" + rule)).toList();

    private FileNames() {
    }

    /** The name of the study's traces in small of a simulation. */
    public static String thinned(String simulation) {
        return simulation.replace('-', '_') + ".csv";
    }
}
