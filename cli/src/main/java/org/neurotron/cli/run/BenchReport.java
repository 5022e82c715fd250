package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.neurotron.cli.file.RunJson;
import org.neurotron.random.InputDistribution;
import org.neurotron.training.Robust;
import org.neurotron.training.RunSettings;

/** What was measured, as a table for people and as JSON. */
public final class BenchReport {

    private static final String[] TIMES = {" ns", " µs", " ms", " s"};

    private static final String[] RATES = {"", " k", " M", " G"};

    private BenchReport() {
    }

    /** A line about what was measured, and a table. */
    public static String table(Bench bench) {
        RunSettings run = bench.plan().run();
        InputDistribution law = run.oracle().distribution();
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
            "n = %d, r = %d, k = %d, b = %d, %s%s, inputs %s; kernel %s, one thread%n%n", run.problem().n(),
            run.problem().r(), run.problem().k(), run.learner().b(), run.learner().algorithm(),
            run.learner().robust().equals(Robust.NONE) ? "" : " with " + run.learner().robust(), law, bench.kernel()));
        text.append(row("", List.of("median", "5 %", "95 %", "a second")));
        text.append(row("step", cells(bench.step())));
        text.append(row("iteration", cells(bench.iteration())));
        text.append(bench.projected() != null ? row("projected iteration", cells(bench.projected()))
            : String.format(Locale.ROOT, "%-20s not for inputs of %s%n", "projected iteration", law));
        text.append(row("number of an input", cells(bench.number())));
        return text.toString();
    }

    private static List<String> cells(Timing timing) {
        List<String> cells = new ArrayList<>();
        for (double time : new double[] {timing.median(), timing.low(), timing.high()}) {
            cells.add(scaled(time, TIMES));
        }
        cells.add(scaled(timing.perSecond(), RATES));
        return cells;
    }

    private static String row(String name, List<String> cells) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-20s", name));
        cells.forEach(cell -> row.append(String.format(Locale.ROOT, " %9s", cell)));
        return row.append(System.lineSeparator()).toString();
    }

    /** With three digits, and the unit that suits it of those that are a thousand times the one before. */
    static String scaled(double value, String[] units) {
        double rest = value;
        int unit = 0;
        while (rest >= 999.5 && unit < units.length - 1) {
            rest /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, rest < 9.995 ? "%.2f" : rest < 99.95 ? "%.1f" : "%.0f", rest) + units[unit];
    }

    /** All of it, with times in nanoseconds. */
    public static String json(Bench bench) {
        ObjectNode node = RunJson.object();
        node.put("command", "bench");
        bench.plan().addTo(node);
        RunJson.addEnvironment(node, bench.kernel());
        node.put("warm", bench.warm());
        put(node, "step", bench.step());
        put(node, "iteration", bench.iteration());
        put(node, "projectedIteration", bench.projected());
        put(node, "number", bench.number());
        return RunJson.text(node);
    }

    private static void put(ObjectNode node, String name, Timing timing) {
        if (timing == null) {
            node.putNull(name);
            return;
        }
        ObjectNode entry = node.putObject(name);
        entry.put("medianNanos", timing.median());
        entry.put("p5Nanos", timing.low());
        entry.put("p95Nanos", timing.high());
        entry.put("perSecond", timing.perSecond());
        entry.put("batches", timing.batches());
    }
}
