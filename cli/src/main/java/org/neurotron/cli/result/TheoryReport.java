package org.neurotron.cli.result;

import java.util.Set;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.option.TheoremOptions;
import org.neurotron.kernel.Kernel;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;
import org.neurotron.theory.Condition;
import org.neurotron.theory.Estimate;
import org.neurotron.theory.Guarantee;
import org.neurotron.theory.PredictionRisk;
import org.neurotron.theory.Theorem;
import org.neurotron.training.Problem;
import org.neurotron.training.RunSettings;
import org.neurotron.training.TrainingRun;

/**
 * All that theory says of one configuration, to be put into words or JSON.
 *
 * @param settings      the configuration
 * @param prescribedEta whether its learning rate is to be that of Theorem 1, and another one stands for it
 * @param replicate     which of the seed's problems
 * @param goal          accuracy and confidence that are wanted
 * @param theorem       Theorem 1 for it
 * @param guarantee     what the theorem guarantees
 * @param unattacked    what it would guarantee without the attack
 * @param risk          prediction risk at the start
 * @param kernel        what computed
 */
public record TheoryReport(RunOptions.Settings settings, boolean prescribedEta, long replicate, TheoremOptions goal,
                           Theorem theorem, Guarantee guarantee, Guarantee unattacked, Estimate risk, Kernel kernel) {

    /** The conditions that no attack can change. */
    private static final Set<String> PROBLEM_CONDITIONS = Set.of("finite-moments", "lambda1", "lambda2", "lambda3");

    /** Numbers drawn for an estimate of the risk, about. */
    private static final int NUMBERS = 1 << 22;

    private static final int FEWEST_SAMPLES = 64;
    private static final int MOST_SAMPLES = 100_000;

    /** About how many multiply-adds that takes; drawing a number takes about as long as forty of them. */
    public static double operations(RunSettings run) {
        return NUMBERS * 40.0 + 4.0 * run.problem().r() * run.problem().n();
    }

    /** Computes it; parameters as of the record. */
    public static TheoryReport of(RunOptions.Settings settings, boolean prescribedEta, TheoremOptions goal,
                                  long replicate, Kernel kernel) {
        RunSettings run = settings.only();
        TheoremOptions.requireApplies(run);
        Problem problem = TheoremOptions.problem(run, settings.seed(), replicate);
        Theorem theorem = TheoremOptions.theorem(run, problem);
        Guarantee guarantee = goal.guarantee(theorem);
        Guarantee unattacked = goal.guarantee(new Theorem(theorem.spectrum(), theorem.alpha(), theorem.inputs(),
            theorem.attacks(), theorem.b(), 0, theorem.initialError()));
        int samples = Math.max(FEWEST_SAMPLES, Math.min(MOST_SAMPLES, NUMBERS / run.problem().n()));
        Estimate risk = PredictionRisk.estimate(problem.network(), problem.teacher(),
            TrainingRun.usualStart(run.problem().r()), run.oracle().distribution().sampler(RandomStreams.open(
                settings.seed(), replicate, Purpose.ESTIMATE, kernel.random())), samples, kernel);
        return new TheoryReport(settings, prescribedEta, replicate, goal, theorem, guarantee, unattacked, risk, kernel);
    }

    /** The configuration. */
    RunSettings run() {
        return settings.only();
    }

    /** Whether the problem is covered, apart from the attack on it. */
    boolean isSound() {
        return guarantee.conditions().stream().filter(condition -> PROBLEM_CONDITIONS.contains(condition.name()))
            .allMatch(Condition::holds);
    }

    /** The accuracy that is wanted. */
    double epsilon() {
        return guarantee.epsilon();
    }

    /** The probability with which it may be missed. */
    double delta() {
        return guarantee.delta();
    }
}
