package org.neurotron.random;

import org.neurotron.internal.Check;

/**
 * The density of a law that is symmetric about 0, up to a constant factor, as {@link InputSampler#symmetric} takes it.
 *
 * <p>It is asked for on the half line x ≥ 0, where it must be finite, ≥ 0 and nowhere increasing, and log f(eᵗ) must be
 * concave in t where f is positive: f may not fall more slowly far out, in logarithmic scales, than nearer to 0. That
 * is so for the normal, Laplace, logistic and Student t laws, for all exp(−|x|ᵖ), and for every mirrored log-concave
 * density. The sampler looks at the values that it uses and complains where they cannot be those of such a density.
 *
 * <p>For the same numbers on every machine (contract C1) use {@link StrictMath} in place of {@link Math} wherever they
 * differ. Equal densities should be equal objects, such as records: the tables of the last ones are kept.
 *
 * @since 0.2
 */
public interface SymmetricDensity {

    /**
     * The density.
     *
     * @param x where, from 0 to 2⁵⁰⁰
     * @return f(x), ≥ 0 and finite
     */
    double at(double x);

    /**
     * The mass on one side.
     *
     * @return ∫ f(x) dx from 0 to ∞, &gt; 0 and finite
     */
    double halfMass();

    /**
     * The normal law N(0, 1).
     *
     * @return exp(−x²/2)
     */
    static SymmetricDensity normal() {
        return new Normal();
    }

    /**
     * The Laplace law of scale 1.
     *
     * @return exp(−x)
     */
    static SymmetricDensity laplace() {
        return new Laplace();
    }

    /**
     * Student's t law.
     *
     * @param degreesOfFreedom ν, &gt; 0 and finite
     * @return (1 + x²/ν)^(−(ν + 1)/2)
     * @throws IllegalArgumentException if ν is out of range
     */
    static SymmetricDensity studentT(double degreesOfFreedom) {
        return new StudentT(degreesOfFreedom);
    }

    /** exp(−x²/2). */
    record Normal() implements SymmetricDensity {

        @Override
        public double at(double x) {
            return StrictMath.exp(-0.5 * x * x);
        }

        @Override
        public double halfMass() {
            return StrictMath.sqrt(StrictMath.PI / 2);
        }
    }

    /** exp(−x). */
    record Laplace() implements SymmetricDensity {

        @Override
        public double at(double x) {
            return StrictMath.exp(-x);
        }

        @Override
        public double halfMass() {
            return 1;
        }
    }

    /**
     * (1 + x²/ν)^(−(ν + 1)/2).
     *
     * @param nu ν, &gt; 0
     */
    record StudentT(double nu) implements SymmetricDensity {

        /** Beyond this 1 + t² is t² to the last bit, and t² may be beyond the range. */
        private static final double LARGE = 1e100;

        /** From here on the series in 1/a is as good as double precision. */
        private static final double ASYMPTOTIC = 40;

        /**
         * Checks the parameter.
         *
         * @throws IllegalArgumentException unless ν is positive and finite
         */
        public StudentT {
            Check.positive("degreesOfFreedom", nu);
        }

        @Override
        public double at(double x) {
            double t = x / StrictMath.sqrt(nu);
            double log = t < LARGE ? StrictMath.log1p(t * t) : 2 * StrictMath.log(t);
            return StrictMath.exp(-0.5 * (nu + 1) * log);
        }

        /** √(πν)/2 · Γ(ν/2)/Γ((ν + 1)/2). */
        @Override
        public double halfMass() {
            // Γ(a)/Γ(a + ½) = (a + ½)/a · Γ(a + 1)/Γ(a + 3/2), until a is large.
            double ratio = 1;
            double a = nu / 2;
            for (; a < ASYMPTOTIC; a++) {
                ratio *= (a + 0.5) / a;
            }
            double z = 1 / a;
            double inverse = 1 + z * (-1.0 / 8 + z * (1.0 / 128 + z * (5.0 / 1024 + z * (-21.0 / 32768
                + z * (-399.0 / 262144 + z * (869.0 / 4194304))))));
            // √ν in one root with √a, as each alone may be beyond the range.
            return 0.5 * StrictMath.sqrt(StrictMath.PI) * ratio * StrictMath.sqrt(nu / a) / inverse;
        }
    }
}
