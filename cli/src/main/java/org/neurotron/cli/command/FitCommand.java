package org.neurotron.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.MissingCells;
import org.neurotron.cli.file.OutputFile;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.Choices;
import org.neurotron.cli.option.ColumnNames;
import org.neurotron.cli.option.DataOptions;
import org.neurotron.cli.option.NetworkOptions;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.RobustOptions;
import org.neurotron.cli.run.Fit;
import org.neurotron.cli.run.FitPlan;
import org.neurotron.cli.run.FitSource;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import org.neurotron.data.Metrics;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Training on a data file. */
@Command(name = "fit", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Trains a network on data of your own, by mini-batches.",
    footer = {"", "Files in DIR: model.npz (for predict; numpy.load reads it too), metrics.json, loss.csv, run.json.",
        "Files larger than the memory will do: data are read where they lie, CSV from a binary copy made in DIR."},
    customSynopsis = {"neurotron fit [OPTIONS] --data=FILE.csv --target=COLUMN --out=DIR",
        "       neurotron fit [OPTIONS] --inputs=X.npy --labels=v.npy --out=DIR"})
final class FitCommand implements Callable<Integer> {

    @Mixin
    private DataOptions source;

    @Option(names = "--target", paramLabel = "COLUMN", description = "the column of the labels, with --data")
    private String target;

    @Option(names = "--features", hideParamSyntax = true, paramLabel = "COLUMN[,...]", converter = ColumnNames.class,
        description = "the columns of the inputs, with --data, quoted as in the file (default: all others)")
    private List<String> features;

    @Option(names = "--labels", paramLabel = "v.npy", description = "labels as NPY, N numbers, with --inputs")
    private Path labels;

    @Option(names = "--epochs", defaultValue = "10", paramLabel = "E", converter = Numbers.Size.class,
        description = "how often to go through the data (default: ${DEFAULT-VALUE})")
    private int epochs;

    @Option(names = "--b", defaultValue = "16", paramLabel = "B", converter = Numbers.Size.class,
        description = "size of the mini-batches (default: ${DEFAULT-VALUE})")
    private int b;

    @Option(names = "--eta", defaultValue = "1e-3", paramLabel = "ETA", converter = Numbers.Real.class,
        description = "learning rate, > 0 (default: ${DEFAULT-VALUE})")
    private double eta;

    @Option(names = "--algorithm", defaultValue = "tron", paramLabel = "NAME",
        completionCandidates = Choices.OfAlgorithm.class,
        description = "tron, sgd or sgd-published (default: ${DEFAULT-VALUE})")
    private String algorithm;

    @Mixin
    private RobustOptions robust;

    @Option(names = "--no-shuffle", description = "keep the order of the file (default: another order every epoch)")
    private boolean noShuffle;

    @Option(names = "--validation", defaultValue = "0", paramLabel = "SHARE", converter = Numbers.Real.class,
        description = "share of the data to keep for validation, >= 0 and < 1: random samples, or with --no-shuffle "
            + "the last ones (default: ${DEFAULT-VALUE})")
    private double validation;

    @Option(names = "--standardize", description = "scale inputs to mean 0 and deviation 1, labels to deviation 1 (of "
        + "the training part)")
    private boolean standardize;

    @Option(names = "--intercept", description = "add an input that is always 1")
    private boolean intercept;

    @Option(names = "--poison", split = ",", hideParamSyntax = true, paramLabel = "theta=T,beta=B[,attack=KIND]",
        description = "distort training labels on purpose: each with probability B by up to T (KIND: alternating, "
            + "uniform, constant, flip, zero, scale:F, the last three also with T = inf; default: uniform)")
    private Map<String, String> poison;

    @Mixin
    private NetworkOptions networkOptions;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "SEED", converter = Numbers.Seed.class,
        description = "seed of network, order, split and poison (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "folder for the files")
    private Path out;

    @Option(names = "--trace", paramLabel = "FILE.npy", description = "write w before the first and after every update")
    private Path trace;

    @Option(names = "--overwrite", description = "replace the model, run, sweep or study that is in DIR")
    private boolean overwrite;

    @Option(names = "--json", description = "print the metrics as one JSON object")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Terminal terminal = Terminal.of(spec);
        FitPlan plan = plan();
        Fit fit = Fit.inFolder(plan, out, overwrite, terminal);
        terminal.print(json ? RunJson.text(fit.metrics()) : table(fit));
        return CommandLine.ExitCode.OK;
    }

    private FitPlan plan() throws IOException {
        FitSource from = source();
        if (!(validation >= 0 && validation < 1)) {
            throw BadUsage.of("--validation", validation, "must be >= 0 and < 1");
        }
        if (trace != null) {
            requireFree(trace, from);
        }
        networkOptions.check();
        return new FitPlan(from, networkOptions, new LearnerSettings(Algorithm.of(algorithm), b, eta, robust.rule()),
            epochs, noShuffle, validation, standardize, intercept, poison == null ? null : poison(), seed, trace);
    }

    private FitSource source() {
        source.check();
        if (source.data() != null) {
            source.requireAbsent(List.of("--labels"), Arrays.asList(labels));
            if (target == null) {
                throw new BadUsage("--target must name the column of the labels in --data");
            }
            if (features != null && features.contains(target)) {
                throw BadUsage.of("--features", Csv.row(features), "must not hold the target");
            }
            return new FitSource.Table(source.data(), target, features,
                source.missing() == null ? MissingCells.REFUSE : source.missing());
        }
        source.requireAbsent(List.of("--target", "--features"), Arrays.asList(target, features));
        if (labels == null) {
            throw new BadUsage("--labels must be given with --inputs");
        }
        DataOptions.requireFile("--labels", labels);
        return new FitSource.Arrays(source.inputs(), labels);
    }

    /** Before any work is done, and before a model is removed. */
    private void requireFree(Path file, FitSource data) throws IOException {
        Path wanted = file.toAbsolutePath().normalize();
        Path folder = out.toAbsolutePath().normalize();
        if (Files.isDirectory(wanted)
            || !Files.isDirectory(wanted.getParent()) && !wanted.getParent().equals(folder)) {
            throw BadUsage.of("--trace", file, "must be a file in a folder that is there");
        }
        List<Path> taken = new ArrayList<>(FileNames.FIT.stream().map(folder::resolve).toList());
        data.files().forEach(one -> taken.add(one.toAbsolutePath().normalize()));
        if (taken.contains(wanted) || taken.contains(OutputFile.target(wanted).normalize())) {
            throw BadUsage.of("--trace", file, "must be another file than the data and the results");
        }
    }

    private FitPlan.Poison poison() {
        Map<String, String> rest = new LinkedHashMap<>(poison);
        String theta = rest.remove("theta");
        String beta = rest.remove("beta");
        String kind = rest.remove("attack");
        if (theta != null && beta != null && rest.isEmpty()) {
            try {
                FitPlan.Poison attack = new FitPlan.Poison(new Numbers.Bound().convert(theta),
                    new Numbers.Real().convert(beta), kind == null ? Attack.UNIFORM : Attack.of(kind));
                if (attack.theta() >= 0 && attack.beta() >= 0 && attack.beta() <= 1
                    && !attack.attack().needsTeacher() && (attack.theta() < Double.POSITIVE_INFINITY
                    || !attack.attack().kind().needsBound())) {
                    return attack;
                }
            } catch (IllegalArgumentException | TypeConversionException e) {
                // All that is allowed is said at once, whatever was wrong.
            }
        }
        throw BadUsage.of("--poison",
            String.join(",", poison.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList()),
            "must be theta=T,beta=B[,attack=KIND] with T >= 0, B from 0 to 1, KIND alternating, uniform, constant, "
                + "flip, zero or scale:F; T may be inf for the last three");
    }

    private String table(Fit fit) {
        return row("training", fit.training()) + row("training, as poisoned", fit.asPoisoned())
            + row("validation", fit.validation()) + String.format(Locale.ROOT,
                "%s after %d updates (%.2f s, kernel %s)%n", out.resolve(FileNames.MODEL), fit.updates(),
                fit.seconds(), fit.kernel());
    }

    private static String row(String part, Metrics metrics) {
        return metrics == null ? "" : String.format(Locale.ROOT, "%-22s %8d samples  MSE %.4g  MAE %.4g  R2 %.4f%n",
            part, metrics.count(), metrics.meanSquaredError(), metrics.meanAbsoluteError(), metrics.determination());
    }
}
