package org.neurotron.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far the work has come: a bar with the time left on a terminal, else a line a minute. Safe for use by
 * several threads.
 */
public final class Progress implements AutoCloseable {

    private static final long NANOS_BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

    private final String task;
    private final long total;
    private final PrintWriter err;
    private final boolean quiet;
    private final ProgressBar bar;
    private long start = System.nanoTime();
    private long doneBefore;
    private long done;
    private long lastLine = start;

    /**
     * Goes on showing progress.
     *
     * @param task  what is being done
     * @param done  number of steps done before
     * @param total number of steps in all
     * @param terminal where to show it
     */
    Progress(String task, long done, long total, Terminal terminal) {
        this.doneBefore = done;
        this.done = done;
        this.task = task;
        this.total = total;
        err = terminal.err();
        quiet = terminal.quiet();
        int width = quiet ? 0 : Terminal.width();
        if (width > 0) {
            bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .startsFrom(done, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setUnit("k steps", 1_000)
                .setConsumer(new DelegatingProgressBarConsumer(this::show, width - 1))
                .build();
        } else {
            bar = null;
        }
    }

    private void show(String line) {
        err.print("\r" + line);
        err.flush();
    }

    /**
     * Some work has been done.
     *
     * @param steps how many steps more
     */
    public synchronized void stepped(long steps) {
        stepped(steps, Double.NaN);
    }

    /** What comes from here on tells how fast the work gets on; what was before does not. */
    public synchronized void measureFromHere() {
        doneBefore = done;
        start = System.nanoTime();
    }

    /**
     * Some work need not be done, because it was before.
     *
     * @param steps how many steps
     */
    public synchronized void skipped(long steps) {
        doneBefore += steps;
        done += steps;
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    /**
     * Some work has been done.
     *
     * @param steps how many steps more
     * @param error the current error, to be shown; or NaN
     */
    public synchronized void stepped(long steps, double error) {
        done += steps;
        if (bar != null) {
            bar.stepTo(done);
            if (!Double.isNaN(error)) {
                bar.setExtraMessage(String.format(Locale.ROOT, " error %.2e", error));
            }
            return;
        }
        long now = System.nanoTime();
        if (!quiet && now - lastLine >= NANOS_BETWEEN_LINES) {
            lastLine = now;
            double elapsed = (now - start) / 1e9;
            double rate = (done - doneBefore) / elapsed;
            err.printf(Locale.ROOT, "%s: %.1f %% done, %.0f steps/s, about %.0f s left%s%n", task, 100.0 * done / total,
                rate, (total - done) / rate,
                Double.isNaN(error) ? "" : String.format(Locale.ROOT, ", error %.3e", error));
            err.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            err.println();
            err.flush();
        }
    }
}
