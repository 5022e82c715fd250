package org.neurotron.cli.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** What all coordinate systems of pictures have in common. */
final class Axes {

    /** Room between two labels. */
    private static final double GAP = 4;

    private Axes() {
    }

    /** Type and ink of an axis and its lines. */
    static void style(ValueAxis axis) {
        type(axis);
        axis.setAxisLinePaint(Body.FRAME);
        axis.setTickMarkPaint(Body.FRAME);
        axis.setLowerMargin(0);
        axis.setUpperMargin(0);
    }

    /** Type and ink of what is written at an axis. */
    static void type(ValueAxis axis) {
        axis.setLabelFont(Typeface.plain(Body.NORMAL));
        axis.setTickLabelFont(Typeface.plain(Body.SMALL));
        axis.setLabelPaint(Body.TEXT);
        axis.setTickLabelPaint(Body.TEXT);
    }

    /**
     * Draws a coordinate system whose axes have the same room whatever is written at them.
     *
     * @param plot     the coordinate system
     * @param around   room around the data
     * @param graphics what to draw with
     * @param area     where to, with the room around the data
     */
    static void draw(XYPlot plot, RectangleInsets around, Graphics2D graphics, Rectangle2D area) {
        AxisSpace below = new AxisSpace();
        below.setTop(around.getTop());
        below.setBottom(around.getBottom());
        plot.setFixedDomainAxisSpace(below);
        AxisSpace beside = new AxisSpace();
        beside.setLeft(around.getLeft());
        beside.setRight(around.getRight());
        plot.setFixedRangeAxisSpace(beside);
        plot.setInsets(RectangleInsets.ZERO_INSETS);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        JFreeChart chart = new JFreeChart(null, Typeface.bold(Body.NORMAL), plot, false);
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        chart.setBackgroundPaint(null);
        chart.draw(graphics, area);
    }

    /**
     * Ticks with their labels. What would lie on another label below an axis is left out; upwards there is always room.
     *
     * @param axis  the axis
     * @param ticks what to write, increasing
     * @param area  where the data are drawn
     * @param edge  where the axis is
     */
    static List<NumberTick> ticks(ValueAxis axis, List<Tick> ticks, Rectangle2D area, RectangleEdge edge) {
        List<NumberTick> drawn = new ArrayList<>();
        boolean across = RectangleEdge.isTopOrBottom(edge);
        double free = Double.NEGATIVE_INFINITY;
        for (Tick tick : ticks) {
            double half = Typeface.width(tick.label(), Typeface.plain(Body.SMALL)) / 2;
            double middle = axis.valueToJava2D(tick.at(), area, edge);
            boolean room = !across || middle - half > free;
            drawn.add(new NumberTick((Number) tick.at(), room ? tick.label() : "",
                across ? TextAnchor.TOP_CENTER : RectangleEdge.RIGHT == edge ? TextAnchor.CENTER_LEFT
                : TextAnchor.CENTER_RIGHT, TextAnchor.CENTER, 0));
            free = room ? middle + half + GAP : free;
        }
        return drawn;
    }
}
