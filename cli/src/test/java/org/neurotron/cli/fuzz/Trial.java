package org.neurotron.cli.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.neurotron.cli.Cli;
import org.neurotron.cli.Tree;
import org.neurotron.cli.file.FileNames;
import picocli.CommandLine;

/**
 * What a command made of an odd input. It may end with 0, 1 or 2; if not with 0, there is one line about it, short and
 * without control characters. Nothing is thrown, nothing written beside the folder, and what is refused leaves the
 * folder as it was. All of that in bounded time and memory.
 */
final class Trial {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** A line has a name, a path that may be long, too, and some 2 000 characters. */
    private static final int LONGEST_LINE = 2_100;

    /** Of all that is allocated on the way, most of which is garbage at once: the heap is a quarter of it. */
    private static final long MOST_BYTES = 1L << 30;

    /** Where a message ends in that of an exception which has none. */
    private static final Pattern NO_REASON = Pattern.compile("[:(] ?null\\)?$");

    /** These write nothing before they have read everything. Others may fail at what they have begun. */
    private static final Set<String> READERS = Set.of("plot", "report", "predict", "inspect", "export", "theory",
        "bench", "info");

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final CommandLine commandLine;
    private final Path folder;
    private final List<String> arguments;
    private final StringBuilder problems = new StringBuilder();
    private int exitCode = -1;

    private Trial(CommandLine commandLine, Path folder, List<String> arguments) {
        this.commandLine = commandLine;
        this.folder = folder;
        this.arguments = arguments;
    }

    /**
     * Runs a command.
     *
     * @param commandLine what runs it
     * @param folder      what the command may change
     * @param arguments   the command
     */
    static Trial of(CommandLine commandLine, Path folder, List<String> arguments)
        throws IOException, InterruptedException {
        Trial trial = new Trial(commandLine, folder, arguments);
        trial.run();
        return trial;
    }

    /** Whether the command succeeded. */
    boolean succeeded() {
        return exitCode == 0;
    }

    /** What is wrong with how the command took it, or nothing. */
    String problems() {
        return problems.toString();
    }

    private void complain(String what) {
        problems.append("  ").append(what).append('\n');
    }

    private void run() throws IOException, InterruptedException {
        Map<String, byte[]> before = Tree.files(folder);
        Set<String> beside = Tree.names(folder.getParent());
        AtomicReference<Cli.Result> result = new AtomicReference<>();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        long allocated = THREADS.getTotalThreadAllocatedBytes();
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                result.set(Cli.run(commandLine, arguments.toArray(String[]::new)));
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        if (!thread.join(LONGEST)) {
            complain("is not done after " + LONGEST + ", but at " + Arrays.stream(thread.getStackTrace())
                .map(StackTraceElement::toString).collect(Collectors.joining("\n    ")));
            // What it may still do is no longer looked at, as long as it is done when the next one begins.
            thread.join(LONGEST.multipliedBy(6));
            return;
        }
        long bytes = THREADS.getTotalThreadAllocatedBytes() - allocated;
        if (bytes > MOST_BYTES) {
            complain("took " + (bytes >> 20) + " MB of memory in all");
        }
        if (thrown.get() != null) {
            complain("threw " + thrown.get() + " at " + Arrays.stream(thrown.get().getStackTrace()).limit(8)
                .map(StackTraceElement::toString).collect(Collectors.joining("\n    ")));
            return;
        }
        exitCode = result.get().exitCode();
        lookAtWords(result.get());
        lookAtFiles(before, beside);
    }

    private void lookAtWords(Cli.Result result) {
        if (exitCode < 0 || exitCode > 2) {
            complain("ended with " + exitCode);
        }
        List<String> lines = result.errorLines();
        if (exitCode != 0 && lines.size() != 1) {
            complain("ended with " + exitCode + " and " + lines.size() + " lines: " + lines.stream().limit(12)
                .collect(Collectors.joining("\n    ")));
        }
        for (String line : lines) {
            if (line.length() > LONGEST_LINE) {
                complain("said " + line.length() + " characters, " + line.substring(0, 100) + "...");
            }
            if (line.codePoints().anyMatch(Character::isISOControl)) {
                complain("said control characters: " + line);
            }
            if (line.contains("internal error") || line.contains("Exception")
                || NO_REASON.matcher(line).find()) {
                complain("said " + line);
            }
        }
    }

    private void lookAtFiles(Map<String, byte[]> before, Set<String> beside) throws IOException {
        if (!beside.equals(Tree.names(folder.getParent()))) {
            complain("wrote beside its folder: " + Tree.names(folder.getParent()));
        }
        if (exitCode == 2 || exitCode == 1 && READERS.contains(arguments.getFirst())) {
            Map<String, byte[]> after = Tree.files(folder);
            // It holds nothing and may stay.
            after.keySet().removeIf(name -> Path.of(name).endsWith(FileNames.LOCK) && !before.containsKey(name));
            Set<String> changed = new TreeSet<>(after.keySet());
            changed.addAll(before.keySet());
            changed.removeIf(name -> Arrays.equals(before.get(name), after.get(name)));
            if (!changed.isEmpty()) {
                complain("ended with " + exitCode + " and changed " + changed);
            }
        }
    }
}
