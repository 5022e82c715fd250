package org.neurotron.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.option.TheoremOptions;
import org.neurotron.cli.result.StudyTheory;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Version;
import org.neurotron.kernel.Kernel;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;
import org.neurotron.theory.Condition;
import org.neurotron.theory.Estimate;
import org.neurotron.theory.Guarantee;
import org.neurotron.theory.Moments;
import org.neurotron.theory.PredictionRisk;
import org.neurotron.theory.Prescription;
import org.neurotron.theory.Theorem;
import org.neurotron.training.Problem;
import org.neurotron.training.RunSettings;
import org.neurotron.training.TrainingRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the paper's theorem says before anything is trained. */
@Command(name = "theory", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Says whether Theorem 1 covers a configuration of train, and what it prescribes and promises.",
    footer = {"", "The conditions are checked for the matrices and w* of seed and replicate, with w_1 = (1, ..., 1).",
        "Where they hold, train --eta theorem with the number of steps named here keeps the promise."})
public final class TheoryCommand implements Callable<Integer> {

    /** What goes with --study. */
    private static final Set<String> STUDY_OPTIONS = Set.of("--study", "--seed", "--epsilon", "--delta", "--gamma",
        "--json");

    /** The conditions that no attack can change. */
    private static final Set<String> PROBLEM_CONDITIONS = Set.of("finite-moments", "lambda1", "lambda2", "lambda3");

    /** Numbers drawn for an estimate of the risk, about. */
    private static final int NUMBERS = 1 << 22;

    private static final int FEWEST_SAMPLES = 64;
    private static final int MOST_SAMPLES = 100_000;

    @Mixin
    private RunOptions options;

    @Mixin
    private TheoremOptions goal;

    @Option(names = "--replicate", defaultValue = "0", paramLabel = "I", converter = Numbers.Index.class,
        description = "which of the seed's problems: that of replicate I of a sweep (default: ${DEFAULT-VALUE})")
    private long replicate;

    @Option(names = "--study", description = "a row of CSV for every column of the published study instead")
    private boolean study;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** All that is said of one configuration. */
    private record Report(RunOptions.Settings settings, Theorem theorem, Guarantee guarantee, Guarantee unattacked,
                          Estimate risk, Kernel kernel) {

        RunSettings run() {
            return settings.only();
        }

        /** Whether the problem is covered, apart from the attack on it. */
        boolean isSound() {
            return guarantee.conditions().stream().filter(condition -> PROBLEM_CONDITIONS.contains(condition.name()))
                .allMatch(Condition::holds);
        }

        double epsilon() {
            return guarantee.epsilon();
        }

        double delta() {
            return guarantee.delta();
        }
    }

    @Override
    public Integer call() throws IOException {
        CommandLine commandLine = spec.commandLine();
        PrintWriter out = commandLine.getOut();
        if (study) {
            for (OptionSpec option : commandLine.getParseResult().matchedOptions()) {
                if (!STUDY_OPTIONS.contains(option.longestName())) {
                    throw new ParameterException(commandLine, option.longestName()
                        + " must not be given with --study, which has its own");
                }
            }
            new StudyTheory(goal, options.seed(), commandLine).print(json, out);
        } else {
            Report report = report(commandLine);
            if (json) {
                out.print(RunJson.text(node(report)));
            } else {
                print(report, out);
            }
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private Report report(CommandLine commandLine) {
        // A learning rate that was not given is compared with nothing.
        RunOptions.Settings settings = options.single(commandLine, run -> 1);
        RunSettings run = settings.only();
        TheoremOptions.requireApplies(run, commandLine);
        Kernel kernel = SelectedKernel.orBadUsage(commandLine);
        try {
            Problem problem = TheoremOptions.problem(run, settings.seed(), replicate);
            Theorem theorem = TheoremOptions.theorem(run, problem);
            Guarantee guarantee = goal.guarantee(theorem, commandLine);
            Guarantee unattacked = goal.guarantee(new Theorem(theorem.spectrum(), theorem.alpha(), theorem.inputs(),
                theorem.attacks(), theorem.b(), 0, theorem.initialError()), commandLine);
            int samples = Math.max(FEWEST_SAMPLES, Math.min(MOST_SAMPLES, NUMBERS / run.problem().n()));
            Estimate risk = PredictionRisk.estimate(problem.network(), problem.teacher(),
                TrainingRun.usualStart(run.problem().r()),
                run.oracle().distribution().sampler(RandomStreams.open(settings.seed(), replicate, Purpose.ESTIMATE,
                    kernel.random())), samples, kernel);
            return new Report(settings, theorem, guarantee, unattacked, risk, kernel);
        } catch (IllegalArgumentException e) {
            throw Messages.badArgument(commandLine, e);
        }
    }

    private void print(Report report, PrintWriter out) {
        Theorem theorem = report.theorem();
        RunSettings run = report.run();
        out.printf(Locale.ROOT, "Theorem 1 for %s inputs, n %d, r %d, k %d, b %d, theta %s, beta %s (seed %d, "
            + "replicate %d)%n%n", run.oracle().distribution(), run.problem().n(), run.problem().r(), run.problem().k(),
            run.learner().b(), run.oracle().theta(), run.oracle().beta(), report.settings().seed(), replicate);
        line(out, "lambda_1, lambda_2, lambda_3", figures(theorem.spectrum().lambda1(), theorem.spectrum().lambda2(),
            theorem.spectrum().lambda3()) + (theorem.spectrum().symmetric() ? ""
                : "  (A Sigma M^T is not symmetric; lambda_1 is of its symmetric part)"));
        line(out, "m_1, ..., m_4", moments(theorem.inputs()));
        line(out, "beta_1, ..., beta_4", moments(theorem.attacks()));
        line(out, "||w_1 - w*||", figure(theorem.initialError()));
        line(out, "c_trade-off", figure(theorem.tradeOff()));
        out.println();
        out.println("  yes  x and -x have the same law");
        for (Condition condition : report.guarantee().conditions()) {
            out.println((condition.holds() ? "  yes  " : "  NO   ") + condition.text());
        }
        out.println();
        if (report.guarantee().isCovered()) {
            out.println("Covered" + (theorem.isAttacked() ? "." : ", as the case theta = 0: no label is attacked."));
            print(report.guarantee(), out);
            if (!options.wantsPrescribedEta()) {
                line(out, "--eta", String.format(Locale.ROOT, "%.4g is %.4g times the prescribed one",
                    run.learner().eta(),
                    run.learner().eta() / report.guarantee().prescription().orElseThrow().eta()));
            }
        } else {
            out.println("Not covered: " + report.guarantee().violated().getFirst().text() + ".");
            if (theorem.isAttacked() && report.unattacked().isCovered()) {
                out.println();
                out.println("Without the attack (theta = 0) it would be covered.");
                print(report.unattacked(), out);
            }
        }
        out.println();
        if (report.isSound()) {
            out.printf(Locale.ROOT, "For epsilon = %s, delta = %s and the rest as it is, covered are%n",
                report.epsilon(), report.delta());
            printBearable(report, out);
            out.println();
        }
        printRisk(report, out);
    }

    private static void print(Guarantee guarantee, PrintWriter out) {
        Prescription p = guarantee.prescription().orElseThrow();
        line(out, "learning rate eta", figure(p.eta()) + "  (gamma = " + figure(p.gamma()) + ", which must exceed "
            + figure(p.leastGamma()) + ")");
        line(out, p.floor() > 0 ? "C_2" : "C", figure(p.gammaConstant()));
        if (p.floor() > 0) {
            line(out, "c_rate", figure(p.rateConstant()) + "  (as printed: " + figure(p.publishedRateConstant()) + ")");
        }
        line(out, "steps T", steps(p));
        line(out, "promise", String.format(Locale.ROOT, "||w_T - w*|| <= %s with probability >= 1 - %s",
            guarantee.epsilon(), guarantee.delta()));
        line(out, "bound on E||w_t - w*||^2", String.format(Locale.ROOT, "%.4g + (1 - %.4g)^t * %.4g", p.floor(),
            p.decrease(), p.initialSquaredError() - p.floor()));
    }

    private static void printBearable(Report report, PrintWriter out) {
        Theorem theorem = report.theorem();
        double epsilon = report.epsilon();
        double delta = report.delta();
        // Under attack the goal must be nearer than the start (Eq. (1)).
        boolean near = theorem.attacks().of(1) > 0 && epsilon >= theorem.largestEpsilon(delta);
        double theta = near ? 0 : theorem.largestTheta(epsilon, delta);
        line(out, "theta", theta > 0 ? below(theta) : "0 only");
        line(out, "beta", probability(theorem.largestProbability(epsilon, delta)) + "  (c_trade-off > 0: "
            + probability(theorem.largestProbability()) + ")");
        if (theorem.isAttacked()) {
            double least = theorem.leastEpsilon(delta);
            double largest = theorem.largestEpsilon(delta);
            line(out, "epsilon", least < largest ? "above " + figure(least) + " and below " + figure(largest) : "none");
            double upscaling = theorem.leastUpscaling(epsilon, delta);
            line(out, "outer weights", Double.isInfinite(upscaling) ? "none"
                : "more than " + figure(upscaling) + " times these");
        }
    }

    private static String below(double bound) {
        return !(bound > 0) ? "none" : Double.isInfinite(bound) ? "any" : "below " + figure(bound);
    }

    private static String probability(double bound) {
        return bound == 1 ? "any" : below(bound);
    }

    private static void printRisk(Report report, PrintWriter out) {
        Theorem theorem = report.theorem();
        double delta = report.delta();
        out.println("Prediction risk R(w) = E(f_w*(x) - f_w(x))^2");
        line(out, "R(w_1)", figure(report.risk().value()) + " +- " + figure(report.risk().standardError())
            + "  (simulated, standard error)" + (theorem.inputs().isFinite() ? ""
                : Double.isFinite(theorem.inputs().of(2)) ? ", which means little as m_4 is infinite"
                : ", which mean nothing as m_2 is infinite"));
        if (report.guarantee().isCovered()) {
            line(out, "promised for w_T", "R <= "
                + figure(theorem.riskFactor() * report.epsilon() * report.epsilon()));
        }
        if (report.isSound() && theorem.isAttacked() && theorem.tradeOff() > 0) {
            double ratio = theorem.riskRatio(delta);
            line(out, "condition (3)", figure(ratio) + (ratio < 1 ? " < 1: R <= theta*^2 where ||w - w*|| <= epsilon"
                : " is not below 1: R may exceed theta*^2"));
        }
        if (report.isSound()) {
            line(out, "condition (3) needs beta", probability(theorem.largestProbabilityForRisk(delta)));
        }
    }

    private static void line(PrintWriter out, String name, String text) {
        out.printf(Locale.ROOT, "  %-28s  %s%n", name, text);
    }

    private static String steps(Prescription prescription) {
        return prescription.steps() == Long.MAX_VALUE ? "more than 9.2e18" : String.format(Locale.ROOT, "%d  (%.2g)",
            prescription.steps(), (double) prescription.steps());
    }

    private static String moments(Moments moments) {
        return figures(moments.of(1), moments.of(2), moments.of(3), moments.of(4));
    }

    private static String figures(double... values) {
        StringBuilder text = new StringBuilder();
        for (double value : values) {
            text.append(text.isEmpty() ? "" : ", ").append(figure(value));
        }
        return text.toString();
    }

    private static String figure(double value) {
        return Double.isInfinite(value) ? (value > 0 ? "infinite" : "-infinite")
            : Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.4g", value);
    }

    private ObjectNode node(Report report) {
        Theorem theorem = report.theorem();
        ObjectNode node = RunJson.object();
        node.put("command", "theory");
        report.settings().addTo(node);
        if (options.wantsPrescribedEta()) {
            node.put("eta", "theorem");
        }
        node.put("replicate", replicate);
        goal.addTo(node);
        RunJson.addEnvironment(node, report.kernel());
        node.put("covered", report.guarantee().isCovered());
        node.put("attacked", theorem.isAttacked());
        RunJson.putNumber(node, "lambda1", theorem.spectrum().lambda1());
        RunJson.putNumber(node, "lambda2", theorem.spectrum().lambda2());
        RunJson.putNumber(node, "lambda3", theorem.spectrum().lambda3());
        node.put("symmetric", theorem.spectrum().symmetric());
        addMoments(node, "m", theorem.inputs());
        addMoments(node, "betaMoment", theorem.attacks());
        RunJson.putNumber(node, "initialError", theorem.initialError());
        RunJson.putNumber(node, "tradeOff", theorem.tradeOff());
        putIfSound(node, "largestTheta", report, theorem.largestTheta(report.epsilon(), report.delta()));
        putIfSound(node, "leastEpsilon", report, theorem.leastEpsilon(report.delta()));
        RunJson.putNumber(node, "largestEpsilon", theorem.largestEpsilon(report.delta()));
        putIfSound(node, "largestBeta", report, theorem.largestProbability(report.epsilon(), report.delta()));
        putIfSound(node, "largestBetaForTradeOff", report, theorem.largestProbability());
        putIfSound(node, "leastUpscaling", report, theorem.leastUpscaling(report.epsilon(), report.delta()));
        ArrayNode conditions = node.putArray("conditions");
        for (Condition condition : report.guarantee().conditions()) {
            ObjectNode entry = conditions.addObject();
            entry.put("name", condition.name());
            RunJson.putNumber(entry, "value", condition.value());
            entry.put("holds", condition.holds());
            entry.put("text", condition.text());
        }
        addPrescription(node, "prescription", report.guarantee());
        addPrescription(node, "withoutAttack", report.unattacked());
        ObjectNode risk = node.putObject("risk");
        RunJson.putNumber(risk, "initial", report.risk().value());
        RunJson.putNumber(risk, "initialStandardError", report.risk().standardError());
        putIfSound(risk, "ratio", report, theorem.riskRatio(report.delta()));
        putIfSound(risk, "largestBeta", report, theorem.largestProbabilityForRisk(report.delta()));
        RunJson.putNumber(risk, "promised", report.guarantee().isCovered()
            ? theorem.riskFactor() * report.epsilon() * report.epsilon() : Double.NaN);
        return node;
    }

    /** What the theorem bears means nothing where it is not about the configuration at all. */
    private static void putIfSound(ObjectNode node, String name, Report report, double value) {
        RunJson.putNumber(node, name, report.isSound() ? value : Double.NaN);
    }

    private static void addMoments(ObjectNode node, String name, Moments moments) {
        for (int i = 1; i <= 4; i++) {
            RunJson.putNumber(node, name + i, moments.of(i));
        }
    }

    private static void addPrescription(ObjectNode node, String name, Guarantee guarantee) {
        if (!guarantee.isCovered()) {
            node.putNull(name);
            return;
        }
        Prescription p = guarantee.prescription().orElseThrow();
        ObjectNode entry = node.putObject(name);
        RunJson.putNumber(entry, "gammaConstant", p.gammaConstant());
        RunJson.putNumber(entry, "leastGamma", p.leastGamma());
        RunJson.putNumber(entry, "gamma", p.gamma());
        RunJson.putNumber(entry, "eta", p.eta());
        RunJson.putNumber(entry, "decrease", p.decrease());
        RunJson.putNumber(entry, "floor", p.floor());
        RunJson.putNumber(entry, "rateConstant", p.rateConstant());
        RunJson.putNumber(entry, "publishedRateConstant", p.publishedRateConstant());
        entry.put("steps", p.steps());
    }
}
