package org.neurotron.cli.option;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.random.InputDistribution;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.ProblemSettings;
import org.neurotron.training.RunSettings;
import org.neurotron.training.Sampling;
import org.neurotron.training.TrainingRun;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to measure: those options of {@code train} on which the time of a step depends most, and how long. */
public final class BenchOptions {

    private static final double MOST_SECONDS = 3600;

    /** The attack that is usual for {@code train}. */
    private static final double THETA = 0.25;
    private static final double BETA = 0.5;

    /**
     * So small that the filter stays where it is: no step diverges, whatever the inputs, and all do the same work. Not
     * a subnormal number, for which some processors take much longer.
     */
    private static final double ETA = Double.MIN_NORMAL;

    @Mixin
    private SizeOptions size;

    @Option(names = "--k", defaultValue = "10", paramLabel = "K", converter = Numbers.Size.class,
        description = "width of the network, even (default: ${DEFAULT-VALUE})")
    private int k;

    @Option(names = "--b", defaultValue = "16", paramLabel = "B", converter = Numbers.Size.class,
        description = "size of the mini-batches (default: ${DEFAULT-VALUE})")
    private int b;

    @Option(names = "--distribution", defaultValue = "normal:1", paramLabel = "LAW",
        description = "law of the inputs: " + InputDistribution.FORMS + " (default: ${DEFAULT-VALUE})")
    private String distribution;

    @Mixin
    private AlgorithmOptions learning;

    @Option(names = "--seconds", defaultValue = "10", paramLabel = "S", converter = Numbers.Real.class,
        description = "how long to measure, > 0; four tenths of it and up to seven are for warming up, which takes "
            + "two seconds or more (default: ${DEFAULT-VALUE})")
    private double seconds;

    /**
     * What to measure, checked.
     *
     * @param run     the run whose steps are measured, with drawn inputs
     * @param seconds how long, in all
     */
    public record Plan(RunSettings run, double seconds) {

        /** Whether its inputs can be projected, too. */
        public boolean canBeProjected() {
            return Sampling.PROJECTED.allows(run.oracle().distribution());
        }

        /** Its inputs and attack, projected. */
        public OracleSettings projected() {
            return run.oracle().with(Sampling.PROJECTED);
        }

        /** Under the names of the options. */
        public void addTo(ObjectNode node) {
            node.put("distribution", run.oracle().distribution().toString());
            node.put("n", run.problem().n());
            node.put("r", run.problem().r());
            node.put("k", run.problem().k());
            node.put("b", run.learner().b());
            node.put("algorithm", run.learner().algorithm().id());
            node.put("robust", run.learner().robust().toString());
            RobustOptions.addTo(node, run.learner().robust());
            node.put("seconds", seconds);
        }
    }

    /** Reads the options, or complains of the first that is out of range. */
    public Plan plan() {
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw BadUsage.of("--seconds", seconds, "must be > 0 and at most " + (int) MOST_SECONDS);
        }
        RunSettings run = new RunSettings(new ProblemSettings(size.n(), size.r(), k),
            new OracleSettings(InputDistribution.parse(distribution), Attack.ALTERNATING, THETA, BETA),
            new LearnerSettings(learning.algorithm(), b, ETA, learning.robust().rule()));
        Plan plan = new Plan(run, seconds);
        Memory.require(memoryBytes(plan), RunOptions.sizes(run));
        return plan;
    }

    /** All that is measured is there at once, as it is measured in turn: two runs, and a learner with a batch. */
    private static double memoryBytes(Plan plan) {
        ProblemSettings problem = plan.run.problem();
        int samples = plan.run.learner().b();
        return plan.run.memoryBytes()
            + TrainingRun.memoryBytes(new ProblemSettings(problem.n(), 1, problem.k()), samples, Sampling.DRAWN)
            + (plan.canBeProjected() ? TrainingRun.memoryBytes(problem, samples, Sampling.PROJECTED) : 0);
    }
}
