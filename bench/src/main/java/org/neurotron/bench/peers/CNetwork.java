package org.neurotron.bench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.neurotron.bench.peers.Workload.Kind;

/**
 * The reformulated algorithm in C ({@code network.c} among the resources), one call an operation. All numbers are in
 * native memory, aligned to cache lines; rows are padded with zeros to whole ones.
 */
final class CNetwork implements Implementation {

    private static final List<String> FLAGS = List.of("-O3", "-march=native", "-ffast-math");

    /** Null if there is no gcc. */
    private static final GccLibrary LIBRARY =
        GccLibrary.build(CNetwork.class, "network.c", FLAGS).orElse(null);

    // Constants, because only then are the calls compiled into the code around them.
    private static final MethodHandle FORWARD = function("forward");
    private static final MethodHandle TRON_GRADIENT = function("tron_gradient");
    private static final MethodHandle SGD_GRADIENT = function("sgd_gradient");
    private static final MethodHandle STEP = function("step");

    private static final int CACHE_LINE = 64;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment network = arena.allocate(20 * JAVA_LONG.byteSize(), CACHE_LINE);
    private final MemorySegment w;
    private final MemorySegment f;
    private final MemorySegment g;
    private final int r;
    private final int b;

    CNetwork(Workload workload) {
        if (LIBRARY == null) {
            throw GccLibrary.missing();
        }
        Shape shape = workload.shape();
        boolean single = workload.kind() == Kind.SINGLE;
        r = shape.r();
        b = shape.b();
        int blocks = workload.blocks();
        long n = pad(shape.n());
        long width = pad(b);
        w = rows(workload.start(), 1);
        f = zeros(width);
        g = zeros(pad(r));
        MemorySegment matrices = single ? MemorySegment.NULL : arena.allocate(ADDRESS, blocks);
        if (!single) {
            for (int l = 0; l < blocks; l++) {
                matrices.setAtIndex(ADDRESS, l, rows(workload.block(l), r));
            }
        }
        MemorySegment mean = switch (workload.kind()) {
            case AFFINE -> matrices.getAtIndex(ADDRESS, 0);
            case DENSE -> rows(workload.tronMatrix(), r);
            case SINGLE -> MemorySegment.NULL;
        };
        // The fields of the struct, in its order.
        network.setAtIndex(JAVA_LONG, 0, n);
        network.setAtIndex(JAVA_LONG, 1, r);
        network.setAtIndex(JAVA_LONG, 2, shape.k());
        network.setAtIndex(JAVA_LONG, 3, b);
        network.setAtIndex(JAVA_LONG, 4, width);
        network.setAtIndex(JAVA_LONG, 5, blocks);
        network.setAtIndex(JAVA_DOUBLE, 6, Workload.ETA);
        List<MemorySegment> pointers = List.of(
            matrices,
            mean,
            workload.kind() == Kind.AFFINE ? rows(workload.coefficients(), 1) : MemorySegment.NULL,
            rows(workload.inputs(), b),
            rows(workload.labels(), 1),
            w,
            single ? w : zeros(blocks * n),
            zeros(blocks * width),
            f,
            zeros(width),
            zeros(blocks * width),
            single ? g : zeros(blocks * n),
            g);
        for (int i = 0; i < pointers.size(); i++) {
            network.setAtIndex(ADDRESS, 7 + i, pointers.get(i));
        }
    }

    private static MethodHandle function(String name) {
        return LIBRARY == null ? null : LIBRARY.function(name, FunctionDescriptor.ofVoid(ADDRESS));
    }

    private static long pad(int count) {
        return (count + 7) / 8 * 8L;
    }

    private MemorySegment zeros(long count) {
        return arena.allocate(count * Double.BYTES, CACHE_LINE);
    }

    /** A row-major matrix with padded rows. */
    private MemorySegment rows(double[] values, int count) {
        int columns = values.length / count;
        MemorySegment rows = zeros(count * pad(columns));
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(values, i * columns, rows, JAVA_DOUBLE, i * pad(columns) * Double.BYTES, columns);
        }
        return rows;
    }

    private static double[] first(int count, MemorySegment values) {
        return values.asSlice(0, count * (long) Double.BYTES).toArray(JAVA_DOUBLE);
    }

    @Override
    public void setFilter(double[] filter) {
        MemorySegment.copy(filter, 0, w, JAVA_DOUBLE, 0, r);
    }

    @Override
    public double[] filter() {
        return first(r, w);
    }

    @Override
    public void forward() {
        try {
            FORWARD.invokeExact(network);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public double[] outputs() {
        return first(b, f);
    }

    @Override
    public void tronGradient() {
        try {
            TRON_GRADIENT.invokeExact(network);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void sgdGradient() {
        try {
            SGD_GRADIENT.invokeExact(network);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public double[] gradient() {
        return first(r, g);
    }

    @Override
    public void step() {
        try {
            STEP.invokeExact(network);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
