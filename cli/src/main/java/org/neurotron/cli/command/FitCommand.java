package org.neurotron.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongUnaryOperator;
import org.apache.commons.csv.CSVPrinter;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.CsvRows;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.DataOptions;
import org.neurotron.cli.option.NetworkOptions;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.run.RunFolder;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Version;
import org.neurotron.data.BadDataException;
import org.neurotron.data.Metrics;
import org.neurotron.data.MiniBatchFit;
import org.neurotron.data.Model;
import org.neurotron.data.NpyFile;
import org.neurotron.data.NpySamples;
import org.neurotron.data.NpyWriter;
import org.neurotron.data.PoisonedSamples;
import org.neurotron.data.Preprocessing;
import org.neurotron.data.Samples;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import org.neurotron.random.Permutation;
import org.neurotron.random.Purpose;
import org.neurotron.theory.Spectrum;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.NonFiniteException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Training on a data file. */
@Command(name = "fit", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Trains a network on data of your own, by mini-batches.",
    footer = {"", "Files in DIR: model.npz (for predict; numpy.load reads it too), metrics.json, loss.csv, run.json.",
        "Files larger than the memory will do: data are read where they lie, CSV from a binary copy made in DIR."})
public final class FitCommand implements Callable<Integer> {

    /** Up to this r the eigenvalues of an r x r matrix are had at once. */
    private static final int LARGEST_SPECTRUM = 512;

    @Mixin
    private DataOptions source;

    @Option(names = "--target", paramLabel = "COLUMN", description = "the column of the labels, with --data")
    private String target;

    @Option(names = "--features", paramLabel = "COLUMN[,...]", converter = Csv.RowConverter.class,
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
        description = "tron, sgd or sgd-published (default: ${DEFAULT-VALUE})")
    private String algorithm;

    @Option(names = "--no-shuffle", description = "keep the order of the file (default: another order every epoch)")
    private boolean noShuffle;

    @Option(names = "--validation", defaultValue = "0", paramLabel = "SHARE", converter = Numbers.Real.class,
        description = "share of the data to keep for validation, >= 0 and < 1: random samples, or with --no-shuffle "
            + "the last ones (default: ${DEFAULT-VALUE})")
    private double validation;

    @Option(names = "--standardize", description = {"scale inputs to mean 0 and deviation 1, labels to deviation 1",
        "(of the training part)"})
    private boolean standardize;

    @Option(names = "--intercept", description = "add an input that is always 1")
    private boolean intercept;

    @Option(names = "--poison", split = ",", paramLabel = "theta=T,beta=B[,attack=KIND]",
        description = "distort training labels on purpose: each with probability B by up to T (KIND: alternating, "
            + "uniform, constant; default: uniform)")
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

    @Option(names = "--overwrite", description = "replace a model that is in DIR")
    private boolean overwrite;

    @Option(names = "--json", description = "print the metrics as one JSON object")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** The attack that was asked for. */
    private record Poison(double theta, double beta, Attack attack) {
    }

    /** Data in files that can be read in any order, and what their columns are called. */
    private record Source(NpyFile inputs, NpyFile labels, List<String> columns, List<Path> temporary)
        implements AutoCloseable {

        @Override
        public void close() throws IOException {
            inputs.close();
            labels.close();
            for (Path file : temporary) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        CommandLine commandLine = spec.commandLine();
        LearnerSettings settings = check(commandLine);
        Poison attack = poison(commandLine);
        Kernel kernel = SelectedKernel.orBadUsage(commandLine);
        OutputFolder files = new OutputFolder(out, commandLine);
        if (Files.exists(out.resolve(FileNames.MODEL)) && !overwrite) {
            throw new ParameterException(commandLine, Messages.invalid("--out", out,
                "must be a folder without a model, or replace it with --overwrite"));
        }
        if (!overwrite) {
            RunFolder.requireFree(out, false, commandLine);
        }
        try (Source data = open()) {
            return fit(data, settings, attack, kernel, files, commandLine);
        }
    }

    private LearnerSettings check(CommandLine commandLine) {
        source.check(commandLine);
        if (source.data() != null) {
            source.requireAbsent(List.of("--labels"), Arrays.asList(labels), commandLine);
            if (target == null) {
                throw new ParameterException(commandLine, "--target must name the column of the labels in --data");
            }
            if (features != null && features.contains(target)) {
                throw new ParameterException(commandLine, Messages.invalid("--features", Csv.row(features),
                    "must not hold the target"));
            }
        } else {
            source.requireAbsent(List.of("--target", "--features"), Arrays.asList(target, features),
                commandLine);
            if (labels == null) {
                throw new ParameterException(commandLine, "--labels must be given with --inputs");
            }
            DataOptions.requireFile("--labels", labels, commandLine);
        }
        if (!(validation >= 0 && validation < 1)) {
            throw new ParameterException(commandLine, Messages.invalid("--validation", validation,
                "must be >= 0 and < 1"));
        }
        if (trace != null) {
            checkTrace(commandLine);
        }
        networkOptions.check(commandLine);
        try {
            return new LearnerSettings(Algorithm.of(algorithm), b, eta);
        } catch (IllegalArgumentException e) {
            throw Messages.badArgument(commandLine, e);
        }
    }

    /** Before any work is done, and before a model is removed. */
    private void checkTrace(CommandLine commandLine) {
        Path target = trace.toAbsolutePath().normalize();
        Path folder = out.toAbsolutePath().normalize();
        if (Files.isDirectory(target)
            || !Files.isDirectory(target.getParent()) && !target.getParent().equals(folder)) {
            throw new ParameterException(commandLine, Messages.invalid("--trace", trace,
                "must be a file in a folder that is there"));
        }
        List<Path> taken = new ArrayList<>(FileNames.FIT.stream().map(folder::resolve).toList());
        for (Path file : Arrays.asList(source.data(), source.inputs(), labels)) {
            if (file != null) {
                taken.add(file.toAbsolutePath().normalize());
            }
        }
        if (taken.contains(target)) {
            throw new ParameterException(commandLine, Messages.invalid("--trace", trace,
                "must be another file than the data and the results"));
        }
    }

    private Poison poison(CommandLine commandLine) {
        if (poison == null) {
            return null;
        }
        try {
            Map<String, String> rest = new LinkedHashMap<>(poison);
            String theta = rest.remove("theta");
            String beta = rest.remove("beta");
            String kind = rest.remove("attack");
            if (theta != null && beta != null && rest.isEmpty()) {
                Poison attack = new Poison(new Numbers.Real().convert(theta), new Numbers.Real().convert(beta),
                    kind == null ? Attack.UNIFORM : Attack.of(kind));
                if (attack.theta() >= 0 && attack.theta() < Double.POSITIVE_INFINITY && attack.beta() >= 0
                    && attack.beta() <= 1 && attack.attack() != Attack.REALIZABLE) {
                    return attack;
                }
            }
        } catch (IllegalArgumentException | CommandLine.TypeConversionException e) {
            // Said below.
        }
        throw new ParameterException(commandLine, Messages.invalid("--poison",
            String.join(",", poison.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList()),
            "must be theta=T,beta=B[,attack=KIND] with T >= 0, B from 0 to 1, KIND alternating, uniform or constant"));
    }

    private Source open() throws IOException {
        if (source.data() == null) {
            NpyFile inputs = NpyFile.open(source.inputs());
            boolean good = false;
            try {
                Source npy = new Source(inputs, NpyFile.open(labels), null, List.of());
                good = true;
                return npy;
            } finally {
                if (!good) {
                    inputs.close();
                }
            }
        }
        // Names of their own: neither --trace nor another fit may come upon files that are mapped.
        Path inputs = Files.createTempFile(out, "inputs", ".tmp");
        Path column = Files.createTempFile(out, "labels", ".tmp");
        // An interrupted fit shall not leave a copy of the data behind.
        inputs.toFile().deleteOnExit();
        column.toFile().deleteOnExit();
        boolean good = false;
        try (CsvRows rows = new CsvRows(source.data())) {
            List<String> columns = new ArrayList<>(features == null ? rows.header() : features);
            columns.remove(target);
            if (columns.isEmpty()) {
                throw new BadDataException(source.data() + " has no column besides the target");
            }
            columns.add(target);
            rows.choose(columns);
            int n = columns.size() - 1;
            double[] row = new double[n + 1];
            long count = 0;
            try (NpyWriter x = new NpyWriter(inputs, n); NpyWriter v = new NpyWriter(column)) {
                for (; rows.next(row); count++) {
                    x.write(row, 0);
                    v.write(row, n);
                }
            }
            if (count == 0) {
                throw new BadDataException(source.data() + " has no rows below its header");
            }
            Source csv = new Source(NpyFile.open(inputs), NpyFile.open(column), columns, List.of(inputs, column));
            good = true;
            return csv;
        } finally {
            if (!good) {
                Files.deleteIfExists(inputs);
                Files.deleteIfExists(column);
            }
        }
    }

    /** The part of the data that is trained on comes first. */
    private record Split(LongUnaryOperator order, long training, long validation) {
    }

    private Split split(long size) throws BadDataException {
        long kept = Math.round(size * validation);
        if (kept == size) {
            throw new BadDataException("--validation " + validation + " of " + size
                + " samples leaves none to train on");
        }
        if (kept == 0 && validation > 0) {
            throw new BadDataException("--validation " + validation + " of " + size + " samples keeps none");
        }
        if (kept == 0 || noShuffle) {
            return new Split(LongUnaryOperator.identity(), size - kept, kept);
        }
        return new Split(new Permutation(size, seed, 0, Purpose.SPLIT)::at, size - kept, kept);
    }

    private int fit(Source data, LearnerSettings settings, Poison attack, Kernel kernel, OutputFolder files,
                    CommandLine commandLine) throws IOException {
        Samples raw = new NpySamples(data.inputs(), data.labels());
        if (source.data() == null) {
            // The numbers of a CSV file have been looked at one by one.
            data.inputs().requireFinite();
            data.labels().requireFinite();
        }
        Split split = split(raw.size());
        Samples seen = attack == null ? raw
            : new PoisonedSamples(raw, attack.attack(), attack.theta(), attack.beta(), seed);
        Preprocessing preprocessing = preprocessing(seen, split);
        NetworkOptions.Choice choice = networkOptions.choose(preprocessing.dimension(), seed, commandLine);
        // No batch is larger than the data.
        LearnerSettings learner = new LearnerSettings(settings.algorithm(),
            (int) Math.min(settings.b(), split.training()), settings.eta());
        Double lambda1;
        MiniBatchFit fit;
        try {
            lambda1 = lambda1(choice, settings.algorithm(), commandLine.getErr());
            fit = new MiniBatchFit(choice.network(), choice.tronMatrix(), learner, choice.start(), kernel);
        } catch (IllegalArgumentException e) {
            throw Messages.badArgument(commandLine, e);
        }
        long start = System.nanoTime();
        ObjectNode description = description(settings, attack, choice);
        Map<String, String> about = new LinkedHashMap<>();
        description.properties().forEach(entry -> about.put(entry.getKey(), entry.getValue().asText()));
        // Not for the model, which is to have the same bytes whatever made it.
        RunJson.addEnvironment(description, kernel);
        RunFolder.requireFree(out, true, commandLine);
        for (String name : FileNames.FIT) {
            files.remove(name);
        }
        files.write(FileNames.RUN, RunJson.text(description));
        Samples clean = preprocessing.of(raw);
        Losses last = train(fit, preprocessing.of(seen), clean, split, preprocessing.labelScale(), files, commandLine);
        Metrics onTrueLabels = attack == null ? last.training()
            : fit.measure(clean, split.order(), 0, split.training()).times(preprocessing.labelScale());
        ObjectNode metrics = metrics(fit, onTrueLabels, attack == null ? null : last.training(), last.validation());
        if (lambda1 != null) {
            RunJson.putNumber(metrics, "lambda1", lambda1);
        }
        files.write(FileNames.METRICS, RunJson.text(metrics));
        if (data.columns() != null) {
            for (int j = 0; j < raw.n(); j++) {
                about.put(PredictCommand.FEATURE + j, data.columns().get(j));
            }
        }
        new Model(choice.network(), fit.filter(), preprocessing, about).save(out.resolve(FileNames.MODEL));
        report(metrics, (System.nanoTime() - start) / 1e9, kernel, commandLine.getOut());
        return CommandLine.ExitCode.OK;
    }

    private Preprocessing preprocessing(Samples seen, Split split) throws BadDataException {
        try {
            return standardize ? Preprocessing.standardizing(seen, split.order(), split.training(), intercept)
                : Preprocessing.none(seen.n(), intercept);
        } catch (IllegalArgumentException e) {
            throw new BadDataException("the data are too large for --standardize: " + e.getMessage());
        }
    }

    /**
     * λ₁ of the sensing matrices' mean and the Tron matrix, for inputs of variance 1; warns if it is not positive, as
     * then there are filters that Neuro-Tron cannot reach (Theorem 1 wants λ₁ > 0).
     *
     * @return null if the algorithm does not care or the matrices are too large to look at by the way
     */
    private static Double lambda1(NetworkOptions.Choice choice, Algorithm algorithm, PrintWriter err) {
        int r = choice.network().family().r();
        if (algorithm != Algorithm.TRON || r > LARGEST_SPECTRUM) {
            return null;
        }
        Matrix m = choice.tronMatrix() == null ? choice.network().family().mean() : choice.tronMatrix();
        double lambda1 = Spectrum.of(choice.network(), m, 1).lambda1();
        if (lambda1 <= 0) {
            err.printf(Locale.ROOT, "neurotron fit: lambda_1 = %.3g, the smallest eigenvalue of the sensing matrices' "
                + "mean times the transposed Tron matrix, is not positive (r = %d, n = %d): Neuro-Tron need not "
                + "converge%n", lambda1, r, choice.network().family().n());
            err.flush();
        }
        return lambda1;
    }

    /** Metrics at the end of an epoch: on the labels that training sees, and on those kept back, or null. */
    private record Losses(Metrics training, Metrics validation) {
    }

    private Losses train(MiniBatchFit fit, Samples seen, Samples clean, Split split, double labelScale,
                       OutputFolder files, CommandLine commandLine) throws IOException {
        Path tracePart = trace == null ? null : trace.resolveSibling(trace.getFileName() + FileNames.PART);
        Losses last = null;
        long divergedAt = 0;
        try (OutputFolder.Part loss = files.start(FileNames.LOSS);
             Progress progress = new Progress("fit", epochs * split.training(), commandLine.getErr());
             NpyWriter filters = trace == null ? null : new NpyWriter(tracePart, fit.filter().length)) {
            CSVPrinter csv = Csv.printer(loss.writer());
            csv.printRecord("epoch", "training_mse", "validation_mse");
            if (filters != null) {
                filters.write(fit.filter(), 0);
            }
            for (int epoch = 0; epoch <= epochs; epoch++) {
                if (epoch > 0) {
                    LongUnaryOperator order = noShuffle ? LongUnaryOperator.identity()
                        : new Permutation(split.training(), seed, epoch, Purpose.SHUFFLE)::at;
                    try {
                        fit.epoch(seen, order.andThen(split.order()), split.training(), filter -> {
                            if (filters != null) {
                                filters.write(filter, 0);
                            }
                        });
                    } catch (NonFiniteException e) {
                        divergedAt = e.iteration();
                        break;
                    }
                    progress.stepped(split.training());
                }
                last = new Losses(fit.measure(seen, split.order(), 0, split.training()).times(labelScale),
                    split.validation() == 0 ? null : fit.measure(clean, split.order(), split.training(),
                        split.validation()).times(labelScale));
                csv.printRecord(epoch, last.training().meanSquaredError(),
                    last.validation() == null ? null : last.validation().meanSquaredError());
            }
            loss.commit();
        }
        if (trace != null) {
            Files.move(tracePart, trace, StandardCopyOption.REPLACE_EXISTING);
        }
        if (divergedAt != 0) {
            throw new Failure("training diverged at update " + divergedAt
                + ": the filter is no longer finite; a smaller --eta may help. No model was written");
        }
        return last;
    }

    private ObjectNode description(LearnerSettings settings, Poison attack, NetworkOptions.Choice choice) {
        ObjectNode node = RunJson.object();
        node.put("command", "fit");
        if (source.data() != null) {
            node.put("data", source.data().toString());
            node.put("target", target);
            if (features != null) {
                node.put("features", Csv.row(features));
            }
        } else {
            node.put("inputs", source.inputs().toString());
            node.put("labels", labels.toString());
        }
        node.put("epochs", epochs);
        node.put("b", settings.b());
        node.put("eta", settings.eta());
        node.put("algorithm", settings.algorithm().id());
        node.put("no-shuffle", noShuffle);
        node.put("validation", validation);
        node.put("standardize", standardize);
        node.put("intercept", intercept);
        if (attack != null) {
            node.put("poison", "theta=" + attack.theta() + ",beta=" + attack.beta() + ",attack="
                + attack.attack().id());
        }
        networkOptions.addTo(node, choice.network());
        node.put("seed", seed);
        return node;
    }

    private ObjectNode metrics(MiniBatchFit fit, Metrics training, Metrics asPoisoned, Metrics kept) {
        ObjectNode node = RunJson.object();
        node.put("epochs", epochs);
        node.put("updates", fit.updates());
        add(node, "training", training);
        if (asPoisoned != null) {
            add(node, "trainingAsPoisoned", asPoisoned);
        }
        if (kept != null) {
            add(node, "validation", kept);
        }
        return node;
    }

    private static void add(ObjectNode node, String name, Metrics metrics) {
        ObjectNode part = node.putObject(name);
        part.put("count", metrics.count());
        RunJson.putNumber(part, "mse", metrics.meanSquaredError());
        RunJson.putNumber(part, "mae", metrics.meanAbsoluteError());
        RunJson.putNumber(part, "r2", metrics.determination());
    }

    private void report(ObjectNode metrics, double seconds, Kernel kernel, PrintWriter stdout) {
        if (json) {
            stdout.print(RunJson.text(metrics));
        } else {
            for (String part : List.of("training", "trainingAsPoisoned", "validation")) {
                if (metrics.has(part)) {
                    stdout.printf(Locale.ROOT, "%-22s %8d samples  MSE %.4g  MAE %.4g  R2 %.4f%n",
                        part.equals("trainingAsPoisoned") ? "training, as poisoned" : part,
                        metrics.get(part).get("count").asLong(), metrics.get(part).get("mse").asDouble(Double.NaN),
                        metrics.get(part).get("mae").asDouble(Double.NaN),
                        metrics.get(part).get("r2").asDouble(Double.NaN));
                }
            }
            stdout.printf(Locale.ROOT, "%s after %d updates (%.2f s, kernel %s)%n", out.resolve(FileNames.MODEL),
                metrics.get("updates").asLong(), seconds, kernel);
        }
        stdout.flush();
    }
}
