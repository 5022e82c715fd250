package org.neurotron.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.neurotron.bench.peers.Workload;

/**
 * How close our kernel is to the limits of the machine: operations per second against operations per byte, under the
 * roofs of the measured peak and of the bandwidth of every level of memory. An operand counts once however often it is
 * read, so a shape that stays in the L1 cache can stand above the roof of a level that it would otherwise come from.
 */
final class Roofline {

    private static final int WIDTH = 1_060;
    private static final int HEIGHT = 640;
    private static final double LEFT = 0.1;
    private static final double RIGHT = 4;
    private static final double GAP = 7;
    private static final double MARGIN = 2;
    private static final int DIRECTIONS = 16;

    /** Lets a roof shine through a name, but not strike it out. */
    private static final Color VEIL = new Color(255, 255, 255, 190);

    private final Results results;
    private final double peak;
    private final XYPlot plot;
    private final Picture picture;
    private final XYSeriesCollection data = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();

    private record Point(String label, String question, String family, double intensity, double speed) {
    }

    private Roofline(Results results, double peak, List<Point> points) {
        this.results = results;
        this.peak = peak;
        double slowest = points.stream().mapToDouble(Point::speed).min().orElseThrow();
        for (Level level : Level.values()) {
            slowest = Math.min(slowest, Tables.bandwidth(results, level).map(speed -> speed * LEFT).orElse(slowest));
        }
        LogAxis intensity = Picture.logAxis(
            "arithmetic intensity (floating-point operations per byte of matrices and batch)", 2, LEFT, RIGHT);
        LogAxis speed = Picture.logAxis("speed (GFLOP/s, one core)", 2, slowest / 1.3, peak * 1.5);
        plot = new XYPlot(data, intensity, speed, renderer);
        plot.setDomainGridlinePaint(Palette.GRID);
        plot.setRangeGridlinePaint(Palette.GRID);
        picture = Picture.of("Roofline of " + results.ours() + ": forward pass (circle) and whole step (diamond), "
            + "affine (filled) and dense (hollow)", plot, WIDTH, HEIGHT);
    }

    /**
     * Draws it.
     *
     * @param results a session
     * @return the picture, nothing if peak, bandwidths or kernels were not measured
     */
    static Optional<Picture> draw(Results results) {
        Optional<Double> peak = Tables.peak(results);
        List<Point> points = points(results);
        if (peak.isEmpty() || points.isEmpty() || Tables.bandwidth(results, Level.DRAM).isEmpty()) {
            return Optional.empty();
        }
        Roofline roofline = new Roofline(results, peak.get(), points);
        roofline.roofs();
        points.forEach(roofline::mark);
        roofline.labels(points);
        return Optional.of(roofline.picture);
    }

    private static List<Point> points(Results results) {
        List<Point> points = new ArrayList<>();
        for (String shape : Names.SHAPES) {
            for (String family : Names.FAMILIES) {
                Workload workload = Workload.parse(shape, family);
                for (Question question : List.of(Question.FORWARD, Question.STEP)) {
                    Work work = question == Question.STEP ? Work.step(workload) : Work.forward(workload);
                    results.find(question, results.ours(), shape, family).ifPresent(timing -> points.add(
                        new Point(shape, question.name(), family, work.intensity(),
                            work.flops() / timing.nanoseconds())));
                }
            }
        }
        return points;
    }

    private void roofs() {
        double nearest = RIGHT;
        Rectangle2D area = picture.dataArea();
        for (Level level : Level.values()) {
            Optional<Double> bandwidth = Tables.bandwidth(results, level);
            if (bandwidth.isPresent()) {
                double ridge = peak / bandwidth.get();
                nearest = Math.min(nearest, ridge);
                line(level.name(), LEFT, bandwidth.get() * LEFT, ridge, peak);
                String text = level.title() + ", " + Format.number(bandwidth.get()) + " GB/s";
                XYTextAnnotation label = roofLabel(text, LEFT * 1.06, bandwidth.get() * LEFT * 1.06 * 1.07,
                    TextAnchor.BOTTOM_LEFT);
                double angle = Math.atan2(
                    y(area, peak) - y(area, bandwidth.get() * LEFT), x(area, ridge) - x(area, LEFT));
                label.setRotationAnchor(TextAnchor.BOTTOM_LEFT);
                label.setRotationAngle(angle);
            }
        }
        line("peak", nearest, peak, RIGHT, peak);
        roofLabel("multiply-adds, " + Format.number(peak) + " GFLOP/s", RIGHT / 1.04, peak * 1.05,
            TextAnchor.BOTTOM_RIGHT);
    }

    private XYTextAnnotation roofLabel(String text, double x, double y, TextAnchor anchor) {
        XYTextAnnotation label = new XYTextAnnotation(text, x, y);
        label.setFont(Palette.SMALL);
        label.setPaint(Palette.ROOF);
        label.setTextAnchor(anchor);
        plot.addAnnotation(label);
        return label;
    }

    private void line(String name, double x0, double y0, double x1, double y1) {
        XYSeries series = new XYSeries(name);
        series.add(x0, y0);
        series.add(x1, y1);
        int index = add(series);
        renderer.setSeriesShapesVisible(index, false);
        renderer.setSeriesStroke(index, new BasicStroke(1.5f));
        renderer.setSeriesPaint(index, Palette.ROOF);
    }

    private int add(XYSeries series) {
        data.addSeries(series);
        return data.getSeriesCount() - 1;
    }

    private void mark(Point point) {
        XYSeries series = new XYSeries(point.toString());
        series.add(point.intensity(), point.speed());
        int index = add(series);
        Color colour = Palette.of(results.ours());
        renderer.setSeriesLinesVisible(index, false);
        renderer.setSeriesShape(index, shape(point));
        renderer.setSeriesPaint(index, colour);
        renderer.setSeriesShapesFilled(index, true);
        renderer.setUseFillPaint(true);
        renderer.setSeriesFillPaint(index, point.family().equals("affine") ? colour : Color.WHITE);
        renderer.setSeriesOutlinePaint(index, colour);
        renderer.setUseOutlinePaint(true);
        renderer.setSeriesOutlineStroke(index, new BasicStroke(2));
    }

    private static Shape shape(Point point) {
        if (point.question().equals(Question.FORWARD.name())) {
            return new Ellipse2D.Double(-4.5, -4.5, 9, 9);
        }
        Path2D diamond = new Path2D.Double();
        diamond.moveTo(0, -6);
        diamond.lineTo(6, 0);
        diamond.lineTo(0, 6);
        diamond.lineTo(-6, 0);
        diamond.closePath();
        return diamond;
    }

    /** Names every point, where no other name or point is. */
    private void labels(List<Point> points) {
        Rectangle2D area = picture.dataArea();
        Font font = Palette.SMALL;
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        FontMetrics metrics = graphics.getFontMetrics(font);
        List<Rectangle2D> taken = new ArrayList<>();
        for (Point point : points) {
            taken.add(new Rectangle2D.Double(x(area, point.intensity()) - GAP, y(area, point.speed()) - GAP,
                2 * GAP, 2 * GAP));
        }
        for (Point point : points) {
            double width = metrics.stringWidth(point.label());
            double height = metrics.getHeight();
            double x = x(area, point.intensity());
            double y = y(area, point.speed());
            Rectangle2D place = places(x, y, width, height).stream().min(Comparator.comparingDouble(candidate ->
                overlap(candidate, taken, area) + distance(candidate, x, y))).orElseThrow();
            taken.add(place);
            if (distance(place, x, y) > 3 * GAP) {
                plot.addAnnotation(leader(place, x, y, area));
            }
            XYTextAnnotation label = new XYTextAnnotation(point.label(),
                plot.getDomainAxis().java2DToValue(place.getCenterX(), area, RectangleEdge.BOTTOM),
                plot.getRangeAxis().java2DToValue(place.getCenterY(), area, RectangleEdge.LEFT));
            label.setFont(font);
            label.setPaint(Palette.INK);
            label.setTextAnchor(TextAnchor.CENTER);
            label.setBackgroundPaint(VEIL);
            plot.addAnnotation(label);
        }
        graphics.dispose();
    }

    /** All around the point, near and further away. */
    private static List<Rectangle2D> places(double x, double y, double width, double height) {
        List<Rectangle2D> places = new ArrayList<>();
        for (double distance = GAP; distance <= 8 * GAP; distance += GAP) {
            for (int direction = 0; direction < DIRECTIONS; direction++) {
                double angle = 2 * Math.PI * direction / DIRECTIONS;
                places.add(new Rectangle2D.Double(
                    x + Math.cos(angle) * (distance + width / 2) - width / 2 - MARGIN,
                    y + Math.sin(angle) * (distance + height / 2) - height / 2, width + 2 * MARGIN, height));
            }
        }
        return places;
    }

    /** From the point to the nearest of a place. */
    private static double distance(Rectangle2D place, double x, double y) {
        return Math.hypot(Math.max(0, Math.max(place.getMinX() - x, x - place.getMaxX())),
            Math.max(0, Math.max(place.getMinY() - y, y - place.getMaxY())));
    }

    private XYLineAnnotation leader(Rectangle2D place, double x, double y, Rectangle2D area) {
        return new XYLineAnnotation(
            plot.getDomainAxis().java2DToValue(x, area, RectangleEdge.BOTTOM),
            plot.getRangeAxis().java2DToValue(y, area, RectangleEdge.LEFT),
            plot.getDomainAxis().java2DToValue(Math.clamp(x, place.getMinX(), place.getMaxX()), area,
                RectangleEdge.BOTTOM),
            plot.getRangeAxis().java2DToValue(Math.clamp(y, place.getMinY(), place.getMaxY()), area,
                RectangleEdge.LEFT),
            new BasicStroke(0.7f), Palette.ROOF);
    }

    /** The area that a place shares with what is there, or lies outside. */
    private static double overlap(Rectangle2D place, List<Rectangle2D> taken, Rectangle2D area) {
        double overlap = area.contains(place) ? 0 : 1e6;
        for (Rectangle2D other : taken) {
            Rectangle2D common = place.createIntersection(other);
            if (common.getWidth() > 0 && common.getHeight() > 0) {
                overlap += common.getWidth() * common.getHeight();
            }
        }
        return overlap;
    }

    private double x(Rectangle2D area, double value) {
        return plot.getDomainAxis().valueToJava2D(value, area, RectangleEdge.BOTTOM);
    }

    private double y(Rectangle2D area, double value) {
        return plot.getRangeAxis().valueToJava2D(value, area, RectangleEdge.LEFT);
    }
}
