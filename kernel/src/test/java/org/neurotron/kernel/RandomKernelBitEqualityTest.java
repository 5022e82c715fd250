package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.InputSampler;

/**
 * Every kernel gives the random numbers of the portable one bit for bit (contract C1), whatever the words, and writes
 * nothing but its result; and a sequence is the same however it is cut into calls of whole blocks. Without this,
 * results would depend on the machine or on the size of a batch.
 */
class RandomKernelBitEqualityTest {

    private static final int LANES = RandomKernel.LANES;
    private static final int BLOCK = RandomKernel.BLOCK;

    private static final RandomKernel PORTABLE = Kernels.portable().random();

    /** A transformation of words into as many numbers. */
    private record Law(String name, Transformation transformation) {

        double[] apply(RandomKernel kernel, long[] words, int offset) {
            double[] x = new double[offset + words.length + 5];
            Arrays.fill(x, Double.NaN);
            transformation.apply(kernel, words.length, words, x, offset);
            return x;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    private interface Transformation {
        void apply(RandomKernel kernel, int count, long[] words, double[] x, int offset);
    }

    static List<Law> laws() {
        return List.of(new Law("uniform", (kernel, count, words, x, offset) ->
            kernel.uniform(count, words, -1, 2, x, offset)),
            new Law("shifted uniform", (kernel, count, words, x, offset) ->
                kernel.uniform(count, words, 3.7, 11.1, x, offset)));
    }

    private static List<Arguments> withKernels(List<?> all) {
        List<Arguments> pairs = new ArrayList<>();
        for (Kernel kernel : Kernels.available()) {
            for (Object each : all) {
                pairs.add(Arguments.of(kernel, each));
            }
        }
        return pairs;
    }

    static List<Arguments> kernelsAndLaws() {
        return withKernels(laws());
    }

    static List<Kernel> kernels() {
        return Kernels.available();
    }

    private static long[] randomWords(long seed, int count) {
        return new SplittableRandom(seed).longs(count).toArray();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void wordsHaveTheBitsOfThePortableKernel(Kernel kernel) {
        assertPortableWords(kernel.random());
    }

    private static void assertPortableWords(RandomKernel kernel) {
        for (int rows = 0; rows <= 70; rows++) {
            long[] state = randomWords(rows, 4 * LANES);
            long[] expectedState = state.clone();
            long[] expected = new long[rows * LANES + 3];
            long[] words = expected.clone();
            PORTABLE.words(expectedState, rows, expected);
            kernel.words(state, rows, words);
            assertArrayEquals(expected, words);
            assertArrayEquals(expectedState, state);
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndLaws")
    void numbersHaveTheBitsOfThePortableKernel(Kernel kernel, Law law) {
        for (int blocks = 1; blocks <= 40; blocks++) {
            long[] words = randomWords(blocks, blocks * BLOCK);
            for (int offset : new int[] {0, 3}) {
                assertArrayEquals(law.apply(PORTABLE, words, offset), law.apply(kernel.random(), words, offset),
                    () -> words.length + " words at " + offset);
            }
        }
        long[] words = randomWords(0, 3_200 * BLOCK);
        assertArrayEquals(law.apply(PORTABLE, words, 1), law.apply(kernel.random(), words, 1));
    }

    /** HotSpot interprets first and compiles in two stages: each law is run often enough to pass through all three. */
    @ParameterizedTest
    @MethodSource("kernelsAndLaws")
    void theBitsStayWhenTheCompilersTakeOver(Kernel kernel, Law law) {
        long[] words = randomWords(5, 2 * BLOCK);
        double[] expected = law.apply(kernel.random(), words, 0);
        for (int i = 0; i < 5_000; i++) {
            assertArrayEquals(expected, law.apply(kernel.random(), words, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void masksHaveTheBitsOfThePortableKernel(Kernel kernel) {
        assertPortableMasks(kernel.random());
    }

    private static void assertPortableMasks(RandomKernel kernel) {
        for (int count = BLOCK; count <= 40 * BLOCK; count += BLOCK) {
            SplittableRandom random = new SplittableRandom(count);
            long[] words = random.longs(count).toArray();
            double[] probabilities = random.doubles(count).toArray();
            for (int i = 0; i < count; i += 3) {
                // Where word and probability agree, and one step to either side.
                double u = (words[i] >>> 12) * 0x1p-52;
                probabilities[i] = switch (i / 3 % 5) {
                    case 0 -> u;
                    case 1 -> Math.nextUp(u);
                    case 2 -> Math.max(0, Math.nextDown(u));
                    case 3 -> 0;
                    default -> 1;
                };
            }
            double[] expected = new double[count + 3];
            double[] mask = expected.clone();
            PORTABLE.bernoulli(count, words, probabilities, expected);
            kernel.bernoulli(count, words, probabilities, mask);
            assertArrayEquals(expected, mask);
            for (int i = 0; i < count; i++) {
                assertEquals((words[i] >>> 12) * 0x1p-52 < probabilities[i] ? 1.0 : 0.0, mask[i]);
            }
        }
    }

    /** A sampler over a generator, from a fixed seed. */
    private record Sampler(String name, Function<BlockGenerator, InputSampler> of) {

        InputSampler start(Kernel kernel) {
            return of.apply(new BlockGenerator(new long[] {1, 2, 3, 4}, kernel.random()));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Arguments> kernelsAndSamplers() {
        List<Sampler> samplers = new ArrayList<>(List.of(
            new Sampler("uniform", generator -> InputSampler.uniform(generator, -1, 1)),
            new Sampler("normal", generator -> InputSampler.normal(generator, 0.5, 3)),
            new Sampler("laplace", generator -> InputSampler.laplace(generator, -0.5, 2))));
        for (double nu : new double[] {1e-300, 0.5, 2.5, 4, 1e6, 1e300}) {
            samplers.add(new Sampler("student-t:" + nu, generator -> InputSampler.studentT(generator, nu)));
        }
        return withKernels(samplers);
    }

    /** A row of numbers, drawn at once. */
    private static double[] sequence(InputSampler sampler, int count) {
        double[] values = new double[count];
        sampler.fill(Matrix.of(values, 1, count));
        return values;
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSamplers")
    void fillsHaveTheBitsOfThePortableKernel(Kernel kernel, Sampler sampler) {
        double[] expected = sequence(sampler.start(Kernels.portable()), 100_000);
        InputSampler portable = sampler.start(Kernels.portable());
        InputSampler all = sampler.start(kernel);
        for (int count = 1; count <= 200; count++) {
            assertArrayEquals(Arrays.copyOf(expected, count), sequence(sampler.start(kernel), count));
            // The same sampler goes on as well, so that each call starts where the one before it ended.
            assertArrayEquals(sequence(portable, count), sequence(all, count));
        }
        for (int count : new int[] {511, 512, 513, 1_024, 1_600, 10_007, 100_000}) {
            assertArrayEquals(Arrays.copyOf(expected, count), sequence(sampler.start(kernel), count));
        }
    }

    /** Rows of every length, dense and padded, and one of them large. */
    @ParameterizedTest
    @MethodSource("kernelsAndSamplers")
    void fillsWriteTheSequenceRowByRowAndNothingElse(Kernel kernel, Sampler sampler) {
        double[] sequence = sequence(sampler.start(Kernels.portable()), 10_200);
        for (int columns = 1; columns <= 200; columns++) {
            assertFills(sampler.start(kernel), sequence, 1 + 200 / columns, columns, columns + 8 - columns % 8);
            assertFills(sampler.start(kernel), sequence, 3, columns, columns);
        }
        assertFills(sampler.start(kernel), sequence, 100, 100, 104);
        assertFills(sampler.start(kernel), sequence, 100, 100, 100);
        assertFills(sampler.start(kernel), sequence, 7, 1_033, 1_040);
        assertFills(sampler.start(kernel), sequence, 10_000, 1, 2);
        assertFills(sampler.start(kernel), sequence, 1, 10_007, 10_008);
    }

    private static void assertFills(InputSampler sampler, double[] sequence, int rows, int columns, int leading) {
        int offset = 3;
        double[] expected = new double[offset + rows * leading + 7];
        Arrays.fill(expected, Double.NaN);
        double[] values = expected.clone();
        for (int i = 0; i < rows; i++) {
            System.arraycopy(sequence, i * columns, expected, offset + i * leading, columns);
        }
        sampler.fill(new Matrix(values, offset, rows, columns, leading));
        assertArrayEquals(expected, values, () -> rows + " x " + columns + ", rows " + leading + " apart");
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSamplers")
    void sequenceIsTheSameHoweverItIsCutAtBlocks(Kernel kernel, Sampler sampler) {
        int count = 2_000 * BLOCK;
        double[] expected = sequence(sampler.start(Kernels.portable()), count);
        SplittableRandom random = new SplittableRandom(9);
        for (int attempt = 0; attempt < 5; attempt++) {
            InputSampler cut = sampler.start(kernel);
            double[] values = new double[count];
            for (int done = 0; done < count; ) {
                int blocks = Math.min((count - done) / BLOCK, 1 + random.nextInt(attempt == 0 ? 1 : 100));
                // The call takes whole blocks in all, as one row or as several rows that are not.
                int rows = random.nextBoolean() ? 1 : BLOCK;
                cut.fill(new Matrix(values, done, rows, blocks * BLOCK / rows, blocks * BLOCK / rows));
                done += blocks * BLOCK;
            }
            assertArrayEquals(expected, values);
        }
    }

    /** Tables of every length, with widths for all, some and no words. */
    @ParameterizedTest
    @MethodSource("kernels")
    void zigguratsHaveTheBitsOfThePortableKernel(Kernel kernel) {
        assertPortableZiggurats(kernel.random());
    }

    private static void assertPortableZiggurats(RandomKernel kernel) {
        for (int bits = 0; bits <= 12; bits++) {
            int length = 1 << bits;
            double[] table = new SplittableRandom(bits).doubles(length).map(width -> width * 0x1p-52).toArray();
            for (int widths : new int[] {0, length / 2, Math.max(0, length - 3), length}) {
                for (int blocks = 1; blocks <= 9; blocks += 4) {
                    long[] words = randomWords(widths, blocks * BLOCK);
                    words[0] = 0;
                    words[1] = -1;
                    words[2] = Long.MIN_VALUE;
                    words[3] = Long.MAX_VALUE;
                    double[] expected = new double[words.length + 4];
                    double[] x = expected.clone();
                    int[] expectedMisses = new int[words.length];
                    int[] misses = expectedMisses.clone();
                    double mean = widths % 2;
                    int count = PORTABLE.ziggurat(words.length, words, table, widths, mean, expectedMisses, expected,
                        3);
                    assertEquals(count, kernel.ziggurat(words.length, words, table, widths, mean, misses, x, 3));
                    assertArrayEquals(Arrays.copyOf(expectedMisses, count), Arrays.copyOf(misses, count));
                    int found = 0;
                    for (int i = 0; i < words.length; i++) {
                        if ((words[i] & length - 1) >= widths) {
                            assertEquals(i, misses[found++]);
                        } else {
                            double t = Math.floorDiv(words[i], 0x1000) * 2.0 + 1;
                            assertEquals(Math.fma(t, table[(int) words[i] & length - 1], mean), x[3 + i]);
                            assertEquals(expected[3 + i], x[3 + i]);
                        }
                    }
                    assertEquals(found, count);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void theBitsOfAZigguratStayWhenTheCompilersTakeOver(Kernel kernel) {
        long[] words = randomWords(5, 4 * BLOCK);
        double[] table = new SplittableRandom(1).doubles(64).toArray();
        double[] expected = new double[words.length];
        PORTABLE.ziggurat(words.length, words, table, 60, 0, new int[words.length], expected, 0);
        int[] missed = new int[words.length];
        double[] x = new double[words.length];
        for (int i = 0; i < 5_000; i++) {
            int misses = kernel.random().ziggurat(words.length, words, table, 60, 0, missed, x, 0);
            for (int j = 0; j < misses; j++) {
                x[missed[j]] = expected[missed[j]];
            }
            assertArrayEquals(expected, x);
        }
    }

    /** A new operation must not go without: the operations are found by reflection, the cases by what they call. */
    @Test
    void everyOperationHasACaseHere() {
        Recorder recorder = new Recorder();
        assertPortableWords(recorder);
        assertPortableMasks(recorder);
        assertPortableZiggurats(recorder);
        for (Law law : laws()) {
            law.apply(recorder, randomWords(6, BLOCK), 0);
        }
        assertEquals(OperationCoverageTest.operations(RandomKernel.class).stream().map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new)), recorder.called);
    }

    /** The portable kernel, and the names of the operations that it was asked for. */
    private static final class Recorder extends RandomKernel {

        private final Set<String> called = new TreeSet<>();

        @Override
        protected void wordsUnchecked(long[] state, int rows, long[] words) {
            called.add("words");
            PORTABLE.wordsUnchecked(state, rows, words);
        }

        @Override
        protected void uniformUnchecked(int count, long[] words, double low, double width, double[] x, int offset) {
            called.add("uniform");
            PORTABLE.uniformUnchecked(count, words, low, width, x, offset);
        }

        @Override
        protected void bernoulliUnchecked(int count, long[] words, double[] probabilities, double[] mask) {
            called.add("bernoulli");
            PORTABLE.bernoulliUnchecked(count, words, probabilities, mask);
        }

        @Override
        protected int zigguratUnchecked(int count, long[] words, double[] table, int widths, double mean,
                                        int[] missed, double[] x, int offset) {
            called.add("ziggurat");
            return PORTABLE.zigguratUnchecked(count, words, table, widths, mean, missed, x, offset);
        }
    }
}
