package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.file.ResultKind;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.NetworkOptions;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.result.Residuals;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.data.BadDataException;
import org.neurotron.data.Metrics;
import org.neurotron.data.MiniBatchFit;
import org.neurotron.data.Model;
import org.neurotron.data.NpySamples;
import org.neurotron.data.OpenGate;
import org.neurotron.data.PoisonedSamples;
import org.neurotron.data.Preprocessing;
import org.neurotron.data.Samples;
import org.neurotron.data.Split;
import org.neurotron.data.StagedFit;
import org.neurotron.data.Suspects;
import org.neurotron.data.UntrainedModel;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import org.neurotron.theory.Spectrum;
import org.neurotron.training.Algorithm;

/**
 * A fit in a folder, and what came out of it.
 *
 * @param epochs     how often it went through the data
 * @param updates    number of updates
 * @param training   metrics on the true labels of the training part
 * @param asPoisoned metrics on its labels as training saw them, or null if they were not poisoned
 * @param validation metrics on what was kept, or null
 * @param lambda1    λ₁ of sensing matrices and Tron matrix, or null
 * @param courses    what training at a rate from the data came to, the one that was taken first; or none
 * @param yardsticks what is to be compared with
 * @param suspects   labels that may be false
 * @param seconds    how long it took
 * @param kernel     what computed
 */
public record Fit(long epochs, long updates, Metrics training, Metrics asPoisoned, Metrics validation, Double lambda1,
                  List<StagedFit.Outcome> courses, Yardsticks yardsticks, DoubtfulLabels suspects, double seconds,
                  Kernel kernel) {

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
        Split split = plan.split(raw.size());
        FitPlan.Poison poison = plan.poison();
        Samples labelled = poison == null ? raw
            : new PoisonedSamples(raw, poison.attack(), poison.theta(), poison.beta(), plan.seed());
        Prepared prepared = prepare(plan, labelled, split);
        Preprocessing preprocessing = prepared.preprocessing();
        sayWhatIsLeftOut(preprocessing, data.columns(), terminal);
        // No batch is larger than the data.
        int b = (int) Math.min(plan.training().b(), split.training());
        NetworkOptions.Choice choice = prepared.start() != null ? plan.network().singleGate(prepared.start())
            : plan.network().choose(preprocessing.dimension(), b, plan.seed());
        Double lambda1 = lambda1(choice, plan.training().algorithm(), terminal);
        UntrainedModel subject = new UntrainedModel(preprocessing, choice.network(), choice.tronMatrix(),
            choice.start());
        Kernel kernel = SelectedKernel.forWork(subject.operations(b,
            (double) plan.training().fewestEpochs() * split.training()));
        Samples seen = preprocessing.of(labelled, kernel);
        Samples clean = preprocessing.of(raw, kernel);
        double unit = preprocessing.labelScale();
        long start = System.nanoTime();
        // Refuses what it must before anything in the folder is touched.
        FitSession session = new FitSession(plan, subject, labelled, clean, split, b, kernel);
        ObjectNode description = plan.description(choice.network(), split);
        Map<String, String> about = new LinkedHashMap<>();
        description.properties().forEach(entry -> about.put(entry.getKey(), entry.getValue().asText()));
        // Not for the model, which is to have the same bytes whatever made it.
        RunJson.addEnvironment(description, kernel);
        OutputFolder files = folder.files();
        folder.clear();
        files.write(FileNames.RUN, RunJson.text(description));
        FitSession.Trained trained = session.run(files, terminal);
        MiniBatchFit fit = trained.fit();
        Metrics asSeen = fit.measure(seen, split.order(), 0, split.training()).times(unit);
        Metrics onTrueLabels = poison == null ? asSeen
            : fit.measure(clean, split.order(), 0, split.training()).times(unit);
        Metrics validation = split.validation() == 0 ? null
            : fit.measure(clean, split.order(), split.training(), split.validation()).times(unit);
        Yardsticks yardsticks = Yardsticks.of(seen, clean, split, unit, kernel);
        data.addColumns(about);
        Model model = subject.trained(fit, about);
        Residuals.Sample sample = new Residuals.Sample(split);
        DoubtfulLabels suspects = DoubtfulLabels.of(model, data, raw, labelled, split,
            Suspects.unit(subject.threshold(fit), asSeen), sample, kernel);
        files.write(FileNames.SUSPECTS, suspects.text());
        files.write(FileNames.RESIDUALS, sample.residuals(suspects.place(), suspects.suspects().threshold()).text());
        Fit result = new Fit(trained.epochs(), fit.updates(), onTrueLabels, poison == null ? null : asSeen, validation,
            lambda1, trained.courses(), yardsticks, suspects, (System.nanoTime() - start) / 1e9, kernel);
        files.write(FileNames.METRICS, RunJson.text(result.metrics()));
        files.write(FileNames.MODEL, model.toBytes());
        result.sayWhatIsWrong(terminal);
        return result;
    }

    /**
     * What is done to data, and where the single gate that fits any table starts.
     *
     * @param start the filter, or null if another network is asked for
     */
    private record Prepared(Preprocessing preprocessing, double[] start) {
    }

    private static Prepared prepare(FitPlan plan, Samples seen, Split split) throws BadDataException {
        try {
            if (!plan.network().isAsked() && plan.hasIntercept()) {
                OpenGate gate = OpenGate.of(seen, split.order(), split.training(), plan.standardizes());
                return new Prepared(gate.preprocessing(), gate.start());
            }
            Preprocessing preprocessing = plan.standardizes()
                ? Preprocessing.standardizing(seen, split.order(), split.training(), plan.hasIntercept())
                : Preprocessing.none(seen.n(), plan.hasIntercept());
            return new Prepared(preprocessing, plan.network().isAsked() ? null : new double[preprocessing.dimension()]);
        } catch (IllegalArgumentException e) {
            throw new BadDataException("the data are too large to be scaled: " + e.getMessage());
        }
    }

    /** At most so many names of columns in a line. */
    private static final int MOST_NAMES = 5;

    private static void sayWhatIsLeftOut(Preprocessing preprocessing, List<String> columns, Terminal terminal) {
        List<String> left = new ArrayList<>();
        for (int j = 0; j < preprocessing.rawDimension(); j++) {
            if (preprocessing.leavesOut(j)) {
                left.add(columns == null ? "column " + j : columns.get(j));
            }
        }
        if (!left.isEmpty()) {
            terminal.warn("neurotron fit: left out, as %s: %s", left.size() == 1 ? "it does not vary" : left.size()
                + " columns do not vary", String.join(", ", left.subList(0, Math.min(MOST_NAMES, left.size())))
                + (left.size() > MOST_NAMES ? ", ..." : ""));
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
        if (!courses.isEmpty()) {
            RunJson.putNumber(node, "eta", courses.getFirst().eta());
            ArrayNode all = node.putArray("courses");
            for (StagedFit.Outcome course : courses) {
                ObjectNode one = all.addObject();
                one.put("rules", String.join(",", course.rules().stream().map(Object::toString).toList()));
                one.put("epochs", course.epochs());
                one.put("converged", course.flat());
                RunJson.putNumber(one, "closeness", course.closeness());
            }
        }
        yardsticks.addTo(node.putObject("yardsticks"));
        suspects.addTo(node.putObject("suspects"));
        if (lambda1 != null) {
            RunJson.putNumber(node, "lambda1", lambda1);
        }
        return node;
    }

    /** Says in a line what a user should know before he trusts the model. */
    private void sayWhatIsWrong(Terminal terminal) {
        Metrics judged = validation == null ? training : validation;
        Metrics median = yardsticks.median().judged();
        if (!(judged.meanAbsoluteError() <= median.meanAbsoluteError())) {
            terminal.warn("neurotron fit: the model is worse than predicting the median of the labels (mean |v - f| "
                + "%.3g and %.3g on the %s data): %s", judged.meanAbsoluteError(), median.meanAbsoluteError(),
                validation == null ? "training" : "validation", !courses.isEmpty()
                ? "its inputs may say nothing of the labels, or not in a way that this network can learn"
                : "try --eta auto");
        } else if (!courses.isEmpty() && !courses.getFirst().flat()) {
            terminal.warn("neurotron fit: training had not converged after %d epochs: try a larger --epochs", epochs);
        }
    }

    static void add(ObjectNode node, String name, Metrics metrics) {
        if (metrics != null) {
            ObjectNode part = node.putObject(name);
            part.put("count", metrics.count());
            RunJson.putNumber(part, "mse", metrics.meanSquaredError());
            RunJson.putNumber(part, "mae", metrics.meanAbsoluteError());
            RunJson.putNumber(part, "medianAe", metrics.medianAbsoluteError());
            RunJson.putNumber(part, "r2", metrics.determination());
        }
    }
}
