package org.neurotron.bench.report;

import java.awt.Color;
import java.awt.Font;
import java.util.Map;

/**
 * Colours and type of all pictures. The hues are those of Okabe and Ito, which colour-blind readers can tell apart;
 * relatives are shades of one hue.
 */
final class Palette {

    static final Color INK = new Color(0x222222);
    static final Color GRID = new Color(0xD8D8D8);
    static final Color ROOF = new Color(0x555555);

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private static final Map<String, Color> COLOURS = Map.ofEntries(
        Map.entry("simd-512", new Color(0x0072B2)),
        Map.entry("simd-256", new Color(0x56B4E9)),
        Map.entry("simd-128", new Color(0xA9D8F4)),
        Map.entry("portable", new Color(0x009E73)),
        Map.entry(Names.PORTABLE_NO_MODULE, new Color(0x8CD3BD)),
        Map.entry("c", new Color(0xD55E00)),
        Map.entry("openblas", new Color(0xE69F00)),
        Map.entry("vectorblas", new Color(0xE5D42E)),
        Map.entry("ejml", new Color(0xCC79A7)),
        Map.entry("scalar-auto", new Color(0x4D4D4D)),
        Map.entry("scalar-dot", new Color(0x858585)),
        Map.entry("textbook", new Color(0xBDBDBD)));

    private Palette() {
    }

    /** The colour of an implementation, the same everywhere. */
    static Color of(String implementation) {
        return COLOURS.getOrDefault(implementation, INK);
    }
}
