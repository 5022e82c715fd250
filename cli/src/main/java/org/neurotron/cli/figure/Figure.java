package org.neurotron.cli.figure;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** What a picture shows, whatever it is drawn with. */
public sealed interface Figure {

    /** What every figure says in words. */
    Text text();

    /**
     * The words of a figure.
     *
     * @param id          short name, for files: lower-case letters, digits and dashes
     * @param title       one line
     * @param caption     what one sees, in whole sentences
     * @param alternative for those who do not see it: what it shows, in whole sentences
     */
    record Text(String id, String title, String caption, String alternative) {

        /** Checks that nothing is missing. */
        public Text {
            if (!id.matches("[a-z0-9-]+")) {
                throw new IllegalArgumentException("id must be made of a-z, 0-9 and dashes");
            }
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(caption, "caption");
            Objects.requireNonNull(alternative, "alternative");
        }
    }

    /**
     * What curves are of.
     *
     * @param title what is written at its axis
     * @param scale how it is laid out
     * @param least the lower end of a linear axis; a logarithmic one goes as far as there are curves, but no further
     * @param most  the upper end likewise
     */
    record Quantity(String title, Scale scale, double least, double most) {

        /** The error. */
        public static final Quantity ERROR = new Quantity("‖w − w*‖", Scale.LOGARITHMIC, 1e-30, 1e15);

        /** A share of runs, from 0 to 1, with a little more than that, so that a line at an end is seen. */
        public static final Quantity SHARE = new Quantity("share of runs", Scale.LINEAR, -0.03, 1.03);

        /** The ends of what can be squared. */
        private static final double SMALLEST = 1e-150;
        private static final double GREATEST = 1e150;

        /** Not used up by points at an end of a linear axis, which would be cut off there. */
        private static final double MARGIN = 0.02;

        /** How far beyond an end points of a logarithmic axis are drawn that are still further away. */
        private static final double BEYOND = 10;

        /** A size that falls as training goes on, in any units. */
        public static Quantity loss(String title) {
            return new Quantity(title, Scale.LOGARITHMIC, SMALLEST, GREATEST);
        }

        /**
         * Any number.
         *
         * @param title what is written at its axis
         * @param least the least that is to be seen
         * @param most  the greatest that is to be seen
         */
        public static Quantity number(String title, double least, double most) {
            Axis axis = Axis.ofNumbers(title, least, most);
            double margin = MARGIN * (axis.last() - axis.first());
            return new Quantity(title, Scale.LINEAR, axis.first() - 2 * margin, axis.last() + 2 * margin);
        }

        /** Where points are drawn that are beyond the ends of an axis. */
        private double[] limits(double... range) {
            double margin = MARGIN * (range[1] - range[0]);
            return this.equals(SHARE) ? range
                : scale == Scale.LINEAR ? new double[] {range[0] + margin, range[1] - margin}
                : new double[] {range[0] / BEYOND, range[1] * BEYOND};
        }
    }

    /**
     * Curves in one or more panels with the same axes.
     *
     * @param text     the words
     * @param x        the axis from left to right
     * @param quantity what they are of
     * @param columns  panels side by side
     * @param panels   the panels, row by row
     */
    record Curves(Text text, Axis x, Quantity quantity, int columns, List<Panel> panels) implements Figure {

        private static final double STEP_OF_SHARES = 0.2;

        /** So many numbers at most are written at a linear axis. */
        private static final int MOST_NUMBERS = 9;

        /** On a shorter axis what hardly differs would look as if it differed much. */
        private static final double NARROW = 10;

        /** A little room beyond what is shown. */
        private static final double AIR = 1.5;

        /** So far curves are shown, or so far above the least with which one begins; further is what diverges. */
        private static final double FAR = 1e3;
        private static final double FAR_ABOVE = 1e6;

        /** What a dot at an end of the axis needs not to be cut off, as a share of the axis. */
        private static final double MARGIN = 0.025;

        /** Copies the list. */
        public Curves {
            panels = List.copyOf(panels);
        }

        /**
         * Curves of the error.
         *
         * @param text    the words
         * @param x       the axis from left to right
         * @param columns panels side by side
         * @param panels  the panels, row by row
         */
        public Curves(Text text, Axis x, int columns, List<Panel> panels) {
            this(text, x, Quantity.ERROR, columns, panels);
        }

        /**
         * The ends of the axis of what the curves are of, the same for all panels. What diverges leaves it at the top.
         *
         * @return the lower and the upper end; of errors &gt; 0
         */
        public double[] range() {
            if (quantity.scale() == Scale.LINEAR) {
                return new double[] {quantity.least(), quantity.most()};
            }
            double least = Double.POSITIVE_INFINITY;
            double most = 0;
            double first = Double.POSITIVE_INFINITY;
            for (Panel panel : panels) {
                for (Curve curve : panel.curves()) {
                    least = Math.min(least, curve.points().smallest());
                    most = Math.max(most, curve.points().greatest());
                    first = Math.min(first, curve.points().first());
                }
                for (Panel.Level level : panel.levels()) {
                    least = Math.min(least, level.value());
                    most = Math.max(most, level.value());
                }
            }
            if (!(least <= most)) {
                return new double[] {0.1, 1};
            }
            // It would flatten all others.
            double far = Math.max(quantity.equals(Quantity.ERROR) ? FAR : 0, FAR_ABOVE * first);
            most = Math.clamp(Math.min(most, far), quantity.least(), quantity.most());
            least = Math.clamp(least, quantity.least(), most);
            double air = Math.max(AIR, Math.sqrt(NARROW * least / most));
            return new double[] {least / air, most * air};
        }

        /**
         * The ends of the axis from left to right as it is drawn: with room for dots at its ends, where there are any.
         *
         * @return the left and the right end
         */
        public double[] span() {
            List<Curve> curves = panels.stream().flatMap(panel -> panel.curves().stream()).toList();
            boolean dots = curves.stream().anyMatch(this::dotted);
            boolean everywhere = x.marked() || curves.stream().anyMatch(Curve::isLoose);
            double first = x.scale().place(x.first());
            double last = x.scale().place(x.last());
            double margin = dots ? MARGIN * (last - first) : 0;
            return new double[] {everywhere ? x.scale().number(first - margin) : x.first(),
                dots ? x.scale().number(last + margin) : x.last()};
        }

        /**
         * Whether the points of a curve are drawn as dots: single values of a parameter are, and one that makes no
         * line.
         *
         * @param curve a curve of this figure
         * @return whether they are
         */
        public boolean dotted(Curve curve) {
            return x.marked() || curve.isLoose() || curve.points().x().length == 1;
        }

        /**
         * Where a point is drawn that the axis has no place for: beyond an end, so that its line leaves the picture
         * there.
         *
         * @return the least and the greatest number that are drawn where they are
         */
        public double[] limits() {
            return quantity.limits(range());
        }

        /**
         * How the runs of a curve ended, at the right end of its panel.
         *
         * @param ends the runs
         * @return bars along the axis of the errors
         */
        public List<Ends.Bar> bars(Ends ends) {
            double[] range = range();
            return ends.bars(range[0], range[1]);
        }

        /**
         * What may be written at the axis of what the curves are of.
         *
         * @return candidates of several grades
         */
        public List<Tick> ticks() {
            if (quantity.equals(Quantity.SHARE)) {
                return IntStream.rangeClosed(0, (int) Math.round(1 / STEP_OF_SHARES)).mapToDouble(i ->
                    i * STEP_OF_SHARES).mapToObj(share -> new Tick(share, Math.round(100 * share) + "\u00A0%", 0))
                    .toList();
            }
            double[] range = range();
            return quantity.scale() == Scale.LINEAR ? Tick.even(range[0], range[1], MOST_NUMBERS)
                : Tick.logarithmic(range[0], range[1]);
        }
    }

    /**
     * An axis.
     *
     * @param name  what is written at it
     * @param first its left end
     * @param last  its right end
     * @param scale how numbers are laid out on it
     * @param whole whether there is nothing between two whole numbers
     * @param marks what is marked on it; round numbers if this is empty
     */
    record Axis(String name, double first, double last, Scale scale, boolean whole, double... marks) {

        /** Of an axis that is as long, the numbers are so long that they are counted in millions. */
        private static final double LONG = 2e6;
        private static final double MILLION = 1e6;

        private static final int DIGITS = 6;

        /** A shorter axis, as a share of the numbers at it, has no numbers that could be written. */
        private static final double SHORTEST = 1e-9;

        /** How long one is then instead, as a share of them or, if they are 0, by itself. */
        private static final double LENGTH_OF_ONE = 0.1;

        /** Differences of numbers that are larger need not be numbers. */
        private static final double LARGEST = 1e300;

        /**
         * An axis of a parameter.
         *
         * @param name  what is written at it
         * @param first its left end
         * @param last  its right end
         * @param scale how numbers are laid out on it
         * @param marks the values of the parameter
         */
        public Axis(String name, double first, double last, Scale scale, double... marks) {
            this(name, first, last, scale, true, marks);
        }

        /**
         * An axis of numbers of any kind.
         *
         * @param name  what is written at it
         * @param least the least of them
         * @param most  the greatest of them; if there is hardly a difference, the axis is longer
         * @return a linear axis
         */
        public static Axis ofNumbers(String name, double least, double most) {
            double first = Math.clamp(least, -LARGEST, LARGEST);
            double last = Math.clamp(most, -LARGEST, LARGEST);
            double size = Math.max(Math.abs(first), Math.abs(last));
            double more = last - first > SHORTEST * size ? 0 : LENGTH_OF_ONE * (size > 0 ? size : 1);
            return new Axis(name, first - more, last + more, Scale.LINEAR, false);
        }

        /**
         * The axis of the iterations.
         *
         * @param iterations the last
         * @param scale      a logarithmic one begins at 1
         * @return the axis
         */
        public static Axis ofIterations(double iterations, Scale scale) {
            return scale == Scale.LINEAR ? new Axis("iteration", 0, iterations, scale)
                : new Axis("iteration", 1, Math.max(iterations, 2), scale);
        }

        /**
         * Whether this axis is of single values of a parameter, of which none may be left out.
         *
         * @return whether there are marks
         */
        public boolean marked() {
            return marks.length > 0;
        }

        /**
         * In what the numbers at the axis are counted.
         *
         * @return 1, or a million where they would be too long
         */
        public double unit() {
            return scale == Scale.LINEAR && whole && !marked() && last >= LONG ? MILLION : 1;
        }

        /**
         * What is written at the axis.
         *
         * @return the name, and in what the numbers are counted
         */
        public String title() {
            return unit() == 1 ? name : name + " (millions)";
        }

        /**
         * What may be written at the axis, but where it is divided in even {@link #steps}.
         *
         * @return candidates of several grades
         */
        public List<Tick> ticks() {
            return marked() ? Arrays.stream(marks).mapToObj(mark -> new Tick(mark, Label.number(mark), 0)).toList()
                : scale == Scale.LOGARITHMIC ? Tick.logarithmic(first, last) : List.of();
        }

        /**
         * The steps by which it may be divided evenly: whole ones if there is nothing between two whole numbers.
         *
         * @return increasing steps, none if the axis is not divided evenly
         */
        public double[] steps() {
            return marked() || scale == Scale.LOGARITHMIC ? new double[0]
                : whole ? Tick.steps(last - first) : Tick.fineSteps(last - first);
        }

        /** What is written at a number of an axis that is divided evenly, by some step. */
        String label(double at, double step) {
            return !whole ? Tick.label(at, step) : unit() == 1 ? Label.count(at) : Label.rounded(at / unit(), DIGITS);
        }
    }

    /**
     * A number for each of some things, as bars from above to below.
     *
     * @param text the words
     * @param rise what a number above 0 means
     * @param fall what one below 0 means
     * @param bars the bars
     */
    record Bars(Text text, String rise, String fall, List<Bar> bars) implements Figure {

        /** Copies the list. */
        public Bars {
            bars = List.copyOf(bars);
        }

        /**
         * Where the bars are.
         *
         * @return the least and the greatest number, 0 among them, and not equal
         */
        public double[] range() {
            double least = bars.stream().mapToDouble(Bar::value).filter(Double::isFinite).min().orElse(0);
            double most = bars.stream().mapToDouble(Bar::value).filter(Double::isFinite).max().orElse(0);
            return least < 0 || most > 0 ? new double[] {Math.min(0, least), Math.max(0, most)} : new double[] {0, 1};
        }

        /**
         * The colour of a bar.
         *
         * @param value its number
         * @return the ink of those above 0, or of those below
         */
        public static Ink ink(double value) {
            return value < 0 ? Ink.OTHER : Ink.MAIN;
        }
    }

    /**
     * A bar.
     *
     * @param name  of what
     * @param value the number
     */
    record Bar(String name, double value) {

        private static final int DIGITS = 3;

        /**
         * What is written at it.
         *
         * @return the number in a few digits
         */
        public String label() {
            return Label.rounded(value, DIGITS);
        }
    }

    /**
     * A number for every pair of two parameters, as colour, in one or more panels with the same scale.
     *
     * @param text   the words
     * @param x      the parameter from left to right
     * @param y      the parameter from bottom to top
     * @param z      name of the number
     * @param panels the panels, side by side
     */
    record HeatMap(Text text, Parameter x, Parameter y, String z, List<Grid> panels) implements Figure {

        /** Copies the list. */
        public HeatMap {
            panels = List.copyOf(panels);
        }

        /**
         * The colours of the numbers, the same in all panels.
         *
         * @return the scale
         */
        public ColourScale colours() {
            return ColourScale.of(panels.stream().flatMap(grid -> Arrays.stream(grid.z()))
                .flatMapToDouble(Arrays::stream));
        }
    }

    /**
     * A parameter and its values.
     *
     * @param name   as it is written
     * @param values increasing
     * @param scale  how they are laid out
     */
    record Parameter(String name, double[] values, Scale scale) {

        /** So many values are all written at the axis. */
        private static final int FEW = 12;

        /**
         * What may be written at the axis: all values, if they are few; else the powers of ten, if there are some; else
         * some. What stands where is its number among the values, from 0.
         *
         * @return the ticks, which may be too many for long numbers
         */
        public List<Tick> ticks() {
            int[] powers = IntStream.range(0, values.length).filter(i -> values[i] > 0
                && Math.abs(Math.log10(values[i]) - Math.rint(Math.log10(values[i]))) < 1e-9).toArray();
            int step = values.length <= FEW ? 1 : Math.ceilDiv(values.length, FEW / 2);
            int[] marked = step > 1 && powers.length >= 3 ? powers
                : IntStream.range(0, values.length).filter(i -> i % step == 0).toArray();
            return Arrays.stream(marked).mapToObj(i -> new Tick(i, Label.number(values[i]), 0)).toList();
        }

        /**
         * Where numbers stand among the values.
         *
         * @param numbers numbers
         * @return i for the i-th value, from 0, and what is between for others, also beyond the ends
         */
        public double[] indices(double[] numbers) {
            return Arrays.stream(numbers).map(this::index).toArray();
        }

        private double index(double number) {
            if (values.length == 1) {
                return 0;
            }
            int i = Arrays.binarySearch(values, number);
            int left = Math.clamp(i >= 0 ? i : -i - 2, 0, values.length - 2);
            double from = scale.place(values[left]);
            return left + (scale.place(number) - from) / (scale.place(values[left + 1]) - from);
        }
    }

    /**
     * One panel of a heat map.
     *
     * @param title  above it; may be empty
     * @param z      the numbers, {@code z[i][j]} at the i-th x and the j-th y
     * @param lines  lines across it
     */
    record Grid(String title, double[][] z, List<Line> lines) {

        /** Copies the list. */
        public Grid {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A line across a heat map.
     *
     * @param name   what is written in its middle
     * @param x      from where
     * @param y      to where, as many
     * @param dashed whether it is dashed
     */
    record Line(String name, double[] x, double[] y, boolean dashed) {
    }
}
