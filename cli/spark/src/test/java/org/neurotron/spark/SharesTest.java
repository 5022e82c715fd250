package org.neurotron.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.neurotron.cli.option.SweepOptions;
import org.neurotron.study.Sweep;
import org.neurotron.study.SweepRun;

/** Breaks if a run is given to no task, or to two, whatever tasks do, or if shares do not follow the time they take. */
class SharesTest {

    private static final int REPLICATES = 1_000;

    private static Sweep sweep() {
        return SweepOptions.of("the test", List.of("--theta=0,0.5,1", "--replicates=" + REPLICATES,
            "--iterations=1000")).sweep();
    }

    /** Wants every third run, or all. */
    private record Wishes(int step) implements Sweep.Listener {

        @Override
        public boolean isWanted(int setting, int replicate) {
            return (setting * REPLICATES + replicate) % step == 0;
        }

        @Override
        public void completed(int setting, int replicate, SweepRun run) {
            throw new AssertionError("nothing is computed here");
        }

        @Override
        public void stepped(long steps) {
            throw new AssertionError("nothing is computed here");
        }

        @Override
        public boolean isStopped() {
            return false;
        }
    }

    @Test
    void everyRunThatIsWantedIsSharedOutOnce() throws Exception {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Wishes wishes = new Wishes(1 + 2 * random.nextInt(2));
            Shares shares = new Shares(sweep(), wishes);
            Deque<long[]> open = new ArrayDeque<>();
            List<Long> done = new ArrayList<>();
            while (!open.isEmpty() || shares.hasNext()) {
                if (shares.hasNext() && (open.isEmpty() || random.nextBoolean())) {
                    open.add(shares.next(1 + random.nextInt(20)));
                } else {
                    long[] share = open.remove();
                    assertTrue(share.length >= 1, "an empty share");
                    int count = random.nextInt(4) == 0 ? random.nextInt(share.length + 1) : share.length;
                    LongStream.of(share).limit(count).forEach(done::add);
                    shares.took(share, count, random.nextDouble() * 100);
                }
            }
            Collections.sort(done);
            assertEquals(LongStream.range(0, 3 * REPLICATES).filter(number -> number % wishes.step() == 0).boxed()
                .toList(), done, "seed " + seed);
        }
    }

    @Test
    void sharesTakeAboutFifteenSecondsAndBecomeSmallerTowardsTheEnd() throws Exception {
        Shares shares = new Shares(sweep(), new Wishes(1));
        long[] first = shares.next(2);
        assertEquals(1, first.length);
        shares.took(first, 1, 0.5);
        assertEquals(30, shares.next(2).length);
        shares.took(first, 1, 1e-9);
        int before = Integer.MAX_VALUE;
        while (shares.hasNext()) {
            int size = shares.next(2).length;
            assertTrue(size <= before, size + " after " + before);
            before = size;
        }
        assertEquals(1, before);
        assertFalse(shares.hasNext());
    }
}
