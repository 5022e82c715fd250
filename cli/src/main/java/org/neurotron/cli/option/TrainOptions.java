package org.neurotron.cli.option;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.training.RecordingSchedule;
import org.neurotron.training.Robust;
import org.neurotron.training.RunSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that decide a run of {@code train}: with them it can be computed again, anywhere. */
public final class TrainOptions {

    @Mixin
    private RunOptions options;

    @Mixin
    private HorizonOptions horizon;

    @Mixin
    private TheoremOptions theorem;

    @Option(names = "--replicate", defaultValue = "0", paramLabel = "I", converter = Numbers.Index.class,
        description = "which of the seed's problems, inputs and attacks: those of replicate I of a sweep (default: "
            + "${DEFAULT-VALUE})")
    private long replicate;

    @Option(names = "--checkpoint-every", defaultValue = "60s", paramLabel = "TIME|STEPS",
        converter = Interval.Converter.class,
        description = "how often to save the run in DIR: a time such as 500ms, 60s, 5min or 2h, or a number of "
            + "steps such as 1e6 (default: ${DEFAULT-VALUE})")
    private Interval interval;

    @Option(names = "--record-threshold", description = "record the threshold of --robust beside the error, too")
    private boolean recordThreshold;

    /**
     * A run as it was asked for, checked.
     *
     * @param settings      what is run, and the seed
     * @param replicate     which of the seed's problems
     * @param iterations    number of steps
     * @param schedule      which iterations to record
     * @param withThreshold whether to record the threshold for residuals, too
     * @param interval      how often to save
     */
    public record Plan(RunOptions.Settings settings, long replicate, long iterations, RecordingSchedule schedule,
                       boolean withThreshold, Interval interval) {

        /** The settings. */
        public RunSettings run() {
            return settings.only();
        }

        /** The same run with another end, saved at other times. */
        public Plan with(long otherIterations, Interval otherInterval) {
            return new Plan(settings, replicate, otherIterations, schedule, withThreshold, otherInterval);
        }

        /** Under the names of the options. */
        public void addTo(ObjectNode node) {
            settings.addTo(node);
            node.put("replicate", replicate);
            node.put("iterations", iterations);
            node.put("record", schedule.toString());
            if (withThreshold) {
                node.put("record-threshold", true);
            }
        }

        /** As options of the command line, which {@link #of} reads. */
        public List<String> arguments() {
            ObjectNode node = RunJson.object();
            addTo(node);
            List<String> arguments = new ArrayList<>(RunJson.configuration(node));
            arguments.add("--checkpoint-every=" + interval);
            return arguments;
        }
    }

    /**
     * Reads the options.
     *
     * @param usualRecords about so many records, unless told otherwise
     * @param terminal     where to say what Theorem 1 prescribes, if that is asked for
     */
    public Plan plan(long usualRecords, Terminal terminal) {
        if (!options.wantsPrescribedEta()) {
            theorem.requireAbsent("with --eta theorem only");
        }
        RunOptions.Settings settings = options.single(Map.of(RunOptions.THEOREM, run ->
            theorem.prescribedEta(run, options.seed(), replicate, terminal), RunOptions.AUTO, run ->
            autoEta(run, terminal)));
        Memory.require(settings.only().memoryBytes(), RunOptions.sizes(settings.only()));
        if (recordThreshold && !(settings.only().learner().robust() instanceof Robust.Following)) {
            throw new BadUsage("--record-threshold must be given with --robust clip, trim or hampel only");
        }
        return new Plan(settings, replicate, horizon.iterations(), horizon.schedule(usualRecords), recordThreshold,
            interval);
    }

    private double autoEta(RunSettings run, Terminal terminal) {
        double eta = Expectation.bestEta(run, options.seed(), replicate, horizon.iterations());
        terminal.say("neurotron train: eta = %s", eta);
        return eta;
    }

    /**
     * Reads the options that stand in a checkpoint.
     *
     * @param where     the checkpoint, for a message
     * @param arguments the options
     * @throws BadUsage if they make no sense
     */
    public static Plan of(String where, List<String> arguments, Terminal terminal) {
        Holder holder = new Holder();
        return RunOptions.parsed("the configuration in " + where, holder, arguments,
            () -> holder.options.plan(1, terminal));
    }

    /** The names of all of them, without dashes. */
    public static Set<String> names() {
        return RunOptions.names(new Holder());
    }

    /** A command with these options only. */
    @Command
    private static final class Holder {
        @Mixin
        private TrainOptions options;
    }
}
