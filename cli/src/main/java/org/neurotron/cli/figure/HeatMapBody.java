package org.neurotron.cli.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.PaintScale;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.DefaultXYDataset;

/** Draws heat maps with JFreeChart: a cell for every pair of values, equally large whatever the values are. */
final class HeatMapBody implements Body {

    private static final double LEFT = 84;
    private static final double RIGHT = 14;
    private static final double BOTTOM = 44;
    private static final double BAR = 90;
    private static final double HEIGHT = 380;

    /** Upwards a number needs so much room. */
    private static final double NUMBER = 21;

    /** What smooths pictures does not smear cells of several pixels each. */
    private static final int PIXELS = 320;

    private final Figure.HeatMap figure;
    private final PanelTitles titles;
    private final ColourScale colours;

    HeatMapBody(Figure.HeatMap figure) {
        this.figure = figure;
        titles = new PanelTitles(figure.panels().stream().map(Figure.Grid::title).toList(),
            (WIDTH - BAR) / figure.panels().size() - LEFT);
        colours = figure.colours();
    }

    @Override
    public List<Entry> legend() {
        return List.of();
    }

    @Override
    public int height() {
        return (int) (titles.height() + HEIGHT + BOTTOM);
    }

    @Override
    public void draw(Graphics2D graphics, Rectangle2D area, int density) {
        double width = (area.getWidth() - BAR) / figure.panels().size();
        for (int i = 0; i < figure.panels().size(); i++) {
            Figure.Grid grid = figure.panels().get(i);
            double x = area.getX() + i * width;
            titles.draw(graphics, i, x + LEFT, area.getY());
            Axes.draw(plot(grid), new RectangleInsets(0, LEFT, BOTTOM, RIGHT), graphics,
                new Rectangle2D.Double(x, area.getY() + titles.height(), width, HEIGHT + BOTTOM));
        }
        bar().draw(graphics, new Rectangle2D.Double(area.getMaxX() - BAR, area.getY() + titles.height(), BAR, HEIGHT));
    }

    private XYPlot plot(Figure.Grid grid) {
        // Below all that is drawn from data.
        XYLineAndShapeRenderer ground = new XYLineAndShapeRenderer(true, false);
        int columns = figure.x().values().length;
        int rows = figure.y().values().length;
        ground.addAnnotation(new XYDataImageAnnotation(colours.picture(grid.z(), Math.ceilDiv(PIXELS,
            Math.max(columns, rows))), -0.5, -0.5, columns, rows), Layer.BACKGROUND);
        XYPlot plot = new XYPlot(null, axis(figure.x()), axis(figure.y()), ground);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlinePaint(FRAME);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        int i = 1;
        for (Figure.Line line : grid.lines()) {
            double[][] places = {figure.x().indices(line.x()), figure.y().indices(line.y())};
            // A dark line under a light one is seen on every colour.
            for (boolean under : new boolean[] {true, false}) {
                DefaultXYDataset points = new DefaultXYDataset();
                points.addSeries("", places);
                XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
                renderer.setDrawSeriesLineAsPath(true);
                renderer.setSeriesPaint(0, under ? new Color(0, 0, 0, 150) : Color.WHITE);
                renderer.setSeriesStroke(0, line.dashed() && !under ? new BasicStroke(1.4f, BasicStroke.CAP_BUTT,
                    BasicStroke.JOIN_ROUND, 1, new float[] {7, 4}, 0) : new BasicStroke(under ? 3 : 1.4f));
                plot.setDataset(i, points);
                plot.setRenderer(i, renderer);
                i++;
            }
            plot.addAnnotation(name(line, places, columns, rows));
        }
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        return plot;
    }

    private static XYTextAnnotation name(Figure.Line line, double[][] places, int columns, int rows) {
        int middle = places[0].length / 2;
        XYTextAnnotation name = new XYTextAnnotation(line.name(), places[0][middle], places[1][middle]);
        name.setFont(Typeface.plain(SMALL));
        name.setPaint(TEXT);
        name.setBackgroundPaint(new Color(255, 255, 255, 215));
        // What is near an edge would be cut off there.
        double across = (places[0][middle] + 0.5) / columns;
        double up = (places[1][middle] + 0.5) / rows;
        name.setTextAnchor(across < 0.1 ? TextAnchor.CENTER_LEFT : across > 0.9 ? TextAnchor.CENTER_RIGHT
            : up > 0.97 ? TextAnchor.TOP_CENTER : up < 0.03 ? TextAnchor.BOTTOM_CENTER : TextAnchor.CENTER);
        return name;
    }

    /** The colours beside their numbers. JFreeChart divides it evenly, so it is laid out in powers of ten. */
    private PaintScaleLegend bar() {
        double lower = Math.log10(colours.least());
        double upper = Math.log10(colours.most());
        NumberAxis axis = new TickedAxis(figure.z(), colours.ticks(HEIGHT, NUMBER).stream()
            .map(tick -> new Tick(Math.log10(tick.at()), tick.label(), 0)).toList());
        axis.setRange(lower, upper);
        Axes.type(axis);
        PaintScaleLegend bar = new PaintScaleLegend(new PaintScale() {
            @Override
            public double getLowerBound() {
                return lower;
            }

            @Override
            public double getUpperBound() {
                return upper;
            }

            @Override
            public Paint getPaint(double exponent) {
                return ColourScale.colour((exponent - lower) / (upper - lower));
            }
        }, axis);
        bar.setPosition(RectangleEdge.RIGHT);
        bar.setAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
        bar.setStripWidth(14);
        bar.setStripOutlineVisible(false);
        bar.setPadding(RectangleInsets.ZERO_INSETS);
        bar.setMargin(0, 4, 0, 0);
        bar.setBackgroundPaint(null);
        bar.setSubdivisionCount(256);
        return bar;
    }

    /** An axis over the numbers 0, 1, … of the values of a parameter, which says the values. */
    private static NumberAxis axis(Figure.Parameter parameter) {
        NumberAxis axis = new TickedAxis(parameter.name(), parameter.ticks());
        axis.setRange(-0.5, parameter.values().length - 0.5);
        Axes.style(axis);
        return axis;
    }

    /** An axis with given ticks. */
    private static final class TickedAxis extends NumberAxis {

        private static final long serialVersionUID = 1L;

        private final transient List<Tick> ticks;

        TickedAxis(String name, List<Tick> ticks) {
            super(name);
            this.ticks = ticks;
        }

        @Override
        public List<NumberTick> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area,
                                             RectangleEdge edge) {
            return Axes.ticks(this, ticks, area, edge);
        }
    }
}
