package org.neurotron.cli.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jfree.data.statistics.Regression;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Label;

/**
 * The law that the final error is proportional to θ: error = s·θ, with an s for every value of another parameter.
 *
 * @param parameter the values of the other parameter
 * @param thetas    the values of θ
 * @param slopes    s for every value of the parameter: the middle one of error/θ, NaN where there is no error
 * @param deviation by what share nineteen of twenty errors deviate from it at most
 * @param least     the smallest error
 * @param most      the greatest error
 */
public record LinearLaw(double[] parameter, double[] thetas, double[] slopes, double deviation, double least,
                        double most) {

    /** Beyond this deviation there is no such law, nor if the error grows with another power of θ than 1 ± this. */
    private static final double TOLERATED = 0.2;

    /** Over a smaller range of θ much looks like a law. */
    private static final double DECADE = 10;

    private static final double MOST_OF_THEM = 0.95;
    private static final double HALF = 0.5;
    private static final int ENOUGH = 5;

    /**
     * Fits the law.
     *
     * @param parameter the values of the other parameter
     * @param thetas    the values of θ
     * @param errors    {@code errors[i][j]} for the i-th parameter and the j-th θ
     * @return the law, if it holds
     */
    public static Optional<LinearLaw> of(double[] parameter, double[] thetas, double[][] errors) {
        double[] slopes = new double[parameter.length];
        List<Double> deviations = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int i = 0; i < parameter.length; i++) {
            double[] own = errors[i];
            double[] ratios = IntStream.range(0, thetas.length).filter(j -> thetas[j] > 0 && own[j] > 0
                && Double.isFinite(own[j])).mapToDouble(j -> own[j] / thetas[j]).toArray();
            slopes[i] = quantile(ratios, HALF);
            for (double ratio : ratios) {
                deviations.add(Math.abs(ratio / slopes[i] - 1));
            }
            for (int j = 0; j < thetas.length; j++) {
                if (thetas[j] > 0 && own[j] > 0 && Double.isFinite(own[j])) {
                    least = Math.min(least, own[j]);
                    most = Math.max(most, own[j]);
                }
            }
        }
        double deviation = quantile(deviations.stream().mapToDouble(Double::doubleValue).toArray(), MOST_OF_THEM);
        double[] positive = DoubleStream.of(thetas).filter(theta -> theta > 0).sorted().toArray();
        boolean enough = positive.length >= ENOUGH && parameter.length >= ENOUGH
            && positive[positive.length - 1] >= DECADE * positive[0];
        return enough && deviation <= TOLERATED && Math.abs(powerOfTheta(thetas, errors) - 1) <= TOLERATED
            ? Optional.of(new LinearLaw(parameter, thetas, slopes, deviation, least, most)) : Optional.empty();
    }

    /** The power of θ with which the errors grow, or NaN. */
    private static double powerOfTheta(double[] thetas, double[][] errors) {
        double[][] logarithms = Arrays.stream(errors).flatMap(own -> IntStream.range(0, thetas.length)
            .filter(j -> thetas[j] > 0 && own[j] > 0 && Double.isFinite(own[j]))
            .mapToObj(j -> new double[] {Math.log(thetas[j]), Math.log(own[j])})).toArray(double[][]::new);
        return logarithms.length < 2 ? Double.NaN : Regression.getOLSRegression(logarithms)[1];
    }

    private static double quantile(double[] numbers, double share) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /** Where the error is a power of ten by the law. */
    public List<Figure.Line> lines() {
        List<Figure.Line> lines = new ArrayList<>();
        double lowest = DoubleStream.of(thetas).filter(theta -> theta > 0).min().orElseThrow();
        double highest = DoubleStream.of(thetas).max().orElseThrow();
        for (int power = (int) Math.ceil(Math.log10(least)); power <= Math.log10(most); power++) {
            double error = Math.pow(10, power);
            int[] inside = IntStream.range(0, parameter.length).filter(i -> error / slopes[i] >= lowest
                && error / slopes[i] <= highest).toArray();
            if (inside.length >= ENOUGH) {
                lines.add(new Figure.Line(Label.power(power), Arrays.stream(inside).mapToDouble(i -> parameter[i])
                    .toArray(), Arrays.stream(inside).mapToDouble(i -> error / slopes[i]).toArray(), true));
            }
        }
        return lines;
    }

    /**
     * How well it holds, and how s depends on the parameter if that is positive.
     *
     * @param name the parameter's name
     */
    public String words(String name) {
        String text = "nineteen of twenty cells are within " + Label.rounded(100 * deviation, 2) + " % of it";
        double[][] logarithms = IntStream.range(0, parameter.length)
            .filter(i -> parameter[i] > 0 && slopes[i] > 0)
            .mapToObj(i -> new double[] {Math.log(parameter[i]), Math.log(slopes[i])}).toArray(double[][]::new);
        return logarithms.length < parameter.length ? text + "." : text + ", and s grows like " + name
            + " to the power of " + Label.rounded(Regression.getOLSRegression(logarithms)[1], 2) + ".";
    }
}
