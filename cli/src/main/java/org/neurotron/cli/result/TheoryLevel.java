package org.neurotron.cli.result;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.neurotron.cli.figure.Ink;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.option.TheoremOptions;
import org.neurotron.theory.Theorem;
import org.neurotron.training.Problem;
import org.neurotron.training.RunSettings;

/** What Theorem 1 contributes to a picture. */
public final class TheoryLevel {

    /** What a caption says of such lines, where there is one. */
    public static final String EXPLANATION = " Dash-dotted: the accuracy that Theorem 1 can guarantee with a "
        + "probability of 90 %, θ/√(δ·c) with its trade-off constant c, at the learning rate that it prescribes.";

    private static final double DELTA = TheoremOptions.USUAL_DELTA;

    /** Each replicate has a problem of its own; so many say enough. */
    private static final int MOST_REPLICATES = 20;

    /** Elements of M over all replicates looked at, so that a picture does not wait for eigenvalues. */
    private static final int MOST_ELEMENTS = 100_000;

    /** Eigenvalues of larger problems take too long for a picture. */
    private static final int LARGEST = 300;

    private TheoryLevel() {
    }

    private static boolean applies(RunSettings run) {
        return TheoremOptions.isAbout(run) && run.problem().r() <= LARGEST && run.problem().n() <= LARGEST;
    }

    private static DoubleStream overReplicates(RunSettings run, long seed, long first, int replicates,
                                               ToDoubleFunction<Theorem> number) {
        int affordable = Math.clamp(MOST_ELEMENTS / ((long) run.problem().n() * run.problem().r()), 1, MOST_REPLICATES);
        // Counted from 0, as the first may be the greatest there is.
        return LongStream.range(0, Math.min(replicates, affordable))
            .mapToDouble(i -> of(run, TheoremOptions.problem(run, seed, first + i), number));
    }

    /** NaN if the numbers are beyond what the theorem can be computed with; the picture does without it then. */
    private static double of(RunSettings run, Problem problem, ToDoubleFunction<Theorem> number) {
        try {
            return number.applyAsDouble(TheoremOptions.theorem(run, problem));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Double.NaN;
        }
    }

    /**
     * The error that the theorem can guarantee.
     *
     * @param run        the settings
     * @param seed       the seed
     * @param first      the first replicate
     * @param replicates how many there are; the line is at the worst of the first of them
     * @param suffix     what to add to the line's name
     * @param ink        that of the curve to which it belongs
     * @return a line, if the theorem covers all of them for some accuracy under attack
     */
    public static Optional<Panel.Level> of(RunSettings run, long seed, long first, int replicates, String suffix,
                                           Ink ink) {
        if (!applies(run)) {
            return Optional.empty();
        }
        double level = overReplicates(run, seed, first, replicates, theorem -> theorem.isAttacked()
            && theorem.leastEpsilon(DELTA) < theorem.largestEpsilon(DELTA) && theorem.inputs().isFinite()
            ? theorem.leastEpsilon(DELTA) : Double.POSITIVE_INFINITY).max().orElseThrow();
        return level > 0 && level < Double.POSITIVE_INFINITY
            ? Optional.of(new Panel.Level("Theorem 1" + suffix, level, ink)) : Optional.empty();
    }

    /**
     * The probability of an attack up to which the theorem covers anything.
     *
     * @param run        the settings
     * @param seed       the seed
     * @param replicates how many there are
     * @return the middle one of the first replicates, if the theorem is about these settings
     */
    public static OptionalDouble largestProbability(RunSettings run, long seed, int replicates) {
        if (!applies(run)) {
            return OptionalDouble.empty();
        }
        double[] sorted = overReplicates(run, seed, 0, replicates, theorem -> theorem.inputs().isFinite()
            ? theorem.largestProbability() : 0).sorted().toArray();
        double middle = sorted[sorted.length / 2];
        return middle > 0 ? OptionalDouble.of(middle) : OptionalDouble.empty();
    }
}
