package org.neurotron.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Picture;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.FolderLock;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.result.FigureFiles;
import org.neurotron.cli.result.Results;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Results as pictures. */
@Command(name = "plot", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Draws what is in a folder of train, sweep, reproduce or fit.",
    footer = {"", "Files: DIR/figures/NAME.png (two pixels per unit) and NAME.svg.",
        "Of a run, finished or not: its error. Of a sweep: the errors with bands from the 5 %% to the 95 %% quantile, "
            + "the final errors and the share of runs that recovered w* over a parameter that varies alone, heat maps "
            + "for two; the TAU of rules is such a parameter. Where Theorem 1 guarantees an accuracy, a line shows it "
            + "(for n and r up to 300, as eigenvalues take time).",
        "Of a fit: the distance of predictions from labels over the epochs, and where each rule begins; labels over "
            + "predictions of what was kept for validation; residuals over predictions, with the threshold for them "
            + "and the labels that may be false; the 20 largest weights, for inputs that grow by one standard "
            + "deviation."})
final class PlotCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "folder of the results")
    private Path folder;

    @Option(names = "--out", paramLabel = "DIR", description = "folder for the pictures (default: DIR/figures)")
    private Path out;

    @Option(names = "--threads", defaultValue = "all", paramLabel = "N|all", converter = Numbers.Threads.class,
        description = "number of threads (default: ${DEFAULT-VALUE})")
    private int threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Picture.requireType();
        Terminal terminal = Terminal.of(spec);
        Results results;
        OutputFolder pictures;
        try (FolderLock _ = FolderLock.ofViews(out == null ? folder : out)) {
            results = read(terminal);
            pictures = new OutputFolder(out == null ? folder.resolve(FileNames.FIGURES) : out);
            FigureFiles.remove(pictures, results.olderFigures());
            FigureFiles.write(pictures, results.figures(), threads, terminal);
        }
        results.lacks().forEach(line -> terminal.warn("neurotron plot: %s", line));
        for (Figure figure : results.figures()) {
            terminal.out().println(Terminal.shown(pictures) + "/" + figure.text().id() + ".png and .svg: "
                + figure.text().title());
        }
        terminal.out().flush();
        return CommandLine.ExitCode.OK;
    }

    private Results read(Terminal terminal) throws IOException, InterruptedException {
        Results results;
        try (Progress _ = terminal.working("plot", "reading results")) {
            results = Results.read(folder, Results.Detail.PICTURE, threads);
        }
        if (results.figures().isEmpty()) {
            throw new Failure("there is no picture for what is in " + folder + ": too many settings vary");
        }
        return results;
    }
}
