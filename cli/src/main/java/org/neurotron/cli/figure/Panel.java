package org.neurotron.cli.figure;

import java.util.List;
import java.util.Objects;

/**
 * One coordinate system of a picture of curves.
 *
 * @param title  above it; may be empty
 * @param curves in the order of the legend; the first is drawn last, above the others
 * @param levels horizontal lines
 * @param ends   how the runs of each curve ended; may be empty
 * @param guides thin lines above the curves, to compare them with
 * @param stages where something else begins
 */
public record Panel(String title, List<Curve> curves, List<Level> levels, List<Ends> ends, List<Guide> guides,
                    List<Stage> stages) {

    /** So many bands can be told apart, if they are not too faint. */
    private static final int FEW = 3;

    private static final double OPACITY = 0.25;
    private static final double FAINT = 0.12;

    /** Within outlines: more would mix with other hues to one that is none of them, or look as if there were much. */
    private static final double TRACE = 0.07;

    /** The greatest and the least of a single curve lie close together. */
    private static final double DENSE = 0.4;

    /** Of points of which many may lie on each other, unless they are few. */
    private static final double CLOUD = 0.55;
    private static final int SINGLE = 100;

    /** Copies the lists. */
    public Panel {
        Objects.requireNonNull(title, "title");
        curves = List.copyOf(curves);
        levels = List.copyOf(levels);
        ends = List.copyOf(ends);
        guides = List.copyOf(guides);
        stages = List.copyOf(stages);
    }

    /**
     * A coordinate system of what has no stages.
     *
     * @param title  above it; may be empty
     * @param curves in the order of the legend; the first is drawn last, above the others
     * @param levels horizontal lines
     * @param ends   how runs ended
     * @param guides lines to compare curves with
     */
    public Panel(String title, List<Curve> curves, List<Level> levels, List<Ends> ends, List<Guide> guides) {
        this(title, curves, levels, ends, guides, List.of());
    }

    /**
     * A coordinate system of curves alone.
     *
     * @param title  above it; may be empty
     * @param curves in the order of the legend; the first is drawn last, above the others
     * @param levels horizontal lines
     */
    public Panel(String title, List<Curve> curves, List<Level> levels) {
        this(title, curves, levels, List.of(), List.of());
    }

    /**
     * How much of what lies below the band of a curve it covers.
     *
     * @param curve a curve of this panel
     * @return 0 for none of it, to 1 for all
     */
    public double opacity(Curve curve) {
        if (curve.isLoose()) {
            return curve.points().x().length <= SINGLE ? 1 : CLOUD;
        }
        return curve.range() == Curve.Range.EXTREMES ? DENSE : outlined(curve) ? TRACE
            : curves.size() <= FEW ? OPACITY : FAINT;
    }

    /**
     * Whether the band of a curve has an outline: where there may be nothing between its ends, and where bands of
     * several hues lie on each other, so that one sees which is which.
     *
     * @param curve a curve of this panel
     * @return whether it has
     */
    public boolean outlined(Curve curve) {
        return curve.range() == Curve.Range.APART || curve.range().isBand() && curves.stream()
            .filter(other -> other.range().isBand()).map(other -> other.ink().hue()).distinct().count() > 1;
    }

    /**
     * Whether levels have edges like the paper: where one has the colour of a curve, on whose band it would not be
     * seen without. Others do without, as edges hide what is below.
     *
     * @return whether they have
     */
    public boolean edged() {
        return levels.stream().anyMatch(level -> curves.stream().anyMatch(curve -> curve.ink().light()
            .equals(level.ink().light())));
    }

    /**
     * A horizontal line.
     *
     * @param name  what is written at it
     * @param value where it is; &gt; 0 on a logarithmic axis
     * @param ink   how it is drawn: as the curve to which it belongs
     */
    public record Level(String name, double value, Ink ink) {

        /** Checks that nothing is missing. */
        public Level {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(ink, "ink");
        }
    }

    /**
     * Something begins: a vertical line.
     *
     * @param name  what is written at it if there is room
     * @param at    where it is
     * @param minor whether others have room before it
     */
    public record Stage(String name, double at, boolean minor) {

        /** Checks that nothing is missing. */
        public Stage {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * A line to compare a curve with.
     *
     * @param x places along the axis from left to right, ascending
     * @param y the values there
     */
    public record Guide(double[] x, double[] y) {

        /** Checks that there are as many of both. */
        public Guide {
            if (x.length != y.length) {
                throw new IllegalArgumentException("x and y must have as many elements");
            }
        }
    }
}
