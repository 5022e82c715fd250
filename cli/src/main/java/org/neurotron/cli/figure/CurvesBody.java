package org.neurotron.cli.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.DefaultXYDataset;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** Draws curves with JFreeChart, each panel in a place of its own so that all data areas line up. */
final class CurvesBody implements Body {

    private static final double LEFT = 64;
    private static final double RIGHT = 24;
    private static final double TOP = 8;
    private static final double BOTTOM = 44;
    private static final double INNER_BOTTOM = 24;

    /** Vertical room that a number at an axis needs. */
    private static final double NUMBER = 21;

    private static final double MILLION = 1e6;
    private static final double DOT = 6;
    private static final int FEW = 3;
    private static final float BAND = 0.25f;
    private static final float FAINT_BAND = 0.12f;

    private final Figure.Curves figure;
    private final PanelTitles titles;
    private final int rows;
    private final double dataHeight;
    private final double lowest;
    private final double highest;

    CurvesBody(Figure.Curves figure) {
        this.figure = figure;
        titles = new PanelTitles(figure.panels().stream().map(Panel::title).toList(), WIDTH / figure.columns() - LEFT);
        rows = Math.ceilDiv(figure.panels().size(), figure.columns());
        dataHeight = rows == 1 ? 360 : rows == 2 ? 250 : 130;
        double[] range = figure.range();
        lowest = range[0];
        highest = range[1];
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
        double y = area.getY();
        for (int row = 0; row < rows; row++) {
            double bottom = row == rows - 1 ? BOTTOM : INNER_BOTTOM;
            for (int column = 0; column < figure.columns(); column++) {
                int i = row * figure.columns() + column;
                if (i < figure.panels().size()) {
                    double x = area.getX() + column * width;
                    Panel panel = figure.panels().get(i);
                    titles.draw(graphics, i, x + LEFT, y);
                    // The last of a column has nothing below it that would name its axis.
                    boolean last = i + figure.columns() >= figure.panels().size();
                    XYPlot plot = plot(panel, column == 0, last, (int) (density * (width - LEFT - RIGHT)));
                    Axes.draw(plot, new RectangleInsets(TOP, LEFT, last && row < rows - 1 ? INNER_BOTTOM : bottom,
                        RIGHT), graphics, new Rectangle2D.Double(x, y + titles.height() - TOP, width,
                        TOP + dataHeight + bottom));
                }
            }
            y += titles.height() + dataHeight + bottom;
        }
    }

    /** Whether x are single values of a parameter, of which none may be thinned away. */
    private boolean marked() {
        return figure.x().marks().length > 0;
    }

    private XYPlot plot(Panel panel, boolean named, boolean last, int pixels) {
        XYPlot plot = new XYPlot(null, across(last), errors(named), null);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlinePaint(FRAME);
        plot.setDomainGridlinePaint(FAINT);
        plot.setRangeGridlinePaint(FAINT);
        plot.setDomainGridlineStroke(new BasicStroke(0.8f));
        plot.setRangeGridlineStroke(new BasicStroke(0.8f));
        // Of several data sets the first is drawn last; all lines lie above all bands.
        int i = 0;
        for (Curve curve : panel.curves()) {
            Points points = marked() ? curve.points()
                : curve.points().thinned(pixels, figure.x().first(), figure.x().last(), figure.x().scale());
            if (curve.range() == Curve.Range.EXTREMES) {
                plot.setDataset(i, extremes(points));
                plot.setRenderer(i, line(curve, new BasicStroke(1.1f, BasicStroke.CAP_BUTT,
                    BasicStroke.JOIN_BEVEL)));
            } else {
                XYDataset quantiles = quantiles(points);
                plot.setDataset(i, quantiles);
                plot.setRenderer(i, line(curve, curve.ink().stroke(2)));
                int under = panel.curves().size() + i;
                plot.setDataset(under, quantiles);
                plot.setRenderer(under, band(curve.ink(), panel.curves().size()));
            }
            i++;
        }
        for (Panel.Level level : panel.levels()) {
            ValueMarker marker = new ValueMarker(level.value(), TEXT,
                new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 3, 1, 3}, 0));
            marker.setLabel(level.name());
            marker.setLabelFont(Typeface.plain(SMALL));
            marker.setLabelPaint(TEXT);
            marker.setLabelBackgroundColor(new Color(255, 255, 255, 200));
            marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
            marker.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
            marker.setLabelOffset(new RectangleInsets(3, 3, 3, 6));
            marker.setAlpha(1);
            plot.addRangeMarker(marker, Layer.FOREGROUND);
        }
        return plot;
    }

    private ValueAxis across(boolean last) {
        String name = last ? figure.x().name() : null;
        double length = figure.x().last() - figure.x().first();
        ValueAxis axis;
        if (figure.x().scale() == Scale.LOGARITHMIC) {
            LogAxis logarithmic = marked() ? new MarkedLogAxis(name) : new LogAxis(name);
            logarithmic.setTickUnit(new NumberTickUnit(1));
            logarithmic.setNumberFormatOverride(new Label.Powers());
            logarithmic.setMinorTickMarksVisible(false);
            axis = logarithmic;
        } else {
            boolean many = figure.x().last() >= 2 * MILLION;
            NumberAxis linear = marked() ? new MarkedAxis(name)
                : new NumberAxis(many && last ? name + " (millions)" : name);
            linear.setNumberFormatOverride(new Label.Plain(many ? MILLION : 1));
            linear.setAutoTickUnitSelection(false);
            linear.setTickUnit(new NumberTickUnit(step(length)));
            axis = linear;
        }
        // A power of ten at the end is not always computed as what it is.
        axis.setRange(figure.x().first() * (1 - 1e-9), figure.x().last() * (1 + 1e-9));
        Axes.style(axis);
        return axis;
    }

    /** Ticks at given values of a linear axis. */
    private final class MarkedAxis extends NumberAxis {

        private static final long serialVersionUID = 1L;

        MarkedAxis(String name) {
            super(name);
        }

        @Override
        public List<NumberTick> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area,
                                             RectangleEdge edge) {
            return Axes.ticks(this, figure.x().marks(), figure.x().marks(), area, edge);
        }
    }

    /** Ticks at given values of a logarithmic axis. */
    private final class MarkedLogAxis extends LogAxis {

        private static final long serialVersionUID = 1L;

        MarkedLogAxis(String name) {
            super(name);
        }

        @Override
        public List<NumberTick> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area,
                                             RectangleEdge edge) {
            return Axes.ticks(this, figure.x().marks(), figure.x().marks(), area, edge);
        }
    }

    /** A round number of which three to eight make up the axis. */
    private static double step(double length) {
        double power = Math.pow(10, Math.floor(Math.log10(length)));
        double ratio = length / power;
        return ratio > 8 ? 2 * power : ratio >= 4 ? power : ratio > 1.6 ? power / 2 : power / 5;
    }

    private LogAxis errors(boolean named) {
        LogAxis axis = new LogAxis(named ? "‖w − w*‖" : null);
        axis.setRange(lowest * (1 - 1e-9), highest * (1 + 1e-9));
        double decades = Math.log10(highest / lowest);
        int step = Stream.of(1, 2, 3, 5, 10, 20, 50).filter(some -> dataHeight / decades * some >= NUMBER).findFirst()
            .orElse(100);
        axis.setTickUnit(new NumberTickUnit(step));
        axis.setNumberFormatOverride(new Label.Powers());
        axis.setMinorTickMarksVisible(false);
        Axes.style(axis);
        return axis;
    }

    /** Up and down within every column, so that the line covers what all points would cover. */
    private XYDataset extremes(Points points) {
        List<double[]> corners = new ArrayList<>();
        boolean up = false;
        for (int i = 0; i < points.x().length; i++) {
            double low = clipped(points.least()[i]);
            double high = clipped(points.most()[i]);
            corners.add(new double[] {points.x()[i], up ? low : high});
            if (low != high) {
                corners.add(new double[] {points.x()[i], up ? high : low});
                up = !up;
            }
        }
        double[][] line = new double[2][corners.size()];
        for (int i = 0; i < corners.size(); i++) {
            line[0][i] = corners.get(i)[0];
            line[1][i] = corners.get(i)[1];
        }
        DefaultXYDataset data = new DefaultXYDataset();
        data.addSeries("", line);
        return data;
    }

    private XYDataset quantiles(Points points) {
        YIntervalSeries series = new YIntervalSeries("", false, true);
        for (int i = 0; i < points.x().length; i++) {
            // A band has no place for what is no number.
            if (!Double.isNaN(points.value()[i] + points.least()[i] + points.most()[i])) {
                series.add(points.x()[i], clipped(points.value()[i]), clipped(points.least()[i]),
                    clipped(points.most()[i]));
            }
        }
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        data.addSeries(series);
        return data;
    }

    /** Where a logarithmic axis has no place for a number, its nearest end, a little outside. */
    private double clipped(double value) {
        return Double.isNaN(value) ? value : Math.clamp(value, lowest / 10, highest * 10);
    }

    private XYLineAndShapeRenderer line(Curve curve, BasicStroke stroke) {
        // A single point makes no line.
        boolean dot = marked() || curve.points().x().length == 1;
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, dot);
        renderer.setSeriesShape(0, new Ellipse2D.Double(-DOT / 2, -DOT / 2, DOT, DOT));
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setSeriesPaint(0, curve.ink().light());
        renderer.setSeriesStroke(0, stroke);
        return renderer;
    }

    /** A band without its line. */
    private static XYLineAndShapeRenderer band(Ink ink, int bands) {
        DeviationRenderer renderer = new DeviationRenderer(false, false);
        renderer.setAlpha(bands <= FEW ? BAND : FAINT_BAND);
        renderer.setSeriesFillPaint(0, ink.light());
        return renderer;
    }
}
