package org.neurotron.network;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Selections for tests, and what a {@link SelectionFamily} is compared with.
 */
final class Selections {

    private Selections() {
    }

    /** For each of k gates, r different coordinates of n in random order. */
    static int[][] random(int n, int r, int k, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[][] indices = new int[k][];
        for (int i = 0; i < k; i++) {
            int[] all = IntStream.range(0, n).toArray();
            for (int l = 0; l < r; l++) {
                int other = random.nextInt(l, n);
                int index = all[other];
                all[other] = all[l];
                all[l] = index;
            }
            indices[i] = IntStream.of(all).limit(r).toArray();
        }
        return indices;
    }

    /** The same matrices, multiplied with all their zeros. */
    static DenseFamily dense(SelectionFamily family) {
        return new DenseFamily(IntStream.range(0, family.k()).mapToObj(family::sensingMatrix).toList());
    }
}
