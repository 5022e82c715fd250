package org.neurotron.random;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The fast part of {@link RandomBattery}: the laws of all samplers at 200 000 numbers. With fixed seeds the outcome is
 * always the same; before a change of the stream had been looked at, the probability of a false alarm was 1e-4 for each
 * test.
 */
@Tag("once")
class SamplerStatisticsTest {

    private static final int COUNT = 200_000;

    private static final double FALSE_ALARM = 1e-4;

    @TestFactory
    List<DynamicTest> everySamplerHasItsLaw() {
        return RandomBattery.SUBJECTS.stream().map(subject -> DynamicTest.dynamicTest(subject.name(), () ->
            assertAll(SampleTests.all(SampleTests.sample(subject.sampler(), 1, COUNT), subject.law(),
                subject.finiteMoments()).stream().map(outcome -> () ->
                assertTrue(outcome.p() > FALSE_ALARM, outcome.toString()))))).toList();
    }
}
