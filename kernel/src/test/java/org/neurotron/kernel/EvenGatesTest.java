package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The closed form for equal outer weights is the sum over the gates c = −k/2, …, −1, 1, …, k/2 that the general
 * operation takes one by one. Without this, the network of Definition 1 would be another one near the kinks of its
 * gates, where the closed form decides how many are active.
 */
class EvenGatesTest {

    private static final double UNIT_ROUNDOFF = 0x1p-53;

    private static final int[] WIDTHS = {2, 4, 10, 100, 1000};

    private static final double[] LEAKS = {0, 0.1, 0.99};

    /** Slopes of few bits, so that n s is exact: p can lie on a boundary, and its neighbours on either side of it. */
    private static final double[] SHORT_SLOPES = {1, -1, 3, -0.75, 0x1.4p-900, -0x1.8p1000, 3 * Double.MIN_VALUE};

    /** p and s of some samples. */
    private record Samples(double[] p, double[] s) {

        int count() {
            return p.length;
        }

        Matrix preactivations() {
            double[] both = Arrays.copyOf(p, 2 * p.length);
            System.arraycopy(s, 0, both, p.length, s.length);
            return Matrix.of(both, 2, p.length);
        }

        /** p + c s without rounding. */
        List<BigDecimal> exactGates(int j, int k) {
            BigDecimal exactP = new BigDecimal(p[j]);
            BigDecimal exactS = new BigDecimal(s[j]);
            return Arrays.stream(coefficients(k)).mapToObj(c -> new BigDecimal(c).multiply(exactS).add(exactP))
                .toList();
        }

        String describe(int j) {
            return "p = " + p[j] + ", s = " + s[j];
        }
    }

    /** For each slope, p on every boundary between numbers of active gates, beyond the last, and ±1 ulp beside it. */
    private static Samples boundaries(int k, double... slopes) {
        List<double[]> samples = new ArrayList<>();
        for (double s : slopes) {
            for (int n = -k / 2 - 2; n <= k / 2 + 2; n++) {
                double p = n * s;
                for (double beside : new double[] {Math.nextDown(p), p, Math.nextUp(p)}) {
                    samples.add(new double[] {beside, s});
                }
            }
        }
        return new Samples(samples.stream().mapToDouble(sample -> sample[0]).toArray(),
            samples.stream().mapToDouble(sample -> sample[1]).toArray());
    }

    /** Slopes of all 53 bits: boundaries lie between numbers. */
    private static double[] longSlopes() {
        return new SplittableRandom(5).doubles(6, -2, 2).toArray();
    }

    static List<Arguments> kernelsAndWidths() {
        List<Arguments> all = new ArrayList<>();
        for (Kernel kernel : Kernels.available()) {
            for (int k : WIDTHS) {
                all.add(Arguments.of(kernel, k));
            }
        }
        return all;
    }

    static IntStream widths() {
        return Arrays.stream(WIDTHS);
    }

    static List<Kernel> kernels() {
        return Kernels.available();
    }

    private static double[] coefficients(int k) {
        return IntStream.rangeClosed(-k / 2, k / 2).filter(c -> c != 0).asDoubleStream().toArray();
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] closedForm(Kernel kernel, Samples samples, int k, double leak, double scale) {
        double[] f = new double[samples.count()];
        kernel.affineGates(samples.preactivations(), k, leak, scale, f, 0);
        return f;
    }

    private static double[] general(Samples samples, int k, double leak, double q, double scale) {
        double[] f = new double[samples.count()];
        Kernels.portable().affineGates(samples.preactivations(), coefficients(k), filled(k, q), leak, scale, f, 0);
        return f;
    }

    /** Both rows, for residuals of 1. */
    private static double[] closedFormWeights(Kernel kernel, Samples samples, int k, double leak, double scale) {
        double[] d = new double[2 * samples.count()];
        kernel.affineGateWeights(samples.preactivations(), k, leak, scale, filled(samples.count(), 1), 0,
            Matrix.of(d, 2, samples.count()));
        return d;
    }

    private static double[] generalWeights(Samples samples, int k, double leak, double q, double scale) {
        double[] d = new double[2 * samples.count()];
        Kernels.portable().affineGateWeights(samples.preactivations(), coefficients(k), filled(k, q), leak, scale,
            filled(samples.count(), 1), 0, Matrix.of(d, 2, samples.count()));
        return d;
    }

    /** Equal as numbers: a sum over gates that vanishes is +0, a closed form may be −0. */
    private static void assertSameNumbers(double[] expected, double[] actual, Samples samples, String what) {
        for (int j = 0; j < expected.length; j++) {
            if (expected[j] != actual[j]) {
                assertEquals(expected[j], actual[j], what + ", " + samples.describe(j % samples.count()));
            }
        }
    }

    // Which gates are active.

    /**
     * Without leak the weights are the number of active gates and the sum of their coefficients, whole numbers. Where
     * n s is exact, τ is n on the boundary alone: the neighbours of n s differ from it by more than 2⁻⁵³ n s (below a
     * power of two by 2⁻⁵³ n s), and from n to halfway to its neighbours it is at most 2⁻⁵³ n (below a power of two
     * 2⁻⁵⁴ n). So every decision must be the exact one, as in the general operation, where the sign of p + c s survives
     * the rounding.
     */
    @ParameterizedTest
    @MethodSource("kernelsAndWidths")
    void onAndBesideEveryBoundaryTheActiveGatesAreThoseOfTheGeneralOperation(Kernel kernel, int k) {
        Samples samples = boundaries(k, SHORT_SLOPES);
        assertSameNumbers(generalWeights(samples, k, 0, 1, 1), closedFormWeights(kernel, samples, k, 0, 1), samples,
            "k = " + k);
    }

    /**
     * Elsewhere the rounding of τ may take it to the boundary, where the gate is closed. That happens to z = p + c s
     * with 0 &lt; z ≤ 2⁻⁵³ |p| alone; no gate may be open that is closed in exact arithmetic.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 10, 100})
    void roundingClosesAGateAtItsKinkAndOpensNone(int k) {
        Samples samples = boundaries(k, longSlopes());
        int b = samples.count();
        int[] surelyOpen = new int[b];
        int[] open = new int[b];
        for (int j = 0; j < b; j++) {
            BigDecimal near = new BigDecimal(samples.p[j]).abs().multiply(new BigDecimal(UNIT_ROUNDOFF));
            for (BigDecimal z : samples.exactGates(j, k)) {
                surelyOpen[j] += z.compareTo(near) > 0 ? 1 : 0;
                open[j] += z.signum() > 0 ? 1 : 0;
            }
        }
        double[] c = coefficients(k);
        for (Kernel kernel : Kernels.available()) {
            double[] d = closedFormWeights(kernel, samples, k, 0, 1);
            for (int j = 0; j < b; j++) {
                String what = kernel + ", " + samples.describe(j) + ": " + d[j] + " active gates";
                assertTrue(surelyOpen[j] <= d[j] && d[j] <= open[j], what);
                // The active gates are the last ones where s > 0, the first where s < 0.
                double sum = Arrays.stream(c).skip(k - (int) d[j]).sum();
                assertTrue(Math.signum(samples.s[j]) * sum == d[b + j], what);
            }
        }
    }

    // Their sums.

    /**
     * Let u = 2⁻⁵³ and G = k|p| + (k/2)(k/2 + 1)|s| ≥ Σ|p + c s|. The closed form meets the roundings of C|s|, twice,
     * where 2C|s| ≤ G; of the sums over active and inactive gates, G together; of their sum and of the product with the
     * scale: 4uG. A gate that is closed too early is off by u|p| ≤ ½uG. 5u leaves the rest for u².
     */
    private static double bound(Samples samples, int j, int k, double scale) {
        return 5 * UNIT_ROUNDOFF * scale * magnitude(samples, j, k);
    }

    private static double magnitude(Samples samples, int j, int k) {
        return k * Math.abs(samples.p[j]) + k / 2 * (k / 2 + 1.0) * Math.abs(samples.s[j]);
    }

    @ParameterizedTest
    @MethodSource("widths")
    void theSumIsExactToRounding(int k) {
        Samples all = boundaries(k, 1.5, longSlopes()[0], longSlopes()[1]);
        // Of many a sample, for exact arithmetic is slow; the steps, 1, 4 and 31, take all sides of boundaries in turn.
        int step = 1 + all.count() / 300;
        int[] some = IntStream.range(0, all.count()).filter(j -> j % step == 0).toArray();
        Samples samples = new Samples(Arrays.stream(some).mapToDouble(j -> all.p[j]).toArray(),
            Arrays.stream(some).mapToDouble(j -> all.s[j]).toArray());
        BigDecimal[] active = new BigDecimal[samples.count()];
        BigDecimal[] inactive = new BigDecimal[samples.count()];
        for (int j = 0; j < active.length; j++) {
            List<BigDecimal> gates = samples.exactGates(j, k);
            active[j] = gates.stream().filter(z -> z.signum() > 0).reduce(BigDecimal.ZERO, BigDecimal::add);
            inactive[j] = gates.stream().filter(z -> z.signum() <= 0).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
        double scale = 1.0 / k;
        for (Kernel kernel : Kernels.available()) {
            for (double leak : LEAKS) {
                double[] f = closedForm(kernel, samples, k, leak, scale);
                for (int j = 0; j < f.length; j++) {
                    BigDecimal exact = inactive[j].multiply(new BigDecimal(leak)).add(active[j])
                        .multiply(new BigDecimal(scale));
                    double error = exact.subtract(new BigDecimal(f[j])).abs().doubleValue();
                    assertTrue(error <= bound(samples, j, k, scale),
                        kernel + ", leak " + leak + ", " + samples.describe(j) + ": off by " + error);
                }
            }
        }
    }

    /**
     * The general operation rounds each p + c s, its product with the leak, each of the k sums and the product with the
     * scale: (k + 3)uG. Its weights, whole numbers times 1 or the leak, round each of the k sums: k·u·k for the number
     * of gates, k·u·(k/2)(k/2 + 1) for their coefficients; 3u of either is for the closed form.
     */
    @ParameterizedTest
    @MethodSource("kernelsAndWidths")
    void bothOperationsAgreeToRounding(Kernel kernel, int k) {
        Samples boundaries = boundaries(k, 1, -0.75, 3);
        Samples others = boundaries(k, longSlopes());
        for (double leak : LEAKS) {
            double[] expectedWeights = generalWeights(boundaries, k, leak, 1, 1);
            double[] weights = closedFormWeights(kernel, boundaries, k, leak, 1);
            for (int j = 0; j < weights.length; j++) {
                double gates = j < boundaries.count() ? k : k / 2 * (k / 2 + 1.0);
                assertNear(expectedWeights[j], weights[j], (k + 3) * UNIT_ROUNDOFF * gates, boundaries,
                    j % boundaries.count());
            }
            for (Samples samples : List.of(boundaries, others)) {
                double[] expected = general(samples, k, leak, 1, 1);
                double[] actual = closedForm(kernel, samples, k, leak, 1);
                for (int j = 0; j < samples.count(); j++) {
                    double bound = (k + 4) * UNIT_ROUNDOFF * magnitude(samples, j, k) + bound(samples, j, k, 1);
                    assertNear(expected[j], actual[j], bound, samples, j);
                }
            }
        }
    }

    private static void assertNear(double expected, double actual, double bound, Samples samples, int j) {
        if (!(Math.abs(expected - actual) <= bound)) {
            assertEquals(expected, actual, Math.max(bound, Double.MIN_VALUE), samples.describe(j));
        }
    }

    /** Small whole numbers, leaks and scales of few bits: nothing is rounded, so nothing may differ. */
    @ParameterizedTest
    @MethodSource("kernelsAndWidths")
    void whereNothingIsRoundedBothOperationsAreEqual(Kernel kernel, int k) {
        List<double[]> pairs = new ArrayList<>();
        for (int s = -3; s <= 3; s++) {
            for (int p = -2 * k - 5; p <= 2 * k + 5; p++) {
                pairs.add(new double[] {p, s});
            }
        }
        Samples samples = new Samples(pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
            pairs.stream().mapToDouble(pair -> pair[1]).toArray());
        for (double leak : new double[] {0, 0.25, 0.5}) {
            // The outer weight is in the scale.
            assertSameNumbers(general(samples, k, leak, 3, 0.5), closedForm(kernel, samples, k, leak, 1.5), samples,
                "k = " + k + ", leak " + leak);
            assertSameNumbers(generalWeights(samples, k, leak, 3, 0.5),
                closedFormWeights(kernel, samples, k, leak, 1.5), samples, "k = " + k + ", leak " + leak);
        }
    }

    // Slopes of zero, for which there is no τ or an infinite one.

    @ParameterizedTest
    @MethodSource("kernelsAndWidths")
    void withoutASlopeAllGatesAreOpenOrAllClosed(Kernel kernel, int k) {
        for (double leak : LEAKS) {
            for (double zero : new double[] {0.0, -0.0}) {
                assertAll(kernel, k, leak, 1.5, zero, 1.5 * k, k);
                assertAll(kernel, k, leak, Double.MIN_VALUE, zero, k * Double.MIN_VALUE, k);
                assertAll(kernel, k, leak, -1.5, zero, leak * (-1.5 * k), leak * k);
                // The derivative is 1 where z > 0: here it is not.
                assertAll(kernel, k, leak, 0.0, zero, 0, leak * k);
                assertAll(kernel, k, leak, -0.0, zero, 0, leak * k);
            }
        }
    }

    /** f and d_0 of the same sample in every lane and behind the last vector; d_1 is 0. */
    private static void assertAll(Kernel kernel, int k, double leak, double p, double s, double f, double d) {
        Samples samples = new Samples(filled(11, p), filled(11, s));
        double[] weights = filled(22, d);
        Arrays.fill(weights, 11, 22, 0);
        String what = "k = " + k + ", leak " + leak;
        assertSameNumbers(filled(11, f), closedForm(kernel, samples, k, leak, 1), samples, what);
        assertSameNumbers(weights, closedFormWeights(kernel, samples, k, leak, 1), samples, what);
    }

    // Numbers of other kinds.

    private static final double[] KINDS = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0, 1, -1, 2.5, -2.5, Double.MIN_VALUE,
        -Double.MIN_VALUE, 0x1p-1022, -3e-309, 1e300, -1e300, Double.MAX_VALUE, -Double.MAX_VALUE,
    };

    private static Samples everyKindWithEvery() {
        int kinds = KINDS.length;
        return new Samples(IntStream.range(0, kinds * kinds).mapToDouble(j -> KINDS[j / kinds]).toArray(),
            IntStream.range(0, kinds * kinds).mapToDouble(j -> KINDS[j % kinds]).toArray());
    }

    /** Contract C4: an infinity or NaN must not come out as a number. */
    @ParameterizedTest
    @MethodSource("kernelsAndWidths")
    void badNumbersAreNotSilent(Kernel kernel, int k) {
        Samples samples = everyKindWithEvery();
        for (double leak : LEAKS) {
            double[] f = closedForm(kernel, samples, k, leak, 1);
            for (int j = 0; j < f.length; j++) {
                assertEquals(KernelReferenceTest.evenGates(samples.p[j], samples.s[j], k, leak), f[j],
                    samples.describe(j));
                if (!Double.isFinite(samples.p[j]) || !Double.isFinite(samples.s[j])) {
                    assertFalse(Double.isFinite(f[j]), samples.describe(j));
                }
            }
        }
    }

    /** Up to the widest family there is, where the coefficients' sum is no longer exact. */
    @ParameterizedTest
    @MethodSource("kernels")
    void everyKernelGivesTheBitsOfThePortableOne(Kernel kernel) {
        for (int k : new int[] {2, 10, 1000, 200_000_000, Integer.MAX_VALUE - 1}) {
            for (Samples samples : List.of(everyKindWithEvery(), boundaries(10, SHORT_SLOPES),
                boundaries(100, longSlopes()), farBoundaries(k))) {
                for (double leak : LEAKS) {
                    assertArrayEquals(closedForm(Kernels.portable(), samples, k, leak, 0.3),
                        closedForm(kernel, samples, k, leak, 0.3), "k = " + k);
                    assertArrayEquals(closedFormWeights(Kernels.portable(), samples, k, leak, 0.3),
                        closedFormWeights(kernel, samples, k, leak, 0.3), "k = " + k);
                }
            }
        }
    }

    /** The last gates of a wide family, at both ends. */
    private static Samples farBoundaries(int k) {
        double[] p = new double[60];
        for (int i = 0; i < p.length; i++) {
            double boundary = k / 2 + 2 - i / 6;
            p[i] = (i % 2 == 0 ? 1 : -1) * (boundary + (i / 2 % 3 - 1) * Math.ulp(boundary));
        }
        return new Samples(p, filled(p.length, 1));
    }
}
