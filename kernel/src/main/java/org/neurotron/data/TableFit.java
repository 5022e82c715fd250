package org.neurotron.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.training.Algorithm;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.NonFiniteException;
import org.neurotron.training.Robust;

/**
 * The fit of a table, step by step, as {@code neurotron fit} does it where it is not told a learning rate:
 *
 * <ol>
 * <li>some samples are kept for validation ({@link Split#byShare}),
 * <li>what is fitted is made ready: unless it is given, a single gate ({@link UntrainedModel#singleGate}),
 * <li>it is trained, at a rate from the data and with the rule for residuals that serves them ({@link StagedFit}),
 * <li>the labels which the model does not believe are listed ({@link Suspects}).
 * </ol>
 *
 * <pre>{@code
 * TableFit fit = TableFit.of(samples, null, TableFit.Settings.usual(1));
 * fit.run();
 * Model model = fit.model(Map.of());
 * Suspects suspects = fit.suspects();
 * }</pre>
 *
 * <p>The same data, settings and seed give the same bits, on any kernel. Not safe for use by several threads.
 *
 * @since 0.2
 */
public final class TableFit {

    /** The usual size of mini-batches. */
    public static final int USUAL_BATCH = 16;

    /** The usual most epochs under one rule … */
    public static final int MOST_EPOCHS = 1000;

    /** … unless those of few samples are no more than so many updates. */
    private static final long FEWEST_UPDATES = 20_000;

    /**
     * How a table is fitted.
     *
     * @param algorithm the algorithm
     * @param b         size of the mini-batches, ≥ 1; of fewer samples all are a batch
     * @param epochs    how often to go through the data at most under one rule, ≥ 1, or null for the usual:
     *                  {@value TableFit#MOST_EPOCHS}, of few samples more
     * @param rule      the rule for residuals, or null if it is to be found out
     * @param inOrder   whether the order of the samples is kept: the last ones for validation, the same in every epoch
     * @param seed      the seed of other orders
     */
    public record Settings(Algorithm algorithm, int b, Integer epochs, Robust rule, boolean inOrder, long seed) {

        /**
         * Checks the settings.
         *
         * @throws IllegalArgumentException if a number is out of its range, or the algorithm takes no such rule
         */
        public Settings {
            Objects.requireNonNull(algorithm, "algorithm");
            if (epochs != null) {
                Check.positive("epochs", epochs);
            }
            new LearnerSettings(algorithm, b, 1, rule == null ? StagedFit.COURSES.getFirst().getFirst() : rule);
        }

        /**
         * Those of {@code neurotron fit} without options.
         *
         * @param seed the seed
         * @return the settings
         */
        public static Settings usual(long seed) {
            return new Settings(Algorithm.TRON, USUAL_BATCH, null, null, false, seed);
        }

        /**
         * What is tried.
         *
         * @return the rules, one course after another
         */
        public List<List<Robust>> courses() {
            return rule == null ? StagedFit.COURSES : List.of(List.of(rule));
        }

        /**
         * How often the data will be gone through, about or at least: twice under each rule, and three times at falling
         * rates.
         *
         * @return number of epochs
         */
        public int fewestEpochs() {
            return courses().stream().mapToInt(rules -> 2 * rules.size() + 3).sum();
        }

        private int mostEpochs(long samples) {
            return epochs != null ? epochs
                : (int) Math.max(MOST_EPOCHS, Math.ceilDiv(FEWEST_UPDATES * Math.min(b, samples), samples));
        }
    }

    /** Passes on what is told, and ends the fit if its thread is interrupted. */
    private record Interruptible(StagedFit.Listener listener) implements StagedFit.Listener {

        @Override
        public void updated(int count) throws IOException {
            if (Thread.interrupted()) {
                throw new InterruptedIOException("the fit was interrupted");
            }
            listener.updated(count);
        }

        @Override
        public void epoch(int course, Robust rule, double eta, Metrics curve) throws IOException {
            listener.epoch(course, rule, eta, curve);
        }
    }

    private final UntrainedModel subject;
    private final Samples samples;
    private final Samples seen;
    private final Split split;
    private final Settings settings;
    private final Kernel kernel;
    private final StagedFit staged;

    /**
     * Prepares a fit.
     *
     * @param subject  what is fitted
     * @param samples  the data as they come, with the labels that training is to see
     * @param split    which of them are trained on
     * @param settings how
     * @param listener is told of progress
     * @param kernel   the kernel to compute with
     * @throws IllegalArgumentException if a shape does not fit, or the inputs allow no learning rate
     */
    public TableFit(UntrainedModel subject, Samples samples, Split split, Settings settings,
                    StagedFit.Listener listener, Kernel kernel) {
        this.subject = subject;
        this.samples = samples;
        this.split = split;
        this.settings = settings;
        this.kernel = kernel;
        seen = subject.preprocessing().of(samples, kernel);
        staged = new StagedFit(subject.network(), subject.tronMatrix(), new StagedFit.Settings(settings.algorithm(),
            (int) Math.min(settings.b(), split.training()), settings.mostEpochs(split.training()), settings.inOrder(),
            settings.seed()), subject.start(), seen, split, new Interruptible(listener), kernel);
    }

    /**
     * Prepares the fit of a single gate, on the kernel that suits the amount of work.
     *
     * @param samples    the data
     * @param validation share of them to keep for validation, as of {@link Split#byShare}, or null for the usual
     * @param settings   how
     * @return the fit, still to be run
     * @throws IllegalArgumentException if the share is out of its range or leaves a part empty, or numbers are too
     *                                  large
     */
    public static TableFit of(Samples samples, Double validation, Settings settings) {
        Split split = Split.byShare(samples.size(), validation, settings.inOrder(), settings.seed());
        UntrainedModel gate = UntrainedModel.singleGate(samples, split);
        Kernel kernel = Kernels.forWork(gate.operations(settings.b(),
            (double) settings.fewestEpochs() * split.training()));
        return new TableFit(gate, samples, split, settings, new StagedFit.Listener() { }, kernel);
    }

    /**
     * Trains.
     *
     * @return what has become of each course, the one that was taken first
     * @throws NonFiniteException if training diverges at smaller and smaller rates
     * @throws IOException        if the listener threw, or the thread is interrupted ({@link InterruptedIOException})
     */
    public List<StagedFit.Outcome> run() throws IOException {
        return staged.run(settings.courses());
    }

    /**
     * What is trained.
     *
     * @return measures and gives the filter
     */
    public MiniBatchFit fit() {
        return staged.fit();
    }

    /**
     * The learning rate.
     *
     * @return as of {@link StagedFit#eta}
     */
    public double eta() {
        return staged.eta();
    }

    /**
     * Which samples are trained on.
     *
     * @return the split
     */
    public Split split() {
        return split;
    }

    /**
     * The model.
     *
     * @param properties whatever else is to be known of it
     * @return as of {@link UntrainedModel#trained}
     */
    public Model model(Map<String, String> properties) {
        return subject.trained(fit(), properties);
    }

    /**
     * The labels that the model does not believe.
     *
     * @return those of all samples, with the index of each
     */
    public Suspects suspects() {
        Metrics training = fit().measure(seen, split.order(), 0, split.training())
            .times(subject.preprocessing().labelScale());
        return Suspects.of(model(Map.of()), samples, samples, split, Suspects.unit(subject.threshold(fit()), training),
            (_, _, _, _, _) -> { }, kernel);
    }
}
