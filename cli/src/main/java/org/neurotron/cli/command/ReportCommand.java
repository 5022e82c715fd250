package org.neurotron.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.report.Page;
import org.neurotron.cli.result.Results;
import org.neurotron.cli.terminal.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Results as a page. */
@Command(name = "report", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Writes a page to explore what is in a folder of train, sweep or reproduce.",
    footer = {"", "File: DIR/index.html. It holds everything it needs, and any browser opens it from disk."})
public final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "folder of the results")
    private Path folder;

    @Option(names = "--out", paramLabel = "DIR", description = "folder for the page (default: DIR)")
    private Path out;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine commandLine = spec.commandLine();
        Results results = Results.read(folder, Results.Detail.PAGE, 1, commandLine);
        OutputFolder target = new OutputFolder(out == null ? folder : out, commandLine);
        write(results, target);
        commandLine.getOut().println(target + "/" + FileNames.PAGE);
        commandLine.getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    /**
     * Writes the page.
     *
     * @param results what it shows
     * @param target  where to
     */
    static void write(Results results, OutputFolder target) throws IOException {
        target.write(FileNames.PAGE, page(results).html());
    }

    private static Page page(Results results) {
        Page page = new Page(results.title(), "Neuro-Tron trains a depth-2 network although an adversary poisons the "
            + "labels. ‖w − w*‖ is the distance of the trained filter from the true one.");
        results.figures().forEach(page::add);
        results.tables().forEach(table -> page.add(table.title(), table.rows()));
        List<List<String>> configuration = new ArrayList<>(List.of(List.of("option", "value")));
        // Not what computed: the same configuration gives the same numbers on any machine, and the same page.
        RunJson.configuration(results.run()).forEach(option ->
            configuration.add(List.of(option.substring(2).split("=", 2))));
        page.add("Configuration", configuration);
        page.addCommands("How to reproduce it", List.of(results.again() + " --out DIR", "cli/neurotron report DIR"));
        return page;
    }
}
