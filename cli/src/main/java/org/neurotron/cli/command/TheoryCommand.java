package org.neurotron.cli.command;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.Expectation;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.option.TheoremOptions;
import org.neurotron.cli.result.StudyTheory;
import org.neurotron.cli.result.TheoryJson;
import org.neurotron.cli.result.TheoryReport;
import org.neurotron.cli.result.TheoryWords;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the paper's theorem says before anything is trained. */
@Command(name = "theory", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Says what to expect of a configuration of train: where its error levels off and when, from which "
        + "learning rate on it diverges, which one is best; and whether Theorem 1 covers it.",
    footer = {"", "The conditions are checked for the matrices and w* of seed and replicate, with w_1 = (1, ..., 1). "
        + "Where they hold, train --eta theorem with the number of steps named here keeps the promise."},
    abbreviateSynopsis = true)
final class TheoryCommand implements Callable<Integer> {

    /** What goes with --study. */
    private static final Set<String> STUDY_OPTIONS = Set.of("--study", "--seed", "--epsilon", "--delta", "--gamma",
        "--json");

    @Mixin
    private RunOptions options;

    @Mixin
    private TheoremOptions goal;

    @Option(names = "--replicate", defaultValue = "0", paramLabel = "I", converter = Numbers.Index.class,
        description = "which of the seed's problems: that of replicate I of a sweep (default: ${DEFAULT-VALUE})")
    private long replicate;

    @Option(names = "--iterations", defaultValue = "40000", paramLabel = "T", converter = Numbers.Count.class,
        description = "for how many steps to find the best learning rate (default: ${DEFAULT-VALUE})")
    private long iterations;

    @Option(names = "--study", description = "a row of CSV for every column of the published study instead")
    private boolean study;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Terminal terminal = Terminal.of(spec);
        if (study) {
            for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
                if (!STUDY_OPTIONS.contains(option.longestName())) {
                    throw new BadUsage(option.longestName() + " must not be given with --study, which has its own");
                }
            }
            new StudyTheory(goal, options.seed()).print(json, terminal.out());
            terminal.out().flush();
        } else {
            // Another learning rate stands for one that is to be prescribed, and is compared with nothing.
            RunOptions.Settings settings = options.single(Map.of(RunOptions.THEOREM, _ -> 1, RunOptions.AUTO,
                run -> Expectation.bestEta(run, options.seed(), replicate, iterations)));
            TheoryReport report = TheoryReport.of(settings, options.wantsPrescribedEta(), goal, replicate, iterations,
                SelectedKernel.forWork(TheoryReport.operations(settings.only())));
            terminal.print(json ? RunJson.text(TheoryJson.of(report)) : TheoryWords.of(report));
        }
        return CommandLine.ExitCode.OK;
    }
}
