package org.neurotron.bench.report;

/**
 * A headline ratio.
 *
 * @param name    its name
 * @param value   its value, NaN if it could not be measured
 * @param skipped why not, null if it could
 */
record Ratio(String name, double value, String skipped) {

    /** As text. */
    String text() {
        return skipped == null ? Format.number(value) : "skipped (" + skipped + ")";
    }

    /** As a session prints it. */
    String line() {
        return "ratio: " + name + " " + text();
    }
}
