package org.neurotron.cli.run;

import java.io.IOException;
import java.util.List;
import org.apache.commons.csv.CSVPrinter;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.NewFile;
import org.neurotron.cli.file.OutputFile;
import org.neurotron.cli.file.OutputFolder;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.data.BadDataException;
import org.neurotron.data.Metrics;
import org.neurotron.data.MiniBatchFit;
import org.neurotron.data.NpyWriter;
import org.neurotron.data.Samples;
import org.neurotron.data.Split;
import org.neurotron.data.StagedFit;
import org.neurotron.data.TableFit;
import org.neurotron.data.UntrainedModel;
import org.neurotron.kernel.Kernel;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.NonFiniteException;
import org.neurotron.training.Robust;

/** The epochs of a fit: updates, and after each epoch how well it does. */
final class FitSession {

    /**
     * What has been trained.
     *
     * @param fit     its filter
     * @param epochs  how often it went through the data, over all that was tried
     * @param courses what training at a rate from the data came to, the one that was taken first; or none
     */
    record Trained(MiniBatchFit fit, long epochs, List<StagedFit.Outcome> courses) {
    }

    /** Says what is being done after each epoch. */
    private final class Losses implements AutoCloseable {

        private final NewFile file;
        private final CSVPrinter csv;

        Losses(OutputFolder files) throws IOException {
            file = files.start(FileNames.LOSS);
            csv = Csv.printer(file.writer());
            csv.printRecord("epoch", "training_mse", "validation_mse", "training_median", "validation_median", "course",
                "rule", "eta");
        }

        /** Looks at the first samples of each part, which are enough where there are very many. */
        void record(MiniBatchFit fit, int course, Robust rule, double eta) throws IOException {
            record(fit, fit.measure(seen, split.order(), 0, Math.min(StagedFit.MOST_MEASURED, split.training())),
                course, rule, eta);
        }

        /** The same where it is known how well the training part is fitted. */
        void record(MiniBatchFit fit, Metrics known, int course, Robust rule, double eta) throws IOException {
            Metrics training = known.times(labelScale);
            Metrics validation = split.validation() == 0 ? null : fit.measure(clean, split.order(), split.training(),
                Math.min(StagedFit.MOST_MEASURED, split.validation())).times(labelScale);
            csv.printRecord(epochs, training.meanSquaredError(),
                validation == null ? null : validation.meanSquaredError(), training.medianAbsoluteError(),
                validation == null ? null : validation.medianAbsoluteError(), course, rule, eta);
        }

        void commit() throws IOException {
            file.commit();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private final FitPlan plan;
    private final UntrainedModel subject;
    private final Samples seen;
    private final Samples clean;
    private final Split split;
    private final double labelScale;
    private final Kernel kernel;
    private final int b;

    /** Where the learning rate comes from the data, or null. */
    private final TableFit table;
    private Losses losses;
    private Progress progress;
    private int courses;
    private long epochs;
    private long divergedAt;

    /**
     * Prepares a session.
     *
     * @param plan       what was asked for
     * @param subject    what is fitted
     * @param labelled   the data with the labels that training sees
     * @param clean      the samples as the network sees them, with their true labels
     * @param split      which of them are trained on
     * @param b          size of the mini-batches, at most as many as are trained on
     * @param kernel     what computes
     * @throws BadDataException if the data give no learning rate, but are to
     */
    FitSession(FitPlan plan, UntrainedModel subject, Samples labelled, Samples clean, Split split, int b,
               Kernel kernel) throws BadDataException {
        this.plan = plan;
        this.subject = subject;
        seen = subject.preprocessing().of(labelled, kernel);
        this.clean = clean;
        this.split = split;
        labelScale = subject.preprocessing().labelScale();
        this.b = b;
        this.kernel = kernel;
        try {
            table = plan.training() instanceof FitPlan.AsDataSay auto ? new TableFit(subject, labelled, split,
                auto.settings(plan.inOrder(), plan.seed()), new Told(), kernel) : null;
        } catch (IllegalArgumentException e) {
            throw new BadDataException("the data do not say which learning rate is right: " + e.getMessage()
                + "; try --standardize, or a number for --eta");
        }
    }

    /** Shows and records how training gets on. */
    private final class Told implements StagedFit.Listener {
        @Override
        public void updated(int count) {
            progress.stepped(count);
        }

        @Override
        public void epoch(int course, Robust rule, double eta, Metrics curve) throws IOException {
            epochs++;
            losses.record(table.fit(), curve, course, rule, eta);
            progress.arrived("course " + course + " of " + courses + ", epoch " + epochs);
        }
    }

    /**
     * Trains, and writes the losses and, if it is wanted, every filter.
     *
     * @param files    where the losses go
     * @param terminal where to show progress
     * @throws Failure if training diverges
     */
    Trained run(OutputFolder files, Terminal terminal) throws IOException {
        Trained trained = switch (plan.training()) {
            case FitPlan.AsDataSay auto -> asDataSay(auto, files, terminal);
            case FitPlan.AsTold told -> asTold(told, files, terminal);
        };
        if (divergedAt != 0) {
            throw new Failure("training diverged at update " + divergedAt
                + ": the filter is no longer finite; a smaller --eta may help. No model was written");
        }
        return trained;
    }

    private Trained asDataSay(FitPlan.AsDataSay auto, OutputFolder files, Terminal terminal) throws IOException {
        try (Losses written = new Losses(files); Progress shown = terminal.working("fit", "samples")) {
            losses = written;
            progress = shown;
            List<List<Robust>> tried = auto.settings(plan.inOrder(), plan.seed()).courses();
            courses = tried.size();
            losses.record(table.fit(), 1, tried.getFirst().getFirst(), table.eta());
            try {
                List<StagedFit.Outcome> outcomes = table.run();
                return new Trained(table.fit(), epochs, outcomes);
            } catch (NonFiniteException e) {
                divergedAt = e.iteration();
                return null;
            } finally {
                losses.commit();
            }
        }
    }

    private Trained asTold(FitPlan.AsTold told, OutputFolder files, Terminal terminal) throws IOException {
        LearnerSettings given = told.learner();
        MiniBatchFit fit = new MiniBatchFit(subject.network(), subject.tronMatrix(),
            new LearnerSettings(given.algorithm(), b, given.eta(), given.robust()), subject.start(), kernel);
        if (plan.trace() == null) {
            train(fit, told, files, null, terminal);
        } else {
            try (OutputFile trace = new OutputFile(plan.trace())) {
                trace.write(filters -> train(fit, told, files, filters, terminal), fit.filter().length);
                trace.commit();
            }
        }
        return new Trained(fit, epochs, List.of());
    }

    private void train(MiniBatchFit fit, FitPlan.AsTold told, OutputFolder files, NpyWriter filters, Terminal terminal)
        throws IOException {
        try (Losses written = new Losses(files);
             Progress shown = terminal.progress("fit", "samples", 0, told.epochs() * split.training())) {
            losses = written;
            progress = shown;
            if (filters != null) {
                filters.write(fit.filter(), 0);
            }
            losses.record(fit, 1, told.learner().robust(), told.learner().eta());
            while (epochs < told.epochs() && divergedAt == 0) {
                epochs++;
                divergedAt = epoch(fit, filters);
                if (divergedAt == 0) {
                    losses.record(fit, 1, told.learner().robust(), told.learner().eta());
                }
            }
            losses.commit();
        }
    }

    /** An epoch. Gives the update at which it diverged, or 0. */
    private long epoch(MiniBatchFit fit, NpyWriter filters) throws IOException {
        try {
            fit.epoch(seen, split.epoch(epochs, plan.inOrder(), plan.seed()), split.training(), (filter, count) -> {
                progress.stepped(count);
                if (filters != null) {
                    filters.write(filter, 0);
                }
            });
            return 0;
        } catch (NonFiniteException e) {
            return e.iteration();
        }
    }
}
