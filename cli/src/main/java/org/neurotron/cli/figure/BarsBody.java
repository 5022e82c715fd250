package org.neurotron.cli.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Draws bars, each with its name to the left of all of them and its number at its end. */
final class BarsBody implements Body {

    private static final double ROW = 22;
    private static final double THICKNESS = 14;
    private static final double GAP = 6;
    private static final double TOP = 4;

    /** Names take no more of the width than this; of those that are longer the middle is left out. */
    private static final double WIDEST = 0.45 * WIDTH;

    private final Figure.Bars figure;
    private final List<String> names = new ArrayList<>();

    BarsBody(Figure.Bars figure) {
        this.figure = figure;
        figure.bars().forEach(bar -> names.add(shortened(bar.name())));
    }

    private static double width(String text) {
        return Typeface.width(text, Typeface.plain(NORMAL));
    }

    /** A name with as many of its first and last characters as there is room for. */
    private static String shortened(String name) {
        int[] all = name.codePoints().toArray();
        String shown = name;
        for (int kept = all.length - 1; kept > 0 && width(shown) > WIDEST; kept--) {
            int first = (kept + 1) / 2;
            shown = new String(all, 0, first) + "…" + new String(all, all.length - kept + first, kept - first);
        }
        return shown;
    }

    @Override
    public List<Entry> legend() {
        List<Entry> entries = new ArrayList<>();
        if (figure.bars().stream().anyMatch(bar -> bar.value() > 0)) {
            entries.add(new Entry(figure.rise(), Figure.Bars.ink(1), Curve.Range.EXTREMES));
        }
        if (figure.bars().stream().anyMatch(bar -> bar.value() < 0)) {
            entries.add(new Entry(figure.fall(), Figure.Bars.ink(-1), Curve.Range.EXTREMES));
        }
        return entries;
    }

    @Override
    public int height() {
        return (int) (2 * TOP + ROW * figure.bars().size());
    }

    @Override
    public void draw(Graphics2D graphics, Rectangle2D area, int density) {
        double[] range = figure.range();
        double left = area.getX() + names.stream().mapToDouble(BarsBody::width).max().orElse(0) + 2 * GAP;
        double label = GAP + figure.bars().stream().mapToDouble(bar -> width(bar.label())).max().orElse(0);
        // Numbers stand beyond the ends of bars, on either side where there are bars.
        double first = left + (range[0] < 0 ? label : 0);
        double unit = (area.getMaxX() - label - first) / (range[1] - range[0]);
        double zero = first - range[0] * unit;
        graphics.setFont(Typeface.plain(NORMAL));
        for (int i = 0; i < names.size(); i++) {
            Figure.Bar bar = figure.bars().get(i);
            double middle = area.getY() + TOP + (i + 0.5) * ROW;
            double end = zero + Math.clamp(bar.value(), range[0], range[1]) * unit;
            graphics.setPaint(Figure.Bars.ink(bar.value()).light());
            graphics.fill(new Rectangle2D.Double(Math.min(zero, end), middle - THICKNESS / 2, Math.abs(end - zero),
                THICKNESS));
            graphics.setPaint(TEXT);
            float base = (float) middle + 4;
            graphics.drawString(names.get(i), (float) (left - 2 * GAP - width(names.get(i))), base);
            graphics.drawString(bar.label(), (float) (bar.value() < 0 ? end - GAP - width(bar.label()) : end + GAP),
                base);
        }
        graphics.setPaint(FRAME);
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(new Line2D.Double(zero, area.getY(), zero, area.getY() + height()));
    }
}
