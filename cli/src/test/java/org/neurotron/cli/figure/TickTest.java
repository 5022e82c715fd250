package org.neurotron.cli.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neurotron.training.Algorithm;

/** Breaks if an axis says too little or too much, or what does not belong there. */
class TickTest {

    private static String written(double first, double last, double length, double room) {
        List<Tick> chosen = Tick.chosen(Tick.logarithmic(first, last),
            tick -> length * Math.log(tick.at() / first) / Math.log(last / first), room);
        return String.join(" ", chosen.stream().map(Tick::label).toList());
    }

    @ParameterizedTest
    @CsvSource({"1e-3,1e2,360,10⁻³ 10⁻² 10⁻¹ 10⁰ 10¹ 10²", "1e-8,1e1,130,10⁻⁸ 10⁻⁶ 10⁻⁴ 10⁻² 10⁰",
        "1e-16,10,80,10⁻¹⁶ 10⁻⁸ 10⁰", "1e-2,1,250,0.01 0.02 0.05 0.1 0.2 0.5 1", "1e-2,1,130,10⁻² 10⁻¹ 10⁰",
        "2e-3,2e-2,360,0.002 0.003 0.005 0.007 0.01 0.02",
        "1e-5,1e-4,120,10⁻⁵ 2·10⁻⁵ 5·10⁻⁵ 10⁻⁴", "20,41,360,20 30 40"})
    void asManyNumbersAreWrittenAsThereIsRoomFor(double first, double last, double length, String expected) {
        assertEquals(expected, written(first, last, length, 21));
    }

    @Test
    void thereAreTwoNumbersInEveryDecadeThatHasRoom() {
        for (double first = 1.01e-6; first < 1e3; first *= 1.37) {
            assertTrue(written(first, 10 * first, 130, 21).split(" ").length >= 3, "from " + first);
        }
    }

    @Test
    void stepsAreWholeNumbers() {
        assertArrayEquals(new double[] {1}, Tick.steps(0.5));
        assertArrayEquals(new double[] {1}, Tick.steps(1));
        assertArrayEquals(new double[] {1, 2}, Tick.steps(3));
        assertArrayEquals(new double[] {1, 2, 5, 10, 20, 50, 100, 200}, Tick.steps(300));
        for (long iterations : new long[] {1, 2, 3, 7, 40_000, 1_000_000_000_000L}) {
            for (Scale scale : Scale.values()) {
                Figure.Axis axis = Figure.Axis.ofIterations(iterations, scale);
                assertTrue(Arrays.stream(axis.steps()).allMatch(step -> step == Math.rint(step)));
                assertTrue(axis.ticks().stream().allMatch(tick -> tick.at() == Math.rint(tick.at())));
            }
        }
    }

    @Test
    void aLongAxisIsCountedInMillions() {
        Figure.Axis longer = Figure.Axis.ofIterations(5e6, Scale.LINEAR);
        assertEquals("iteration (millions)", longer.title());
        assertEquals("2.5", longer.label(2.5e6, 5e5));
        Figure.Axis shorter = Figure.Axis.ofIterations(1.5e6, Scale.LINEAR);
        assertEquals("iteration", shorter.title());
        assertEquals("1\u00A0500\u00A0000", shorter.label(1.5e6, 5e5));
    }

    /** From anything that may be a label to anything that may be another one. */
    @Test
    void anAxisOfNumbersIsDividedInNumbersThatCanBeToldApart() {
        double[] ends = {-1.7e308, -3e5, -1, -1e-300, 0, 1e-12, 0.3, 1, 2718, 2719, 1e15, 1e15 + 1, 1.7e308};
        for (double least : ends) {
            for (double most : ends) {
                Figure.Axis axis = Figure.Axis.ofNumbers("label", Math.min(least, most), Math.max(least, most));
                List<Tick> ticks = Tick.even(axis.first(), axis.last(), 9);
                String said = least + " to " + most + ": " + ticks;
                assertTrue(axis.last() > axis.first() && Double.isFinite(axis.last() - axis.first()), said);
                assertTrue(ticks.size() >= 2 && ticks.size() <= 9, said);
                assertEquals(ticks.size(), ticks.stream().map(Tick::label).distinct().count(), said);
                double margin = 1e-9 * (axis.last() - axis.first());
                assertTrue(ticks.stream().allMatch(tick -> tick.at() >= axis.first() - margin
                    && tick.at() <= axis.last() + margin), said);
                assertTrue(Arrays.stream(axis.steps()).allMatch(step -> step > 0 && step <= axis.last()
                    - axis.first()), said);
            }
        }
        assertEquals(List.of("3000", "3500", "4000", "4500"), Tick.even(2780, 4510, 9).stream().map(Tick::label)
            .toList());
    }

    @Test
    void dotsHaveRoomAroundThem() {
        double[] marks = {0.1, 1, 10};
        double[] errors = {1e-3, 1, 1};
        for (Scale scale : Scale.values()) {
            Figure.Curves figure = new Figure.Curves(new Figure.Text("a", "", "", ""),
                new Figure.Axis("θ", 0.1, 10, scale, marks), 1, List.of(new Panel("", List.of(new Curve("",
                    Ink.of(Algorithm.TRON), Curve.Range.QUANTILES, new Points(marks, errors, errors, errors))),
                    List.of())));
            assertTrue(figure.span()[0] < 0.1 && figure.span()[1] > 10, Arrays.toString(figure.span()));
            assertTrue(figure.range()[0] < 1e-3 && figure.range()[1] > 1, Arrays.toString(figure.range()));
        }
    }

    @Test
    void namesOfLinesNeitherLieOnEachOtherNorLeaveTheFrame() {
        for (double[] places : new double[][] {{0, 1, 2}, {50, 52, 90}, {97, 98, 99}, {100, 100, 100}, {30}}) {
            double[] lower = Levels.spread(places, 15, 0, 100);
            for (int i = 0; i < lower.length; i++) {
                assertTrue(lower[i] >= 15 && lower[i] <= 100, Arrays.toString(lower));
                assertTrue(i == 0 || lower[i] - lower[i - 1] >= 15, Arrays.toString(lower));
            }
        }
        assertArrayEquals(new double[] {29}, Levels.spread(new double[] {30}, 15, 0, 100));
    }
}
