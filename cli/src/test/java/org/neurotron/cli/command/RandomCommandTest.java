package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Main;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.random.BlockGenerator;
import org.neurotron.random.InputSampler;
import org.neurotron.random.Purpose;
import org.neurotron.random.RandomStreams;

/** What other programs read from the pipe is the library's own sequence. */
class RandomCommandTest {

    private static final List<String> WITH_MODULE = List.of("--add-modules=jdk.incubator.vector");

    @Test
    void bitsAreTheWordsOfTheGeneratorUntilThePipeCloses() throws IOException, InterruptedException {
        Process process = start("random", "--bits", "--seed", "7");
        byte[] bytes = new byte[8 * 100_000];
        try (DataInputStream in = new DataInputStream(process.getInputStream())) {
            in.readFully(bytes);
        }
        assertEquals(0, process.waitFor(), "a closed pipe is the way this ends");
        long[] words = new long[100_000];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
        BlockGenerator generator = generator(7);
        for (int i = 0; i < words.length; i++) {
            assertEquals(generator.nextLong(), words[i], "word " + i);
        }
    }

    @Test
    void lawsOfWholeInputsAreRefused() {
        for (String[] law : new String[][] {{"multivariate-t:4", "student-t:4.0"}, {"multivariate-laplace:2",
            "laplace:2.0"}}) {
            Cli.Result result = Cli.run("random", "--distribution", law[0], "--count", "3");
            assertEquals(2, result.exitCode());
            assertTrue(result.err().contains("'" + law[0] + "' must be a law of single numbers")
                && result.err().contains("of " + law[1]), result.err());
        }
    }

    @Test
    void textAndBinaryHoldTheNumbersOfTheSampler() throws IOException, InterruptedException {
        int count = 9_000;
        double[] expected = new double[count];
        InputSampler.laplace(generator(3), 0, 2).fill(Matrix.of(expected, 1, count));

        Cli.Result text = Cli.runInNewJvm(WITH_MODULE, "random", "--distribution", "laplace:2", "--count", "9e3",
            "--seed", "3");
        assertEquals(0, text.exitCode(), text.err());
        assertArrayEquals(expected, text.out().lines().mapToDouble(Double::parseDouble).toArray());

        Process process = start("random", "--distribution", "laplace:2", "--count", "9000", "--seed", "3", "--binary");
        byte[] bytes = process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor());
        double[] actual = new double[count];
        assertEquals(count * Double.BYTES, bytes.length);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(actual);
        assertArrayEquals(expected, actual);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        random | either --bits or --distribution must be given
        random --bits --distribution normal:1 | either --bits or --distribution must be given
        random --distribution normal:1 | --count must be given
        random --distribution normal:0 --count 5 | normal:0
        random --distribution normal:1 --count 0 | must be a whole number from 1
        random --bits --binary | --binary must be given with --distribution only
        """)
    void badInputIsNamed(String line, String message) {
        Cli.Result result = Cli.run(line.split(" "));
        assertEquals(2, result.exitCode());
        assertEquals(1, result.errorLines().size(), result.err());
        assertTrue(result.err().contains(message), result.err());
    }

    private static BlockGenerator generator(long seed) {
        return RandomStreams.open(seed, 0, Purpose.INPUTS, Kernels.portable().random());
    }

    private static Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules=jdk.incubator.vector",
            "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
