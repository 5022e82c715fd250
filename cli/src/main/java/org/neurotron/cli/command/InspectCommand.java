package org.neurotron.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.model.ModelFile;
import org.neurotron.cli.model.ModelReport;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is in a fitted model. */
@Command(name = "inspect", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Shows what is in a model that fit has made: its network, how it was trained, its scaling, and the "
        + "features with their weights in the units of the data.",
    footer = {"", "A weight is what the prediction changes by where a feature grows by 1 and the gate is open; of a "
        + "network with several gates, where all are. The effect is the same for one standard deviation of the feature "
        + "if fit has standardised it, without its sign; the largest comes first."})
final class InspectCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "model.npz of fit, or its folder")
    private Path modelFile;

    @Option(names = "--all", description = "show all features, not only the " + ModelReport.USUALLY_SHOWN
        + " with the largest effects")
    private boolean all;

    @Option(names = "--json", description = "print one JSON object, with all features")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ModelReport report = ModelReport.of(ModelFile.read(modelFile));
        Terminal.of(spec).print(json ? RunJson.text(report.json())
            : report.words(all ? Integer.MAX_VALUE : ModelReport.USUALLY_SHOWN));
        return CommandLine.ExitCode.OK;
    }
}
