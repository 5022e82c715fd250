package org.neurotron.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.FolderLock;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.result.ResultPage;
import org.neurotron.cli.result.Results;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Results as a page. */
@Command(name = "report", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Writes a page to explore what is in a folder of train, sweep, reproduce or fit.",
    footer = {"", "File: DIR/index.html. It holds everything it needs, and any browser opens it from disk."})
public final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "folder of the results")
    private Path folder;

    @Option(names = "--out", paramLabel = "DIR", description = "folder for the page (default: DIR)")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.of(spec);
        OutputFolder target;
        Results results;
        try (FolderLock _ = FolderLock.ofViews(out == null ? folder : out);
             Progress _ = terminal.working("report", "making a page of the results")) {
            results = Results.read(folder, Results.Detail.PAGE, 1);
            target = new OutputFolder(out == null ? folder : out);
            ResultPage.write(results, target);
        }
        results.lacks().forEach(line -> terminal.warn("neurotron report: %s", line));
        terminal.print(Terminal.shown(target) + "/" + FileNames.PAGE + System.lineSeparator());
        return CommandLine.ExitCode.OK;
    }
}
