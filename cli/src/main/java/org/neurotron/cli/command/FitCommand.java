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
import org.neurotron.cli.option.AlgorithmOptions;
import org.neurotron.cli.option.ColumnNames;
import org.neurotron.cli.option.DataOptions;
import org.neurotron.cli.option.NetworkOptions;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.cli.run.Fit;
import org.neurotron.cli.run.FitPlan;
import org.neurotron.cli.run.FitSource;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import org.neurotron.data.Metrics;
import org.neurotron.data.StagedFit;
import org.neurotron.data.TableFit;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.Robust;
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
    footer = {"", "Without any option for network and training it fits any table: inputs standardised, a single leaky "
        + "gate with intercept, a learning rate from the data, as many epochs as it takes, and that rule for residuals "
        + "which serves the data: clip:0.5, or where labels are found to be false hampel:0.5 or hampel:0.4 behind clip "
        + "and trim.", "Files in DIR: model.npz (for predict; numpy.load reads it too), metrics.json, loss.csv, "
        + "run.json, suspects.csv: the labels that may be false, with the distance from their predictions in "
        + "thresholds for residuals, and residuals.csv: the same of 2000 rows trained on and 2000 kept for validation "
        + "at most, evenly chosen, as plot and report draw them.",
        "Files larger than the memory will do: data are read where they lie, CSV from a binary copy made in DIR."},
    customSynopsis = {"neurotron fit [OPTIONS] --data=FILE.csv --target=COLUMN --out=DIR",
        "       neurotron fit [OPTIONS] --inputs=X.npy --labels=v.npy --out=DIR"})
final class FitCommand implements Callable<Integer> {

    private static final int USUAL_EPOCHS = 10;

    @Mixin
    private DataOptions source;

    @Option(names = "--target", paramLabel = "COLUMN", description = "the column of the labels, with --data")
    private String target;

    @Option(names = "--features", hideParamSyntax = true, paramLabel = "COLUMN[,...]", converter = ColumnNames.class,
        description = "the columns of the inputs, with --data, quoted as in the file (default: all others)")
    private List<String> features;

    @Option(names = "--labels", paramLabel = "v.npy", description = "labels as NPY, N numbers, with --inputs")
    private Path labels;

    @Option(names = "--epochs", paramLabel = "E", converter = Numbers.Size.class,
        description = "how often to go through the data (default: " + USUAL_EPOCHS + "); with --eta auto at most so "
            + "often under one rule, less if it no longer helps (default: " + TableFit.MOST_EPOCHS
            + ", of few samples more)")
    private Integer epochs;

    @Option(names = "--b", defaultValue = "16", paramLabel = "B", converter = Numbers.Size.class,
        description = "size of the mini-batches (default: ${DEFAULT-VALUE})")
    private int b;

    @Option(names = "--eta", defaultValue = RunOptions.AUTO, paramLabel = "ETA|auto",
        description = "learning rate, > 0, or auto: from the data, falling in the end, where filters are averaged "
            + "(default: ${DEFAULT-VALUE})")
    private String eta;

    @Mixin
    private AlgorithmOptions learning;

    @Option(names = "--no-shuffle", description = "keep the order of the file (default: another order every epoch)")
    private boolean noShuffle;

    @Option(names = "--validation", paramLabel = "SHARE", converter = Numbers.Real.class,
        description = "share of the data to keep for validation, >= 0 and < 1: random samples, or with --no-shuffle "
            + "the last ones (default: 0.2, of less than 10 samples 0)")
    private Double validation;

    @Option(names = "--standardize", negatable = true,
        description = "scale inputs to mean 0 and deviation 1, labels to deviation 1 (of the training part); of the "
            + "single gate, labels are centred as well (default: for the single gate, not for a network that is asked "
            + "for)")
    private Boolean standardize;

    @Option(names = "--intercept", negatable = true, description = "add an input that is always 1 (default: as "
        + "--standardize)")
    private Boolean intercept;

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
        if (validation != null && !(validation >= 0 && validation < 1)) {
            throw BadUsage.of("--validation", validation, "must be >= 0 and < 1");
        }
        if (trace != null) {
            requireFree(trace, from);
        }
        networkOptions.check();
        FitPlan.Training training = training(learning.algorithm());
        if (networkOptions.hasTronMatrix() && training.algorithm() != Algorithm.TRON) {
            throw new BadUsage("--tron-matrix is for --algorithm tron only");
        }
        return new FitPlan(from, networkOptions, training, noShuffle, validation, standardize, intercept,
            poison == null ? null : poison(), seed, trace);
    }

    private FitPlan.Training training(Algorithm chosen) {
        boolean fromData = eta.equals(RunOptions.AUTO);
        if (fromData) {
            if (trace != null) {
                throw new BadUsage("--trace must be given with a number for --eta: with auto training begins several "
                    + "times");
            }
            boolean findOut = learning.robust().isAuto() || learning.robust().isOpen() && chosen.takesRules();
            Robust rule = findOut ? null : learning.robust().rule();
            // Says what is wrong with the settings.
            new LearnerSettings(chosen, b, 1, findOut ? StagedFit.COURSES.getFirst().getFirst() : rule);
            return new FitPlan.AsDataSay(chosen, b, epochs, rule);
        }
        if (learning.robust().isAuto()) {
            throw BadUsage.of("--robust", RunOptions.AUTO, "must be a rule where --eta is a number");
        }
        return new FitPlan.AsTold(new LearnerSettings(chosen, b, new Numbers.Real().valueOf("--eta", eta),
            learning.robust().rule()), epochs == null ? USUAL_EPOCHS : epochs);
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
            + row("validation", fit.validation()) + fit.yardsticks().rows(FitCommand::row) + fit.suspects().line()
            + String.format(Locale.ROOT, "%s after %d epochs%s (%.2f s, kernel %s)%n", out.resolve(FileNames.MODEL),
                fit.epochs(), rules(fit.courses()), fit.seconds(), fit.kernel());
    }

    private static String rules(List<StagedFit.Outcome> courses) {
        return courses.isEmpty() ? "" : String.format(Locale.ROOT, ", eta %.2g, %s", courses.getFirst().eta(),
            String.join(" then ", courses.getFirst().rules().stream().map(Object::toString).toList()));
    }

    private static String row(String part, Metrics metrics) {
        return metrics == null ? "" : String.format(Locale.ROOT, "%-28s %8d samples  MSE %.4g  MAE %.4g  R2 %s%n",
            part, metrics.count(), metrics.meanSquaredError(), metrics.meanAbsoluteError(),
            share(metrics.determination()));
    }

    /** A number that is near 1 where all is well, and not printed with all its digits where it is not. */
    private static String share(double determination) {
        return String.format(Locale.ROOT, determination > -MOST_DIGITS ? "%.4f" : "%.2e", determination);
    }

    private static final double MOST_DIGITS = 1000;
}
