package org.neurotron.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.Evaluator;
import org.neurotron.network.Network;
import org.neurotron.training.Learner;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.NonFiniteException;

/**
 * Training on finite samples by mini-batches, epoch after epoch, with Neuro-Tron or SGD. Memory does not depend on the
 * number of samples. Not safe for use by several threads.
 */
public final class MiniBatchFit {

    /** Is told of every update. */
    @FunctionalInterface
    public interface UpdateListener {

        /**
         * The filter has been updated.
         *
         * @param filter w, not to be changed or kept
         * @param count  how many samples it has learnt from, less than a batch at the end of an epoch
         * @throws IOException to end the epoch
         */
        void updated(double[] filter, int count) throws IOException;
    }

    /**
     * Where a fit is.
     *
     * @param filter    w
     * @param threshold the threshold for residuals, as of {@link Learner#threshold}
     * @param updates   number of updates so far
     */
    record State(double[] filter, double threshold, long updates) {
    }

    private final Network network;
    private final Matrix tronMatrix;
    private final Kernel kernel;
    private final Evaluator evaluator;
    private final double[] outputs;
    private final double[] filter;

    /** Of filters less the one at which averaging began, as sums of the filters would lose digits. */
    private final double[] sum;
    private final double[] reference;
    private final int b;
    private Learner learner;
    private long summed;
    private boolean summing;
    private long updates;

    /**
     * Starts a fit.
     *
     * @param network    the network
     * @param tronMatrix M of the Tron-gradient, r × n; null for the mean of the sensing matrices
     * @param settings   algorithm, batch size, learning rate
     * @param start      w₁, r finite elements; copied
     * @param kernel     the kernel to compute with
     * @throws IllegalArgumentException if a shape does not fit
     */
    public MiniBatchFit(Network network, Matrix tronMatrix, LearnerSettings settings, double[] start, Kernel kernel) {
        this.network = Objects.requireNonNull(network, "network");
        this.tronMatrix = tronMatrix;
        this.kernel = kernel;
        learner = learner(settings);
        b = settings.b();
        evaluator = network.evaluator(b, kernel);
        outputs = new double[b];
        filter = Check.finite("start", Check.length("start", start, network.family().r())).clone();
        sum = new double[filter.length];
        reference = new double[filter.length];
    }

    private Learner learner(LearnerSettings settings) {
        return tronMatrix == null ? new Learner(network, settings, kernel)
            : new Learner(network, tronMatrix, settings, kernel);
    }

    /**
     * Goes on from the present filter and threshold with another learning rate or another rule for residuals.
     *
     * @param settings the settings, of the same batch size
     * @throws IllegalArgumentException if the batch size is another
     */
    public void goOn(LearnerSettings settings) {
        if (settings.b() != b) {
            throw Check.illegal("b", settings.b(), "must be " + b + ", as before");
        }
        double threshold = learner.threshold();
        learner = learner(settings);
        learner.resume(threshold, updates);
    }

    /** Where the fit is. */
    State state() {
        return new State(filter.clone(), learner.threshold(), updates);
    }

    /** Goes on from where it was before, with the settings it has. */
    void goBack(State state) {
        System.arraycopy(state.filter(), 0, filter, 0, filter.length);
        updates = state.updates();
        learner.resume(state.threshold(), updates);
        stopAveraging();
    }

    /** From here on the filters after every update are added up. */
    void startAveraging() {
        Arrays.fill(sum, 0);
        System.arraycopy(filter, 0, reference, 0, filter.length);
        summed = 0;
        summing = true;
    }

    /** The filter becomes the mean of those that were added up, if there are any (Polyak and Juditsky 1992). */
    void becomeAverage() {
        if (summed > 0) {
            Arrays.setAll(filter, i -> reference[i] + sum[i] / summed);
        }
        stopAveraging();
    }

    private void stopAveraging() {
        summing = false;
    }

    private SampleReader reader(Samples samples) {
        if (samples.n() != network.family().n()) {
            throw Check.illegal("n of the samples", samples.n(), "must be that of the network, "
                + network.family().n());
        }
        return new SampleReader(samples, b);
    }

    /**
     * Goes once through samples. A short last batch is used as it is.
     *
     * @param samples the samples
     * @param order   gives the index of the sample at a place
     * @param count   number of places
     * @throws NonFiniteException if the filter is no longer finite; the fit is then over
     */
    public void epoch(Samples samples, LongUnaryOperator order, long count) {
        try {
            epoch(samples, order, count, (_, _) -> { });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Goes once through samples, and tells of every update. A short last batch is used as it is.
     *
     * @param samples  the samples
     * @param order    gives the index of the sample at a place
     * @param count    number of places
     * @param listener is told of every update
     * @throws NonFiniteException if the filter is no longer finite; the fit is then over
     * @throws IOException        if the listener threw
     */
    public void epoch(Samples samples, LongUnaryOperator order, long count, UpdateListener listener)
        throws IOException {
        SampleReader reader = reader(samples);
        for (long first = 0; first < count; first += b) {
            int some = reader.read(order, first, count);
            learner.update(filter, reader.inputs(some), reader.batch().labels(), 0);
            updates++;
            for (double weight : filter) {
                if (!Double.isFinite(weight)) {
                    throw new NonFiniteException(updates);
                }
            }
            if (summing) {
                for (int i = 0; i < filter.length; i++) {
                    sum[i] += filter[i] - reference[i];
                }
                summed++;
            }
            listener.updated(filter, some);
        }
    }

    /**
     * Measures the fit.
     *
     * @param samples the samples
     * @param order   gives the index of the sample at a place
     * @param first   the first place
     * @param count   number of places
     * @return how well the network with the present filter fits them
     */
    public Metrics measure(Samples samples, LongUnaryOperator order, long first, long count) {
        return sum(samples, order, first, count).metrics();
    }

    /** What {@link #measure} adds up. */
    Metrics.Sum sum(Samples samples, LongUnaryOperator order, long first, long count) {
        SampleReader reader = reader(samples);
        Metrics.Sum all = new Metrics.Sum();
        for (long done = 0; done < count; done += b) {
            int some = reader.read(order, first + done, first + count);
            evaluator.forward(filter, reader.inputs(some), outputs, 0);
            for (int j = 0; j < some; j++) {
                all.add(reader.batch().labels()[j], outputs[j]);
            }
        }
        return all;
    }

    /**
     * How many updates there were.
     *
     * @return number of updates, over all epochs
     */
    public long updates() {
        return updates;
    }

    /**
     * The threshold for residuals, if the learner has one.
     *
     * @return as of {@link Learner#threshold}
     */
    public double threshold() {
        return learner.threshold();
    }

    /**
     * The filter.
     *
     * @return a copy of w
     */
    public double[] filter() {
        return filter.clone();
    }
}
