package org.neurotron.cli.figure;

import java.awt.Graphics2D;
import java.util.List;

/** The titles of panels, each in as many lines as it needs; every panel has the same room for its own. */
final class PanelTitles {

    private static final int LINE = 16;
    private static final int BELOW = 6;
    private static final int ABOVE = 14;

    private final List<List<String>> titles;

    /**
     * Breaks titles into lines.
     *
     * @param titles the titles, which may be empty
     * @param width  how long a line may be
     */
    PanelTitles(List<String> titles, double width) {
        this.titles = titles.stream().map(title -> Typeface.lines(title, Typeface.bold(Body.NORMAL), width)).toList();
    }

    /** The room for the longest of them. */
    double height() {
        int lines = titles.stream().mapToInt(List::size).max().orElse(1);
        return titles.stream().allMatch(title -> title.equals(List.of(""))) ? BELOW
            : ABOVE + (lines - 1) * LINE + BELOW;
    }

    /**
     * Draws a title, right above its panel.
     *
     * @param graphics what to draw with
     * @param panel    number of the panel
     * @param x        where its lines begin
     * @param top      upper end of the room for it
     */
    void draw(Graphics2D graphics, int panel, double x, double top) {
        graphics.setFont(Typeface.bold(Body.NORMAL));
        graphics.setPaint(Body.TEXT);
        double y = top + height() - BELOW;
        for (String line : titles.get(panel).reversed()) {
            graphics.drawString(line, (float) x, (float) y);
            y -= LINE;
        }
    }
}
