package org.neurotron.bench.report;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.CombinedRangeXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * How the time of a step grows with n and with b.
 */
final class Growth {

    private static final int WIDTH = 1_060;
    private static final int HEIGHT = 480;

    /** Room for the names at the ends of the lines. */
    private static final double RIGHT = 8;

    private Growth() {
    }

    /**
     * Draws both.
     *
     * @param results a session
     * @return the picture, nothing if it was not measured
     */
    static Optional<Picture> draw(Results results) {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (Sweep sweep : Sweep.values()) {
            for (String shape : sweep.shapes()) {
                for (String name : Sweep.implementations(results.ours())) {
                    Optional<Timing> timing = results.find(Question.STEP, name, shape, "affine");
                    if (timing.isPresent()) {
                        smallest = Math.min(smallest, timing.get().nanoseconds());
                        largest = Math.max(largest, timing.get().nanoseconds());
                    }
                }
            }
        }
        if (largest == 0) {
            return Optional.empty();
        }
        LogAxis time = Picture.logAxis("time of a step (µs)", 2, smallest / 1.5e3, largest * 1.5e-3);
        CombinedRangeXYPlot panels = new CombinedRangeXYPlot(time);
        panels.setGap(24);
        for (Sweep sweep : Sweep.values()) {
            panels.add(panel(results, sweep));
        }
        return Optional.of(Picture.of(
            "Time of a whole step (affine family) as one size grows, the rest as in the paper", panels, WIDTH, HEIGHT));
    }

    private static XYPlot panel(Results results, Sweep sweep) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
        LogAxis sizes = Picture.logAxis(sweep.title(), 2, sweep.sizes().getFirst() / 1.3,
            sweep.sizes().getLast() * RIGHT);
        sizes.setNumberFormatOverride(new SizesOf(sweep));
        XYPlot plot = new XYPlot(data, sizes, null, renderer);
        List<String> names = Sweep.implementations(results.ours());
        List<XYSeries> lines = new ArrayList<>();
        for (String name : names.reversed()) {
            XYSeries series = new XYSeries(name);
            for (int size : sweep.sizes()) {
                results.find(Question.STEP, name, sweep.shape(size), "affine")
                    .ifPresent(timing -> series.add(size, timing.nanoseconds() / 1e3));
            }
            if (series.isEmpty()) {
                continue;
            }
            int index = data.getSeriesCount();
            data.addSeries(series);
            lines.add(series);
            renderer.setSeriesPaint(index, Palette.of(name));
            renderer.setSeriesStroke(index, new BasicStroke(2));
            renderer.setSeriesShape(index, new Ellipse2D.Double(-3.5, -3.5, 7, 7));
        }
        label(plot, lines);
        plot.setDomainGridlinePaint(Palette.GRID);
        plot.setRangeGridlinePaint(Palette.GRID);
        return plot;
    }

    /** Names at the ends of the lines, at least a line's height apart. */
    private static void label(XYPlot plot, List<XYSeries> lines) {
        lines.sort(Comparator.comparingDouble(Growth::last));
        double lowest = 0;
        for (XYSeries series : lines) {
            double y = Math.max(last(series), lowest);
            lowest = 1.35 * y;
            XYTextAnnotation name = new XYTextAnnotation(series.getKey().toString(), 1.2 * series.getMaxX(), y);
            name.setFont(Palette.LABEL.deriveFont(Font.BOLD));
            name.setPaint(Palette.INK);
            name.setTextAnchor(TextAnchor.CENTER_LEFT);
            plot.addAnnotation(name);
        }
    }

    private static double last(XYSeries series) {
        return series.getY(series.getItemCount() - 1).doubleValue();
    }

    /** Leaves the axis bare below the names, where nothing was measured. */
    private static final class SizesOf extends DecimalFormat {

        private static final long serialVersionUID = 1L;

        private final int largest;

        SizesOf(Sweep sweep) {
            super("0", DecimalFormatSymbols.getInstance(Locale.ROOT));
            largest = sweep.sizes().getLast();
        }

        @Override
        public StringBuffer format(double size, StringBuffer text, FieldPosition position) {
            return Math.round(size) > largest ? text.append(' ') : super.format(size, text, position);
        }
    }
}
