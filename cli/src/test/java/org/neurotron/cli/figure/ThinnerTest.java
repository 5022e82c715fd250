package org.neurotron.cli.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Breaks if a thinned curve would look different from the whole one. */
class ThinnerTest {

    /** Whole numbers from 1 to T, some left out, with errors over many decades, among them NaN, infinity and 0. */
    private static Points random(Random random, long iterations, double kept) {
        double[] x = IntStream.rangeClosed(1, (int) iterations).filter(_ -> random.nextDouble() < kept)
            .asDoubleStream().toArray();
        double[] value = new double[x.length];
        double[] least = new double[x.length];
        double[] most = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            value[i] = number(random);
            least[i] = random.nextInt(10) == 0 ? Double.NaN : value[i] * random.nextDouble();
            most[i] = random.nextInt(10) == 0 ? Double.NaN : value[i] * (1 + random.nextDouble());
        }
        return new Points(x, value, least, most);
    }

    private static double number(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> 0;
            default -> Math.pow(10, -15 + 17 * random.nextDouble());
        };
    }

    /** What must be kept, column by column, by another way of computing. */
    private static Points expected(Points points, LongUnaryOperator columnOf) {
        TreeMap<Long, double[]> columns = new TreeMap<>();
        for (int i = 0; i < points.x().length; i++) {
            double[] own = columns.computeIfAbsent(columnOf.applyAsLong((long) points.x()[i]),
                _ -> new double[] {0, 0, Double.NaN, Double.NaN});
            own[0] = points.x()[i];
            own[1] = points.value()[i];
            if (!(points.least()[i] >= own[2])) {
                own[2] = Double.isNaN(points.least()[i]) ? own[2] : points.least()[i];
            }
            if (!(points.most()[i] <= own[3])) {
                own[3] = Double.isNaN(points.most()[i]) ? own[3] : points.most()[i];
            }
        }
        double[][] kept = new double[4][];
        for (int j = 0; j < 4; j++) {
            int which = j;
            kept[j] = columns.values().stream().mapToDouble(own -> own[which]).toArray();
        }
        return new Points(kept[0], kept[1], kept[2], kept[3]);
    }

    /** A column owns its right end: ⌈x·columns/T⌉ − 1, in whole numbers. */
    private static LongUnaryOperator linear(int columns, long iterations) {
        return x -> BigInteger.valueOf(x).multiply(BigInteger.valueOf(columns))
            .add(BigInteger.valueOf(iterations - 1)).divide(BigInteger.valueOf(iterations)).longValueExact() - 1;
    }

    /** How many of the inner ends T^(j/columns) are below x. */
    private static LongUnaryOperator logarithmic(int columns, long iterations) {
        return x -> IntStream.range(1, columns).filter(j -> Math.pow(iterations, (double) j / columns) < x).count();
    }

    private static void assertSame(Points expected, Points actual) {
        assertArrayEquals(expected.x(), actual.x());
        assertArrayEquals(expected.value(), actual.value());
        assertArrayEquals(expected.least(), actual.least());
        assertArrayEquals(expected.most(), actual.most());
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,3000,1", "7,3000,1", "320,40000,1", "1920,40000,0.3", "320,12347,0.01", "1920,300,1",
        "320,1,1", "999,1000,1"})
    void aColumnKeepsItsLastPointAndItsEnds(int columns, long iterations, double kept) {
        Points points = random(new Random(columns + iterations), iterations, kept);
        assertSame(expected(points, linear(columns, iterations)),
            points.thinned(columns, 0, iterations, Scale.LINEAR));
    }

    @ParameterizedTest
    // Numbers of columns and steps for which no whole number is an end of a column, but for 1 and T.
    @CsvSource({"1,3000,1", "7,3001,1", "101,40009,1", "640,9973,0.3", "1999,12347,0.05", "53,2,1"})
    void soItDoesOnALogarithmicAxis(int columns, long iterations, double kept) {
        Points points = random(new Random(columns - iterations), iterations, kept);
        assertSame(expected(points, logarithmic(columns, iterations)),
            points.thinned(columns, 1, iterations, Scale.LOGARITHMIC));
    }

    @Test
    void aPowerOfTenAtTheEndOfAColumnBelongsToIt() {
        double[] x = {1, 9, 10, 11, 100, 101, 1000};
        Points thinned = new Points(x, x, x, x).thinned(3, 1, 1000, Scale.LOGARITHMIC);
        assertArrayEquals(new double[] {10, 100, 1000}, thinned.x());
        assertArrayEquals(new double[] {1, 11, 101}, thinned.least());
        assertArrayEquals(new double[] {10, 100, 1000}, thinned.most());
    }

    @ParameterizedTest
    @CsvSource({"40000,1", "300,1", "1921,1", "12347,0.5", "1000000,0.05"})
    void thinningTwiceIsThinningOnce(long iterations, double kept) {
        Points points = random(new Random(iterations), iterations, kept);
        assertSame(points.thinned(320, 0, iterations, Scale.LINEAR), points.thinned(1920, 0, iterations, Scale.LINEAR)
            .thinned(320, 0, iterations, Scale.LINEAR));
        Points once = points.thinned(320, 0, iterations, Scale.LINEAR);
        assertSame(once, once.thinned(320, 0, iterations, Scale.LINEAR));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "300,300", "300,320", "319,320", "7,2000"})
    void wherePointsAreFewAllAreKept(long iterations, int columns) {
        Points points = random(new Random(iterations), iterations, 1);
        assertSame(points, points.thinned(columns, 0, iterations, Scale.LINEAR));
    }

    @Test
    void whatIsNoNumberDoesNotHideNumbers() {
        double[] value = {Double.NaN, 3, Double.NaN, 1, Double.POSITIVE_INFINITY, Double.NaN};
        double[] x = {1, 2, 3, 4, 5, 6};
        Points thinned = new Points(x, value, value, value).thinned(1, 0, 6, Scale.LINEAR);
        assertArrayEquals(new double[] {6}, thinned.x());
        assertArrayEquals(new double[] {Double.NaN}, thinned.value());
        assertArrayEquals(new double[] {1}, thinned.least());
        assertArrayEquals(new double[] {Double.POSITIVE_INFINITY}, thinned.most());
    }

    @Test
    void whatLiesBesideTheAxisFallsIntoItsFirstOrLastColumn() {
        for (Scale scale : Scale.values()) {
            double[] x = {-1e30, -1, 0, 1, 50, 100, 200, 1e30, Double.POSITIVE_INFINITY};
            if (scale == Scale.LOGARITHMIC) {
                x = Arrays.stream(x).filter(one -> one >= 0).toArray();
            }
            Points thinned = new Points(x, x, x, x).thinned(10, 1, 100, scale);
            assertArrayEquals(new double[] {1, 50, Double.POSITIVE_INFINITY}, thinned.x(), scale.name());
            assertArrayEquals(new double[] {x[0], 50, 100}, thinned.least(), scale.name());
        }
    }

    @Test
    void nothingGivesNothing() {
        Points nothing = new Thinner(10, 0, 1, Scale.LINEAR).points();
        assertEquals(0, nothing.x().length);
        assertEquals(Double.POSITIVE_INFINITY, nothing.smallest());
        assertEquals(0, nothing.greatest());
    }

    @Test
    void whatHasBeenKeptDoesNotChangeLater() {
        Thinner thinner = new Thinner(2, 0, 10, Scale.LINEAR);
        thinner.add(1, 1);
        Points before = thinner.points();
        thinner.add(2, 2);
        thinner.add(9, 3);
        assertSame(new Points(new double[] {1}, new double[] {1}, new double[] {1}, new double[] {1}), before);
        assertEquals(2, thinner.points().x().length);
    }

    @ParameterizedTest
    @EnumSource
    void thereMustBeRoom(Scale scale) {
        assertTrue(new Thinner(1, 1, 2, scale).points().x().length == 0);
        for (double[] ends : new double[][] {{1, 1}, {2, 1}, {Double.NaN, 1}, {1, Double.NaN},
            {1, Double.POSITIVE_INFINITY}}) {
            assertThrows(IllegalArgumentException.class, () -> new Thinner(10, ends[0], ends[1], scale),
                Arrays.toString(ends));
        }
        for (int columns : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThrows(IllegalArgumentException.class, () -> new Thinner(columns, 1, 2, scale));
        }
    }

    @Test
    void aLogarithmicAxisDoesNotBeginAtZero() {
        for (double first : new double[] {0, -1}) {
            assertThrows(IllegalArgumentException.class, () -> new Thinner(10, first, 10, Scale.LOGARITHMIC));
        }
    }

    @Test
    void thereMustBeAsManyOfEach() {
        double[] two = {1, 2};
        double[] three = {1, 2, 3};
        assertThrows(IllegalArgumentException.class, () -> new Points(three, two, two, two));
        assertThrows(IllegalArgumentException.class, () -> new Points(two, three, two, two));
        assertThrows(IllegalArgumentException.class, () -> new Points(two, two, three, two));
        assertThrows(IllegalArgumentException.class, () -> new Points(two, two, two, three));
    }

    @Test
    void theEndsOfAllNumbersAreSeenWhereverTheyStand() {
        // A run that diverged makes the upper quantile infinite, one that recovered to the last bit the lower one 0.
        Points points = new Points(new double[] {1, 2}, new double[] {3, 5}, new double[] {0, 0},
            new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY});
        assertEquals(3, points.smallest());
        assertEquals(5, points.greatest());
        Points others = new Points(new double[] {1, 2}, new double[] {3, Double.NaN}, new double[] {2, Double.NaN},
            new double[] {4, Double.NaN});
        assertEquals(2, others.smallest());
        assertEquals(4, others.greatest());
    }
}
