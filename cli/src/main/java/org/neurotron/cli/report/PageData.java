package org.neurotron.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.neurotron.cli.figure.ColourScale;
import org.neurotron.cli.figure.Curve;
import org.neurotron.cli.figure.Ends;
import org.neurotron.cli.figure.Figure;
import org.neurotron.cli.figure.Ink;
import org.neurotron.cli.figure.Panel;
import org.neurotron.cli.figure.Points;
import org.neurotron.cli.figure.Tick;

/**
 * What the page's script draws, as JSON: figures with all that follows from rules, such as where their axes end, what
 * may be written at them and how much bands cover, so that the script has no such rules of its own.
 *
 * <p>Numbers are kept as 32-bit floats, that is, to seven digits, and as 64-bit ones where some are too large or too
 * small for that. Points that several curves share are stored once.
 */
final class PageData {

    /** Columns of a chart; more points would only make the page larger. */
    private static final int COLUMNS = 640;

    /** How high the colours of a heat map are drawn, and what a number beside them needs, in the script's units. */
    private static final double COLOURS_HEIGHT = 400;
    private static final double NUMBER = 20;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode data = MAPPER.createObjectNode().put("decades", Tick.DECADES)
        .put("between", Tick.BETWEEN);
    private final ArrayNode figures = data.putArray("figures");
    private final ArrayNode abscissas = data.putArray("x");
    private final ArrayNode points = data.putArray("points");
    private final Map<Points, Integer> pointNumbers = new IdentityHashMap<>();
    private final Map<String, Integer> abscissaNumbers = new HashMap<>();

    /**
     * Adds a figure.
     *
     * @param figure what it shows
     * @return its number, from 0
     */
    int add(Figure figure) {
        ObjectNode node = figures.addObject();
        node.put("id", figure.text().id());
        node.put("title", figure.text().title());
        switch (figure) {
            case Figure.Curves curves -> describe(node, curves);
            case Figure.HeatMap map -> describe(node, map);
            case Figure.Bars bars -> describe(node, bars);
        }
        return figures.size() - 1;
    }

    /**
     * All figures.
     *
     * @return JSON
     */
    String json() {
        try {
            return MAPPER.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void describe(ObjectNode node, Figure.Curves figure) {
        node.put("kind", "curves");
        node.put("columns", figure.columns());
        ObjectNode x = node.putObject("x");
        x.put("name", figure.x().name());
        x.put("title", figure.x().title());
        x.put("scale", figure.x().scale().name());
        x.put("unit", figure.x().unit());
        x.put("marked", figure.x().marked());
        x.put("whole", figure.x().whole());
        add(x.putArray("range"), figure.span());
        add(x.putArray("steps"), figure.x().steps());
        add(x.putArray("ticks"), figure.x().ticks());
        ObjectNode y = node.putObject("y");
        y.put("title", figure.quantity().title());
        y.put("scale", figure.quantity().scale().name());
        y.put("shares", figure.quantity().equals(Figure.Quantity.SHARE));
        add(y.putArray("range"), figure.range());
        add(y.putArray("limits"), figure.limits());
        add(y.putArray("ticks"), figure.ticks());
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
                line.put("opacity", panel.opacity(curve));
                line.put("outlined", panel.outlined(curve));
                line.put("dotted", figure.dotted(curve));
                boolean single = curve.range() == Curve.Range.NONE;
                line.put("points", number(curve.points(), figure.x().marked() || single, figure.x()));
                if (curve.rows() != null) {
                    line.put("place", curve.rows().word());
                    Arrays.stream(curve.rows().numbers()).forEach(line.putArray("rows")::add);
                }
            }
            one.put("edged", panel.edged());
            ArrayNode levels = one.putArray("levels");
            for (Panel.Level level : panel.levels()) {
                addInk(levels.addObject().put("name", level.name()).put("value", level.value()), level.ink());
            }
            ArrayNode guides = one.putArray("guides");
            for (Panel.Guide guide : panel.guides()) {
                ObjectNode line = guides.addObject();
                add(line.putArray("x"), guide.x());
                add(line.putArray("y"), guide.y());
            }
            ArrayNode stages = one.putArray("stages");
            panel.stages().forEach(stage -> stages.addObject().put("name", stage.name()).put("at", stage.at())
                .put("minor", stage.minor()));
            ArrayNode ends = one.putArray("ends");
            for (Ends own : panel.ends()) {
                ObjectNode column = ends.addObject();
                addInk(column, own.ink());
                ArrayNode bars = column.putArray("bars");
                figure.bars(own).forEach(bar -> add(bars.addArray(), bar.lower(), bar.upper(), bar.start(), bar.end(),
                    bar.opacity()));
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
        return String.format(Locale.ROOT, "#%06X", colour.getRGB() & 0xFFFFFF);
    }

    private static void add(ArrayNode node, double... numbers) {
        Arrays.stream(numbers).forEach(node::add);
    }

    private static void add(ArrayNode node, List<Tick> ticks) {
        for (Tick tick : ticks) {
            ArrayNode one = node.addArray().add(tick.at()).add(tick.grade());
            // What lies between powers of ten is always written as a number, which the script can.
            if (tick.grade() <= Tick.DECADES) {
                one.add(tick.label());
            }
        }
    }

    private static void describe(ObjectNode node, Figure.HeatMap figure) {
        node.put("kind", "heat");
        describe(node.putObject("x"), figure.x());
        describe(node.putObject("y"), figure.y());
        node.put("z", figure.z());
        ColourScale scale = figure.colours();
        ArrayNode colours = node.putArray("colours");
        scale.colours().forEach(colour -> colours.add(colour(colour)));
        ArrayNode ticks = node.putArray("ticks");
        scale.ticks(COLOURS_HEIGHT, NUMBER).forEach(tick -> ticks.addArray().add(scale.share(tick.at()))
            .add(tick.label()));
        ArrayNode panels = node.putArray("panels");
        for (Figure.Grid grid : figure.panels()) {
            ObjectNode one = panels.addObject();
            one.put("title", grid.title());
            one.put("wide", wide(grid.z()));
            one.put("values", numbers(Arrays.stream(grid.z()).flatMapToDouble(Arrays::stream).toArray(),
                wide(grid.z())));
            one.put("picture", "data:image/png;base64," + png(scale.picture(grid.z(), 1)));
            ArrayNode lines = one.putArray("lines");
            for (Figure.Line line : grid.lines()) {
                ObjectNode across = lines.addObject();
                across.put("name", line.name());
                across.put("dashed", line.dashed());
                add(across.putArray("x"), figure.x().indices(line.x()));
                add(across.putArray("y"), figure.y().indices(line.y()));
            }
        }
    }

    private static void describe(ObjectNode node, Figure.Bars figure) {
        node.put("kind", "bars");
        addInk(node.putObject("rise").put("name", figure.rise()), Figure.Bars.ink(1));
        addInk(node.putObject("fall").put("name", figure.fall()), Figure.Bars.ink(-1));
        add(node.putArray("range"), figure.range());
        ArrayNode bars = node.putArray("bars");
        figure.bars().forEach(bar -> bars.addObject().put("name", bar.name()).put("value", bar.value())
            .put("label", bar.label()));
    }

    private static String png(BufferedImage image) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(png.toByteArray());
    }

    private static void describe(ObjectNode node, Figure.Parameter parameter) {
        node.put("name", parameter.name());
        add(node.putArray("values"), parameter.values());
        add(node.putArray("ticks"), parameter.ticks());
    }

    /** Where points are stored. */
    private int number(Points curve, boolean all, Figure.Axis axis) {
        return pointNumbers.computeIfAbsent(curve, _ -> {
            Points thinned = all ? curve
                : curve.thinned(COLUMNS, axis.first(), axis.last(), axis.scale());
            ObjectNode node = points.addObject();
            String x = doubles(thinned.x());
            node.put("x", abscissaNumbers.computeIfAbsent(x, _ -> {
                abscissas.add(x);
                return abscissas.size() - 1;
            }));
            boolean wide = wide(thinned.value(), thinned.least(), thinned.most());
            node.put("wide", wide);
            node.put("value", numbers(thinned.value(), wide));
            node.put("least", numbers(thinned.least(), wide));
            node.put("most", numbers(thinned.most(), wide));
            return points.size() - 1;
        });
    }

    /** Whether some numbers are too large or too small for 32 bits. */
    private static boolean wide(double[]... columns) {
        return Arrays.stream(columns).flatMapToDouble(Arrays::stream).map(Math::abs).anyMatch(size ->
            size > Float.MAX_VALUE && size < Double.POSITIVE_INFINITY || size > 0 && size < Float.MIN_NORMAL);
    }

    private static String numbers(double[] numbers, boolean wide) {
        return wide ? doubles(numbers) : floats(numbers);
    }

    private static String floats(double[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            bytes.putFloat((float) number);
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
}
