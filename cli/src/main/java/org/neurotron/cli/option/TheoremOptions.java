package org.neurotron.cli.option;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.kernel.Kernels;
import org.neurotron.theory.Guarantee;
import org.neurotron.theory.Moments;
import org.neurotron.theory.Prescription;
import org.neurotron.theory.Spectrum;
import org.neurotron.theory.Theorem;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Problem;
import org.neurotron.training.Robust;
import org.neurotron.training.RunSettings;
import org.neurotron.training.TrainingRun;
import picocli.CommandLine.Option;

/** What Theorem 1 is asked for, shared by the commands that apply it. */
public final class TheoremOptions {

    /** The probability of failure unless told otherwise. */
    public static final double USUAL_DELTA = 0.1;

    private static final double USUAL_EPSILON = 0.1;

    @Option(names = "--epsilon", paramLabel = "EPSILON", converter = Numbers.Real.class,
        description = "theorem: accuracy of the filter, > 0 (default: " + USUAL_EPSILON + ")")
    private Double epsilon;

    @Option(names = "--delta", paramLabel = "DELTA", converter = Numbers.Real.class,
        description = "theorem: probability of missing it, > 0 and < 1 (default: " + USUAL_DELTA + ")")
    private Double delta;

    @Option(names = "--gamma", paramLabel = "GAMMA", converter = Numbers.Real.class,
        description = "theorem: divisor of the learning rate (default: the one with the fewest steps)")
    private Double gamma;

    double epsilon() {
        return epsilon == null ? USUAL_EPSILON : epsilon;
    }

    public double delta() {
        return delta == null ? USUAL_DELTA : delta;
    }

    /** Under the names of the options. */
    public void addTo(ObjectNode node) {
        node.put("epsilon", epsilon());
        node.put("delta", delta());
        if (gamma != null) {
            node.put("gamma", gamma);
        }
    }

    /** Complains if one of these options is given where it would do nothing. */
    public void requireAbsent(String where) {
        String given = epsilon != null ? "--epsilon" : delta != null ? "--delta" : gamma != null ? "--gamma" : null;
        if (given != null) {
            throw new BadUsage(given + " must be given " + where);
        }
    }

    /** What the theorem says of a configuration. */
    public Guarantee guarantee(Theorem theorem) {
        return gamma == null ? theorem.guarantee(epsilon(), delta())
            : theorem.guarantee(epsilon(), delta(), gamma);
    }

    /** The learning rate that the theorem prescribes, or a complaint that there is none. */
    public double prescribedEta(RunSettings run, long seed, long replicate, Terminal terminal) {
        objection(run).ifPresent(objection -> {
            throw objection;
        });
        requireFits(run);
        Guarantee guarantee = guarantee(theorem(run, problem(run, seed, replicate)));
        if (!guarantee.isCovered()) {
            throw BadUsage.of("--eta", "theorem",
                "must be a number, as Theorem 1 prescribes none here: " + guarantee.violated().getFirst().text()
                    + " (see neurotron theory)");
        }
        Prescription prescription = guarantee.prescription().orElseThrow();
        terminal.say("neurotron train: Theorem 1 prescribes eta = %.4g; within %.4g of w* with probability "
            + ">= %.4g after %d steps", prescription.eta(), epsilon(), 1 - delta(), prescription.steps());
        return prescription.eta();
    }

    /** Whether the theorem is about runs such as this. */
    public static boolean isAbout(RunSettings run) {
        return objection(run).isEmpty();
    }

    /** The first option that the theorem is not about. */
    public static Optional<BadUsage> objection(RunSettings run) {
        if (run.learner().algorithm() != Algorithm.TRON) {
            return objection("--algorithm", run.learner().algorithm(), "tron");
        }
        if (!run.learner().robust().equals(Robust.NONE)) {
            return objection("--robust", run.learner().robust(), "none");
        }
        if (run.oracle().attack().falsifiesInputs()) {
            return objection("--attack", run.oracle().attack(), "one on labels");
        }
        return run.oracle().theta() < Double.POSITIVE_INFINITY ? Optional.empty()
            : objection("--theta", Numbers.Bound.NONE, "finite");
    }

    private static Optional<BadUsage> objection(String option, Object value, String allowed) {
        return Optional.of(BadUsage.of(option, value, "must be " + allowed + ": Theorem 1 is about no other"));
    }

    /** Refuses what would not fit into memory. */
    public static void requireFits(RunSettings run) {
        double r = run.problem().r();
        double n = run.problem().n();
        double small = Math.min(r, n);
        // Copies of M, C and the mean; matrices of eigenvalue problems.
        double elements = 6 * r * n + 6 * r * r + 8 * small * small;
        Memory.require(run.memoryBytes() + elements * Double.BYTES, RunOptions.sizes(run));
    }

    /** The problem of a replicate. */
    public static Problem problem(RunSettings run, long seed, long replicate) {
        return Problem.draw(run.problem(), seed, replicate);
    }

    /** Theorem 1 for a configuration and its problem, with w1 = (1, ..., 1). */
    public static Theorem theorem(RunSettings run, Problem problem) {
        int r = run.problem().r();
        double squared = Kernels.portable().squaredDistance(r, TrainingRun.usualStart(r), 0, problem.teacher(), 0);
        int n = run.problem().n();
        Moments inputs = Moments.ofNorm(run.oracle().distribution(), n);
        return new Theorem(Spectrum.of(problem.network(), inputs.of(2) / n), run.problem().alpha(), inputs,
            inputs.times(run.oracle().beta()), run.learner().b(), run.oracle().theta(), Math.sqrt(squared));
    }
}
