package org.neurotron.cli.option;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.training.Robust;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a learner defends itself against false labels, shared by the commands that train. */
public final class RobustOptions {

    /** What may stand for a threshold that is taken from the first batch, and for rules that are found out. */
    private static final String AUTO = "auto";

    @Option(names = "--robust", paramLabel = "RULE", split = ",", hideParamSyntax = true,
        completionCandidates = Choices.OfRobust.class,
        description = {"what is done about false labels: how residuals d = v - f are bounded before they become an "
            + "update (default: none; of fit with --eta auto: auto, which finds out what serves the data)",
            "none: nothing, as published",
            "clip[:TAU]: to a threshold c that follows the TAU-quantile of |d| (TAU: 0.4)",
            "trim[:TAU]: samples with |d| > c are skipped (TAU: 0.5)",
            "hampel[:TAU]: to c up to 2c, then falling to 0 at 4c (TAU: 0.4)",
            "and, for comparison, what others do: huber:C (to a fixed C), median (to the batch's median of |d|), "
            + "mom:GROUPS (median of the means of groups of the batch), batch-trim:SHARE (the largest of each batch "
            + "are dropped)"})
    private List<String> robust;

    @Option(names = "--robust-rate", paramLabel = "KAPPA", converter = Numbers.Real.class,
        description = "how fast c follows, > 0 and <= 1 (default: " + Robust.Following.USUAL_KAPPA
            + "; faster at the beginning)")
    private Double rate;

    @Option(names = "--robust-start", paramLabel = "C|auto",
        description = "c at the beginning, > 0 (default: auto, the TAU-quantile of the first batch)")
    private String start;

    /**
     * The rules, but none, that a {@code run.json} names.
     *
     * @param run    its content
     * @param folder where it is
     * @throws BadUsage if they make no sense
     */
    public static List<Robust> of(ObjectNode run, Path folder) {
        Holder holder = new Holder();
        return RunOptions.parsed(run, folder, holder, () -> holder.options.extra());
    }

    /** A command with these options only. */
    @Command
    private static final class Holder {
        @Mixin
        private RobustOptions options;
    }

    /** The rules, but none, each of another name, as files are called by it. */
    public List<Robust> extra() {
        List<Robust> extra = rules().stream().filter(rule -> !rule.equals(Robust.NONE)).toList();
        if (extra.stream().map(Robust::name).distinct().count() < extra.size()) {
            throw BadUsage.of("--robust", String.join(",", typed()), "must not name a rule twice");
        }
        return extra;
    }

    /** What stands on the command line for the rules. */
    List<String> typed() {
        return robust == null ? List.of(Robust.NONE.toString()) : robust;
    }

    /** Whether nothing was said. */
    public boolean isOpen() {
        return robust == null;
    }

    /** Whether the rule is to be found out, which only {@code fit} does. */
    public boolean isAuto() {
        return List.of(AUTO).equals(robust);
    }

    /** The rules. */
    public List<Robust> rules() {
        List<Robust> rules = typed().stream().map(Robust::parse).toList();
        if (rules.stream().noneMatch(Robust.Following.class::isInstance)) {
            if (rate != null || start != null) {
                throw new BadUsage((rate != null ? "--robust-rate" : "--robust-start")
                    + " must be given with --robust clip, trim or hampel only");
            }
            return rules;
        }
        double kappa = rate == null ? Robust.Following.USUAL_KAPPA : rate;
        double first = start == null || start.equals(AUTO) ? 0
            : new Numbers.Real().valueOf("--robust-start", start);
        if (first == 0 && start != null && !start.equals(AUTO)) {
            throw BadUsage.of("--robust-start", start, "must be > 0, or auto");
        }
        return rules.stream().map(rule -> rule instanceof Robust.Following following
            ? following.with(kappa, first) : rule).toList();
    }

    /** The rule of a command that takes one. */
    public Robust rule() {
        if (typed().size() != 1) {
            throw BadUsage.of("--robust", String.join(",", typed()), "must be one rule");
        }
        return rules().getFirst();
    }

    /** What is not in the name of a rule, under the names of the options. */
    public static void addTo(ObjectNode node, List<Robust> rules) {
        rules.stream().filter(Robust.Following.class::isInstance).findFirst().ifPresent(rule -> addTo(node, rule));
    }

    /** The same of one rule. */
    public static void addTo(ObjectNode node, Robust rule) {
        if (rule instanceof Robust.Following following) {
            node.put("robust-rate", following.kappa());
            if (following.start() == 0) {
                node.put("robust-start", AUTO);
            } else {
                node.put("robust-start", following.start());
            }
        }
    }
}
