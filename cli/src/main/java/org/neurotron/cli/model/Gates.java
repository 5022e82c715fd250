package org.neurotron.cli.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.neurotron.cli.file.TableColumns;
import org.neurotron.data.Model;
import org.neurotron.data.Preprocessing;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.SelectionFamily;
import org.neurotron.network.SensingFamily;
import org.neurotron.network.SingleGate;

/**
 * What a model computes of data in their own units, with the filter put through the sensing matrices: for n inputs x
 * and z = (x − mean) / scale, gate i has y_i = direction_i · z + offset_i, and the prediction is
 * labelShift + labelScale · Σ share_i · max(y_i, α y_i), where share_i = q_i / k.
 *
 * <p>All that is known here of {@link Preprocessing} and of the families is in this class.
 */
final class Gates {

    private final Model model;
    private final Preprocessing preprocessing;
    private final double[] outerWeights;

    /** A_iᵀw, as long as the network's inputs: with an intercept, the offset is the last element. */
    private final IntFunction<double[]> directions;

    Gates(Model model) {
        this.model = model;
        preprocessing = model.preprocessing();
        outerWeights = model.network().outerWeights();
        directions = directions(model.network().family(), model.filter());
    }

    private static IntFunction<double[]> directions(SensingFamily family, double[] w) {
        return switch (family) {
            case SingleGate _ -> _ -> w.clone();
            case SelectionFamily selection -> i -> {
                double[] direction = new double[selection.n()];
                int[] indices = selection.indices(i);
                for (int l = 0; l < indices.length; l++) {
                    direction[indices[l]] = w[l];
                }
                return direction;
            };
            case AffineFamily affine -> {
                double[] mean = transposed(affine.mean(), w);
                double[] side = transposed(affine.direction(), w);
                yield i -> IntStream.range(0, mean.length)
                    .mapToDouble(j -> Math.fma(affine.coefficient(i), side[j], mean[j])).toArray();
            }
            case DenseFamily dense -> i -> transposed(dense.sensingMatrix(i), w);
        };
    }

    /** Aᵀw. */
    private static double[] transposed(Matrix a, double[] w) {
        double[] product = new double[a.columns()];
        for (int row = 0; row < a.rows(); row++) {
            for (int j = 0; j < product.length; j++) {
                product[j] = Math.fma(w[row], a.get(row, j), product[j]);
            }
        }
        return product;
    }

    /** Number of inputs. */
    int n() {
        return preprocessing.rawDimension();
    }

    /** Number of gates. */
    int k() {
        return outerWeights.length;
    }

    /** α. */
    double leak() {
        return model.network().leak();
    }

    /** Whether the network has an input that is always 1. */
    boolean hasIntercept() {
        return preprocessing.intercept();
    }

    /** Whether an input is left out, as it did not vary. */
    boolean isDropped(int j) {
        return preprocessing.leavesOut(j);
    }

    /** What is taken from input j. */
    double mean(int j) {
        return preprocessing.mean()[j];
    }

    /** What input j is then divided by: a finite number, also where it is left out. */
    double scale(int j) {
        return isDropped(j) ? 1 : preprocessing.scale()[j];
    }

    /** Whether inputs are taken as they are. */
    boolean takesInputsAsTheyAre() {
        return IntStream.range(0, n()).allMatch(j -> mean(j) == 0 && scale(j) == 1 && !isDropped(j));
    }

    /** A gate: its n weights for z, 0 where an input is left out, and as one element more its offset. */
    double[] gate(int i) {
        double[] gate = Arrays.copyOf(directions.apply(i), n() + 1);
        for (int j = 0; j < n(); j++) {
            gate[j] = isDropped(j) ? 0 : gate[j];
        }
        return gate;
    }

    /** The gate's part in the output, q_i / k. */
    double share(int i) {
        return outerWeights[i] / k();
    }

    /** The difference of labels that a difference of outputs of 1 stands for. */
    double labelScale() {
        return preprocessing.labelScale();
    }

    /** The label that an output of 0 stands for. */
    double labelShift() {
        return preprocessing.labelShift();
    }

    /** What input j is called. */
    String name(int j) {
        return model.properties().getOrDefault(TableColumns.FEATURE + j, "input " + j);
    }

    /** What all inputs are called. */
    List<String> names() {
        return IntStream.range(0, n()).mapToObj(this::name).toList();
    }

    /** What fit has written of itself into the model, without the names of the columns. */
    Map<String, String> about() {
        Map<String, String> about = new TreeMap<>(model.properties());
        about.keySet().removeIf(TableColumns::isProperty);
        return about;
    }
}
