package org.neurotron.cli.result;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVPrinter;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.TheoremOptions;
import org.neurotron.study.PlannedRun;
import org.neurotron.study.PublishedStudy;
import org.neurotron.study.TraceTable;
import org.neurotron.theory.Condition;
import org.neurotron.theory.Guarantee;
import org.neurotron.theory.Prescription;
import org.neurotron.theory.Theorem;
import org.neurotron.training.Algorithm;
import org.neurotron.training.RunSettings;

/** What Theorem 1 says of every column of the published study. */
public final class StudyTheory {

    private final TheoremOptions goal;
    private final long seed;

    public StudyTheory(TheoremOptions goal, long seed) {
        this.goal = goal;
        this.seed = seed;
    }

    /** One object a column, with the same fields in all. */
    private List<ObjectNode> rows() {
        List<ObjectNode> rows = new ArrayList<>();
        for (String simulation : PublishedStudy.simulations()) {
            for (TraceTable table : PublishedStudy.tables(simulation, Algorithm.TRON)) {
                for (PlannedRun run : table.columns()) {
                    rows.add(row(simulation, run));
                }
            }
        }
        return rows;
    }

    private ObjectNode row(String simulation, PlannedRun planned) {
        RunSettings run = planned.settings();
        Theorem theorem = TheoremOptions.theorem(run, TheoremOptions.problem(run, seed, planned.problemIndex()));
        Guarantee guarantee = goal.guarantee(theorem);
        Guarantee unattacked = goal.guarantee(new Theorem(theorem.spectrum(), theorem.alpha(), theorem.inputs(),
            theorem.attacks(), theorem.b(), 0, theorem.initialError()));
        ObjectNode row = RunJson.object();
        row.put("simulation", simulation);
        row.put("distribution", run.oracle().distribution().toString());
        row.put("q", run.problem().q().getFirst());
        row.put("theta", run.oracle().theta());
        row.put("beta", run.oracle().beta());
        RunJson.putNumber(row, "lambda1", theorem.spectrum().lambda1());
        RunJson.putNumber(row, "lambda2", theorem.spectrum().lambda2());
        RunJson.putNumber(row, "lambda3", theorem.spectrum().lambda3());
        RunJson.putNumber(row, "m4", theorem.inputs().of(4));
        RunJson.putNumber(row, "beta1", theorem.attacks().of(1));
        RunJson.putNumber(row, "tradeOff", theorem.tradeOff());
        RunJson.putNumber(row, "largestBetaForTradeOff", theorem.largestProbability());
        RunJson.putNumber(row, "leastEpsilon", theorem.leastEpsilon(goal.delta()));
        row.put("covered", guarantee.isCovered());
        row.put("violated", guarantee.violated().stream().map(Condition::name).collect(Collectors.joining(" ")));
        row.put("publishedEta", run.learner().eta());
        addSteps(row, "", guarantee);
        addSteps(row, "WithoutAttack", unattacked);
        return row;
    }

    private static void addSteps(ObjectNode row, String suffix, Guarantee guarantee) {
        RunJson.putNumber(row, "eta" + suffix, guarantee.prescription().map(Prescription::eta).orElse(Double.NaN));
        row.put("steps" + suffix, guarantee.prescription().map(Prescription::steps).orElse(null));
    }

    /** Prints CSV, in which what is infinite or missing is empty, or JSON. */
    public void print(boolean json, PrintWriter out) throws IOException {
        List<ObjectNode> rows = rows();
        if (json) {
            ObjectNode node = RunJson.object();
            node.put("command", "theory");
            node.put("seed", seed);
            goal.addTo(node);
            ArrayNode columns = node.putArray("columns");
            rows.forEach(columns::add);
            out.print(RunJson.text(node));
            return;
        }
        StringBuilder text = new StringBuilder();
        CSVPrinter csv = Csv.printer(text);
        csv.printRecord(rows.getFirst().propertyStream().map(field -> field.getKey()).toList());
        for (ObjectNode row : rows) {
            csv.printRecord(row.valueStream().map(value -> value.isNull() ? "" : value.asText()).toList());
        }
        out.print(text);
    }
}
