package org.neurotron.cli.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.ImageHandlerBase64Encoder;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A figure as a picture: title, legend, panels, caption. The same figure gives the same bytes.
 */
public final class Picture {

    /** Pixels of a PNG per unit of length. */
    private static final int DENSITY = 2;

    private static final int MARGIN = 16;
    private static final int WIDTH = Body.WIDTH + 2 * MARGIN;
    private static final float TITLE = 16;
    private static final int TITLE_LINE = 24;
    private static final int LEGEND_LINE = 20;
    private static final int CAPTION_LINE = 16;
    private static final int SWATCH = 26;
    private static final int GAP = 8;
    private static final double DOT = 8;

    /**
     * Held while anything is drawn. AWT keeps the measures of a type at a scale for all threads, and when it asks for
     * them for the first time it converts them where others can see them already ({@code FileFontStrike} of JDK 25): of
     * two threads that draw at once, one may take the height of type for twice what it is.
     */
    private static final Object DRAWING = new Object();

    private final Figure figure;
    private final Body body;
    private final List<String> title;
    private final List<List<Body.Entry>> legend;
    private final List<String> caption;

    /**
     * Lays a figure out.
     *
     * @param figure what it shows
     */
    public Picture(Figure figure) {
        this.figure = figure;
        body = switch (figure) {
            case Figure.Curves curves -> new CurvesBody(curves);
            case Figure.HeatMap map -> new HeatMapBody(map);
            case Figure.Bars bars -> new BarsBody(bars);
        };
        title = Typeface.lines(figure.text().title(), Typeface.bold(TITLE), Body.WIDTH);
        legend = rows(body.legend());
        caption = Typeface.lines(figure.text().caption(), Typeface.plain(Body.NORMAL), Body.WIDTH);
    }

    /**
     * Makes sure that pictures can be drawn, before much is computed for them.
     *
     * @throws IOException if the type cannot be had, as where there is no folder for temporary files
     */
    public static void requireType() throws IOException {
        try {
            Typeface.plain(TITLE);
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new IOException("pictures cannot be drawn: " + (e.getCause() == null ? e : e.getCause()).getMessage(),
                e);
        }
    }

    private static double width(Body.Entry entry) {
        return SWATCH + GAP + Typeface.width(entry.name(), Typeface.plain(Body.NORMAL)) + 2.5 * GAP;
    }

    private static List<List<Body.Entry>> rows(List<Body.Entry> entries) {
        List<List<Body.Entry>> rows = new ArrayList<>();
        double used = Body.WIDTH;
        for (Body.Entry entry : entries) {
            if (used + width(entry) > Body.WIDTH) {
                rows.add(new ArrayList<>());
                used = 0;
            }
            rows.getLast().add(entry);
            used += width(entry);
        }
        return rows;
    }

    private int height() {
        return MARGIN + title.size() * TITLE_LINE + legend.size() * LEGEND_LINE + GAP + body.height() + GAP
            + caption.size() * CAPTION_LINE + MARGIN;
    }

    private void draw(Graphics2D graphics, int density) {
        synchronized (DRAWING) {
            drawAlone(graphics, density);
        }
    }

    private void drawAlone(Graphics2D graphics, int density) {
        graphics.setPaint(Color.WHITE);
        graphics.fill(new Rectangle2D.Double(0, 0, WIDTH, height()));
        double y = MARGIN;
        y = text(graphics, title, Typeface.bold(TITLE), TITLE_LINE, y);
        for (List<Body.Entry> row : legend) {
            double x = MARGIN;
            for (Body.Entry entry : row) {
                draw(graphics, entry, x, y + LEGEND_LINE / 2.0);
                x += width(entry);
            }
            y += LEGEND_LINE;
        }
        y += GAP;
        body.draw(graphics, new Rectangle2D.Double(MARGIN, y, Body.WIDTH, body.height()), density);
        text(graphics, caption, Typeface.plain(Body.NORMAL), CAPTION_LINE, y + body.height() + GAP);
    }

    private static double text(Graphics2D graphics, List<String> lines, Font font, int height, double top) {
        graphics.setFont(font);
        graphics.setPaint(Body.TEXT);
        double y = top;
        for (String line : lines) {
            graphics.drawString(line, MARGIN, (float) (y + 0.75 * height));
            y += height;
        }
        return y;
    }

    private static void draw(Graphics2D graphics, Body.Entry entry, double x, double y) {
        boolean band = entry.range().isBand();
        Color colour = entry.ink().light();
        if (band) {
            graphics.setPaint(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 64));
            graphics.fill(new Rectangle2D.Double(x, y - 6, SWATCH, 12));
        }
        graphics.setPaint(colour);
        if (entry.range() == Curve.Range.NONE) {
            graphics.fill(new Ellipse2D.Double(x + (SWATCH - DOT) / 2, y - DOT / 2, DOT, DOT));
        } else {
            graphics.setStroke(band ? entry.ink().stroke(2) : new BasicStroke(4));
            graphics.draw(new Line2D.Double(x, y, x + SWATCH, y));
        }
        graphics.setFont(Typeface.plain(Body.NORMAL));
        graphics.setPaint(Body.TEXT);
        graphics.drawString(entry.name(), (float) (x + SWATCH + GAP), (float) y + 4);
    }

    /**
     * As PNG, with two pixels per unit of length.
     *
     * @return the file's content
     */
    public byte[] png() {
        BufferedImage image = new BufferedImage(DENSITY * WIDTH, DENSITY * height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(DENSITY, DENSITY);
        draw(graphics, DENSITY);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    /**
     * As SVG.
     *
     * @return the file's content
     */
    public String svg() {
        Document document;
        try {
            document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().getDOMImplementation()
                .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment(null);
        context.setPrecision(1);
        context.setImageHandler(new EmbeddedPng());
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(WIDTH, height()));
        draw(graphics, 1);
        Element root = graphics.getRoot();
        root.setAttribute("viewBox", "0 0 " + WIDTH + " " + height());
        root.setAttribute("role", "img");
        Element description = document.createElementNS(root.getNamespaceURI(), "desc");
        description.setTextContent(figure.text().alternative());
        Element name = document.createElementNS(root.getNamespaceURI(), "title");
        name.setTextContent(figure.text().title());
        root.insertBefore(description, root.getFirstChild());
        root.insertBefore(name, description);
        StringWriter svg = new StringWriter();
        try {
            graphics.stream(root, svg, false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // A reader may lack the font.
        return svg.toString().replaceAll("font-family=\"[^\"]*DejaVu Sans[^\"]*\"",
            "font-family=\"DejaVu Sans, Verdana, sans-serif\"");
    }

    /** Puts pictures within the picture into the SVG. Batik's own encoder would be one more library. */
    private static final class EmbeddedPng extends ImageHandlerBase64Encoder {

        @Override
        public void encodeImage(RenderedImage image, OutputStream target) throws SVGGraphics2DIOException {
            try {
                ImageIO.write(image, "png", target);
            } catch (IOException e) {
                throw new SVGGraphics2DIOException(e.getMessage(), e);
            }
        }
    }
}
