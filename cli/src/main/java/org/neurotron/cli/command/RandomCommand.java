package org.neurotron.cli.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.neurotron.cli.option.Numbers;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Stdout;
import org.neurotron.cli.terminal.Version;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.InputDistribution;
import org.neurotron.random.InputSampler;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Random words or numbers on stdout, for external test batteries and other tools. */
@Command(name = "random", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
    description = "Writes random words or numbers to stdout.",
    footer = {"", "Examples:", "  neurotron random --bits --seed 1 | dieharder -a -g 200",
        "  neurotron random --distribution laplace:2 --count 1e6 --binary > numbers.f64"})
final class RandomCommand implements Callable<Integer> {

    /** Numbers written at a time, a multiple of a block. */
    private static final int CHUNK = 256 * BlockGenerator.BLOCK;

    @Option(names = "--bits", description = "raw 64-bit words of the interleaved generators, little-endian, until the "
        + "pipe closes or --count words are written")
    private boolean bits;

    @Option(names = "--distribution", paramLabel = "LAW",
        description = "numbers of this law: " + InputDistribution.FORMS)
    private String distribution;

    @Option(names = "--count", paramLabel = "N", converter = Numbers.Count.class,
        description = "how many, also as 1e9 (needed with --distribution)")
    private Long count;

    @Option(names = "--binary", description = "little-endian float64 instead of one number per line")
    private boolean binary;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "SEED", converter = Numbers.Seed.class,
        description = "seed (default: ${DEFAULT-VALUE})")
    private long seed;

    @Override
    public Integer call() throws IOException {
        if (bits == (distribution != null)) {
            throw new BadUsage("either --bits or --distribution must be given");
        }
        if (bits && binary) {
            throw new BadUsage("--binary must be given with --distribution only");
        }
        if (!bits && count == null) {
            throw new BadUsage("--count must be given with --distribution");
        }
        // Drawing a number takes about as long as forty multiply-adds.
        Kernel kernel = SelectedKernel.forWork(count == null ? Double.POSITIVE_INFINITY : 40.0 * count);
        // The inputs of run 0, so that what is tested is what training uses.
        BlockGenerator generator = RandomStreams.open(seed, 0, Purpose.INPUTS, kernel.random());
        OutputStream out = Stdout.stream();
        if (bits) {
            return writeWords(generator, out);
        }
        InputDistribution law = InputDistribution.parse(distribution);
        switch (law) {
            case InputDistribution.MultivariateT(double nu) -> throw notOfNumbers("student-t:" + nu);
            case InputDistribution.MultivariateLaplace(double scale) -> throw notOfNumbers("laplace:" + scale);
            default -> { }
        }
        InputSampler sampler = law.sampler(generator);
        double[] numbers = new double[CHUNK];
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII), 1 << 16);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long left = count; left > 0; left -= CHUNK) {
            int length = (int) Math.min(CHUNK, left);
            sampler.fill(Matrix.of(numbers, 1, length));
            if (binary) {
                bytes.asDoubleBuffer().put(numbers, 0, length);
                out.write(bytes.array(), 0, length * Double.BYTES);
            } else {
                for (int i = 0; i < length; i++) {
                    text.append(Double.toString(numbers[i])).append('\n');
                }
            }
        }
        text.flush();
        return CommandLine.ExitCode.OK;
    }

    private BadUsage notOfNumbers(String law) {
        return BadUsage.of("--distribution", distribution, "must be a law of single numbers; each coordinate of such "
            + "an input is of " + law);
    }

    private int writeWords(BlockGenerator generator, OutputStream out) throws IOException {
        long[] words = new long[CHUNK];
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long left = count == null ? Long.MAX_VALUE : count;
        while (left > 0) {
            int length = (int) Math.min(CHUNK, left);
            generator.nextBlocks(CHUNK, words);
            bytes.asLongBuffer().put(words);
            // Without a number of words this is meant to end when the reader has had enough.
            out.write(bytes.array(), 0, length * Long.BYTES);
            left -= length;
        }
        return CommandLine.ExitCode.OK;
    }
}
