package org.neurotron.bench.report;

import java.awt.Paint;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.labels.CategoryItemLabelGenerator;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainCategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;

/**
 * How many times as long as ours everyone's step takes: a panel for each shape, a bar for each peer, from 1 to the
 * ratio.
 */
final class RatioBars {

    private static final int WIDTH = 1_060;
    private static final int ROW = 26;
    private static final int FRAME = 140;

    /** Room for the labels beyond the longest bar, and left of 1. */
    private static final double HEADROOM = 15;

    private RatioBars() {
    }

    /**
     * Draws the bars of one sensing family.
     *
     * @param results a session
     * @param family  {@code affine} or {@code dense}
     * @return the picture, nothing if no peer was measured
     */
    static Optional<Picture> draw(Results results, String family) {
        List<String> names = Names.IMPLEMENTATIONS.stream().filter(name -> Names.SHAPES.stream()
            .anyMatch(shape -> ratio(results, name, shape, family).isPresent())).toList();
        List<String> shapes = Names.SHAPES.stream()
            .filter(shape -> ratio(results, results.ours(), shape, family).isPresent()).toList();
        if (names.size() < 2) {
            return Optional.empty();
        }
        double largest = 1;
        double smallest = 1;
        for (String shape : shapes) {
            for (String name : names) {
                double ratio = ratio(results, name, shape, family).orElse(1.0);
                largest = Math.max(largest, ratio);
                smallest = Math.min(smallest, ratio);
            }
        }
        CategoryAxis peers = new CategoryAxis();
        peers.setTickLabelFont(Palette.LABEL);
        peers.setTickLabelPaint(Palette.INK);
        peers.setLowerMargin(0.01);
        peers.setUpperMargin(0.01);
        peers.setCategoryMargin(0.25);
        peers.setMaximumCategoryLabelWidthRatio(1);
        CombinedDomainCategoryPlot panels = new CombinedDomainCategoryPlot(peers);
        panels.setOrientation(PlotOrientation.HORIZONTAL);
        panels.setGap(14);
        for (String shape : shapes) {
            panels.add(panel(results, names, shape, family, smallest / 2, largest * HEADROOM));
        }
        return Optional.of(Picture.of("Time of a whole step, as a multiple of ours (" + results.ours() + "), "
            + (family.equals("affine") ? "affine family" : "dense list") + ": shorter than 1 is faster than ours",
            panels, WIDTH, FRAME + ROW * names.size()));
    }

    private static CategoryPlot panel(Results results, List<String> names, String shape, String family,
            double lower, double upper) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        for (String name : names) {
            data.addValue(ratio(results, name, shape, family).orElse(null), shape, name);
        }
        LogAxis axis = Picture.logAxis(shape, 10, lower, upper);
        NumberFormat brief = NumberFormat.getCompactNumberInstance(Locale.ROOT, NumberFormat.Style.SHORT);
        brief.setMaximumFractionDigits(1);
        axis.setNumberFormatOverride(brief);
        CategoryPlot plot = new CategoryPlot(data, null, axis, renderer(names));
        plot.setRangeGridlinePaint(Palette.GRID);
        plot.setOutlineVisible(false);
        ValueMarker ours = new ValueMarker(1, Palette.INK, plot.getRangeGridlineStroke());
        plot.addRangeMarker(ours);
        return plot;
    }

    private static BarRenderer renderer(List<String> names) {
        BarRenderer renderer = new BarRenderer() {
            private static final long serialVersionUID = 1L;

            @Override
            public Paint getItemPaint(int row, int column) {
                return Palette.of(names.get(column));
            }
        };
        renderer.setBase(1);
        renderer.setIncludeBaseInRange(false);
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setDefaultItemLabelGenerator(new Labels());
        renderer.setDefaultItemLabelsVisible(true);
        renderer.setDefaultItemLabelFont(Palette.SMALL);
        renderer.setDefaultItemLabelPaint(Palette.INK);
        renderer.setDefaultPositiveItemLabelPosition(
            new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
        renderer.setDefaultNegativeItemLabelPosition(
            new ItemLabelPosition(ItemLabelAnchor.OUTSIDE9, TextAnchor.CENTER_RIGHT));
        return renderer;
    }

    private static Optional<Double> ratio(Results results, String implementation, String shape, String family) {
        return results.find(Question.STEP, results.ours(), shape, family).flatMap(ours ->
            results.find(Question.STEP, implementation, shape, family)
                .map(theirs -> theirs.nanoseconds() / ours.nanoseconds()));
    }

    /** The ratio at the end of its bar. */
    private static final class Labels implements CategoryItemLabelGenerator {

        @Override
        public String generateRowLabel(CategoryDataset data, int row) {
            return null;
        }

        @Override
        public String generateColumnLabel(CategoryDataset data, int column) {
            return null;
        }

        @Override
        public String generateLabel(CategoryDataset data, int row, int column) {
            Number ratio = data.getValue(row, column);
            return ratio == null ? null : Format.number(ratio.doubleValue());
        }
    }
}
