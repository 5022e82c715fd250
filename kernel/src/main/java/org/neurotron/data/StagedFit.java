package org.neurotron.data;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Bound;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.Network;
import org.neurotron.training.Algorithm;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.NonFiniteException;
import org.neurotron.training.Robust;

/**
 * Training that needs no advice: the learning rate comes from the data, training goes on until more of it does not
 * help, then the rate falls and the filter becomes the mean of the last ones; and which rule for residuals serves the
 * data is found out.
 *
 * <p><b>A course</b> is one rule after another. Under each the filter is trained at a constant rate until the training
 * curve, the median of |v − f| (their root mean square without a rule), has fallen by less than {@value #FLAT} since
 * half as many epochs. Then the rate is halved twice, and in the last epochs filters are averaged (Polyak and Juditsky
 * 1992).
 *
 * <p><b>Which course.</b> {@link #COURSES} are tried. Clipped residuals serve labels that are true, or false to both
 * sides, and data of which the network is only an approximation. Rules that discard what is far serve heavier poison,
 * but leave out those samples for which the network is a poor approximation, too. So the first course is taken unless
 * another one brings the labels that fit best closer to its predictions, by a factor of {@value #CLEARLY_LESS}. What is
 * compared is the quantile of |v − f| at {@value #CLOSEST}, which two of five labels that are false do not decide: of
 * all samples, or if they are few for the number of inputs, of those kept for validation. Two courses discard, and
 * start differently, as such a rule keeps to what it finds first: one from w₁, where labels that are far away are
 * discarded at once, the other from where clipping ends, and through trimming. Measured in {@code results/fit}.
 *
 * <p>Not safe for use by several threads.
 *
 * @since 0.2
 */
public final class StagedFit {

    /** What is tried where nothing is known of the labels. */
    public static final List<List<Robust>> COURSES = courses();

    private static final double FLAT = 0.02;
    private static final double CLEARLY_LESS = 0.75;
    private static final double CLOSEST = 0.4;

    /** With so many samples for each element of the filter, those trained on are predicted as well as others. */
    private static final long ENOUGH_FOR_EACH = 20;

    /** So many updates under a rule at least: a threshold takes some hundred to find its place. */
    private static final long FEWEST_UPDATES = 1_000;

    /** And in each of the last three parts. */
    private static final long FEWEST_LAST_UPDATES = 250;

    /** The training curve is that of so many samples at most, the first ones. */
    public static final long MOST_MEASURED = 1 << 16;

    /** Training whose curve has risen by so much diverges. */
    private static final double RISEN = 1e3;

    /** One that has fallen by so much has nothing left but rounding. */
    private static final double ROUNDING = 1e-12;

    /** How often a smaller rate is tried. */
    private static final int TRIES = 10;

    /** Is told of progress; of nothing, unless it wants to know. */
    public interface Listener {

        /**
         * Some samples have been learnt from.
         *
         * @param count how many
         * @throws IOException to end the fit
         */
        default void updated(int count) throws IOException {
        }

        /**
         * An epoch has ended.
         *
         * @param course from 1
         * @param rule   the rule for residuals
         * @param eta    the learning rate
         * @param curve  how well the filter fits the first {@link #MOST_MEASURED} samples of the training part
         * @throws IOException to end the fit
         */
        default void epoch(int course, Robust rule, double eta, Metrics curve) throws IOException {
        }
    }

    /**
     * What is trained, and how long.
     *
     * @param algorithm  the algorithm
     * @param b          size of the mini-batches, ≥ 1
     * @param mostEpochs how many epochs under one rule at most, ≥ 1
     * @param inOrder    whether every epoch goes through the samples in their order
     * @param seed       the seed of other orders
     */
    public record Settings(Algorithm algorithm, int b, int mostEpochs, boolean inOrder, long seed) {

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is out of its range
         */
        public Settings {
            Objects.requireNonNull(algorithm, "algorithm");
            Check.positive("b", b);
            Check.positive("mostEpochs", mostEpochs);
        }
    }

    /**
     * What a course has led to.
     *
     * @param rules     its rules
     * @param eta       the learning rate it began with
     * @param epochs    how many epochs it took
     * @param flat      whether the training curve was flat under each rule, and not only the most epochs reached
     * @param threshold the threshold for residuals, in the units of the network's labels; 0 without one
     * @param closeness quantile of |v − f| by which a course is chosen
     */
    public record Outcome(List<Robust> rules, double eta, long epochs, boolean flat, double threshold,
                          double closeness) {
    }

    /** Where training was flat under the last of some rules. */
    private record Flat(MiniBatchFit.State state, int epochs, long before, boolean reached) {
    }

    private final MiniBatchFit fit;
    private final Settings settings;
    private final Samples samples;
    private final Split split;
    private final Listener listener;
    private final MiniBatchFit.State start;
    private double eta;
    private long epochs;
    private int course;

    /**
     * Prepares a fit.
     *
     * @param network    the network
     * @param tronMatrix M of the Tron-gradient, or null for the mean of the sensing matrices
     * @param settings   algorithm, batch size and how long
     * @param start      w₁, r finite elements
     * @param samples    the data as training is to see them
     * @param split      which of them are trained on
     * @param listener   is told of progress
     * @param kernel     the kernel to compute with
     * @throws IllegalArgumentException if a shape does not fit, or the inputs allow no learning rate
     */
    public StagedFit(Network network, Matrix tronMatrix, Settings settings, double[] start, Samples samples,
                     Split split, Listener listener, Kernel kernel) {
        this.settings = settings;
        this.samples = samples;
        this.split = split;
        this.listener = listener;
        eta = StableRate.of(network, tronMatrix, settings.algorithm(), settings.b(), start, samples, split, kernel);
        fit = new MiniBatchFit(network, tronMatrix, learner(Robust.NONE), start, kernel);
        this.start = fit.state();
    }

    private static List<List<Robust>> courses() {
        Robust.Following clip = Robust.Following.of(Bound.CLIP).with(0.5);
        Robust.Following hampel = Robust.Following.of(Bound.HAMPEL);
        return List.of(List.of(clip), List.of(hampel.with(0.5)),
            List.of(clip, Robust.Following.of(Bound.TRIM), hampel));
    }

    private LearnerSettings learner(Robust rule) {
        return new LearnerSettings(settings.algorithm(), settings.b(), eta, rule);
    }

    /**
     * What is fitted, with the filter of the course that was taken.
     *
     * @return measures and gives the filter
     */
    public MiniBatchFit fit() {
        return fit;
    }

    /**
     * The learning rate.
     *
     * @return η, from the data; smaller after {@link #run} if training diverged with it
     */
    public double eta() {
        return eta;
    }

    /**
     * Trains.
     *
     * @param courses the courses to choose from, ≥ 1
     * @return what has become of each, the one that was taken first
     * @throws NonFiniteException if training diverges at smaller and smaller rates
     * @throws IOException        if the listener threw
     */
    public List<Outcome> run(List<List<Robust>> courses) throws IOException {
        for (int tries = 1;; tries++) {
            try {
                return runAll(courses);
            } catch (NonFiniteException e) {
                if (tries == TRIES) {
                    throw e;
                }
                eta /= 4;
            }
        }
    }

    private List<Outcome> runAll(List<List<Robust>> courses) throws IOException {
        Map<List<Robust>, Flat> reached = new HashMap<>();
        Outcome[] outcomes = new Outcome[courses.size()];
        MiniBatchFit.State taken = null;
        int best = 0;
        for (int i = 0; i < outcomes.length; i++) {
            course = i + 1;
            outcomes[i] = run(courses.get(i), reached);
            double needed = best == 0 && i > 0 ? CLEARLY_LESS * outcomes[0].closeness() : outcomes[best].closeness();
            if (i == 0 || outcomes[i].closeness() < needed) {
                best = i;
                taken = fit.state();
            }
        }
        fit.goBack(taken);
        Outcome first = outcomes[best];
        System.arraycopy(outcomes, 0, outcomes, 1, best);
        outcomes[0] = first;
        return List.of(outcomes);
    }

    private Outcome run(List<Robust> rules, Map<List<Robust>, Flat> reached) throws IOException {
        int shared = rules.size();
        while (shared > 0 && !reached.containsKey(rules.subList(0, shared))) {
            shared--;
        }
        Flat last = shared == 0 ? new Flat(start, 0, 0, true) : reached.get(rules.subList(0, shared));
        fit.goOn(learner(rules.get(Math.max(0, shared - 1))));
        fit.goBack(last.state());
        epochs = last.before() + last.epochs();
        for (int i = shared; i < rules.size(); i++) {
            fit.goOn(learner(rules.get(i)));
            last = untilFlat(rules.get(i), last.reached());
            reached.put(List.copyOf(rules.subList(0, i + 1)), last);
        }
        Robust rule = rules.getLast();
        int some = Math.max(last.epochs() / 4,
            (int) Math.ceilDiv(FEWEST_LAST_UPDATES * settings.b(), split.training()));
        double rate = eta;
        for (int part = 0; part < 3; part++) {
            rate = part < 2 ? rate / 2 : rate;
            fit.goOn(learner(rule).with(rate));
            if (part == 2) {
                fit.startAveraging();
            }
            for (int i = 0; i < some; i++) {
                epoch(rule, rate);
            }
        }
        fit.becomeAverage();
        boolean all = split.validation() == 0 || split.training() >= ENOUGH_FOR_EACH * start.filter().length;
        long first = all ? 0 : split.training();
        double closeness = fit.sum(samples, split.order(), first, split.training() + split.validation() - first)
            .quantile(CLOSEST);
        return new Outcome(rules, eta, epochs, last.reached(), fit.threshold(), closeness);
    }

    /** Epochs at a constant rate. */
    private Flat untilFlat(Robust rule, boolean before) throws IOException {
        long from = epochs;
        double[] curve = new double[settings.mostEpochs() + 1];
        curve[0] = height(measured(), rule);
        long needed = Math.max(2, Math.ceilDiv(FEWEST_UPDATES * settings.b(), split.training()));
        for (int i = 1; i <= settings.mostEpochs(); i++) {
            curve[i] = height(epoch(rule, eta), rule);
            if (!(curve[i] <= RISEN * curve[0]) && curve[0] > 0) {
                throw new NonFiniteException(fit.updates());
            }
            if (i >= needed && !(curve[i] < (1 - FLAT) * least(curve, i / 2) && curve[i] > ROUNDING * curve[0])) {
                return new Flat(fit.state(), i, from, before);
            }
        }
        return new Flat(fit.state(), settings.mostEpochs(), from, false);
    }

    private static double least(double[] curve, int last) {
        double least = curve[0];
        for (int i = 1; i <= last; i++) {
            least = Math.min(least, curve[i]);
        }
        return least;
    }

    private static double height(Metrics curve, Robust rule) {
        return rule.equals(Robust.NONE) ? Math.sqrt(curve.meanSquaredError()) : curve.medianAbsoluteError();
    }

    private Metrics measured() {
        return fit.measure(samples, split.order(), 0, Math.min(MOST_MEASURED, split.training()));
    }

    /** An epoch, and where the training curve is then. */
    private Metrics epoch(Robust rule, double rate) throws IOException {
        epochs++;
        fit.epoch(samples, split.epoch(epochs, settings.inOrder(), settings.seed()), split.training(),
            (_, count) -> listener.updated(count));
        Metrics curve = measured();
        listener.epoch(course, rule, rate, curve);
        return curve;
    }
}
