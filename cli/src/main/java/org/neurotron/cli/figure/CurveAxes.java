package org.neurotron.cli.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;

/** The axes of curves: what may be written at them the figure says, and they write as much as has room. */
final class CurveAxes {

    /** Vertical room that a number at an axis needs. */
    private static final double NUMBER = 21;

    /** Room between two numbers below an axis, and what they are apart at least in even steps, so as not to be many. */
    private static final double GAP = 14;
    private static final double STEP = 60;

    private final Figure.Curves figure;
    private final double[] span;
    private final double[] range;
    private final List<Tick> ticks;

    CurveAxes(Figure.Curves figure) {
        this.figure = figure;
        span = figure.span();
        range = figure.range();
        ticks = figure.ticks();
    }

    /** The axis from left to right, with its name or without. */
    ValueAxis across(boolean named) {
        String name = named ? figure.x().title() : null;
        // A power of ten at the end is not always computed as what it is.
        return placed(figure.x().scale() == Scale.LOGARITHMIC ? logarithmic(name, this::across)
            : linear(name, this::across), span[0], span[1]);
    }

    /** The axis of what the curves are of, with its name or without. */
    ValueAxis up(boolean named) {
        String name = named ? figure.quantity().title() : null;
        Ticks written = (axis, area, edge) -> Axes.ticks(axis,
            Tick.chosen(ticks, tick -> axis.valueToJava2D(tick.at(), area, edge), NUMBER), area, edge);
        return placed(figure.quantity().scale() == Scale.LOGARITHMIC ? logarithmic(name, written)
            : linear(name, written), range[0], range[1]);
    }

    private static ValueAxis placed(ValueAxis axis, double first, double last) {
        axis.setRange(first * (1 - Math.copySign(1e-9, first)), last * (1 + Math.copySign(1e-9, last)));
        Axes.style(axis);
        return axis;
    }

    private List<NumberTick> across(ValueAxis axis, Rectangle2D area, RectangleEdge edge) {
        Figure.Axis x = figure.x();
        if (x.marked()) {
            return Axes.ticks(axis, x.ticks(), area, edge);
        }
        if (x.scale() == Scale.LOGARITHMIC) {
            double widest = x.ticks().stream().mapToDouble(tick -> width(tick.label())).max().orElse(0);
            return Axes.ticks(axis, Tick.chosen(x.ticks(), tick -> axis.valueToJava2D(tick.at(), area, edge),
                widest + GAP), area, edge);
        }
        return Axes.ticks(axis, even(area.getWidth()), area, edge);
    }

    /** The finest even division whose numbers have room. */
    private List<Tick> even(double width) {
        Figure.Axis x = figure.x();
        double length = span[1] - span[0];
        double step = x.last() - x.first();
        for (double finer : x.steps()) {
            double widest = Math.max(width(x.label(finer, finer)), Math.max(
                width(x.label(Math.floor(x.last() / finer) * finer, finer)),
                width(x.label(Math.ceil(x.first() / finer) * finer, finer))));
            if (finer * width / length >= Math.max(STEP, widest + GAP)) {
                step = finer;
                break;
            }
        }
        double chosen = step;
        return Tick.even(x.first(), x.last(), step, at -> x.label(at, chosen));
    }

    private static double width(String label) {
        return Typeface.width(label, Typeface.plain(Body.SMALL));
    }

    /** What an axis writes. */
    @FunctionalInterface
    private interface Ticks {
        List<NumberTick> at(ValueAxis axis, Rectangle2D area, RectangleEdge edge);
    }

    private static ValueAxis linear(String name, Ticks ticks) {
        return new NumberAxis(name) {

            private static final long serialVersionUID = 1L;

            @Override
            public List<NumberTick> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area,
                                                 RectangleEdge edge) {
                return ticks.at(this, area, edge);
            }
        };
    }

    private static ValueAxis logarithmic(String name, Ticks ticks) {
        return new LogAxis(name) {

            private static final long serialVersionUID = 1L;

            @Override
            public List<NumberTick> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area,
                                                 RectangleEdge edge) {
                return ticks.at(this, area, edge);
            }
        };
    }
}
