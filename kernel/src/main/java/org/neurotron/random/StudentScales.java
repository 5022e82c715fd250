package org.neurotron.random;

import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Matrix;

/**
 * The factors √(ν/χ²_ν) that make Student's t of normal numbers: sampled by Marsaglia and Tsang (<i>A simple method for
 * generating gamma variables</i>, 2000), each from one normal number and one word. In all but a few of a hundred cases
 * that takes no function but the square root; what the rest needs is made of the word, with the generator SplitMix64
 * started from it, so that every factor consumes the same.
 */
final class StudentScales implements InputSampler {

    /** From there on the few cases are nearer to one in a hundred; below, a shape of one more is taken. */
    private static final double LEAST_SHAPE = 1;

    private static final double SQUEEZE = 0.0331;

    private static final int CHUNK = 256;

    private final BlockGenerator generator;
    private final InputSampler normal;
    private final double halfDegrees;
    private final double d;
    private final double c;
    private final boolean boosted;
    private Matrix normals = Matrix.zeros(1, 1);
    private final long[] words = new long[CHUNK];

    StudentScales(BlockGenerator generator, double degreesOfFreedom) {
        this.generator = Objects.requireNonNull(generator, "generator");
        halfDegrees = Check.positive("degreesOfFreedom", degreesOfFreedom) / 2;
        normal = InputSampler.normal(generator, 0, 1);
        boosted = halfDegrees < LEAST_SHAPE;
        d = (boosted ? halfDegrees + 1 : halfDegrees) - 1.0 / 3;
        c = 1 / Math.sqrt(9 * d);
    }

    @Override
    public void fill(Matrix x) {
        for (int i = 0; i < x.rows(); i++) {
            for (int from = 0; from < x.columns(); from += CHUNK) {
                fill(Math.min(CHUNK, x.columns() - from), x.values(), x.rowOffset(i) + from);
            }
        }
    }

    private void fill(int count, double[] x, int offset) {
        if (normals.columns() != count) {
            normals = Matrix.zeros(1, count);
        }
        normal.fill(normals);
        generator.nextBlocks(BlockGenerator.wholeBlocks(count), words);
        for (int j = 0; j < count; j++) {
            double z = normals.get(0, j);
            double root = 1 + c * z;
            double square = z * z;
            double gamma = d * (root * root * root);
            if (!(root > 0 && RandomStreams.unit(words[j]) < 1 - SQUEEZE * square * square)) {
                gamma = rare(root, z, words[j]);
            }
            if (boosted) {
                gamma *= boost(words[j]);
            }
            // Not beyond the numbers of Student's t itself, whose squares are still within the range of double.
            x[offset + j] = Math.min(Math.sqrt(halfDegrees / gamma), Ziggurat.LARGEST);
        }
    }

    /** Looks more closely, and takes other numbers until they are accepted. */
    private double rare(double firstRoot, double firstZ, long word) {
        double root = firstRoot;
        double z = firstZ;
        double u = RandomStreams.unit(word);
        long seed = word;
        while (true) {
            double cube = root * root * root;
            if (root > 0 && StrictMath.log(u) < 0.5 * z * z + d * (1 - cube + StrictMath.log(cube))) {
                return d * cube;
            }
            // Marsaglia's polar method.
            double x;
            double square;
            do {
                x = 2 * RandomStreams.unit(RandomStreams.mix(seed += RandomStreams.GOLDEN)) - 1;
                double y = 2 * RandomStreams.unit(RandomStreams.mix(seed += RandomStreams.GOLDEN)) - 1;
                square = x * x + y * y;
            } while (square >= 1 || square == 0);
            z = x * Math.sqrt(-2 * StrictMath.log(square) / square);
            root = 1 + c * z;
            u = RandomStreams.unit(RandomStreams.mix(seed += RandomStreams.GOLDEN));
        }
    }

    /** U^(2/ν), which takes a gamma variable from shape ν/2 + 1 to ν/2. */
    private double boost(long word) {
        double u = 1 - RandomStreams.unit(RandomStreams.mix(~word));
        return StrictMath.exp(StrictMath.log(u) / halfDegrees);
    }
}
