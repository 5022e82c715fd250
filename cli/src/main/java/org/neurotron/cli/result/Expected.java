package org.neurotron.cli.result;

import java.util.Optional;
import java.util.OptionalDouble;
import org.neurotron.cli.option.Expectation;
import org.neurotron.kernel.Kernel;
import org.neurotron.theory.ErrorCurve;
import org.neurotron.theory.ExpectedError;
import org.neurotron.theory.Floor;
import org.neurotron.theory.LearningRate;
import org.neurotron.training.Problem;
import org.neurotron.training.RunSettings;

/**
 * What is to be expected of a configuration.
 *
 * @param floor         where the error levels off
 * @param leadingOrder  the same to leading order in the learning rate, where there is a closed form
 * @param largestEta    the learning rate from which on it diverges
 * @param stepsToFloor  when what is left of the start is as small as the floor; without a floor, when the error has
 *                      fallen to rounding; empty if never
 * @param best          the learning rate with the least error after the steps that were asked for; empty if none
 *                      leads to w*
 * @param samples       how many inputs that was computed from
 * @param momentsBelow  up to which order the inputs have moments
 */
public record Expected(Floor floor, OptionalDouble leadingOrder, double largestEta, Optional<Long> stepsToFloor,
                       Optional<LearningRate> best, int samples, double momentsBelow) {

    /** Nobody trains longer. */
    private static final long MOST_STEPS = 1L << 60;

    static Expected of(RunSettings run, Problem problem, long seed, long replicate, long iterations, Kernel kernel) {
        ExpectedError error = Expectation.of(run, problem, seed, replicate, Expectation.SAMPLES, kernel);
        double eta = run.learner().eta();
        double[] initial = Expectation.initial(problem);
        Floor floor = error.floor(eta);
        Optional<Long> steps = Optional.empty();
        if (Double.isFinite(floor.rms())) {
            ErrorCurve curve = error.curve(eta, initial, MOST_STEPS);
            long end = curve.iterations()[curve.iterations().length - 1];
            // There the squares of both parts are equal.
            long first = floor.rms() > 0 ? curve.first(Math.sqrt(2) * floor.rms()) : end;
            steps = first < MOST_STEPS ? Optional.of(first) : Optional.empty();
        }
        return new Expected(floor, error.leadingOrder(eta), error.largestEta(), steps, error.largestEta() > 0
            ? Optional.of(error.best(initial, iterations)) : Optional.empty(), error.update().samples(),
            error.update().momentsBelow());
    }
}
