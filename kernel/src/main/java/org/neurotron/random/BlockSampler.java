package org.neurotron.random;

import java.util.Objects;
import org.neurotron.kernel.Matrix;
import org.neurotron.kernel.RandomKernel;

/**
 * Fills matrices from a block generator, block by block. Numbers follow one another row by row; a call uses whole
 * blocks of numbers, so a sequence may be cut into calls at any multiple of {@link BlockGenerator#BLOCK} numbers.
 */
final class BlockSampler implements InputSampler {

    /** How many numbers are made at a time: so few that they and their words stay in the L1 cache. */
    private static final int CHUNK = 512;

    private final BlockGenerator generator;
    private final Transformation transformation;
    private final long[] words = new long[CHUNK];
    private final double[] numbers = new double[CHUNK];

    /** Turns words into as many numbers. */
    @FunctionalInterface
    interface Transformation {
        void apply(RandomKernel kernel, int count, long[] words, double[] x, int offset);
    }

    BlockSampler(BlockGenerator generator, Transformation transformation) {
        this.generator = Objects.requireNonNull(generator, "generator");
        this.transformation = transformation;
    }

    /** Numbers of a symmetric law. */
    static BlockSampler of(BlockGenerator generator, SymmetricDensity density, double mean, double scale) {
        Ziggurat ziggurat = Ziggurat.of(density);
        double[] table = ziggurat.table(scale);
        int[] missed = new int[CHUNK];
        return new BlockSampler(generator, (kernel, count, words, x, offset) ->
            ziggurat.fill(kernel, count, words, table, mean, scale, missed, x, offset));
    }

    @Override
    public void fill(Matrix x) {
        boolean contiguous = x.leadingDimension() == x.columns() || x.rows() == 1;
        long total = (long) x.rows() * x.columns();
        int row = 0;
        int column = 0;
        for (long done = 0; done < total; done += CHUNK) {
            int count = (int) Math.min(CHUNK, total - done);
            if (contiguous && count % BlockGenerator.BLOCK == 0) {
                generate(count, x.values(), x.offset() + (int) done);
                continue;
            }
            generate(BlockGenerator.wholeBlocks(count), numbers, 0);
            if (contiguous) {
                System.arraycopy(numbers, 0, x.values(), x.offset() + (int) done, count);
                continue;
            }
            for (int copied = 0; copied < count; ) {
                int length = Math.min(count - copied, x.columns() - column);
                System.arraycopy(numbers, copied, x.values(), x.rowOffset(row) + column, length);
                copied += length;
                column += length;
                if (column == x.columns()) {
                    column = 0;
                    row++;
                }
            }
        }
    }

    private void generate(int count, double[] x, int offset) {
        generator.nextBlocks(count, words);
        transformation.apply(generator.kernel(), count, words, x, offset);
    }
}
