package org.neurotron.cli.result;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.neurotron.cli.figure.Curve;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.option.ListedOption;
import org.neurotron.network.SensingSampling;
import org.neurotron.study.Outcome;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.Robust;
import org.neurotron.training.RunSettings;

/** What captions and titles of a sweep's figures say. */
final class SweepWords {

    /** Of fewer runs the 5 % quantile is the least, so that one cannot speak of nine of ten. */
    static final int ENOUGH_FOR_SHARES = 20;

    /** It is said of so many settings what became of their runs. */
    private static final int MOST_SETTINGS = 8;

    private static final String FINAL_ERROR =
        "; a run's final error is its median over the last tenth of the iterations; ";

    private final SweepData sweep;

    SweepWords(SweepData sweep) {
        this.sweep = sweep;
    }

    /** What does not vary, of what matters. */
    String fixed() {
        RunSettings first = sweep.settings(0);
        List<String> same = new ArrayList<>(List.of("n = " + first.problem().n(), "r = " + first.problem().r()));
        for (ListedOption<?> option : List.of(ListedOption.K, ListedOption.B, ListedOption.THETA, ListedOption.BETA,
            ListedOption.ETA, ListedOption.DISTRIBUTION, ListedOption.ALGORITHM)) {
            if (!sweep.varied().contains(option)) {
                same.add(option.label(first));
            }
        }
        if (!sweep.varied().contains(ListedOption.ATTACK) && !first.oracle().attack().equals(Attack.ALTERNATING)) {
            same.add(ListedOption.ATTACK.label(first));
        }
        ListedOption<?> rule = sweep.varied().contains(ListedOption.TAU) ? ListedOption.RULE : ListedOption.ROBUST;
        if (!sweep.varied().contains(rule) && !first.learner().robust().equals(Robust.NONE)) {
            same.add(rule.label(first));
        }
        same.addAll(unusual(first));
        return String.join(", ", same);
    }

    /** What is not as it usually is, of what no sweep varies. */
    static List<String> unusual(RunSettings run) {
        List<String> unusual = new ArrayList<>();
        if (run.problem().alpha() != 0) {
            unusual.add("α = " + Label.number(run.problem().alpha()));
        }
        if (!run.problem().q().equals(List.of(1.0))) {
            unusual.add("q = " + run.problem().q().stream().map(Label::number).distinct()
                .collect(Collectors.joining(", ")));
        }
        if (!run.problem().sensing().equals(new SensingSampling.Gaussian())) {
            unusual.add(run.problem().sensing() + " sensing matrices");
        }
        return unusual;
    }

    /** What a curve over the iterations is, and what does not vary. */
    String errors() {
        return band() + "; " + fixed() + "." + published();
    }

    /** What a curve over a parameter is, and what does not vary. */
    String finalErrors() {
        return band() + FINAL_ERROR + fixed() + "." + published();
    }

    /** What a share of runs is, and what does not vary. */
    String recovered() {
        return "Of " + Label.count(sweep.replicates()) + " runs each, and a shaded band with 95 % confidence; a run "
            + "has recovered w* if its final error, its median over the last tenth of the iterations, is at most "
            + Label.number(sweep.run().path("recovered-within").asDouble(0.01))
            + " times its initial error; " + fixed() + "." + published();
    }

    /** What a cell of a heat map is, and what does not vary. */
    String cells() {
        return (sweep.replicates() == 1 ? "One run" : "Median of " + Label.count(sweep.replicates()) + " runs")
            + " per cell" + FINAL_ERROR + fixed() + ".";
    }

    private String band() {
        return sweep.replicates() == 1 ? "One run each" : "Median of " + Label.count(sweep.replicates())
            + " runs, and a shaded band " + (sweep.replicates() < ENOUGH_FOR_SHARES
                ? "from their 5 % to their 95 % quantile" : "with nine of ten of them (5 % to 95 %)");
    }

    /** What SGD as published is, where it is drawn. */
    private String published() {
        return sweep.all().stream().noneMatch(one -> one.learner().algorithm() == Algorithm.SGD_PUBLISHED) ? ""
            : " SGD as published takes the derivative of the gates at the first sample of each batch for all samples.";
    }

    /** What bands are of which only the outline is drawn. */
    static String apart(List<Panel> panels) {
        return panels.stream().flatMap(panel -> panel.curves().stream())
            .noneMatch(curve -> curve.range() == Curve.Range.APART) ? "" : " Where some runs recovered w* and others "
            + "ended far from it, a band is hardly more than its outline, as there may be no run between.";
    }

    /** What bars of ends are. */
    static String ends() {
        return " Bars at the right: how many runs ended where, filled if they recovered w*, pale if that is undecided, "
            + "hollow if they got stuck or, at the top, diverged.";
    }

    /** What became of the runs of some settings, as shares of them. */
    String became(int setting) {
        return Stream.of(Outcome.RECOVERED, Outcome.STUCK, Outcome.UNDECIDED, Outcome.DIVERGED)
            .filter(outcome -> sweep.share(setting, outcome) > 0)
            .map(outcome -> (sweep.replicates() == 1 ? "" : percent(sweep.share(setting, outcome)) + " ")
                + (outcome == Outcome.RECOVERED ? "recovered w*" : outcome.id())).collect(Collectors.joining(", "));
    }

    /** What became of the runs of all settings, if those are few, as a sentence. */
    String became() {
        List<String> shares = IntStream.range(0, sweep.all().size()).mapToObj(this::became).toList();
        if (shares.stream().distinct().count() == 1) {
            return " In each case " + shares.getFirst() + ".";
        }
        return shares.size() > MOST_SETTINGS ? "" : IntStream.range(0, shares.size())
            .mapToObj(i -> sweep.varied().stream().map(option -> option.label(sweep.settings(i)))
                .collect(Collectors.joining(", ")) + ": " + shares.get(i))
            .collect(Collectors.joining("; ", " What became of the runs: ", "."));
    }

    static String percent(double share) {
        return Label.rounded(100 * share, 3) + "\u00A0%";
    }
}
