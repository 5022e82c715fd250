package org.neurotron.cli.terminal;

import java.time.Duration;

/**
 * How fast work gets on: steps a second, smoothed, of what was done lately. Nothing is said before enough of it has
 * been seen, as the first seconds tell little about the hours that may follow.
 */
final class Pace {

    /** What is said earlier than this is often wrong by a factor. */
    private static final double SECONDS_BEFORE_ESTIMATE = Duration.ofSeconds(3).toSeconds();

    /** What is so long ago has lost all but 1/e of its weight. */
    private static final double MEMORY_SECONDS = Duration.ofSeconds(30).toSeconds();

    private double lastTime;
    private double lastDone;
    private double steps;
    private double weight;
    private double seen;

    /**
     * Begins to measure.
     *
     * @param time what the clock shows, in seconds
     * @param done how much has been done by now, which does not count
     */
    Pace(double time, double done) {
        restart(time, done);
    }

    /** Forgets what was measured. */
    final void restart(double time, double done) {
        lastTime = time;
        lastDone = done;
        steps = 0;
        weight = 0;
        seen = 0;
    }

    /** Some work was found to be done already: it tells nothing about the pace. */
    void skip(double some) {
        lastDone += some;
    }

    /**
     * Looks at the clock.
     *
     * @param time what it shows, in seconds
     * @param done how much has been done by now
     */
    void look(double time, double done) {
        double elapsed = time - lastTime;
        double kept = Math.exp(-elapsed / MEMORY_SECONDS);
        steps = steps * kept + done - lastDone;
        weight = weight * kept + elapsed;
        seen += elapsed;
        lastTime = time;
        lastDone = done;
    }

    /** Steps a second, or NaN if that cannot be told yet. */
    double perSecond() {
        return seen < SECONDS_BEFORE_ESTIMATE || steps <= 0 ? Double.NaN : steps / weight;
    }
}
