package org.neurotron.cli.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.neurotron.study.Outcome;
import org.neurotron.training.Algorithm;

/** Breaks if bars do not say how many runs ended where. */
class EndsTest {

    private static Ends ends(Outcome outcome, double... errors) {
        return new Ends(Ink.of(Algorithm.SGD), DoubleStream.of(errors).mapToObj(error -> new Ends.End(error, outcome))
            .toList());
    }

    @Test
    void outcomesThatAreTwoAreTwoBars() {
        List<Ends.End> all = new ArrayList<>(ends(Outcome.RECOVERED, 1.1e-3, 1.11e-3, 1.12e-3, 1.13e-3).all());
        all.addAll(ends(Outcome.STUCK, 9, 9.1).all());
        List<Ends.Bar> bars = new Ends(Ink.of(Algorithm.SGD), all).bars(1e-3, 10);
        assertEquals(2, bars.size());
        assertTrue(bars.get(0).lower() <= 1.1e-3 && bars.get(0).upper() >= 1.13e-3, bars.toString());
        assertTrue(bars.get(1).lower() <= 9 && bars.get(1).upper() >= 9.1, bars.toString());
        assertEquals(List.of(1.0, 0.5), bars.stream().map(Ends.Bar::end).toList());
        assertEquals(List.of(1.0, 0.0), bars.stream().map(Ends.Bar::opacity).toList());
    }

    @Test
    void outcomesInOnePlaceStandSideBySide() {
        List<Ends.End> all = new ArrayList<>(ends(Outcome.STUCK, 1).all());
        all.addAll(ends(Outcome.RECOVERED, 1, 1).all());
        all.addAll(ends(Outcome.UNDECIDED, 1).all());
        List<Ends.Bar> bars = new Ends(Ink.of(Algorithm.SGD), all).bars(0.1, 10);
        assertEquals(List.of(0.0, 0.5, 0.75), bars.stream().map(Ends.Bar::start).toList());
        assertEquals(List.of(0.5, 0.75, 1.0), bars.stream().map(Ends.Bar::end).toList());
    }

    @Test
    void whatHasNoPlaceIsAtTheEnds() {
        List<Ends.Bar> bars = ends(Outcome.DIVERGED, Double.POSITIVE_INFINITY, 1e200).bars(1, 100);
        assertEquals(1, bars.size());
        assertEquals(100, bars.getFirst().upper(), 1e-9);
        bars = ends(Outcome.RECOVERED, 0, 1e-9).bars(1, 100);
        assertEquals(1, bars.size());
        assertEquals(1, bars.getFirst().lower());
    }
}
