package org.neurotron.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.random.InputDistribution;

/** A run that is taken up again, anywhere and on any kernel, ends with the bits of one that never stopped. */
class RunStateTest {

    private static final int STEPS = 40;

    private static final Problem PROBLEM = Problem.draw(new ProblemSettings(13, 5, 4), 7, 3);

    /** What to run: every algorithm, and every law and attack that takes numbers from its stream in its own way. */
    private record Case(Algorithm algorithm, String distribution, Attack attack, int b, Sampling sampling,
                        Robust robust) {

        Case(Algorithm algorithm, String distribution, Attack attack, int b, Sampling sampling) {
            this(algorithm, distribution, attack, b, sampling, Robust.NONE);
        }

        TrainingRun start(Kernel kernel) {
            return TrainingRun.of(PROBLEM, oracle(), learner(), 11, 2, kernel);
        }

        TrainingRun resume(RunState state, Kernel kernel) {
            return TrainingRun.resume(PROBLEM, oracle(), learner(), state, kernel);
        }

        private OracleSettings oracle() {
            return new OracleSettings(InputDistribution.parse(distribution), attack, 0.5, 0.3, sampling);
        }

        private LearnerSettings learner() {
            return new LearnerSettings(algorithm, b, 1e-3, robust);
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Algorithm algorithm : Algorithm.values()) {
            for (String distribution : List.of("normal:1", "laplace:2", "student-t:4", "student-t:3.3")) {
                cases.add(new Case(algorithm, distribution, Attack.UNIFORM, 3, Sampling.DRAWN));
            }
            for (String distribution : List.of("normal:1", "multivariate-t:3.3", "multivariate-laplace:2")) {
                cases.add(new Case(algorithm, distribution, Attack.UNIFORM, 3, Sampling.PROJECTED));
            }
        }
        for (Attack attack : Attacks.ALL) {
            for (Sampling sampling : Sampling.values()) {
                cases.add(new Case(Algorithm.TRON, "normal:1", attack, 41, sampling));
                for (String rule : List.of("clip", "trim:0.7", "hampel", "huber:2", "median", "mom:3",
                    "batch-trim:0.2")) {
                    cases.add(new Case(Algorithm.SGD, "normal:1", attack, 7, sampling, Robust.parse(rule)));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aRunTakenUpAgainHasTheSameBits(Case run) {
        TrainingRun uncut = run.start(Kernels.selected());
        List<RunState> states = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            states.add(uncut.state());
            uncut.step();
        }
        for (int cut : new int[] {0, 1, 13, STEPS - 1}) {
            for (Kernel kernel : Kernels.available()) {
                TrainingRun resumed = run.resume(states.get(cut), kernel);
                assertEquals(cut, resumed.iteration());
                while (resumed.iteration() < STEPS) {
                    resumed.step();
                }
                assertArrayEquals(uncut.filter(), resumed.filter(), kernel + ", cut at " + cut);
                assertEquals(uncut.error(), resumed.error());
                assertEquals(uncut.threshold(), resumed.threshold());
                assertArrayEquals(uncut.state().inputs(), resumed.state().inputs());
                assertArrayEquals(uncut.state().attacks(), resumed.state().attacks());
            }
        }
    }

    @Test
    void aStateIsACopy() {
        TrainingRun run = cases().getFirst().start(Kernels.selected());
        RunState state = run.state();
        double[] filter = state.position().clone();
        run.step();
        assertArrayEquals(filter, state.position());
    }

    @Test
    void aStateIsReadAsItWasWritten() throws IOException {
        TrainingRun run = new Case(Algorithm.TRON, "normal:1", Attack.UNIFORM, 3, Sampling.DRAWN,
            Robust.parse("clip")).start(Kernels.selected());
        run.step();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        run.state().write(new DataOutputStream(bytes));
        RunState read = RunState.read(input(bytes.toByteArray(), bytes.size()));
        assertEquals(1, read.iteration());
        assertArrayEquals(run.filter(), read.position());
        assertEquals(run.threshold(), read.threshold());
        assertTrue(read.threshold() > 0);
        assertArrayEquals(run.state().inputs(), read.inputs());
        assertArrayEquals(run.state().attacks(), read.attacks());
        for (int length = 0; length < bytes.size(); length++) {
            int cut = length;
            assertThrows(EOFException.class, () -> RunState.read(input(bytes.toByteArray(), cut)));
        }
    }

    /** As it was written before there were thresholds. */
    @Test
    void anOldStateIsReadWithoutAThreshold() throws IOException {
        RunState state = cases().getFirst().start(Kernels.selected()).state();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.write(new DataOutputStream(bytes));
        byte[] old = new byte[bytes.size() - Double.BYTES];
        int before = Long.BYTES + Integer.BYTES + Double.BYTES * state.position().length;
        System.arraycopy(bytes.toByteArray(), 0, old, 0, before);
        System.arraycopy(bytes.toByteArray(), before + Double.BYTES, old, before, old.length - before);
        RunState read = RunState.readWithoutThreshold(input(old, old.length));
        assertArrayEquals(state.position(), read.position());
        assertEquals(0, read.threshold());
        assertArrayEquals(state.attacks(), read.attacks());
    }

    private static DataInputStream input(byte[] bytes, int length) {
        return new DataInputStream(new ByteArrayInputStream(Arrays.copyOf(bytes, length)));
    }

    @Test
    void whatIsNoStateIsRefused() {
        RunState state = cases().getFirst().start(Kernels.selected()).state();
        assertThrows(IllegalArgumentException.class,
            () -> new RunState(0, state.position(), Double.NaN, state.inputs(), state.attacks()));
        assertThrows(IllegalArgumentException.class,
            () -> new RunState(-1, state.position(), 0, state.inputs(), state.attacks()));
        assertThrows(IllegalArgumentException.class,
            () -> new RunState(0, new double[] {Double.NaN}, 0, state.inputs(), state.attacks()));
        assertThrows(IllegalArgumentException.class, () -> cases().getFirst().resume(
            new RunState(0, new double[4], 0, state.inputs(), state.attacks()), Kernels.selected()));
        assertThrows(IllegalArgumentException.class, () -> cases().getFirst().resume(
            new RunState(0, state.position(), 0, new long[3], state.attacks()), Kernels.selected()));
        assertThrows(IllegalArgumentException.class, () -> cases().getFirst().resume(
            new RunState(0, state.position(), 0, state.inputs(), new long[state.attacks().length]),
            Kernels.selected()));
    }

    @Test
    void aRunHasNoStateIfItDivergedOrItsStreamsAreNotItsOwn() {
        TrainingRun own = new TrainingRun(PROBLEM, batch -> { }, new LearnerSettings(Algorithm.TRON, 3, 1e-3),
            new double[5], Kernels.selected());
        assertThrows(IllegalStateException.class, own::state);
        TrainingRun diverging = TrainingRun.of(PROBLEM, cases().getFirst().oracle(),
            new LearnerSettings(Algorithm.TRON, 3, 1e300), 11, 2, Kernels.selected());
        assertThrows(NonFiniteException.class, () -> {
            while (true) {
                diverging.step();
            }
        });
        assertThrows(IllegalStateException.class, diverging::state);
    }
}
