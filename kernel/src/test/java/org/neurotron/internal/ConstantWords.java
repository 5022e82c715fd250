package org.neurotron.internal;

import java.util.Arrays;
import java.util.Objects;
import org.neurotron.kernel.RandomKernel;

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
    public void words(long[] state, int rows, long[] words) {
        Arrays.fill(words, 0, rows * LANES, word);
    }

    @Override
    public void uniform(int count, long[] words, double low, double width, double[] x, int offset) {
        samplers.uniform(count, words, low, width, x, offset);
    }

    @Override
    public void bernoulli(int count, long[] words, double[] probabilities, double[] mask) {
        samplers.bernoulli(count, words, probabilities, mask);
    }

    @Override
    public void normal(int count, long[] words, double mean, double sigma, double[] x, int offset) {
        samplers.normal(count, words, mean, sigma, x, offset);
    }

    @Override
    public void laplace(int count, long[] words, double mean, double scale, double[] x, int offset) {
        samplers.laplace(count, words, mean, scale, x, offset);
    }

    @Override
    public void studentT4(int count, long[] words, double[] x, int offset) {
        samplers.studentT4(count, words, x, offset);
    }

    @Override
    public void studentT(int count, long[] words, double nu, double[] x, int offset) {
        samplers.studentT(count, words, nu, x, offset);
    }
}
