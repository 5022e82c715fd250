package org.neurotron.cli.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neurotron.training.Algorithm;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Breaks if a picture is no picture, says less than it must, is cut off, or is not the same every time. */
class PictureTest {

    private static final Color NOTHING = new Color(0xBBBBBB);

    private static Figure.Text text(String title) {
        return new Figure.Text("test", title, "What one sees.", "What it <shows> & how.");
    }

    private static Points points(double first, double last, double... values) {
        double[] x = IntStream.range(0, values.length)
            .mapToDouble(i -> first + i * (last - first) / Math.max(1, values.length - 1)).toArray();
        return new Points(x, values, Arrays.stream(values).map(y -> y / 2).toArray(),
            Arrays.stream(values).map(y -> y * 2).toArray());
    }

    private static Curve curve(String name, Algorithm algorithm, Curve.Range range, Points points) {
        return new Curve(name, Ink.of(algorithm), range, points);
    }

    private static Figure.Curves curves(Scale scale, Curve.Range range, Points... points) {
        List<Curve> curves = new ArrayList<>();
        for (Points one : points) {
            Algorithm algorithm = Algorithm.values()[curves.size()];
            curves.add(curve(Names.of(algorithm), algorithm, range, one));
        }
        return new Figure.Curves(text("A title"), Figure.Axis.ofIterations(1000, scale), 1,
            List.of(new Panel("", curves, List.of())));
    }

    private static Figure usual() {
        Points falling = points(1, 1000, 1, 0.1, 0.01, 0.02, 1e-3, 2e-3);
        return new Figure.Curves(text("Some curves"), Figure.Axis.ofIterations(1000, Scale.LINEAR), 2, List.of(
            new Panel("one", List.of(curve("Neuro-Tron", Algorithm.TRON, Curve.Range.EXTREMES, falling),
                curve("SGD", Algorithm.SGD, Curve.Range.EXTREMES, falling)), List.of()),
            new Panel("two", List.of(curve("Neuro-Tron", Algorithm.TRON, Curve.Range.QUANTILES, falling)),
                List.of(new Panel.Level("Theorem 1", 0.5, Ink.of(Algorithm.TRON))))));
    }

    private static Figure.HeatMap heatMap(double[] x, double[] y, double[][]... z) {
        List<Figure.Grid> grids = new ArrayList<>();
        for (double[][] one : z) {
            grids.add(new Figure.Grid("map " + grids.size(), one, List.of(
                new Figure.Line("10⁻²", new double[] {x[0], x[x.length - 1]}, new double[] {y[0], y[y.length - 1]},
                    true),
                new Figure.Line("Theorem 1", new double[] {x[0], x[0], x[0]}, new double[] {y[0], y[y.length - 1],
                    y[y.length - 1]}, false))));
        }
        return new Figure.HeatMap(text("A map"), new Figure.Parameter("β", x, Scale.LINEAR),
            new Figure.Parameter("θ", y, Scale.LINEAR), "‖w − w*‖", grids);
    }

    private static Figure dots(int count, double scale) {
        double[] x = IntStream.range(0, count).mapToDouble(i -> scale * (i - count / 2)).toArray();
        double[] y = IntStream.range(0, count).mapToDouble(i -> scale * (i * 7919L % count - count / 2)).toArray();
        Curve cloud = new Curve("believed", Ink.MAIN, Curve.Range.NONE, new Points(x, y, y, y),
            new Curve.Rows("line", new long[count]));
        double end = scale * count;
        List<Panel.Level> levels = List.of(new Panel.Level("4c", end / 4, Ink.MEASURE), new Panel.Level("−4c", -end / 4,
            Ink.MEASURE));
        List<Panel> panels = List.of(new Panel("training", List.of(cloud), levels), new Panel("validation",
            List.of(cloud), levels, List.of(), List.of(new Panel.Guide(new double[] {-end / 2, end / 2},
                new double[] {-end / 2, end / 2}))));
        return new Figure.Curves(text("Some dots"), Figure.Axis.ofNumbers("label, as predicted", -end / 2, end / 2),
            Figure.Quantity.number("v − f", -end / 3, end / 2), 2, panels);
    }

    private static Figure stages(Panel.Stage... stages) {
        return new Figure.Curves(text("Some stages"), new Figure.Axis("epoch", 0, 100, Scale.LINEAR),
            Figure.Quantity.loss("|v − f|"), 1, List.of(new Panel("", List.of(new Curve("training", Ink.MAIN,
                Curve.Range.EXTREMES, points(0, 100, 1e200, 1e120, 1e100))), List.of(), List.of(), List.of(),
                List.of(stages))));
    }

    private static Figure bars(Figure.Bar... bars) {
        return new Figure.Bars(text("Some bars"), "raises", "lowers", List.of(bars));
    }

    private static BufferedImage png(Figure figure) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(new Picture(figure).png()));
    }

    private static Element svg(Figure figure) throws Exception {
        String text = new Picture(figure).svg();
        for (String wrong : new String[] {"NaN", "Infinity", "\uFFFD"}) {
            assertFalse(text.contains(wrong), wrong);
        }
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text))).getDocumentElement();
    }

    private static List<Element> texts(Element svg) {
        NodeList nodes = svg.getElementsByTagName("text");
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
    }

    private static List<String> words(Element svg) {
        return texts(svg).stream().map(Node::getTextContent).toList();
    }

    private static String inherited(Element element, String attribute) {
        for (Node node = element; node instanceof Element own; node = node.getParentNode()) {
            if (own.hasAttribute(attribute)) {
                return own.getAttribute(attribute);
            }
        }
        return "";
    }

    /** Where a text stands: left and right end and base line. */
    private record Place(String text, double left, double right, double y) {
    }

    /** The texts that are not turned. */
    private static List<Place> places(Element svg) {
        List<Place> places = new ArrayList<>();
        for (Element text : texts(svg)) {
            if (inherited(text, "transform").isEmpty()) {
                float size = Float.parseFloat(inherited(text, "font-size").replace("px", ""));
                Font font = inherited(text, "font-weight").equals("bold") ? Typeface.bold(size)
                    : Typeface.plain(size);
                double left = Double.parseDouble(text.getAttribute("x"));
                places.add(new Place(text.getTextContent(), left,
                    left + Typeface.width(text.getTextContent(), font), Double.parseDouble(text.getAttribute("y"))));
            }
        }
        return places;
    }

    private static void assertInside(Figure figure) throws Exception {
        assertTextsInside(figure);
        BufferedImage image = png(figure);
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                boolean edge = x < 4 || x >= image.getWidth() - 4 || y < 4 || y >= image.getHeight() - 4;
                if (edge && image.getRGB(x, y) != Color.WHITE.getRGB()) {
                    throw new AssertionError("something is drawn at " + x + ", " + y);
                }
            }
        }
    }

    private static void assertTextsInside(Figure figure) throws Exception {
        List<Place> places = places(svg(figure));
        assertTrue(places.size() > 3);
        for (Place place : places) {
            assertTrue(place.left() >= 0 && place.right() <= 960, place.toString());
            for (Place other : places) {
                if (other != place && other.y() == place.y() && other.left() >= place.left()) {
                    assertTrue(other.left() >= place.right(), place + " runs into " + other);
                }
            }
        }
    }

    private static long pixels(BufferedImage image, Color colour) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
            .filter(rgb -> rgb == colour.getRGB()).count();
    }

    @Test
    void aPngHasTwoPixelsPerUnit() throws Exception {
        for (Figure figure : List.of(usual(), heatMap(new double[] {0, 1}, new double[] {1, 2},
            new double[][] {{1, 2}, {3, 4}}))) {
            BufferedImage image = png(figure);
            Element svg = svg(figure);
            assertEquals(1920, image.getWidth());
            assertEquals("960", svg.getAttribute("width"));
            assertEquals(image.getHeight(), 2 * Integer.parseInt(svg.getAttribute("height")));
            assertEquals("0 0 960 " + svg.getAttribute("height"), svg.getAttribute("viewBox"));
        }
    }

    @Test
    void anSvgSaysWhatItIs() throws Exception {
        Element svg = svg(usual());
        assertEquals("svg", svg.getLocalName());
        assertEquals("http://www.w3.org/2000/svg", svg.getNamespaceURI());
        assertEquals("img", svg.getAttribute("role"));
        assertEquals("title", svg.getFirstChild().getLocalName());
        assertEquals("Some curves", svg.getFirstChild().getTextContent());
        Node description = svg.getFirstChild().getNextSibling();
        assertEquals("desc", description.getLocalName());
        assertEquals("What it <shows> & how.", description.getTextContent());
        for (Node named : List.of(svg.getFirstChild(), description)) {
            assertEquals("http://www.w3.org/2000/svg", named.getNamespaceURI());
        }
    }

    @Test
    void everythingThatMustBeReadIsWritten() throws Exception {
        List<String> words = words(svg(usual()));
        // The axis of the errors is written as outlines.
        for (String word : List.of("Some curves", "What one sees.", "one", "two", "iteration", "Theorem 1", "400")) {
            assertTrue(words.contains(word), word + " is not among " + words);
        }
        for (String once : List.of("Neuro-Tron", "SGD")) {
            assertEquals(1, Collections.frequency(words, once), once);
        }
        List<String> map = words(svg(heatMap(new double[] {0, 0.5}, new double[] {1, 2},
            new double[][] {{1e-3, 1e-2}, {1e-1, 1}})));
        for (String word : List.of("A map", "map 0", "β", "0.5", "10⁻²", "Theorem 1")) {
            assertTrue(map.contains(word), word + " is not among " + map);
        }
    }

    @Test
    void theSameFigureGivesTheSameBytesFromAnyThreadAndInAnyLanguage() throws Exception {
        List<Figure> figures = List.of(usual(), heatMap(new double[] {0, 0.5, 1}, new double[] {1, 2},
            new double[][] {{1e-3, 1e-2}, {1e-1, 1}, {2, Double.NaN}}));
        List<byte[]> pngs = figures.stream().map(figure -> new Picture(figure).png()).toList();
        List<String> svgs = figures.stream().map(figure -> new Picture(figure).svg()).toList();
        Locale before = Locale.getDefault();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            List<Future<byte[]>> drawn = new ArrayList<>();
            List<Future<String>> written = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Figure figure = figures.get(i % 2);
                drawn.add(threads.submit(() -> new Picture(figure).png()));
                written.add(threads.submit(() -> new Picture(figure).svg()));
            }
            for (int i = 0; i < 6; i++) {
                assertArrayEquals(pngs.get(i % 2), drawn.get(i).get());
                assertEquals(svgs.get(i % 2), written.get(i).get());
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void dotsOfAnySizeAreInsideAndTakeLittleRoomInTheFile() throws Exception {
        for (double scale : new double[] {1, 1e-9, 1e290, 12_345.678}) {
            assertInside(dots(9, scale));
        }
        String svg = new Picture(dots(2000, 1)).svg();
        // And one in the legend.
        assertEquals(4001, svg.split("<circle ", -1).length - 1);
        assertTrue(svg.length() < 400_000, svg.length() + " characters");
        List<String> words = words(svg(dots(50, 1)));
        for (String word : List.of("4c", "−4c", "label, as predicted", "-20", "believed")) {
            assertTrue(words.contains(word), word + " is not among " + words);
        }
    }

    @Test
    void stagesHaveNamesWhereThereIsRoom() throws Exception {
        List<String> words = words(svg(stages(new Panel.Stage("clip", 0, false), new Panel.Stage("η / 2", 50.5, true),
            new Panel.Stage("trim", 51, false), new Panel.Stage("η / 4", 60, true), new Panel.Stage("last", 100,
                false))));
        assertTrue(words.containsAll(List.of("clip", "trim", "η / 4")), words.toString());
        // One lies on another that matters more, one beyond the end.
        assertFalse(words.contains("η / 2") || words.contains("last"), words.toString());
    }

    @Test
    void barsGoToBothSidesOfNought() throws Exception {
        Figure both = bars(new Figure.Bar("first", 4), new Figure.Bar("second", -2));
        assertInside(both);
        assertTrue(words(svg(both)).containsAll(List.of("first", "4", "second", "-2", "raises", "lowers")));
        BufferedImage image = png(both);
        double share = (double) pixels(image, Ink.MAIN.light()) / pixels(image, Ink.OTHER.light());
        assertEquals(2, share, 0.1);
        assertFalse(words(svg(bars(new Figure.Bar("first", 4)))).contains("lowers"));
        String name = "n".repeat(300) + "end";
        Figure odd = bars(new Figure.Bar(name, 1e-300), new Figure.Bar("", -1e300), new Figure.Bar("日本", 0),
            new Figure.Bar("c", Double.POSITIVE_INFINITY), new Figure.Bar("d", 1));
        assertInside(odd);
        assertTrue(words(svg(odd)).stream().anyMatch(word -> word.startsWith("nn") && word.endsWith("…"
            + word.substring(word.indexOf('…') + 1)) && word.endsWith("end")), words(svg(odd)).toString());
        assertInside(bars(new Figure.Bar("nothing", 0)));
    }

    /** Curves that have no or hardly any place in a coordinate system. */
    enum Odd {
        EMPTY(),
        ALL_NAN(Double.NaN, Double.NaN, Double.NaN),
        ZEROS(0, 0, 0),
        INFINITIES(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY),
        NEGATIVE(-1, -2),
        SINGLE(0.25),
        SINGLE_ZERO(0),
        CONSTANT(3, 3, 3),
        MIXED(0, 1e-3, Double.NaN, 1, Double.POSITIVE_INFINITY, 0.5, 0),
        DIVERGING(1, 1e10, 1e100, 1e154, Double.POSITIVE_INFINITY, Double.NaN),
        GREATEST(1, Double.MAX_VALUE),
        TINIEST(Double.MIN_VALUE, Double.MIN_VALUE),
        ALL_SIZES(Double.MIN_VALUE, 1, Double.MAX_VALUE);

        private final double[] values;

        Odd(double... values) {
            this.values = values;
        }
    }

    @ParameterizedTest
    @EnumSource
    void oddCurvesAreDrawn(Odd odd) throws Exception {
        for (Curve.Range range : Curve.Range.values()) {
            Figure alone = curves(Scale.LINEAR, range, points(0, 1000, odd.values));
            svg(alone);
            assertEquals(1920, png(alone).getWidth());
            // Beside another one it has to do with an axis that is not its own.
            svg(curves(Scale.LOGARITHMIC, range, points(1, 1000, odd.values), points(1, 1000, 1e-3, 1e-2)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSinglePointIsSeen(Curve.Range range) throws Exception {
        double[] y = {1e-3};
        BufferedImage image = png(curves(Scale.LINEAR, range, new Points(new double[] {500}, y, y, y)));
        long without = pixels(png(curves(Scale.LINEAR, range, points(0, 1))), Ink.of(Algorithm.TRON).light());
        assertTrue(pixels(image, Ink.of(Algorithm.TRON).light()) > without + 10, "nothing is seen");
    }

    @Test
    void aMedianIsSeenAlsoWhereTheBandIsEndless() throws Exception {
        double[] x = {0, 500, 1000};
        double[] median = {1e-3, 1e-5, 1e-4};
        Points points = new Points(x, median, new double[3], new double[] {Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY});
        Figure figure = curves(Scale.LINEAR, Curve.Range.QUANTILES, points);
        assertTrue(pixels(png(figure), Ink.of(Algorithm.TRON).light()) > 2000);
    }

    @Test
    void aPictureOfOneStepIsDrawn() throws Exception {
        for (Scale scale : Scale.values()) {
            Figure.Axis axis = Figure.Axis.ofIterations(1, scale);
            Points one = points(1, 1, 0.5);
            svg(new Figure.Curves(text("One step"), axis, 1, List.of(new Panel("", List.of(curve("Neuro-Tron",
                Algorithm.TRON, Curve.Range.EXTREMES, one)), List.of()))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsCutOffWhateverIsWritten(Scale scale) throws Exception {
        String words = "and much more to say about what is shown here, ";
        Figure.Text text = new Figure.Text("long", "A title " + words.repeat(8), words.repeat(30), "");
        for (long iterations : new long[] {7, 300, 40_000, 199_999, 1_999_999, 10_000_000, 1_000_000_000}) {
            List<Panel> panels = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                List<Curve> curves = new ArrayList<>();
                for (int j = 0; j < 8; j++) {
                    curves.add(new Curve("a curve with a rather long name, number " + j,
                        Ink.shade(Algorithm.SGD, j, 8), Curve.Range.EXTREMES,
                        points(1, iterations, 1e-14, 10 + j)));
                }
                panels.add(new Panel("panel " + i + " " + words.repeat(1 + i), curves,
                    List.of(new Panel.Level("Theorem 1, " + words, 0.1, Ink.of(Algorithm.SGD)))));
            }
            Figure figure = new Figure.Curves(text, Figure.Axis.ofIterations(iterations, scale), 2, panels);
            assertTextsInside(figure);
            if (iterations == 40_000) {
                assertInside(figure);
            }
        }
    }

    @Test
    void marksOfAnAxisDoNotRunIntoEachOther() throws Exception {
        double[] marks = {0.001, 0.00101, 0.00102, 0.002, 0.5, 0.51, 0.52, 3, 3.01, 12_345.6789};
        for (Scale scale : Scale.values()) {
            Points own = new Points(marks, marks, marks, marks);
            Panel panel = new Panel("", List.of(curve("SGD", Algorithm.SGD, Curve.Range.QUANTILES, own)), List.of());
            assertTextsInside(new Figure.Curves(text("Marks"), new Figure.Axis("θ", marks[0],
                marks[marks.length - 1], scale, marks), 2, List.of(panel, panel)));
        }
    }

    @Test
    void titlesOfHeatMapsDoNotRunIntoEachOther() throws Exception {
        Figure.HeatMap map = heatMap(new double[] {0, 1}, new double[] {1, 2}, new double[][] {{1e-3, 2}, {3, 4}});
        String title = "k = 10, b = 16, inputs Laplace(0, 2), alternating attack, SGD as published";
        assertInside(new Figure.HeatMap(text("Long titles"), map.x(), map.y(), map.z(), List.of(
            new Figure.Grid(title, map.panels().getFirst().z(), List.of()),
            new Figure.Grid(title, map.panels().getFirst().z(), List.of()))));
    }

    @Test
    void cellsHaveTheColoursOfTheirNumbers() throws Exception {
        double[][] z = {{1e-4, 1e-3}, {Double.NaN, 1}, {Double.POSITIVE_INFINITY, 1e-2}};
        Figure.HeatMap map = heatMap(new double[] {0, 0.3, 0.31}, new double[] {1, 50}, z);
        BufferedImage image = png(map);
        for (double[] column : z) {
            for (double number : column) {
                Color colour = number < 2 ? ColourScale.colour(map.colours().share(number)) : NOTHING;
                assertTrue(pixels(image, colour) > 10_000, number + " as " + colour);
            }
        }
        assertInside(map);
    }

    @Test
    void oddHeatMapsAreDrawn() throws Exception {
        double[] one = {0.5};
        double[] three = {0, 0.1, 0.7};
        double nan = Double.NaN;
        double infinite = Double.POSITIVE_INFINITY;
        List<Figure.HeatMap> maps = List.of(
            heatMap(one, three, new double[][] {{1, 2, 3}}),
            heatMap(three, one, new double[][] {{1}, {2}, {3}}),
            heatMap(one, one, new double[][] {{1}}),
            heatMap(one, one, new double[][] {{nan}}),
            heatMap(one, three, new double[][] {{nan, nan, nan}}),
            heatMap(one, three, new double[][] {{infinite, infinite, infinite}}),
            heatMap(one, three, new double[][] {{0, 0, 0}}),
            heatMap(one, three, new double[][] {{1, 1, 1}}, new double[][] {{nan, 0, infinite}}),
            heatMap(one, three, new double[][] {{Double.MIN_VALUE, 1, Double.MAX_VALUE}}));
        assertEquals(1920, png(maps.get(3)).getWidth());
        for (Figure.HeatMap map : maps) {
            svg(map);
            ColourScale scale = map.colours();
            assertTrue(scale.least() > 0 && scale.least() < scale.most(), scale.toString());
            assertTrue(scale.ticks(380, 21).size() > 1, scale.toString());
        }
    }

    @Test
    void aHeatMapOfManyValuesIsDrawn() throws Exception {
        double[] x = IntStream.range(0, 32).mapToDouble(i -> Math.pow(10, -3 + i / 10.0)).toArray();
        double[][] z = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                z[i][j] = x[i] * x[j];
            }
        }
        Figure.HeatMap map = heatMap(x, x, z, z);
        assertInside(new Figure.HeatMap(map.text(), new Figure.Parameter("β", x, Scale.LOGARITHMIC),
            new Figure.Parameter("θ", x, Scale.LOGARITHMIC), "‖w − w*‖", map.panels()));
    }

    @Test
    void numbersStandBetweenTheValuesOfAParameter() {
        Figure.Parameter linear = new Figure.Parameter("k", new double[] {0, 1, 5}, Scale.LINEAR);
        assertArrayEquals(new double[] {0, 1, 2, 1.5, 0.25, -0.5, 2.25},
            linear.indices(new double[] {0, 1, 5, 3, 0.25, -0.5, 6}), 1e-12);
        Figure.Parameter logarithmic = new Figure.Parameter("β", new double[] {0.01, 0.1, 10}, Scale.LOGARITHMIC);
        assertArrayEquals(new double[] {0, 1, 1.5, 2, 2.5, -1},
            logarithmic.indices(new double[] {0.01, 0.1, 1, 10, 100, 0.001}), 1e-12);
        assertArrayEquals(new double[] {0, 0},
            new Figure.Parameter("k", new double[] {3}, Scale.LINEAR).indices(new double[] {3, 7}));
    }

    @Test
    void aNameForFilesIsPlain() {
        for (String id : new String[] {"", "a b", "../a", "A", "a/b"}) {
            assertThrows(IllegalArgumentException.class, () -> new Figure.Text(id, "", "", ""));
        }
        assertThrows(NullPointerException.class, () -> new Figure.Text("a", "", null, ""));
    }
}
