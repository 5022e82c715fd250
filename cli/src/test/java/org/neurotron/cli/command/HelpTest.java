package org.neurotron.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.cli.Cli;
import org.neurotron.training.Attack;

/** The help of every command: complete, and set in lines by what shows it. */
class HelpTest {

    private static final int WIDTH = 80;

    static Set<String> commands() {
        return Neurotron.commandLine().getSubcommands().keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelp(String command) {
        PrintStream stderr = System.err;
        ByteArrayOutputStream warnings = new ByteArrayOutputStream();
        System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
        Cli.Result help;
        try {
            help = Cli.run(command, "--help");
        } finally {
            System.setErr(stderr);
        }
        assertEquals("", warnings.toString(StandardCharsets.UTF_8));
        assertEquals(0, help.exitCode());
        assertEquals("", help.err());
        assertTrue(help.out().contains("Usage: neurotron " + command), help.out());
        assertFalse(help.out().contains("...][,"), help.out());
        assertFalse(help.out().contains("%%"), help.out());
        help.out().lines().forEach(line -> assertTrue(line.length() <= WIDTH, line));
    }

    /** A line that ends early although the next word would have had room was broken by hand. */
    @ParameterizedTest
    @MethodSource("commands")
    void footersAreNotBrokenByHand(String command) {
        List<String> lines = Cli.run(command, "--help").out().lines().toList();
        int footer = lines.lastIndexOf("");
        for (int i = footer + 1; i > 0 && i < lines.size() - 1; i++) {
            String line = lines.get(i);
            String next = lines.get(i + 1).split(" ")[0];
            assertTrue(line.isEmpty() || ".:".indexOf(line.charAt(line.length() - 1)) >= 0 || next.isEmpty()
                || line.startsWith("  ") || line.length() + 1 + next.length() > WIDTH - 1, line + "|" + next);
        }
    }

    @Test
    void exitCodesAndAttacksAreExplained() {
        String root = Cli.run("--help").out();
        for (String code : List.of("    0   done", "    1   failed", "    2   bad usage", "  130   interrupted",
            "  143   terminated")) {
            assertTrue(root.contains(code), root);
        }
        String train = Cli.run("train", "--help").out();
        for (String attack : Attack.FORMS.split(", ")) {
            assertTrue(train.contains(" " + attack + ": "), attack);
        }
    }

    @Test
    void quietIsHeardBeforeAndBehindTheCommand() throws Exception {
        for (List<String> line : List.of(List.of("--quiet", "train", "--iterations", "3"),
            List.of("train", "--iterations", "3", "--quiet"))) {
            Cli.Result result = Cli.runInNewJvm(Cli.shortLived(), line.toArray(String[]::new));
            assertEquals(List.of(), result.errorLines());
            assertEquals(4, result.out().lines().count());
        }
        assertEquals(1, Cli.run("train", "--quiet", "--n", "0").errorLines().size());
    }
}
