package org.neurotron.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;

/**
 * Labels that a model does not believe: those which are further from its predictions than {@value #LIMIT} thresholds,
 * where Hampel's rule gives a residual no weight.
 *
 * @param threshold the unit
 * @param worst     those that are furthest away, in this order, of equal ones the first; at most {@value #MOST}
 * @param count     how many there are
 * @since 0.2
 */
public record Suspects(double threshold, List<Suspect> worst, long count) {

    /** In thresholds, how far a label must be from its prediction to be suspected. */
    public static final double LIMIT = 4;

    /** So many are kept: they are to be looked at by people. */
    public static final int MOST = 100_000;

    private static final int BATCH = 256;

    /** Below this times the unit of the labels, differences from predictions are rounding and suspicious of nothing. */
    private static final double ROUNDING = 0x1p-30;

    private static final Comparator<Suspect> NEAREST_FIRST =
        Comparator.comparingDouble((Suspect one) -> Math.abs(one.residual())).thenComparing(
            Comparator.comparingLong(Suspect::index).reversed());

    /** Is told of every sample that is looked at. */
    @FunctionalInterface
    public interface Listener {

        /**
         * A sample has been looked at.
         *
         * @param place       its place in the order of the split
         * @param index       which it is, from 0
         * @param label       its label, v
         * @param prediction  what the model says, f
         * @param isSuspected whether the label is not believed
         */
        void looked(long place, long index, double label, double prediction, boolean isSuspected);
    }

    /**
     * One of them.
     *
     * @param index      which sample, from 0
     * @param label      as it is given
     * @param prediction what the model says
     */
    public record Suspect(long index, double label, double prediction) {

        /**
         * How far the label is from what the model says.
         *
         * @return v − f
         */
        public double residual() {
            return label - prediction;
        }
    }

    /**
     * Which samples have the worst labels.
     *
     * @return their indices, from 0, the label that is furthest away first
     */
    public long[] indices() {
        return worst.stream().mapToLong(Suspect::index).toArray();
    }

    /**
     * What distances are measured in.
     *
     * @param threshold the threshold for residuals at the end of training, or 0 if there is none
     * @param training  how well the model fits what it was trained on
     * @return the threshold, or without one the median of |v − f|
     */
    public static double unit(double threshold, Metrics training) {
        return threshold > 0 ? threshold : training.medianAbsoluteError();
    }

    /**
     * Looks for them.
     *
     * @param model   the model
     * @param trained the data with the labels that training saw
     * @param kept    the same with the labels of those that were kept for validation
     * @param split   which were trained on
     * @param unit    as of {@link #unit}
     * @param each    is told of every sample
     * @param kernel  the kernel to compute with
     * @return what was found
     */
    public static Suspects of(Model model, Samples trained, Samples kept, Split split, double unit,
                              Listener each, Kernel kernel) {
        double threshold = Math.max(unit, ROUNDING * model.preprocessing().labelScale());
        PriorityQueue<Suspect> worst = new PriorityQueue<>(NEAREST_FIRST);
        Model.Predictor predictor = model.predictor(BATCH, kernel);
        Matrix x = Matrix.zeros(BATCH, trained.n());
        double[] f = new double[BATCH];
        double[] labels = new double[BATCH];
        long[] indices = new long[BATCH];
        long count = 0;
        long end = split.training() + split.validation();
        int some;
        for (long first = 0; first < end; first += some) {
            boolean isTrained = first < split.training();
            some = (int) Math.min(BATCH, (isTrained ? split.training() : end) - first);
            for (int j = 0; j < some; j++) {
                indices[j] = split.order().applyAsLong(first + j);
            }
            (isTrained ? trained : kept).read(indices, some, x, labels);
            predictor.predict(x.firstRows(some), f);
            for (int j = 0; j < some; j++) {
                boolean isSuspected = Math.abs(labels[j] - f[j]) > LIMIT * threshold;
                each.looked(first + j, indices[j], labels[j], f[j], isSuspected);
                if (isSuspected) {
                    count++;
                    worst.add(new Suspect(indices[j], labels[j], f[j]));
                    if (worst.size() > MOST) {
                        worst.remove();
                    }
                }
            }
        }
        List<Suspect> sorted = new ArrayList<>(worst);
        sorted.sort(NEAREST_FIRST.reversed());
        return new Suspects(threshold, List.copyOf(sorted), count);
    }
}
