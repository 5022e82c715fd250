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
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.kernel.Kernel;
import org.neurotron.study.Outcome;
import org.neurotron.study.Sweep;
import org.neurotron.training.RunSettings;

/**
 * A sweep in a folder, or a shard of one: new, or going on.
 *
 * @param plan        what was asked for
 * @param description the same, and what computed, as it stands in {@code run.json}
 * @param words       what computed, in words
 * @param summaries   what became of the runs of all settings; empty where there are no tables: if a signal ended it, or
 *                    runs are missing, or it is a shard
 * @param signal      the exit code that a signal asks for, or 0
 * @param saved       how many runs are saved, in words
 * @param runs        the same as a number
 * @param diverged    how many of them diverged, where that is known: if nothing is missing
 * @param seconds     how long it took
 */
public record Sweeping(SweepOptions.Plan plan, ObjectNode description, String words,
                       List<SweepTables.Summary> summaries, int signal, String saved, long runs, long diverged,
                       double seconds) {

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
        try (SelectedKernel kernel = kernel(plan, engine)) {
            requireMemory(plan.sweep(), engine);
            try (ResultFolder folder = emptied(out, overwrite)) {
                ObjectNode description = description(plan, kernel.kernel());
                folder.files().write(FileNames.RUN, RunJson.text(description));
                Reach.sayIfLimited("sweep", plan.settings(), terminal);
                return run(plan, description, folder, kernel, engine, terminal);
            }
        }
    }

    /**
     * Puts shards together.
     *
     * @param shards    the shards
     * @param out       the folder, made if need be
     * @param overwrite whether what is there may be replaced
     * @param terminal  where to show progress
     */
    public static Sweeping merged(Shards shards, Path out, boolean overwrite, Terminal terminal)
        throws IOException, InterruptedException {
        SweepOptions.Plan plan = shards.plan();
        try (SelectedKernel kernel = kernel(plan, shards)) {
            requireMemory(plan.sweep(), shards);
            try (ResultFolder folder = emptied(out, overwrite)) {
                folder.files().write(FileNames.RUN, RunJson.text(shards.description()));
                return run(plan, shards.description(), folder, kernel, shards, terminal);
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
        try (SelectedKernel kernel = kernel(plan, engine)) {
            requireMemory(plan.sweep(), engine);
            if (isComplete(plan, folder)) {
                return null;
            }
            folder.removeViews(ResultKind.SWEEP);
            return run(plan, description(plan, kernel.kernel()), folder, kernel, engine, terminal);
        }
    }

    private static boolean isComplete(SweepOptions.Plan plan, ResultFolder folder) throws IOException {
        Path slots = folder.file(FileNames.SLOTS);
        if (plan.shard() == null) {
            return Files.exists(folder.file(FileNames.SUMMARY)) && !Files.exists(slots);
        }
        if (!Files.exists(slots)) {
            return false;
        }
        try (SweepFile runs = SweepFile.toRead(slots, plan)) {
            return runs.tally(plan.runs()).whole() == plan.part().size(plan.runs());
        }
    }

    private static ResultFolder emptied(Path out, boolean overwrite) throws IOException {
        ResultFolder folder = ResultFolder.open(out);
        boolean good = false;
        try {
            folder.requireFree(ResultKind.SWEEP, overwrite);
            folder.clear();
            good = true;
            return folder;
        } finally {
            if (!good) {
                folder.close();
            }
        }
    }

    private static SelectedKernel kernel(SweepOptions.Plan plan, SweepEngine engine) {
        // Of all runs together; it fits into 64 bits.
        long steps = plan.part().size(plan.runs()) * plan.sweep().iterations();
        return SelectedKernel.forRuns(steps, Math.max(1, engine.threads()));
    }

    private static void requireMemory(Sweep sweep, SweepEngine engine) {
        RunSettings largest = sweep.settings().stream().max(Comparator.comparingDouble(RunSettings::memoryBytes))
            .orElseThrow();
        Memory.require(sweep.memoryBytes(engine.threads()) + SweepTables.memoryBytes(sweep), engine.threads() == 0
            ? "--replicates " + sweep.replicates() : RunOptions.sizes(largest) + " --threads " + engine.threads());
    }

    /** What was asked for and what computes it. */
    private static ObjectNode description(SweepOptions.Plan plan, Kernel kernel) {
        ObjectNode node = RunJson.object();
        node.put("command", "sweep");
        plan.addTo(node);
        RunJson.addEnvironment(node, kernel);
        return node;
    }

    private static Sweeping run(SweepOptions.Plan plan, ObjectNode description, ResultFolder folder,
                                SelectedKernel kernel, SweepEngine engine, Terminal terminal)
        throws IOException, InterruptedException {
        Path slots = folder.file(FileNames.SLOTS);
        long start = System.nanoTime();
        List<SweepTables.Summary> summaries = List.of();
        long diverged = 0;
        int signal = 0;
        SweepSession session;
        try (StopRequest stop = new StopRequest(); SweepFile runs = SweepFile.toWrite(slots, plan)) {
            runs.requireOwn(plan.runs());
            session = new SweepSession(plan, runs, stop, folder.toString(), terminal);
            session.run(engine, kernel);
            if (stop.isMade()) {
                signal = stop.exitCode();
            } else if (session.count() == session.total() && plan.shard() != null) {
                diverged = runs.diverged(plan.criteria(), plan.runs());
            } else if (session.count() == session.total()) {
                summaries = new SweepTables(plan.sweep(), plan.criteria(), runs).write(folder.files(), plan.keepRuns(),
                    terminal);
                diverged = SweepTables.Summary.count(summaries, Outcome.DIVERGED);
            }
        }
        if (!summaries.isEmpty()) {
            // Only where the tables say all that is in it.
            Files.delete(slots);
        }
        return new Sweeping(plan, description, engine.words(kernel.kernel()), summaries, signal, session.saved(),
            session.count(), diverged, (System.nanoTime() - start) / 1e9);
    }
}
