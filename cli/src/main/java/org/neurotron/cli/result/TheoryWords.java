package org.neurotron.cli.result;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import org.neurotron.cli.figure.Names;
import org.neurotron.cli.option.Expectation;
import org.neurotron.cli.option.TheoremOptions;
import org.neurotron.theory.Condition;
import org.neurotron.theory.Floor;
import org.neurotron.theory.Guarantee;
import org.neurotron.theory.Moments;
import org.neurotron.theory.Prescription;
import org.neurotron.theory.Theorem;
import org.neurotron.training.Algorithm;
import org.neurotron.training.RunSettings;

/** What theory says of a configuration, in words. */
public final class TheoryWords {

    private TheoryWords() {
    }

    /** All of it, in lines. */
    public static String of(TheoryReport report) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        print(report, out);
        out.flush();
        return text.toString();
    }

    private static void print(TheoryReport report, PrintWriter out) {
        RunSettings run = report.run();
        out.printf(Locale.ROOT, "%s, %s inputs, n %d, r %d, k %d, b %d, theta %s, beta %s (seed %d, replicate %d)%n%n",
            Names.of(run.learner().algorithm()), run.oracle().distribution(), run.problem().n(), run.problem().r(),
            run.problem().k(), run.learner().b(), run.oracle().theta(), run.oracle().beta(), report.settings().seed(),
            report.replicate());
        out.println("What to expect");
        report.expected().ifPresentOrElse(expected -> print(report, expected, out), () ->
            out.println("  unknown, as " + Expectation.objection(run)
                .orElse(report.prescribedEta() ? "Theorem 1 prescribes no learning rate"
                    : "its numbers are beyond the range of double precision")));
        out.println();
        out.println("Theorem 1");
        report.verdict().ifPresentOrElse(verdict -> print(report, verdict, out), () ->
            out.println("  is not about this: " + TheoremOptions.objection(run).orElseThrow().getMessage()));
        out.println();
        printRisk(report, out);
    }

    private static void print(TheoryReport report, Expected expected, PrintWriter out) {
        Floor floor = expected.floor();
        String eta = report.prescribedEta() ? "eta as prescribed by Theorem 1"
            : "eta = " + figure(report.run().learner().eta());
        if (expected.largestEta() == 0) {
            line(out, "with any eta", "w* is not reached: A Sigma M^T has an eigenvalue whose real part is not "
                + "positive");
            return;
        }
        if (Double.isInfinite(floor.rms())) {
            line(out, "with " + eta, "diverges");
        } else if (floor.rms() == 0) {
            line(out, "with " + eta, "falls to rounding" + expected.stepsToFloor().map(steps -> ", after about "
                + steps(steps) + " steps").orElse(""));
        } else {
            line(out, "with " + eta, "levels off at about " + figure(floor.median()) + expected.stepsToFloor()
                .map(steps -> ", after about " + steps(steps) + " steps").orElse(""));
            line(out, "", "nine of ten from " + figure(floor.lower()) + " to " + figure(floor.upper())
                + "; root mean square " + figure(floor.rms()) + (expected.leadingOrder().isPresent()
                    ? ", to leading order in eta " + figure(expected.leadingOrder().getAsDouble()) : ""));
        }
        line(out, "diverges from eta", figure(expected.largestEta()) + " on");
        expected.best().ifPresent(best -> line(out, "best for " + steps(best.steps()) + " steps",
            "eta = " + figure(best.eta()) + ", which ends at about " + figure(best.error())));
        line(out, "from a sample of", expected.samples() + " inputs" + (expected.momentsBelow() <= 8
            ? ", which says little of their tails: they have no moments of order " + figure(expected.momentsBelow())
                + " and more" : floor.rms() > 0 && Double.isFinite(floor.rms())
                ? " (standard error of the root mean square " + figure(floor.standardError()) + ")" : ""));
        if (report.run().learner().algorithm() != Algorithm.TRON) {
            line(out, "", "near w*; runs of SGD may also stay elsewhere");
        }
    }

    private static String steps(long steps) {
        return steps < 100_000 ? Long.toString(steps) : String.format(Locale.ROOT, "%.2g", (double) steps);
    }

    private static void print(TheoryReport report, TheoryReport.Verdict verdict, PrintWriter out) {
        Theorem theorem = verdict.theorem();
        RunSettings run = report.run();
        line(out, "lambda_1, lambda_2, lambda_3", figures(theorem.spectrum().lambda1(), theorem.spectrum().lambda2(),
            theorem.spectrum().lambda3()) + (theorem.spectrum().symmetric() ? ""
                : "  (A Sigma M^T is not symmetric; lambda_1 is of its symmetric part)"));
        line(out, "m_1, ..., m_4", moments(theorem.inputs()));
        line(out, "beta_1, ..., beta_4", moments(theorem.attacks()));
        line(out, "||w_1 - w*||", figure(theorem.initialError()));
        line(out, "c_trade-off", figure(theorem.tradeOff()));
        out.println();
        out.println("  yes  x and -x have the same law");
        for (Condition condition : verdict.guarantee().conditions()) {
            out.println((condition.holds() ? "  yes  " : "  NO   ") + condition.text());
        }
        out.println();
        if (verdict.guarantee().isCovered()) {
            out.println("Covered" + (theorem.isAttacked() ? "." : ", as the case theta = 0: no label is attacked."));
            print(verdict.guarantee(), out);
            if (!report.prescribedEta()) {
                line(out, "--eta", String.format(Locale.ROOT, "%.4g is %.4g times the prescribed one",
                    run.learner().eta(),
                    run.learner().eta() / verdict.guarantee().prescription().orElseThrow().eta()));
            }
        } else {
            out.println("Not covered: " + verdict.guarantee().violated().getFirst().text() + ".");
            if (theorem.isAttacked() && verdict.unattacked().isCovered()) {
                out.println();
                out.println("Without the attack (theta = 0) it would be covered.");
                print(verdict.unattacked(), out);
            }
        }
        if (verdict.isSound()) {
            out.println();
            out.printf(Locale.ROOT, "For epsilon = %s, delta = %s and the rest as it is, covered are%n",
                verdict.epsilon(), verdict.delta());
            printBearable(verdict, out);
        }
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

    private static void printBearable(TheoryReport.Verdict verdict, PrintWriter out) {
        Theorem theorem = verdict.theorem();
        double epsilon = verdict.epsilon();
        double delta = verdict.delta();
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

    private static void printRisk(TheoryReport report, PrintWriter out) {
        Moments inputs = Moments.ofNorm(report.run().oracle().distribution(), report.run().problem().n());
        out.println("Prediction risk R(w) = E(f_w*(x) - f_w(x))^2");
        line(out, "R(w_1)", figure(report.risk().value()) + " +- " + figure(report.risk().standardError())
            + "  (simulated, standard error)" + (inputs.isFinite() ? ""
                : Double.isFinite(inputs.of(2)) ? ", which means little as m_4 is infinite"
                : ", which mean nothing as m_2 is infinite"));
        report.verdict().ifPresent(verdict -> printRisk(verdict, out));
    }

    private static void printRisk(TheoryReport.Verdict verdict, PrintWriter out) {
        Theorem theorem = verdict.theorem();
        if (verdict.guarantee().isCovered()) {
            line(out, "promised for w_T", "R <= "
                + figure(theorem.riskFactor() * verdict.epsilon() * verdict.epsilon()));
        }
        if (verdict.isSound() && theorem.isAttacked() && theorem.tradeOff() > 0) {
            double ratio = theorem.riskRatio(verdict.delta());
            line(out, "condition (3)", figure(ratio) + (ratio < 1 ? " < 1: R <= theta*^2 where ||w - w*|| <= epsilon"
                : " is not below 1: R may exceed theta*^2"));
        }
        if (verdict.isSound()) {
            line(out, "condition (3) needs beta", probability(theorem.largestProbabilityForRisk(verdict.delta())));
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
}
