package org.neurotron.cli.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.commons.csv.CSVPrinter;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.NewFile;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.option.ListedOption;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.study.Outcome;
import org.neurotron.study.Sweep;
import org.neurotron.study.SweepRun;
import org.neurotron.training.RunSettings;

/**
 * The tables of a sweep, made from its file of runs: all runs of some settings are looked at for as many recorded
 * iterations at a time as fit into memory, so that the file is gone through as few times as can be. One of them must
 * fit, of which there is a number for every replicate.
 *
 * <p>A quantile is an observed error: the least one that at least this share of the runs does not exceed (the inverse
 * of the empirical distribution function, in NumPy {@code method='inverted_cdf'}). Runs that have diverged count as +∞.
 */
public final class SweepTables {

    /** The share of the heap that errors may take; the rest is enough for whatever else there is. */
    private static final double SHARE = 0.4;

    /** More iterations than this at a time make nothing faster: what is read of a run in one piece is long enough. */
    private static final int MOST_TOGETHER = 1 << 12;

    private static final int[] PERCENT = {5, 25, 50, 75, 95};

    /** What became of the runs of some settings. */
    public record Summary(RunSettings settings, int replicates, Map<Outcome, Integer> counts, double floor,
                   double[] finalErrors) {

        public double finalMedian() {
            return finalQuantile(50);
        }

        public double finalQuantile(int percent) {
            return finalErrors[1 + Arrays.binarySearch(PERCENT, percent)];
        }

        /** How many runs of all settings had an outcome. */
        static long count(List<Summary> summaries, Outcome outcome) {
            return summaries.stream().mapToLong(summary -> summary.counts().getOrDefault(outcome, 0)).sum();
        }

        public double share(Outcome outcome) {
            return (double) counts.getOrDefault(outcome, 0) / replicates;
        }
    }

    private final Sweep sweep;
    private final Outcome.Criteria criteria;
    private final SweepFile runs;
    private final double mostErrors;

    /**
     * Prepares the tables.
     *
     * @param sweep    the sweep
     * @param criteria how outcomes are told apart
     * @param runs     all its runs
     */
    public SweepTables(Sweep sweep, Outcome.Criteria criteria, SweepFile runs) {
        this(sweep, criteria, runs, SHARE * Runtime.getRuntime().maxMemory() / Double.BYTES);
    }

    /** The same with a number of errors that may be in memory at a time. */
    SweepTables(Sweep sweep, Outcome.Criteria criteria, SweepFile runs, double mostErrors) {
        this.sweep = sweep;
        this.criteria = criteria;
        this.runs = runs;
        this.mostErrors = mostErrors;
    }

    /** How much memory the tables take at least while they are made, in bytes, as an estimate from above. */
    public static double memoryBytes(Sweep sweep) {
        return Double.BYTES * (2.0 * sweep.recordedIterations().length + 2.0 * sweep.replicates())
            + sweep.settings().size() * 1_000.0;
    }

    /**
     * Writes them.
     *
     * @param folder   where to
     * @param keepRuns whether to write every error of every run too
     * @param terminal where to show progress
     * @return the summary of all settings, in their order
     */
    public List<Summary> write(OutputFolder folder, boolean keepRuns, Terminal terminal) throws IOException {
        // Every table but the summary takes its time for every settings.
        int tables = keepRuns ? 3 : 2;
        try (Progress progress = terminal.progress("sweep", "settings in tables", 0,
            (long) tables * sweep.settings().size())) {
            return write(folder, keepRuns, progress);
        }
    }

    private List<Summary> write(OutputFolder folder, boolean keepRuns, Progress progress) throws IOException {
        List<Summary> summaries = new ArrayList<>();
        try (NewFile part = folder.start(FileNames.RUNS)) {
            CSVPrinter csv = Csv.printer(part.writer());
            csv.printRecord(withSettings(List.of("replicate", "outcome", "final_error", "initial_error",
                "diverged_at")));
            for (int i = 0; i < sweep.settings().size(); i++) {
                summaries.add(writeRuns(i, csv));
                progress.stepped(1);
            }
            part.commit();
        }
        if (keepRuns) {
            try (NewFile part = folder.start(FileNames.TRACES)) {
                writeTraces(Csv.printer(part.writer()), progress);
                part.commit();
            }
        }
        try (NewFile part = folder.start(FileNames.QUANTILES)) {
            writeQuantiles(summaries, Csv.printer(part.writer()), progress);
            part.commit();
        }
        try (NewFile part = folder.start(FileNames.SUMMARY)) {
            writeSummaries(summaries, Csv.printer(part.writer()));
            part.commit();
        }
        return summaries;
    }

    private static List<Object> withSettings(List<?> more) {
        List<Object> header = new ArrayList<>(ListedOption.ALL);
        header.addAll(more);
        return header;
    }

    private static List<String> cells(RunSettings settings) {
        return ListedOption.ALL.stream().<String>map(option -> option.text(settings)).toList();
    }

    private static List<Object> row(List<String> settings, Object... more) {
        List<Object> row = new ArrayList<>(settings);
        row.addAll(Arrays.asList(more));
        return row;
    }

    private long number(int setting, int replicate) {
        return (long) setting * sweep.replicates() + replicate;
    }

    private Summary writeRuns(int setting, CSVPrinter csv) throws IOException {
        RunSettings settings = sweep.settings().get(setting);
        List<String> cells = cells(settings);
        double floor = Double.POSITIVE_INFINITY;
        double[] finalErrors = new double[sweep.replicates()];
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        for (int i = 0; i < sweep.replicates(); i++) {
            SweepRun.Ending ending = runs.ending(number(setting, i));
            finalErrors[i] = ending.finalError();
            floor = Math.min(floor, finalErrors[i]);
            Outcome outcome = criteria.of(ending);
            counts.merge(outcome, 1, Integer::sum);
            csv.printRecord(row(cells, i, outcome.id(), ending.finalError(), ending.initialError(),
                ending.divergedAt() == 0 ? null : ending.divergedAt()));
        }
        return new Summary(settings, sweep.replicates(), counts, floor, quantiles(finalErrors));
    }

    private void writeTraces(CSVPrinter csv, Progress progress) throws IOException {
        csv.printRecord(withSettings(List.of("replicate", "iteration", "error")));
        long[] iterations = sweep.recordedIterations();
        double[] errors = new double[iterations.length];
        for (int setting = 0; setting < sweep.settings().size(); setting++) {
            List<String> cells = cells(sweep.settings().get(setting));
            for (int replicate = 0; replicate < sweep.replicates(); replicate++) {
                runs.errors(number(setting, replicate), 0, errors);
                List<Object> row = row(cells, replicate, null, null);
                for (int i = 0; i < errors.length; i++) {
                    row.set(row.size() - 2, iterations[i]);
                    row.set(row.size() - 1, errors[i]);
                    csv.printRecord(row);
                }
            }
            progress.stepped(1);
        }
    }

    private static List<String> quantileNames() {
        List<String> names = new ArrayList<>(List.of("min"));
        Arrays.stream(PERCENT).forEach(percent -> names.add(String.format(Locale.ROOT, "q%02d", percent)));
        names.addAll(List.of("max", "mean"));
        return names;
    }

    /** Min, the quantiles, max and mean of some values, which are sorted thereby; the mean is taken in their order. */
    private static double[] quantiles(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        Arrays.sort(values);
        double[] quantiles = new double[PERCENT.length + 3];
        quantiles[0] = values[0];
        for (int i = 0; i < PERCENT.length; i++) {
            quantiles[1 + i] = values[(int) Math.ceilDiv((long) PERCENT[i] * values.length, 100) - 1];
        }
        quantiles[quantiles.length - 2] = values[values.length - 1];
        quantiles[quantiles.length - 1] = mean;
        return quantiles;
    }

    private void writeQuantiles(List<Summary> summaries, CSVPrinter csv, Progress progress)
        throws IOException {
        List<String> columns = new ArrayList<>(List.of("iteration", "replicates"));
        columns.addAll(quantileNames());
        columns.addAll(List.of("recovered", "stuck", "diverged"));
        csv.printRecord(withSettings(columns));
        long[] iterations = sweep.recordedIterations();
        int replicates = sweep.replicates();
        int together = Math.clamp((long) (mostErrors / replicates), 1,
            Math.min(MOST_TOGETHER, iterations.length));
        // By iteration and replicate.
        double[][] errors = new double[together][replicates];
        for (int setting = 0; setting < summaries.size(); setting++) {
            Summary summary = summaries.get(setting);
            List<String> cells = cells(summary.settings());
            for (int first = 0; first < iterations.length; first += together) {
                int count = Math.min(together, iterations.length - first);
                read(setting, first, count, errors);
                for (int i = 0; i < count; i++) {
                    double diverged = (double) Arrays.stream(errors[i]).filter(Double::isInfinite).count() / replicates;
                    List<Object> row = row(cells, iterations[first + i], replicates);
                    DoubleStream.of(quantiles(errors[i])).forEach(row::add);
                    row.addAll(List.of(summary.share(Outcome.RECOVERED), summary.share(Outcome.STUCK), diverged));
                    csv.printRecord(row);
                }
            }
            progress.stepped(1);
        }
    }

    /** Reads some recorded errors of all runs of some settings. */
    private void read(int setting, int first, int count, double[][] errors) throws IOException {
        double[] some = new double[count];
        for (int replicate = 0; replicate < sweep.replicates(); replicate++) {
            runs.errors(number(setting, replicate), first, some);
            for (int i = 0; i < count; i++) {
                errors[i][replicate] = some[i];
            }
        }
    }

    private static void writeSummaries(List<Summary> summaries, CSVPrinter csv) throws IOException {
        List<String> columns = new ArrayList<>(List.of("replicates"));
        Arrays.stream(Outcome.values()).map(Outcome::id).forEach(columns::add);
        columns.add("floor");
        quantileNames().forEach(name -> columns.add("final_" + name));
        csv.printRecord(withSettings(columns));
        for (Summary summary : summaries) {
            List<Object> row = row(cells(summary.settings()), summary.replicates());
            Arrays.stream(Outcome.values()).forEach(outcome -> row.add(summary.share(outcome)));
            row.add(summary.floor());
            DoubleStream.of(summary.finalErrors()).forEach(row::add);
            csv.printRecord(row);
        }
    }
}
