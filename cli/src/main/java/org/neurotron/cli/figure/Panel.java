package org.neurotron.cli.figure;

import java.util.List;
import java.util.Objects;

/**
 * One coordinate system of a picture of curves.
 *
 * @param title  above it; may be empty
 * @param curves in the order of the legend; the first is drawn last, above the others
 * @param levels horizontal lines
 */
public record Panel(String title, List<Curve> curves, List<Level> levels) {

    /** Copies the lists. */
    public Panel {
        Objects.requireNonNull(title, "title");
        curves = List.copyOf(curves);
        levels = List.copyOf(levels);
    }

    /**
     * A horizontal line.
     *
     * @param name  what is written at it
     * @param value where it is, &gt; 0
     */
    public record Level(String name, double value) {
    }
}
