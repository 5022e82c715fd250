package org.neurotron.cli.figure;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;

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
     * Curves of the error in one or more panels with the same axes. The error is on a logarithmic scale.
     *
     * @param text    the words
     * @param x       the axis from left to right
     * @param columns panels side by side
     * @param panels  the panels, row by row
     */
    record Curves(Text text, Axis x, int columns, List<Panel> panels) implements Figure {

        /** With less than two decades there might be a single number at the axis. */
        private static final double NARROW = 100;

        /** A little room beyond what is shown. */
        private static final double AIR = 1.5;

        /** So far curves are shown, or so far above the least with which one begins; further is what diverges. */
        private static final double FAR = 1e3;
        private static final double FAR_ABOVE = 1e6;

        /** No axis goes further, wherever curves may be. */
        private static final double SMALLEST = 1e-30;
        private static final double GREATEST = 1e15;

        /** Copies the list. */
        public Curves {
            panels = List.copyOf(panels);
        }

        /**
         * The ends of the axis of the errors, the same for all panels. What diverges leaves it at the top.
         *
         * @return the lower and the upper end, &gt; 0
         */
        public double[] range() {
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
            most = Math.clamp(Math.min(most, Math.max(FAR, FAR_ABOVE * first)), SMALLEST, GREATEST);
            least = Math.clamp(least, SMALLEST, most);
            if (most / least >= NARROW) {
                return new double[] {least / AIR, most * AIR};
            }
            double lower = Math.pow(10, Math.floor(Math.log10(least)));
            return new double[] {lower, Math.max(10 * lower, Math.pow(10, Math.ceil(Math.log10(most))))};
        }
    }

    /**
     * An axis.
     *
     * @param name  what is written at it
     * @param first its left end
     * @param last  its right end
     * @param scale how numbers are laid out on it
     * @param marks what is marked on it; round numbers if this is empty
     */
    record Axis(String name, double first, double last, Scale scale, double... marks) {

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
         * The lower end of the colours.
         *
         * @return the smallest positive number of all panels, or 0.1 if there is none
         */
        public double least() {
            // Differences of less than a factor of two are not to look as large as decades.
            return Math.min(numbers().min().orElse(0.1), most() / 2);
        }

        /**
         * The upper end of the colours.
         *
         * @return the greatest finite number of all panels, or 1 if there is none; but no more than a million times the
         *     middle one, as what is about to diverge would flatten all others
         */
        public double most() {
            double[] sorted = numbers().sorted().toArray();
            return sorted.length == 0 ? 1 : Math.min(sorted[sorted.length - 1], 1e6 * sorted[sorted.length / 2]);
        }

        /**
         * The colours, from little to much, between which others are mixed. They grow ever lighter, so that they read
         * in grey, and go from blue to yellow, for colour-blind readers.
         *
         * @return evenly spaced colours
         */
        public List<Color> colours() {
            return HeatMapBody.COLOURS;
        }

        private DoubleStream numbers() {
            return panels.stream().flatMap(grid -> Arrays.stream(grid.z())).flatMapToDouble(Arrays::stream)
                .filter(z -> z > 0 && Double.isFinite(z));
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
