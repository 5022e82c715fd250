package org.neurotron.cli.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** What stands in a picture between its title and its caption. */
interface Body {

    /** Colours of what is no curve. */
    Color TEXT = new Color(0x222222);
    Color FAINT = new Color(0xDDDDDD);
    Color FRAME = new Color(0x888888);

    /** Its width. */
    int WIDTH = 928;

    float SMALL = 11;
    float NORMAL = 12;

    /** An entry of the legend. */
    record Entry(String name, Ink ink, Curve.Range range) {
    }

    /** What the legend explains, in its order. */
    List<Entry> legend();

    /** How high it is. */
    int height();

    /**
     * Draws it.
     *
     * @param graphics what to draw with
     * @param area     where to, of the width of the picture and the own height
     * @param density  pixels per unit of length, for what is drawn pixel by pixel
     */
    void draw(Graphics2D graphics, Rectangle2D area, int density);
}
