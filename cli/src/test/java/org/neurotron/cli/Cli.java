package org.neurotron.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.neurotron.cli.command.Neurotron;
import picocli.CommandLine;

/** Runs the command line, in this process or in a JVM of its own. */
public final class Cli {

    /** What a command left behind. */
    public record Result(int exitCode, String out, String err) {

        public List<String> errorLines() {
            return err.lines().filter(line -> !line.startsWith("WARNING: Using incubator modules")).toList();
        }
    }

    private Cli() {
    }

    /**
     * Options of Java for processes that are over soon, which need no fast kernel: most of their time goes into the
     * start, which this halves.
     *
     * @param more further options
     */
    public static List<String> shortLived(String... more) {
        List<String> options = new ArrayList<>(List.of("--add-modules=jdk.incubator.vector",
            "-Dneurotron.kernel=portable", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        options.addAll(List.of(more));
        return options;
    }

    public static Result run(String... args) {
        return run(Neurotron.commandLine(), args);
    }

    /** Runs a command line that may have run before, as to build it takes longer than many commands do. */
    public static Result run(CommandLine commandLine, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int exitCode = Neurotron.execute(commandLine, args);
        return new Result(exitCode, out.toString(), err.toString());
    }

    /** For what a process decides once, such as its kernel, and for what goes to the real stdout. */
    public static Result runInNewJvm(List<String> jvmOptions, String... args) throws IOException, InterruptedException {
        Path err = Files.createTempFile("neurotron", ".err");
        try {
            Process process = new ProcessBuilder(java(jvmOptions, args)).redirectError(err.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }

    /** Whether there is a shell, to do what only a shell can. */
    public static boolean hasShell() {
        return Files.isExecutable(Path.of("/bin/sh"));
    }

    /**
     * Has a shell start a JVM, which is its "$@", for what is over soon.
     *
     * @param script what the shell does
     * @param args   the arguments of neurotron
     */
    public static Result runInShell(String script, String... args) throws IOException, InterruptedException {
        return runInShell(Map.of(), script, args);
    }

    /** The same with more variables in the environment. */
    public static Result runInShell(Map<String, String> environment, String script, String... args)
        throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        command.addAll(java(shortLived(), args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        // A pipe and no file, whose length may be limited.
        FutureTask<byte[]> err = new FutureTask<>(process.getErrorStream()::readAllBytes);
        Thread.ofVirtual().start(err);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Result(process.waitFor(), out, new String(err.get(), StandardCharsets.UTF_8));
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** Starts a process that is over soon, or ended, and goes on; what it says is appended to a file. */
    public static Process start(Path output, String... args) throws IOException {
        return new ProcessBuilder(java(shortLived(), args)).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile())).start();
    }

    /** Whether this process, and so its children, was started with SIGINT ignored. */
    public static boolean interruptIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:")).findFirst()
            .map(line -> line.substring("SigIgn:".length()).strip()).orElse("0");
        return (Long.parseUnsignedLong(ignored, 16) & 1L << 2 - 1) != 0;
    }

    /** The line that starts neurotron in a JVM of its own, with the classes of this one. */
    private static List<String> java(List<String> jvmOptions, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        return command;
    }
}
