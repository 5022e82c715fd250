package org.neurotron.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message quotes may come from anywhere; the message stays a line that does nothing to a terminal. */
class MessagesTest {

    private static final int LONGEST = 2_000;

    @Test
    void whatIsALineStaysAsItIs() {
        String text = "neurotron: 'é漢😀' must be >= 0";
        assertEquals(text, Messages.line(text));
        assertEquals("x".repeat(LONGEST), Messages.line("x".repeat(LONGEST)));
    }

    @Test
    void severalLinesBecomeOne() {
        assertEquals("a b c", Messages.line("a\nb \r\n  c"));
    }

    @Test
    void whatATerminalActsOnIsWrittenOut() {
        assertEquals("\\x1b[2J\\x9b31m\\x00\\u{202e}\\u{d800}\\t", Messages.line("\u001b[2J\u009b31m\0\u202e\uD800\t"));
    }

    @Test
    void ofALongLineBeginningAndEndAreKept() {
        String line = Messages.line("what is wrong: " + "x".repeat(800_000) + " must be short");
        assertTrue(line.length() <= LONGEST, () -> line.length() + " characters");
        assertTrue(line.startsWith("what is wrong: xxx"), line);
        assertTrue(line.endsWith("xxx must be short"), line);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {" ", "\n", " \n", "\0", "😀", "\uD800", "\u202e"})
    void isShortAndMadeAtOnceWhateverItRepeats(String text) {
        String line = assertTimeout(Duration.ofSeconds(5), () -> Messages.line(text.repeat(500_000)));
        assertTrue(line.codePointCount(0, line.length()) <= LONGEST, () -> line.length() + " characters");
        assertTrue(line.codePoints().noneMatch(Character::isISOControl), line);
    }
}
