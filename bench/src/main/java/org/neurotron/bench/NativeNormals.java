package org.neurotron.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.neurotron.bench.peers.GccLibrary;

/**
 * The sampler of normals in C ({@code normals.c} beside this class's resources), built with gcc on the spot and called
 * through the foreign function interface.
 */
final class NativeNormals {

    private static final List<String> FLAGS = List.of("-O3", "-march=native",
        "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=off", "-Wl,--no-as-needed", "-lm");

    private final MethodHandle function;
    private final MemorySegment state;
    private final MemorySegment x;
    private final long count;

    /**
     * Builds and loads it.
     *
     * @param seed  state of the lanes
     * @param count numbers in a call
     * @throws org.neurotron.bench.peers.MissingPeerException if there is no gcc
     */
    NativeNormals(long[] seed, int count) {
        GccLibrary library = GccLibrary.build(NativeNormals.class, "normals.c", FLAGS).orElseThrow(GccLibrary::missing);
        try {
            library.function("prepare", FunctionDescriptor.ofVoid(ValueLayout.JAVA_DOUBLE)).invokeExact(1.0);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        function = library.function("normals", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_DOUBLE,
            ValueLayout.JAVA_DOUBLE, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        // Aligned to cache lines, which is the best a C program can do.
        state = Arena.global().allocate(seed.length * (long) Long.BYTES, 64);
        MemorySegment.copy(seed, 0, state, ValueLayout.JAVA_LONG, 0, seed.length);
        x = Arena.global().allocate(count * (long) Double.BYTES, 64);
        this.count = count;
    }

    /** Fills the buffer. */
    void fill() {
        try {
            function.invokeExact(state, 0.0, 1.0, x, count);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The numbers of the last call. */
    double[] numbers() {
        return x.toArray(ValueLayout.JAVA_DOUBLE);
    }
}
