package org.neurotron.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neurotron.cli.command.Neurotron;
import picocli.CommandLine;

/** The command line on one machine and on Spark, in this process or in others. */
final class Programs {

    /** Where Spark is. */
    static final Path SPARK = Path.of(System.getProperty("neurotron.test.spark.home"));

    /** What is submitted. */
    static final String JAR = System.getProperty("neurotron.test.spark.jar");

    /** What a command left behind. */
    record Result(int exitCode, String out, String err) {
    }

    private Programs() {
    }

    /** A sweep whose files are compared. */
    static String[] sweep(Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("sweep", "--n", "20", "--r", "5", "--k", "4,2", "--b", "3",
            "--theta", "0,0.5", "--distribution", "normal:1,student-t:4", "--algorithm", "tron,sgd", "--eta", "1e-3",
            "--replicates", "6", "--iterations", "2000", "--record", "every:250", "--attack", "uniform",
            "--keep-runs", "--out", out.toString()));
        for (int i = 0; i < more.length; i += 2) {
            int known = arguments.indexOf(more[i]);
            if (known >= 0) {
                arguments.set(known + 1, more[i + 1]);
            } else {
                arguments.addAll(List.of(more[i], more[i + 1]));
            }
        }
        return arguments.toArray(String[]::new);
    }

    /** Runs a command line in this process. */
    static Result run(CommandLine commandLine, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int exitCode = Neurotron.execute(commandLine, args);
        return new Result(exitCode, out.toString(), err.toString());
    }

    /** Computes on this machine what is to be compared with. */
    static Path onOneMachine(Path out, String... more) {
        Result result = run(Neurotron.commandLine(), sweep(out, more));
        assertEquals(0, result.exitCode(), result.err());
        return out;
    }

    /** Starts the command line on one machine; what it says is appended to a file. */
    static Process startOnOneMachine(Path output, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
            .toString(), "--add-modules=jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
            "org.neurotron.cli.Main"));
        command.addAll(List.of(args));
        return start(output, command);
    }

    /**
     * Submits to Spark.
     *
     * @param output  what is said is appended to it
     * @param options options of spark-submit
     * @param args    the arguments
     */
    static Process submit(Path output, List<String> options, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(SPARK.resolve("bin/spark-submit").toString()));
        command.addAll(options);
        command.add(JAR);
        command.addAll(List.of(args));
        return start(output, command);
    }

    /** Starts one of Spark's own programs, with Spark on the loopback interface only. */
    static Process start(Path output, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_DAEMON_MEMORY", "256m");
        return builder.start();
    }

    /** Waits for the end of what was started. */
    static void assertEnds(int exitCode, Process process, Path output) throws IOException, InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        assertEquals(exitCode, process.waitFor(), Files.readString(output));
    }

    /** Every file of the results. */
    static void assertSameFiles(Path expected, Path actual) throws IOException {
        assertEquals(names(expected), names(actual));
        for (String name : names(expected)) {
            assertArrayEquals(Files.readAllBytes(expected.resolve(name)), Files.readAllBytes(actual.resolve(name)),
                name);
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
