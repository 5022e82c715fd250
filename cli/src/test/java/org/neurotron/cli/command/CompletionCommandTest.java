package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.cli.Cli;

/** Shells understand their scripts and complete with them, where these shells are installed. */
class CompletionCommandTest {

    @TempDir
    private Path folder;

    private Path script(String shell) throws IOException {
        Cli.Result result = Cli.run("completion", shell);
        assertEquals(0, result.exitCode(), result.err());
        return Files.writeString(folder.resolve("completion." + shell), result.out());
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, command[0] + " is not installed");
            throw e;
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** What bash would offer for the last word of a line. */
    private Set<String> offers(Path script, String... words) throws IOException, InterruptedException {
        String line = "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
            + (words.length - 1) + "; COMP_LINE=\"${COMP_WORDS[*]}\"; _complete_neurotron 2>/dev/null; printf '%s\\n' "
            + "\"${COMPREPLY[@]}\"";
        return Set.of(output("bash", "-c", line).split("\\s*\n"));
    }

    @Test
    void bashCompletesCommandsOptionsAndValues() throws IOException, InterruptedException {
        Path script = script("bash");
        assertEquals(Set.of("train"), offers(script, "neurotron", "tr"));
        assertEquals(Set.of("--theta", "--threads"), offers(script, "neurotron", "train", "--th"));
        assertEquals(Set.of("--kernel"), offers(script, "neurotron", "--ke"));
        assertEquals(Set.of("sgd", "sgd-published"), offers(script, "neurotron", "train", "--algorithm", "s"));
        assertEquals(Set.of("bench"), offers(script, "neurotron", "be"));
        assertEquals(Set.of("--seconds"), offers(script, "neurotron", "bench", "--s"));
        assertEquals(Set.of("zsh"), offers(script, "neurotron", "completion", "z"));
    }

    @Test
    void fishCompletesCommandsOptionsAndValues() throws IOException, InterruptedException {
        Path script = script("fish");
        for (String[] expected : new String[][] {{"neurotron tr", "train"}, {"neurotron train --thet", "--theta"},
            {"neurotron train --algorithm t", "tron"}, {"neurotron --vector-bits 5", "512"},
            {"neurotron bench --sec", "--seconds"}, {"neurotron help sw", "sweep"}, {"neurotron completion z", "zsh"},
            {"neurotron plot " + folder.resolve("completion.f"), script.toString()}}) {
            String offers = output("fish", "--no-config", "-c", "source " + script + "; complete -C '" + expected[0]
                + "'");
            assertTrue(offers.lines().anyMatch(line -> line.split("\t")[0].equals(expected[1])), offers);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void everyShellCanReadItsScript(String shell) throws IOException, InterruptedException {
        assertEquals("", output(shell, "-n", script(shell).toString()));
    }

    @Test
    void zshTakesTheScriptOfBash() throws IOException, InterruptedException {
        String names = output("zsh", "-f", "-c", "source " + script("zsh") + " && print $_comps[neurotron]");
        assertTrue(names.contains("_bash_complete"), names);
    }

    @Test
    void otherShellsAreRefused() {
        Cli.Result result = Cli.run("completion", "tcsh");
        assertEquals(2, result.exitCode());
        assertEquals("neurotron completion: 'tcsh' must be bash, zsh or fish", result.err().strip());
    }
}
