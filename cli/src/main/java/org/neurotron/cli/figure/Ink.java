package org.neurotron.cli.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.Map;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Robust;

/**
 * How a curve is drawn. An algorithm has the same hue everywhere: Neuro-Tron blue, SGD orange, SGD as published grey,
 * which colour-blind readers tell apart, and which differ in lightness, so that they do in grey, too. Values of a
 * parameter are shades of the algorithm's hue.
 *
 * @param light  colour on white
 * @param dark   colour on a dark page
 * @param dashes lengths of dashes and gaps of smooth curves, empty for none
 */
public record Ink(Color light, Color dark, float... dashes) {

    private static final Color[][] ON_WHITE = {
        {new Color(0x9CCBF2), new Color(0x0064B0), new Color(0x001B36)},
        {new Color(0xF5C48C), new Color(0xDC780C), new Color(0x4A2500)},
        {new Color(0xBBBBBB), new Color(0x3A3A3A), new Color(0x111111)}};

    private static final Color[][] ON_DARK = {
        {new Color(0x1F6DB0), new Color(0x58AFF5), new Color(0xE2F1FF)},
        {new Color(0xB06414), new Color(0xFFC07A), new Color(0xFFF0E0)},
        {new Color(0x5C5C5C), new Color(0x888888), new Color(0xF4F4F4)}};

    /** A colour that is less saturated is grey; the hues of the algorithms are further apart than 1/{@value #HUES}. */
    private static final float GREY = 0.1f;
    private static final int HUES = 4;

    private static final float[][] DASHES = {{}, {9, 4}, {3, 3}};

    /** Rules against false labels, by their names: on white, and on a dark page. */
    private static final Map<String, Color[]> RULES = Map.of(
        "clip", new Color[] {new Color(0x00875F), new Color(0x3CD1A3)},
        "trim", new Color[] {new Color(0xB5479A), new Color(0xEE9AD8)},
        "hampel", new Color[] {new Color(0xC1272D), new Color(0xFF8A80)},
        "huber", new Color[] {new Color(0x6B4FA0), new Color(0xB9A3EE)},
        "median", new Color[] {new Color(0x8A6D1C), new Color(0xD9BC62)},
        "mom", new Color[] {new Color(0x1B8CA8), new Color(0x7FDBF2)},
        "batch-trim", new Color[] {new Color(0x6B6B6B), new Color(0xB8B8B8)});

    /** What there is to be seen, where there is no algorithm to tell from others. */
    public static final Ink MAIN = new Ink(ON_WHITE[0][1], ON_DARK[0][1]);

    /** What is to be told from it. */
    public static final Ink OTHER = new Ink(ON_WHITE[1][1], ON_DARK[1][1]);

    /** Lines to measure both by. */
    public static final Ink MEASURE = new Ink(ON_WHITE[2][1], new Color(0xC8C8C8));

    private static final double PALER = 0.45;

    /** What the field had before is dashed in its own way. */
    private static final float[] RIVAL = {6, 3};

    /**
     * The ink of an algorithm.
     *
     * @param algorithm the algorithm
     * @return its ink, the same in all pictures
     */
    public static Ink of(Algorithm algorithm) {
        int i = algorithm.ordinal();
        return new Ink(ON_WHITE[i][1], ON_DARK[i][1], DASHES[i]);
    }

    /**
     * The ink of an algorithm with a rule against false labels.
     *
     * @param algorithm the algorithm
     * @param rule      the rule
     * @return its ink; without a rule that of the algorithm
     */
    public static Ink of(Algorithm algorithm, Robust rule) {
        if (rule.equals(Robust.NONE)) {
            return of(algorithm);
        }
        Color[] colours = RULES.get(rule.name());
        // Curves that are not smooth have no dashes, so the algorithms differ in lightness, too.
        double away = algorithm == Algorithm.TRON ? 0 : PALER;
        return new Ink(mixed(List.of(colours[0], Color.WHITE), away), mixed(List.of(colours[1], Color.BLACK), away),
            algorithm != Algorithm.TRON ? DASHES[algorithm.ordinal()]
                : rule instanceof Robust.Following ? DASHES[0] : RIVAL);
    }

    /**
     * A shade of an algorithm's ink.
     *
     * @param algorithm the algorithm
     * @param index     which of the shades, from 0, the faintest
     * @param count     how many there are
     * @return the shade; the algorithm's own ink if there is only one
     */
    public static Ink shade(Algorithm algorithm, int index, int count) {
        if (count == 1) {
            return of(algorithm);
        }
        double strength = (double) index / (count - 1);
        return new Ink(mixed(List.of(ON_WHITE[algorithm.ordinal()]), strength),
            mixed(List.of(ON_DARK[algorithm.ordinal()]), strength));
    }

    /**
     * Which hue this is a shade of.
     *
     * @return a number that shades of a hue share, and those of other algorithms have not
     */
    int hue() {
        float[] parts = Color.RGBtoHSB(light.getRed(), light.getGreen(), light.getBlue(), null);
        return parts[1] < GREY ? -1 : Math.round(parts[0] * HUES) % HUES;
    }

    /**
     * A colour between others.
     *
     * @param colours two or more, evenly spaced
     * @param share   0 for the first to 1 for the last
     */
    static Color mixed(List<Color> colours, double share) {
        double place = share * (colours.size() - 1);
        int i = Math.min((int) place, colours.size() - 2);
        Color from = colours.get(i);
        Color to = colours.get(i + 1);
        return new Color(mixed(from.getRed(), to.getRed(), place - i),
            mixed(from.getGreen(), to.getGreen(), place - i), mixed(from.getBlue(), to.getBlue(), place - i));
    }

    private static int mixed(int from, int to, double share) {
        return (int) Math.round(from + share * (to - from));
    }

    /** A line of this ink. */
    BasicStroke stroke(float width) {
        return dashes.length == 0 ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL)
            : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, dashes, 0);
    }
}
