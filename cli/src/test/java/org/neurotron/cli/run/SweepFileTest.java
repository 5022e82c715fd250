package org.neurotron.cli.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.study.SweepRun;

/** Breaks if a run that is not whole, or of another sweep, counts as one that is there. */
class SweepFileTest {

    private static final SweepOptions.Plan PLAN = plan("--theta=1,2", "--replicates=7");

    private static SweepOptions.Plan plan(String... more) {
        List<String> options = new ArrayList<>(List.of("--iterations=3", "--record=every:1"));
        options.addAll(List.of(more));
        return SweepOptions.of("a test", options);
    }

    @TempDir
    private Path folder;

    private static SweepRun run(int number) {
        return new SweepRun(new double[] {number, number + 0.5, Double.POSITIVE_INFINITY},
            new SweepRun.Ending(number + 1, number + 2, number + 3, number + 4, number));
    }

    private SweepFile open(Path file) throws IOException {
        return SweepFile.toWrite(file, PLAN);
    }

    @Test
    void givesBackWhatWasPutInAnyOrder() throws IOException {
        Path file = folder.resolve("runs");
        try (SweepFile runs = open(file)) {
            for (int number : new int[] {7, 0, 3}) {
                assertFalse(runs.has(number));
                runs.put(number, run(number));
            }
            runs.force();
        }
        try (SweepFile runs = open(file)) {
            for (int number = 0; number < 10; number++) {
                assertEquals(number == 0 || number == 3 || number == 7, runs.has(number));
            }
            for (int number : new int[] {7, 0, 3}) {
                assertEquals(run(number).ending(), runs.ending(number));
                double[] last = new double[2];
                runs.errors(number, 1, last);
                assertArrayEquals(new double[] {number + 0.5, Double.POSITIVE_INFINITY}, last);
            }
        }
    }

    @Test
    void damagedRunsDoNotCount() throws IOException {
        Path file = folder.resolve("runs");
        try (SweepFile runs = open(file)) {
            runs.put(0, run(0));
            runs.put(1, run(1));
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            Files.write(file, damaged);
            try (SweepFile runs = open(file)) {
                assertEquals(i >= bytes.length / 2, runs.has(0), "byte " + i);
                assertEquals(i < bytes.length / 2, runs.has(1), "byte " + i);
            }
            Files.write(file, Arrays.copyOf(bytes, i));
            try (SweepFile runs = open(file)) {
                assertEquals(i >= bytes.length / 2, runs.has(0), "length " + i);
                assertFalse(runs.has(1), "length " + i);
            }
        }
    }

    @Test
    void runsOfAnotherSweepOrPlaceDoNotCount() throws IOException {
        Path file = folder.resolve("runs");
        try (SweepFile runs = open(file)) {
            runs.put(0, run(0));
        }
        try (SweepFile runs = SweepFile.toWrite(file, plan("--theta=1,2", "--replicates=8"))) {
            assertFalse(runs.has(0));
        }
        byte[] slot = Files.readAllBytes(file);
        byte[] twice = Arrays.copyOf(slot, 2 * slot.length);
        System.arraycopy(slot, 0, twice, slot.length, slot.length);
        Files.write(file, twice);
        try (SweepFile runs = open(file)) {
            assertTrue(runs.has(0));
            assertFalse(runs.has(1));
        }
    }

    @Test
    void zerosAreNoRuns() throws IOException {
        Path file = Files.write(folder.resolve("runs"), new byte[1 << 16]);
        try (SweepFile runs = open(file)) {
            for (int number = 0; number < 100; number++) {
                assertFalse(runs.has(number));
            }
        }
    }
}
