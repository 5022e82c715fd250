package org.neurotron.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Breaks if an elementary function of the samplers is off by more than two units in the last place anywhere in the
 * range that is used, compared with high precision.
 */
class RandomFunctionsTest {

    /** The bound, in units in the last place of the exact value. */
    private static final double ULPS = 2;

    /** Enough for what cancels near a zero of a function, 16 digits, to leave 34. */
    private static final MathContext PRECISION = new MathContext(50);

    private static final BigDecimal PI = BigDecimalMath.pi(PRECISION);

    /** The largest m of the uniform numbers (m + ½)·2⁻⁵². */
    private static final long GREATEST = (1L << 52) - 1;

    private static void assertAccurate(DoubleUnaryOperator function, UnaryOperator<BigDecimal> exact,
                                       DoubleStream points) {
        double[] worst = {0, Double.NaN};
        points.forEach(x -> {
            BigDecimal reference = exact.apply(new BigDecimal(x));
            BigDecimal error = new BigDecimal(function.applyAsDouble(x)).subtract(reference);
            double ulps = Math.abs(error.doubleValue()) / Math.ulp(reference.doubleValue());
            if (!(ulps <= worst[0])) {
                worst[0] = ulps;
                worst[1] = x;
            }
        });
        assertTrue(worst[0] <= ULPS, () -> worst[0] + " ulp at " + worst[1]);
    }

    private static double uniform(long m) {
        return RandomFunctions.openUniform(m << 12);
    }

    private static double symmetric(long m) {
        return RandomFunctions.symmetricUniform(m << 12);
    }

    /** Multiples m near places, all of which exist. */
    private static LongStream around(LongStream places, int reach) {
        return places.flatMap(place -> LongStream.rangeClosed(place - reach, place + reach))
            .filter(m -> m >= 0 && m <= GREATEST);
    }

    /**
     * Random multiples m: 10 000 of even density, and 5 000 whose distance from 0 and as many whose distance from the
     * greatest has an even density of logarithms.
     */
    private static LongStream scattered(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LongStream near = LongStream.generate(() -> random.nextLong() >>> 12 + random.nextInt(52)).limit(5_000);
        LongStream far = LongStream.generate(() -> GREATEST - (random.nextLong() >>> 12 + random.nextInt(52)))
            .limit(5_000);
        return LongStream.concat(LongStream.concat(near, far),
            LongStream.generate(() -> random.nextLong() >>> 12).limit(10_000));
    }

    @Test
    void uniformsAreCentredMultiples() {
        assertEquals(0x1p-53, RandomFunctions.openUniform(0));
        assertEquals(0x1p-53, RandomFunctions.openUniform(0xfff));
        assertEquals(1 - 0x1p-53, RandomFunctions.openUniform(-1));
        assertEquals(0.5 + 0x1p-53, RandomFunctions.openUniform(Long.MIN_VALUE));
        assertEquals(-1 + 0x1p-52, RandomFunctions.symmetricUniform(0));
        assertEquals(1 - 0x1p-52, RandomFunctions.symmetricUniform(-1));
        assertEquals(0x1p-52, RandomFunctions.symmetricUniform(Long.MIN_VALUE));
        assertEquals(-0x1p-52, RandomFunctions.symmetricUniform(Long.MAX_VALUE));
        scattered(1).forEach(m -> {
            assertEquals(m * 0x1p-52 + 0x1p-53, uniform(m));
            // m/2⁵¹ − 1 + 2⁻⁵² = (2m + 1 − 2⁵²)/2⁵², the numerator of which is exact.
            assertEquals((2 * m + 1 - (1L << 52)) * 0x1p-52, symmetric(m));
            assertEquals(-symmetric(m), symmetric(GREATEST - m));
        });
    }

    /** The neighbours of 0, 1, the powers of two, and √½ times these, where the reduced argument changes. */
    @Test
    void logarithmIsAccurate() {
        LongStream places = LongStream.concat(LongStream.of(0, GREATEST), IntStream.rangeClosed(0, 52)
            .mapToLong(e -> 1L << e).flatMap(power -> LongStream.of(power, (long) (power * Math.sqrt(0.5)))));
        LongStream ends = LongStream.concat(LongStream.range(0, 500), LongStream.range(GREATEST - 500, GREATEST));
        assertAccurate(RandomFunctions::log, x -> BigDecimalMath.log(x, PRECISION),
            LongStream.concat(LongStream.concat(around(places, 20), ends), scattered(2))
                .mapToDouble(RandomFunctionsTest::uniform));
    }

    /** The numbers of {@code symmetricUniform}: dense, near ±1, and near 0 down to its smallest. */
    private static DoubleStream arguments(long seed) {
        LongStream places = LongStream.of(0, 1L << 50, 1L << 51, 3L << 50, GREATEST);
        SplittableRandom random = new SplittableRandom(seed);
        LongStream small = LongStream.generate(() -> (1L << 51) + (random.nextLong() >> 12 + random.nextInt(52)))
            .limit(5_000);
        return LongStream.concat(LongStream.concat(around(places, 500), small), scattered(seed))
            .mapToDouble(RandomFunctionsTest::symmetric);
    }

    private static BigDecimal times(BigDecimal t, int divisor) {
        return t.multiply(PI).divide(BigDecimal.valueOf(divisor), PRECISION);
    }

    @Test
    void sineOfAQuarterIsAccurate() {
        assertAccurate(RandomFunctions::sinQuarter, t -> BigDecimalMath.sin(times(t, 4), PRECISION), arguments(3));
        assertEquals(0, RandomFunctions.sinQuarter(0));
    }

    @Test
    void cosineOfAQuarterIsAccurate() {
        assertAccurate(RandomFunctions::cosQuarter, t -> BigDecimalMath.cos(times(t, 4), PRECISION), arguments(4));
        assertEquals(1, RandomFunctions.cosQuarter(0));
    }

    @Test
    void sineOfAHalfIsAccurate() {
        assertAccurate(RandomFunctions::sinHalf, t -> BigDecimalMath.sin(times(t, 2), PRECISION), arguments(5));
        assertEquals(0, RandomFunctions.sinHalf(0));
        assertEquals(1, RandomFunctions.sinHalf(1));
    }

    @Test
    void sinesAreOddAndCosineIsEven() {
        arguments(6).forEach(t -> {
            assertEquals(-RandomFunctions.sinQuarter(t), RandomFunctions.sinQuarter(-t));
            assertEquals(-RandomFunctions.sinHalf(t), RandomFunctions.sinHalf(-t));
            assertEquals(RandomFunctions.cosQuarter(t), RandomFunctions.cosQuarter(-t));
        });
    }

    /** Even density, even density of logarithms from 1e-300 on, and where the reduced argument changes. */
    @Test
    void exponentialIsAccurate() {
        SplittableRandom random = new SplittableRandom(7);
        DoubleStream dense = random.doubles(8_000, 0, RandomFunctions.EXPM1_LIMIT);
        DoubleStream low = random.doubles(6_000, 0, 3);
        DoubleStream tiny = random.doubles(4_000, -300, Math.log10(RandomFunctions.EXPM1_LIMIT))
            .map(exponent -> Math.pow(10, exponent));
        DoubleStream switches = IntStream.range(0, 510).mapToDouble(k -> (k + 0.5) * Math.log(2))
            .flatMap(x -> DoubleStream.of(Math.nextDown(x), x, Math.nextUp(x)));
        DoubleStream ends = DoubleStream.of(1e-300, Double.MIN_NORMAL, RandomFunctions.EXPM1_LIMIT,
            Math.nextDown(RandomFunctions.EXPM1_LIMIT));
        assertAccurate(RandomFunctions::expm1, RandomFunctionsTest::expm1,
            Stream.of(dense, low, tiny, switches, ends).flatMapToDouble(points -> points));
    }

    private static BigDecimal expm1(BigDecimal x) {
        if (x.compareTo(new BigDecimal("1e-4")) > 0) {
            return BigDecimalMath.exp(x.round(PRECISION), PRECISION).subtract(BigDecimal.ONE);
        }
        // Twelve terms of the Taylor series: the next is x¹²/13! < 1e-57 of the result.
        BigDecimal term = x.round(PRECISION);
        BigDecimal sum = term;
        for (int i = 2; i <= 12; i++) {
            term = term.multiply(x, PRECISION).divide(BigDecimal.valueOf(i), PRECISION);
            sum = sum.add(term, PRECISION);
        }
        return sum;
    }

    @Test
    void exponentialEndsAtItsLimit() {
        assertEquals(0.0, RandomFunctions.expm1(0.0));
        double last = RandomFunctions.expm1(RandomFunctions.EXPM1_LIMIT);
        assertTrue(last > 5e153 && last * (last + 2) < Double.MAX_VALUE, () -> "expm1 ends at " + last);
        for (double x : new double[] {Math.nextUp(RandomFunctions.EXPM1_LIMIT), 710, 1e300, Double.POSITIVE_INFINITY}) {
            assertEquals(last, RandomFunctions.expm1(x));
        }
    }
}
