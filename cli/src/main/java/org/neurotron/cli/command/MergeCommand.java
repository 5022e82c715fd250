package org.neurotron.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.neurotron.cli.run.Shards;
import org.neurotron.cli.run.Sweeping;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes one sweep of its shards. */
@Command(name = "merge", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Puts the shards of a sweep together, and writes the same files as if one machine had computed it.",
    footer = {"", "The shards may be named in any order. They stay as they are. What is of another sweep, there twice, "
        + "damaged or missing is refused before anything is written."})
final class MergeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "folders of neurotron sweep --shard")
    private List<Path> folders;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "folder for the files")
    private Path out;

    @Option(names = "--partial", description = "go on without runs that are missing or damaged; neurotron resume then "
        + "computes them in the folder of --out")
    private boolean partial;

    @Option(names = "--overwrite", description = "replace the run, sweep, study or model that is in the folder of "
        + "--out")
    private boolean overwrite;

    @Option(names = "--json", description = "print the summary as one JSON object on stdout")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.of(spec);
        Shards shards = Shards.of(folders, partial, terminal);
        shards.requireOther(out);
        return SweepCommand.report(Sweeping.merged(shards, out, overwrite, terminal), out, json, terminal);
    }
}
