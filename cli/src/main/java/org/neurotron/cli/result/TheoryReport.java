package org.neurotron.cli.result;

import java.util.Optional;
import java.util.Set;
import org.neurotron.cli.option.Expectation;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.option.TheoremOptions;
import org.neurotron.cli.terminal.BadUsage;
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
 * @param iterations    for how many steps to find the best learning rate
 * @param goal          accuracy and confidence that are wanted
 * @param expected      what is to be expected, if that is known
 * @param verdict       what Theorem 1 says, if it is about such runs
 * @param risk          prediction risk at the start
 * @param kernel        what computed
 */
public record TheoryReport(RunOptions.Settings settings, boolean prescribedEta, long replicate, long iterations,
                           TheoremOptions goal, Optional<Expected> expected, Optional<Verdict> verdict, Estimate risk,
                           Kernel kernel) {

    /**
     * What Theorem 1 says.
     *
     * @param theorem    Theorem 1 for the configuration
     * @param guarantee  what it guarantees
     * @param unattacked what it would guarantee without the attack
     */
    public record Verdict(Theorem theorem, Guarantee guarantee, Guarantee unattacked) {

        static Verdict of(RunSettings run, Problem problem, TheoremOptions goal) {
            Theorem theorem = TheoremOptions.theorem(run, problem);
            return new Verdict(theorem, goal.guarantee(theorem), goal.guarantee(new Theorem(theorem.spectrum(),
                theorem.alpha(), theorem.inputs(), theorem.attacks(), theorem.b(), 0, theorem.initialError())));
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
                                  long replicate, long iterations, Kernel kernel) {
        RunSettings run = settings.only();
        Optional<BadUsage> objection = TheoremOptions.objection(run);
        boolean expected = Expectation.objection(run).isEmpty();
        if (objection.isPresent() && !expected) {
            throw objection.get();
        }
        TheoremOptions.requireFits(run);
        Problem problem = TheoremOptions.problem(run, settings.seed(), replicate);
        Optional<Verdict> verdict = objection.isPresent() ? Optional.empty()
            : Optional.of(Verdict.of(run, problem, goal));
        Optional<RunSettings> trained = !prescribedEta ? Optional.of(run)
            : verdict.flatMap(one -> one.guarantee().prescription())
                .map(prescription -> run.with(run.learner().with(prescription.eta())));
        int samples = Math.max(FEWEST_SAMPLES, Math.min(MOST_SAMPLES, NUMBERS / run.problem().n()));
        Estimate risk = PredictionRisk.estimate(problem.network(), problem.teacher(),
            TrainingRun.usualStart(run.problem().r()), run.oracle().distribution().sampler(RandomStreams.open(
                settings.seed(), replicate, Purpose.ESTIMATE, kernel.random())), samples, kernel);
        return new TheoryReport(settings, prescribedEta, replicate, iterations, goal,
            trained.filter(_ -> expected).flatMap(one -> Expectation.within(() -> Expected.of(one, problem,
                settings.seed(), replicate, iterations, kernel))), verdict, risk, kernel);
    }

    /** The configuration. */
    RunSettings run() {
        return settings.only();
    }
}
