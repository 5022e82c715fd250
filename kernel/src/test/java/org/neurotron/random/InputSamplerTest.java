package org.neurotron.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertNull;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.Arrays;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;

/**
 * Breaks if a parameter has another meaning than the Javadoc says, if a wrong one is accepted, or if the adapter leaves
 * out a number of its sampler.
 */
class InputSamplerTest {

    private static final int COUNT = 1_000;

    private static BlockGenerator generator() {
        return RandomStreams.open(1, 0, Purpose.INPUTS, Kernels.selected().random());
    }

    private static double[] sample(InputSampler sampler) {
        double[] values = new double[COUNT];
        sampler.fill(Matrix.of(values, 1, COUNT));
        return values;
    }

    /**
     * With powers of two nothing is rounded but the shift, and of a number in a rectangle of the ziggurat the product
     * before it; it is below 4·16, so either is off by less than 2⁻⁴⁷.
     */
    @Test
    void numbersAreShiftedAndScaled() {
        double[] normal = sample(InputSampler.normal(generator(), 0, 1));
        assertArrayEquals(Arrays.stream(normal).map(x -> 4 * x).toArray(),
            sample(InputSampler.normal(generator(), 0, 4)));
        assertArrayEquals(Arrays.stream(normal).map(x -> Math.fma(4, x, 1)).toArray(),
            sample(InputSampler.normal(generator(), 1, 4)), 0x1p-46);
        double[] laplace = sample(InputSampler.laplace(generator(), 0, 1));
        assertArrayEquals(Arrays.stream(laplace).map(x -> Math.fma(4, x, -3)).toArray(),
            sample(InputSampler.laplace(generator(), -3, 4)), 0x1p-46);
        double[] uniform = sample(InputSampler.uniform(generator(), 0, 1));
        assertTrue(Arrays.stream(uniform).allMatch(x -> x >= 0 && x < 1 && x * 0x1p52 == Math.rint(x * 0x1p52)));
        assertArrayEquals(Arrays.stream(uniform).map(x -> Math.fma(4, x, -3)).toArray(),
            sample(InputSampler.uniform(generator(), -3, 1)));
    }

    /** The laws by their names are those of the densities, so that an embedder's own density is worth no less. */
    @Test
    void namedLawsAreSymmetricOnes() {
        assertArrayEquals(sample(InputSampler.normal(generator(), 1, 2)),
            sample(InputSampler.symmetric(generator(), SymmetricDensity.normal(), 1, 2)));
        assertArrayEquals(sample(InputSampler.laplace(generator(), 1, 2)),
            sample(InputSampler.symmetric(generator(), SymmetricDensity.laplace(), 1, 2)));
        assertArrayEquals(sample(InputSampler.studentT(generator(), 2.5)),
            sample(InputSampler.symmetric(generator(), SymmetricDensity.studentT(2.5), 0, 1)));
    }

    /** So few degrees of freedom that hardly a number is in the range of double. */
    @Test
    void hugeNumbersComeOutAsTheLargest() {
        for (double nu : new double[] {Double.MIN_VALUE, 1e-300, 1e-6}) {
            double[] x = sample(InputSampler.studentT(generator(), nu));
            assertTrue(Arrays.stream(x).allMatch(value -> Math.abs(value) <= 0x1p500));
            assertTrue(Arrays.stream(x).filter(value -> Math.abs(value) == 0x1p500).count() > 0.99 * COUNT);
        }
    }

    @Test
    void adapterTakesTheNumbersOneByOne() {
        ContinuousSampler reference = ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(1L));
        InputSampler sampler = InputSampler.of(
            ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(1L)));
        double[] values = new double[100];
        Arrays.fill(values, Double.NaN);
        double[] expected = values.clone();
        for (int call = 0; call < 2; call++) {
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 5; j++) {
                    expected[3 + 8 * i + j] = reference.sample();
                }
            }
            sampler.fill(new Matrix(values, 3, 4, 5, 8));
            assertArrayEquals(expected, values);
        }
    }

    @Test
    void wrongArgumentsAreRefused() {
        BlockGenerator generator = generator();
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertRefused("mean", bad, () -> InputSampler.normal(generator, bad, 1));
            assertRefused("mean", bad, () -> InputSampler.laplace(generator, bad, 1));
            assertRefused("low, high", bad + ", 1.0", () -> InputSampler.uniform(generator, bad, 1));
            assertRefused("low, high", "0.0, " + bad, () -> InputSampler.uniform(generator, 0, bad));
        }
        for (double bad : new double[] {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused("sigma", bad, () -> InputSampler.normal(generator, 0, bad));
            assertRefused("scale", bad, () -> InputSampler.laplace(generator, 0, bad));
            assertRefused("degreesOfFreedom", bad, () -> InputSampler.studentT(generator, bad));
        }
        assertRefused("low, high", "1.0, 1.0", () -> InputSampler.uniform(generator, 1, 1));
        assertRefused("low, high", "1.0, 0.0", () -> InputSampler.uniform(generator, 1, 0));
        assertRefused("low, high", -Double.MAX_VALUE + ", " + Double.MAX_VALUE,
            () -> InputSampler.uniform(generator, -Double.MAX_VALUE, Double.MAX_VALUE));
        assertNull("generator", () -> InputSampler.normal(null, 0, 1));
        assertNull("generator", () -> InputSampler.laplace(null, 0, 1));
        assertNull("generator", () -> InputSampler.studentT(null, 4));
        assertNull("generator", () -> InputSampler.uniform(null, 0, 1));
        assertNull("density", () -> InputSampler.symmetric(generator, null, 0, 1));
        assertNull("generator", () -> InputSampler.symmetric(null, SymmetricDensity.normal(), 0, 1));
        assertNull("sampler", () -> InputSampler.of(null));
        assertThrows(NullPointerException.class, () -> InputSampler.normal(generator, 0, 1).fill(null));
    }
}
