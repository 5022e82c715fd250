package org.neurotron.cli.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Numbers as colours, by their logarithm.
 *
 * @param least the number that has the first colour, &gt; 0
 * @param most  the number that has the last one, beyond the least
 */
public record ColourScale(double least, double most) {

    /** Differences of less than this factor are not to look as large as decades. */
    private static final double NARROW = 2;

    /** Further above the middle one is what is about to diverge, which would flatten all others. */
    private static final double FAR_ABOVE = 1e6;

    /** Digits of the ends, where no round numbers lie between them. */
    private static final int DIGITS = 3;

    /** From little to much, ever lighter, so that it reads in grey; blue to yellow, for colour-blind readers. */
    private static final List<Color> COLOURS = List.of(new Color(0x440154), new Color(0x414487), new Color(0x2A788E),
        new Color(0x22A884), new Color(0x7AD151), new Color(0xFDE725));

    /** What is no number, or no finite one. */
    private static final Color NOTHING = new Color(0xBBBBBB);

    /**
     * A scale for some numbers.
     *
     * @param numbers the numbers, of which those count that are positive and finite
     * @return a scale, also if there are none
     */
    static ColourScale of(DoubleStream numbers) {
        double[] sorted = numbers.filter(z -> z > 0 && Double.isFinite(z)).sorted().toArray();
        double most = sorted.length == 0 ? 1
            : Math.min(sorted[sorted.length - 1], FAR_ABOVE * sorted[sorted.length / 2]);
        return new ColourScale(Math.min(sorted.length == 0 ? 0.1 : sorted[0], most / NARROW), most);
    }

    /**
     * The colours, from little to much, between which others are mixed.
     *
     * @return evenly spaced colours
     */
    public List<Color> colours() {
        return COLOURS;
    }

    /** The colour of a place on the scale, 0 to 1. */
    static Color colour(double share) {
        return Ink.mixed(COLOURS, Math.clamp(share, 0, 1));
    }

    /**
     * Where a number stands on the scale.
     *
     * @param number a number
     * @return 0 for the least to 1 for the greatest; beyond for others
     */
    public double share(double number) {
        return Math.log(number / least) / Math.log(most / least);
    }

    /**
     * What is written beside the colours.
     *
     * @param length how long the scale is drawn
     * @param room   what a number needs of that
     * @return at least two numbers
     */
    public List<Tick> ticks(double length, double room) {
        List<Tick> ticks = Tick.chosen(Tick.logarithmic(least, most), tick -> length * share(tick.at()), room);
        return ticks.size() > 1 ? ticks
            : Stream.of(least, most).map(end -> new Tick(end, Label.rounded(end, DIGITS), 0)).toList();
    }

    /**
     * All cells of a map as one picture, as thousands of rectangles would make a large file.
     *
     * @param z    the numbers, {@code z[i][j]} at the i-th column and the j-th row from below; not a number where there
     *             is none, which stays white
     * @param size pixels per cell and direction
     * @return the picture
     */
    public BufferedImage picture(double[][] z, int size) {
        int rows = z[0].length;
        BufferedImage image = new BufferedImage(z.length * size, rows * size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < rows; j++) {
                graphics.setPaint(Double.isNaN(z[i][j]) ? Color.WHITE
                    : z[i][j] >= 0 && Double.isFinite(z[i][j]) ? colour(share(z[i][j])) : NOTHING);
                graphics.fillRect(i * size, (rows - 1 - j) * size, size, size);
            }
        }
        graphics.dispose();
        return image;
    }
}
