package org.neurotron.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.InvalidArgumentException;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Robust;

/**
 * Breaks if a table in memory is not fitted as the steps one by one would do it, if false labels are not found, or if
 * memory outside Java gives other numbers than arrays.
 */
class TableFitTest {

    private static final int N = 3;
    private static final int SIZE = 300;

    private final double[] inputs = new double[SIZE * N];
    private final double[] labels = new double[SIZE];

    /** Every tenth label is false, each by more than the one before. */
    TableFitTest() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < SIZE; i++) {
            labels[i] = 7 + 0.2 * (random.nextDouble() - 0.5) + (i % 10 == 0 ? 50 + i : 0);
            for (int j = 0; j < N; j++) {
                inputs[i * N + j] = random.nextGaussian();
                labels[i] += (j + 1) * inputs[i * N + j];
            }
        }
    }

    private Samples samples() throws IOException {
        return new ArraySamples(inputs, labels, N);
    }

    @Test
    void stepsAreThoseOfTheParts() throws IOException {
        TableFit fit = TableFit.of(samples(), null, TableFit.Settings.usual(5));
        List<StagedFit.Outcome> outcomes = fit.run();
        Kernel kernel = Kernels.portable();
        Split split = Split.of(SIZE, SIZE / 5, false, 5);
        UntrainedModel gate = UntrainedModel.singleGate(samples(), split);
        StagedFit staged = new StagedFit(gate.network(), null,
            new StagedFit.Settings(Algorithm.TRON, 16, 1334, false, 5), gate.start(),
            gate.preprocessing().of(samples(), kernel), split, new StagedFit.Listener() { }, kernel);
        assertEquals(staged.run(StagedFit.COURSES), outcomes);
        assertArrayEquals(staged.fit().filter(), fit.fit().filter());
        Model model = fit.model(Map.of("name", "value"));
        assertArrayEquals(staged.fit().filter(), model.filter());
        assertEquals(Map.of("name", "value", UntrainedModel.THRESHOLD,
            Double.toString(staged.fit().threshold() * gate.preprocessing().labelScale())), model.properties());
    }

    @Test
    void falseLabelsAreFoundTheFurthestFirst() throws IOException {
        TableFit fit = TableFit.of(samples(), 0.1, TableFit.Settings.usual(1));
        fit.run();
        Suspects suspects = fit.suspects();
        long[] expected = new long[SIZE / 10];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = SIZE - 10 - 10 * i;
        }
        assertArrayEquals(expected, suspects.indices());
        assertEquals(expected.length, suspects.count());
        assertEquals(fit.fit().threshold() * fit.model(Map.of()).preprocessing().labelScale(), suspects.threshold());
        for (Suspects.Suspect one : suspects.worst()) {
            assertEquals(50 + one.index(), one.residual(), 1);
            assertEquals(labels[(int) one.index()], one.label());
        }
    }

    @Test
    void aRuleWithoutThresholdIsMeasuredByTheMedian() throws IOException {
        TableFit fit = TableFit.of(samples(), 0.0,
            new TableFit.Settings(Algorithm.SGD, 8, 20, Robust.parse("median"), true, 1));
        fit.run();
        Model model = fit.model(Map.of());
        assertEquals(Map.of(), model.properties());
        double[] f = new double[SIZE];
        model.predictor(SIZE, Kernels.portable()).predict(Matrix.of(inputs, SIZE, N), f);
        Metrics.Selection distances = new Metrics.Selection();
        for (int i = 0; i < SIZE; i++) {
            distances.add(Math.abs(labels[i] - f[i]));
        }
        assertEquals(distances.quantile(0.5), fit.suspects().threshold(), 1e-12);
    }

    @Test
    void anInterruptedThreadEndsIt() throws IOException {
        TableFit fit = TableFit.of(samples(), null, TableFit.Settings.usual(1));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, fit::run);
        assertFalse(Thread.interrupted());
        assertNotNull(fit.run());
    }

    @Test
    void memoryOutsideJavaGivesTheSameBits() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            // Not aligned to anything.
            MemorySegment x = arena.allocate(inputs.length * 8L + 1).asSlice(1);
            MemorySegment v = arena.allocate(labels.length * 8L + 3).asSlice(3);
            MemorySegment.copy(inputs, 0, x, ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, inputs.length);
            MemorySegment.copy(labels, 0, v, ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, labels.length);
            TableFit outside = TableFit.of(new ArraySamples(x, v, N), null, TableFit.Settings.usual(1));
            TableFit inside = TableFit.of(samples(), null, TableFit.Settings.usual(1));
            outside.run();
            inside.run();
            assertArrayEquals(inside.fit().filter(), outside.fit().filter());
            Model model = inside.model(Map.of());
            double[] expected = new double[SIZE];
            model.predictor(SIZE, Kernels.portable()).predict(Matrix.of(inputs, SIZE, N), expected);
            // In several batches, the last of which is short.
            model.predictor(7, Kernels.portable()).predict(x, v);
            assertArrayEquals(expected, v.asSlice(0).toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED));
            Model again = Model.of(model.toBytes(), "bytes");
            assertArrayEquals(model.toBytes(), again.toBytes());
            assertThrows(IllegalArgumentException.class,
                () -> model.predictor(7, Kernels.portable()).predict(x.asSlice(8), v));
            assertThrows(IllegalArgumentException.class,
                () -> model.predictor(7, Kernels.portable()).predict(x, v.asSlice(8)));
        }
        assertTrue(assertThrows(BadDataException.class, () -> Model.of(new byte[10], "bytes")).getMessage()
            .startsWith("bytes is no model"));
    }

    @Test
    void badArraysAreNamed() {
        requireBad("inputs: NaN at row 1, column 0", 2, new double[] {1, 2, Double.NaN, 4}, 1, 2);
        requireBad("labels: Infinity at row 1", 1, new double[] {1, 2}, 1, Double.POSITIVE_INFINITY);
        requireBad("hold no samples", 1, new double[0]);
        assertThrows(InvalidArgumentException.class, () -> new ArraySamples(new double[3], new double[1], 2));
        assertThrows(InvalidArgumentException.class, () -> new ArraySamples(new double[4], new double[3], 2));
        assertThrows(InvalidArgumentException.class, () -> new ArraySamples(new double[4], new double[4], 0));
    }

    private static void requireBad(String part, int n, double[] inputs, double... labels) {
        String message = assertThrows(BadDataException.class, () -> new ArraySamples(inputs, labels, n)).getMessage();
        assertTrue(message.contains(part), message);
    }

    @ParameterizedTest
    @CsvSource({"9, , 9", "10, , 8", "100, 0.29, 71", "3, 0.2, 2", "100, 0, 100"})
    void aShareIsKept(long size, Double share, long training) {
        Split split = Split.byShare(size, share, false, 1);
        assertEquals(training, split.training());
        assertEquals(size - training, split.validation());
        assertEquals(Split.of(size, size - training, false, 1).order().applyAsLong(0), split.order().applyAsLong(0));
    }

    @ParameterizedTest
    @CsvSource({"10, 1", "10, -0.1", "10, NaN", "10, 0.99", "10, 0.01", "1, 0.5"})
    void aShareThatLeavesAPartEmptyIsRefused(long size, double share) {
        InvalidArgumentException refused =
            assertThrows(InvalidArgumentException.class, () -> Split.byShare(size, share, false, 1));
        assertEquals("validation", refused.name());
    }

    @Test
    void settingsAreChecked() {
        assertThrows(IllegalArgumentException.class,
            () -> new TableFit.Settings(Algorithm.TRON, 0, null, null, false, 1));
        assertThrows(IllegalArgumentException.class,
            () -> new TableFit.Settings(Algorithm.TRON, 1, 0, null, false, 1));
        assertThrows(IllegalArgumentException.class,
            () -> new TableFit.Settings(Algorithm.SGD_PUBLISHED, 1, 1, null, false, 1));
        assertEquals(List.of(List.of(Robust.NONE)),
            new TableFit.Settings(Algorithm.SGD_PUBLISHED, 1, 1, Robust.NONE, false, 1).courses());
        // Two epochs under each rule and three at falling rates: 5, 5 and 9.
        assertEquals(19, TableFit.Settings.usual(1).fewestEpochs());
    }

    @Test
    void muchWorkIsForTheSelectedKernel() {
        assertSame(Kernels.portable(), Kernels.forWork(1));
        assertSame(Kernels.selected(), Kernels.forWork(1e12));
    }
}
