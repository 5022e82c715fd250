package org.neurotron.cli.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.DefaultXYDataset;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** Makes the coordinate systems of a figure of curves: lines above the outlines of bands above bands. */
final class CurvePlot {

    private static final double DOT = 6;
    private static final float DENSE = 1.1f;
    private static final float MEDIAN = 2;
    private static final float OUTLINE = 0.9f;
    private static final BasicStroke GUIDE = new BasicStroke(1.1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1,
        new float[] {2, 2.5f}, 0);

    private final Figure.Curves figure;
    private final double[] limits;

    CurvePlot(Figure.Curves figure) {
        this.figure = figure;
        limits = figure.limits();
    }

    /** A data set and what draws it. */
    private record Drawn(XYDataset data, XYItemRenderer renderer) {
    }

    /**
     * Makes a coordinate system.
     *
     * @param panel  what is in it
     * @param across its axis from left to right
     * @param up     its axis from below to above
     * @param pixels how many columns of them it has
     */
    XYPlot plot(Panel panel, ValueAxis across, ValueAxis up, int pixels) {
        XYPlot plot = new XYPlot(null, across, up, null);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlinePaint(Body.FRAME);
        plot.setDomainGridlinePaint(Body.FAINT);
        plot.setRangeGridlinePaint(Body.FAINT);
        plot.setDomainGridlineStroke(new BasicStroke(0.8f));
        plot.setRangeGridlineStroke(new BasicStroke(0.8f));
        List<Drawn> lines = new ArrayList<>();
        List<Drawn> outlines = new ArrayList<>();
        List<Drawn> bands = new ArrayList<>();
        for (Curve curve : panel.curves()) {
            Points points = figure.x().marked() || curve.isLoose() ? curve.points()
                : curve.points().thinned(pixels, figure.x().first(), figure.x().last(), figure.x().scale());
            if (curve.isLoose()) {
                lines.add(new Drawn(loose(curve.points()), new Dots(curve.ink(), panel.opacity(curve))));
            } else if (curve.range() == Curve.Range.EXTREMES) {
                lines.add(new Drawn(extremes(points), line(curve, new BasicStroke(DENSE, BasicStroke.CAP_BUTT,
                    BasicStroke.JOIN_BEVEL), figure.dotted(curve))));
            } else {
                XYDataset quantiles = quantiles(points);
                lines.add(new Drawn(quantiles, line(curve, curve.ink().stroke(MEDIAN), figure.dotted(curve))));
                if (panel.outlined(curve)) {
                    outlines.add(new Drawn(ends(points), line(curve, curve.ink().stroke(OUTLINE), false)));
                }
                bands.add(new Drawn(quantiles, band(curve.ink(), panel.opacity(curve))));
            }
        }
        // Of several data sets the first is drawn last.
        panel.guides().forEach(guide -> lines.addFirst(guide(guide)));
        lines.addAll(outlines);
        lines.addAll(bands);
        for (int i = 0; i < lines.size(); i++) {
            plot.setDataset(i, lines.get(i).data());
            plot.setRenderer(i, lines.get(i).renderer());
        }
        if (!panel.levels().isEmpty()) {
            plot.addAnnotation(new Levels(panel.levels(), panel.edged()));
        }
        if (!panel.stages().isEmpty()) {
            // Below all that is drawn from data, and instead of other lines that one would take for it.
            plot.setDomainGridlinesVisible(false);
            lines.getLast().renderer().addAnnotation(new Stages(panel.stages()), Layer.BACKGROUND);
        }
        return plot;
    }

    private XYDataset loose(Points points) {
        DefaultXYDataset data = new DefaultXYDataset();
        data.addSeries("", new double[][] {points.x(), Arrays.stream(points.value()).map(this::clipped).toArray()});
        return data;
    }

    private Drawn guide(Panel.Guide guide) {
        DefaultXYDataset data = new DefaultXYDataset();
        data.addSeries("", new double[][] {guide.x(), Arrays.stream(guide.y()).map(this::clipped).toArray()});
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setSeriesPaint(0, Body.TEXT);
        renderer.setSeriesStroke(0, GUIDE);
        return new Drawn(data, renderer);
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

    /** The lower and the upper end of a band. */
    private XYDataset ends(Points points) {
        DefaultXYDataset data = new DefaultXYDataset();
        double[] least = points.least().clone();
        double[] most = points.most().clone();
        for (int i = 0; i < least.length; i++) {
            least[i] = clipped(least[i]);
            most[i] = clipped(most[i]);
        }
        data.addSeries("least", new double[][] {points.x(), least});
        data.addSeries("most", new double[][] {points.x(), most});
        return data;
    }

    private double clipped(double value) {
        return Double.isNaN(value) ? value : Math.clamp(value, limits[0], limits[1]);
    }

    private static XYLineAndShapeRenderer line(Curve curve, BasicStroke stroke, boolean dots) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, dots);
        renderer.setDrawSeriesLineAsPath(true);
        // An outline of a band has two ends.
        for (int series = 0; series < 2; series++) {
            renderer.setSeriesShape(series, new Ellipse2D.Double(-DOT / 2, -DOT / 2, DOT, DOT));
            renderer.setSeriesPaint(series, curve.ink().light());
            renderer.setSeriesStroke(series, stroke);
        }
        return renderer;
    }

    /** A band without its line. */
    private static XYLineAndShapeRenderer band(Ink ink, double opacity) {
        DeviationRenderer renderer = new DeviationRenderer(false, false);
        renderer.setAlpha((float) opacity);
        renderer.setSeriesFillPaint(0, ink.light());
        return renderer;
    }
}
