package org.neurotron.random;

import java.util.Objects;
import org.neurotron.internal.Check;

/**
 * The law of one coordinate of an input; the coordinates are independent and identically distributed. All are symmetric
 * about 0, as Theorem 1 requires.
 */
public sealed interface InputDistribution {

    /** What {@link #parse} accepts, for messages. */
    String FORMS = "normal:SIGMA, laplace:SCALE or student-t:NU";

    /**
     * A block sampler of this law. It fills matrices row by row; each call uses whole blocks of the generator (see
     * {@link BlockGenerator}), so a sequence may be cut into calls at any multiple of {@link BlockGenerator#BLOCK}
     * numbers.
     *
     * @param generator source of randomness, used by the sampler alone from now on
     * @return a new sampler
     */
    InputSampler sampler(BlockGenerator generator);

    /**
     * Reads the form that {@link Object#toString} of every distribution writes.
     *
     * @param text {@code normal:SIGMA}, {@code laplace:SCALE} or {@code student-t:NU}
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
                default:
                    break;
            }
        }
        throw Check.illegal("distribution", text, "must be " + FORMS + " with a parameter > 0 and finite");
    }

    /**
     * The normal law N(0, σ²).
     *
     * @param sigma standard deviation σ, &gt; 0
     */
    record Normal(double sigma) implements InputDistribution {

        /**
         * Checks the parameter.
         *
         * @throws IllegalArgumentException unless σ is positive and finite
         */
        public Normal {
            Check.positive("sigma", sigma);
        }

        @Override
        public InputSampler sampler(BlockGenerator generator) {
            return InputSampler.normal(generator, 0, sigma);
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
}
