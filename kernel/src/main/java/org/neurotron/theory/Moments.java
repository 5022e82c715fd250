package org.neurotron.theory;

import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.numbers.gamma.GammaRatio;
import org.neurotron.internal.Check;
import org.neurotron.oracle.AttackProbability;
import org.neurotron.random.InputDistribution;
import org.neurotron.random.InputSampler;

/**
 * Four moments of the norm of the inputs: m_i = E‖x‖ⁱ, or β_i = E[β(x)‖x‖ⁱ], i = 1, …, 4 (Assumption 2). Immutable.
 */
public final class Moments {

    private static final int ORDERS = 4;

    private final double[] values;
    private final double[] standardErrors;

    private Moments(double[] values, double[] standardErrors) {
        this.values = values;
        this.standardErrors = standardErrors;
    }

    /**
     * Moments that are known.
     *
     * @param first  of order 1, ≥ 0, possibly infinite, like the others
     * @param second of order 2
     * @param third  of order 3
     * @param fourth of order 4
     * @return the moments
     * @throws IllegalArgumentException if one is negative or NaN
     */
    public static Moments known(double first, double second, double third, double fourth) {
        double[] values = {first, second, third, fourth};
        for (int i = 0; i < ORDERS; i++) {
            if (!(values[i] >= 0)) {
                throw Check.illegal("moment of order " + (i + 1), values[i], "must be >= 0");
            }
        }
        return new Moments(values, new double[ORDERS]);
    }

    /**
     * The moments m_i = E‖x‖ⁱ of inputs with n coordinates.
     *
     * <p>For N(0, σ²) all are in closed form: m₁ = σ√2·Γ((n+1)/2)/Γ(n/2), m₂ = nσ², m₃ = (n+1)σ²m₁, m₄ = n(n+2)σ⁴; and
     * for the multivariate laws each is that of N(0, σ²) times E sⁱ of the common scale s. For other independent
     * coordinates m₂ = n·Ex² and m₄ = n·Ex⁴ + n(n−1)(Ex²)² are, and m₁ and m₃ come from a quadrature with a relative
     * error below 10⁻¹⁰. Moments that the law does not have (Student's t with ν ≤ i) are infinite; where ν is less
     * than 0.1 above an odd i, that moment is too small, as the tail beyond e³⁵⁰ is left out.
     *
     * @param law law of the inputs
     * @param n   number of coordinates, ≥ 1
     * @return the moments, with no standard error
     * @throws IllegalArgumentException if {@code n < 1}
     */
    public static Moments ofNorm(InputDistribution law, int n) {
        Check.positive("n", n);
        return switch (law) {
            case InputDistribution.Normal(double sigma) -> normal(sigma, n, 1, 1, 1, 1);
            case InputDistribution.MultivariateLaplace(double scale) ->
                // s = √(2e), E sⁱ = 2^(i/2) Γ(1 + i/2)
                normal(scale, n, Math.sqrt(Math.PI / 2), 2, 3 * Math.sqrt(Math.PI / 2), 8);
            case InputDistribution.MultivariateT(double nu) -> {
                // s = √(ν/χ²), E sⁱ = (ν/2)^(i/2) Γ((ν−i)/2)/Γ(ν/2)
                double first = nu > 1 ? Math.sqrt(nu / 2) * GammaRatio.delta((nu - 1) / 2, 0.5)
                    : Double.POSITIVE_INFINITY;
                double square = nu > 2 ? nu / (nu - 2) : Double.POSITIVE_INFINITY;
                yield normal(1, n, first, square, nu > 3 ? first * (nu / (nu - 3)) : Double.POSITIVE_INFINITY,
                    nu > 4 ? square * (nu / (nu - 4)) : Double.POSITIVE_INFINITY);
            }
            case InputDistribution.Laplace(double scale) -> {
                NormQuadrature unit = NormQuadrature.laplace();
                double variance = scale * scale;
                yield known(scale * unit.first(n), 2.0 * n * variance, variance * scale * unit.third(n),
                    fourth(n, 2, 24) * variance * variance);
            }
            case InputDistribution.StudentT(double nu) -> {
                double square = nu > 2 ? nu / (nu - 2) : Double.POSITIVE_INFINITY;
                yield known(
                    nu > 1 ? NormQuadrature.studentT(nu, 1).first(n) : Double.POSITIVE_INFINITY,
                    n * square,
                    nu > 3 ? NormQuadrature.studentT(nu, 3).third(n) : Double.POSITIVE_INFINITY,
                    nu > 4 ? fourth(n, square, 3 * square * (nu / (nu - 4))) : Double.POSITIVE_INFINITY);
            }
        };
    }

    /** Of the norm of N(0, σ²I), each times a factor. */
    private static Moments normal(double sigma, int n, double first, double second, double third, double fourth) {
        double norm = sigma * Math.sqrt(2) / GammaRatio.delta(n / 2.0, 0.5);
        double variance = sigma * sigma;
        return known(first * norm, second * (n * variance), third * ((n + 1.0) * variance * norm),
            fourth * (n * (n + 2.0) * variance * variance));
    }

    /** E‖x‖⁴ from the second and fourth moments of a coordinate. */
    private static double fourth(int n, double square, double fourthPower) {
        return n * fourthPower + n * (n - 1.0) * square * square;
    }

    /**
     * The moments β_i = β·m_i of an attack whose probability does not depend on the input.
     *
     * @param beta β, from 0 to 1
     * @return the moments of the attack
     * @throws IllegalArgumentException if β is out of range
     */
    public Moments times(double beta) {
        Check.probability("beta", beta);
        // Not 0 · ∞: without an attack the moments are 0, also where those of the inputs are infinite.
        return beta == 0 ? known(0, 0, 0, 0)
            : new Moments(Arrays.stream(values).map(m -> beta * m).toArray(),
                Arrays.stream(standardErrors).map(error -> beta * error).toArray());
    }

    /**
     * Estimates β_i = E[β(x)‖x‖ⁱ] by simulation.
     *
     * @param inputs      source of inputs
     * @param n           their dimension, ≥ 1
     * @param probability β(x)
     * @param samples     number of inputs, ≥ 2
     * @return means and standard errors
     * @throws IllegalArgumentException if a size is out of range
     * @throws IllegalStateException    if β(x) is not from 0 to 1
     */
    public static Moments simulate(InputSampler inputs, int n, AttackProbability probability, int samples) {
        Objects.requireNonNull(probability, "probability");
        RunningMean[] means = new RunningMean[ORDERS];
        Arrays.setAll(means, i -> new RunningMean());
        Simulation.run(inputs, n, samples, (x, count) -> {
            for (int row = 0; row < count; row++) {
                double beta = probability.at(x.values(), x.rowOffset(row), n);
                if (!(beta >= 0 && beta <= 1)) {
                    throw new IllegalStateException("beta(x) = " + beta + ": must be from 0 to 1");
                }
                double norm = norm(x.values(), x.rowOffset(row), n);
                double power = beta;
                for (RunningMean mean : means) {
                    power *= norm;
                    mean.add(power);
                }
            }
        });
        return new Moments(Arrays.stream(means).mapToDouble(mean -> mean.estimate().value()).toArray(),
            Arrays.stream(means).mapToDouble(mean -> mean.estimate().standardError()).toArray());
    }

    private static double norm(double[] x, int offset, int n) {
        double sum = 0;
        for (int j = offset; j < offset + n; j++) {
            sum = Math.fma(x[j], x[j], sum);
        }
        return Math.sqrt(sum);
    }

    /**
     * One moment.
     *
     * @param order i, from 1 to 4
     * @return m_i or β_i, possibly infinite
     * @throws IndexOutOfBoundsException if there is no such order
     */
    public double of(int order) {
        return values[Objects.checkIndex(order - 1, ORDERS)];
    }

    /**
     * How far a simulated moment may be off.
     *
     * @param order i, from 1 to 4
     * @return its standard error; 0 for a moment that was not simulated
     * @throws IndexOutOfBoundsException if there is no such order
     */
    public double standardError(int order) {
        return standardErrors[Objects.checkIndex(order - 1, ORDERS)];
    }

    /**
     * Whether Assumption 2 holds.
     *
     * @return true if all four moments are finite
     */
    public boolean isFinite() {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    @Override
    public String toString() {
        return "Moments" + Arrays.toString(values);
    }
}
