package org.neurotron.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees of work that goes on, with a clock that the test sets. */
class ProgressTest {

    private static final long TOTAL = 3_000_000;

    private final StringWriter text = new StringWriter();
    private long now;

    private Progress progress(String task, String what, long done, long total, int width) {
        return new Progress(new ProgressLine(task, what, total), done, new PrintWriter(text), width, () -> now);
    }

    /** A second of work at a time, with a look at each end. */
    private void work(Progress progress, int seconds, long stepsPerSecond) {
        for (int i = 0; i < seconds; i++) {
            now += TimeUnit.SECONDS.toNanos(1);
            progress.stepped(stepsPerSecond, 2.2e-3);
            progress.look();
        }
    }

    private List<String> lines() {
        return List.of(text.toString().strip().split("\\s*[\r\n]+"));
    }

    @Test
    void aTerminalShowsHowFarItIsHowFastAndHowLongStill() {
        Progress progress = progress("train", "steps", 0, TOTAL, 100);
        work(progress, 10, 96_000);
        assertEquals("train  32 %  960 k of 3 M steps · 96 k/s · 0:22 left · error 2.2e-3", lines().getLast());
    }

    @Test
    void theFirstSecondsGiveNoEstimate() {
        Progress progress = progress("train", "steps", 0, TOTAL, 100);
        work(progress, 2, 96_000);
        assertEquals("train  6 %  192 k of 3 M steps · error 2.2e-3", lines().getLast());
        assertFalse(text.toString().contains("left"));
    }

    @Test
    void whatWasDoneBeforeDoesNotCountAsSpeed() {
        Progress progress = progress("train", "steps", 2_000_000, TOTAL, 100);
        work(progress, 10, 10_000);
        assertTrue(lines().getLast().contains("2.1 M of 3 M steps · 10 k/s · 1:30 left"), text.toString());
        progress.skipped(500_000);
        work(progress, 1, 10_000);
        assertTrue(lines().getLast().contains("2.6 M of 3 M steps · 10 k/s · 0:40 left"), text.toString());
    }

    @Test
    void theWarmUpDoesNotCountAsSpeed() {
        Progress progress = progress("train", "steps", 0, TOTAL, 100);
        work(progress, 5, 1_000);
        progress.measureFromHere();
        work(progress, 1, 100_000);
        assertFalse(lines().getLast().contains("/s"), text.toString());
        work(progress, 3, 100_000);
        assertTrue(lines().getLast().contains(" · 100 k/s · "), text.toString());
    }

    @Test
    void aRateThatChangesIsFollowedSlowly() {
        Progress progress = progress("sweep", "steps", 0, 1_000_000_000, 100);
        work(progress, 60, 100_000);
        work(progress, 1, 1_000_000);
        assertTrue(lines().getLast().matches(".* · 1[0-9]{2} k/s · .*"), text.toString());
        work(progress, 300, 10_000);
        assertTrue(lines().getLast().contains(" · 10 k/s · "), text.toString());
    }

    @Test
    void onlyWhatIsDoneIsAHundredPerCent() {
        Progress progress = progress("train", "steps", 0, TOTAL, 100);
        work(progress, 10, TOTAL / 10);
        assertTrue(lines().getLast().startsWith("train  99 %  3 M of 3 M"), text.toString());
        progress.close();
        assertEquals("train  100 %  3 M of 3 M steps · 0:10 · error 2.2e-3", lines().getLast());
        assertTrue(text.toString().endsWith(System.lineSeparator()));
        String before = text.toString();
        progress.look();
        progress.close();
        assertEquals(before, text.toString());
    }

    @Test
    void whatIsGivenUpEndsWhereItIs() {
        Progress progress = progress("train", "steps", 0, TOTAL, 100);
        work(progress, 10, 299_990);
        progress.close();
        assertEquals("train  99 %  2.9 M of 3 M steps · 0:10 · error 2.2e-3", lines().getLast());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 30, 45, 60, 80, 200})
    void noLineIsAsWideAsTheTerminal(int width) {
        Progress progress = progress("reproduce", "steps", 0, TOTAL, width);
        work(progress, 20, 96_000);
        progress.close();
        for (String line : text.toString().split("[\r\n]+")) {
            assertTrue(line.length() < width, line);
        }
        assertTrue(text.toString().contains("reproduce".substring(0, Math.min(9, width - 1))));
    }

    @Test
    void aShorterLineLeavesNothingOfALongerOne() {
        Progress progress = progress("train", "steps", 0, TOTAL, 100);
        work(progress, 1, 500_000);
        String longest = text.toString().strip();
        progress.say("neurotron: cannot save");
        assertTrue(text.toString().endsWith("\r" + " ".repeat(longest.length()) + "\rneurotron: cannot save"
            + System.lineSeparator()), text.toString());
    }

    @Test
    void elsewhereThereIsALineAMinute() {
        Progress progress = progress("train", "steps", 0, 100_000_000, 0);
        work(progress, 59, 96_000);
        assertEquals("", text.toString());
        work(progress, 121, 96_000);
        progress.close();
        assertEquals(4, lines().size(), text.toString());
        assertEquals("train  5 %  5.7 M of 100 M steps · 96 k/s · 16:22 left · error 2.2e-3", lines().getFirst());
        assertFalse(text.toString().contains("\r"));
    }

    @Test
    void whatIsDoneAtOnceShowsNothing() {
        for (int width : new int[] {0, 80}) {
            Progress progress = progress("drawing", "figures", 0, 3, width);
            now += TimeUnit.MILLISECONDS.toNanos(300);
            progress.stepped(3);
            progress.look();
            progress.close();
            assertEquals("", text.toString());
        }
    }

    @Test
    void workOfUnknownLengthShowsWhereItHasCome() {
        Progress progress = progress("fit", "samples", 0, 0, 100);
        progress.arrived("course 1 of 3, epoch 12");
        for (int i = 0; i < 10; i++) {
            now += TimeUnit.SECONDS.toNanos(1);
            progress.stepped(96_000);
            progress.look();
        }
        assertEquals("fit  960 k samples · course 1 of 3, epoch 12 · 96 k/s · 0:10", lines().getLast());
        progress.close();
        assertEquals("fit  960 k samples · 0:10", lines().getLast());
    }

    @Test
    void workOfUnknownLengthShowsItsTime() {
        Progress progress = progress("plot", "reading results", 0, 0, 80);
        now += TimeUnit.SECONDS.toNanos(75);
        progress.look();
        assertEquals("plot  reading results · 1:15", lines().getLast());
    }

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "999,999", "1000,1 k", "1999,1.9 k", "40000,40 k", "2999999,2.9 M", "6.96e9,6.9 G",
        "0.31,0.3", "9.97,9.9", "2e22,20000 E"})
    void numbersAreRoundedDown(double number, String expected) {
        assertEquals(expected, ProgressLine.count(number));
    }

    @ParameterizedTest
    @CsvSource({"0.4,0:00", "31,0:31", "600,10:00", "3723,1:02:03", "172800,2 d 0 h", "363600,4 d 5 h",
        "1e12,more than 10 years"})
    void timesAreRead(double seconds, String expected) {
        assertEquals(expected, ProgressLine.duration(seconds));
    }
}
