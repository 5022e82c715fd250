package org.neurotron.cli.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/** Vertical lines where something begins, with names along them that do not lie on each other; below the data. */
final class Stages extends AbstractXYAnnotation {

    private static final long serialVersionUID = 1L;

    /** Height of a name, which is the room that it takes to the right of its line. */
    private static final double LINE = 14;
    private static final double GAP = 4;
    private static final Color MINOR = new Color(0xC4C4C4);

    private final transient List<Panel.Stage> stages;

    /**
     * Prepares the lines of a panel.
     *
     * @param stages the lines
     */
    Stages(List<Panel.Stage> stages) {
        this.stages = stages.stream().sorted(Comparator.comparingDouble(Panel.Stage::at)).toList();
    }

    @Override
    public void draw(Graphics2D graphics, XYPlot plot, Rectangle2D area, ValueAxis across, ValueAxis up, int renderer,
                     PlotRenderingInfo info) {
        double[] places = stages.stream()
            .mapToDouble(stage -> across.valueToJava2D(stage.at(), area, RectangleEdge.BOTTOM)).toArray();
        boolean[] named = named(places, area.getMaxX());
        for (int i = 0; i < places.length; i++) {
            Panel.Stage stage = stages.get(i);
            graphics.setPaint(stage.minor() ? MINOR : Body.FRAME);
            graphics.setStroke(new BasicStroke(stage.minor() ? 0.8f : 1.2f));
            graphics.draw(new Line2D.Double(places[i], area.getMinY(), places[i], area.getMaxY()));
            if (named[i]) {
                AffineTransform before = graphics.getTransform();
                // From above to below: then the end of a long name is where there is room.
                graphics.rotate(Math.PI / 2, places[i] + GAP, area.getMinY() + GAP);
                graphics.setPaint(Body.TEXT);
                graphics.setFont(Typeface.plain(Body.SMALL));
                graphics.drawString(stage.name(), (float) (places[i] + GAP), (float) (area.getMinY() + GAP));
                graphics.setTransform(before);
            }
        }
    }

    /** Which names have room: those of what is not minor first. */
    private boolean[] named(double[] places, double end) {
        boolean[] named = new boolean[places.length];
        for (boolean minor : new boolean[] {false, true}) {
            for (int i = 0; i < places.length; i++) {
                boolean room = places[i] + LINE <= end;
                for (int j = 0; room && j < places.length; j++) {
                    room = !named[j] || Math.abs(places[j] - places[i]) >= LINE;
                }
                named[i] |= stages.get(i).minor() == minor && room;
            }
        }
        return named;
    }
}
