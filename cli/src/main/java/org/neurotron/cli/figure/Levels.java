package org.neurotron.cli.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/** Horizontal lines across a coordinate system, with names at their right ends that do not lie on each other. */
final class Levels extends AbstractXYAnnotation {

    private static final long serialVersionUID = 1L;

    private static final float[] DASHES = {6, 3, 1, 3};

    /** Height of a name. */
    private static final double LINE = 15;

    /** From its base line to its lower end. */
    private static final double DESCENT = 4;
    private static final double GAP = 5;

    /** Of the line before its name, as names may stand closer to the lines of others. */
    private static final double SAMPLE = 26;

    /** Lets through only a trace of what is below. */
    private static final Color PAPER = new Color(255, 255, 255, 215);

    private final transient List<Panel.Level> levels;

    /** Whether lines have white edges. */
    private final boolean edged;

    /**
     * Prepares the lines of a panel.
     *
     * @param levels the lines
     * @param edged  whether they have white edges
     */
    Levels(List<Panel.Level> levels, boolean edged) {
        this.edged = edged;
        this.levels = levels.stream().sorted(Comparator.comparingDouble(Panel.Level::value).reversed()).toList();
    }

    @Override
    public void draw(Graphics2D graphics, XYPlot plot, Rectangle2D area, ValueAxis across, ValueAxis up, int renderer,
                     PlotRenderingInfo info) {
        double[] places = levels.stream()
            .mapToDouble(level -> up.valueToJava2D(level.value(), area, RectangleEdge.LEFT)).toArray();
        // Under all of them.
        for (double place : edged ? places : new double[0]) {
            graphics.setPaint(PAPER);
            graphics.setStroke(new BasicStroke(4));
            graphics.draw(new Line2D.Double(area.getMinX(), place, area.getMaxX(), place));
        }
        for (int i = 0; i < places.length; i++) {
            line(graphics, levels.get(i).ink(), area.getMinX(), area.getMaxX(), places[i]);
        }
        double[] lower = spread(places, LINE, area.getMinY(), area.getMaxY());
        for (int i = 0; i < places.length; i++) {
            String name = levels.get(i).name();
            double width = Typeface.width(name, Typeface.plain(Body.SMALL));
            double left = area.getMaxX() - GAP - width;
            graphics.setPaint(PAPER);
            graphics.fill(new Rectangle2D.Double(left - SAMPLE - GAP - 2, lower[i] - LINE + 1,
                SAMPLE + GAP + width + 4, LINE - 1));
            line(graphics, levels.get(i).ink(), left - SAMPLE - GAP, left - GAP, lower[i] - LINE / 2);
            graphics.setPaint(Body.TEXT);
            graphics.setFont(Typeface.plain(Body.SMALL));
            graphics.drawString(name, (float) left, (float) (lower[i] - DESCENT));
        }
    }

    private static void line(Graphics2D graphics, Ink ink, double from, double to, double y) {
        graphics.setPaint(ink.light());
        graphics.setStroke(new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, DASHES, 0));
        graphics.draw(new Line2D.Double(from, y, to, y));
    }

    /**
     * Where names stand: each right above its line, but below the name before, and all within the frame.
     *
     * @param places where the lines are, from above to below
     * @param height height of a name
     * @param top    upper end of the frame
     * @param bottom its lower end
     * @return the lower ends of the names
     */
    static double[] spread(double[] places, double height, double top, double bottom) {
        double[] lower = new double[places.length];
        double free = top;
        for (int i = 0; i < places.length; i++) {
            lower[i] = Math.max(places[i] - 1, free + height);
            free = lower[i];
        }
        // What has been pushed out at the bottom pushes the others up.
        double limit = bottom;
        for (int i = places.length - 1; i >= 0; i--) {
            lower[i] = Math.min(lower[i], limit);
            limit = lower[i] - height;
        }
        return lower;
    }
}
