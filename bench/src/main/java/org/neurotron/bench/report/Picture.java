package org.neurotron.bench.report;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleInsets;
import org.w3c.dom.Document;

/**
 * A chart of fixed size that becomes an SVG. Its text is set in the metrics of the machine that draws it, DejaVu Sans
 * on most, which is wider than other sans-serif fonts: where a reader lacks it, nothing overlaps.
 *
 * @param chart  the chart
 * @param width  in pixels
 * @param height in pixels
 */
record Picture(JFreeChart chart, int width, int height) {

    /** Puts a plot under a title, in the style of all pictures. */
    static Picture of(String title, Plot plot, int width, int height) {
        JFreeChart chart = new JFreeChart(null, Palette.TITLE, plot, false);
        TextTitle text = new TextTitle(title, Palette.TITLE);
        text.setPaint(Palette.INK);
        text.setHorizontalAlignment(HorizontalAlignment.LEFT);
        text.setPadding(4, 4, 8, 4);
        chart.setTitle(text);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(6, 6, 6, 12));
        plot.setBackgroundPaint(Color.WHITE);
        return new Picture(chart, width, height);
    }

    /** A logarithmic axis with plain numbers at the powers of its base. */
    static LogAxis logAxis(String label, double base, double lower, double upper) {
        LogAxis axis = new LogAxis(label);
        axis.setBase(base);
        axis.setRange(lower, upper);
        // In powers of the base; the automatic choice puts labels at fractions of them.
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(new DecimalFormat("#,##0.####",
            DecimalFormatSymbols.getInstance(Locale.ROOT)));
        axis.setLabelFont(Palette.LABEL);
        axis.setTickLabelFont(Palette.SMALL);
        axis.setLabelPaint(Palette.INK);
        axis.setTickLabelPaint(Palette.INK);
        axis.setMinorTickMarksVisible(false);
        return axis;
    }

    /** Where the data are drawn. */
    Rectangle2D dataArea() {
        ChartRenderingInfo info = new ChartRenderingInfo();
        Graphics2D nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        chart.draw(nowhere, area(), info);
        nowhere.dispose();
        return info.getPlotInfo().getDataArea();
    }

    /** Writes it; the same chart gives the same bytes. */
    void write(Path file) throws IOException {
        SVGGraphics2D graphics = new SVGGraphics2D(context(), false);
        graphics.setSVGCanvasSize(new Dimension(width, height));
        chart.draw(graphics, area());
        StringWriter svg = new StringWriter();
        graphics.stream(svg, false);
        Json.replace(file, svg.toString().replace("font-family=\"sans-serif\"",
            "font-family=\"DejaVu Sans, Verdana, sans-serif\""));
    }

    private Rectangle2D area() {
        return new Rectangle2D.Double(0, 0, width, height);
    }

    private static SVGGeneratorContext context() {
        try {
            Document document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().getDOMImplementation()
                .createDocument("http://www.w3.org/2000/svg", "svg", null);
            SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
            context.setComment(" Drawn by bench/run report from the JSON beside it. ");
            context.setPrecision(2);
            return context;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
