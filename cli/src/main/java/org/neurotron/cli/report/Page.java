package org.neurotron.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.neurotron.cli.figure.Curve;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Ink;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.figure.Points;

/**
 * A page to explore figures: HTML with everything in it, the charting library uPlot included. The same content gives
 * the same bytes.
 *
 * <p>Numbers are kept as 32-bit floats, that is, to seven digits. Points that several curves share are stored once.
 */
public final class Page {

    /** Columns of a chart; more points would only make the page larger. */
    private static final int COLUMNS = 640;

    /** A cell of more characters is broken into lines. */
    private static final int LONG = 40;

    private static final String LIBRARY = "/META-INF/resources/webjars/uplot/";
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode data = MAPPER.createObjectNode();
    private final ArrayNode figures = data.putArray("figures");
    private final ArrayNode abscissas = data.putArray("x");
    private final ArrayNode points = data.putArray("points");
    private final Map<Points, Integer> pointNumbers = new IdentityHashMap<>();
    private final Map<String, Integer> abscissaNumbers = new HashMap<>();
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder contents = new StringBuilder();
    private final String title;
    private int headings;

    /**
     * An empty page.
     *
     * @param title    its title
     * @param subtitle a sentence below it
     */
    public Page(String title, String subtitle) {
        this.title = title;
        body.append("<p class=\"lead\">").append(escaped(subtitle)).append("</p>\n");
    }

    private String heading(String text) {
        String id = "section-" + ++headings;
        contents.append("<li><a href=\"#").append(id).append("\">").append(escaped(text)).append("</a></li>\n");
        return "<h2 id=\"" + id + "\">" + escaped(text) + "</h2>\n";
    }

    /**
     * Adds a figure.
     *
     * @param figure what it shows
     */
    public void add(Figure figure) {
        ObjectNode node = figures.addObject();
        node.put("id", figure.text().id());
        node.put("title", figure.text().title());
        switch (figure) {
            case Figure.Curves curves -> describe(node, curves);
            case Figure.HeatMap map -> describe(node, map);
        }
        body.append("<section class=\"figure\" data-figure=\"").append(figures.size() - 1).append("\">\n")
            .append(heading(figure.text().title()))
            .append("<div class=\"tools\"></div>\n<div class=\"panels\" role=\"group\" aria-label=\"")
            .append(escaped(figure.text().alternative())).append("\"></div>\n<p class=\"caption\">")
            .append(escaped(figure.text().caption())).append("</p>\n</section>\n");
    }

    private void describe(ObjectNode node, Figure.Curves figure) {
        node.put("kind", "curves");
        node.put("columns", figure.columns());
        ObjectNode x = node.putObject("x");
        x.put("name", figure.x().name());
        x.put("first", figure.x().first());
        x.put("last", figure.x().last());
        x.put("scale", figure.x().scale().name());
        ArrayNode marks = x.putArray("marks");
        Arrays.stream(figure.x().marks()).forEach(marks::add);
        node.put("least", figure.range()[0]);
        node.put("most", figure.range()[1]);
        ArrayNode panels = node.putArray("panels");
        for (Panel panel : figure.panels()) {
            ObjectNode one = panels.addObject();
            one.put("title", panel.title());
            ArrayNode curves = one.putArray("curves");
            for (Curve curve : panel.curves()) {
                ObjectNode line = curves.addObject();
                line.put("name", curve.name());
                addInk(line, curve.ink());
                line.put("range", curve.range().name());
                line.put("points", number(curve.points(), figure.x()));
            }
            ArrayNode levels = one.putArray("levels");
            for (Panel.Level level : panel.levels()) {
                levels.addObject().put("name", level.name()).put("value", level.value());
            }
        }
    }

    private static void addInk(ObjectNode node, Ink ink) {
        node.put("light", colour(ink.light()));
        node.put("dark", colour(ink.dark()));
        ArrayNode dashes = node.putArray("dashes");
        for (float dash : ink.dashes()) {
            dashes.add(dash);
        }
    }

    private static String colour(Color colour) {
        return String.format("#%06X", colour.getRGB() & 0xFFFFFF);
    }

    private void describe(ObjectNode node, Figure.HeatMap figure) {
        node.put("kind", "heat");
        describe(node.putObject("x"), figure.x());
        describe(node.putObject("y"), figure.y());
        node.put("z", figure.z());
        node.put("least", figure.least());
        node.put("most", figure.most());
        ArrayNode colours = node.putArray("colours");
        figure.colours().forEach(colour -> colours.add(colour(colour)));
        ArrayNode panels = node.putArray("panels");
        for (Figure.Grid grid : figure.panels()) {
            ObjectNode one = panels.addObject();
            one.put("title", grid.title());
            one.put("values", floats(Arrays.stream(grid.z()).flatMapToDouble(Arrays::stream).toArray()));
            ArrayNode lines = one.putArray("lines");
            for (Figure.Line line : grid.lines()) {
                ObjectNode across = lines.addObject();
                across.put("name", line.name());
                across.put("dashed", line.dashed());
                ArrayNode x = across.putArray("x");
                Arrays.stream(figure.x().indices(line.x())).forEach(x::add);
                ArrayNode y = across.putArray("y");
                Arrays.stream(figure.y().indices(line.y())).forEach(y::add);
            }
        }
    }

    private static void describe(ObjectNode node, Figure.Parameter parameter) {
        node.put("name", parameter.name());
        ArrayNode values = node.putArray("values");
        Arrays.stream(parameter.values()).forEach(values::add);
    }

    /** Where points are stored. */
    private int number(Points curve, Figure.Axis axis) {
        return pointNumbers.computeIfAbsent(curve, _ -> {
            Points thinned = axis.marks().length > 0 ? curve
                : curve.thinned(COLUMNS, axis.first(), axis.last(), axis.scale());
            ObjectNode node = points.addObject();
            String x = doubles(thinned.x());
            node.put("x", abscissaNumbers.computeIfAbsent(x, _ -> {
                abscissas.add(x);
                return abscissas.size() - 1;
            }));
            node.put("value", floats(thinned.value()));
            node.put("least", floats(thinned.least()));
            node.put("most", floats(thinned.most()));
            return points.size() - 1;
        });
    }

    private static String floats(double[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            // What is finite stays so.
            bytes.putFloat(Double.isFinite(number) ? (float) Math.min(number, Float.MAX_VALUE) : (float) number);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static String doubles(double[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            bytes.putDouble(number);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /**
     * Adds a table.
     *
     * @param heading its title
     * @param rows    the header and the rows; the first cell of each row names it
     */
    public void add(String heading, List<List<String>> rows) {
        body.append("<section>\n").append(heading(heading))
            .append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").append(escaped(heading))
            .append("\"><table>\n<thead><tr>");
        rows.getFirst().forEach(cell -> body.append("<th scope=\"col\">").append(escaped(cell)).append("</th>"));
        body.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows.subList(1, rows.size())) {
            body.append("<tr><th scope=\"row\">").append(escaped(row.getFirst())).append("</th>");
            row.subList(1, row.size()).forEach(cell -> body
                .append(cell.length() > LONG ? "<td class=\"long\">" : "<td>").append(escaped(cell)).append("</td>"));
            body.append("</tr>\n");
        }
        body.append("</tbody></table></div>\n</section>\n");
    }

    /**
     * Adds commands that can be copied.
     *
     * @param heading what they are for
     * @param lines   the commands
     */
    public void addCommands(String heading, List<String> lines) {
        body.append("<section>\n").append(heading(heading))
            .append("<pre tabindex=\"0\" role=\"region\" aria-label=\"").append(escaped(heading)).append("\"><code>")
            .append(escaped(String.join("\n", lines))).append("</code></pre>\n</section>\n");
    }

    /**
     * The page.
     *
     * @return HTML
     */
    public String html() {
        Map<String, String> parts;
        try {
            parts = Map.of("title", escaped(title), "contents", contents.toString(), "body", body.toString(),
                "style", library("uPlot.min.css") + resource("page.css"), "licence", licence(),
                "library", inScript(library("uPlot.iife.min.js")),
                // "<" would end the script where a name holds "</script>".
                "data", MAPPER.writeValueAsString(data).replace("<", "\\u003c"),
                "script", inScript(resource("page.js")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        // All at once, as what is put in may itself look like a place.
        return PLACE.matcher(resource("page.html"))
            .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
    }

    private static String inScript(String script) {
        if (script.contains("</script")) {
            throw new IllegalStateException("the script would end early");
        }
        return script;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String resource(String name) {
        return text("/org/neurotron/cli/report/" + name);
    }

    /** A file of uPlot, in its version. */
    private static String library(String name) {
        return text(LIBRARY + version() + "/dist/" + name);
    }

    private static String licence() {
        List<String> lines = new ArrayList<>(List.of("uPlot " + version()));
        lines.addAll(text(LIBRARY + version() + "/LICENSE").lines().toList());
        return String.join("\n", lines).replace("--", "- -");
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = Page.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static String text(String path) {
        try (InputStream in = Page.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing from the program's libraries");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
