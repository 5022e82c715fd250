package org.neurotron.cli.result;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.neurotron.cli.file.RunJson;
import org.neurotron.theory.Condition;
import org.neurotron.theory.Guarantee;
import org.neurotron.theory.Moments;
import org.neurotron.theory.Prescription;
import org.neurotron.theory.Theorem;

/** What theory says of a configuration, as JSON. */
public final class TheoryJson {

    private TheoryJson() {
    }

    /** All of it as an object. */
    public static ObjectNode of(TheoryReport report) {
        Theorem theorem = report.theorem();
        ObjectNode node = RunJson.object();
        node.put("command", "theory");
        report.settings().addTo(node);
        if (report.prescribedEta()) {
            node.put("eta", "theorem");
        }
        node.put("replicate", report.replicate());
        report.goal().addTo(node);
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
    private static void putIfSound(ObjectNode node, String name, TheoryReport report, double value) {
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
