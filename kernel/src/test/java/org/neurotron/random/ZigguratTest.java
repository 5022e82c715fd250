package org.neurotron.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.LaplaceDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.RandomKernel;

/**
 * The ziggurat is exact: its rectangles have equal areas and lie below the density, what they leave free has the law
 * that is left, and a number is a function of its word. The law of all numbers together is the business of
 * {@link SamplerStatisticsTest} and {@link RandomBattery}.
 */
class ZigguratTest {

    private static final int COUNT = 1_000_000;

    private record Subject(SymmetricDensity density, ContinuousDistribution law) {

        @Override
        public String toString() {
            return density.toString();
        }
    }

    static List<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>(List.of(
            new Subject(SymmetricDensity.normal(), NormalDistribution.of(0, 1)),
            new Subject(SymmetricDensity.laplace(), LaplaceDistribution.of(0, 1))));
        for (double nu : new double[] {0.3, 1, 2.5, 4, 30, 1e4}) {
            subjects.add(new Subject(SymmetricDensity.studentT(nu), TDistribution.of(nu)));
        }
        return subjects;
    }

    private static double[] numbers(SymmetricDensity density, long... words) {
        return numbers(Kernels.selected().random(), density, words);
    }

    private static double[] numbers(RandomKernel kernel, SymmetricDensity density, long... words) {
        Ziggurat ziggurat = Ziggurat.of(density);
        int whole = BlockGenerator.wholeBlocks(words.length);
        double[] x = new double[whole];
        ziggurat.fill(kernel, whole, Arrays.copyOf(words, whole), ziggurat.table(1), 0, 1, new int[whole], x, 0);
        return Arrays.copyOf(x, words.length);
    }

    /** The right ends of the rectangles, from the words that reach them. */
    private static double[] ends(SymmetricDensity density) {
        Ziggurat ziggurat = Ziggurat.of(density);
        return Arrays.stream(ziggurat.table(1)).limit(ziggurat.rectangles()).map(end -> end * 0x1p52).toArray();
    }

    private static long[] words(long seed, int count) {
        return new SplittableRandom(seed).longs(count).toArray();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void rectanglesHaveTheAreaOfALayerAndLieBelowTheDensity(Subject subject) {
        double[] ends = ends(subject.density());
        double area = subject.density().halfMass() / Ziggurat.LAYERS;
        double floor = 0;
        for (int k = 0; k < ends.length; k++) {
            assertTrue(k == 0 || ends[k] < ends[k - 1], "not smaller: " + k);
            double top = subject.density().at(ends[k]);
            assertEquals(area, ends[k] * (top - floor), 1e-10 * area, "rectangle " + k);
            floor = top;
        }
        assertTrue(ends.length > Ziggurat.LAYERS - 40, ends.length + " rectangles");
        assertTrue(subject.law() instanceof TDistribution || ends.length >= Ziggurat.LAYERS - 4);
    }

    /** ∫ f from 0 to ∞, from the normalised density of the law at 0. */
    @ParameterizedTest
    @MethodSource("subjects")
    void halfTheMassIsThatOfTheLaw(Subject subject) {
        double expected = 0.5 * subject.density().at(0) / subject.law().density(0);
        assertEquals(expected, subject.density().halfMass(), 1e-12 * expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e-3, 0.1, 1, 2, 3, 79.5, 80, 81, 1e3})
    void theMassOfStudentsLawIsAQuotientOfGammas(double nu) {
        double expected = 0.5 * Math.sqrt(Math.PI * nu)
            * Math.exp(LogGamma.value(nu / 2) - LogGamma.value((nu + 1) / 2));
        assertEquals(expected, SymmetricDensity.studentT(nu).halfMass(), 1e-11 * expected);
    }

    /** For many degrees of freedom the mass is that of the normal law, and nothing runs out of its range. */
    @ParameterizedTest
    @ValueSource(doubles = {1e15, 1e300, Double.MAX_VALUE})
    void manyDegreesOfFreedomAreTheNormalLaw(double nu) {
        SymmetricDensity t = SymmetricDensity.studentT(nu);
        assertEquals(SymmetricDensity.normal().halfMass(), t.halfMass(), 1e-14);
        long[] words = words(7, 10_000);
        assertArrayEquals(numbers(SymmetricDensity.normal(), words), numbers(t, words), 1e-9);
    }

    /** A word's lowest bits choose a rectangle, and the others are a place in it from end to end. */
    @ParameterizedTest
    @MethodSource("subjects")
    @Tag("once")
    void commonNumbersAreUniformOnTheirRectangle(Subject subject) {
        double[] ends = ends(subject.density());
        for (int k = 0; k < ends.length; k += 7) {
            double step = ends[k] * 0x1p-52;
            assertArrayEquals(new double[] {step, -step, ends[k] - step, -ends[k] + step, ends[k] / 2 + step},
                numbers(subject.density(), k, -4096 | k, Long.MAX_VALUE - 4095 + k, Long.MIN_VALUE + k, (1L << 62) + k),
                0x1p-52 * ends[k]);
        }
    }

    /**
     * Numbers of the last layers, alone: how many lie in each overhang, under the top and in the tail must be as the
     * areas that rectangles leave free there.
     */
    @ParameterizedTest
    @MethodSource("subjects")
    @Tag("once")
    void rareNumbersHaveTheLawThatIsLeft(Subject subject) {
        double[] ends = ends(subject.density());
        double factor = subject.density().at(0) / subject.law().density(0);
        double[] areas = new double[ends.length + 1];
        areas[0] = factor * subject.law().survivalProbability(ends[0]);
        for (int k = 0; k < ends.length; k++) {
            double left = k + 1 < ends.length ? ends[k + 1] : 0;
            areas[k + 1] = factor * subject.law().probability(left, ends[k])
                - (ends[k] - left) * subject.density().at(ends[k]);
        }
        double total = Arrays.stream(areas).sum();
        double layer = subject.density().halfMass() / Ziggurat.LAYERS;
        assertEquals((Ziggurat.LAYERS - ends.length) * layer, total, 1e-9 * total);

        long[] rare = words(3, COUNT);
        for (int i = 0; i < COUNT; i++) {
            rare[i] = rare[i] & -1024 | ends.length + (rare[i] & 1023) % (1024 - ends.length);
        }
        long[] counts = new long[areas.length];
        double[] rising = IntStream.range(0, ends.length).mapToDouble(k -> -ends[k]).toArray();
        for (double x : numbers(subject.density(), rare)) {
            int at = Arrays.binarySearch(rising, -Math.abs(x));
            counts[at < 0 ? -at - 1 : at]++;
        }
        // Neighbours together until something is to be expected.
        double statistic = 0;
        int cells = 0;
        double expected = 0;
        long count = 0;
        for (int i = 0; i < areas.length; i++) {
            expected += areas[i] / total * COUNT;
            count += counts[i];
            if (expected >= 20) {
                statistic += (count - expected) * (count - expected) / expected;
                cells++;
                expected = 0;
                count = 0;
            }
        }
        double p = ChiSquaredDistribution.of(cells - 1.0).survivalProbability(statistic);
        assertTrue(p > 1e-4 && p < 1 - 1e-4, "chi-squared " + statistic + " of " + cells + " cells, p = " + p);
    }

    /** All zeros, all ones, a single one, a single zero, with every layer. */
    private static long[] extremes() {
        return LongStream.concat(LongStream.of(0, -1), LongStream.range(12, 64)
            .flatMap(bit -> LongStream.of(1L << bit, ~(1L << bit))))
            .flatMap(word -> LongStream.range(0, Ziggurat.LAYERS).map(layer -> word & -4096 | layer)).toArray();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void mirroredWordsGiveTheOppositeNumbers(Subject subject) {
        for (long[] words : List.of(extremes(), words(5, COUNT))) {
            double[] x = numbers(subject.density(), words);
            double[] opposite = numbers(subject.density(), Arrays.stream(words).map(word -> word ^ -4096).toArray());
            for (int i = 0; i < x.length; i++) {
                assertEquals(-x[i], opposite[i]);
                assertTrue(x[i] != 0 && Double.isFinite(x[i]), x[i] + " from " + words[i]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void everyKernelGivesTheSameNumbers(Subject subject) {
        for (Kernel kernel : Kernels.available()) {
            for (long[] words : List.of(extremes(), words(5, 100_000))) {
                assertArrayEquals(numbers(Kernels.portable().random(), subject.density(), words),
                    numbers(kernel.random(), subject.density(), words), kernel.toString());
            }
        }
    }

    /** So a sequence may be cut anywhere: what a number is depends on no other. */
    @Test
    void numbersAreFunctionsOfTheirWords() {
        for (Subject subject : subjects()) {
            long[] words = words(6, 20_000);
            double[] all = numbers(subject.density(), words);
            for (int i = 0; i < words.length; i++) {
                assertEquals(all[i], numbers(subject.density(), words[i])[0]);
            }
        }
    }

    /** As an embedder may write one. */
    private record Logistic() implements SymmetricDensity {

        @Override
        public double at(double x) {
            double e = StrictMath.exp(-x);
            return e / ((1 + e) * (1 + e));
        }

        @Override
        public double halfMass() {
            return 0.5;
        }
    }

    /** Epanechnikov's: it ends. */
    private record Parabola() implements SymmetricDensity {

        @Override
        public double at(double x) {
            return Math.max(0, 1 - x * x);
        }

        @Override
        public double halfMass() {
            return 2.0 / 3;
        }
    }

    @Test
    void anyDensityWillDo() {
        double[] logistic = numbers(new Logistic(), words(8, COUNT));
        Arrays.sort(logistic);
        double[] parabola = numbers(new Parabola(), words(9, COUNT));
        Arrays.sort(parabola);
        assertTrue(-1 < parabola[0] && parabola[COUNT - 1] < 1);
        double distance = 0;
        double other = 0;
        for (int i = 0; i < COUNT; i++) {
            double x = parabola[i];
            distance = Math.max(distance, Math.abs(1 / (1 + Math.exp(-logistic[i])) - (i + 0.5) / COUNT));
            other = Math.max(other, Math.abs(0.5 + 0.75 * (x - x * x * x / 3) - (i + 0.5) / COUNT));
        }
        // Kolmogorov-Smirnov: larger with a probability of 1e-4.
        assertTrue(distance < 2.23 / Math.sqrt(COUNT), "logistic: " + distance);
        assertTrue(other < 2.23 / Math.sqrt(COUNT), "parabola: " + other);
    }

    private static SymmetricDensity density(DoubleUnaryOperator at, double halfMass) {
        return new SymmetricDensity() {
            @Override
            public double at(double x) {
                return at.applyAsDouble(x);
            }

            @Override
            public double halfMass() {
                return halfMass;
            }
        };
    }

    @Test
    void whatIsSeenToBeNoDensityIsRefused() {
        for (double mass : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            SymmetricDensity density = density(x -> StrictMath.exp(-x), mass);
            assertThrows(IllegalArgumentException.class, () -> Ziggurat.of(density), "mass " + mass);
        }
        assertThrows(IllegalArgumentException.class, () -> Ziggurat.of(density(x -> Double.NaN, 1)));
        assertThrows(IllegalArgumentException.class, () -> Ziggurat.of(density(x -> -1, 1)));
        assertThrows(IllegalArgumentException.class, () -> Ziggurat.of(density(x -> 0, 1)));
        assertThrows(IllegalArgumentException.class, () -> Ziggurat.of(density(x -> 1 / (1 + x), 1)));
        // A hump to the right, and a tail that becomes flatter.
        SymmetricDensity hump = density(x -> StrictMath.exp(-x) + 0.3 * StrictMath.exp(-50 * (x - 2) * (x - 2)), 1.1);
        SymmetricDensity flat = density(x -> StrictMath.exp(-x) + 1e-6 / (1 + 1e-4 * x * x), 1);
        for (SymmetricDensity wrong : List.of(hump, flat)) {
            assertThrows(IllegalArgumentException.class, () -> Ziggurat.of(wrong));
        }
    }

    /** What cannot be seen from a thousand values is seen when it comes out. */
    @Test
    void whatTurnsOutToBeNoDensityIsAFailure() {
        double end = ends(SymmetricDensity.laplace())[0];
        SymmetricDensity bump = density(x -> StrictMath.exp(-x) * (x > end && x < 1.1 * end ? 3 : 1), 1);
        assertThrows(IllegalStateException.class, () -> numbers(bump, words(1, COUNT)));
    }

    @Test
    void equalDensitiesShareTheirTables() {
        assertSame(Ziggurat.of(SymmetricDensity.studentT(7)), Ziggurat.of(SymmetricDensity.studentT(7)));
    }
}
