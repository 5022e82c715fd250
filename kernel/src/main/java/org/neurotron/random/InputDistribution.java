package org.neurotron.random;

import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * The law of an input. Its coordinates are independent and identically distributed, or, with the laws called
 * multivariate, normal with one common random scale. All are symmetric about 0, as Theorem 1 requires.
 */
public sealed interface InputDistribution {

    /** What {@link #parse} accepts, for messages. */
    String FORMS = "normal:SIGMA, laplace:SCALE, student-t:NU, multivariate-t:NU or multivariate-laplace:SCALE";

    /**
     * A block sampler of this law. It fills matrices row by row, with an input in each; each call uses whole blocks of
     * the generator (see {@link BlockGenerator}). Of a law with independent coordinates a sequence may be cut into
     * calls at any multiple of {@link BlockGenerator#BLOCK} numbers.
     *
     * @param generator source of randomness, used by the sampler alone from now on
     * @return a new sampler
     */
    InputSampler sampler(BlockGenerator generator);

    /**
     * Reads the form that {@link Object#toString} of every distribution writes.
     *
     * @param text one of {@value #FORMS}
     * @return the distribution
     * @throws IllegalArgumentException if it is none of these or the parameter is out of range
     */
    static InputDistribution parse(String text) {
        Objects.requireNonNull(text, "text");
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        double parameter;
        try {
            parameter = colon < 0 ? Double.NaN : Double.parseDouble(text.substring(colon + 1));
        } catch (NumberFormatException e) {
            parameter = Double.NaN;
        }
        if (parameter > 0 && parameter < Double.POSITIVE_INFINITY) {
            switch (name) {
                case "normal":
                    return new Normal(parameter);
                case "laplace":
                    return new Laplace(parameter);
                case "student-t":
                    return new StudentT(parameter);
                case "multivariate-t":
                    return new MultivariateT(parameter);
                case "multivariate-laplace":
                    return new MultivariateLaplace(parameter);
                default:
                    break;
            }
        }
        throw Check.illegal("distribution", text, "must be " + FORMS + " with a parameter > 0 and finite");
    }

    /**
     * Laws of x = s·z with z ~ N(0, σ²I) and a number s &gt; 0 of its own for each input. Of them {@linkplain
     * org.neurotron.network.ReducedNetwork few numbers} say all that a network sees.
     *
     * @since 0.2
     */
    sealed interface NormalMixture extends InputDistribution {

        /**
         * The standard deviation of the normal law.
         *
         * @return σ
         */
        double sigma();

        /**
         * A sampler of s.
         *
         * @param generator source of randomness; samplers of normal numbers may use it, too, in turn
         * @return a new sampler, each of whose numbers is for one input; or null if s is 1
         */
        InputSampler scales(BlockGenerator generator);

        @Override
        default InputSampler sampler(BlockGenerator generator) {
            InputSampler normal = InputSampler.normal(generator, 0, sigma());
            InputSampler scales = scales(generator);
            return scales == null ? normal : new ScaledRows(scales, normal);
        }
    }

    /**
     * The normal law N(0, σ²) of independent coordinates.
     *
     * @param sigma standard deviation σ, &gt; 0
     */
    record Normal(double sigma) implements NormalMixture {

        /**
         * Checks the parameter.
         *
         * @throws IllegalArgumentException unless σ is positive and finite
         */
        public Normal {
            Check.positive("sigma", sigma);
        }

        @Override
        public InputSampler scales(BlockGenerator generator) {
            return null;
        }

        @Override
        public String toString() {
            return "normal:" + sigma;
        }
    }

    /**
     * The Laplace law with density exp(−|x|/s)/(2s); its variance is 2s².
     *
     * @param scale s, &gt; 0
     */
    record Laplace(double scale) implements InputDistribution {

        /**
         * Checks the parameter.
         *
         * @throws IllegalArgumentException unless s is positive and finite
         */
        public Laplace {
            Check.positive("scale", scale);
        }

        @Override
        public InputSampler sampler(BlockGenerator generator) {
            return InputSampler.laplace(generator, 0, scale);
        }

        @Override
        public String toString() {
            return "laplace:" + scale;
        }
    }

    /**
     * Student's t law. The moment of order i is finite only for i &lt; ν.
     *
     * @param degreesOfFreedom ν, &gt; 0, not necessarily whole
     */
    record StudentT(double degreesOfFreedom) implements InputDistribution {

        /**
         * Checks the parameter.
         *
         * @throws IllegalArgumentException unless ν is positive and finite
         */
        public StudentT {
            Check.positive("degreesOfFreedom", degreesOfFreedom);
        }

        @Override
        public InputSampler sampler(BlockGenerator generator) {
            return InputSampler.studentT(generator, degreesOfFreedom);
        }

        @Override
        public String toString() {
            return "student-t:" + degreesOfFreedom;
        }
    }

    /**
     * The multivariate t law: x = z·√(ν/χ²) with one χ²_ν for all coordinates, each of which has Student's t law. The
     * moment of order i is finite only for i &lt; ν.
     *
     * @param degreesOfFreedom ν, &gt; 0, not necessarily whole
     * @since 0.2
     */
    record MultivariateT(double degreesOfFreedom) implements NormalMixture {

        /**
         * Checks the parameter.
         *
         * @throws IllegalArgumentException unless ν is positive and finite
         */
        public MultivariateT {
            Check.positive("degreesOfFreedom", degreesOfFreedom);
        }

        @Override
        public double sigma() {
            return 1;
        }

        @Override
        public InputSampler scales(BlockGenerator generator) {
            return new StudentScales(generator, Math.max(InputSampler.LEAST_DEGREES_OF_FREEDOM, degreesOfFreedom));
        }

        @Override
        public String toString() {
            return "multivariate-t:" + degreesOfFreedom;
        }
    }

    /**
     * The multivariate Laplace law: x = s·z·√(2e) with one e of the exponential law for all coordinates, each of which
     * has the Laplace law with scale s.
     *
     * @param scale s, &gt; 0
     * @since 0.2
     */
    record MultivariateLaplace(double scale) implements NormalMixture {

        /**
         * Checks the parameter.
         *
         * @throws IllegalArgumentException unless s is positive and finite
         */
        public MultivariateLaplace {
            Check.positive("scale", scale);
        }

        @Override
        public double sigma() {
            return scale;
        }

        @Override
        public InputSampler scales(BlockGenerator generator) {
            InputSampler laplace = InputSampler.laplace(generator, 0, 1);
            return x -> {
                laplace.fill(x);
                double[] values = x.values();
                for (int i = 0; i < x.rows(); i++) {
                    for (int j = x.rowOffset(i), end = j + x.columns(); j < end; j++) {
                        values[j] = Math.sqrt(2 * Math.abs(values[j]));
                    }
                }
            };
        }

        @Override
        public String toString() {
            return "multivariate-laplace:" + scale;
        }
    }
}
