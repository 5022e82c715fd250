package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
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

    private static final double[] NUS =
        {Double.MIN_VALUE, 1e-300, 0.01, 0.05, 0.5, 1, 2.5, 4, 30, 1e6, 1e300, Double.MAX_VALUE};

    /** A transformation of words, and the largest |x| that its numbers reach. */
    private record Law(String name, int wordsPerNumber, double most, Transformation transformation) {

        double[] apply(RandomKernel kernel, long[] words, int offset) {
            int count = words.length / wordsPerNumber;
            double[] x = new double[offset + count + 5];
            Arrays.fill(x, Double.NaN);
            transformation.apply(kernel, count, words, x, offset);
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

    private static final Law UNIFORM = new Law("uniform", 1, 1, (kernel, count, words, x, offset) ->
        kernel.uniform(count, words, -1, 2, x, offset));

    /** √(2·53·ln 2) and 53·ln 2 are the largest radius and the largest exponential number of 52 bits. */
    private static final Law NORMAL = new Law("normal", 1, 8.572, (kernel, count, words, x, offset) ->
        kernel.normal(count, words, 0, 1, x, offset));
    private static final Law LAPLACE = new Law("laplace", 1, 36.74, (kernel, count, words, x, offset) ->
        kernel.laplace(count, words, 0, 1, x, offset));

    private static final Law STUDENT_T4 = new Law("student-t:4", 2, 2.0e8, RandomKernel::studentT4);

    private static Law studentT(double nu) {
        return new Law("general student-t:" + nu, 2, Double.MAX_VALUE, (kernel, count, words, x, offset) ->
            kernel.studentT(count, words, nu, x, offset));
    }

    /** The laws that are symmetric about 0 value for value. */
    static List<Law> symmetricLaws() {
        List<Law> laws = new ArrayList<>(List.of(NORMAL, LAPLACE, STUDENT_T4));
        for (double nu : NUS) {
            laws.add(studentT(nu));
        }
        return laws;
    }

    static List<Law> laws() {
        List<Law> laws = new ArrayList<>(symmetricLaws());
        laws.add(UNIFORM);
        laws.add(new Law("shifted uniform", 1, 15, (kernel, count, words, x, offset) ->
            kernel.uniform(count, words, 3.7, 11.1, x, offset)));
        laws.add(new Law("shifted normal", 1, 27, (kernel, count, words, x, offset) ->
            kernel.normal(count, words, -0.3, 3.1, x, offset)));
        laws.add(new Law("shifted laplace", 1, 115, (kernel, count, words, x, offset) ->
            kernel.laplace(count, words, 0.7, 3.1, x, offset)));
        return laws;
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
            long[] words = randomWords(blocks, blocks * BLOCK * law.wordsPerNumber);
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

    /** All zeros, all ones, a single one, a single zero. */
    private static long[] extremes() {
        return LongStream.concat(LongStream.of(0, -1), LongStream.range(0, 64)
            .flatMap(bit -> LongStream.of(1L << bit, ~(1L << bit)))).toArray();
    }

    /** Blocks in which every extreme word meets every other in the two rows. */
    private static long[] pairsOfExtremes() {
        long[] extremes = extremes();
        int pairs = extremes.length * extremes.length;
        long[] words = new long[(pairs + LANES - 1) / LANES * BLOCK];
        for (int i = 0; i < words.length / 2; i++) {
            int pair = i % pairs;
            int place = i / LANES * BLOCK + i % LANES;
            words[place] = extremes[pair / extremes.length];
            words[place + LANES] = extremes[pair % extremes.length];
        }
        // Whole blocks of numbers are two blocks of words where a number takes two.
        return Arrays.copyOf(words, (words.length + 2 * BLOCK - 1) / (2 * BLOCK) * 2 * BLOCK);
    }

    @ParameterizedTest
    @MethodSource("kernelsAndLaws")
    void extremeWordsGiveFiniteNumbersAndTheSameBits(Kernel kernel, Law law) {
        long[] words = pairsOfExtremes();
        double[] x = law.apply(kernel.random(), words, 0);
        assertArrayEquals(law.apply(PORTABLE, words, 0), x);
        for (int i = 0; i < words.length / law.wordsPerNumber; i++) {
            assertTrue(Math.abs(x[i]) <= law.most, x[i] + " at " + i);
        }
    }

    /** The mirror image of a word: the sign of a Laplace number or of a cosine, and the angle of a sine. */
    @ParameterizedTest
    @MethodSource("symmetricLaws")
    void mirroredWordsGiveTheOppositeNumbers(Law law) {
        for (long[] words : List.of(pairsOfExtremes(), randomWords(3, 1_000 * BLOCK))) {
            long[] mirrored = words.clone();
            for (int i = 0; i < words.length; i++) {
                if (law == LAPLACE) {
                    mirrored[i] ^= 1;
                } else if (i % BLOCK >= LANES) {
                    mirrored[i] ^= -0x1000 | 1;
                }
            }
            double[] x = law.apply(PORTABLE, words, 0);
            double[] opposite = law.apply(PORTABLE, mirrored, 0);
            for (int i = 0; i < words.length / law.wordsPerNumber; i++) {
                assertEquals(-x[i], opposite[i]);
            }
        }
    }

    /** Beside 52 bits for the angle within an eighth of the circle, a word has one that exchanges cosine and sine. */
    @Test
    void secondBitOfTheAngleExchangesThePair() {
        long[] words = randomWords(4, 100 * BLOCK);
        long[] exchanged = words.clone();
        for (int i = 0; i < words.length; i++) {
            exchanged[i] ^= i % BLOCK < LANES ? 0 : 2;
        }
        double[] x = NORMAL.apply(PORTABLE, words, 0);
        double[] y = NORMAL.apply(PORTABLE, exchanged, 0);
        for (int i = 0; i < words.length; i++) {
            assertEquals(x[i], y[i ^ LANES]);
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
        for (double nu : new double[] {0.01, 0.5, 2.5, 4, 1e6, 1e300}) {
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

    /** A new operation must not go without: the operations are found by reflection, the cases by what they call. */
    @Test
    void everyOperationHasACaseHere() {
        Recorder recorder = new Recorder();
        assertPortableWords(recorder);
        assertPortableMasks(recorder);
        for (Law law : laws()) {
            law.apply(recorder, randomWords(6, law.wordsPerNumber * BLOCK), 0);
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
        protected void normalUnchecked(int count, long[] words, double mean, double sigma, double[] x, int offset) {
            called.add("normal");
            PORTABLE.normalUnchecked(count, words, mean, sigma, x, offset);
        }

        @Override
        protected void laplaceUnchecked(int count, long[] words, double mean, double scale, double[] x, int offset) {
            called.add("laplace");
            PORTABLE.laplaceUnchecked(count, words, mean, scale, x, offset);
        }

        @Override
        protected void studentT4Unchecked(int count, long[] words, double[] x, int offset) {
            called.add("studentT4");
            PORTABLE.studentT4Unchecked(count, words, x, offset);
        }

        @Override
        protected void studentTUnchecked(int count, long[] words, double nu, double[] x, int offset) {
            called.add("studentT");
            PORTABLE.studentTUnchecked(count, words, nu, x, offset);
        }
    }
}
