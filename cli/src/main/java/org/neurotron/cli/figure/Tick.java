package org.neurotron.cli.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A number that may be written at an axis. The rules are these for pictures and page alike: an axis has candidates of
 * several grades, and shows as fine a grade as it has room for.
 *
 * @param at    the number
 * @param label what is written there
 * @param grade 0 for what is written first where there is little room, and so on
 */
public record Tick(double at, String label, int grade) {

    /** The grade with which all powers of ten are written, and nothing between them. */
    public static final int DECADES = 5;

    /** Numbers between powers of ten need so much more room, or there would be more of them than one wants to read. */
    public static final double BETWEEN = 1.6;

    /** Grades of the multiples 1 to 9 of a power of ten: first 2 and 5, then 3 and 7, then the others. */
    private static final int[] OF_DIGIT = {DECADES, DECADES + 1, DECADES + 2, DECADES + 3, DECADES + 1, DECADES + 3,
        DECADES + 2, DECADES + 3, DECADES + 3};

    private static final int FINEST = DECADES + 3;

    /** A floating-point number has no more. */
    private static final int MOST_DIGITS = 16;

    /** A power of ten at the end of an axis is not always computed as what it is. */
    private static final double TOLERANCE = 1e-9;

    /**
     * The candidates of a logarithmic axis: powers of ten, of which every 32nd, 16th, … second is of a coarser grade,
     * and between them their multiples.
     *
     * @param first the lower end, &gt; 0
     * @param last  the upper end
     * @return the candidates, increasing
     */
    static List<Tick> logarithmic(double first, double last) {
        List<Tick> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(first)); power <= Math.ceil(Math.log10(last)); power++) {
            for (int digit = 1; digit <= OF_DIGIT.length; digit++) {
                // Read, not computed: 3·10⁻⁵ is the number that is nearest to it.
                double at = Double.parseDouble(digit + "e" + power);
                if (at >= first * (1 - TOLERANCE) && at <= last * (1 + TOLERANCE)) {
                    ticks.add(digit > 1 ? new Tick(at, Label.number(at), OF_DIGIT[digit - 1])
                        : new Tick(at, Label.power(power), power == 0 ? 0
                            : Math.max(0, DECADES - Integer.numberOfTrailingZeros(power))));
                }
            }
        }
        return ticks;
    }

    /**
     * The finest grade that has room. Powers of ten are written as powers where they stand alone, and as numbers such
     * as 0.01 beside others such as 0.02.
     *
     * @param candidates increasing
     * @param place      where they would stand
     * @param room       how far apart powers of ten have to be, and others {@value #BETWEEN} times as far
     * @return what is to be written
     */
    static List<Tick> chosen(List<Tick> candidates, ToDoubleFunction<Tick> place, double room) {
        for (int grade = FINEST; grade >= 0; grade--) {
            int finest = grade;
            List<Tick> some = candidates.stream().filter(tick -> tick.grade <= finest).toList();
            if (haveRoom(some, place, grade > DECADES ? BETWEEN * room : room)) {
                return some.stream().noneMatch(tick -> tick.grade > DECADES) ? some
                    : some.stream().map(tick -> new Tick(tick.at, Label.number(tick.at), tick.grade)).toList();
            }
        }
        return List.of();
    }

    /**
     * Even numbers of a linear axis.
     *
     * @param first the lower end
     * @param last  the upper end
     * @param most  how many at most, ≥ 2
     * @return the ticks, increasing
     */
    static List<Tick> even(double first, double last, int most) {
        double step = Arrays.stream(fineSteps(last - first)).filter(one -> (last - first) / one <= most - 1)
            .findFirst().orElse(last - first);
        return even(first, last, step, at -> label(at, step));
    }

    /**
     * The multiples of a step.
     *
     * @param first the lower end
     * @param last  the upper end
     * @param step  the step
     * @param label what is written at a number
     * @return the ticks, increasing
     */
    static List<Tick> even(double first, double last, double step, DoubleFunction<String> label) {
        return LongStream.rangeClosed((long) Math.ceil(first / step * (1 - Math.copySign(1e-12, first))),
            (long) Math.floor(last / step * (1 + Math.copySign(1e-12, last)))).mapToObj(i ->
                new Tick(i * step, label.apply(i * step), 0)).toList();
    }

    /** A multiple of a step, in as many digits as tell it from the next one. */
    static String label(double at, double step) {
        int digits = 1 + Math.max(0, (int) Math.floor(Math.log10(Math.abs(at))) - (int) Math.floor(Math.log10(step)));
        return at == 0 ? "0" : Label.rounded(at, Math.min(digits, MOST_DIGITS));
    }

    private static boolean haveRoom(List<Tick> ticks, ToDoubleFunction<Tick> place, double room) {
        for (int i = 1; i < ticks.size(); i++) {
            if (Math.abs(place.applyAsDouble(ticks.get(i)) - place.applyAsDouble(ticks.get(i - 1))) < room) {
                return false;
            }
        }
        return true;
    }

    /**
     * The steps by which an axis of any numbers may be divided: 1, 2 and 5 times powers of ten, down to about a
     * hundredth of it.
     *
     * @param length the length of the axis
     * @return increasing steps, none longer than the axis
     */
    static double[] fineSteps(double length) {
        int power = (int) Math.floor(Math.log10(length));
        // Read, not computed: 2·10⁻³ is the number that is nearest to it.
        return IntStream.rangeClosed(power - 2, power).boxed().flatMapToDouble(exponent -> DoubleStream.of(1, 2, 5)
            .map(digit -> Double.parseDouble((int) digit + "e" + exponent))).filter(step -> step <= length).toArray();
    }

    /**
     * The steps by which an axis of whole numbers may be divided: 1, 2, 5, 10, 20 and so on.
     *
     * @param length the length of the axis
     * @return increasing steps, at least one, none longer than the axis
     */
    static double[] steps(double length) {
        return LongStream.rangeClosed(0, 17).mapToDouble(power -> Double.parseDouble("1e" + power))
            .flatMap(power -> DoubleStream.of(power, 2 * power, 5 * power)).filter(step -> step == 1 || step <= length)
            .toArray();
    }
}
