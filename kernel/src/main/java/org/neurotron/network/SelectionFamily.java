package org.neurotron.network;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.neurotron.internal.Check;
import org.neurotron.kernel.GroupPattern;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Lanes;
import org.neurotron.kernel.Matrix;
import org.neurotron.kernel.SparseMatrix;

/**
 * Selections: each A_i has exactly one 1 in every row and at most one in every column, so that A_i x picks r
 * coordinates of x. A convolution with a single filter is the case where these are the sliding windows of the filter.
 *
 * <p>Nothing is multiplied by the zeros: a mini-batch of b costs at most 8·k·r·b multiplications, and about k·b·(r + 7)
 * where the windows are runs of neighbours, whatever n is. The filter's elements are laid out once for all gates that
 * pick their coordinates in the same logical lanes, of which sliding windows have at most eight kinds.
 *
 * <p>All results have the bits that a {@link DenseFamily} of the same matrices gives, as long as inputs, filter and
 * labels and what comes of them (outputs, and the sums of inputs that make up a gradient) are finite. Beyond that the
 * dense family multiplies an infinity by a zero of its matrices, and has a NaN where this one has none.
 */
public final class SelectionFamily extends SensingFamily {

    private final int[][] indices;

    /**
     * For each gate, the groups of eight columns that it picks from. In the row of a gate, the values are the elements
     * of the filter, each at the column that it is multiplied with, and zeros between.
     */
    private final GroupPattern pattern;

    /** A matrix of zeros and ones, r × values, whose transpose takes the filter to these values. */
    private final SparseMatrix layout;

    private final SparseMatrix mean;

    /**
     * Builds a family from a copy of the indices.
     *
     * @param indices which coordinates the gates pick, k × r: A_i has its 1 of row l in column {@code indices[i][l]}
     * @param n       dimension of the inputs, ≥ 1
     * @throws IllegalArgumentException if k, r or n is below 1, the rows have different lengths, an index is not from 0
     *                                  to n − 1 or comes twice in a gate, or one array cannot hold them
     */
    public SelectionFamily(int[][] indices, int n) {
        int[][] copy = checkedCopy(indices, Check.positive("n", n));
        super(n, copy[0].length, copy.length);
        this.indices = copy;
        int[][] groups = new int[k()][];
        int[][] positions = new int[k()][];
        for (int i = 0; i < k(); i++) {
            groups[i] = Arrays.stream(copy[i]).map(j -> j / Lanes.COUNT).sorted().distinct().toArray();
            positions[i] = positions(copy[i], groups[i]);
        }
        List<int[]> layouts = new ArrayList<>();
        int[] layoutOf = share(positions, layouts);
        int[] starts = starts(layouts);
        pattern = new GroupPattern(Lanes.pad(n), groups, Arrays.stream(layoutOf).map(t -> starts[t]).toArray());
        layout = layout(layouts, starts, r());
        mean = meanOf(copy, n);
    }

    private static int[][] checkedCopy(int[][] indices, int n) {
        int k = Check.positive("k", indices.length);
        int[][] copy = new int[k][];
        int[] lastGate = new int[n];
        for (int i = 0; i < k; i++) {
            copy[i] = Objects.requireNonNull(indices[i], "indices[" + i + "]").clone();
            int r = Check.positive("r", copy[0].length);
            if (copy[i].length != r) {
                throw Check.illegal("length of indices[" + i + "]", copy[i].length,
                    "must be that of indices[0], " + r);
            }
            for (int l = 0; l < r; l++) {
                int j = copy[i][l];
                if (j < 0 || j >= n) {
                    throw Check.illegal("indices[" + i + "][" + l + "]", j, "must be from 0 to " + (n - 1));
                }
                if (lastGate[j] == i + 1) {
                    throw Check.illegal("indices[" + i + "][" + l + "]", j, "must be another than before it");
                }
                lastGate[j] = i + 1;
            }
        }
        return copy;
    }

    /** Where the elements of the filter lie among the values of a gate that picks these columns from these groups. */
    private static int[] positions(int[] columns, int[] groups) {
        return Arrays.stream(columns)
            .map(j -> Lanes.COUNT * Arrays.binarySearch(groups, j / Lanes.COUNT) + j % Lanes.COUNT).toArray();
    }

    /**
     * Finds the gates whose values are the same, and lists the different layouts. On the way back all gates of one
     * layout add up in one place, in increasing i. That is the order of the dense product as long as no element of the
     * filter meets a lane in two layouts; where one does, every gate keeps a layout of its own.
     *
     * @return for each gate, the number of its layout
     */
    private static int[] share(int[][] positions, List<int[]> layouts) {
        Map<IntBuffer, Integer> numbers = new HashMap<>();
        int[] layoutOf = new int[positions.length];
        for (int i = 0; i < positions.length; i++) {
            layoutOf[i] = numbers.computeIfAbsent(IntBuffer.wrap(positions[i]), _ -> numbers.size());
            if (layoutOf[i] == layouts.size()) {
                layouts.add(positions[i]);
            }
        }
        if (haveLanesInCommon(layouts)) {
            layouts.clear();
            layouts.addAll(List.of(positions));
            Arrays.setAll(layoutOf, i -> i);
        }
        return layoutOf;
    }

    private static boolean haveLanesInCommon(List<int[]> layouts) {
        int[] lanes = new int[layouts.getFirst().length];
        for (int[] positions : layouts) {
            for (int l = 0; l < lanes.length; l++) {
                int lane = 1 << positions[l] % Lanes.COUNT;
                if ((lanes[l] & lane) != 0) {
                    return true;
                }
                lanes[l] |= lane;
            }
        }
        return false;
    }

    /** Where the values of each layout begin, and, as one element more, where those of the last one end. */
    private static int[] starts(List<int[]> layouts) {
        int[] starts = new int[layouts.size() + 1];
        for (int t = 0; t < layouts.size(); t++) {
            long end = starts[t] + 1L + Arrays.stream(layouts.get(t)).max().orElseThrow();
            if (end > Integer.MAX_VALUE - 2 * Lanes.COUNT) {
                throw Check.illegal("k x r", layouts.size() + " x " + layouts.getFirst().length,
                    "must be at most " + Integer.MAX_VALUE / Lanes.COUNT);
            }
            starts[t + 1] = Lanes.pad((int) end);
        }
        return starts;
    }

    private static SparseMatrix layout(List<int[]> layouts, int[] starts, int r) {
        int[][] places = new int[r][layouts.size()];
        double[][] ones = new double[r][layouts.size()];
        for (int l = 0; l < r; l++) {
            for (int t = 0; t < layouts.size(); t++) {
                places[l][t] = starts[t] + layouts.get(t)[l];
            }
            Arrays.fill(ones[l], 1);
        }
        return new SparseMatrix(starts[layouts.size()], places, ones);
    }

    private static SparseMatrix meanOf(int[][] indices, int n) {
        int r = indices[0].length;
        int[][] columns = new int[r][];
        double[][] elements = new double[r][];
        for (int row = 0; row < r; row++) {
            int l = row;
            int[] picked = Arrays.stream(indices).mapToInt(gate -> gate[l]).sorted().toArray();
            columns[l] = Arrays.stream(picked).distinct().toArray();
            elements[l] = new double[columns[l].length];
            int e = 0;
            for (int first = 0, next; first < picked.length; first = next) {
                next = first + 1;
                while (next < picked.length && picked[next] == picked[first]) {
                    next++;
                }
                elements[l][e++] = (double) (next - first) / indices.length;
            }
        }
        return new SparseMatrix(n, columns, elements);
    }

    /**
     * The windows of a filter that slides along a vector: window i has the coordinates from i · stride to
     * i · stride + r − 1, and k = (n − r) / stride + 1, rounded down, so that all windows lie within the vector
     * (a "valid" convolution) and the last few coordinates may lie in none.
     *
     * @param n      dimension of the inputs, ≥ r
     * @param r      length of a window, ≥ 1
     * @param stride distance between windows, ≥ 1
     * @return a new family
     * @throws IllegalArgumentException if a size is out of its range, or one array cannot hold the indices
     */
    public static SelectionFamily slidingWindows(int n, int r, int stride) {
        int k = windows("n", n, "r", r, "stride", stride);
        requireFits(k, r);
        return new SelectionFamily(grid(1, k, 1, r, 0, stride, n), n);
    }

    /**
     * The windows of a filter that slides over a picture. Inputs and filter are pictures row by row. Windows come row
     * by row, too, and all lie within the picture; the last few rows and columns may lie in none.
     *
     * @param height       rows of the inputs, ≥ {@code windowHeight}
     * @param width        columns of the inputs, ≥ {@code windowWidth}; n = height · width
     * @param windowHeight rows of a window, ≥ 1
     * @param windowWidth  columns of a window, ≥ 1; r = windowHeight · windowWidth
     * @param strideY      rows from one window to the next below it, ≥ 1
     * @param strideX      columns from one window to the next beside it, ≥ 1
     * @return a new family
     * @throws IllegalArgumentException if a size is out of its range, or one array cannot hold inputs or indices
     */
    public static SelectionFamily slidingWindows(int height, int width, int windowHeight, int windowWidth, int strideY,
                                                 int strideX) {
        int down = windows("height", height, "windowHeight", windowHeight, "strideY", strideY);
        int across = windows("width", width, "windowWidth", windowWidth, "strideX", strideX);
        if ((long) height * width > Integer.MAX_VALUE - 2 * Lanes.COUNT) {
            throw Check.illegal("height x width", height + " x " + width, "must fit into one array");
        }
        requireFits((long) down * across, (long) windowHeight * windowWidth);
        return new SelectionFamily(grid(down, across, windowHeight, windowWidth, strideY, strideX, width),
            height * width);
    }

    /** How many windows there are along one side. */
    private static int windows(String lengthName, int length, String windowName, int window, String strideName,
                               int stride) {
        Check.positive(lengthName, length);
        Check.positive(strideName, stride);
        if (Check.positive(windowName, window) > length) {
            throw Check.illegal(windowName, window, "must be at most " + lengthName + " = " + length);
        }
        return (length - window) / stride + 1;
    }

    private static void requireFits(long k, long r) {
        if (k * r > Integer.MAX_VALUE / Lanes.COUNT) {
            throw Check.illegal("k x r", k + " x " + r, "must be at most " + Integer.MAX_VALUE / Lanes.COUNT);
        }
    }

    private static int[][] grid(int down, int across, int windowHeight, int windowWidth, int strideY, int strideX,
                                int width) {
        int[][] indices = new int[down * across][windowHeight * windowWidth];
        for (int i = 0; i < indices.length; i++) {
            int corner = i / across * strideY * width + i % across * strideX;
            for (int l = 0; l < indices[i].length; l++) {
                indices[i][l] = corner + l / windowWidth * width + l % windowWidth;
            }
        }
        return indices;
    }

    /**
     * What one gate picks.
     *
     * @param i gate, from 0 to k − 1
     * @return a copy of its r indices
     * @throws IndexOutOfBoundsException if there is no such gate
     */
    public int[] indices(int i) {
        return indices[Objects.checkIndex(i, k())].clone();
    }

    @Override
    public Matrix sensingMatrix(int i) {
        int[] columns = indices[Objects.checkIndex(i, k())];
        Matrix a = Matrix.zeros(r(), n());
        for (int l = 0; l < r(); l++) {
            a.set(l, columns[l], 1);
        }
        return a;
    }

    @Override
    public Matrix mean() {
        return mean.toMatrix();
    }

    @Override
    int blocks() {
        return k();
    }

    @Override
    Padded newProjection() {
        return Padded.zeros(1, pattern.length());
    }

    @Override
    int workspaceLength() {
        return 0;
    }

    @Override
    boolean needsPaddedInputs() {
        return true;
    }

    @Override
    void project(Kernel kernel, double[] w, Matrix u) {
        layout.multiplyTransposed(w, 0, u.values(), u.offset());
    }

    @Override
    void preactivations(Kernel kernel, Network network, Padded u, Matrix x, Matrix z, double[] workspace) {
        Matrix values = u.exact();
        kernel.multiplyByTransposed(pattern, values.values(), values.offset(), x, z);
        // A preactivation of −0 where the dense family has +0 shows only in a sum over gates that is −0 itself, that
        // is, of negative terms too small for a double. Outer weights that are whole numbers give no such terms: their
        // products are multiples of the least double.
        if (!network.hasWholeOuterWeights()) {
            setSignsOfZeros(kernel, values, x, z);
        }
    }

    /**
     * Computes each preactivation that is −0 once more, now with all the zeros of its matrix: the dense family adds
     * them, and any one of them may turn −0 into +0.
     */
    private void setSignsOfZeros(Kernel kernel, Matrix u, Matrix x, Matrix z) {
        for (int i = 0; i < z.rows(); i++) {
            for (int j = 0; j < z.columns(); j++) {
                int element = z.rowOffset(i) + j;
                if (Double.doubleToRawLongBits(z.values()[element]) == Long.MIN_VALUE) {
                    Matrix sample = new Matrix(x.values(), x.rowOffset(j), 1, x.columns(), x.columns());
                    kernel.multiply(sample, pattern.row(i, u.values(), u.offset()), 0, z.values(), element);
                }
            }
        }
    }

    @Override
    void combine(Kernel kernel, Matrix d, Matrix x, Padded y) {
        Matrix values = y.exact();
        Arrays.fill(values.values(), 0);
        kernel.addProduct(d, x, pattern, values.values(), values.offset());
    }

    @Override
    void combineFirst(Kernel kernel, Matrix d, Matrix x, Padded y) {
        combine(kernel, d, x, y);
    }

    @Override
    void backProject(Kernel kernel, Matrix y, double[] g) {
        layout.multiply(y.values(), y.offset(), g, 0);
    }

    @Override
    void multiplyByMean(Kernel kernel, Matrix y, double[] g) {
        mean.multiply(y.values(), y.offset(), g, 0);
    }
}
