package org.neurotron.cli.result;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.neurotron.cli.file.RunJson;
import org.neurotron.theory.Condition;
import org.neurotron.theory.Guarantee;
import org.neurotron.theory.LearningRate;
import org.neurotron.theory.Moments;
import org.neurotron.theory.Prescription;
import org.neurotron.theory.Theorem;

/** What theory says of a configuration, as JSON. */
public final class TheoryJson {

    private TheoryJson() {
    }

    /** All of it as an object. */
    public static ObjectNode of(TheoryReport report) {
        ObjectNode node = RunJson.object();
        node.put("command", "theory");
        report.settings().addTo(node);
        if (report.prescribedEta()) {
            node.put("eta", "theorem");
        }
        node.put("replicate", report.replicate());
        node.put("iterations", report.iterations());
        report.goal().addTo(node);
        RunJson.addEnvironment(node, report.kernel());
        report.expected().ifPresentOrElse(expected -> add(node.putObject("expected"), expected),
            () -> node.putNull("expected"));
        report.verdict().ifPresent(verdict -> add(node, verdict));
        ObjectNode risk = node.putObject("risk");
        RunJson.putNumber(risk, "initial", report.risk().value());
        RunJson.putNumber(risk, "initialStandardError", report.risk().standardError());
        report.verdict().ifPresent(verdict -> {
            Theorem theorem = verdict.theorem();
            putIfSound(risk, "ratio", verdict, theorem.riskRatio(verdict.delta()));
            putIfSound(risk, "largestBeta", verdict, theorem.largestProbabilityForRisk(verdict.delta()));
            RunJson.putNumber(risk, "promised", verdict.guarantee().isCovered()
                ? theorem.riskFactor() * verdict.epsilon() * verdict.epsilon() : Double.NaN);
        });
        return node;
    }

    private static void add(ObjectNode node, Expected expected) {
        RunJson.putNumber(node, "floorRms", expected.floor().rms());
        RunJson.putNumber(node, "floorRmsStandardError", expected.floor().standardError());
        RunJson.putNumber(node, "floorMedian", expected.floor().median());
        RunJson.putNumber(node, "floorQ05", expected.floor().lower());
        RunJson.putNumber(node, "floorQ95", expected.floor().upper());
        RunJson.putNumber(node, "floorLeadingOrder", expected.leadingOrder().orElse(Double.NaN));
        RunJson.putNumber(node, "largestEta", expected.largestEta());
        node.put("stepsToFloor", expected.stepsToFloor().orElse(null));
        RunJson.putNumber(node, "bestEta", expected.best().map(LearningRate::eta).orElse(Double.NaN));
        RunJson.putNumber(node, "bestError", expected.best().map(LearningRate::error).orElse(Double.NaN));
        node.put("samples", expected.samples());
    }

    private static void add(ObjectNode node, TheoryReport.Verdict verdict) {
        Theorem theorem = verdict.theorem();
        node.put("covered", verdict.guarantee().isCovered());
        node.put("attacked", theorem.isAttacked());
        RunJson.putNumber(node, "lambda1", theorem.spectrum().lambda1());
        RunJson.putNumber(node, "lambda2", theorem.spectrum().lambda2());
        RunJson.putNumber(node, "lambda3", theorem.spectrum().lambda3());
        node.put("symmetric", theorem.spectrum().symmetric());
        addMoments(node, "m", theorem.inputs());
        addMoments(node, "betaMoment", theorem.attacks());
        RunJson.putNumber(node, "initialError", theorem.initialError());
        RunJson.putNumber(node, "tradeOff", theorem.tradeOff());
        putIfSound(node, "largestTheta", verdict, theorem.largestTheta(verdict.epsilon(), verdict.delta()));
        putIfSound(node, "leastEpsilon", verdict, theorem.leastEpsilon(verdict.delta()));
        RunJson.putNumber(node, "largestEpsilon", theorem.largestEpsilon(verdict.delta()));
        putIfSound(node, "largestBeta", verdict, theorem.largestProbability(verdict.epsilon(), verdict.delta()));
        putIfSound(node, "largestBetaForTradeOff", verdict, theorem.largestProbability());
        putIfSound(node, "leastUpscaling", verdict, theorem.leastUpscaling(verdict.epsilon(), verdict.delta()));
        ArrayNode conditions = node.putArray("conditions");
        for (Condition condition : verdict.guarantee().conditions()) {
            ObjectNode entry = conditions.addObject();
            entry.put("name", condition.name());
            RunJson.putNumber(entry, "value", condition.value());
            entry.put("holds", condition.holds());
            entry.put("text", condition.text());
        }
        addPrescription(node, "prescription", verdict.guarantee());
        addPrescription(node, "withoutAttack", verdict.unattacked());
    }

    /** What the theorem bears means nothing where it is not about the configuration at all. */
    private static void putIfSound(ObjectNode node, String name, TheoryReport.Verdict verdict, double value) {
        RunJson.putNumber(node, name, verdict.isSound() ? value : Double.NaN);
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
