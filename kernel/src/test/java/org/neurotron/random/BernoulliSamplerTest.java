package org.neurotron.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertNull;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.kernel.ConstantWords;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.RandomKernel;

/**
 * Breaks if an event happens more or less often than its probability says, if what is impossible or certain is not, or
 * if the events of a call depend on anything but their own words.
 */
class BernoulliSamplerTest {

    /** Events of a call, and of a test of frequencies. */
    private static final int LENGTH = 1_000;
    private static final int COUNT = 1_000_000;

    private static BlockGenerator generator(Kernel kernel) {
        return RandomStreams.open(1, 0, Purpose.ATTACK, kernel.random());
    }

    private static double[] filled(double value) {
        double[] values = new double[BlockGenerator.wholeBlocks(LENGTH)];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void impossibleNeverAndCertainAlwaysHappens() {
        for (Kernel kernel : Kernels.available()) {
            BernoulliSampler sampler = new BernoulliSampler(generator(kernel), LENGTH);
            double[] mask = filled(Double.NaN);
            for (int call = 0; call < COUNT / LENGTH; call++) {
                sampler.draw(LENGTH, filled(0), mask);
                assertArrayEquals(filled(0), mask);
                sampler.draw(LENGTH, filled(-0.0), mask);
                assertArrayEquals(filled(0), mask);
                sampler.draw(LENGTH, filled(1), mask);
                assertArrayEquals(filled(1), mask);
            }
        }
    }

    /** The least and the greatest word, which a stream gives once in 2⁵² times. */
    @Test
    void extremeWordsDecideAsTheirNumbersSay() {
        for (Kernel kernel : Kernels.available()) {
            for (long low = 0; low <= 0xfff; low += 0xfff) {
                assertEquals(0, decision(kernel, low, 0));
                assertEquals(1, decision(kernel, low, Double.MIN_VALUE));
                assertEquals(1, decision(kernel, low, 0x1p-52));
                assertEquals(1, decision(kernel, low, 1));
                long high = -0x1000 | low;
                assertEquals(0, decision(kernel, high, 0));
                assertEquals(0, decision(kernel, high, 1 - 0x1p-52));
                assertEquals(1, decision(kernel, high, 1 - 0x1p-53));
                assertEquals(1, decision(kernel, high, 1));
                long half = Long.MIN_VALUE | low;
                assertEquals(0, decision(kernel, half, 0.5));
                assertEquals(1, decision(kernel, half, Math.nextUp(0.5)));
                assertEquals(1, decision(kernel, half - 0x1000, 0.5));
            }
        }
    }

    private static double decision(Kernel kernel, long word, double probability) {
        RandomKernel words = new ConstantWords(word, kernel.random());
        double[] mask = new double[BlockGenerator.BLOCK];
        new BernoulliSampler(new BlockGenerator(new long[] {1, 2, 3, 4}, words), 1)
            .draw(1, filled(probability), mask);
        return mask[0];
    }

    /**
     * The share of events among N = 10⁶ is off by more than ε with a probability of at most
     * 2·exp(−Nε²/(2p(1 − p) + 2ε/3)) (Bernstein); ε makes that 1e-9 for each p.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 0.005, 0.05, 0.25, 0.5, 0.9, 0.9999})
    void frequencyIsTheProbability(double p) {
        BernoulliSampler sampler = new BernoulliSampler(generator(Kernels.selected()), LENGTH);
        double[] mask = new double[BlockGenerator.wholeBlocks(LENGTH)];
        double events = 0;
        for (int call = 0; call < COUNT / LENGTH; call++) {
            sampler.draw(LENGTH, filled(p), mask);
            events += Arrays.stream(mask, 0, LENGTH).sum();
        }
        double a = Math.log(2 / 1e-9) / COUNT;
        double epsilon = a / 3 + Math.sqrt(a * a / 9 + 2 * a * p * (1 - p));
        assertEquals(p, events / COUNT, epsilon);
    }

    /** Each event by its own probability, from its own word. */
    @Test
    void eventsAreThoseOfTheirWords() {
        for (Kernel kernel : Kernels.available()) {
            for (int count : new int[] {1, 7, 31, 32, 33, 64, 999, 1_000}) {
                BlockGenerator words = generator(kernel);
                BernoulliSampler sampler = new BernoulliSampler(generator(kernel), LENGTH);
                double[] probabilities = filled(0);
                Arrays.setAll(probabilities, i -> (i % 101) / 100.0);
                for (int call = 0; call < 3; call++) {
                    int whole = BlockGenerator.wholeBlocks(count);
                    long[] block = new long[whole];
                    words.nextBlocks(whole, block);
                    double[] mask = filled(Double.NaN);
                    sampler.draw(count, probabilities, mask);
                    for (int i = 0; i < count; i++) {
                        assertEquals((block[i] >>> 12) * 0x1p-52 < probabilities[i] ? 1.0 : 0.0, mask[i]);
                    }
                }
            }
        }
    }

    @Test
    void wholeBlocksAreTheNextMultipleOf32() {
        assertEquals(32, BlockGenerator.wholeBlocks(1));
        assertEquals(32, BlockGenerator.wholeBlocks(32));
        assertEquals(64, BlockGenerator.wholeBlocks(33));
        assertEquals(1_024, BlockGenerator.wholeBlocks(1_000));
        assertThrows(ArithmeticException.class, () -> BlockGenerator.wholeBlocks(Integer.MAX_VALUE));
    }

    @Test
    void wrongArgumentsAreRefused() {
        BlockGenerator generator = generator(Kernels.portable());
        assertNull("generator", () -> new BernoulliSampler(null, 1));
        assertRefused("most", 0, () -> new BernoulliSampler(generator, 0));
        assertRefused("most", -1, () -> new BernoulliSampler(generator, -1));
        BernoulliSampler sampler = new BernoulliSampler(generator, 40);
        double[] values = new double[64];
        long[] before = generator.save();
        assertRefused("count", 0, () -> sampler.draw(0, values, values.clone()));
        assertRefused("count", -1, () -> sampler.draw(-1, values, values.clone()));
        assertRefused("count", 65, () -> sampler.draw(65, new double[96], new double[96]));
        assertNull("probabilities", () -> sampler.draw(40, null, values));
        assertNull("mask", () -> sampler.draw(40, values, null));
        String message = assertThrows(IllegalArgumentException.class,
            () -> sampler.draw(33, new double[63], values)).getMessage();
        assertTrue(message.startsWith("probabilities "), message);
        message = assertThrows(IllegalArgumentException.class,
            () -> sampler.draw(33, values, new double[63])).getMessage();
        assertTrue(message.startsWith("mask "), message);
        assertArrayEquals(before, generator.save(), "what was refused changed the generator");
    }
}
