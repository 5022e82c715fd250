package org.neurotron.kernel;

import java.util.Arrays;
import java.util.Objects;

/**
 * A kernel whose generator gives the same word for ever, to see what the samplers make of words that hardly ever come.
 */
public final class ConstantWords extends RandomKernel {

    private final long word;
    private final RandomKernel samplers;

    /**
     * A kernel with the samplers of another.
     *
     * @param word     every word
     * @param samplers what transforms it
     */
    public ConstantWords(long word, RandomKernel samplers) {
        this.word = word;
        this.samplers = Objects.requireNonNull(samplers, "samplers");
    }

    @Override
    protected void wordsUnchecked(long[] state, int rows, long[] words) {
        Arrays.fill(words, 0, rows * LANES, word);
    }

    @Override
    protected void uniformUnchecked(int count, long[] words, double low, double width, double[] x, int offset) {
        samplers.uniformUnchecked(count, words, low, width, x, offset);
    }

    @Override
    protected void bernoulliUnchecked(int count, long[] words, double[] probabilities, double[] mask) {
        samplers.bernoulliUnchecked(count, words, probabilities, mask);
    }

    @Override
    protected int zigguratUnchecked(int count, long[] words, double[] table, int widths, double mean, int[] missed,
                                    double[] x, int offset) {
        return samplers.zigguratUnchecked(count, words, table, widths, mean, missed, x, offset);
    }
}
