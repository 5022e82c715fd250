package org.neurotron.internal;

/** Numbers from the layers of a ziggurat, without vectors: for the portable kernel and for vectors of few lanes. */
public final class Layers {

    private Layers() {
    }

    /**
     * What {@code RandomKernel.ziggurat} computes.
     *
     * @param count  how many
     * @param words  {@code count} words from the start
     * @param table  widths, a power of two
     * @param widths how many of them count
     * @param mean   what is added
     * @param missed receives the places of words that have no width
     * @param x      the result
     * @param offset where it starts
     * @return the number of places
     */
    public static int oneByOne(int count, long[] words, double[] table, int widths, double mean, int[] missed,
                               double[] x, int offset) {
        int misses = 0;
        for (int i = 0; i < count; i++) {
            long word = words[i];
            int layer = (int) word & table.length - 1;
            x[offset + i] = Math.fma(word >> 11 | 1, table[layer], mean);
            if (layer >= widths) {
                missed[misses++] = i;
            }
        }
        return misses;
    }
}
