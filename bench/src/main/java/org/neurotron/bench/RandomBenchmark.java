package org.neurotron.bench;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.TSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.kernel.RandomKernel;
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.InputSampler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The time of one random number, in blocks of 1 600 (the inputs of one step at the paper's size) that stay in the L1
 * cache: our block samplers, the samplers of Commons RNG, and the same algorithm in C. Objects are not aligned to
 * cache lines here: ours gain nothing by it, and Commons' ziggurat would take twice as long.
 */
@State(Scope.Thread)
@Fork(value = 3, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class RandomBenchmark extends AbstractBenchmark {

    private static final int COUNT = 1_600;

    private static final long[] SEED = {1, 2, 3, 4};

    /** Who makes which numbers. */
    @Param({"c-normal", "normal", "laplace", "student-t4", "student-t3.3", "student-t1", "uniform", "portable-normal",
        "commons-normal", "commons-laplace", "commons-student-t4"})
    public String sampler;

    private final Matrix x = Matrix.of(new double[COUNT], 1, COUNT);
    private InputSampler ours;
    private NativeNormals inC;

    /** The tables in C are made with another exp, and the search for the ends of layers ends elsewhere. */
    private static final double CLOSE = 1e-9;

    /** Makes the sampler; the one in C must give the same numbers as ours. */
    @Setup
    public void setUp() {
        BlockGenerator generator = generator(Kernels.selected().random());
        ours = switch (sampler) {
            case "normal" -> InputSampler.normal(generator, 0, 1);
            case "laplace" -> InputSampler.laplace(generator, 0, 1);
            case "student-t4" -> InputSampler.studentT(generator, 4);
            case "student-t3.3" -> InputSampler.studentT(generator, 3.3);
            case "student-t1" -> InputSampler.studentT(generator, 1);
            case "uniform" -> InputSampler.uniform(generator, 0, 1);
            case "portable-normal" -> InputSampler.normal(generator(Kernels.portable().random()), 0, 1);
            default -> sampler.startsWith("commons-") ? InputSampler.of(commons(sampler)) : null;
        };
        if (sampler.equals("c-normal")) {
            inC = new NativeNormals(Arrays.copyOf(generator.save(), 4 * BlockGenerator.LANES), COUNT);
            inC.fill();
            InputSampler.normal(generator, 0, 1).fill(x);
            double[] numbers = inC.numbers();
            for (int i = 0; i < COUNT; i++) {
                if (!(Math.abs(numbers[i] - x.values()[i]) <= CLOSE)) {
                    throw new IllegalStateException("the sampler in C gives other numbers");
                }
            }
        }
    }

    private static BlockGenerator generator(RandomKernel kernel) {
        return new BlockGenerator(SEED, kernel);
    }

    private static ContinuousSampler commons(String sampler) {
        UniformRandomProvider stream = RandomSource.XO_SHI_RO_256_PP.create(SEED);
        return switch (sampler) {
            case "commons-normal" -> ZigguratSampler.NormalizedGaussian.of(stream);
            case "commons-laplace" -> {
                ZigguratSampler.Exponential exponential = ZigguratSampler.Exponential.of(stream);
                yield () -> stream.nextBoolean() ? exponential.sample() : -exponential.sample();
            }
            case "commons-student-t4" -> TSampler.of(stream, 4);
            default -> throw new IllegalArgumentException(sampler);
        };
    }

    /**
     * 1 600 numbers.
     *
     * @return where they are, so that the work counts
     */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public Object number() {
        if (inC != null) {
            inC.fill();
            return inC;
        }
        ours.fill(x);
        return x;
    }
}
