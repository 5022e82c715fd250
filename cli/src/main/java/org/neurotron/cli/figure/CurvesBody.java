package org.neurotron.cli.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleInsets;

/** Draws curves with JFreeChart, each panel in a place of its own so that all data areas line up. */
final class CurvesBody implements Body {

    /** Room for the name of the axis and its numbers, unless they are long. */
    private static final double LEFT = 64;
    private static final double NAME = 34;

    private static final double RIGHT = 24;
    private static final double TOP = 8;

    /** Below the last panel of a column there is room for the axis and its name, else only for its numbers. */
    private static final double BOTTOM = 44;
    private static final double INNER_BOTTOM = 24;

    private final Figure.Curves figure;
    private final PanelTitles titles;
    private final int rows;
    private final double dataHeight;
    private final CurveAxes axes;
    private final CurvePlot plots;

    /** Room to the left of the data. */
    private final double left;

    /** Room to the right of the data: for half a number and for how runs ended. */
    private final double right;

    CurvesBody(Figure.Curves figure) {
        this.figure = figure;
        // Errors and shares have short numbers.
        left = figure.x().whole() ? LEFT : Math.max(LEFT, NAME + figure.ticks().stream().mapToDouble(tick ->
            Typeface.width(tick.label(), Typeface.plain(SMALL))).max().orElse(0));
        titles = new PanelTitles(figure.panels().stream().map(Panel::title).toList(), WIDTH / figure.columns() - left);
        rows = Math.ceilDiv(figure.panels().size(), figure.columns());
        dataHeight = rows == 1 ? 360 : rows == 2 ? 250 : 130;
        axes = new CurveAxes(figure);
        plots = new CurvePlot(figure);
        right = Math.max(RIGHT,
            EndBars.width(figure.panels().stream().mapToInt(panel -> panel.ends().size()).max().orElse(0)));
    }

    @Override
    public List<Entry> legend() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Panel panel : figure.panels()) {
            for (Curve curve : panel.curves()) {
                entries.putIfAbsent(curve.name(), new Entry(curve.name(), curve.ink(), curve.range()));
            }
        }
        return List.copyOf(entries.values());
    }

    @Override
    public int height() {
        return (int) (rows * (titles.height() + dataHeight) + (rows - 1) * INNER_BOTTOM + BOTTOM);
    }

    @Override
    public void draw(Graphics2D graphics, Rectangle2D area, int density) {
        double width = area.getWidth() / figure.columns();
        double height = titles.height() + dataHeight + INNER_BOTTOM;
        for (int i = 0; i < figure.panels().size(); i++) {
            int column = i % figure.columns();
            draw(graphics, i, new Rectangle2D.Double(area.getX() + column * width,
                area.getY() + i / figure.columns() * height, width, height), density);
        }
    }

    /** Draws a panel, which reaches below its place where nothing is below it. */
    private void draw(Graphics2D graphics, int number, Rectangle2D place, int density) {
        Panel panel = figure.panels().get(number);
        titles.draw(graphics, number, place.getX() + left, place.getY());
        boolean last = number + figure.columns() >= figure.panels().size();
        double bottom = last ? BOTTOM : INNER_BOTTOM;
        double width = place.getWidth() - left - right;
        double top = place.getY() + titles.height();
        ValueAxis up = axes.up(number % figure.columns() == 0);
        Axes.draw(plots.plot(panel, axes.across(last), up, (int) (density * width)),
            new RectangleInsets(TOP, left, bottom, right), graphics,
            new Rectangle2D.Double(place.getX(), top - TOP, place.getWidth(), TOP + dataHeight + bottom));
        EndBars.draw(graphics, figure, panel, up, new Rectangle2D.Double(place.getX() + left, top, width,
            dataHeight));
    }
}
