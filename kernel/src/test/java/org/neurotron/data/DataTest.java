package org.neurotron.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.Network;
import org.neurotron.network.SingleGate;
import org.neurotron.random.Permutation;
import org.neurotron.random.Purpose;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.Attacks;
import org.neurotron.training.Learner;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.NonFiniteException;

/** Breaks if data are poisoned, scaled, put in order, trained on or measured otherwise than promised. */
class DataTest {

    /** x = (i, i², 7), v = 3 i. */
    private record Squares(long size) implements Samples {

        @Override
        public int n() {
            return 3;
        }

        @Override
        public double read(long index, double[] x, int offset) {
            x[offset] = index;
            x[offset + 1] = (double) index * index;
            x[offset + 2] = 7;
            return 3 * index;
        }
    }

    private static final LongUnaryOperator AS_IS = LongUnaryOperator.identity();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 16, 17, 1000, 65_537})
    void aPermutationHitsEveryNumberOnce(long size) {
        Permutation permutation = new Permutation(size, 5, 2, Purpose.SHUFFLE);
        boolean[] hit = new boolean[(int) size];
        for (long place = 0; place < size; place++) {
            int number = (int) permutation.at(place);
            assertTrue(!hit[number], "twice " + number);
            hit[number] = true;
        }
        assertThrows(IndexOutOfBoundsException.class, () -> permutation.at(size));
        assertThrows(IndexOutOfBoundsException.class, () -> permutation.at(-1));
    }

    /** Whether in runs or not: every sample once, the same ones kept in every epoch, which differ from one another. */
    @ParameterizedTest
    @CsvSource({"5,2", "65535,20000", "65536,1", "65536,65535", "65537,65530", "70000,20001", "131135,64"})
    void everySampleIsTrainedOnOnceAnEpochOrKept(int size, int kept) {
        Split split = Split.of(size, kept, false, 3);
        long[] kepts = LongStream.range(size - kept, size).map(split.order()).toArray();
        long[] first = null;
        for (int epoch = 1; epoch <= 2; epoch++) {
            boolean[] hit = new boolean[size];
            long[] trained = LongStream.range(0, size - kept).map(split.epoch(epoch, false, 3)).toArray();
            LongStream.concat(Arrays.stream(trained), Arrays.stream(kepts)).forEach(index -> {
                assertTrue(!hit[(int) index], "twice " + index);
                hit[(int) index] = true;
            });
            assertTrue(size - kept < 10 || !Arrays.equals(first, trained));
            first = trained;
        }
        // In its own order, wherever one begins.
        assertEquals(split.epoch(1, false, 3).applyAsLong(0), Split.of(size, kept, false, 3).epoch(1, false, 3)
            .applyAsLong(0));
    }

    /** Successive samples may resemble one another; those of a batch must not be successive. */
    @Test
    void samplesOfABatchAreFromDifferentRuns() {
        Split split = Split.of(100_000, 20_000, false, 1);
        LongUnaryOperator order = split.epoch(1, false, 1);
        for (long place = 0; place + 32 <= 80_000 - 80_000 % 4096; place += 32) {
            assertEquals(32, LongStream.range(place, place + 32).map(order).map(index -> index / 64).distinct()
                .count());
        }
    }

    /** χ² of where each of six numbers comes to stand in many orders: 25 degrees of freedom. */
    @Test
    void permutationsAreEvenlyRandom() {
        int[][] counts = new int[6][6];
        int orders = 36_000;
        for (int index = 0; index < orders; index++) {
            Permutation permutation = new Permutation(6, 1, index, Purpose.SHUFFLE);
            for (int place = 0; place < 6; place++) {
                counts[place][(int) permutation.at(place)]++;
            }
        }
        double expected = orders / 6.0;
        double statistic = Arrays.stream(counts).flatMapToInt(Arrays::stream)
            .mapToDouble(count -> (count - expected) * (count - expected) / expected).sum();
        assertTrue(statistic < 60, "chi-squared " + statistic);
        Permutation other = new Permutation(1000, 1, 0, Purpose.SPLIT);
        Permutation one = new Permutation(1000, 1, 0, Purpose.SHUFFLE);
        assertTrue(LongStream.range(0, 1000).filter(i -> one.at(i) == other.at(i)).count() < 10);
    }

    @Test
    void permutationsOfManyTakeNoMemory() {
        Permutation permutation = new Permutation(1L << 62, 1, 1, Purpose.SHUFFLE);
        assertTrue(permutation.at(123) >= 0);
        assertRefused("size", 0L, () -> new Permutation(0, 1, 1, Purpose.SHUFFLE));
        assertRefused("size", Long.MAX_VALUE, () -> new Permutation(Long.MAX_VALUE, 1, 1, Purpose.SHUFFLE));
    }

    @ParameterizedTest
    @MethodSource("org.neurotron.training.Attacks#onLabels")
    void labelsArePoisonedAsAsked(Attack attack) {
        Samples clean = new Squares(20_000);
        Samples poisoned = new PoisonedSamples(clean, attack, 0.5, 0.25, 9);
        double[] x = new double[3];
        int attacked = 0;
        double sum = 0;
        for (long i = clean.size() - 1; i >= 0; i--) {
            double xi = poisoned.read(i, x, 0) - 3 * i;
            assertEquals(i, x[0]);
            assertTrue(Math.abs(xi) <= 0.5);
            assertEquals(poisoned.read(i, x, 0), 3 * i + xi);
            if (xi != 0) {
                attacked++;
                sum += xi;
                switch (attack.kind()) {
                    case ALTERNATING -> assertEquals(i % 2 == 0 ? -0.5 : 0.5, xi);
                    case UNIFORM -> { }
                    // Labels are 0, 3, 6, …, so what follows from them is always capped.
                    case CONSTANT, SCALE -> assertEquals(0.5, xi);
                    default -> assertEquals(-0.5, xi);
                }
            }
        }
        // Five standard deviations.
        assertEquals(5_000, attacked, 5 * Math.sqrt(20_000 * 0.25 * 0.75));
        double mean = attack.equals(Attack.ALTERNATING) || attack.equals(Attack.UNIFORM) ? 0
            : Math.copySign(0.5, sum);
        assertEquals(mean, sum / attacked, 5 * 0.5 / Math.sqrt(attacked));
    }

    @Test
    void labelsAreTurnedLostOrScaledWithoutABound() {
        double[] x = new double[3];
        Samples clean = new Squares(5);
        for (long i = 0; i < 5; i++) {
            double y = clean.read(i, x, 0);
            assertEquals(0 - y, poisoned(clean, "flip").read(i, x, 0));
            assertEquals(0, poisoned(clean, "zero").read(i, x, 0));
            assertEquals(5 * y, poisoned(clean, "scale:5").read(i, x, 0));
        }
    }

    private static Samples poisoned(Samples clean, String attack) {
        return new PoisonedSamples(clean, Attack.of(attack), Double.POSITIVE_INFINITY, 1, 2);
    }

    @Test
    void poisonThatCannotBeIsRefused() {
        Samples clean = new Squares(1);
        assertRefused("theta", -1.0, () -> new PoisonedSamples(clean, Attack.UNIFORM, -1, 0.5, 1));
        assertRefused("beta", 1.5, () -> new PoisonedSamples(clean, Attack.UNIFORM, 1, 1.5, 1));
        assertRefused("theta", Double.POSITIVE_INFINITY,
            () -> new PoisonedSamples(clean, Attack.UNIFORM, Double.POSITIVE_INFINITY, 0.5, 1));
        for (Attack attack : Attacks.ALL) {
            if (attack.needsTeacher()) {
                assertRefused("attack", attack.id(), () -> new PoisonedSamples(clean, attack, 1, 0.5, 1));
            }
        }
    }

    /** Over the indices 1, 3, 5: means 3, 35/3, 7; deviations √(8/3), …; the constant column is left out. */
    @Test
    void meansAndScalesAreThoseOfTheGivenSamples() {
        Samples data = new Squares(100);
        Preprocessing preprocessing = Preprocessing.standardizing(data, i -> 2 * i + 1, 3, true);
        assertArrayEquals(new double[] {3, 35.0 / 3, 7}, preprocessing.mean(), 1e-14);
        assertEquals(Math.sqrt(8.0 / 3), preprocessing.scale()[0], 1e-14);
        assertTrue(preprocessing.leavesOut(2) && !preprocessing.leavesOut(1));
        assertEquals(3 * Math.sqrt(8.0 / 3), preprocessing.labelScale(), 1e-14);
        assertEquals(4, preprocessing.dimension());
        double[] x = new double[5];
        double label = preprocessing.of(data, Kernels.selected()).read(5, x, 1);
        assertArrayEquals(new double[] {0, 2 / Math.sqrt(8.0 / 3), (25 - 35.0 / 3) / preprocessing.scale()[1], 0, 1}, x,
            1e-14);
        assertEquals(15 / preprocessing.labelScale(), label);
        Preprocessing none = Preprocessing.none(3, false);
        assertEquals(15, none.of(data, Kernels.selected()).read(5, x, 0));
        assertArrayEquals(new double[] {5, 25, 7}, Arrays.copyOf(x, 3));
        assertThrows(IllegalArgumentException.class, () -> Preprocessing.none(2, false).of(data, Kernels.selected()));
    }

    /** The squares of such numbers are beyond the range of double precision on either side. */
    @ParameterizedTest
    @ValueSource(ints = {-1000, -600, 600, 1015})
    void numbersOfAnySizeAreStandardized(int exponent) {
        Samples data = new Squares(7);
        Samples scaled = new Samples() {
            @Override
            public int n() {
                return data.n();
            }

            @Override
            public long size() {
                return data.size();
            }

            @Override
            public double read(long index, double[] x, int offset) {
                double label = data.read(index, x, offset);
                // The last input is constant; it is left as it is.
                for (int j = 0; j < data.n() - 1; j++) {
                    x[offset + j] = Math.scalb(x[offset + j], exponent);
                }
                return Math.scalb(label, exponent);
            }
        };
        Preprocessing expected = Preprocessing.standardizing(data, i -> i, 7, false);
        Preprocessing actual = Preprocessing.standardizing(scaled, i -> i, 7, false);
        for (int j = 0; j < data.n() - 1; j++) {
            assertEquals(Math.scalb(expected.mean()[j], exponent), actual.mean()[j]);
            assertEquals(Math.scalb(expected.scale()[j], exponent), actual.scale()[j]);
        }
        assertEquals(expected.mean()[data.n() - 1], actual.mean()[data.n() - 1]);
        assertTrue(actual.leavesOut(data.n() - 1));
        assertEquals(Math.scalb(expected.labelScale(), exponent), actual.labelScale());
    }

    /** Batches are cut as they come, the last one short, and every update is that of the learner. */
    @Test
    void anEpochMakesTheLearnersUpdatesBatchByBatch() throws Exception {
        Network network = new Network(new SingleGate(3), 0.1);
        LearnerSettings settings = new LearnerSettings(Algorithm.SGD, 4, 1e-6);
        double[] start = {1, -2, 0.5};
        for (Kernel kernel : Kernels.available()) {
            MiniBatchFit fit = new MiniBatchFit(network, null, settings, start, kernel);
            List<double[]> filters = new ArrayList<>();
            fit.epoch(new Squares(20), i -> 19 - i, 10, (filter, _) -> filters.add(filter.clone()));
            assertEquals(3, filters.size());
            assertEquals(3, fit.updates());
            double[] w = start.clone();
            Learner learner = new Learner(network, settings, kernel);
            for (int first = 0; first < 10; first += 4) {
                int count = Math.min(4, 10 - first);
                Matrix x = Matrix.zeros(count, 3);
                double[] v = new double[count];
                for (int j = 0; j < count; j++) {
                    v[j] = new Squares(20).read(19 - first - j, x.values(), x.rowOffset(j));
                }
                learner.update(w, x, v, 0);
                assertArrayEquals(w, filters.get(first / 4));
            }
            assertArrayEquals(w, fit.filter());
        }
    }

    @Test
    void metricsAreThoseOfTheResiduals() {
        // The gate passes x_1 + 0 x_2 + 0 x_3 = i, and the labels are 3 i.
        MiniBatchFit fit = new MiniBatchFit(new Network(new SingleGate(3), 0), null,
            new LearnerSettings(Algorithm.TRON, 4, 1), new double[] {1, 0, 0}, Kernels.selected());
        Metrics metrics = fit.measure(new Squares(10), AS_IS, 1, 9);
        assertEquals(9, metrics.count());
        assertEquals(4 * 285 / 9.0, metrics.meanSquaredError(), 1e-12);
        assertEquals(10, metrics.meanAbsoluteError(), 1e-12);
        assertEquals(10, metrics.medianAbsoluteError());
        assertEquals(20, metrics.times(2).medianAbsoluteError());
        assertEquals(1 - 4 * 285 / (9.0 * 60), metrics.determination(), 1e-12);
        assertEquals(4 * 4 * 285 / 9.0, metrics.times(2).meanSquaredError(), 1e-12);
        assertEquals(20, metrics.times(2).meanAbsoluteError(), 1e-12);
        assertEquals(Double.NaN, fit.measure(new Squares(10), AS_IS, 4, 1).determination());
        assertEquals(Double.NaN, fit.measure(new Squares(10), AS_IS, 4, 0).meanSquaredError());
    }

    @Test
    void divergenceIsNotSilent() {
        MiniBatchFit fit = new MiniBatchFit(new Network(new SingleGate(3), 0.5), null,
            new LearnerSettings(Algorithm.TRON, 4, 1e10), new double[] {1, 1, 1}, Kernels.selected());
        assertThrows(NonFiniteException.class, () -> fit.epoch(new Squares(1000), AS_IS, 1000));
        assertThrows(IllegalArgumentException.class, () -> new MiniBatchFit(new Network(new SingleGate(2), 0), null,
            new LearnerSettings(Algorithm.TRON, 4, 1), new double[2], Kernels.selected())
            .measure(new Squares(4), AS_IS, 0, 4));
    }
}
