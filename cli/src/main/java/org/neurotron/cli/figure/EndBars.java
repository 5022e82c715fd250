package org.neurotron.cli.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;

/** Draws how runs ended: at the right of a coordinate system bars along its axis of the errors, in a column a curve. */
final class EndBars {

    /** Room for all columns at most, and for one of them. */
    private static final double WIDTH = 70;
    private static final double WIDEST = 34;
    private static final double GAP = 5;

    private EndBars() {
    }

    /** The room to the right of a coordinate system that bars of so many curves need. */
    static double width(int curves) {
        return Math.min(WIDTH, GAP + curves * (WIDEST + GAP));
    }

    /**
     * Draws the bars of a panel.
     *
     * @param graphics what to draw with
     * @param figure   the figure
     * @param panel    the panel
     * @param errors   its axis of the errors
     * @param area     where its data are drawn; the bars are to the right of it
     */
    static void draw(Graphics2D graphics, Figure.Curves figure, Panel panel, ValueAxis errors, Rectangle2D area) {
        List<Ends> ends = panel.ends();
        double column = (width(ends.size()) - GAP) / Math.max(1, ends.size()) - GAP;
        for (int i = 0; i < ends.size(); i++) {
            double left = area.getMaxX() + GAP + i * (column + GAP);
            Color ink = ends.get(i).ink().light();
            for (Ends.Bar bar : figure.bars(ends.get(i))) {
                double top = errors.valueToJava2D(bar.upper(), area, RectangleEdge.LEFT);
                double bottom = errors.valueToJava2D(bar.lower(), area, RectangleEdge.LEFT);
                Rectangle2D box = new Rectangle2D.Double(left + column * bar.start(), top,
                    column * (bar.end() - bar.start()), bottom - top);
                if (bar.opacity() > 0) {
                    graphics.setPaint(new Color(ink.getRed(), ink.getGreen(), ink.getBlue(),
                        (int) Math.round(255 * bar.opacity())));
                    graphics.fill(box);
                } else {
                    graphics.setPaint(ink);
                    graphics.setStroke(new BasicStroke(0.9f));
                    graphics.draw(box);
                }
            }
            graphics.setPaint(Body.FAINT);
            graphics.setStroke(new BasicStroke(0.8f));
            graphics.draw(new Line2D.Double(left, area.getMinY(), left, area.getMaxY()));
        }
    }
}
