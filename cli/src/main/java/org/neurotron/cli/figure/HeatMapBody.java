package org.neurotron.cli.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.NumberTickUnit;
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
    private static final int FEW = 12;
    private static final int PIXELS = 320;

    /** From little to much, ever lighter, so that it reads in grey; blue to yellow, for colour-blind readers. */
    static final List<Color> COLOURS = List.of(new Color(0x440154), new Color(0x414487), new Color(0x2A788E),
        new Color(0x22A884), new Color(0x7AD151), new Color(0xFDE725));

    private static final Color NOTHING = new Color(0xBBBBBB);

    private final Figure.HeatMap figure;
    private final PanelTitles titles;
    private final double least;
    private final double most;

    HeatMapBody(Figure.HeatMap figure) {
        this.figure = figure;
        titles = new PanelTitles(figure.panels().stream().map(Figure.Grid::title).toList(),
            (WIDTH - BAR) / figure.panels().size() - LEFT);
        least = figure.least();
        most = figure.most();
    }

    /**
     * The colour of a number.
     *
     * @param share where it stands between the least and the greatest, 0 to 1
     */
    static Color colour(double share) {
        return Ink.mixed(COLOURS, Math.clamp(share, 0, 1));
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
        ground.addAnnotation(new XYDataImageAnnotation(cells(grid), -0.5, -0.5, figure.x().values().length,
            figure.y().values().length), Layer.BACKGROUND);
        XYPlot plot = new XYPlot(null, new ParameterAxis(figure.x()), new ParameterAxis(figure.y()), ground);
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
            plot.addAnnotation(name(line, places, figure.x().values().length));
        }
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        return plot;
    }

    /**
     * All cells as one picture, as thousands of rectangles would make a large SVG; several pixels each, so that what
     * smooths pictures does not smear them.
     */
    private BufferedImage cells(Figure.Grid grid) {
        int columns = figure.x().values().length;
        int rows = figure.y().values().length;
        int size = Math.ceilDiv(PIXELS, Math.max(columns, rows));
        BufferedImage image = new BufferedImage(columns * size, rows * size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j < rows; j++) {
                double z = grid.z()[i][j];
                graphics.setPaint(z >= 0 && Double.isFinite(z)
                    ? colour(Math.log(z / least) / Math.log(most / least)) : NOTHING);
                graphics.fillRect(i * size, (rows - 1 - j) * size, size, size);
            }
        }
        graphics.dispose();
        return image;
    }

    private static XYTextAnnotation name(Figure.Line line, double[][] places, int columns) {
        int middle = places[0].length / 2;
        XYTextAnnotation name = new XYTextAnnotation(line.name(), places[0][middle], places[1][middle]);
        name.setFont(Typeface.plain(SMALL));
        name.setPaint(TEXT);
        name.setBackgroundPaint(new Color(255, 255, 255, 215));
        // What is near an edge would be cut off there.
        double share = (places[0][middle] + 0.5) / columns;
        name.setTextAnchor(share < 0.1 ? TextAnchor.CENTER_LEFT : share > 0.9 ? TextAnchor.CENTER_RIGHT
            : TextAnchor.CENTER);
        return name;
    }

    /** The colours beside their numbers. JFreeChart divides it evenly, so it is laid out in powers of ten. */
    private PaintScaleLegend bar() {
        double lower = Math.log10(least);
        double upper = Math.log10(most);
        boolean narrow = Math.floor(upper) - Math.ceil(lower) < 1;
        NumberAxis axis = narrow ? new EndsAxis(figure.z()) : new NumberAxis(figure.z());
        axis.setRange(lower, upper);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(new Label.Exponents());
        axis.setMinorTickMarksVisible(false);
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
                return colour((exponent - lower) / (upper - lower));
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

    /** An axis over logarithms between whose ends there are not two powers of ten: it says the ends. */
    private static final class EndsAxis extends NumberAxis {

        private static final long serialVersionUID = 1L;

        EndsAxis(String name) {
            super(name);
        }

        @Override
        public List<NumberTick> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area,
                                             RectangleEdge edge) {
            return Stream.of(getLowerBound(), getUpperBound()).map(end -> new NumberTick((Number) end,
                Label.rounded(Math.pow(10, end), 3), TextAnchor.CENTER_LEFT, TextAnchor.CENTER, 0)).toList();
        }
    }

    /** An axis over the numbers 0, 1, … of the values of a parameter, which says the values. */
    private static final class ParameterAxis extends NumberAxis {

        private static final long serialVersionUID = 1L;

        private final transient Figure.Parameter parameter;

        ParameterAxis(Figure.Parameter parameter) {
            super(parameter.name());
            this.parameter = parameter;
            setRange(-0.5, parameter.values().length - 0.5);
            Axes.style(this);
        }

        @Override
        public List<NumberTick> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area,
                                             RectangleEdge edge) {
            int[] marked = marked(parameter.values());
            return Axes.ticks(this, Arrays.stream(marked).asDoubleStream().toArray(),
                Arrays.stream(marked).mapToDouble(i -> parameter.values()[i]).toArray(), area, edge);
        }

        /** All values, if they are few; else the powers of ten, if there are some; else some. */
        private static int[] marked(double[] values) {
            if (values.length <= FEW) {
                return IntStream.range(0, values.length).toArray();
            }
            int[] powers = IntStream.range(0, values.length).filter(i -> values[i] > 0
                && Math.abs(Math.log10(values[i]) - Math.rint(Math.log10(values[i]))) < 1e-9).toArray();
            int step = Math.ceilDiv(values.length, FEW / 2);
            return powers.length >= 3 ? powers
                : IntStream.range(0, values.length).filter(i -> i % step == 0).toArray();
        }
    }
}
