package org.neurotron.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Peers ALL = new Peers("simd-512", Names.IMPLEMENTATIONS, Names.PRODUCTS, Names.SAMPLERS,
        Map.of());

    @Test
    void quickFitsIntoFiveMinutesAndFullIntoForty() {
        assertTrue(Plan.seconds(Plan.quick(ALL)) < 260, "no time left for the build and NumPy");
        assertTrue(Plan.seconds(Plan.full(ALL)) < 40 * 60);
    }

    @Test
    void nothingIsMeasuredTwiceAndFullHasAllOfQuick() {
        List<Measurement> full = Plan.full(ALL);
        Set<String> keys = full.stream().map(Measurement::key).collect(Collectors.toSet());
        assertEquals(full.size(), keys.size());
        assertTrue(new HashSet<>(full).containsAll(Plan.quick(ALL)));
    }

    @Test
    void headlinesHaveThreeForks() {
        Plan.quick(ALL).forEach(measurement -> assertTrue(measurement.effort().forks() >= 3, measurement.label()));
    }

    @Test
    void whoIsMissingIsNotMeasured() {
        Peers few = new Peers("portable", List.of("portable"), List.of("portable"), List.of("normal"), Map.of());
        for (Measurement measurement : Plan.full(few)) {
            assertEquals("portable", measurement.parameters().getOrDefault("implementation", "portable"));
            assertEquals("normal", measurement.parameters().getOrDefault("sampler", "normal"));
        }
    }
}
