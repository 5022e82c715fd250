package org.neurotron.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neurotron.internal.RandomArrays;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SelectionFamily;
import org.neurotron.network.SensingFamily;
import org.neurotron.random.InputDistribution;

/**
 * Convolutions with one filter are trained like any other network. Without this, leaving out zeros could change a run,
 * if only after many steps.
 */
class SelectionTrainingTest {

    private static final SelectionFamily WINDOWS = SelectionFamily.slidingWindows(7, 9, 3, 2, 1, 2);

    private static TrainingRun start(SensingFamily family, Algorithm algorithm, double eta, double theta,
                                     Kernel kernel) {
        RandomArrays random = new RandomArrays(5);
        double[] teacher = random.array(family.r());
        Problem problem = new Problem(new Network(family, 0.1), teacher, random.array(family.r()));
        return TrainingRun.of(problem,
            new OracleSettings(new InputDistribution.Normal(1), Attack.ALTERNATING, theta, 0.5),
            new LearnerSettings(algorithm, 11, eta), 1, 0, kernel);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void runsHaveTheBitsOfTheDenseFamily(Algorithm algorithm) {
        DenseFamily dense =
            new DenseFamily(IntStream.range(0, WINDOWS.k()).mapToObj(WINDOWS::sensingMatrix).toList());
        double[] expected = errors(start(dense, algorithm, 0.1, 0.25, Kernels.portable()));
        assertTrue(expected[499] < expected[0], "it learns");
        for (Kernel kernel : Kernels.available()) {
            assertArrayEquals(expected, errors(start(WINDOWS, algorithm, 0.1, 0.25, kernel)), kernel.toString());
        }
    }

    private static double[] errors(TrainingRun run) {
        double[] errors = new double[500];
        run.advance(errors.length, new RecordingSchedule.Every(1),
            (iteration, error) -> errors[(int) iteration - 1] = error);
        return errors;
    }

    /**
     * Windows that do not overlap have M Mᵀ = I/k, so that without distortion the error falls by about
     * 1 − η (1 + α) / (2k) per step (Theorem 1, θ = 0), here 1 − 0.046, until roundings of 1e-16 hold it.
     */
    @Test
    void cleanLabelsLeadToTheTeacher() {
        SelectionFamily windows = SelectionFamily.slidingWindows(8, 10, 2, 3, 2, 3);
        TrainingRun run = start(windows, Algorithm.TRON, 1, 0, Kernels.selected());
        run.advance(2_000, new RecordingSchedule.Every(1), (_, _) -> { });
        assertTrue(run.error() < 1e-12, () -> "error " + run.error());
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    @Tag("alone")
    void stepAllocatesNothing(Algorithm algorithm) throws Throwable {
        TrainingRunTest.assertStepAllocatesNothing(start(WINDOWS, algorithm, 1e-4, 0.25, Kernels.selected()));
    }
}
