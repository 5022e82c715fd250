package org.neurotron.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Shows how far some work has come: a line that is written anew on a terminal, else a line a minute. Work that is done
 * at once shows nothing.
 *
 * <p>Those who do the work only add to a counter, from as many threads and as often as they like; a thread of its own
 * looks at it now and then.
 */
public final class Progress implements AutoCloseable {

    private static final Duration BETWEEN_PAINTS = Duration.ofMillis(200);

    /** Who waits no longer than this wants no line about it. */
    private static final Duration BEFORE_FIRST_PAINT = Duration.ofMillis(600);

    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final ProgressLine line;
    private final PrintWriter err;
    private final int width;
    private final LongSupplier clock;
    private final long start;
    private final Pace pace;
    private final LongAdder done = new LongAdder();
    private volatile double error = Double.NaN;
    private volatile String where = "";
    private long shownAt;
    private int shownLength;
    private boolean everShown;
    private boolean closed;

    /**
     * Something to be shown.
     *
     * @param line  the words
     * @param done  how much was done before
     * @param err   where to show it
     * @param width width of the terminal, or 0 if it is none
     * @param clock the time in nanoseconds
     */
    Progress(ProgressLine line, long done, PrintWriter err, int width, LongSupplier clock) {
        this.line = line;
        this.err = err;
        this.width = width;
        this.clock = clock;
        this.done.add(done);
        start = clock.getAsLong();
        shownAt = start - (width > 0 ? BETWEEN_PAINTS.minus(BEFORE_FIRST_PAINT).toNanos() : 0);
        pace = new Pace(0, done);
    }

    /** Starts to look, in a thread that ends when this is closed. */
    void start() {
        Thread.ofPlatform().daemon().name("neurotron-progress").start(() -> {
            synchronized (this) {
                while (!closed) {
                    try {
                        wait(BETWEEN_PAINTS.toMillis());
                    } catch (InterruptedException e) {
                        return;
                    }
                    look();
                }
            }
        });
    }

    /**
     * Some work has been done.
     *
     * @param steps how much more
     */
    public void stepped(long steps) {
        done.add(steps);
    }

    /**
     * Some work has been done.
     *
     * @param steps    how much more
     * @param newError the current error, to be shown
     */
    public void stepped(long steps, double newError) {
        done.add(steps);
        error = newError;
    }

    /**
     * Work of which nobody knows how long it will take has come somewhere.
     *
     * @param newWhere in words, to be shown; "" for nothing
     */
    public void arrived(String newWhere) {
        where = newWhere;
    }

    /** What comes from here on tells how fast the work gets on; what was before does not. */
    public synchronized void measureFromHere() {
        pace.restart(seconds(), done.sum());
    }

    /**
     * Some work need not be done, because it was before.
     *
     * @param steps how much
     */
    public synchronized void skipped(long steps) {
        done.add(steps);
        pace.skip(steps);
    }

    private double seconds() {
        return (clock.getAsLong() - start) / 1e9;
    }

    /** Looks how far the work has come, and shows it if it is time to. */
    synchronized void look() {
        if (closed) {
            return;
        }
        pace.look(seconds(), done.sum());
        long now = clock.getAsLong();
        if (now - shownAt >= (width > 0 ? BETWEEN_PAINTS : BETWEEN_LINES).toNanos()) {
            shownAt = now;
            show(line.running(done.sum(), pace.perSecond(), seconds(), where, error, room()));
        }
    }

    /** A terminal's last column stays free: some go on to the next line there. */
    private int room() {
        return width > 0 ? width - 1 : Integer.MAX_VALUE;
    }

    private void show(String text) {
        everShown = true;
        if (width > 0) {
            // Blanks in the place of what was longer, as not every terminal can erase.
            err.print("\r" + text + " ".repeat(Math.max(0, shownLength - text.length())));
            shownLength = text.length();
        } else {
            err.println(text);
        }
        err.flush();
    }

    /** Says something in the place of the line, which comes again with the next look. */
    synchronized void say(String message) {
        if (shownLength > 0) {
            show("");
            err.print("\r");
        }
        err.println(message);
        err.flush();
    }

    /** Ends it where it is; only here 100 % are shown, if all has been done. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        notifyAll();
        if (everShown) {
            // Over a ^C that the terminal has shown, too.
            show(line.ended(done.sum(), seconds(), error, room()));
            if (width > 0) {
                err.println();
                err.flush();
                shownLength = 0;
            }
        }
    }
}
