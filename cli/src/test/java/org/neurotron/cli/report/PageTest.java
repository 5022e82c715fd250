package org.neurotron.cli.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.neurotron.cli.figure.Curve;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Ink;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.figure.Points;
import org.neurotron.cli.figure.Scale;
import org.neurotron.cli.figure.Tick;
import org.neurotron.training.Algorithm;

/** Breaks if a page is no page, asks for anything from outside, or loses or changes what it was given. */
class PageTest {

    private static final String NASTY = "a < b & \"c\" > 'd' </script><!-- {{data}} {{script}} $1 \\";

    /** Scripts, styles and comments, in which there are no elements. */
    private static final Pattern RAW = Pattern.compile(
        "(<script[^>]*>|<style[^>]*>)(.*?)(</script>|</style>)|<!--.*?-->", Pattern.DOTALL);

    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>\"]|\"[^\"]*\")*)>");
    private static final Set<String> WITHOUT_END = Set.of("meta", "link", "br", "hr", "img", "input");

    private static final double[] X = {1, 2, 3};
    private static final Points POINTS = new Points(X, new double[] {1, Double.NaN, 1e-14},
        new double[] {0, Double.NaN, 1e-15}, new double[] {2, Double.NaN, Double.POSITIVE_INFINITY});

    private static Figure.Curves curves(String name, Points... points) {
        List<Curve> curves = IntStream.range(0, points.length).mapToObj(i -> new Curve(name,
            Ink.of(Algorithm.values()[i]), Curve.Range.QUANTILES, points[i])).toList();
        return new Figure.Curves(new Figure.Text("curves", name, name, name),
            Figure.Axis.ofIterations(3, Scale.LINEAR), 2, List.of(new Panel(name, curves,
                List.of(new Panel.Level(name, 0.5, Ink.of(Algorithm.TRON)))),
                new Panel("", curves, List.of(), List.of(),
                    List.of(new Panel.Guide(new double[] {1, 3}, new double[] {2, 1e-3})))));
    }

    private static Figure.HeatMap heatMap(String name) {
        return new Figure.HeatMap(new Figure.Text("map", name, name, name),
            new Figure.Parameter(name, new double[] {0, 0.5}, Scale.LINEAR),
            new Figure.Parameter(name, new double[] {1, 10, 100}, Scale.LOGARITHMIC), name,
            List.of(new Figure.Grid(name, new double[][] {{1, 2, 3}, {Double.NaN, Double.POSITIVE_INFINITY, 6}},
                List.of(new Figure.Line(name, new double[] {0.25}, new double[] {1000}, true)))));
    }

    private static String page(String name) {
        Page page = new Page(name, name);
        page.add(curves(name, POINTS, POINTS));
        page.add(heatMap(name));
        page.add(name, List.of(List.of(name, name), List.of(name, name.repeat(3)), List.of(name, name)));
        page.addCommands(name, List.of("neurotron " + name, "second line"));
        return page.html();
    }

    private static JsonNode data(String html) throws JsonProcessingException {
        String start = "<script type=\"application/json\" id=\"data\">";
        int from = html.indexOf(start) + start.length();
        return new ObjectMapper().readTree(html.substring(from, html.indexOf("</script>", from)));
    }

    private static float[] floats(JsonNode node) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(node.asText())).order(ByteOrder.LITTLE_ENDIAN);
        float[] numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(numbers);
        return numbers;
    }

    private static double[] doubles(JsonNode node) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(node.asText())).order(ByteOrder.LITTLE_ENDIAN);
        double[] numbers = new double[bytes.remaining() / Double.BYTES];
        bytes.asDoubleBuffer().get(numbers);
        return numbers;
    }

    @Test
    void everyElementIsClosed() {
        for (String name : List.of("plain", NASTY)) {
            String html = page(name);
            assertTrue(html.startsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
            String elements = RAW.matcher(html.substring("<!DOCTYPE html>".length())).replaceAll("");
            Deque<String> open = new ArrayDeque<>();
            Matcher tag = TAG.matcher(elements);
            while (tag.find()) {
                String element = tag.group(2);
                if (tag.group(1).isEmpty()) {
                    if (!WITHOUT_END.contains(element)) {
                        open.push(element);
                    }
                } else {
                    assertEquals(open.pop(), element, "near " + elements.substring(Math.max(0, tag.start() - 200),
                        tag.end()));
                }
            }
            assertEquals(List.of(), List.copyOf(open));
            assertFalse(TAG.matcher(elements).replaceAll("").contains("<"), "a bare <");
        }
    }

    @Test
    void everyReferenceHasItsTargetAndNoIdStandsTwice() {
        String elements = RAW.matcher(page("plain")).replaceAll("");
        List<String> ids = Pattern.compile(" id=\"([^\"]*)\"").matcher(elements).results().map(id -> id.group(1))
            .toList();
        assertEquals(ids.size(), Set.copyOf(ids).size(), ids.toString());
        List<String> targets = Pattern.compile(" href=\"#([^\"]*)\"").matcher(elements).results()
            .map(target -> target.group(1)).toList();
        assertTrue(targets.size() >= 5 && ids.containsAll(targets), targets + " of " + ids);
    }

    @Test
    void namesStandThereAsTheyAre() throws IOException {
        String html = page(NASTY);
        String escaped = "a &lt; b &amp; &quot;c&quot; &gt; 'd' &lt;/script&gt;&lt;!-- {{data}} {{script}} $1 \\";
        for (String where : List.of("<title>%s</title>", "<h1>%s</h1>", "<p class=\"lead\">%s</p>",
            "aria-label=\"%s\"", "<p class=\"caption\">%s</p>", "<th scope=\"col\">%s</th>", "<td>%s</td>",
            "<th scope=\"row\">%s</th>")) {
            String expected = where.formatted(escaped).replace("<td>", "<td class=\"long\">");
            assertTrue(html.contains(expected), expected);
        }
        assertTrue(html.contains("<code><span>neurotron</span> <span>" + escaped.replace(" ", "</span> <span>")
            + "</span>\n<span>second</span> <span>line</span></code>"));
        JsonNode figures = data(html).get("figures");
        assertEquals(NASTY, figures.get(0).get("title").asText());
        assertEquals(NASTY, figures.get(0).get("panels").get(0).get("title").asText());
        assertEquals(NASTY, figures.get(0).get("panels").get(0).get("curves").get(0).get("name").asText());
        assertEquals(NASTY, figures.get(0).get("panels").get(0).get("levels").get(0).get("name").asText());
        assertEquals(NASTY, figures.get(1).get("x").get("name").asText());
        assertEquals(NASTY, figures.get(1).get("panels").get(0).get("lines").get(0).get("name").asText());
        // Its own scripts and the data, of which none ends early.
        assertEquals(3, html.split("</script>", -1).length - 1);
        assertEquals(3, html.split("<script[ >]", -1).length - 1);
    }

    @Test
    void nothingIsLoadedFromAnywhere() {
        String html = page("plain");
        assertTrue(html.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"));
        String elements = RAW.matcher(html).replaceAll("");
        assertFalse(elements.contains("//"), "an address");
        Matcher loading = Pattern.compile(" (?:src|srcset|href|action|data|poster)=\"([^\"]*)\"").matcher(elements);
        while (loading.find()) {
            assertTrue(loading.group(1).matches("#.*|data:,"), loading.group());
        }
        Matcher raw = RAW.matcher(html);
        while (raw.find()) {
            if (raw.group(1) == null) {
                continue;
            }
            assertFalse(raw.group(1).contains("src="), raw.group(1));
            assertFalse(Pattern.compile("url\\((?!#)").matcher(raw.group(2)).find(), "what is not in the page itself");
            for (String request : List.of("@import", "fetch(", "XMLHttpRequest", "WebSocket", "EventSource",
                "sendBeacon", "importScripts", "import(", "new Worker", ".src=", ".src =", "document.write")) {
                assertFalse(raw.group(2).contains(request), request);
            }
        }
    }

    @Test
    void theLicenceOfTheLibraryIsInIt() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = PageTest.class.getResourceAsStream(
            "/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
            properties.load(in);
        }
        String version = properties.getProperty("version");
        String licence;
        try (InputStream in = PageTest.class.getResourceAsStream(
            "/META-INF/resources/webjars/uplot/" + version + "/LICENSE")) {
            licence = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertTrue(licence.contains("Permission is hereby granted, free of charge") && licence.contains("Copyright"));
        String html = page("plain");
        List<String> comments = Pattern.compile("<!--(.*?)-->", Pattern.DOTALL).matcher(
            html.substring(0, html.indexOf("<script>"))).results().map(comment -> comment.group(1).strip()).toList();
        assertEquals(List.of("uPlot " + version + "\n" + String.join("\n", licence.lines().toList()).strip()),
            comments);
    }

    @Test
    void theSameContentGivesTheSamePage() {
        assertEquals(page("plain"), page("plain"));
        assertEquals(page(NASTY), page(NASTY));
    }

    @Test
    void curvesCanBeReadAgain() throws IOException {
        Points other = new Points(X.clone(), new double[] {3, 2, 1}, new double[] {3, 2, 1}, new double[] {3, 2, 1});
        Page page = new Page("title", "subtitle");
        page.add(curves("one", POINTS, other));
        page.add(curves("two", other));
        JsonNode data = data(page.html());
        assertEquals(2, data.get("points").size(), "shared points are stored once");
        assertEquals(1, data.get("x").size(), "and so is a shared abscissa");
        assertArrayEquals(X, doubles(data.get("x").get(0)));
        JsonNode first = data.get("points").get(0);
        assertArrayEquals(new float[] {1, Float.NaN, 1e-14f}, floats(first.get("value")));
        assertArrayEquals(new float[] {0, Float.NaN, 1e-15f}, floats(first.get("least")));
        assertArrayEquals(new float[] {2, Float.NaN, Float.POSITIVE_INFINITY}, floats(first.get("most")));
        JsonNode figure = data.get("figures").get(0);
        assertEquals("curves", figure.get("kind").asText());
        assertEquals(2, figure.get("columns").asInt());
        assertEquals("[0.0,3.0]", figure.get("x").get("range").toString());
        assertEquals("LINEAR", figure.get("x").get("scale").asText());
        JsonNode curve = figure.get("panels").get(0).get("curves").get(1);
        assertEquals(1, curve.get("points").asInt());
        assertEquals("QUANTILES", curve.get("range").asText());
        assertEquals("#%06X".formatted(Ink.of(Algorithm.SGD).light().getRGB() & 0xFFFFFF),
            curve.get("light").asText());
        assertEquals(0.5, figure.get("panels").get(0).get("levels").get(0).get("value").asDouble());
        assertTrue(figure.get("panels").get(0).get("guides").isEmpty());
        assertEquals(1e-3, figure.get("panels").get(1).get("guides").get(0).get("y").get(1).asDouble());
        assertEquals(1, data.get("figures").get(1).get("panels").get(0).get("curves").get(0).get("points").asInt());
    }

    /** Dots are all there, with where they come from, and bars are a figure like others. */
    @Test
    void dotsStagesAndBarsCanBeReadAgain() throws IOException {
        double[] x = IntStream.range(0, 2000).mapToDouble(i -> i / 10).toArray();
        long[] rows = IntStream.range(0, 2000).mapToLong(i -> 7L * i).toArray();
        Page page = new Page("title", "subtitle");
        page.add(new Figure.Curves(new Figure.Text("dots", "", "", ""), Figure.Axis.ofNumbers(NASTY, 0, 200),
            Figure.Quantity.number(NASTY, -5, 205), 1, List.of(new Panel("", List.of(new Curve(NASTY, Ink.MAIN,
                Curve.Range.NONE, new Points(x, x, x, x), new Curve.Rows("row", rows))), List.of(), List.of(),
                List.of(), List.of(new Panel.Stage(NASTY, 20, true))))));
        page.add(new Figure.Bars(new Figure.Text("bars", NASTY, NASTY, NASTY), "up", "down",
            List.of(new Figure.Bar(NASTY, -2.5), new Figure.Bar("b", 1))));
        JsonNode data = data(page.html());
        assertEquals(2000, floats(data.get("points").get(0).get("value")).length);
        JsonNode figure = data.get("figures").get(0);
        JsonNode curve = figure.get("panels").get(0).get("curves").get(0);
        assertEquals("NONE", curve.get("range").asText());
        assertEquals("row", curve.get("place").asText());
        assertEquals(7 * 1999, curve.get("rows").get(1999).asInt());
        assertEquals(NASTY, figure.get("panels").get(0).get("stages").get(0).get("name").asText());
        assertFalse(figure.get("x").get("whole").asBoolean() || figure.get("y").get("shares").asBoolean());
        JsonNode bars = data.get("figures").get(1);
        assertEquals("[-2.5,1.0]", bars.get("range").toString());
        assertEquals(NASTY, bars.get("bars").get(0).get("name").asText());
        assertEquals(-2.5, bars.get("bars").get(0).get("value").asDouble());
        assertEquals("-2.5", bars.get("bars").get(0).get("label").asText());
    }

    /** 32 bits end at 3.4·10³⁸, and lose digits below 1.2·10⁻³⁸. */
    @Test
    void numbersOfAllSizesAreSent() throws IOException {
        for (double odd : new double[] {1.26e154, 1e-40}) {
            double[] values = {1, odd, Double.POSITIVE_INFINITY};
            Page page = new Page("title", "subtitle");
            page.add(curves("one", new Points(X, values, values, values)));
            JsonNode points = data(page.html()).get("points").get(0);
            assertTrue(points.get("wide").asBoolean());
            assertArrayEquals(values, doubles(points.get("value")));
            Page map = new Page("title", "subtitle");
            map.add(new Figure.HeatMap(new Figure.Text("map", "", "", ""), new Figure.Parameter("β", new double[] {1},
                Scale.LINEAR), new Figure.Parameter("θ", X, Scale.LINEAR), "", List.of(new Figure.Grid("",
                    new double[][] {values}, List.of()))));
            assertArrayEquals(values, doubles(data(map.html()).get("figures").get(0).get("panels").get(0)
                .get("values")));
        }
    }

    @Test
    void whatFollowsFromRulesIsSent() throws IOException {
        Page page = new Page("title", "subtitle");
        Figure.Curves curves = curves("one", POINTS, POINTS);
        page.add(curves);
        JsonNode data = data(page.html());
        JsonNode figure = data.get("figures").get(0);
        assertEquals("[1.0,2.0]", figure.get("x").get("steps").toString());
        assertEquals(curves.range()[0], figure.get("y").get("range").get(0).asDouble());
        assertEquals(curves.limits()[1], figure.get("y").get("limits").get(1).asDouble());
        // Powers of ten have their labels; what is between them is written as a number.
        assertEquals(curves.ticks().stream().filter(tick -> tick.grade() <= data.get("decades").asInt())
            .map(Tick::label).toList(), figure.get("y").get("ticks").valueStream().filter(tick -> tick.size() == 3)
            .map(tick -> tick.get(2).asText()).toList());
        JsonNode panel = figure.get("panels").get(0);
        assertTrue(panel.get("curves").get(0).get("outlined").asBoolean(), "bands of two hues");
        assertEquals(curves.panels().getFirst().opacity(curves.panels().getFirst().curves().getFirst()),
            panel.get("curves").get(0).get("opacity").asDouble());
    }

    @Test
    void aLongCurveIsThinned() throws IOException {
        double[] x = IntStream.rangeClosed(1, 40_000).asDoubleStream().toArray();
        Points points = new Points(x, x, x, x);
        Page page = new Page("title", "subtitle");
        page.add(new Figure.Curves(new Figure.Text("long", "", "", ""), Figure.Axis.ofIterations(40_000, Scale.LINEAR),
            1, List.of(new Panel("", List.of(new Curve("", Ink.of(Algorithm.TRON), Curve.Range.EXTREMES, points)),
                List.of()))));
        JsonNode data = data(page.html());
        Points thinned = points.thinned(640, 0, 40_000, Scale.LINEAR);
        assertArrayEquals(thinned.x(), doubles(data.get("x").get(0)));
        float[] least = floats(data.get("points").get(0).get("least"));
        assertEquals(640, least.length);
        assertEquals(1, least[0]);
    }

    @Test
    void heatMapsCanBeReadAgain() throws IOException {
        Page page = new Page("title", "subtitle");
        page.add(heatMap("map"));
        JsonNode figure = data(page.html()).get("figures").get(0);
        assertEquals("heat", figure.get("kind").asText());
        assertEquals("[[0.0,\"1\"]", figure.get("ticks").toString().substring(0, 10));
        assertEquals("[0.0,0.5]", figure.get("x").get("values").toString());
        assertArrayEquals(new float[] {1, 2, 3, Float.NaN, Float.POSITIVE_INFINITY, 6},
            floats(figure.get("panels").get(0).get("values")));
        JsonNode line = figure.get("panels").get(0).get("lines").get(0);
        assertEquals(0.5, line.get("x").get(0).asDouble());
        assertEquals(3, line.get("y").get(0).asDouble(), 1e-12);
        assertTrue(line.get("dashed").asBoolean());
        assertTrue(figure.get("colours").get(0).asText().matches("#[0-9A-F]{6}"));
    }

    @Test
    void anEmptyPageIsAPage() throws IOException {
        JsonNode data = data(new Page("title", "subtitle").html());
        assertEquals(0, data.get("figures").size());
    }
}
