package org.neurotron.cli.figure;

import java.util.Locale;
import org.neurotron.random.InputDistribution;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Robust;

/** What things are called in pictures. */
public final class Names {

    private Names() {
    }

    /**
     * An algorithm.
     *
     * @param algorithm the algorithm
     * @return its name
     */
    public static String of(Algorithm algorithm) {
        return switch (algorithm) {
            case TRON -> "Neuro-Tron";
            case SGD -> "SGD";
            case SGD_PUBLISHED -> "SGD as published";
        };
    }

    /**
     * A law of the inputs.
     *
     * @param law the law
     * @return such as N(0, 9)
     */
    public static String of(InputDistribution law) {
        return switch (law) {
            // Rounded, as the square of what was given in decimals is rarely the decimal number that one expects.
            case InputDistribution.Normal normal -> "N(0, " + Label.rounded(normal.sigma() * normal.sigma(), 12) + ")";
            case InputDistribution.Laplace laplace -> "Laplace(0, " + Label.number(laplace.scale()) + ")";
            case InputDistribution.StudentT student -> "t(" + Label.number(student.degreesOfFreedom()) + ")";
            case InputDistribution.MultivariateT student ->
                "multivariate t(" + Label.number(student.degreesOfFreedom()) + ")";
            case InputDistribution.MultivariateLaplace laplace ->
                "multivariate Laplace(0, " + Label.number(laplace.scale()) + ")";
        };
    }

    /**
     * What is done about false labels.
     *
     * @param rule the rule
     * @return such as clip τ = 0.4
     */
    public static String of(Robust rule) {
        return switch (rule) {
            case Robust.None _ -> "no defence";
            case Robust.Following following -> following.bound().name().toLowerCase(Locale.ROOT) + " τ = "
                + Label.number(following.tau());
            case Robust.Huber huber -> "Huber C = " + Label.number(huber.threshold());
            case Robust.Median _ -> "median of the batch";
            case Robust.MedianOfMeans means -> "median of " + means.groups() + " means";
            case Robust.BatchTrim trim -> "batch trim " + Label.number(trim.share());
        };
    }

    /**
     * An option.
     *
     * @param option its name on the command line, such as theta
     * @return its symbol where it has one, such as θ
     */
    public static String symbol(String option) {
        return switch (option) {
            case "theta" -> "θ";
            case "beta" -> "β";
            case "eta" -> "η";
            case "tau" -> "τ";
            default -> option;
        };
    }
}
