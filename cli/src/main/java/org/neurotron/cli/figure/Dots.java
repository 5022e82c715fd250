package org.neurotron.cli.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYDataset;

/**
 * Draws thousands of points as dots that let through what is below, so that one sees where there are many. In SVG a dot
 * takes a tenth of what JFreeChart's own renderer writes, which sets a clip for each and draws it twice.
 */
final class Dots extends AbstractXYItemRenderer {

    private static final long serialVersionUID = 1L;

    private static final double DIAMETER = 4.6;

    private final Color colour;

    /**
     * Prepares dots.
     *
     * @param ink     their colour
     * @param opacity how much of what is below they cover
     */
    Dots(Ink ink, double opacity) {
        colour = new Color(ink.light().getRed(), ink.light().getGreen(), ink.light().getBlue(),
            (int) Math.round(255 * opacity));
    }

    @Override
    public void drawItem(Graphics2D graphics, XYItemRendererState state, Rectangle2D area, PlotRenderingInfo info,
                         XYPlot plot, ValueAxis across, ValueAxis up, XYDataset data, int series, int item,
                         CrosshairState crosshair, int pass) {
        // All at once with the first.
        if (item > 0) {
            return;
        }
        Shape clip = graphics.getClip();
        graphics.setClip(null);
        graphics.setPaint(colour);
        for (int i = 0; i < data.getItemCount(series); i++) {
            double x = across.valueToJava2D(data.getXValue(series, i), area, RectangleEdge.BOTTOM);
            double y = up.valueToJava2D(data.getYValue(series, i), area, RectangleEdge.LEFT);
            if (Double.isNaN(x + y)) {
                continue;
            }
            graphics.fill(new Ellipse2D.Double(x - DIAMETER / 2, y - DIAMETER / 2, DIAMETER, DIAMETER));
        }
        graphics.setClip(clip);
    }
}
