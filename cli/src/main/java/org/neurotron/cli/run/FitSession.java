package org.neurotron.cli.run;

import java.io.IOException;
import java.util.function.LongUnaryOperator;
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
import org.neurotron.random.Permutation;
import org.neurotron.random.Purpose;
import org.neurotron.training.NonFiniteException;

/** The epochs of a fit: updates, and after each epoch how well it does. */
final class FitSession {

    /**
     * Which samples are trained on and which are kept for validation. Those that are trained on come first.
     *
     * @param order      the order of the samples
     * @param training   how many are trained on
     * @param validation how many are kept
     */
    record Split(LongUnaryOperator order, long training, long validation) {

        /**
         * Splits some samples.
         *
         * @param size     how many there are
         * @param share    which share of them is to be kept
         * @param inOrder  whether those kept are the last ones, and not random ones
         * @param seed     the seed
         * @throws BadDataException if that leaves none to train on, or keeps none
         */
        static Split of(long size, double share, boolean inOrder, long seed) throws BadDataException {
            long kept = Math.round(size * share);
            if (kept == size) {
                throw new BadDataException("--validation " + share + " of " + size
                    + " samples leaves none to train on");
            }
            if (kept == 0 && share > 0) {
                throw new BadDataException("--validation " + share + " of " + size + " samples keeps none");
            }
            return new Split(kept == 0 || inOrder ? LongUnaryOperator.identity()
                : new Permutation(size, seed, 0, Purpose.SPLIT)::at, size - kept, kept);
        }
    }

    /**
     * Metrics at the end of an epoch.
     *
     * @param training   on the labels that training sees
     * @param validation on those kept back, or null
     */
    record Losses(Metrics training, Metrics validation) {
    }

    private final MiniBatchFit fit;
    private final Samples seen;
    private final Samples clean;
    private final Split split;
    private final double labelScale;
    private final FitPlan plan;
    private Losses last;
    private long divergedAt;

    /**
     * Prepares a session.
     *
     * @param fit        what is fitted
     * @param seen       the samples as training sees them
     * @param clean      the samples with their true labels
     * @param split      which of them are trained on
     * @param labelScale the unit of the labels
     * @param plan       what was asked for
     */
    FitSession(MiniBatchFit fit, Samples seen, Samples clean, Split split, double labelScale, FitPlan plan) {
        this.fit = fit;
        this.seen = seen;
        this.clean = clean;
        this.split = split;
        this.labelScale = labelScale;
        this.plan = plan;
    }

    /**
     * Trains, and writes the losses and, if it is wanted, every filter.
     *
     * @param files    where the losses go
     * @param terminal where to show progress
     * @return the losses at the end
     * @throws Failure if training diverges
     */
    Losses run(OutputFolder files, Terminal terminal) throws IOException {
        if (plan.trace() == null) {
            run(files, null, terminal);
        } else {
            try (OutputFile trace = new OutputFile(plan.trace())) {
                trace.write(filters -> run(files, filters, terminal), fit.filter().length);
                trace.commit();
            }
        }
        if (divergedAt != 0) {
            throw new Failure("training diverged at update " + divergedAt
                + ": the filter is no longer finite; a smaller --eta may help. No model was written");
        }
        return last;
    }

    private void run(OutputFolder files, NpyWriter filters, Terminal terminal) throws IOException {
        try (NewFile loss = files.start(FileNames.LOSS);
             Progress progress = terminal.progress("fit", "samples", 0, plan.epochs() * split.training())) {
            CSVPrinter csv = Csv.printer(loss.writer());
            csv.printRecord("epoch", "training_mse", "validation_mse");
            if (filters != null) {
                filters.write(fit.filter(), 0);
            }
            for (int epoch = 0; epoch <= plan.epochs() && divergedAt == 0; epoch++) {
                if (epoch > 0) {
                    divergedAt = train(epoch, filters, progress);
                }
                if (divergedAt == 0) {
                    last = losses();
                    csv.printRecord(epoch, last.training().meanSquaredError(),
                        last.validation() == null ? null : last.validation().meanSquaredError());
                }
            }
            loss.commit();
        }
    }

    /** An epoch. Gives the update at which it diverged, or 0. */
    private long train(int epoch, NpyWriter filters, Progress progress) throws IOException {
        LongUnaryOperator order = plan.inOrder() ? LongUnaryOperator.identity()
            : new Permutation(split.training(), plan.seed(), epoch, Purpose.SHUFFLE)::at;
        try {
            long[] left = {split.training()};
            fit.epoch(seen, order.andThen(split.order()), split.training(), filter -> {
                long some = Math.min(plan.learner().b(), left[0]);
                left[0] -= some;
                progress.stepped(some);
                if (filters != null) {
                    filters.write(filter, 0);
                }
            });
            return 0;
        } catch (NonFiniteException e) {
            return e.iteration();
        }
    }

    private Losses losses() throws IOException {
        return new Losses(fit.measure(seen, split.order(), 0, split.training()).times(labelScale),
            split.validation() == 0 ? null
                : fit.measure(clean, split.order(), split.training(), split.validation()).times(labelScale));
    }
}
