package org.neurotron.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.kernel.ConstantWords;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.Evaluator;
import org.neurotron.network.Network;
import org.neurotron.network.SensingSampling;
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.InputDistribution;
import org.neurotron.random.InputSampler;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;

/**
 * Breaks if a label is poisoned that should not be, or by another amount than the attack says, or if the attack has an
 * influence on the inputs or on which samples are attacked.
 */
class PoisoningOracleTest {

    private static final int N = 5;
    private static final int R = 3;

    /** Odd, so that alternation must start again with every batch. */
    private static final int B = 7;

    private static final double[] TEACHER = {0.5, -1.25, 2};
    private static final double[] ADVERSARY = {-1, 0.75, 0.125};

    /** A teacher that labels everything 0, so that the labels are the distortions themselves. */
    private static final double[] ZERO = new double[R];

    private static final AttackProbability NEVER = AttackProbability.constant(0);
    private static final AttackProbability ALWAYS = AttackProbability.constant(1);

    private static final Kernel KERNEL = Kernels.selected();
    private static final Network NETWORK = network();

    private static Network network() {
        ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(
            RandomStreams.open(1, 0, Purpose.PROBLEM, KERNEL.random()));
        SensingSampling sampling = new SensingSampling.Gaussian();
        Matrix m = sampling.draw(R, N, gaussian::sample);
        Matrix c = sampling.draw(R, N, gaussian::sample);
        return new Network(new AffineFamily(m, c, 4), 0.1);
    }

    /** What came in a number of batches, one after the other: inputs, labels, and the outputs of the two filters. */
    private record Drawn(double[] inputs, double[] labels, double[] truth, double[] adversary) {

        int size() {
            return labels.length;
        }

        double firstCoordinate(int j) {
            return inputs[j * N];
        }

        boolean attacked(int j) {
            return labels[j] != truth[j];
        }

        boolean[] attacks() {
            boolean[] attacks = new boolean[size()];
            for (int j = 0; j < attacks.length; j++) {
                attacks[j] = attacked(j);
            }
            return attacks;
        }
    }

    private static InputSampler inputs() {
        return new InputDistribution.Normal(1).sampler(RandomStreams.open(1, 0, Purpose.INPUTS, KERNEL.random()));
    }

    private static BlockGenerator attackStream() {
        return RandomStreams.open(1, 0, Purpose.ATTACK, KERNEL.random());
    }

    private static PoisoningOracle oracle(double[] teacher, AttackProbability beta, Distortion distortion) {
        return oracle(teacher, beta, distortion, attackStream());
    }

    private static PoisoningOracle oracle(double[] teacher, AttackProbability beta, Distortion distortion,
                                          BlockGenerator attackStream) {
        return new PoisoningOracle(NETWORK, teacher, inputs(), beta, distortion, attackStream, B, KERNEL);
    }

    private static Drawn draw(double[] teacher, AttackProbability beta, Distortion distortion, int batches) {
        Drawn drawn = new Drawn(new double[batches * B * N], new double[batches * B], new double[batches * B],
            new double[batches * B]);
        PoisoningOracle oracle = oracle(teacher, beta, distortion);
        Evaluator evaluator = NETWORK.evaluator(B, KERNEL);
        Batch batch = new Batch(B, N);
        Learner learner = new Learner(batch);
        for (int i = 0; i < batches; i++) {
            oracle.draw(batch, learner);
            for (int j = 0; j < B; j++) {
                Matrix x = batch.inputs();
                System.arraycopy(x.values(), x.rowOffset(j), drawn.inputs, (i * B + j) * N, N);
            }
            System.arraycopy(batch.labels(), 0, drawn.labels, i * B, B);
            evaluator.forward(teacher, batch.inputs(), drawn.truth, i * B);
            evaluator.forward(ADVERSARY, batch.inputs(), drawn.adversary, i * B);
        }
        return drawn;
    }

    static List<Distortion> distortions(double theta) {
        return List.of(new Distortion.Alternating(theta), new Distortion.Uniform(theta), new Distortion.Constant(theta),
            new Distortion.Realizable(ADVERSARY, theta), new Distortion.Supplied(_ -> 0.75, theta),
            new Distortion.Worst(theta), new Distortion.Informed(theta), new Distortion.Scaled(-1, theta),
            new Distortion.Scaled(0, theta), new Distortion.Scaled(3, theta), new Distortion.NoisyInput(0.5, theta),
            new Distortion.ReplacedInput(new InputDistribution.Laplace(2), theta));
    }

    /** A learner with a filter that is not the teacher's, at whose threshold most harm is done at 0.375. */
    private static final class Learner implements Target {

        static final double[] FILTER = {1, 1, 1};

        private final Evaluator evaluator = NETWORK.evaluator(B, KERNEL);
        private final double[] outputs = new double[B];
        private final Batch batch;
        private double[] clean;

        Learner(Batch batch) {
            this.batch = batch;
        }

        @Override
        public double[] outputs() {
            evaluator.forward(FILTER, batch.inputs(), outputs, 0);
            return outputs;
        }

        @Override
        public long iteration() {
            return 41;
        }

        @Override
        public double mostHarmful(int b, double[] residuals, double[] attacked) {
            assertEquals(B, b);
            clean = residuals.clone();
            return 0.375;
        }
    }

    static Stream<Distortion> someDistortions() {
        return distortions(0.5).stream();
    }

    static Stream<Distortion> zeroDistortions() {
        return distortions(0).stream();
    }

    @ParameterizedTest
    @MethodSource("someDistortions")
    void labelsAreTrueIfNothingIsAttacked(Distortion distortion) {
        Drawn drawn = draw(TEACHER, NEVER, distortion, 200);
        assertArrayEquals(drawn.truth, drawn.labels);
    }

    @ParameterizedTest
    @MethodSource("zeroDistortions")
    void labelsAreTrueIfNoDistortionIsAllowed(Distortion distortion) {
        Drawn drawn = draw(TEACHER, ALWAYS, distortion, 200);
        assertArrayEquals(drawn.truth, drawn.labels);
    }

    @Test
    void alternatingSignsGoByPositionInTheBatch() {
        Drawn drawn = draw(TEACHER, ALWAYS, new Distortion.Alternating(0.5), 50);
        assertArrayEquals(IntStream.range(0, drawn.size())
            .mapToDouble(j -> drawn.truth[j] + (j % B % 2 == 0 ? -0.5 : 0.5)).toArray(), drawn.labels);
        Drawn some = draw(TEACHER, AttackProbability.constant(0.5), new Distortion.Alternating(0.5), 50);
        assertArrayEquals(IntStream.range(0, some.size())
            .mapToDouble(j -> some.attacked(j) ? drawn.labels[j] : some.truth[j]).toArray(), some.labels);
    }

    @Test
    void constantDistortionIsAdded() {
        Drawn drawn = draw(TEACHER, ALWAYS, new Distortion.Constant(0.5), 50);
        assertArrayEquals(Arrays.stream(drawn.truth).map(y -> y + 0.5).toArray(), drawn.labels);
    }

    /**
     * The number of attacks against the sum of β(x) over the inputs that came, all of them and those with a first
     * coordinate below and above 0. Given the inputs the decisions are independent, so Hoeffding bounds the chance that
     * the share of attacks among m is off by ε by 2·exp(−2mε²); ε is chosen to make it 1e-9 for each of the three.
     */
    private static void assertFrequency(AttackProbability beta) {
        Drawn drawn = draw(ZERO, beta, new Distortion.Constant(1), 20_000);
        double[] excess = new double[3];
        int[] count = new int[3];
        for (int j = 0; j < drawn.size(); j++) {
            double difference = (drawn.attacked(j) ? 1 : 0) - beta.at(drawn.inputs, j * N, N);
            for (int part : new int[] {0, drawn.firstCoordinate(j) < 0 ? 1 : 2}) {
                excess[part] += difference;
                count[part]++;
            }
        }
        for (int part = 0; part < 3; part++) {
            assertEquals(0, excess[part] / count[part], Math.sqrt(Math.log(2 / 1e-9) / (2.0 * count[part])));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.005, 0.3, 0.5, 0.9})
    void labelsAreAttackedWithFrequencyBeta(double beta) {
        assertFrequency(AttackProbability.constant(beta));
    }

    @Test
    void frequencyOfAttacksMayDependOnTheInput() {
        assertFrequency((x, offset, _) -> 1 / (1 + Math.exp(-x[offset] - x[offset + 1])));
    }

    @Test
    void attacksMayBeCertainForSomeInputsAndImpossibleForOthers() {
        Drawn drawn = draw(ZERO, (x, offset, _) -> x[offset] > 0 ? 1 : 0, new Distortion.Constant(1), 2_000);
        for (int j = 0; j < drawn.size(); j++) {
            assertEquals(drawn.firstCoordinate(j) > 0, drawn.attacked(j));
        }
    }

    @Test
    void probabilitySeesOneInputAfterTheOther() {
        List<double[]> seen = new ArrayList<>();
        Drawn drawn = draw(TEACHER, (x, offset, n) -> {
            seen.add(Arrays.copyOfRange(x, offset, offset + n));
            return 0;
        }, new Distortion.Constant(1), 3);
        assertArrayEquals(drawn.inputs, seen.stream().flatMapToDouble(Arrays::stream).toArray());
    }

    /** False-alarm probability: 1e-6. */
    @Test
    void uniformDistortionsAreUniform() {
        double theta = 0.7;
        double[] xi = draw(ZERO, ALWAYS, new Distortion.Uniform(theta), 15_000).labels;
        assertTrue(Arrays.stream(xi).allMatch(value -> value >= -theta && value < theta));
        double p = KolmogorovSmirnovTest.withDefaults()
            .test(xi, UniformContinuousDistribution.of(-theta, theta)::cumulativeProbability).getPValue();
        assertTrue(p > 1e-6, () -> "p = " + p);
    }

    private static BlockGenerator constant(long word) {
        return new BlockGenerator(new long[] {1, 2, 3, 4}, new ConstantWords(word, KERNEL.random()));
    }

    /** The least and the greatest number that a stream can give, each of which comes once in 2⁵² times. */
    @Test
    void extremeNumbersAreHandled() {
        Batch batch = new Batch(B, N);
        oracle(ZERO, NEVER, new Distortion.Constant(1), constant(0)).draw(batch);
        assertEquals(0, batch.labels()[0]);
        oracle(ZERO, AttackProbability.constant(0x1p-52), new Distortion.Constant(1), constant(0)).draw(batch);
        assertEquals(1, batch.labels()[0]);
        oracle(ZERO, ALWAYS, new Distortion.Constant(1), constant(-1)).draw(batch);
        assertEquals(1, batch.labels()[0]);
        oracle(ZERO, AttackProbability.constant(1 - 0x1p-52), new Distortion.Constant(1), constant(-1)).draw(batch);
        assertEquals(0, batch.labels()[0]);
        oracle(ZERO, ALWAYS, new Distortion.Uniform(0.7), constant(0)).draw(batch);
        assertEquals(-0.7, batch.labels()[0]);
        oracle(ZERO, ALWAYS, new Distortion.Uniform(0.7), constant(-1)).draw(batch);
        assertTrue(batch.labels()[0] < 0.7 && batch.labels()[0] > 0.7 - 1e-15);
    }

    /**
     * Which numbers of the attack's stream a batch takes: a block for the decisions and, if the distortion needs it,
     * one for the distortions, so that later batches do not depend on what earlier ones did with theirs.
     */
    @Test
    void batchTakesWholeBlocksOfTheAttackStream() {
        double theta = 0.5;
        double beta = 0.3;
        int batches = 50;
        double[] decided = new double[batches * B];
        double[] decidedAndDistorted = new double[batches * B];
        BlockGenerator one = attackStream();
        BlockGenerator two = attackStream();
        long[] words = new long[BlockGenerator.BLOCK];
        for (int i = 0; i < batches; i++) {
            one.nextBlocks(words.length, words);
            for (int j = 0; j < B; j++) {
                decided[i * B + j] = unit(words[j]) < beta ? theta : 0;
            }
            two.nextBlocks(words.length, words);
            for (int j = 0; j < B; j++) {
                decidedAndDistorted[i * B + j] = unit(words[j]) < beta ? theta : 0;
            }
            two.nextBlocks(words.length, words);
            for (int j = 0; j < B; j++) {
                decidedAndDistorted[i * B + j] *= 2 * unit(words[j]) - 1;
            }
        }
        AttackProbability probability = AttackProbability.constant(beta);
        assertArrayEquals(decided, draw(ZERO, probability, new Distortion.Constant(theta), batches).labels);
        // Adding 0 turns −0 into the +0 of a label that is not attacked.
        assertArrayEquals(Arrays.stream(decidedAndDistorted).map(xi -> xi + 0.0).toArray(),
            draw(ZERO, probability, new Distortion.Uniform(theta), batches).labels);
    }

    private static double unit(long word) {
        return (word >>> 12) * 0x1p-52;
    }

    @Test
    void uniformScalesWithTheta() {
        double[] xi = draw(ZERO, ALWAYS, new Distortion.Uniform(1), 100).labels;
        assertArrayEquals(Arrays.stream(xi).map(value -> 2 * value).toArray(),
            draw(ZERO, ALWAYS, new Distortion.Uniform(2), 100).labels);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 1e6})
    void realizableIsTheClippedDifference(double theta) {
        Drawn drawn = draw(TEACHER, ALWAYS, new Distortion.Realizable(ADVERSARY, theta), 200);
        double[] difference = IntStream.range(0, drawn.size())
            .mapToDouble(j -> drawn.adversary[j] - drawn.truth[j]).toArray();
        long clipped = Arrays.stream(difference).filter(value -> Math.abs(value) > theta).count();
        if (theta < 1) {
            assertTrue(clipped > 0 && clipped < drawn.size(), () -> clipped + " of " + drawn.size() + " clipped");
        } else {
            assertEquals(0, clipped);
        }
        assertArrayEquals(IntStream.range(0, drawn.size())
            .mapToDouble(j -> drawn.truth[j] + Math.clamp(difference[j], -theta, theta)).toArray(), drawn.labels);
    }

    @Test
    void worstLeadsAwayFromTheTeacher() {
        Drawn drawn = draw(TEACHER, AttackProbability.constant(0.6), new Distortion.Worst(0.5), 200);
        double[] outputs = outputs(drawn);
        int attacked = 0;
        for (int j = 0; j < drawn.size(); j++) {
            if (drawn.attacked(j)) {
                assertEquals(drawn.truth[j] - 0.5 * Math.signum(drawn.truth[j] - outputs[j]), drawn.labels[j]);
                attacked++;
            }
        }
        assertEquals(0.6 * drawn.size(), attacked, 6 * Math.sqrt(0.24 * drawn.size()));
    }

    /** Every false label has the residual that the learner says, or as much of it as θ allows. */
    @ParameterizedTest
    @ValueSource(doubles = {0.25, 2, Double.POSITIVE_INFINITY})
    void informedGivesTheMostHarmfulResidual(double theta) {
        Drawn drawn = draw(TEACHER, ALWAYS, new Distortion.Informed(theta), 200);
        double[] outputs = outputs(drawn);
        int capped = 0;
        for (int j = 0; j < drawn.size(); j++) {
            double clean = drawn.truth[j] - outputs[j];
            double residual = drawn.labels[j] - outputs[j];
            if (Math.abs(-0.375 * Math.signum(clean) - clean) > theta) {
                assertEquals(-Math.copySign(theta, clean), drawn.labels[j] - drawn.truth[j], 1e-12);
                capped++;
            } else {
                assertEquals(-Math.copySign(0.375, clean), residual, 1e-12);
            }
        }
        assertTrue(theta < 1 ? capped > 0 : theta > 2 ? capped == 0 : capped < drawn.size(), capped + " capped");
    }

    private static double[] outputs(Drawn drawn) {
        double[] outputs = new double[drawn.size()];
        Matrix x = Matrix.of(drawn.inputs, drawn.size(), N);
        NETWORK.evaluator(drawn.size(), KERNEL).forward(Learner.FILTER, x, outputs, 0);
        return outputs;
    }

    @Test
    void labelsAreTurnedLostOrScaled() {
        for (double factor : new double[] {-1, 0, 3}) {
            Drawn free = draw(TEACHER, ALWAYS, new Distortion.Scaled(factor, Double.POSITIVE_INFINITY), 50);
            Drawn capped = draw(TEACHER, ALWAYS, new Distortion.Scaled(factor, 0.5), 50);
            for (int j = 0; j < free.size(); j++) {
                double y = free.truth[j];
                // To the bit, but for y + 2y, which is rounded twice.
                assertEquals(factor * y + 0.0, free.labels[j] + 0.0, factor > 0 ? 2 * Math.ulp(3 * y) : 0);
                assertEquals(y + Math.clamp((factor - 1) * y, -0.5, 0.5), capped.labels[j]);
            }
        }
    }

    /**
     * What the learner sees differs from the input as drawn by numbers of N(0, S²) (false-alarm probability 1e-6), and
     * has the label of the input as drawn, or one as near to it as θ allows.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, Double.POSITIVE_INFINITY})
    void noisyInputsHaveTheLabelsOfTheTrueOnes(double theta) {
        double deviation = 0.75;
        Drawn clean = draw(TEACHER, NEVER, new Distortion.Constant(0), 3_000);
        Drawn noisy = draw(TEACHER, ALWAYS, new Distortion.NoisyInput(deviation, theta), 3_000);
        double[] noise = IntStream.range(0, clean.inputs.length).mapToDouble(i -> noisy.inputs[i] - clean.inputs[i])
            .toArray();
        double p = KolmogorovSmirnovTest.withDefaults().test(noise, NormalDistribution.of(0, deviation)
            ::cumulativeProbability).getPValue();
        assertTrue(p > 1e-6, () -> "p = " + p);
        assertLabelsOf(clean, noisy, theta);
    }

    /** They are of the same law, and independent of the inputs as drawn (six standard errors). */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, Double.POSITIVE_INFINITY})
    void replacedInputsHaveTheLabelsOfTheTrueOnes(double theta) {
        Drawn clean = draw(TEACHER, NEVER, new Distortion.Constant(0), 3_000);
        Drawn other = draw(TEACHER, ALWAYS, new Distortion.ReplacedInput(new InputDistribution.Normal(1), theta),
            3_000);
        double p = KolmogorovSmirnovTest.withDefaults().test(other.inputs, NormalDistribution.of(0, 1)
            ::cumulativeProbability).getPValue();
        assertTrue(p > 1e-6, () -> "p = " + p);
        double products = IntStream.range(0, clean.inputs.length).mapToDouble(i -> clean.inputs[i] * other.inputs[i])
            .sum();
        assertEquals(0, products, 6 * Math.sqrt(clean.inputs.length));
        assertLabelsOf(clean, other, theta);
    }

    private static void assertLabelsOf(Drawn clean, Drawn seen, double theta) {
        int capped = 0;
        for (int j = 0; j < clean.size(); j++) {
            double difference = clean.truth[j] - seen.truth[j];
            assertEquals(seen.truth[j] + Math.clamp(difference, -theta, theta), seen.labels[j], 1e-12);
            capped += Math.abs(difference) > theta ? 1 : 0;
        }
        assertTrue(theta < 1 ? capped > 100 && capped < clean.size() - 100 : capped == 0, capped + " capped");
    }

    /** With the frequency β; the others stay as they are. */
    @Test
    void onlyAttackedInputsAreChanged() {
        Drawn clean = draw(TEACHER, NEVER, new Distortion.Constant(1), 1_000);
        AttackProbability beta = AttackProbability.constant(0.3);
        for (Distortion distortion : List.of(new Distortion.NoisyInput(1, Double.POSITIVE_INFINITY),
            new Distortion.ReplacedInput(new InputDistribution.Normal(1), Double.POSITIVE_INFINITY))) {
            Drawn drawn = draw(TEACHER, beta, distortion, 1_000);
            int changed = 0;
            for (int j = 0; j < drawn.size(); j++) {
                boolean same = Arrays.equals(clean.inputs, j * N, (j + 1) * N, drawn.inputs, j * N, (j + 1) * N);
                assertEquals(clean.truth[j], drawn.labels[j], same ? 0 : 1e-12);
                changed += same ? 0 : 1;
            }
            assertEquals(0.3 * drawn.size(), changed, 6 * Math.sqrt(0.21 * drawn.size()));
        }
    }

    @Test
    void anAttackThatWatchesNeedsALearner() {
        Batch batch = new Batch(B, N);
        for (Distortion distortion : List.of(new Distortion.Worst(1), new Distortion.Informed(1),
            new Distortion.Supplied(Distortion.Sample::output, 1),
            new Distortion.Supplied(Distortion.Sample::iteration, 1))) {
            PoisoningOracle oracle = oracle(TEACHER, ALWAYS, distortion);
            assertThrows(IllegalStateException.class, () -> oracle.draw(batch));
            oracle.draw(batch, new Learner(batch));
        }
    }

    @Test
    void suppliedSeesTheLearner() {
        double[] outputs = new double[B];
        Distortion distortion = new Distortion.Supplied(sample -> {
            outputs[sample.position() - 1] = sample.output();
            return sample.iteration();
        }, 100);
        Drawn drawn = draw(TEACHER, ALWAYS, distortion, 1);
        assertArrayEquals(outputs(drawn), outputs);
        assertArrayEquals(Arrays.stream(drawn.truth).map(y -> y + 41).toArray(), drawn.labels);
    }

    private record Call(int position, List<Double> x, double label) {
    }

    @Test
    void suppliedSeesTheAttackedSamplesAndIsClipped() {
        List<Call> calls = new ArrayList<>();
        double[] answers = {0.25, -0.25, 3, -3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0};
        double[] clipped = {0.25, -0.25, 0.5, -0.5, 0.5, -0.5, 0};
        Distortion distortion = new Distortion.Supplied(sample -> {
            calls.add(new Call(sample.position(), Arrays.stream(sample.x(), sample.offset(),
                sample.offset() + sample.n()).boxed().toList(), sample.label()));
            return answers[sample.position() - 1];
        }, 0.5);
        Drawn drawn = draw(TEACHER, (x, offset, _) -> x[offset] > 0 ? 1 : 0, distortion, 30);
        List<Call> expected = new ArrayList<>();
        double[] labels = drawn.truth.clone();
        for (int j = 0; j < drawn.size(); j++) {
            if (drawn.firstCoordinate(j) > 0) {
                expected.add(new Call(j % B + 1, Arrays.stream(drawn.inputs, j * N, (j + 1) * N).boxed().toList(),
                    drawn.truth[j]));
                labels[j] += clipped[j % B];
            }
        }
        assertEquals(expected, calls);
        assertArrayEquals(labels, drawn.labels);
    }

    /** Labels of ±∞ have no difference; the learner diverges of such a label as of any that is not finite. */
    @Test
    void betweenInfiniteLabelsThereIsNoDistortion() {
        double[] huge = {1e300, 1e300, 1e300};
        PoisoningOracle oracle = new PoisoningOracle(NETWORK, huge, InputSampler.normal(RandomStreams.open(1, 0,
            Purpose.INPUTS, KERNEL.random()), 0, 1e200), ALWAYS, new Distortion.Realizable(huge.clone(), 1),
            RandomStreams.open(1, 0, Purpose.ATTACK, KERNEL.random()), B, KERNEL);
        Batch batch = new Batch(B, N);
        oracle.draw(batch);
        assertTrue(Arrays.stream(batch.labels(), 0, B).allMatch(Double::isNaN), Arrays.toString(batch.labels()));
    }

    @Test
    void suppliedNaNIsNotSilent() {
        PoisoningOracle oracle = oracle(TEACHER, ALWAYS, new Distortion.Supplied(_ -> Double.NaN, 1));
        assertEquals("distortion = NaN: must be a number",
            assertThrows(IllegalStateException.class, () -> oracle.draw(new Batch(B, N))).getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-300, 1.0000000000000002, Double.NaN, Double.POSITIVE_INFINITY})
    void impossibleProbabilityIsNotSilent(double beta) {
        PoisoningOracle oracle = oracle(TEACHER, (_, _, _) -> beta, new Distortion.Constant(1));
        assertEquals("beta(x) = " + beta + ": must be from 0 to 1",
            assertThrows(IllegalStateException.class, () -> oracle.draw(new Batch(B, N))).getMessage());
    }

    @Test
    void inputsDoNotDependOnTheAttack() {
        double[] expected = draw(TEACHER, NEVER, new Distortion.Constant(0), 100).inputs;
        for (double theta : new double[] {0, 0.5, 4}) {
            for (Distortion distortion : distortions(theta)) {
                boolean changesInputs = distortion instanceof Distortion.NoisyInput
                    || distortion instanceof Distortion.ReplacedInput;
                for (double beta : changesInputs ? new double[] {0} : new double[] {0, 0.3, 1}) {
                    assertArrayEquals(expected, draw(ADVERSARY, AttackProbability.constant(beta), distortion, 100)
                        .inputs);
                }
            }
        }
    }

    /** Also, what a smaller β attacks a larger one attacks too: each sample has its own number of the stream. */
    @Test
    void attackedSamplesDoNotDependOnTheta() {
        List<boolean[]> first = new ArrayList<>();
        for (double theta : new double[] {0.5, 0.25, 4}) {
            List<boolean[]> attacks = new ArrayList<>();
            for (Distortion distortion : distortions(theta)) {
                boolean[] few = draw(ZERO, AttackProbability.constant(0.3), distortion, 300).attacks();
                boolean[] many = draw(ZERO, AttackProbability.constant(0.6), distortion, 300).attacks();
                assertTrue(IntStream.range(0, few.length).allMatch(j -> many[j] || !few[j]));
                attacks.add(few);
            }
            first = first.isEmpty() ? attacks : first;
            for (int i = 0; i < attacks.size(); i++) {
                assertArrayEquals(first.get(i), attacks.get(i));
            }
        }
    }

    @Test
    void teacherIsCopied() {
        double[] teacher = TEACHER.clone();
        PoisoningOracle oracle = oracle(teacher, NEVER, new Distortion.Constant(0));
        Arrays.fill(teacher, 100);
        Batch batch = new Batch(B, N);
        oracle.draw(batch);
        assertArrayEquals(draw(TEACHER, NEVER, new Distortion.Constant(0), 1).labels,
            Arrays.copyOf(batch.labels(), B));
    }

    @Test
    void smallerBatchesWork() {
        PoisoningOracle oracle = oracle(TEACHER, ALWAYS, new Distortion.Realizable(ADVERSARY, 0.25));
        Batch small = new Batch(2, N);
        oracle.draw(small);
        assertArrayEquals(
            Arrays.copyOf(draw(TEACHER, ALWAYS, new Distortion.Realizable(ADVERSARY, 0.25), 1).labels, 2),
            Arrays.copyOf(small.labels(), 2));
        assertThrows(IllegalArgumentException.class, () -> oracle.draw(new Batch(B + 1, N)));
        assertThrows(IllegalArgumentException.class, () -> oracle.draw(new Batch(B, N + 8)));
    }

    @Test
    void paddingOfTheBatchStaysZero() {
        PoisoningOracle oracle = oracle(TEACHER, ALWAYS, new Distortion.Uniform(1));
        Batch batch = new Batch(B, N);
        oracle.draw(batch);
        for (int j = 0; j < B; j++) {
            for (int i = 0; i < batch.paddedInputs().columns(); i++) {
                if (i < N) {
                    assertNotEquals(0, batch.paddedInputs().get(j, i));
                } else {
                    assertEquals(0, batch.paddedInputs().get(j, i));
                }
            }
        }
        assertEquals(0, batch.labels()[B]);
    }

    @Test
    void wrongArgumentsAreRefused() {
        for (double bad : new double[] {-1, -Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused("theta", bad, () -> new Distortion.Alternating(bad));
            assertRefused("theta", bad, () -> new Distortion.Uniform(bad));
            assertRefused("theta", bad, () -> new Distortion.Constant(bad));
            assertRefused("theta", bad, () -> new Distortion.Worst(bad));
            assertRefused("beta", bad, () -> AttackProbability.constant(bad));
            if (!(bad > 0)) {
                assertRefused("theta", bad, () -> new Distortion.Realizable(ADVERSARY, bad));
                assertRefused("theta", bad, () -> new Distortion.Supplied(_ -> 0, bad));
                assertRefused("theta", bad, () -> new Distortion.Informed(bad));
                assertRefused("theta", bad, () -> new Distortion.Scaled(2, bad));
                assertRefused("theta", bad, () -> new Distortion.NoisyInput(2, bad));
                assertRefused("theta", bad, () -> new Distortion.ReplacedInput(new InputDistribution.Normal(1), bad));
                assertRefused("deviation", bad, () -> new Distortion.NoisyInput(bad, 1));
            }
        }
        assertRefused("factor", "NaN", () -> new Distortion.Scaled(Double.NaN, 1));
        assertRefused("factor", "Infinity", () -> new Distortion.Scaled(Double.POSITIVE_INFINITY, 1));
        assertThrows(NullPointerException.class, () -> new Distortion.ReplacedInput(null, 1));
        assertRefused("beta", 1.5, () -> AttackProbability.constant(1.5));
        assertRefused("adversary[1]", "NaN", () -> new Distortion.Realizable(new double[] {0, Double.NaN}, 1));
        assertThrows(NullPointerException.class, () -> new Distortion.Realizable(null, 1));
        assertThrows(NullPointerException.class, () -> new Distortion.Supplied(null, 1));
        Distortion constant = new Distortion.Constant(1);
        assertRefused("length of teacher", R + 1, () -> oracle(new double[R + 1], NEVER, constant));
        assertRefused("length of adversary", R - 1,
            () -> oracle(TEACHER, NEVER, new Distortion.Realizable(new double[R - 1], 1)));
        assertThrows(NullPointerException.class, () -> oracle(null, NEVER, constant));
        assertThrows(NullPointerException.class, () -> oracle(TEACHER, null, constant));
        assertThrows(NullPointerException.class, () -> oracle(TEACHER, NEVER, null));
        assertThrows(NullPointerException.class,
            () -> new PoisoningOracle(NETWORK, TEACHER, null, NEVER, constant, attackStream(), B, KERNEL));
        assertThrows(NullPointerException.class,
            () -> new PoisoningOracle(NETWORK, TEACHER, inputs(), NEVER, constant, null, B, KERNEL));
        assertThrows(NullPointerException.class,
            () -> new PoisoningOracle(NETWORK, TEACHER, inputs(), NEVER, constant, attackStream(), B, null));
        assertRefused("batchSize", 0,
            () -> new PoisoningOracle(NETWORK, TEACHER, inputs(), NEVER, constant, attackStream(), 0, KERNEL));
        assertRefused("rows", 0, () -> new Batch(0, N));
        assertRefused("columns", 0, () -> new Batch(B, 0));
    }
}
