package org.neurotron.cli.command;

import java.util.concurrent.Callable;
import org.neurotron.cli.option.BenchOptions;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.run.Bench;
import org.neurotron.cli.run.BenchReport;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast this machine trains. */
@Command(name = "bench", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Measures in ten seconds how fast this machine trains a network of one's own size.",
    footer = {"", "A row each: step, the update of the filter by a batch that is there (forward pass, gradient, "
        + "update); iteration, a step of train with its other options as they are by default, which also draws inputs, "
        + "labels and attack, and looks at the error; projected iteration, the same with --sampling projected; and a "
        + "number of an input, drawn. The filter stays where it is, so that every step does the same work.", "",
        "Measured is warm code on the kernel that computes, in one thread, the rows in turn, in batches of 100 us: "
            + "their median, the quantiles of 5 %% and 95 %%, and how many that makes in a second. What other programs "
            + "do meanwhile counts: where the quantiles are far apart, measure again when the machine is quiet.", "",
        "Comparisons with other implementations are made with JMH, in the folder bench of the sources: bench/run "
            + "quick, or bench/run full."},
    abbreviateSynopsis = true)
final class BenchCommand implements Callable<Integer> {

    @Mixin
    private BenchOptions options;

    @Option(names = "--json", description = "print one JSON object, with times in nanoseconds")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        Bench bench = Bench.of(options.plan(), SelectedKernel.orBadUsage(), terminal);
        terminal.print(json ? BenchReport.json(bench) : BenchReport.table(bench));
        if (!bench.warm()) {
            terminal.say("neurotron bench: the code may not have been compiled in time, or other programs were busy; "
                + "trust it with more --seconds");
        }
        if (!json) {
            terminal.say("more, with JMH and against others: bench/run quick (in the sources)");
        }
        return CommandLine.ExitCode.OK;
    }
}
