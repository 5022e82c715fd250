package org.neurotron.data;

import java.util.function.LongUnaryOperator;

/**
 * An order of runs of successive samples, some of which are read side by side, a sample of each in turn: so those of a
 * mini-batch are from different runs, and yet each run is read from its beginning to its end, as memory and disks like
 * it. Not safe for use by several threads.
 */
final class InterleavedRuns implements LongUnaryOperator {

    private final LongUnaryOperator order;
    private final int run;
    private final long size;

    /** The samples at the places from {@code begin} to {@code end}. */
    private final long[] indices;
    private final long[] starts;
    private long begin;
    private long end;

    /**
     * Reads an order side by side.
     *
     * @param order  gives the index of the sample at the first place of a run
     * @param run    how long runs are; the last one may be shorter
     * @param beside how many are read side by side, ≥ 1
     * @param size   number of places
     */
    InterleavedRuns(LongUnaryOperator order, int run, int beside, long size) {
        this.order = order;
        this.run = run;
        this.size = size;
        indices = new long[beside * run];
        starts = new long[beside];
    }

    @Override
    public long applyAsLong(long place) {
        if (place < begin || place >= end) {
            move(place);
        }
        return indices[(int) (place - begin)];
    }

    private void move(long place) {
        begin = place - place % indices.length;
        int length = (int) Math.min(indices.length, size - begin);
        end = begin + length;
        int runs = Math.ceilDiv(length, run);
        for (int i = 0; i < runs; i++) {
            starts[i] = order.applyAsLong(begin + (long) i * run);
        }
        int count = 0;
        for (int step = 0; step < run; step++) {
            // The last run may have come to its end.
            for (int i = 0; i < runs && i * run + step < length; i++) {
                indices[count++] = starts[i] + step;
            }
        }
    }
}
