package org.neurotron.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.neurotron.cli.file.OutputFile;
import org.neurotron.cli.model.ModelFile;
import org.neurotron.cli.model.OnnxModel;
import org.neurotron.cli.terminal.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A fitted model for other programs. */
@Command(name = "export", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Writes a model that fit has made, with its scaling, as ONNX for other languages and programs.",
    footer = {"", "The file takes \"" + OnnxModel.INPUTS + "\", N x n numbers of float64: the features in the units "
        + "of the data, in the order in which fit had them, where each column of categories is the columns "
        + "COLUMN=CATEGORY of 1 and 0 that fit made of it. Their names are in its metadata (\"features\", as JSON). "
        + "It gives \"" + OnnxModel.PREDICTION + "\", N numbers of float64, the same as predict but for rounding. "
        + "Operators are those of opset 13."})
final class ExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "model.npz of fit, or its folder")
    private Path modelFile;

    @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "file for the ONNX model")
    private Path onnx;

    @Override
    public Integer call() throws IOException {
        ModelFile model = ModelFile.read(modelFile);
        OutputFile.requireFree("--onnx", onnx, "the model", model.path());
        byte[] bytes = OnnxModel.bytes(model.model());
        try (OutputFile file = new OutputFile(onnx)) {
            file.write(bytes);
            file.commit();
        }
        return CommandLine.ExitCode.OK;
    }
}
