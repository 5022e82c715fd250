package org.neurotron.cli.option;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.study.Outcome;
import org.neurotron.study.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that decide the results of a {@code sweep}. */
public final class SweepOptions {

    /** The name of the option of which shard it is. */
    public static final String SHARD = "shard";

    /** About as many records as a picture can show, unless told otherwise. */
    private static final long USUAL_RECORDS = 1_000;

    @Mixin
    private RunOptions options;

    @Mixin
    private HorizonOptions horizon;

    @Option(names = "--replicates", defaultValue = "10", paramLabel = "R", converter = Numbers.Size.class,
        description = "runs of each combination, at most " + Sweep.MOST_REPLICATES + " (default: ${DEFAULT-VALUE})")
    private int replicates;

    @Option(names = "--recovered-within", defaultValue = "0.01", paramLabel = "SHARE", converter = Numbers.Real.class,
        description = "share of its initial error up to which a run has recovered w*, > 0 (default: ${DEFAULT-VALUE})")
    private double recoveredWithin;

    @Option(names = "--stuck-beyond", defaultValue = "0.1", paramLabel = "SHARE", converter = Numbers.Real.class,
        description = "share of its initial error above which a run is stuck, at least that of --recovered-within "
            + "(default: ${DEFAULT-VALUE})")
    private double stuckBeyond;

    @Option(names = "--keep-runs", description = "write every recorded error of every run, too")
    private boolean keepRuns;

    @Option(names = "--shard", paramLabel = "I/N|auto/N", converter = Shard.Converter.class,
        description = "compute only shard I of N, I from 0 to N - 1; auto takes I from $SLURM_ARRAY_TASK_ID or else "
            + "$JOB_COMPLETION_INDEX; merge puts the folders of the shards together")
    private Shard shard;

    /**
     * A sweep as it was asked for, checked.
     *
     * @param sweep    what is run
     * @param criteria how outcomes are told apart
     * @param keepRuns whether every error of every run is written
     * @param settings the settings and the seed
     * @param shard    the shard that is computed, or null where that is no shard but all
     */
    public record Plan(Sweep sweep, Outcome.Criteria criteria, boolean keepRuns, RunOptions.Settings settings,
                       Shard shard) {

        /** What is computed of it. */
        public Shard part() {
            return shard == null ? Shard.ALL : shard;
        }

        /** Number of runs of the whole sweep. */
        public long runs() {
            return runs(sweep);
        }

        private static long runs(Sweep sweep) {
            return (long) sweep.settings().size() * sweep.replicates();
        }

        /** The same with another shard. */
        public Plan with(Shard other) {
            return new Plan(sweep, criteria, keepRuns, settings, other);
        }

        /** Under the names of the options. */
        public void addTo(ObjectNode node) {
            addRunsTo(node);
            node.put("recovered-within", criteria.recoveredWithin());
            node.put("stuck-beyond", criteria.stuckBeyond());
            node.put("keep-runs", keepRuns);
            if (shard != null) {
                node.put(SHARD, shard.toString());
            }
        }

        /** What decides the runs, and where each stands in a file. */
        public List<String> runsConfiguration() {
            ObjectNode node = RunJson.object();
            addRunsTo(node);
            return RunJson.configuration(node);
        }

        private void addRunsTo(ObjectNode node) {
            settings.addTo(node);
            node.put("replicates", sweep.replicates());
            node.put("iterations", sweep.iterations());
            node.put("record", sweep.schedule().toString());
        }
    }

    /** Reads the options. */
    public Plan plan() {
        RunOptions.Settings settings = options.settings(Map.of(RunOptions.AUTO, run ->
            Expectation.bestEta(run, options.seed(), 0, horizon.iterations())));
        Sweep sweep = new Sweep(settings.all(), replicates, horizon.iterations(), horizon.schedule(USUAL_RECORDS),
            settings.seed());
        long most = Long.MAX_VALUE / sweep.settings().size() / replicates;
        if (sweep.iterations() > most) {
            throw BadUsage.of("--iterations", sweep.iterations(), "must be at most " + most + " with so many runs");
        }
        if (shard != null && shard.count() > Plan.runs(sweep)) {
            throw BadUsage.of("--" + SHARD, shard, "must be one of at most " + Plan.runs(sweep)
                + " shards, as there are so many runs");
        }
        return new Plan(sweep, new Outcome.Criteria(recoveredWithin, stuckBeyond), keepRuns, settings, shard);
    }

    /**
     * Reads the options that stand in a file.
     *
     * @param where     the file, for a message
     * @param arguments the options
     * @throws BadUsage if they make no sense
     */
    public static Plan of(String where, List<String> arguments) {
        Holder holder = new Holder();
        return RunOptions.parsed("the configuration in " + where, holder, arguments, () -> holder.options.plan());
    }

    /** The names of all of them, without dashes. */
    public static Set<String> names() {
        return RunOptions.names(new Holder());
    }

    /** A command with these options only. */
    @Command
    private static final class Holder {
        @Mixin
        private SweepOptions options;
    }
}
