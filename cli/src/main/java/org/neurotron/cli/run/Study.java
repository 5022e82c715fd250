package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.commons.csv.CSVPrinter;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Picture;
import org.neurotron.cli.figure.PublishedFigures;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.NewFile;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.file.ResultKind;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.Memory;
import org.neurotron.cli.option.RobustOptions;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.result.FigureFiles;
import org.neurotron.cli.result.ResultPage;
import org.neurotron.cli.result.Results;
import org.neurotron.cli.result.ThinnedStudy;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.InterruptionNotice;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.kernel.Kernel;
import org.neurotron.study.PublishedStudy;
import org.neurotron.study.StudyRunner;
import org.neurotron.study.Trace;
import org.neurotron.study.TraceTable;
import org.neurotron.training.Robust;
import org.neurotron.training.Sampling;

/**
 * The published study in a folder.
 *
 * @param plan    what was asked for
 * @param kernel  what computed
 * @param results what came out of every column of every table
 * @param drawn   number of figures
 * @param seconds how long it took
 */
public record Study(Plan plan, Kernel kernel, Map<TraceTable, List<Result>> results, int drawn, double seconds) {

    /** The summary is taken over this many iterations at the end. */
    public static final int LAST = 1_000;

    /**
     * What is asked for.
     *
     * @param tables       the tables, in their order
     * @param iterations   steps of every run
     * @param stride       every such iteration is recorded
     * @param commonInputs whether all algorithms have the same inputs and attacks
     * @param sampling     how samples come about
     * @param rules        what is done about false labels, in tables beside those where nothing is
     * @param seed         the seed
     * @param figures      whether to draw
     */
    public record Plan(List<TraceTable> tables, long iterations, int stride, boolean commonInputs,
                       Sampling sampling, List<Robust> rules, long seed, boolean figures) {

        /** Number of steps of all runs together. */
        long steps() {
            long runs = tables.stream().mapToLong(table -> table.columns().size()).sum();
            return runs > Long.MAX_VALUE / iterations ? Long.MAX_VALUE : runs * iterations;
        }
    }

    /**
     * What is kept of a run once its trace is written.
     *
     * @param value      the value of what varies from column to column
     * @param median     median error over the last iterations
     * @param divergedAt where it diverged, or 0
     */
    public record Result(double value, double median, long divergedAt) {
    }

    /**
     * Computes a study.
     *
     * @param plan     what to do
     * @param out      the folder, made if need be
     * @param overwrite whether what is there may be replaced, if it is not the study
     * @param threads  number of threads
     * @param terminal where to show progress
     */
    public static Study inFolder(Plan plan, Path out, boolean overwrite, int threads, Terminal terminal)
        throws IOException, InterruptedException {
        try (SelectedKernel kernel = SelectedKernel.forRuns(plan.steps(), threads)) {
            StudyRunner runner = new StudyRunner(plan.iterations(), plan.stride(), plan.seed(), threads,
                kernel.kernel());
            Memory.require(runner.traceBytes(plan.tables()), "--iterations " + plan.iterations() + " --stride "
                + plan.stride() + " --threads " + threads);
            if (plan.figures()) {
                Picture.requireType();
            }
            try (ResultFolder folder = ResultFolder.open(out)) {
                folder.requireFree(ResultKind.REPRODUCE, overwrite);
                // If they cannot be made, nothing is to be lost.
                folder.files().inner(FileNames.THINNED);
                if (plan.figures()) {
                    folder.files().inner(FileNames.FIGURES);
                }
                folder.clear();
                return compute(plan, folder, runner, kernel, threads, terminal);
            }
        }
    }

    private static Study compute(Plan plan, ResultFolder folder, StudyRunner runner, SelectedKernel kernel, int threads,
                                 Terminal terminal) throws IOException, InterruptedException {
        OutputFolder files = folder.files();
        OutputFolder thinned = files.inner(FileNames.THINNED);
        OutputFolder pictures = plan.figures() ? files.inner(FileNames.FIGURES) : null;
        files.write(FileNames.RUN, RunJson.text(description(plan, kernel.kernel())));

        long start = System.nanoTime();
        Map<TraceTable, List<Result>> results;
        PublishedFigures figures = new PublishedFigures(plan.iterations(), plan.rules());
        int drawn = 0;
        try (InterruptionNotice _ = new InterruptionNotice("neurotron reproduce: interrupted; the tables in " + folder
            + " are complete, but not all are there", terminal)) {
            results = run(runner, plan, kernel, files, figures, terminal);
            ThinnedStudy.write(thinned, figures, plan.iterations());
            if (pictures != null) {
                List<Figure.Curves> all = figures.figures();
                FigureFiles.write(pictures, all, threads, terminal);
                drawn = all.size();
            }
        }
        files.write(FileNames.SUMMARY, summary(plan, results));
        if (drawn > 0) {
            try (Progress _ = terminal.working("report", "making a page of the results")) {
                // From the files, so that it is the page that neurotron report would write.
                ResultPage.write(Results.read(folder.path(), Results.Detail.PAGE, threads), files);
            }
        }
        return new Study(plan, kernel.kernel(), results, drawn, (System.nanoTime() - start) / 1e9);
    }

    /** What was asked for and what computes it. */
    public static ObjectNode description(Plan plan, Kernel kernel) {
        ObjectNode node = RunJson.object();
        node.put("command", "reproduce");
        ArrayNode simulations = node.putArray("sims");
        plan.tables().stream().map(TraceTable::simulation).distinct().forEach(simulations::add);
        ArrayNode names = node.putArray("algorithms");
        plan.tables().stream().map(table -> table.algorithm().id()).distinct().forEach(names::add);
        node.put("iterations", plan.iterations());
        node.put("stride", plan.stride());
        node.put("common-inputs", plan.commonInputs());
        node.put("sampling", plan.sampling().id());
        node.put("seed", plan.seed());
        if (!plan.rules().isEmpty()) {
            ArrayNode rules = node.putArray("robust");
            plan.rules().forEach(rule -> rules.add(rule.toString()));
            RobustOptions.addTo(node, plan.rules());
        }
        RunJson.addEnvironment(node, kernel);
        return node;
    }

    private static Map<TraceTable, List<Result>> run(StudyRunner runner, Plan plan, SelectedKernel kernel,
                                                     OutputFolder folder, PublishedFigures figures, Terminal terminal)
        throws IOException, InterruptedException {
        Map<TraceTable, List<Result>> results = new ConcurrentHashMap<>();
        try (Progress progress = terminal.progress("reproduce", "steps", 0, plan.steps())) {
            runner.run(plan.tables(), kernel.warmUp(), new StudyRunner.Listener() {
                @Override
                public void stepped(long steps) {
                    progress.stepped(steps);
                }

                @Override
                public void completed(TraceTable table, List<Trace> traces) throws IOException {
                    writeTraces(folder, table, traces);
                    figures.add(table, traces.stream()
                        .map(trace -> ThinnedStudy.thinned(trace.errors(), trace.stride(), plan.iterations()))
                        .toList());
                    results.put(table, results(table, traces));
                }
            });
        } catch (ExecutionException e) {
            throw Failure.rethrow(e);
        }
        return results;
    }

    private static List<Result> results(TraceTable table, List<Trace> traces) {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < traces.size(); i++) {
            results.add(new Result(PublishedStudy.variedParameter(table.simulation()).of(table.columns().get(i)),
                traces.get(i).finalMedian(LAST), traces.get(i).divergedAt()));
        }
        return results;
    }

    /**
     * The published layout: a row per recorded iteration, a column per run, no header. Bare numbers need no CSV
     * library, which would take a tenth of the study's time for these seven million.
     */
    private static void writeTraces(OutputFolder folder, TraceTable table, List<Trace> traces) throws IOException {
        try (NewFile part = folder.start(table.fileName())) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < traces.getFirst().errors().length; i++) {
                row.setLength(0);
                for (Trace trace : traces) {
                    row.append(trace.errors()[i]).append(',');
                }
                row.setCharAt(row.length() - 1, '\n');
                part.writer().append(row);
            }
            part.commit();
        }
    }

    private static String summary(Plan plan, Map<TraceTable, List<Result>> results) throws IOException {
        StringWriter text = new StringWriter();
        CSVPrinter csv = Csv.printer(text);
        csv.printRecord("file", "simulation", "algorithm", "parameter", "value", "median_error", "diverged_at");
        for (TraceTable table : plan.tables()) {
            for (Result result : results.get(table)) {
                csv.printRecord(table.fileName(), table.simulation(), table.algorithm().id(),
                    PublishedStudy.variedParameter(table.simulation()).id(), result.value(),
                    result.median(), result.divergedAt() == 0 ? null : result.divergedAt());
            }
        }
        return text.toString();
    }
}
