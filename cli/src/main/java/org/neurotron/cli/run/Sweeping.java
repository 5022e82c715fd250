package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.file.ResultKind;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.Memory;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.kernel.Kernel;
import org.neurotron.study.Outcome;
import org.neurotron.study.Sweep;
import org.neurotron.training.RunSettings;

/**
 * A sweep in a folder: new, or going on.
 *
 * @param plan      what was asked for
 * @param kernel    what computed
 * @param summaries what became of the runs of all settings; empty if a signal ended it
 * @param signal    the exit code that a signal asks for, or 0
 * @param saved     how many runs are saved, in words
 * @param seconds   how long it took
 */
public record Sweeping(SweepOptions.Plan plan, Kernel kernel, List<SweepTables.Summary> summaries, int signal,
                       String saved, double seconds) {

    /**
     * Runs a sweep.
     *
     * @param plan      what to do
     * @param out       the folder, made if need be
     * @param overwrite whether what is there may be replaced
     * @param engine    where the runs come from
     * @param terminal  where to show progress
     */
    public static Sweeping inFolder(SweepOptions.Plan plan, Path out, boolean overwrite, SweepEngine engine,
                                    Terminal terminal) throws IOException, InterruptedException {
        try (SelectedKernel kernel = SelectedKernel.forRuns(steps(plan.sweep()), engine.threads())) {
            requireMemory(plan.sweep(), engine.threads());
            try (ResultFolder folder = ResultFolder.open(out)) {
                folder.requireFree(ResultKind.SWEEP, overwrite);
                folder.clear();
                folder.files().write(FileNames.RUN, RunJson.text(description(plan, kernel.kernel())));
                Reach.sayIfLimited("sweep", plan.settings(), terminal);
                return run(plan, folder, kernel, engine, terminal);
            }
        }
    }

    /**
     * Goes on with a sweep.
     *
     * @param folder   its folder, in possession of this process
     * @param engine   where the runs come from
     * @param terminal where to show progress
     * @return null if it is complete
     */
    public static Sweeping resumed(ResultFolder folder, SweepEngine engine, Terminal terminal)
        throws IOException, InterruptedException {
        Path file = folder.file(FileNames.RUN);
        SweepOptions.Plan plan = SweepOptions.of(file.toString(), RunJson.configuration(RunJson.read(file)));
        try (SelectedKernel kernel = SelectedKernel.forRuns(steps(plan.sweep()), engine.threads())) {
            requireMemory(plan.sweep(), engine.threads());
            if (Files.exists(folder.file(FileNames.SUMMARY)) && !Files.exists(folder.file(FileNames.SLOTS))) {
                return null;
            }
            folder.removeViews(ResultKind.SWEEP);
            return run(plan, folder, kernel, engine, terminal);
        }
    }

    /** Number of steps of all runs together, which fits into 64 bits. */
    private static long steps(Sweep sweep) {
        return sweep.settings().size() * (long) sweep.replicates() * sweep.iterations();
    }

    private static void requireMemory(Sweep sweep, int threads) {
        RunSettings largest = sweep.settings().stream().max(Comparator.comparingDouble(RunSettings::memoryBytes))
            .orElseThrow();
        Memory.require(sweep.memoryBytes(threads) + SweepTables.memoryBytes(sweep), RunOptions.sizes(largest)
            + " --threads " + threads);
    }

    /** What was asked for and what computes it. */
    public static ObjectNode description(SweepOptions.Plan plan, Kernel kernel) {
        ObjectNode node = RunJson.object();
        node.put("command", "sweep");
        plan.addTo(node);
        RunJson.addEnvironment(node, kernel);
        return node;
    }

    private static Sweeping run(SweepOptions.Plan plan, ResultFolder folder, SelectedKernel kernel, SweepEngine engine,
                                Terminal terminal) throws IOException, InterruptedException {
        Sweep sweep = plan.sweep();
        Path slots = folder.file(FileNames.SLOTS);
        long start = System.nanoTime();
        List<SweepTables.Summary> summaries;
        String saved;
        try (StopRequest stop = new StopRequest();
             SweepFile runs = new SweepFile(slots, plan.runsConfiguration(), sweep.recordedIterations().length)) {
            requireOwn(runs, sweep, folder);
            SweepSession session = new SweepSession(plan, runs, stop, folder.toString(), terminal);
            session.run(engine, kernel);
            saved = session.saved();
            if (stop.isMade()) {
                return new Sweeping(plan, kernel.kernel(), List.of(), stop.exitCode(), saved, seconds(start));
            }
            summaries = new SweepTables(sweep, plan.criteria(), runs).write(folder.files(), plan.keepRuns(), terminal);
        }
        Files.delete(slots);
        return new Sweeping(plan, kernel.kernel(), summaries, 0, saved, seconds(start));
    }

    /** Rather than to put the runs of one configuration in the place of those of another. */
    private static void requireOwn(SweepFile runs, Sweep sweep, ResultFolder folder) throws IOException {
        long strangers = runs.strangers(sweep.settings().size() * (long) sweep.replicates());
        // A single one may be what a power cut has left of the first.
        if (strangers > 1) {
            throw new BadUsage("the " + strangers + " runs that are saved in " + folder.file(FileNames.SLOTS)
                + " are of another configuration than " + FileNames.RUN + " says. Nothing was changed; put it back as "
                + "it was, or begin anew with neurotron sweep --overwrite");
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** How many runs had an outcome. */
    public long count(Outcome outcome) {
        return summaries.stream().mapToLong(summary -> summary.counts().getOrDefault(outcome, 0)).sum();
    }
}
