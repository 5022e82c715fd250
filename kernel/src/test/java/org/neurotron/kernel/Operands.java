package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.neurotron.internal.RandomArrays;
import org.neurotron.internal.RandomArrays.Values;

/**
 * The operands of one call of every operation, for one shape, layout and kind of numbers. No operation writes to them.
 */
final class Operands {

    /** What an array holds where no operation has written. */
    static final double UNTOUCHED = 123.456;

    /** Elements behind a result, as room for writes that go too far. */
    private static final int SLACK = 17;

    /** Sizes at and around the boundaries of vectors and groups of lanes, and some primes. */
    private static final int[] SIZES =
        {1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 63, 64, 65};

    /**
     * Rows and columns as they come up in the published study (n = 100, r = 25, k = 10, b = 16) and its q-assist part
     * (n = 50, r = 20, k = 100, b = 64), the blocks of a family lying side by side in padded rows.
     */
    private static final int[][] PUBLISHED = {
        {25, 100}, {25, 104}, {25, 208}, {16, 100}, {16, 104}, {2, 100}, {10, 16}, {2, 16}, {25, 1040},
        {20, 50}, {20, 56}, {20, 112}, {64, 50}, {64, 56}, {100, 64}, {20, 5600},
    };

    private static final Map<Values, List<Operands>> ALL =
        Arrays.stream(Values.values()).collect(Collectors.toMap(values -> values, Operands::make));

    final int rows;
    final int columns;

    /** Where vectors and matrices start. */
    final int offset;

    /** rows × columns. */
    final Matrix a;

    /** 3 × columns. */
    final Matrix few;

    /** 3 × rows. */
    final Matrix left;

    /** 2 × columns: p and s of an affine family. */
    final Matrix pair;

    /** columns elements from {@link #offset}, and one more. */
    final double[] across;

    /** The same again. */
    final double[] acrossToo;

    /** rows elements from {@link #offset}, and one more. */
    final double[] down;

    /** rows elements. */
    final double[] c;

    /** rows elements and one more, which the contract allows. */
    final double[] q;

    final double factor;

    /** rows × columns completed to whole groups of eight, and no zeros there. */
    final Matrix whole;

    /** 4 rows over the columns of {@link #whole}; the last has the groups and the values of the first. */
    final GroupPattern pattern;

    /** The values of such rows, from {@link #offset}. */
    final double[] groupValues;

    /** 4 × rows. */
    final Matrix four;

    private final int gap;
    private final String description;

    Operands(int rows, int columns, int layout, Values values) {
        this.rows = rows;
        this.columns = columns;
        offset = new int[] {0, 3, 8}[layout];
        gap = new int[] {0, 1, Lanes.pad(columns) - columns + 8}[layout];
        description = rows + " x " + columns + ", layout " + layout + ", " + values;
        RandomArrays random = new RandomArrays(31L * rows + 1009L * columns + layout, values);
        a = random.matrix(rows, columns, offset, columns + gap);
        few = random.matrix(3, columns, offset, columns + gap);
        pair = random.matrix(2, columns, offset, columns + gap);
        across = random.array(offset + columns + 1);
        acrossToo = random.array(offset + columns + 1);
        down = random.array(offset + rows + 1);
        c = random.array(rows);
        q = random.array(rows + 1);
        factor = random.next();
        left = random.matrix(3, rows, offset, rows + 1);
        int padded = Lanes.pad(columns);
        whole = random.matrix(rows, padded, offset, padded + gap);
        pattern = pattern(padded, new SplittableRandom(rows * 1009L + columns));
        groupValues = random.array(offset + pattern.length() + 1);
        four = random.matrix(4, rows, offset, rows + 1);
    }

    /** Three rows with each group or not, and one more with what the first has. */
    private static GroupPattern pattern(int columns, SplittableRandom random) {
        int[][] groups = new int[4][];
        int[] first = new int[4];
        int end = 0;
        for (int i = 0; i < 3; i++) {
            groups[i] = IntStream.range(0, columns / Lanes.COUNT).filter(_ -> random.nextInt(3) > 0).toArray();
            first[i] = end;
            // A gap, too.
            end += Lanes.COUNT * (groups[i].length + i);
        }
        groups[3] = groups[0];
        return new GroupPattern(columns, groups, first);
    }

    /** Every shape in every layout; made once, for they take longer to make than to use. */
    static List<Operands> all(Values values) {
        return ALL.get(values);
    }

    private static List<Operands> make(Values values) {
        List<Operands> all = new ArrayList<>();
        for (int layout = 0; layout < 3; layout++) {
            for (int rows : SIZES) {
                for (int columns : SIZES) {
                    all.add(new Operands(rows, columns, layout, values));
                }
            }
            for (int[] shape : PUBLISHED) {
                all.add(new Operands(shape[0], shape[1], layout, values));
            }
        }
        return List.copyOf(all);
    }

    /** Room for a result that no operation has written to. */
    Matrix result(int rows, int columns) {
        return untouched(rows, columns, offset, columns + gap);
    }

    /** The same in some layout. */
    static Matrix untouched(int rows, int columns, int offset, int leadingDimension) {
        double[] values = new double[offset + rows * leadingDimension + SLACK];
        Arrays.fill(values, UNTOUCHED);
        return new Matrix(values, offset, rows, columns, leadingDimension);
    }

    /** Asserts that nothing was written before, between or behind the rows of a result. */
    static void assertUntouchedAround(Matrix result, Object description) {
        double[] values = result.values();
        int next = 0;
        for (int i = 0; i < result.rows(); i++) {
            assertUntouched(values, next, result.rowOffset(i), description);
            next = result.rowOffset(i) + result.columns();
        }
        assertUntouched(values, next, values.length, description);
    }

    private static void assertUntouched(double[] values, int from, int to, Object description) {
        for (int i = from; i < to; i++) {
            if (values[i] != UNTOUCHED) {
                assertEquals(UNTOUCHED, values[i], "element " + i + ", " + description);
            }
        }
    }

    @Override
    public String toString() {
        return description;
    }
}
