package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.file.ResultKind;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.NetworkOptions;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.data.BadDataException;
import org.neurotron.data.Metrics;
import org.neurotron.data.MiniBatchFit;
import org.neurotron.data.Model;
import org.neurotron.data.NpySamples;
import org.neurotron.data.PoisonedSamples;
import org.neurotron.data.Preprocessing;
import org.neurotron.data.Samples;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.SensingFamily;
import org.neurotron.theory.Spectrum;
import org.neurotron.training.Algorithm;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.Robust;

/**
 * A fit in a folder, and what came out of it.
 *
 * @param epochs     how often it went through the data
 * @param updates    number of updates
 * @param training   metrics on the true labels of the training part
 * @param asPoisoned metrics on its labels as training saw them, or null if they were not poisoned
 * @param validation metrics on what was kept, or null
 * @param lambda1    λ₁ of sensing matrices and Tron matrix, or null
 * @param seconds    how long it took
 * @param kernel     what computed
 */
public record Fit(int epochs, long updates, Metrics training, Metrics asPoisoned, Metrics validation, Double lambda1,
                  double seconds, Kernel kernel) {

    /** The model's property with the threshold for residuals at the end. */
    static final String THRESHOLD = "threshold";

    /** Up to this r the eigenvalues of an r x r matrix are had at once. */
    private static final int LARGEST_SPECTRUM = 512;

    /**
     * Fits.
     *
     * @param plan      what to do
     * @param out       the folder, made if need be
     * @param overwrite whether what is there may be replaced
     * @param terminal  where to show progress and to warn
     */
    public static Fit inFolder(FitPlan plan, Path out, boolean overwrite, Terminal terminal) throws IOException {
        // Said before any work is done.
        SelectedKernel.orBadUsage();
        try (ResultFolder folder = ResultFolder.open(out)) {
            folder.requireFree(ResultKind.FIT, overwrite);
            try (FitSource.Data data = plan.source().open(folder, terminal)) {
                return fit(plan, data, folder, terminal);
            }
        }
    }

    private static Fit fit(FitPlan plan, FitSource.Data data, ResultFolder folder, Terminal terminal)
        throws IOException {
        NpySamples raw = data.samples();
        FitSession.Split split = FitSession.Split.of(raw.size(), plan.validation(), plan.inOrder(), plan.seed());
        FitPlan.Poison poison = plan.poison();
        Samples seen = poison == null ? raw
            : new PoisonedSamples(raw, poison.attack(), poison.theta(), poison.beta(), plan.seed());
        Preprocessing preprocessing = preprocessing(plan, seen, split);
        // No batch is larger than the data.
        LearnerSettings learner = new LearnerSettings(plan.learner().algorithm(),
            (int) Math.min(plan.learner().b(), split.training()), plan.learner().eta(), plan.learner().robust());
        NetworkOptions.Choice choice = plan.network().choose(preprocessing.dimension(), learner.b(), plan.seed());
        Double lambda1 = lambda1(choice, learner.algorithm(), terminal);
        Kernel kernel = SelectedKernel.forWork(operations(choice.network().family(), learner.b(),
            (double) plan.epochs() * split.training()));
        MiniBatchFit fit = new MiniBatchFit(choice.network(), choice.tronMatrix(), learner, choice.start(), kernel);
        long start = System.nanoTime();
        ObjectNode description = plan.description(choice.network());
        Map<String, String> about = new LinkedHashMap<>();
        description.properties().forEach(entry -> about.put(entry.getKey(), entry.getValue().asText()));
        // Not for the model, which is to have the same bytes whatever made it.
        RunJson.addEnvironment(description, kernel);
        OutputFolder files = folder.files();
        folder.clear();
        files.write(FileNames.RUN, RunJson.text(description));
        Samples clean = preprocessing.of(raw);
        FitSession.Losses last = new FitSession(fit, preprocessing.of(seen), clean, split,
            preprocessing.labelScale(), plan).run(files, terminal);
        Metrics onTrueLabels = poison == null ? last.training()
            : fit.measure(clean, split.order(), 0, split.training()).times(preprocessing.labelScale());
        Fit result = new Fit(plan.epochs(), fit.updates(), onTrueLabels, poison == null ? null : last.training(),
            last.validation(), lambda1, (System.nanoTime() - start) / 1e9, kernel);
        files.write(FileNames.METRICS, RunJson.text(result.metrics()));
        data.addColumns(about);
        if (learner.robust() instanceof Robust.Following) {
            // In the units of the data, as it separates the labels that the model believes from those it does not.
            about.put(THRESHOLD, Double.toString(fit.threshold() * preprocessing.labelScale()));
        }
        files.write(FileNames.MODEL, new Model(choice.network(), fit.filter(), preprocessing, about).toBytes());
        return result;
    }

    /** About how many multiply-adds it takes to see some samples, for updates and for measuring. */
    private static double operations(SensingFamily family, int b, double samples) {
        double projections = family instanceof AffineFamily ? 2 : family.k();
        return samples * projections * family.n() * (3 + 2.0 * family.r() / b);
    }

    private static Preprocessing preprocessing(FitPlan plan, Samples seen, FitSession.Split split)
        throws BadDataException {
        try {
            return plan.standardize()
                ? Preprocessing.standardizing(seen, split.order(), split.training(), plan.intercept())
                : Preprocessing.none(seen.n(), plan.intercept());
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
    private static Double lambda1(NetworkOptions.Choice choice, Algorithm algorithm, Terminal terminal) {
        int r = choice.network().family().r();
        if (algorithm != Algorithm.TRON || r > LARGEST_SPECTRUM) {
            return null;
        }
        Matrix m = choice.tronMatrix() == null ? choice.network().family().mean() : choice.tronMatrix();
        double lambda1 = Spectrum.of(choice.network(), m, 1).lambda1();
        if (lambda1 <= 0) {
            terminal.warn("neurotron fit: lambda_1 = %.3g, the smallest eigenvalue of the sensing matrices' "
                + "mean times the transposed Tron matrix, is not positive (r = %d, n = %d): Neuro-Tron need not "
                + "converge", lambda1, r, choice.network().family().n());
        }
        return lambda1;
    }

    /** What is measured, as JSON. */
    public ObjectNode metrics() {
        ObjectNode node = RunJson.object();
        node.put("epochs", epochs);
        node.put("updates", updates);
        add(node, "training", training);
        add(node, "trainingAsPoisoned", asPoisoned);
        add(node, "validation", validation);
        if (lambda1 != null) {
            RunJson.putNumber(node, "lambda1", lambda1);
        }
        return node;
    }

    private static void add(ObjectNode node, String name, Metrics metrics) {
        if (metrics != null) {
            ObjectNode part = node.putObject(name);
            part.put("count", metrics.count());
            RunJson.putNumber(part, "mse", metrics.meanSquaredError());
            RunJson.putNumber(part, "mae", metrics.meanAbsoluteError());
            RunJson.putNumber(part, "r2", metrics.determination());
        }
    }
}
